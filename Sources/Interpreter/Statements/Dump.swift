import Language
import NeuralCore
import Standard

/// `dump` and `fingerprint`.
extension Executor {
  mutating func run(_ statement: DumpStatement) throws(Diagnostic) {
    let network = try session.requireNetwork()
    var layers = 1...network.layers.count
    var file: Located<String>?
    if let expression = statement.options[.layer]?.expression {
      let layer = try whole(expression, "a layer of this net", in: layers)
      layers = layer...layer
    }
    if let expression = statement.options[.to]?.expression {
      file = Located(try fileName(expression), expression.span)
    }
    let weights = WeightValues(network, layers)
    guard let file else { return emit(.dump(weights)) }
    let precision = network.precision == .double ? "precision double\n" : ""
    var text = precision + network.statementText + "\n"
    for (k, weight) in weights.enumerated() {
      try checkInterrupt(at: k)
      text += weight.line + "\n"
    }
    try write(.text(text), to: file, .weights, replaces: statement.options.contains(.replace))
  }

  func fingerprint() throws(Diagnostic) {
    guard let fingerprint = session.fingerprint(host.input.stop) else { throw .interrupted }
    emit(.fingerprint(fingerprint))
  }
}

extension WeightValue {
  /// As the notebook and `dump` have it: `0B -> L1N0: -0.97` or `L0N0 -> L1N0 = 4.08`.
  public var line: String { "\(name)\(name.isBias ? ":" : " =") \(value.text)" }
}
