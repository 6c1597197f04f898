import Interpreter
import NeuralCore

/// `net`, `precision`, `freeze`.
extension Reporter {
  func net(_ report: NetReport) -> [Block] {
    let network = report.network
    let hidden = network.layers.dropLast().map(\.activation.name)
    var parts = ["net \(network.sizesText)", counted(network.parameters.count, "parameter")]
    let names = Set(hidden).count == 1 ? [hidden[0]] : hidden
    let inner = names.isEmpty ? "" : "hidden \(names.joined(separator: ", ")), "
    parts.append("\(inner)output \(network.output.name)")
    if !network.layers[0].hasBias { parts.append("without bias") }
    return [.paragraph(Text(parts.joined(separator: " · ")), hang: 2)]
  }

  func precision(_ precision: Precision) -> [Block] {
    [report(precision == .single ? "numbers are float32" : "numbers are float64 (double precision)")]
  }

  func frozen(_ count: Int, _ all: Int) -> [Block] { [report("\(count) of \(all) weights are frozen")] }
}
