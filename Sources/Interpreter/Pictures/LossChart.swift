import Charts
import NeuralCore

/// `plot loss`: losses by epoch.
extension Chart {
  /// - Parameter isLogarithmic: the losses stand on a logarithmic axis.
  static func losses(of runs: [LossRun], title: String, isLogarithmic: Bool) -> Chart {
    let hasNames = runs.count > 1
    var marks: [Mark] = []
    for run in runs {
      let points = run.parts.map { $0.map(Point.init) }
      // A gap where the weights were drawn anew.
      let line = Array(points.joined(separator: [Point(.nan, .nan)]))
      let name = hasNames ? run.name ?? "now" : run.validation.isEmpty ? nil : "train"
      marks.append(.curve(name, .series(marks.count), line))
      guard !run.validation.isEmpty else { continue }
      let validation = hasNames ? "\(run.name ?? "now"), validation" : "validation"
      marks.append(.curve(validation, .series(marks.count), run.validation.map(Point.init)))
    }
    let all = runs.flatMap { $0.parts.joined() + $0.validation }
    let y = Scale(
      isLogarithmic ? .logarithmic : .linear, over: all.map(\.loss) + (isLogarithmic ? [] : [0]), margin: 0.02
    )
    let restarts = runs.flatMap(\.restarts).map(Double.init)
    if !restarts.isEmpty {
      let strokes = restarts.prefix(200).map { Stroke(Point($0, y.low), Point($0, y.high), isDashed: true) }
      marks.insert(Mark("restart", .faint, .strokes(strokes)), at: 0)
    }
    let x = Scale(.linear, over: all.map { Double($0.epoch) })
    let lossNames = Set(runs.map(\.lossName))
    let label = lossNames.count == 1 ? "loss (\(lossNames.first ?? ""))" : "loss"
    return Chart(
      "loss", title: title,
      panels: [
        Panel(
          x: Axis(runs.contains { !$0.restarts.isEmpty } ? "epochs of all attempts" : "epoch", x),
          y: Axis(label + (isLogarithmic ? ", logarithmic" : ""), y), marks: marks)
      ], notes: notes(all, isLogarithmic))
  }

  private static func notes(_ points: [LossPoint], _ isLogarithmic: Bool) -> [String] {
    let unplaced = points.count { isLogarithmic && $0.loss <= 0 }
    let wild = points.count { !$0.loss.isFinite }
    return
      (unplaced > 0
      ? ["losses of 0, which have no place on a logarithmic axis: \(unplaced); plot loss log off shows them"]
      : [])
      + (wild > 0 ? ["losses that are not finite: \(wild)"] : [])
  }
}

extension Point {
  init(_ point: LossPoint) { self.init(Double(point.epoch), point.loss) }
}

extension Mark {
  /// A line; a sign where there is only one point.
  static func curve(_ name: String?, _ ink: Ink, _ points: [Point]) -> Mark {
    Mark(name, ink, points.count { $0.isFinite } == 1 ? .dots(points.filter(\.isFinite)) : .line(points))
  }
}
