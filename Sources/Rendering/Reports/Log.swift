import Interpreter
import NeuralCore

/// The log of a training. A line may take longer than its epoch, so of the logs that show nothing but losses, which most
/// are, all lines are written beside each other; `LogTests` compares them with those of the rows.
extension Reporter {
  func log(_ reports: [EpochReport]) -> [Block] { reports.map { .line(Text(line($0))) } }

  private func line(_ report: EpochReport) -> String {
    var line = String(lines: [report]) { $0.write($1) }
    var parts = report.metrics.map { "\($0.metric.rawValue) \($0.value.shown)" }
    if let rate = report.rate { parts.append("lr " + rate.significant(4)) }
    // More than two beside the loss would not fit into 80 columns.
    let gap = parts.count > 2 ? "  " : "   "
    if parts.count > 2 { line = line.replacing("   loss", with: gap + "loss") }
    for part in parts { line += gap + part }
    return line
  }

  /// All lines, without the last newline; nil where more than losses is shown.
  static func lines(_ reports: [EpochReport]) -> String? {
    guard reports.allSatisfy(\.isLossOnly) else { return nil }
    return String(lines: reports) { $0.write($1) }
  }
}

extension EventTable {
  /// All objects, without the last newline; nil where more than losses is shown.
  static func lines(_ reports: [EpochReport]) -> String? {
    guard reports.allSatisfy(\.isLossOnly) else { return nil }
    return String(lines: reports) { $0.write(object: $1) }
  }
}

extension EpochReport {
  fileprivate var isLossOnly: Bool { rate == nil && metrics.isEmpty }
}

extension String {
  /// A line a report, of at most 100 bytes.
  fileprivate init(lines reports: [EpochReport], _ write: (inout DecimalText, EpochReport) -> Void) {
    self.init(unsafeUninitializedCapacity: reports.count * 100) { bytes in
      var text = DecimalText(bytes)
      for (k, report) in reports.enumerated() {
        if k > 0 { text.write(UInt8(ascii: "\n")) }
        write(&text, report)
      }
      return text.count
    }
  }
}

extension DecimalText {
  /// How a line begins.
  fileprivate mutating func write(_ report: EpochReport) {
    write("epoch ")
    write(report.epoch, width: 6)
    write("   loss ")
    write(report.loss, significant: 5)
  }

  /// The object of an epoch, as the row of the table has it.
  fileprivate mutating func write(object report: EpochReport) {
    write("{\"event\":\"epoch\",\"epoch\":")
    write(report.epoch)
    write(",\"loss\":")
    if report.loss.isFinite { write(report.loss, .plain) } else { write("null") }
    write("}")
  }
}
