import Language
import NeuralCore

/// `init`, weight lines, `dump`, `reset`.
extension Session {
  mutating func run(_ statement: InitStatement, _ host: Host) throws(Diagnostic) {
    let network = try requireNetwork()
    let initializer = statement.scheme.flatMap { Initializer.named($0.node) }
    var draw = Initialization.Step(
      initializer: initializer ?? start?.draws[0].initializer ?? .torch,
      options: initializer == nil ? start?.draws[0].options ?? .init() : .init())
    if let form = statement.form.flatMap({ Initializer.Form(rawValue: $0.node) }) { draw.options.form = form }
    if initializer != nil {
      draw.options.numbers = []
      for number in statement.numbers { draw.options.numbers.append(try self.number(number, host)) }
    }
    for option in statement.options { try read(option, into: &draw, network, host) }
    try check(network, draw, at: statement.numbers.last?.span ?? statement.scheme?.span)
    // `init` alone repeats what was drawn for single layers too.
    let more = initializer == nil && draw.layers == nil ? start?.draws.dropFirst() ?? [] : []
    initialize(network, draw, isImplied: false, host)
    for draw in more { initialize(try requireNetwork(), draw, isImplied: false, host) }
  }

  private mutating func read(
    _ option: GivenOption, into draw: inout Initialization.Step, _ network: Network, _ host: Host
  ) throws(Diagnostic) {
    switch (option.word.node, option.arguments.first) {
    case ("seed", .expression(let value)?): draw.seed = try seedValue(value, host)
    case ("gain", .expression(let value)?):
      try check(option, of: draw.initializer)
      let gain = try number(value, host)
      guard gain > 0, Float(gain).isFinite else {
        throw Diagnostic(.outOfRange, "`gain` takes a number above 0, not \(gain.text)", at: value.span)
      }
      draw.options.gain = gain
    case ("fan", .word(let word)?):
      try check(option, of: draw.initializer)
      draw.options.fan = Initializer.Fan(rawValue: word.node) ?? .in
    case ("layer", .expression(let value)?):
      let layer = try whole(value, "a layer of this net", in: 1...network.layers.count, host)
      draw.layers = layer - 1..<layer
    default: break
    }
  }

  private func check(_ option: GivenOption, of initializer: Initializer) throws(Diagnostic) {
    guard !initializer.options.contains(option.word.node) else { return }
    let having = Initializer.all.filter { $0.options.contains(option.word.node) }.map(\.name)
    throw Diagnostic(
      .settingMismatch, "`init \(initializer.name)` takes no `\(option.word.node)`", at: option.span,
      help: ["It belongs to: " + having.joined(separator: ", ")])
  }

  /// Numbers that the start cannot take.
  func check(_ network: Network, _ draw: Initialization.Step, at span: Span?) throws(Diagnostic) {
    let numbers = draw.options.numbers
    guard numbers.count == draw.initializer.parameters.count, numbers.allSatisfy(\.isFinite) else {
      throw Diagnostic(.outOfRange, "these are no numbers for `\(draw.initializer.name)`", at: span)
    }
    let ends = draw.initializer.parameters.suffix(2) == ["low", "high"] ? numbers.suffix(2) : []
    if let low = ends.first, let high = ends.last, low > high {
      throw Diagnostic(.outOfRange, "`\(draw.initializer.name)` takes the lower end first", at: span)
    }
    if let place = draw.initializer.parameters.firstIndex(of: "sd") {
      let least = draw.initializer == .truncated ? "above 0" : "not negative"
      guard numbers[place] > 0 || numbers[place] == 0 && draw.initializer != .truncated else {
        throw Diagnostic(.outOfRange, "a standard deviation is \(least) here", at: span)
      }
    }
    let drafts = network.drafts(draw.initializer, draw.options, only: draw.layers)
    guard drafts.allSatisfy({ $0.weights.isFinite && $0.biases.isFinite }) else {
      throw Diagnostic(.outOfRange, "these numbers are too large for weights (float32)", at: span)
    }
    guard drafts.allSatisfy({ $0.weights.acceptance > 1e-3 }) else {
      throw Diagnostic(
        .outOfRange, "hardly a number of this normal distribution lies within these ends", at: span,
        help: ["Take ends nearer to the mean, or a larger standard deviation."])
    }
  }

  /// Draws weights; chooses a seed if there is none.
  mutating func initialize(_ network: Network, _ draw: Initialization.Step, isImplied: Bool, _ host: Host) {
    let goesOn = draw.layers != nil && start != nil
    let isChosen = draw.seed == nil && !isFreshlySeeded && draw.initializer.isDrawn && !goesOn
    if let seed = draw.seed {
      restartGenerator(seed)
    } else if isChosen {
      restartGenerator(nextSeed(host, restarts: true))

    }
    isFreshlySeeded = false
    let isWhole =
      draw.layers == nil || goesOn && start?.isWhole == true && start?.parameters == network.parameters
    var drawn = network
    let drafts = drawn.initialize(
      draw.initializer, draw.options, only: draw.layers, from: &generator)
    self.network = drawn
    start = Initialization(
      draws: goesOn ? (start?.draws ?? []) + [draw] : [draw],
      seed: goesOn ? start?.seed ?? 0 : self.seed ?? 0, parameters: drawn.parameters, isWhole: isWhole)
    (hasWeights, optimizer, epoch, reached, lastEnd) = (true, nil, 0, nil, nil)

    (history, stepping) = (EpochHistory(), nil)

    let report = startReport(drawn, draw, drafts, isChosen: isChosen, isImplied: isImplied)
    host.emit(.start(report))
  }

