import Language
import NeuralCore

/// `init`, weight lines, `dump`, `reset`.
extension Executor {
  mutating func run(_ statement: InitStatement) throws(Diagnostic) {
    let network = try session.requireNetwork()
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
    // `init` alone repeats what was drawn for single layers too.
    let more =
      initializer == nil && draw.layers == nil ? session.model.initialization?.draws.dropFirst() ?? [] : []
    initialize(network, draw, isImplied: false)
    for draw in more { initialize(try session.requireNetwork(), draw, isImplied: false) }
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
    guard !initializer.options.contains(option.word.node) else { return }
    let having = Initializer.all.filter { $0.options.contains(option.word.node) }.map(\.name)
    throw Diagnostic(
      .settingMismatch, "`init \(initializer.name)` takes no `\(option.word.node)`", at: option.span,
      help: ["It belongs to: " + having.joined(separator: ", ")])
  }

  /// Draws weights; chooses a seed if there is none.
  mutating func initialize(_ network: Network, _ draw: Initialization.Step, isImplied: Bool) {
    let start = session.model.initialization
    let goesOn = draw.layers != nil && start != nil
    let isChosen = draw.seed == nil && !session.random.isFreshlySeeded && draw.initializer.isDrawn && !goesOn
    if let seed = draw.seed {
      session.random.restart(seed)
    } else if isChosen {
      session.random.restart(nextSeed(restarts: true))
    }
    session.random.isFreshlySeeded = false
    let isWhole =
      draw.layers == nil || goesOn && start?.isWhole == true && start?.parameters == network.parameters
    var drawn = network
    let drafts = drawn.initialize(
      draw.initializer, draw.options, only: draw.layers, from: &session.random.generator)
    session.model.network = drawn
    session.model.initialization = Initialization(
      draws: goesOn ? (start?.draws ?? []) + [draw] : [draw],
      seed: goesOn ? start?.seed ?? 0 : session.random.seed ?? 0, parameters: drawn.parameters,
      isWhole: isWhole)
    session.model.hasWeights = true
    session.training = TrainingState()

    let report = startReport(drawn, draw, drafts, isChosen: isChosen, isImplied: isImplied)
    emit(.start(report))
  }

  /// A seed for an `init` that gives none: out of the generator if that was ever seeded, so that a run with `--seed` or
  /// `seed` repeats as a whole.
  mutating func nextSeed(restarts: Bool = false) -> Int64 {
    guard session.random.seed == nil else { return Int64(session.random.generator.nextWord() % 100_000) }
    let chosen = host.entropy.chooseSeed()
    trace.seeds.append(Trace.Seed(seed: chosen, restarts: restarts))
    return chosen
  }

  private func startReport(
    _ network: Network, _ draw: Initialization.Step, _ drafts: [Initializer.Distributions], isChosen: Bool,
    isImplied: Bool
  ) -> InitializationReport {
    let layers = zip(draw.layers ?? network.layers.indices, drafts).map { index, draft in
      let (layer, offset) = (network.layers[index], network.offset(ofLayer: index))
      let weights = network.parameters[offset..<offset + layer.weightCount]
      return InitializationReport.LayerReport(
        number: index + 1, inputs: layer.inputs, outputs: layer.outputs, weights: draft.weights,
        biases: layer.hasBias ? draft.biases : nil, least: weights.min() ?? 0, most: weights.max() ?? 0)
    }
    return InitializationReport(
      name: draw.nameAndNumbers, form: draw.initializer.hasForms ? draw.options.form.rawValue : nil,
      seed: draw.initializer.isDrawn ? session.random.seed : nil, isSeedChosen: isChosen,
      isImplied: isImplied,
      layers: layers)
  }

  /// Weight lines: every name is looked up and every value computed before the first weight changes.
  mutating func run(_ statement: WeightsStatement, _ source: Source) throws(Diagnostic) {
    var network = try session.requireNetwork()
    var changes: [(index: Int, weight: WeightValue)] = []
    for line in statement.lines {
      let name = WeightName(line.weight.node)
      guard let index = network.index(of: name) else {
        throw .unknownWeight(line, statement, network, source)
      }
      changes.append((index, WeightValue(name: name, value: try element(line.value))))
    }
    for change in changes { network.parameters[change.index] = change.weight.value }
    session.model.network = network
    session.model.hasWeights = true
    session.training.end = nil

    let weights = changes.map { change in
      WeightValue(name: change.weight.name, value: network.parameters.decimal(change.index))
    }
    emit(.set(weights, of: network.parameters.count))
  }

