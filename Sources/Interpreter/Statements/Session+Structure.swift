import Language
import NeuralCore

/// `net` and `show`.
extension Session {
  mutating func run(_ net: NetStatement, _ host: Host) throws(Diagnostic) {
    let layers = try layers(net, host)
    let network = Network(layers: layers, precision)
    self.network = network
    (start, hasWeights, optimizer, reached, lastEnd) = (nil, false, nil, nil, nil)

    (epoch, lastInputs, chosenObjective, frozen) = (0, nil, nil, [])
    (history, stepping) = (EpochHistory(), nil)

    host.emit(.net(NetReport(network: network)))
    if network.output == .softmax, network.outputs == 1 {
      host.emit(.note("(a softmax over one output is 1 whatever the inputs: for yes or no take sigmoid)"))
    }
  }

  private mutating func layers(_ net: NetStatement, _ host: Host) throws(Diagnostic) -> [Layer] {
    let (sizes, activations) = try sizesAndActivations(net, host)
    guard sizes.count > 1 else {
      throw Diagnostic(
        .wrongCount, "a net has at least its inputs and its outputs: two sizes",
        help: ["For example: net 2 2 1, or without a hidden layer: net 2 1"])
    }
    try checkSize(sizes)
    return (1..<sizes.count).map { k in
      Layer(
        inputs: sizes[k - 1], outputs: sizes[k],
        activation: activations[k] ?? (k == sizes.count - 1 ? .linear : .sigmoid), hasBias: net.hasBias)
    }
  }

  private mutating func sizesAndActivations(
    _ net: NetStatement, _ host: Host
  ) throws(Diagnostic) -> (sizes: [Int], activations: [Int: Activation]) {
    var sizes: [Int] = []
    var activations: [Int: Activation] = [:]
    for part in net.parts {
      switch part {
      case .size(let expression): sizes.append(try size(expression, host))
      case .word(let word):
        guard let activation = Activation.named(word.node) else {
          sizes.append(try size(named: word, host))
          continue
        }
        try check(activation, word, sizes, activations)
        activations[sizes.count - 1] = activation
      }
    }
    return (sizes, activations)
  }

  private func check(
    _ activation: Activation, _ word: Located<String>, _ sizes: [Int], _ activations: [Int: Activation]
  ) throws(Diagnostic) {
    guard sizes.count > 1 else {
      throw Diagnostic(
        .wrongCount, "the inputs have no activation; it follows the size of a later layer", at: word.span,
        help: ["For example: net 2 2 \(activation.name) 1"])
    }
    guard activations[sizes.count - 1] == nil else {
      throw Diagnostic(.wrongCount, "a layer has one activation", at: word.span)
    }
  }

  private mutating func size(_ expression: Expression, _ host: Host) throws(Diagnostic) -> Int {
    try whole(expression, "the size of a layer", in: 1...1_000_000_000, host)
  }

  /// A name in a net that is no activation: a variable with a size.
  private mutating func size(named word: Located<String>, _ host: Host) throws(Diagnostic) -> Int {
    guard variable(word.node) != nil else {
      let names = Activation.all.map(\.name)
      throw Diagnostic(
        .unknownName, "I know no activation and no variable called `\(word.node)`", at: word.span,
        label: ForeignWords.meant(by: word.node, among: names + variables.keys.sorted())
          .map { "did you mean `\($0)`?" },
        help: [
          "An activation stands behind the size of its layer: net 2 2 tanh 1",
          "Activations: " + names.joined(separator: ", "),
        ])
    }
    return try size(Expression(.name(word.node), word.span), host)
  }

  private func checkSize(_ sizes: [Int]) throws(Diagnostic) {
    var parameters = 0.0
    for k in 1..<sizes.count { parameters += (Double(sizes[k - 1]) + 1) * Double(sizes[k]) }
    guard parameters > Double(Network.parameterLimit) else { return }
    throw Diagnostic(
      .netTooLarge,
      "this net has \(parameters.grouped) parameters: \((4 * parameters).bytes) for the weights alone, "
        + "\((16 * parameters).bytes) to train with adam",
      help: ["At most \(Double(Network.parameterLimit).grouped) are allowed. Nothing was changed."])
  }