  /// A seed for an `init` that gives none: out of the generator if that was ever seeded, so that a run with `--seed` or
  /// `seed` repeats as a whole.
  mutating func nextSeed(_ host: Host, restarts: Bool = false) -> Int64 {
    guard seed == nil else { return Int64(generator.nextWord() % 100_000) }
    let chosen = host.chooseSeed()
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
      seed: draw.initializer.isDrawn ? seed : nil, isSeedChosen: isChosen, isImplied: isImplied,
      layers: layers)
  }

  /// Weight lines: every name is looked up and every value computed before the first weight changes.
  mutating func run(_ statement: WeightsStatement, _ source: Source, _ host: Host) throws(Diagnostic) {
    var network = try requireNetwork()
    var changes: [(index: Int, weight: WeightValue)] = []
    for line in statement.lines {
      let name = WeightName(line.weight.node)
      guard let index = network.index(of: name) else {
        throw .unknownWeight(line, statement, network, source)
      }
      changes.append((index, WeightValue(name: name, value: try element(line.value, host))))
    }
    for change in changes { network.parameters[change.index] = change.weight.value }
    self.network = network
    (hasWeights, lastEnd) = (true, nil)

    let weights = changes.map { change in
      WeightValue(name: change.weight.name, value: network.parameters.decimal(change.index))
    }
    host.emit(.set(weights, of: network.parameters.count))
  }

  mutating func run(_ statement: FreezeStatement, _ host: Host) throws(Diagnostic) {
    let network = try requireNetwork()
    let places: [Int]
    switch statement.target {
    case .all: places = Array(network.parameters.indices)
    case .layer(let number):
      let layer = try whole(number, "a layer of this net", in: 1...network.layers.count, host)
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
    if statement.isFrozen { frozen.formUnion(places) } else { frozen.subtract(places) }
    // Its remembered moves went along weights that may not move any more.
    if optimizer?.optimizer.searches == true { optimizer = nil }
    host.emit(.frozen(count: frozen.count, of: network.parameters.count))
  }

  mutating func run(_ statement: DumpStatement, _ host: Host) throws(Diagnostic) {
    let network = try requireNetwork()
    var names = network.weightNames
    var file: Located<String>?
    for option in statement.options {
      guard case .expression(let expression)? = option.arguments.first else { continue }
      switch option.word.node {
      case "layer":
        let layer = try whole(expression, "a layer of this net", in: 1...network.layers.count, host)
        names = network.weightNames(into: layer)
      default: file = Located(try fileName(expression, host), expression.span)
      }
    }
    let weights = names.map { name in
      WeightValue(name: name, value: network.index(of: name).map { network.parameters.decimal($0) } ?? 0)
    }
    guard let file else { return host.emit(.dump(weights)) }
    let precision = network.precision == .double ? "precision double\n" : ""
    try write(
      precision + network.statementText + "\n" + weights.map { $0.line + "\n" }.joined(), to: file, host)
    host.emit(.wrote(file: file.node, lines: weights.count + (precision.isEmpty ? 1 : 2)))
  }

  /// A file stands in quotes, blanks and all.
  mutating func fileName(_ expression: Expression, _ host: Host) throws(Diagnostic) -> String {
    if case .name(let name) = expression.node, variable(name) == nil {
      throw Diagnostic(
        .fileWithoutQuotes, "a file stands in quotes", at: expression.span, help: ["Write: to \"\(name)\""])
    }
    guard case .string(let name) = try value(expression, host), !name.isEmpty else {
      throw Diagnostic(.fileWithoutQuotes, "a file stands in quotes: to \"FILE\"", at: expression.span)
    }
    return name
  }

  func write(_ text: String, to file: Located<String>, _ host: Host) throws(Diagnostic) {
    do throws(Host.WriteProblem) {
      try host.write(file.node, text)
    } catch {
      guard case .failed(let reason) = error else { return }
      throw Diagnostic(.cannotWrite, "I cannot write \"\(file.node)\": \(reason)", at: file.span)
    }
  }

  mutating func reset(_ host: Host) throws(Diagnostic) {
    var network = try requireNetwork()
    guard let start else {
      throw Diagnostic(
        .nothingToRepeat, "there is no start to go back to: the weights were not drawn by `init`",
        help: ["Draw them: init xavier seed 1000"])
    }
    network.parameters = start.parameters
    self.network = network
    (optimizer, epoch, reached, lastEnd) = (nil, 0, nil, nil)

    (history, stepping) = (EpochHistory(), nil)
    host.emit(.reset(weights: network.parameters.count))
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