  mutating func run(_ statement: FreezeStatement) throws(Diagnostic) {
    let network = try session.requireNetwork()
    let places: [Int]
    switch statement.target {
    case .all: places = Array(network.parameters.indices)
    case .layer(let number):
      let layer = try whole(number, "a layer of this net", in: 1...network.layers.count)
      places = network.weightNames(into: layer).compactMap(network.index(of:))
    case .weights(let weights):
      var found: [Int] = []
      for weight in weights {
        guard let place = network.index(of: WeightName(weight.node)) else {
          throw Diagnostic.unknownWeight(WeightName(weight.node), network).at(weight.span)
        }
        found.append(place)
      }
      places = found
    }
    if statement.isFrozen {
      session.model.frozen.formUnion(places)
    } else {
      session.model.frozen.subtract(places)
    }
    // Its remembered moves went along weights that may not move any more.
    if session.training.optimizer?.optimizer.searches == true { session.training.optimizer = nil }
    emit(.frozen(count: session.model.frozen.count, of: network.parameters.count))
  }

  mutating func run(_ statement: DumpStatement) throws(Diagnostic) {
    let network = try session.requireNetwork()
    var names = network.weightNames
    var file: Located<String>?
    if let expression = statement.options[.layer]?.expression {
      let layer = try whole(expression, "a layer of this net", in: 1...network.layers.count)
      names = network.weightNames(into: layer)
    }
    if let expression = statement.options[.to]?.expression {
      file = Located(try fileName(expression), expression.span)
    }
    let weights = names.map { name in
      WeightValue(name: name, value: network.index(of: name).map { network.parameters.decimal($0) } ?? 0)
    }
    guard let file else { return emit(.dump(weights)) }
    let precision = network.precision == .double ? "precision double\n" : ""
    let text = precision + network.statementText + "\n" + weights.map { $0.line + "\n" }.joined()
    try write(.text(text), to: file)
  }

  /// File names need quotes, with or without blanks in them.
  mutating func fileName(_ expression: Expression) throws(Diagnostic) -> String {
    if case .name(let name) = expression.node, variable(name) == nil {
      throw Diagnostic(
        .fileWithoutQuotes, "file names need quotes", at: expression.span, help: ["Write: to \"\(name)\""])
    }
    guard case .string(let name) = try value(expression), !name.isEmpty else {
      throw Diagnostic(.fileWithoutQuotes, "file names need quotes: to \"FILE\"", at: expression.span)
    }
    return name
  }

  /// Writes a file and says so.
  func write(_ content: Host.FileContent, to file: Located<String>) throws(Diagnostic) {
    do throws(Host.WriteFailure) {
      emit(.wrote(file: file.node, lines: try host.files.write(file.node, content)))
    } catch {
      throw Diagnostic(.cannotWrite, "I cannot write \"\(file.node)\": \(error.reason)", at: file.span)
    }
  }

  mutating func reset() throws(Diagnostic) {
    var network = try session.requireNetwork()
    guard let start = session.model.initialization else {
      throw Diagnostic(
        .nothingToRepeat, "there is no initialization to go back to: the weights were not drawn by `init`",
        help: ["Draw them: init xavier seed 1000"])
    }
    network.parameters = start.parameters
    session.model.network = network
    session.training = TrainingState()
    emit(.reset(weights: network.parameters.count))
  }
}

extension WeightValue {
  /// As the notebook and `dump` have it: `0B -> L1N0: -0.97` or `L0N0 -> L1N0 = 4.08`.
  public var line: String { "\(name)\(name.isBias ? ":" : " =") \(value.text)" }
}

extension Diagnostic {
  /// A weight that the net does not have. If the whole block fits once from and to are exchanged, it was made from
  /// PyTorch's `[out, in]` matrices, and is shown put right.
  fileprivate static func unknownWeight(
    _ line: WeightsStatement.Line, _ statement: WeightsStatement, _ network: Network, _ source: Source
  ) -> Diagnostic {
    let name = WeightName(line.weight.node)
    let swapped = statement.lines.map { (WeightName($0.weight.node).transposed, source.text($0.value.span)) }
    let span = network.has(name.to) ? line.weight.span : line.weight.toSpan
    guard statement.lines.count > 1, swapped.allSatisfy({ network.index(of: $0.0) != nil }) else {
      let rest = statement.lines.count > 1 ? ["Nothing was set."] : []
      return Diagnostic(.unknownWeight, network.whyNot(name), at: span, help: rest)
    }
    let order = Dictionary(uniqueKeysWithValues: network.weightNames.enumerated().map { ($1, $0) })
    let lines = swapped.sorted { order[$0.0] ?? 0 < order[$1.0] ?? 0 }
      .map { "    \($0.0)\($0.0.isBias ? ":" : " =") \($0.1)" }
    return Diagnostic(
      .transposedDump, network.whyNot(name), at: span,
      help: [
        "This looks like a dump made from PyTorch's matrices, which are [out, in]: from and to are swapped.",
        "Put right, ready to paste:",
      ] + lines + ["Nothing was set."])
  }
}

extension Located where Node == WeightReference {
  /// The place of the neuron that the weight leads to: the end of the name.
  fileprivate var toSpan: Span { Span(span.end - node.to.text.utf8.count, span.end) }
}
