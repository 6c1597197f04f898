/// A row of a table, pasted or typed where a row of a `data` block stands.
enum TypedRow {
  private static let file = "A table is best read from a file: data \"FILE\""
  private static let separators: Set<Character> = [" ", "\t", ";"]

  /// What to type instead; nothing where that cannot be told.
  static func advice(for line: String) -> [String] {
    let line = withArrow(line)
    let sides = line.split(separator: "->", omittingEmptySubsequences: false).map(cells)
    guard sides.count <= 2, sides.allSatisfy({ !$0.isEmpty }) else { return [] }
    let isTable = sides.count == 1
    let (inputs, targets) =
      isTable ? (Array(sides[0].dropLast()), Array(sides[0].suffix(1))) : (sides[0], sides[1])
    guard !inputs.isEmpty else { return [] }
    guard inputs.allSatisfy({ Double($0) != nil }) else { return isTable ? [file] : [] }
    return ["Write: " + (inputs + ["->"] + targets).joined(separator: " ")] + (isTable ? [file] : [])
  }

  /// With the arrow that something else was typed for.
  private static func withArrow(_ line: String) -> String {
    guard !line.contains("->") else { return line }
    let mark = ["=>", "- >", "–>", "→", ">", "=", "|", ":"].first { line.contains($0) }
    return mark.map { line.replacing($0, with: " -> ", maxReplacements: 1) } ?? line
  }

  /// The problems without those of a pasted table after its first row, which says how many more there are.
  static func firstOfTable(_ problems: [Diagnostic]) -> [Diagnostic] {
    let isRow = problems.map { $0.help.last == file }
    let count = isRow.count { $0 }
    guard count > 2, let first = isRow.firstIndex(of: true) else { return problems }
    var kept = zip(problems, isRow).filter { !$1 }.map(\.0)
    let row = problems[first]
    kept.append(row.advising(row.help + ["The \(count - 1) rows after it are like it."]))
    return kept
  }

  /// The cells of one side: parted by blanks, tabs or semicolons, with decimal commas, or else by commas.
  private static func cells(_ side: Substring) -> [String] {
    let words = side.split { separators.contains($0) }
    let isDecimal =
      words.count > 1 && words.allSatisfy { $0.split(separator: ",").count <= 2 && $0.last != "," }
    if isDecimal || !side.contains(",") { return words.map { String($0).replacing(",", with: ".") } }
    return side.split { $0 == "," || separators.contains($0) }.map(String.init)
  }
}
