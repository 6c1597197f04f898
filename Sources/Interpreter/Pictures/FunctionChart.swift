import Charts
import Language
import NeuralCore

/// `plot activation`: a function and its derivative.
extension Chart {
  /// nil where the neurons of a layer depend on each other.
  static func activation(_ activation: Activation) -> Chart? {
    guard let function = activation.value else { return nil }
    let places = (-250...250).map { Double($0) / 50 }
    let values = places.map { Point($0, function($0)) }
    let slopes = values.map { Point($0.x, activation.derivative(at: $0.x, output: $0.y)) }
    let y = Scale(.linear, over: (values + slopes).map(\.y) + [0], margin: 0.04)
    let axes = [Stroke(Point(-5, 0), Point(5, 0)), Stroke(Point(0, y.low), Point(0, y.high))]
    return Chart(
      "activation", title: "\(activation.name)(s) = \(activation.formula)",
      panels: [
        Panel(
          x: Axis("s", Scale(.linear, from: -5, to: 5)), y: Axis("", y),
          marks: [
            Mark(nil, .faint, .strokes(axes)),
            .curve("\(activation.name)(s)", .series(0), values.partedAtJumps),
            .curve("its derivative", .series(1), slopes.partedAtJumps),
          ])
      ])
  }
}

extension [Point] {
  /// With a gap where a function jumps, between two neighbors of this list.
  fileprivate var partedAtJumps: [Point] {
    var result: [Point] = []
    for point in self {
      if let last = result.last, (point.y - last.y).magnitude > 0.2 { result.append(Point(.nan, .nan)) }
      result.append(point)
    }
    return result
  }
}

extension Double {
  /// With four digits, for titles.
  var brief: String { Scale.text(Double(significant(4)) ?? self) }
}

/// `plot histogram` of the weights.
extension Executor {
  func weightsHistogram(_ network: Network) throws(Diagnostic) -> Chart {
    try host.interruptibly { (stop) throws(Interrupted) in
      try .histogram(
        of: network.parameters.decimals(stop), "weights and biases of net \(network.sizesText)", stop)
    }
  }
}

/// `plot histogram`.
extension Chart {
  static func histogram(
    of values: [Double], _ name: String, _ stop: StopSignal
  ) throws(Interrupted) -> Chart {
    let binning = try Binning(of: values, stop)
    let spread = try Spread(binning.left == 0 ? values : values.filter(\.isFinite), stop)
    let summary = "mean \(spread.mean.brief), sd \(spread.deviation.brief)"
    let x = Scale(.linear, over: binning.bars.flatMap { [$0.low, $0.high] })
    let y = Scale(.linear, from: 0, to: binning.bars.map(\.height).max().map { Swift.max(1, $0) } ?? 1)
    let notes =
      binning.left > 0 ? ["\(count(binning.left, "value")) not finite, which no interval holds"] : []
    return Chart(
      "histogram", title: "\(name): \(count(binning.count, "value")), \(summary)",
      panels: [
        Panel(
          x: Axis(name, x), y: Axis("how many", y), marks: [Mark(nil, .series(0), .bars(binning.bars))])
      ], notes: notes)
  }
}
