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
    let meaning =
      "a dot is a run, at the right edge one that never met it; behind: the 95 % interval of the share"
    let notes =
      (left > 0 ? ["the first \(mostVariants) of \(result.variants.count) variants"] : [])
      + (result.isComplete ? [] : ["\(result.runs.count) of \(result.points.count) runs so far"])
    let hasGoals = result.variants.allSatisfy(\.hasGoal)
    let panel = hasGoals ? shares(result, shown) : outcomes(result, shown)
    return Chart(
      "sweep",
      title: "Sweep of \(count(result.variants.count, "variant")), \(count(result.runs.count, "run"))",
      panels: [panel], notes: (hasGoals ? [meaning] : []) + notes)
  }

  /// With a condition: the share of the runs that had met it by each epoch, as steps, with the 95 % band of Wilson's
  /// intervals; each run is a dot, at the epoch at which it met it, those that never did at the right edge.
  private static func shares(_ result: SweepResult, _ shown: Range<Int>) -> Panel {
    let last = Double(result.variants.map(\.budget).max() ?? 1)
    let all = shown.map { result.solvedShares(of: $0) }
    var marks = zip(shown, all).map { k, steps in
      Mark(nil, .series(k), .bands(bands(steps, last)))
    }
    for (k, steps) in zip(shown, all) {
      var points = [Point(0, steps.first?.share ?? 0)]
      for step in steps.dropFirst() {
        points += [
          Point(Double(step.epoch), points[points.count - 1].y), Point(Double(step.epoch), step.share),
        ]
      }
      points.append(Point(last, points[points.count - 1].y))
      let name = result.variants[k].name
      marks.append(Mark(name.isEmpty ? "all runs" : name, .series(k), .line(points)))
    }
    marks += shown.map { Mark(nil, .series($0), .dots(dots(result.runs(of: $0), last).sampled(to: 1000))) }
    let x = Scale(.linear, from: 0, to: last)
    return Panel(
      x: Axis("epoch", x), y: Axis("share of runs that met the condition", Scale(.linear, from: 0, to: 1)),
      marks: marks)
  }

  /// From one step to the next what the share may be.
  private static func bands(_ steps: [SweepResult.ShareStep], _ last: Double) -> [Band] {
    let ends = steps.dropFirst().map { Double($0.epoch) } + [last]
    return zip(steps, ends).map {
      Band(from: Double($0.epoch), to: $1, low: $0.interval.low, high: $0.interval.high)
    }
  }

  /// A run each, from the quickest up: where the curve rises by it.
  private static func dots(_ runs: [SweepRun], _ last: Double) -> [Point] {
    let epochs = runs.map { $0.isSolved == true ? Double($0.epochs) : .infinity }.sorted()
    return epochs.enumerated().map { Point(min($1, last), Double($0 + 1) / Double(epochs.count)) }
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
