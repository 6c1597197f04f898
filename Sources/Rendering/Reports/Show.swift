import Interpreter
import NeuralCore

/// `show`, `load`, and what was written to a file.
extension Reporter {
  func loaded(_ file: String, _ report: SessionReport) -> [Block] {
    [self.report("loaded \"\(file)\"")] + show(report)
  }

  func wrote(_ file: String, _ lines: Int) -> [Block] {
    // A PNG has none.
    [report("wrote \"\(file)\"\(lines > 0 ? ", \(counted(lines, "line"))" : "")")]
  }

  func show(_ report: SessionReport) -> [Block] {
    guard let network = report.network else {
      return [.paragraph("no net yet: \(report.data?.netThatFits ?? "net 2 2 1") makes one")]
        + (report.data.map { [.paragraph("data \($0.name) · \(shape($0))")] } ?? [])
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
    return [.paragraph("net \(network.sizesText)"), .table(table), .table(facts(report, network))]
  }

  /// A loss with what it means where it is none.
  private func value(_ loss: Double, _ precision: Precision) -> String {
    loss.isFinite
      ? loss.shown : "\(loss.shown), too large for \(precision == .single ? "a float32" : "a float64")"
  }

  private func facts(_ report: SessionReport, _ network: Network) -> Table {
    var facts = Table([.leading, .leading], indent: 2, hang: 4)
    let start =
      report.start.map { $0 + (report.seed.map { ", seed \($0)" } ?? "") } ?? "none: weights were not drawn"
    let scaling =
      (report.scaling.map { ["inputs \($0)"] } ?? []) + (report.targetScaling.map { ["targets \($0)"] } ?? [])
    facts.rows = [
      ["parameters", "\(network.parameters.count)\(network.layers[0].hasBias ? "" : ", without bias")"],
      ["start", Text(start)],
      ["data", Text(report.data.map { "\($0.name), \(shape($0))" } ?? "none")],
      report.parts.count > 1 ? ["split", Text(listed(report.parts))] : [],
      scaling.isEmpty ? [] : ["scaled", Text(scaling.joined(separator: ", "))],
      ["loss", Text(report.loss + (report.lossValue.map { " = " + value($0, report.precision) } ?? ""))],
      ["optimizer", Text(report.optimizer ?? "none yet")],
      ["epoch", "\(report.epoch)"],
    ].filter { !$0.isEmpty }
    if report.precision == .double { facts.rows.append(["precision", "double"]) }
    return facts
  }
}

extension EventTable {
  static let show = EventRow<SessionReport>("show", "`show`: the session in short") {
    Field("layers", "neurons of each layer, the inputs first; `null` without a network") {
      $0.network?.sizes
    }
    Field("activations", "of each layer after the inputs") { $0.network?.layers.map(\.activation.name) }
    Field("parameters", "number of weights and biases") { $0.network?.parameters.count }
    Field("start", "the initialization as typed after `init`; `null` if nothing was drawn") { $0.start }
    Field("seed", "of the initialization; `null` if nothing was drawn from one") { $0.seed }
    Field("data", "name of the data") { $0.data?.name }
    Field("parts", "rows of each part") { JSONMap(pairs: $0.parts.map { ($0.part.rawValue, $0.rows) }) }
    Field("scaling", "of the inputs, as typed after `scale`; `null` without scaling") { $0.scaling }
    Field("target_scaling", "the same of the targets") { $0.targetScaling }
    Field("loss_name", "the loss as typed after `loss`") { $0.loss }
    Field("loss", "over the training data; `null` without data that fits") { $0.lossValue }
    Field("optimizer", "with its settings; `null` before the first training") { $0.optimizer }
    Field("epoch", "epochs since the initialization") { $0.epoch }
    Field(choice: "precision", "`single` is float32, `double` float64") { $0.precision }
  }

  static let loaded = EventRow<(file: String, report: SessionReport)>("load", "a session was loaded") {
    Field("file", "its name as typed") { $0.file }
    show.fields.map { $0.of { $0.report } }
  }

  static let wrote = EventRow<(file: String, lines: Int)>("file", "a file was written") {
    Field("name", "of the file as typed") { $0.file }
    Field("lines", "that were written") { $0.lines }
  }
}
