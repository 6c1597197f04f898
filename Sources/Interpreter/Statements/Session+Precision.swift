import Language
import NeuralCore

/// `precision`, `language`, `check gradient`.
extension Session {
  /// The version of the language that this nn speaks: docs/determinism.md.
  static let language = 1

  /// What there is of net and data is converted: exactly from single to double, rounded the other way.
  mutating func setPrecision(_ word: Located<String>, _ host: Host) throws(Diagnostic) {
    guard let precision = Precision(rawValue: word.node) else { return }
    if precision != self.precision {
      try checkRange(precision, word)
      self.precision = precision
      network = network?.converted(to: precision)
      start = start.map {
        Initialization(
          draws: $0.draws, seed: $0.seed, parameters: $0.parameters.converted(to: precision),
          isWhole: $0.isWhole)
      }
      data = data?.converted(to: precision)
      prepareParts()
      lastInputs = lastInputs?.map(precision.rounded)
      optimizer = nil
    }
    host.emit(.precision(precision))
  }

  /// Nothing may become infinite by being rounded.
  private func checkRange(_ precision: Precision, _ word: Located<String>) throws(Diagnostic) {
    let numbers = [network?.parameters, start?.parameters, data?.inputs, data?.targets].compactMap { $0 }
    guard let large = numbers.lazy.joined().first(where: { $0.isFinite && !precision.isFinite($0) }) else {
      return
    }
    throw Diagnostic(
      .outOfRange, "\(large.text) in net or data is too large for a float32, which ends at 3.4e38",
      at: word.span)
  }

  mutating func askLanguage(_ version: Expression, _ host: Host) throws(Diagnostic) {
    let asked = try whole(version, "a version of the language", in: 1...1_000_000, host)
    guard asked == Self.language else {
      throw Diagnostic(
        .languageVersion,
        "this text asks for version \(asked) of the language, and this nn speaks \(Self.language)",
        at: version.span, help: ["Its numbers may come out otherwise. Take the nn that it was written for."])
    }
    host.emit(.language(asked))
  }

  mutating func checkGradient(_ host: Host) throws(Diagnostic) {
    let network = try requireNetwork()
    let (data, isFallback) = try dataOrFallback(network)
    if let layer = network.layers.firstIndex(where: { !$0.activation.isDifferentiable }) {
      throw Diagnostic(
        .settingMismatch, "layer \(layer + 1) has step units, which have no slope: there is no gradient",
        help: ["The perceptron rule takes the error itself in its place."])
    }
    if isFallback { use(data, isFallback: true, host) }
    guard let check = GradientCheck(network, objective, on: data, isInterrupted: host.isInterrupted) else {
      throw Diagnostic(.interrupted, "interrupted; nothing was changed")
    }
    host.emit(
      .gradientCheck(
        GradientReport(network: network, check: check, loss: objective.text, rows: data.rows)))
  }
}
