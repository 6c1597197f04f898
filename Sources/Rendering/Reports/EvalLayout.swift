import Interpreter
import NeuralCore

/// The columns in which the rows of one `eval` stand below each other.
struct EvalLayout {
  private let classes: [String]
  private let digits: Int
  private let outputs: Int
  private let hasTargets: Bool
  private let isOfClasses: Bool
  /// The targets are so small that decimals would show zeros.
  private let isTiny: Bool

  /// - Parameters:
  ///   - rows: all of them, at least one.
  ///   - digits: the decimals of what is worked out.
  init(_ rows: EvalRows, _ classes: [String], _ digits: Int) {
    (self.classes, self.digits, outputs) = (classes, digits, rows[0].outputs.count)
    hasTargets = rows.haveTargets
    isOfClasses = Self.name(of: rows[0].outputs, classes) != nil
    isTiny = hasTargets && Self.areTiny(rows.prefix(1000), below: digits - 1)
  }

  /// Whether no target of these rows, which say of which size all are, has one of so many decimals.
  private static func areTiny(_ rows: Slice<EvalRows>, below decimals: Int) -> Bool {
    let largest = rows.lazy.compactMap { $0.targets?.lazy.map(\.magnitude).max() }.max() ?? 0
    let unit = (0..<max(0, decimals)).reduce(1.0) { unit, _ in unit / 10 }
    return largest > 0 && largest < unit
  }

  /// An output or an error.
  private func shown(_ value: Double) -> String {
    isTiny ? value.significant(max(1, digits)) : value.fixed(digits)
  }

  /// The class that outputs or targets say.
  static func name(of outputs: [Double], _ classes: [String]) -> String? {
    outputs.isEmpty ? nil : Dataset.className(of: outputs, among: classes)
  }

  /// Some rows at a time, in columns that are wide enough for all: so each is put into words twice, and none is kept.
  ///
  /// - Parameter isInterrupted: polled while the columns are measured.
  func tables(_ rows: EvalRows, _ isInterrupted: () -> Bool) -> some Sequence<Table> {
    // As many as are written within a moment, however wide they are.
    let parts = rows.parts(of: max(1, 2048 / max(8, rows[0].inputs.count + outputs)))
    var widths: [Int] = []
    for part in parts {
      if isInterrupted() { break }
      var table = table(part)
      table.least = widths
      widths = table.widths()
    }
    return parts.lazy.map { [widths] part in
      var table = table(part)
      table.least = widths
      if part.startIndex > 0 { table.head = nil }
      return table
    }
  }

  /// Rows below the names of their columns.
  ///
  /// - Parameter isInterrupted: polled; a table that nobody waits for any more ends early.
  func table(_ rows: Slice<EvalRows>, _ isInterrupted: () -> Bool = { false }) -> Table {
    var table = Table(
      [.leading, .trailing] + (isOfClasses ? [.leading] : [])
        + (hasTargets ? (isOfClasses ? [.leading, .leading] : [.trailing, .trailing]) : []),
      head: ["inputs", outputs == 1 ? "output" : "outputs"] + (isOfClasses ? ["class"] : [])
        + (hasTargets ? ["target", isOfClasses ? "" : "error"] : []))
    for (k, row) in rows.enumerated() {
      if k & 0xff == 0xff, isInterrupted() { break }
      let cells = [Text(inputs(row.inputs)), Text(numbers(row.outputs.map(shown)))]
      table.rows.append(cells + (isOfClasses ? named(row) : hasTargets ? errors(row) : []))
    }
    return table
  }

  /// The class of the outputs, that of the targets, and whether it is another.
  private func named(_ row: EvalRow) -> [Text] {
    let (output, target) = (
      Self.name(of: row.outputs, classes), Self.name(of: row.targets ?? [], classes)
    )
    let isWrong = target != nil && output != target
    return [Text(output ?? "")]
      + (hasTargets ? [Text(target ?? ""), isWrong ? Text("wrong", .warning) : ""] : [])
  }

  private func errors(_ row: EvalRow) -> [Text] {
    let targets = row.targets ?? []
    let errors = zip(row.outputs, targets).map { shown($0 - $1) }
    return [Text(numbers(targets.map(\.text))), Text(numbers(errors))]
  }

  /// As many inputs as leave room for the outputs in 80 columns, and the last.
  private func inputs(_ inputs: [Double]) -> String {
    let room = 34
    var (texts, width) = ([String](), -1)
    // Of many inputs most are never written.
    for input in inputs where width <= room || inputs.count <= 2 {
      texts.append(input.text.withMinusSign)
      width += texts[texts.count - 1].columns + 1
    }
    guard inputs.count > 2, width > room else { return texts.joined(separator: " ") }
    let last = inputs[inputs.count - 1].text.withMinusSign
    width = texts[0].columns + last.columns + 3
    var shown = 1
    while shown < min(texts.count, inputs.count - 1), width + texts[shown].columns + 1 <= room {
      width += texts[shown].columns + 1
      shown += 1
    }
    return texts.prefix(shown).joined(separator: " ") + " … " + last
  }
}
