import Interpreter
import NeuralCore

/// The epochs of a training.
extension TextRenderer {
  func epochs(_ report: EpochsReport) -> [String] {
    var table = Table(right: [true, false, false])
    table.add(["epoch", "loss before its update", ""])
    func mark(_ epoch: Int) -> String { epoch == report.here ? "<- here" : "" }
    let listed = Set(report.losses.map(\.epoch))
    if report.first == report.here, !listed.contains(report.first) {
      table.add(["\(report.first)", "", mark(report.first)])
    }
    for point in report.losses { table.add(["\(point.epoch)", point.loss.shown, mark(point.epoch)]) }
    let most = min(10, report.here - report.first)
    let back = most > 0 ? ", back \(most)" : ""
    var lines = ["epochs \(report.first) to \(report.last)"] + table.lines(indent: "  ")
    if !listed.contains(report.here), report.first != report.here { lines.append("  here: \(report.here)") }
    return lines
      + ("Any of them can be gone to, bit for bit: goto epoch \((report.first + report.last) / 2)\(back). "
      + "What is kept for that takes \(report.bound / 1_000_000) MB at most; epochs between are computed again.")
      .wrapped(to: width)
  }

  func wentTo(_ report: TravelReport) -> String {
    let loss = report.loss.map { " · loss \($0.shown)" } ?? ""
    return "epoch \(report.epoch) of \(report.last)\(loss)"
  }

  func compare(_ report: ComparisonReport) -> [String] {
    var table = Table(right: [false, true, true, true])
    let (first, second) = report.epochs
    table.add(["", "epoch \(first)", "epoch \(second)", "change"])
    if let losses = report.losses {
      table.add(["loss", losses.0.shown, losses.1.shown, (losses.1 - losses.0).significant(4)])
    }
    let most = 60
    for weight in report.weights.prefix(most) {
      table.add([
        weight.name.description, weight.first.significant(6), weight.second.significant(6),
        (weight.second - weight.first).significant(4),
      ])
    }
    let rest = report.weights.count - most
    return table.lines() + (rest > 0 ? ["… \(rest) more weights; --json has them all"] : [])
  }

}