  func show(_ topic: ShowTopic, _ host: Host) throws(Diagnostic) {
    switch topic {
    case .session: host.emit(.show(self.report()))
    case .data: try showData(host)
    case .epochs: try showEpochs(host)
    }
  }

  /// The session in short.
  func report() -> SessionReport {
    SessionReport(
      network: network, start: start.map(\.name), seed: start?.seed ?? seed,
      data: data.map { report($0, isFallback: false) }, loss: objective.text,
      lossValue: presentLoss, optimizer: optimizer.map(\.text), epoch: epoch, precision: precision)
  }
}

extension Session.Initialization {
  /// As typed after `init`: `xavier normal`; of several draws the first and how many follow.
  var name: String {
    draws[0].nameAndForm + (draws.count > 1 ? " and \(count(draws.count - 1, "layer")) by itself" : "")
  }

  /// The lines that draw it from this seed.
  func lines(seed: Int64) -> String {
    draws.enumerated().map { k, draw in
      let own = k == 0 ? seed : draw.seed
      return "init \(draw.nameAndForm)" + draw.optionsText + (own.map { " seed \($0)" } ?? "")
    }.joined(separator: " ; ")
  }

  var isDrawn: Bool { draws.contains { $0.initializer.isDrawn } }

  /// Whether another seed gives other weights: some layer was last drawn by chance, and not from a seed of its own.
  func varies(layers: Int) -> Bool {
    (0..<layers).contains { layer in
      let last = draws.lastIndex { $0.layers?.contains(layer) ?? true }
      return last.map { draws[$0].initializer.isDrawn && ($0 == 0 || draws[$0].seed == nil) } ?? false
    }
  }

  /// Draws all of it anew from a seed, or on from where the generator is.
  func redraw(
    _ network: inout Network, seed: Int64?, from generator: inout MersenneTwister
  ) {
    if let seed { generator.reseed(seed) }
    for (k, draw) in draws.enumerated() {
      if k > 0, let own = draw.seed { generator.reseed(own) }
      network.initialize(draw.initializer, draw.options, only: draw.layers, from: &generator)
    }
  }
}

extension Session.Initialization.Step {
  var nameAndNumbers: String {
    ([initializer.name] + options.numbers.map(\.text)).joined(separator: " ")
  }

  var nameAndForm: String {
    let form = initializer.hasForms ? [options.form.rawValue] : []
    return ([initializer.name] + form + options.numbers.map(\.text)).joined(separator: " ")
  }

  var optionsText: String {
    var text = ""
    if let gain = options.gain { text += " gain \(gain.text)" }
    if options.fan == .out { text += " fan out" }
    if let layers { text += " layer \(layers.lowerBound + 1)" }
    return text
  }
}

extension Session.OptimizerInUse {
  /// As typed after `train`, with what differs from the defaults.
  var text: String {
    let given = optimizer.settings.filter { settings[$0.name] != $0.fallback || $0.name == "lr" }
    return
      ([optimizer.name]
      + given.map { $0.range == .flag ? $0.name : "\($0.name) \(settings[$0.name].text)" })
      .joined(separator: " ")
  }
}

extension Objective {
  /// As typed after `loss`.
  var text: String {
    loss.name + (weights.isEmpty ? "" : " weights [\(weights.map(\.text).joined(separator: ", "))]")
      + (smoothing == 0 ? "" : " smoothing \(smoothing.text)")
  }
}

extension Double {
  /// 1,000,000
  var grouped: String {
    let digits = fixed(0)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return magnitude < 1e15 ? result : significant(3)
  }

  /// A number of bytes in the unit that suits it.
  var bytes: String {
    var (value, unit) = (self, "B")
    for next in ["kB", "MB", "GB", "TB", "PB", "EB"] where value >= 1000 {
      value /= 1000
      unit = next
    }
    return value.significant(2) + " " + unit
  }
}
