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

  func frozen(_ count: Int, _ all: Int) -> [Block] {
    [report("\(count) of \(counted(all, "weight")) \(count == 1 ? "is" : "are") frozen")]
  }
}

extension EventTable {
  static let net = EventRow<Network>("net", "a network was made") {
    Field("layers", "neurons of each layer, the inputs first") { $0.sizes }
    Field("activations", "of each layer after the inputs") { $0.layers.map(\.activation.name) }
    Field("bias", "whether neurons have biases") { $0.layers[0].hasBias }
    Field("parameters", "number of weights and biases") { $0.parameters.count }
  }

  static let precision = EventRow<Precision>("precision", "the precision of the numbers was chosen") {
    Field(choice: "precision", "`single` is float32, `double` float64") { $0 }
  }

  static let language = EventRow<Int>("language", "a version of the language was asked for") {
    Field("version", "of the language") { $0 }
  }

  static let freeze = EventRow<(count: Int, all: Int)>("freeze", "weights were frozen or unfrozen") {
    Field("count", "weights that are frozen now") { $0.count }
    Field("of", "weights of the network") { $0.all }
  }
}
