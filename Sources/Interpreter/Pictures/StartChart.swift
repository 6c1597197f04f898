import Charts
import Language
import NeuralCore

/// How the weights of each layer were drawn, and what came of it.
struct DrawnLayer: Sendable {
  /// 1 is the first layer after the inputs.
  let number: Int
  let layer: Layer
  let step: Initialization.Step
  let distributions: Initializer.Distributions
  private let offset: Int
  private let parameters: Vector

  /// As drawn.
  func weights(_ stop: StopSignal) throws(Interrupted) -> [Double] {
    try parameters.decimals(offset..<offset + layer.weightCount, stop)
  }

  /// As drawn; empty without biases.
  func biases(_ stop: StopSignal) throws(Interrupted) -> [Double] {
    try parameters.decimals(offset + layer.weightCount..<offset + layer.parameterCount, stop)
  }

  /// Every layer as it was last drawn.
  static func all(_ network: Network, _ start: Initialization) -> [DrawnLayer] {
    network.layers.indices.compactMap { index in
      guard let step = start.draws.last(where: { $0.layers?.contains(index) ?? true }),
        let draft = network.drafts(step.initializer, step.options, only: index..<index + 1).first
      else { return nil }
      return DrawnLayer(
        number: index + 1, layer: network.layers[index], step: step, distributions: draft,
        offset: network.offset(ofLayer: index), parameters: start.parameters)
    }
  }
}

extension Executor {
  /// The layers as they were drawn; a mistake if they were not.
  func drawnLayers() throws(Diagnostic) -> (Network, Initialization, [DrawnLayer]) {
    let network = try session.requireNetwork()
    guard let start = session.model.initialization else {
      throw Diagnostic(
        .unavailableMetric, "the weights of this net were not drawn, so there is no start to show",
        help: ["Draw some: init xavier seed 1"])
    }
    return (network, start, DrawnLayer.all(network, start))
  }

  func startChart() throws(Diagnostic) -> Chart {
    let (network, start, layers) = try drawnLayers()
    let title =
      "The start of net \(network.sizesText): \(start.name)"
      + (start.seedOfDraws.map { ", seed \($0)" } ?? "")
    return try host.interruptibly { (stop) throws(Interrupted) in
      try .start(layers, title: title, stop)
    }
  }

  /// `explain init`
  func explainInit() throws(Diagnostic) {
    let (_, start, layers) = try drawnLayers()
    let reports = try host.interruptibly { (stop) throws(Interrupted) in
      try layers.map { (drawn) throws(Interrupted) in try report(drawn, stop) }
    }
    emit(.explainInit(StartReport(name: start.name, seed: start.seedOfDraws, layers: reports)))
  }

  private func report(
    _ drawn: DrawnLayer, _ stop: StopSignal
  ) throws(Interrupted) -> StartReport.LayerReport {
    StartReport.LayerReport(
      number: drawn.number, inputs: drawn.layer.inputs, outputs: drawn.layer.outputs,
      weights: drawn.distributions.weights, biases: drawn.layer.hasBias ? drawn.distributions.biases : nil,
      formula: drawn.step.initializer.spreadFormula(
        drawn.layer.inputs, drawn.layer.outputs, drawn.step.options),
      source: drawn.step.initializer.source, name: drawn.step.nameAndNumbers,
      found: try Spread(drawn.weights(stop), stop),
      foundBiases: try Spread(drawn.biases(stop), stop))
  }
}

/// `plot start`: what was drawn of each layer, with the density that it was drawn from.
extension Chart {
  /// No more layers are drawn.
  private static let mostStarts = 6

  fileprivate static func start(
    _ layers: [DrawnLayer], title: String, _ stop: StopSignal
  ) throws(Interrupted) -> Chart {
    let panels = try layers.prefix(mostStarts).map { (layer) throws(Interrupted) in try panel(layer, stop) }
    let left = layers.count - panels.count
    return Chart(
      "start", title: title, panels: panels,
      notes: left > 0 ? ["\(count(left, "further layer")) not drawn"] : [])
  }

  private static func panel(_ drawn: DrawnLayer, _ stop: StopSignal) throws(Interrupted) -> Panel {
    let weights = try drawn.weights(stop)
    let binning = try Binning(of: weights, isDensity: true, stop)
    let edges = binning.bars.flatMap { [$0.low, $0.high] }
    let reach = drawn.distributions.weights.reach
    let x = Scale(.linear, over: edges + reach.map { [$0.0, $0.1] }.joined())
    var marks = [Mark("drawn", .series(0), .bars(binning.bars))]
    var heights = binning.bars.map(\.height)
    if let density = drawn.distributions.weights.density {
      let curve = (0...200).map { k -> Point in
        let place = x.value(at: Double(k) / 200)
        return Point(place, density(place))
      }
      heights += curve.map(\.y)
      marks.append(Mark("density", .series(1), .line(curve)))
    }
    let found = try Spread(weights, stop).deviation.brief
    let asked =
      drawn.distributions.weights.deviation.map { "sd \($0.brief), drawn \(found)" } ?? "sd \(found)"
    return Panel(
      title: "layer \(drawn.number), \(drawn.layer.inputs) → \(drawn.layer.outputs): \(asked)",
      x: Axis("weight", x), y: Axis("", Scale(.linear, from: 0, to: (heights.max() ?? 1) * 1.05)),
      marks: marks)
  }
}

extension Initializer.Distribution {
  /// Where nearly all of it is; empty for what has no density.
  fileprivate var reach: [(Double, Double)] {
    switch self {
    case .normal(let mean, let deviation): [(mean - 3 * deviation, mean + 3 * deviation)]
    case .uniform(let low, let high):
      [(low - 0.1 * (high - low), high + 0.1 * (high - low))]
    case .truncated(let mean, let deviation, let low, let high):
      [(Swift.max(low, mean - 3 * deviation), Swift.min(high, mean + 3 * deviation))]
    case .orthogonal, .identity, .constant: []
    }
  }
}
