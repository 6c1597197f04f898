/// Files that are no scripts, by their names.
public enum OtherFiles {
  private static let tables = [
    ".csv", ".tsv", ".xlsx", ".arff", ".dat", ".data", ".gz", ".npy", ".npz", ".pat",
  ]

  /// Whether a name is that of a table, which `data` reads.
  public static func isTable(_ name: String) -> Bool {
    let lower = name.lowercased()
    return tables.contains { lower.hasSuffix($0) }
  }

  /// What reads a table of this name.
  public static func advice(_ name: String) -> String { "It is data: data \"\(name)\"" }
}

extension Diagnostic {
  /// `nn s.nnet`, `run "s.nnet"`: what `save` wrote is no script.
  static func savedSession(_ source: Source) -> Diagnostic? {
    guard source.bytes.starts(with: Array("nnet ".utf8)), source.bytes.contains(UInt8(ascii: "\n")) else {
      return nil
    }
    let file = source.name.split(separator: "/").last.map(String.init) ?? source.name
    return Diagnostic(
      .unexpectedWord, "this is a session that `save` wrote, not a script", at: Span(0, 4),
      help: ["Write: load \"\(file)\""]
    ).inSource(source)
  }

  /// `nn fruit.csv`: of a table every line is a mistake.
  static func table(_ source: Source) -> Diagnostic? {
    guard OtherFiles.isTable(source.name) else { return nil }
    let end = source.bytes.firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    return Diagnostic(
      .unexpectedWord, "this is a table, not a script", at: Span(0, end ?? source.bytes.count),
      help: [OtherFiles.advice(source.name)]
    ).inSource(source)
  }
}
