import NeuralCore

/// Rows of inputs, outputs and classes as CSV (RFC 4180), numbers as shortest decimals.
enum CommaSeparated {
  /// - Parameter check: called for each row; what it throws ends the work.
  static func text<Failure: Error>(
    _ rows: [EvalRow], inputs: [String], classes: [String], check: (_ row: Int) throws(Failure) -> Void
  ) throws(Failure) -> String {
    guard let first = rows.first else { return "" }
    let isOfClasses = Dataset.className(of: first.outputs, among: classes) != nil
    let outputs = first.outputs.indices.map { k in
      first.outputs.count == 1 ? "output" : isOfClasses ? classes[k] : "output\(k)"
    }
    let hasTargets = !isOfClasses && rows.contains { $0.targets != nil }
    let targets =
      hasTargets ? first.outputs.indices.map { first.outputs.count == 1 ? "target" : "target\($0)" } : []
    let head = inputs + outputs + (isOfClasses ? ["class"] : targets)
    var text = line(head)
    for (k, row) in rows.enumerated() {
      try check(k)
      text += line(cells(row, classes, hasTargets))
    }
    return text
  }

  private static func cells(_ row: EvalRow, _ classes: [String], _ hasTargets: Bool) -> [String] {
    let numbers = (row.inputs + row.outputs).map(\.text)
    if let name = Dataset.className(of: row.outputs, among: classes) { return numbers + [name] }
    guard hasTargets else { return numbers }
    return numbers + (row.targets?.map(\.text) ?? row.outputs.map { _ in "" })
  }

  static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\n" }

  private static func quoted(_ cell: String) -> String {
    guard
      cell.utf8.contains(where: { [34, 44, 10, 13].contains($0) }) || cell.hasPrefix(" ")
        || cell.hasSuffix(" ")
    else { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
