import NeuralCore
import Tabular

/// CSV (RFC 4180), numbers as shortest decimals.
enum CommaSeparated {
  static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\n" }

  /// Adds a line to the bytes of a table.
  static func add(_ cells: [String], to bytes: inout [UInt8]) {
    for (k, cell) in cells.enumerated() {
      if k > 0 { bytes.append(UInt8(ascii: ",")) }
      var cell = cell.utf8.allSatisfy(isPlain) ? cell : quoted(cell)
      cell.withUTF8 { bytes.append(contentsOf: $0) }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// A byte of numbers and words, which no cell with it alone has to be quoted for.
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte > 32 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: ",")
  }

  private static func quoted(_ cell: String) -> String {
    guard
      cell.utf8.contains(where: { [34, 44, 10, 13].contains($0) }) || cell.hasPrefix(" ")
        || cell.hasSuffix(" ")
    else { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}

/// What `eval … to` writes: what was given, the outputs, the class they say, and the targets.
struct EvalTable {
  /// As they were given: columns of inputs, or all columns of a file.
  let head: [String]
  /// What was given in a row.
  let given: (_ row: Int) -> [String]
  /// nil for a row that has no outputs, since a value is missing.
  let rows: [EvalRow?]
  let classes: [String]
  /// Whether the targets are not among what was given.
  let addsTargets: Bool

  private var first: EvalRow? { rows.lazy.compactMap(\.self).first }

  /// - Parameter check: called for each row; what it throws ends the work.
  func text<Failure: Error>(_ check: (_ row: Int) throws(Failure) -> Void) throws(Failure) -> String {
    guard let first else { return "" }
    let isOfClasses = Dataset.className(of: first.outputs, among: classes) != nil
    let hasTargets = addsTargets && rows.contains { $0?.targets != nil }
    let count = first.outputs.count
    let outputs = (0..<count).map { k in
      count == 1 ? "output" : isOfClasses ? "output_\(classes[k])" : "output\(k)"
    }
    let targets =
      !hasTargets ? [] : isOfClasses || count == 1 ? ["target"] : (0..<count).map { "target\($0)" }
    var bytes: [UInt8] = []
    CommaSeparated.add(
      Self.distinct(head + outputs + (isOfClasses ? ["predicted"] : []) + targets), to: &bytes)
    for (k, row) in rows.enumerated() {
      try check(k)
      var cells = given(k)
      cells += row?.outputs.map(\.text) ?? outputs.map { _ in "" }
      if isOfClasses { cells.append(row.flatMap { Dataset.className(of: $0.outputs, among: classes) } ?? "") }
      if hasTargets { cells += self.targets(row, isOfClasses, targets.count) }
      CommaSeparated.add(cells, to: &bytes)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func targets(_ row: EvalRow?, _ isOfClasses: Bool, _ count: Int) -> [String] {
    guard let targets = row?.targets else { return [String](repeating: "", count: count) }
    return isOfClasses ? [Dataset.className(of: targets, among: classes) ?? ""] : targets.map(\.text)
  }

  /// A name that a column before has gets a number: `output.2`.
  private static func distinct(_ names: [String]) -> [String] {
    var taken: Set<String> = []
    return names.map { name in
      var (own, number) = (name, 1)
      while !taken.insert(own).inserted {
        number += 1
        own = "\(name).\(number)"
      }
      return own
    }
  }
}

extension Table {
  /// The number of a row in its file, the header counted, from 1.
  func fileRow(_ row: Int) -> Int { row + (hasHeader && origin.format == .text ? 2 : 1) }

  /// The cells of a row as text; empty where there is no value.
  func texts(_ row: Int) -> [String] {
    columns.indices.map { place in
      let value = value(row, place)
      guard !value.isNaN else { return "" }
      if case .words(let words) = columns[place].kind { return words[Int(clamping: value)] }
      return (cells.isDouble ? Precision.double : .single).decimal(value).text
    }
  }
}
