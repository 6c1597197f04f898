import Interpreter
import NeuralCore

/// Nets, data, starts, training.
extension TextRenderer {
  func net(_ report: NetReport) -> [String] {
    let network = report.network
    let hidden = network.layers.dropLast().map(\.activation.name)
    var parts = ["net \(network.sizesText)", counted(network.parameters.count, "parameter")]
    let names = Set(hidden).count == 1 ? [hidden[0]] : hidden
    let inner = names.isEmpty ? "" : "hidden \(names.joined(separator: ", ")), "
    parts.append("\(inner)output \(network.output.name)")
    if !network.layers[0].hasBias { parts.append("without bias") }
    return parts.joined(separator: " · ").wrapped(to: width, indent: "  ")
  }

  func data(_ report: DataReport) -> [String] {
    if report.isFallback { return ["no data given: using \(report.name) (\(counted(report.rows, "row")))"] }
    return ["data \(report.name) · " + shape(report)]
  }

  func shape(_ report: DataReport) -> String {
    "\(counted(report.rows, "row")) · \(counted(report.inputs, "input")), \(counted(report.targets, "target"))"
  }

  func start(_ report: StartReport) -> [String] {
    let form = report.form.map { " (\($0))" } ?? ""
    let head =
      (report.isImplied ? "no start given: using " : "start ") + report.name + form
      + " · seed \(report.seed)" + (report.isSeedChosen ? " (chosen)" : "")
    var table = Table(right: [false, false, false, false, false])
    for (index, layer) in report.layers.enumerated() {
      table.add([
        "layer \(index + 1)", "\(layer.inputs)→\(layer.outputs)", layer.weights.shown,
        "weights \(Double(layer.least).minus(2)) … \(Double(layer.most).minus(2))",
        layer.biases.map { (layer.outputs == 1 ? "bias " : "biases ") + $0.shownAlone } ?? "no biases",
      ])
    }
    return [head] + table.lines(indent: "  ")
  }

  func train(_ report: TrainReport) -> [String] {
    let at = "at epoch \(report.epoch) · " + duration(report.seconds)
    let losses = "  loss \(report.loss.shown) before its update, \(report.lossAfter.shown) after"
    switch (report.reason, report.reached) {
    case (.until, _): return ["reached \(report.condition ?? "") \(at)", losses]
    case (.diverged, _): return diverged(report)
    case (.interrupted, _):
      return ["interrupted \(at)", losses, "  `train` goes on from there; `undo` takes it back."]
    case (_, true): return ["trained \(counted(report.epochs, "epoch")), now \(at)", losses]
    case (_, false): return missed(report, at, losses)
    }
  }

  private func missed(_ report: TrainReport, _ at: String, _ losses: String) -> [String] {
    var lines = [
      "NOT REACHED: \(report.condition ?? ""), after \(counted(report.epochs, "epoch")), now \(at)", losses,
    ]
    if report.reason == .epochs, report.isBudgetImplied {
      lines.append("  100,000 epochs is the limit where none is given; `epochs N` sets another.")
    }
    if let another = report.another { lines.append("  Try another start:   \(another)") }
    return lines + ["  Or go on from here:  train"]
  }

  private func diverged(_ report: TrainReport) -> [String] {
    [
      "DIVERGED: a loss was not finite (\(report.loss.isNaN ? "nan" : "inf")) · \(duration(report.seconds))",
      "  The weights are those of epoch \(report.epoch), the last that had a finite loss: \(report.lossAfter.shown).",
      "  The steps are too long: try a smaller lr.",
    ]
  }

  func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<0.001: "\((seconds * 1000).fixed(1)) ms"
    case ..<1: "\((seconds * 1000).significant(2)) ms"
    case ..<100: "\(seconds.significant(3)) s"
    default: "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
    }
  }

  func show(_ report: SessionReport) -> [String] {
    guard let network = report.network else {
      return ["no net yet: net 2 2 1 makes one"]
        + (report.data.map { ["data \($0.name) · " + shape($0)] } ?? [])
    }
    var table = Table(right: [false, false, false, true])
    table.add(["layer", "shape", "activation", "parameters"])
    for (index, layer) in network.layers.enumerated() {
      table.add([
        "\(index + 1)", "\(layer.inputs)→\(layer.outputs)", layer.activation.name, "\(layer.parameterCount)",
      ])
    }
    var facts = Table(right: [false, false])
    facts.add([
      "parameters", "\(network.parameters.count)" + (network.layers[0].hasBias ? "" : ", without bias"),
    ])
    facts.add([
      "start", report.start.map { "\($0), seed \(report.seed ?? 0)" } ?? "none: weights were not drawn",
    ])
    facts.add(["data", report.data.map { "\($0.name), \(shape($0))" } ?? "none"])
    facts.add(["loss", report.loss + (report.lossValue.map { " = \($0.shown)" } ?? "")])
    facts.add(["optimizer", report.optimizer ?? "none yet"])
    facts.add(["epoch", "\(report.epoch)"])
    return ["net \(network.sizesText)"] + table.lines(indent: "  ") + facts.lines(indent: "  ")
  }
}

func counted(_ n: Int, _ noun: String) -> String { "\(n) \(noun)\(n == 1 ? "" : "s")" }

extension Double {
  /// With a real minus sign, for reading.
  func minus(_ places: Int) -> String {
    let text = fixed(places)
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }
}

extension Initializer.Distribution {
  /// The spread of weights in short.
  fileprivate var shown: String {
    switch self {
    case .normal(let mean, let deviation):
      (mean == 0 ? "" : "mean \(mean.significant(4)) ") + "sd \(deviation.significant(4))"
    case .uniform(let low, let high): low == -high ? "within ±\(high.significant(4))" : range(low, high)
    case .constant(let value): "all \(value.text)"
    }
  }

  fileprivate var shownAlone: String {
    if case .constant(let value) = self { return value.text }
    return shown
  }

  private func range(_ low: Double, _ high: Double) -> String {
    "from \(low.minus(3)) to \(high.minus(3))"
  }
}
