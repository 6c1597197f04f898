import Language
import NeuralCore

/// `precision`, `language`, `check gradient`.
extension Executor {
  /// The version of the language that this nn speaks: docs/determinism.md.
  static let language = 1

  /// What there is of net and data is converted: exactly from single to double, rounded the other way.
  mutating func setPrecision(_ word: Located<String>) throws(Diagnostic) {
    guard let precision = Precision(rawValue: word.node) else { return }
    if precision != session.precision {
      try checkRange(precision, word)
      session.format.precision = precision
      session.model = session.model.converted(to: precision)
      session.data = session.data.converted(to: precision)
      (session.training.optimizer, session.training.end) = (nil, nil)
    }
    emit(.precision(precision))
  }

  /// Nothing may become infinite by being rounded.
  private func checkRange(_ precision: Precision, _ word: Located<String>) throws(Diagnostic) {
    let numbers = [
      session.network?.parameters, session.model.initialization?.parameters, session.data.whole?.inputs,
      session.data.whole?.targets,
    ].compactMap { $0 }
    guard let large = numbers.lazy.joined().first(where: { $0.isFinite && !precision.isFinite($0) }) else {
      return
    }
    throw Diagnostic(
      .outOfRange, "\(large.text) in net or data is too large for a float32, which ends at 3.4e38",
      at: word.span)
  }

  mutating func askLanguage(_ version: Expression) throws(Diagnostic) {
    let asked = try whole(version, "a version of the language", in: 1...1_000_000)
    guard asked == Self.language else {
      throw Diagnostic(
        .languageVersion,
        "this text asks for version \(asked) of the language, and this nn speaks \(Self.language)",
        at: version.span, help: ["Its numbers may come out otherwise. Take the nn that it was written for."])
    }
    emit(.language(asked))
  }

  mutating func checkGradient() throws(Diagnostic) {
    let network = try session.requireNetwork()
    let (data, isFallback) = try session.dataOrFallback(network)
    if let layer = network.layers.firstIndex(where: { !$0.activation.isDifferentiable }) {
      throw Diagnostic(
        .settingMismatch, "layer \(layer + 1) has step units, whose derivative is 0: there is no gradient",
        help: ["The perceptron rule takes the error itself in its place."])
    }
    if isFallback { use(data, isFallback: true) }
    guard
      let check = GradientCheck(network, session.objective, on: data, isInterrupted: host.input.isInterrupted)
    else {
      throw Diagnostic(.interrupted, "interrupted; nothing was changed")
    }
    emit(
      .gradientCheck(
        GradientReport(network: network, check: check, loss: session.objective.text, rows: data.rows)))
  }
}
