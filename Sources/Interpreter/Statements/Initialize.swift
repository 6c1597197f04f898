import Language
import NeuralCore
import Standard

/// `init`.
extension Executor {
  mutating func run(_ statement: InitStatement) throws(Diagnostic) {
    let network = try session.requireNetwork()
    let draw = try draw(of: statement, network)
    // `init` alone repeats what was drawn for single layers too.
    let more =
      statement.scheme == nil && draw.layers == nil
      ? session.model.initialization?.draws.dropFirst() ?? [] : []
    try initialize(network, draw, isImplied: false)
    for draw in more { try initialize(try session.requireNetwork(), draw, isImplied: false) }
  }

  /// What a line asks to be drawn, looked up and checked.
  mutating func draw(
    of statement: InitStatement, _ network: Network
  ) throws(Diagnostic) -> Initialization.Step {
    let initializer = statement.scheme.flatMap { Initializer.named($0.node) }
    var draw = Initialization.Step(
      initializer: initializer ?? session.model.initialization?.draws[0].initializer ?? .torch,
      options: initializer == nil ? session.model.initialization?.draws[0].options ?? .init() : .init())
    if let form = statement.form.flatMap({ Initializer.Form(rawValue: $0.node) }) { draw.options.form = form }
    if initializer != nil {
      draw.options.numbers = []
      for number in statement.numbers { draw.options.numbers.append(try self.number(number)) }
    }
    for (key, option) in statement.options.keyed { try read(key, option, into: &draw, network) }
    try draw.check(network, at: statement.numbers.last?.span ?? statement.scheme?.span)
    return draw
  }

  private mutating func read(
    _ key: InitOption, _ option: GivenOption, into draw: inout Initialization.Step, _ network: Network
  ) throws(Diagnostic) {
    switch key {
    case .seed: draw.seed = try option.expression.map { (value) throws(Diagnostic) in try seedValue(value) }
    case .gain:
      try check(option, of: draw.initializer)
      guard let value = option.expression else { return }
      let gain = try number(value)
      guard gain > 0, Float(gain).isFinite else {
        throw Diagnostic(.outOfRange, "`gain` takes a number above 0, not \(gain.text)", at: value.span)
      }
      draw.options.gain = gain
    case .fan:
      try check(option, of: draw.initializer)
      draw.options.fan = option.name.flatMap { Initializer.Fan(rawValue: $0.node) } ?? .in
    case .layer:
      guard let value = option.expression else { return }
      let layer = try whole(value, "a layer of this net", in: 1...network.layers.count)
      draw.layers = layer - 1..<layer
    }
  }

  private func check(_ option: GivenOption, of initializer: Initializer) throws(Diagnostic) {
    guard !initializer.options.contains(where: { $0.rawValue == option.word.node }) else { return }
    let having = Initializer.all.filter { $0.options.contains { $0.rawValue == option.word.node } }.map(
      \.name)
    throw Diagnostic(
      .settingMismatch, "`init \(initializer.name)` takes no `\(option.word.node)`", at: option.span,
      help: ["It belongs to: " + having.joined(separator: ", ")])
  }

  /// Draws weights; chooses a seed if there is none.
  mutating func initialize(
    _ network: Network, _ draw: Initialization.Step, isImplied: Bool
  ) throws(Diagnostic) {
    let (start, before) = (session.model.initialization, session.random)
    let goesOn = draw.layers != nil && start != nil
    let isChosen = draw.seed == nil && !session.random.isFreshlySeeded && draw.initializer.isDrawn && !goesOn
    if let seed = draw.seed {
      session.random.restart(seed)
    } else if isChosen {
      session.random.restart(nextSeed(restarts: true))
    }
    let isWhole =
      draw.layers == nil || goesOn && start?.isWhole == true && start?.parameters == network.parameters
    var drawn = network
    let drafts: [Initializer.Distributions]
    do throws(Diagnostic) {
      drafts = try host.interruptibly { (stop) throws(Interrupted) in
        try session.random.draw { (generator) throws(Interrupted) in
          try drawn.initialize(draw.initializer, draw.options, only: draw.layers, from: &generator, stop)
        }
      }
    } catch {
      session.random = before
      throw error
    }
    session.model.network = drawn
    session.model.initialization = Initialization(
      draws: goesOn ? (start?.draws ?? []) + [draw] : [draw],
      seed: goesOn ? start?.seed : session.random.seed ?? 0, parameters: drawn.parameters,
      isWhole: isWhole)
    session.model.hasWeights = true
    session.training = TrainingState()

    guard !host.output.ignores(.report) else { return }
    let report = startReport(drawn, draw, drafts, isChosen: isChosen, isImplied: isImplied)
    emit(.initialized(report))
  }

  private func startReport(
    _ network: Network, _ draw: Initialization.Step, _ drafts: [Initializer.Distributions], isChosen: Bool,
    isImplied: Bool
  ) -> InitializationReport {
    let layers = zip(draw.layers ?? network.layers.indices, drafts).map { index, draft in
      let (layer, offset) = (network.layers[index], network.offset(ofLayer: index))
      let found = network.parameters.extremes(in: offset..<offset + layer.weightCount)
      return InitializationReport.LayerReport(
        number: index + 1, inputs: layer.inputs, outputs: layer.outputs, weights: draft.weights,
        biases: layer.hasBias ? draft.biases : nil, least: found.least, most: found.most)
    }
    return InitializationReport(
      name: draw.nameAndNumbers, form: draw.initializer.hasForms ? draw.options.form.rawValue : nil,
      seed: draw.initializer.isDrawn ? session.random.seed : nil, isSeedChosen: isChosen,
      isImplied: isImplied,
      layers: layers, others: network.layers.count - layers.count)
  }
}
