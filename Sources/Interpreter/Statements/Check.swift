import Language
import NeuralCore

/// `check gradient`.
extension Executor {
  mutating func checkGradient(_ options: GivenOptions<LossOption>) throws(Diagnostic) {
    let network = try session.requireNetwork()
    try choose({ options[$0] }, network)
    let (data, isFallback) = try session.dataOrFallback(network)
    if let layer = network.layers.firstIndex(where: { !$0.activation.isDifferentiable }) {
      throw Diagnostic(
        .settingMismatch, "layer \(layer + 1) has step units, whose derivative is 0: there is no gradient",
        help: ["The perceptron rule takes the error itself in its place."])
    }
    try session.checkTargets(of: data)
    if isFallback { try use(data, isFallback: true) }
    let check = try host.interruptibly { (stop) throws(Interrupted) in
      try GradientCheck(network, session.objective, on: data, stop)
    }
    emit(
      .gradientCheck(
        GradientReport(network: network, check: check, loss: session.objective.text, rows: data.rows)))
  }
}
