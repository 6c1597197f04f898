import Interpreter
import NeuralCore

/// `init`, `set`, `dump`, `reset`.
extension Reporter {
  func initialization(_ report: InitializationReport) -> [Block] {
    let numbers = report.layers.map { "\($0.number)" }
    let alone =
      report.others == 0
      ? "" : " · layer\(numbers.count == 1 ? "" : "s") \(numbers.joined(separator: ", ")) alone"
    let form = report.form.map { " (\($0))" } ?? ""
    let head =
      (report.isImplied ? "no start given: using " : "start ") + report.name + form
      + (report.seed.map { " · seed \($0)" } ?? "") + (report.isSeedChosen ? " (chosen)" : "") + alone
    // Of a constant all is said.
    let areConstant = report.layers.allSatisfy { $0.weights.isConstant }
    var table = Table(Array(repeating: .leading, count: areConstant ? 4 : 5), indent: 2, hang: 4)
    table.rows = report.layers.map { layer in
      let ends: Text =
        layer.weights.isConstant ? "" : "weights \(layer.least.minus(2)) … \(layer.most.minus(2))"
      return [
        "layer \(layer.number)", "\(layer.inputs)→\(layer.outputs)", Text(layer.weights.shown),
      ] + (areConstant ? [] : [ends]) + [
        Text(
          layer.biases.map { (layer.outputs == 1 ? "bias " : "biases ") + $0.shownAlone } ?? "no biases")
      ]
    }
    return [self.report(Text(head)), .table(table)]
  }

  func set(_ weights: [WeightValue], of all: Int) -> [Block] {
    if weights.count == 1 { return [report(Text(weights[0].line))] }
    return [
      report(weights.count == all ? "all \(all) weights set" : "\(weights.count) of \(all) weights set")
    ]
  }

  /// Each with its value by its sign.
  func dump(_ weights: some Collection<WeightValue>) -> [Block] { [.preformatted(weights.map(line))] }

  private func line(_ weight: WeightValue) -> Text {
    let role: Role? = weight.value > 0 ? .positive : weight.value < 0 ? .negative : nil
    let value = weight.value.text
    guard weight.line.hasSuffix(value) else { return Text(weight.line) }
    return Text(String(weight.line.dropLast(value.count))) + Text(value, role)
  }

  func reset(_ weights: Int) -> [Block] {
    [report("reset: \(weights) weights as init drew them, epoch 0, optimizer cleared")]
  }
}

extension Initializer.Distribution {
  /// The spread of weights in short.
  fileprivate var shown: String {
    switch self {
    case .normal(let mean, let deviation):
      (mean == 0 ? "" : "mean \(mean.withSign(significant: 4)) ") + "sd \(deviation.significant(4))"
    case .uniform(let low, let high): low == -high ? "within ±\(high.significant(4))" : range(low, high)
    case .constant(let value): "all \(value.text.withMinusSign)"
    case .truncated(let mean, let deviation, let low, let high):
      "mean \(mean.withSign(significant: 4)) sd \(deviation.significant(4)) " + range(low, high)
    case .orthogonal(let gain): "orthogonal" + (gain == 1 ? "" : ", gain \(gain.significant(4))")
    case .identity: "identity"
    }
  }

  fileprivate var isConstant: Bool { if case .constant = self { true } else { false } }

  fileprivate var shownAlone: String {
    if case .constant(let value) = self { return value.text.withMinusSign }
    return shown
  }

  private func range(_ low: Double, _ high: Double) -> String {
    "from \(low.minus(3)) to \(high.minus(3))"
  }
}

extension EventTable {
  static let initialized = EventRow<InitializationReport>("init", "the weights were drawn") {
    Field("start", "name of the initializer") { $0.name }
    Field("form", "`normal` or `uniform`, where the initializer has both") { $0.form }
    Field("seed", "`null` if nothing is drawn") { $0.seed }
    Field("chosen", "whether nn chose the seed") { $0.isSeedChosen }
    Field("implied", "whether `train` came before any `init`") { $0.isImplied }
  }

  static let set = EventRow<(count: Int, all: Int)>("set", "weights were set") {
    Field("count", "weights that were set") { $0.count }
    Field("of", "weights of the network") { $0.all }
  }

  static let weight = EventRow<WeightValue>("weight", "`dump`, a line a weight") {
    Field("from", "the neuron before it; `0B` for a bias") { $0.name.from.description }
    Field("to", "the neuron after it") { $0.name.to.description }
    Field("value", "the shortest decimal that reads back") { $0.value }
  }

  static let fingerprint = EventRow<String>("fingerprint", "`fingerprint`") {
    Field("value", "the hash, 16 hexadecimal digits") { $0 }
  }

  static let reset = EventRow<Int>("reset", "the weights are again as they were drawn") {
    Field("weights", "weights of the network") { $0 }
  }
}
