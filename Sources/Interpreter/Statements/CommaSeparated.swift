import NeuralCore

/// Rows of inputs, outputs and classes as CSV (RFC 4180), numbers as shortest decimals.
enum CommaSeparated {
  static func text(_ rows: [EvalRow], inputs: [String], classes: [String]) -> String {
    guard let first = rows.first else { return "" }
    let outputs = first.outputs.indices.map { k in
      classes.isEmpty ? first.outputs.count == 1 ? "output" : "output\(k)" : classes[k]
    }
    let targets = (first.targets ?? []).indices.map { k in first.targets?.count == 1 ? "target" : "target\(k)"
    }
    let head = inputs + outputs + (classes.isEmpty ? targets : ["class"])
    return line(head) + rows.map { line(cells($0, classes)) }.joined()
  }

  private static func cells(_ row: EvalRow, _ classes: [String]) -> [String] {
    let numbers = (row.inputs + row.outputs).map(\.text)
    guard !classes.isEmpty else { return numbers + (row.targets ?? []).map(\.text) }
    return numbers + [classes[row.outputs.argmax]]
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
