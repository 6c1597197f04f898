import Charts
import Experiments
import NeuralCore

/// `plot sweep`: how the variants of a sweep fare.
extension Chart {
  /// More variants are not told apart.
  private static let mostVariants = 6

  static func sweep(_ result: SweepResult) -> Chart {
    let shown = result.variants.indices.prefix(mostVariants)
    let left = result.variants.count - shown.count
    let notes =
      (left > 0 ? ["the first \(mostVariants) of \(result.variants.count) variants"] : [])
      + (result.isComplete ? [] : ["\(result.runs.count) of \(result.points.count) runs so far"])
    let panel = result.variants.allSatisfy(\.hasGoal) ? shares(result, shown) : outcomes(result, shown)
    return Chart(
      "sweep",
      title: "Sweep of \(count(result.variants.count, "variant")), \(count(result.runs.count, "run"))",
      panels: [panel], notes: notes)
  }

  /// With a condition: the share of the runs that had met it by each epoch, as steps.
  private static func shares(_ result: SweepResult, _ shown: Range<Int>) -> Panel {
    let last = Double(result.variants.map(\.budget).max() ?? 1)
    let marks = shown.map { k -> Mark in
      var points = [Point(0, 0)]
      for step in result.solvedShares(of: k) {
        points += [
          Point(Double(step.epoch), points[points.count - 1].y), Point(Double(step.epoch), step.share),
        ]
      }
      points.append(Point(last, points[points.count - 1].y))
      return Mark(
        result.variants[k].name.isEmpty ? "all runs" : result.variants[k].name, .series(k), .line(points))
    }
    let x = Scale(.linear, from: 0, to: last)
    return Panel(
      x: Axis("epoch", x), y: Axis("share of runs that met the condition", Scale(.linear, from: 0, to: 1)),
      marks: marks)
  }

  /// Without a condition: what the runs came to, a sign each, the median as a line.
  private static func outcomes(_ result: SweepResult, _ shown: Range<Int>) -> Panel {
    let metric: TrainingMetric = if case .metric(let metric) = result.outcome { metric } else { .loss }
    let values = shown.map { k in result.runs(of: k).compactMap { $0[metric] }.filter(\.isFinite) }
    let isLoss = metric == .loss || metric == .validationLoss
    let isLogarithmic = isLoss && values.joined().allSatisfy { $0 > 0 }
    let y = Scale(isLogarithmic ? .logarithmic : .linear, over: values.joined(), margin: 0.05)
    let marks = shown.flatMap { k -> [Mark] in
      let sorted = values[k].sorted()
      // Side by side, so that equal ones are seen.
      let dots = values[k].enumerated().map { place, value in
        Point(Double(k) + 0.5 * (Double(place) + 0.5) / Double(max(1, values[k].count)) - 0.25, value)
      }
      let name = result.variants[k].name.isEmpty ? "all runs" : result.variants[k].name
      let points = Mark(name, .series(k), .dots(dots.sampled(to: 1000)))
      guard !sorted.isEmpty else { return [points] }
      let median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
      let stroke = Stroke(Point(Double(k) - 0.35, median), Point(Double(k) + 0.35, median), weight: 0.3)
      return [Mark("median", .plain, .strokes([stroke])), points]
    }
    return Panel(
      x: Axis("variant", categories: shown.map { "\($0 + 1)" }),
      y: Axis(metric.rawValue + (isLogarithmic ? ", logarithmic" : ""), y), marks: marks)
  }
}
