import Interpreter
import NeuralCore

/// `explain init`.
extension Reporter {
  func start(_ report: StartReport) -> [Block] {
    let seed = report.seed.map { " · seed \($0)" } ?? ""
    return [.paragraph("start \(report.name)\(seed)")] + report.layers.flatMap(layer)
  }

  private func layer(_ layer: StartReport.LayerReport) -> [Block] {
    var list = List(items: [], least: 18)
    func add(_ term: String, _ meaning: String) {
      list.items.append(List.Item(term: Text(term), meaning: Text(meaning)))
    }
    if let formula = layer.formula {
      add(formula.name, "\(formula.symbols) = \(formula.numbers) = \(formula.value.significant(4))")
    }
    add(
      "drawn from",
      layer.weights.inWords
        + (layer.weights.deviation.map { d in
          if case .normal = layer.weights {
            return ""
          } else {
            return d > 0 ? ", sd \(d.significant(4))" : ""
          }
        } ?? ""))
    let found = layer.found
    add(
      "found",
      "sd \(found.deviation.significant(4)), mean \(found.mean.significant(3).withMinusSign), \(found.least.minus(2)) … \(found.most.minus(2))"
    )
    if let asked = layer.weights.deviation, asked > 0, found.count > 1 {
      // The standard error of a standard deviation: σ √((κ − 1) / 4n), for a normal distribution σ / √(2n).
      let chance = asked * ((layer.weights.kurtosis - 1) / Double(4 * found.count)).squareRoot()
      add("", "with \(counted(found.count, "weight")) about ±\(chance.significant(2)) of that is chance")
    }
    if let biases = layer.biases { add(layer.outputs == 1 ? "bias" : "biases", biasWords(biases, layer)) }
    let title = "layer \(layer.number), \(layer.inputs) → \(layer.outputs): \(layer.name) (\(layer.source))"
    return [.blank, .heading(Text(title)), .list(list)]
  }

  private func biasWords(_ biases: Initializer.Distribution, _ layer: StartReport.LayerReport) -> String {
    if case .constant(let value) = biases { return value.text }
    let found = layer.foundBiases
    return "\(biases.inWords); found \(found.least.minus(2)) … \(found.most.minus(2))"
  }
}

extension Initializer.Distribution {
  /// What it is, with its numbers.
  fileprivate var inWords: String {
    switch self {
    case .normal(let mean, let deviation):
      "the normal distribution, mean \(mean.significant(4).withMinusSign), sd \(deviation.significant(4))"
    case .uniform(let low, let high):
      "the uniform distribution from \(low.significant(4).withMinusSign) to \(high.significant(4).withMinusSign)"
    case .truncated(let mean, let deviation, let low, let high):
      "the normal distribution, mean \(mean.significant(4).withMinusSign), sd \(deviation.significant(4)), cut to \(low.significant(4).withMinusSign) … \(high.significant(4).withMinusSign)"
    case .orthogonal(let gain):
      "matrices with orthogonal \(gain == 1 ? "unit vectors" : "vectors of length \(gain.significant(4))")"
    case .identity: "nothing: the identity matrix"
    case .constant(let value): "nothing: every weight is \(value.text.withMinusSign)"
    }
  }
}

extension EventTable {
  /// A layer of a start.
  typealias StartLayer = (seed: Int64?, layer: StartReport.LayerReport)

  static func start(_ report: StartReport) -> [JSON] {
    report.layers.map { startLayer.object((report.seed, $0)) }
  }

  static let startLayer = EventRow<StartLayer>("start_layer", "`explain init`, a line a layer") {
    Field("layer", "1 is the first after the inputs") { $0.layer.number }
    Field("inputs", "neurons of the layer before") { $0.layer.inputs }
    Field("outputs", "neurons of the layer") { $0.layer.outputs }
    Field("start", "name of the initializer, with its numbers") { $0.layer.name }
    Field("seed", "`null` if nothing is drawn") { $0.seed }
    Field("formula", "of the spread; `null` where its numbers were given") { $0.layer.formula?.symbols }
    Field("numbers", "the same with the sizes put in") { $0.layer.formula?.numbers }
    Field("sd", "asked; `null` where a matrix is drawn as a whole") { $0.layer.weights.deviation }
    Field("found_sd", "of the weights that were drawn") { $0.layer.found.deviation }
    Field("found_mean", "likewise") { $0.layer.found.mean }
    Field("least", "the smallest weight") { $0.layer.found.least }
    Field("most", "the largest weight") { $0.layer.found.most }
  }
}
