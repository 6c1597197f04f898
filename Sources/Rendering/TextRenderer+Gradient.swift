import Interpreter
import NeuralCore

/// `check gradient`.
extension TextRenderer {
  func check(_ report: GradientReport) -> [String] {
    let check = report.check
    let verdict = check.agrees ? "agree" : "DO NOT AGREE"
    var lines = [
      "gradient of \(report.loss) over \(counted(report.rows, "row")), in double precision: "
        + "\(counted(check.count, "parameter")), backward pass and differences \(verdict)"
    ].flatMap { $0.wrapped(to: width, indent: "  ") }
    var table = Table(right: [false, true, true, true])
    table.add(["the worst", "gradient", "difference", "error"])
    for entry in check.worst {
      table.add([
        report.network.names[entry.place].description, entry.gradient.significant(10),
        entry.difference.significant(10), entry.error.significant(2),
      ])
    }
    lines += table.lines(indent: "  ")
    if check.corners > 0 {
      lines +=
        ("  \(counted(check.corners, "parameter")) \(check.corners == 1 ? "stands" : "stand") at a corner of an activation or of the loss, "
        + "where a slope has two sides; the gradient takes one.").wrapped(to: width, indent: "  ")
    }
    return lines
  }
}
