import Interpreter
import NeuralCore

/// `show`, `load`, and what was written to a file.
extension Reporter {
  func loaded(_ file: String, _ report: SessionReport) -> [Block] {
    [self.report("loaded \"\(file)\"")] + show(report)
  }

  func wrote(_ file: String, _ lines: Int) -> [Block] { [report("wrote \"\(file)\", \(lines) lines")] }

  func show(_ report: SessionReport) -> [Block] {
    guard let network = report.network else {
      return [.line("no net yet: net 2 2 1 makes one")]
        + (report.data.map { [.line("data \($0.name) · \(shape($0))")] } ?? [])
    }
    var table = Table(
      [.leading, .leading, .leading, .trailing], head: ["layer", "shape", "activation", "parameters"],
      indent: 2, hang: 4)
    table.rows = network.layers.enumerated().map { index, layer in
      [
        "\(index + 1)", "\(layer.inputs)→\(layer.outputs)", Text(layer.activation.name),
        "\(layer.parameterCount)",
      ]
    }
    return [.line("net \(network.sizesText)"), .table(table), .table(facts(report, network))]
  }

  private func facts(_ report: SessionReport, _ network: Network) -> Table {
    var facts = Table([.leading, .leading], indent: 2, hang: 4)
    let start = report.start.map { "\($0), seed \(report.seed ?? 0)" } ?? "none: weights were not drawn"
    facts.rows = [
      ["parameters", "\(network.parameters.count)\(network.layers[0].hasBias ? "" : ", without bias")"],
      ["start", Text(start)],
      ["data", Text(report.data.map { "\($0.name), \(shape($0))" } ?? "none")],
      ["loss", "\(report.loss)\(report.lossValue.map { " = \($0.shown)" } ?? "")"],
      ["optimizer", Text(report.optimizer ?? "none yet")],
      ["epoch", "\(report.epoch)"],
    ]
    if report.precision == .double { facts.rows.append(["precision", "double"]) }
    return facts
  }
}
