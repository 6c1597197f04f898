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
    let seed = report.seed.map { " · seed \($0)" + (report.isSeedChosen ? " (chosen)" : "") } ?? ""
    return ("data \(report.name) · " + shape(report) + seed).wrapped(to: width, indent: "  ")
  }

  func table(_ report: TableReport) -> [String] {
    var parts = ["read \"\(report.file)\": cells parted by \(report.delimiter)"]
    parts.append(report.hasHeader ? "with a header" : "without a header")
    parts.append("target \(report.targets.joined(separator: ", "))")
    if report.filled > 0 { parts.append("\(counted(report.filled, "missing value")) became the mean") }
    if report.dropped > 0 { parts.append("\(counted(report.dropped, "row")) left out") }
    return [parts.joined(separator: " · ")]
  }

  func shape(_ report: DataReport) -> String {
    let targets =
      report.classes.isEmpty
      ? counted(report.targets, "target") : "classes \(report.classes.joined(separator: ", "))"
    return "\(counted(report.rows, "row")) · \(counted(report.inputs, "input")), \(targets)"
  }

  func split(_ parts: [(part: Part, rows: Int)], _ seed: Int64, _ isChosen: Bool) -> String {
    guard parts.count > 1 else { return "data in one part: \(counted(parts[0].rows, "row"))" }
    return "split " + parts.map { "\($0.part.rawValue) \($0.rows)" }.joined(separator: ", ")
      + " · seed \(seed)" + (isChosen ? " (chosen)" : "")
  }

  func scale(_ report: ScaleReport) -> [String] {
    guard let scaling = report.scaling else { return ["inputs as they are"] }
    var table = Table(right: [false, false])
    for (name, numbers) in zip(report.columns, zip(scaling.shift, scaling.scale)).prefix(12) {
      let shift = numbers.0.significant(5)
      let minus = shift.hasPrefix("-") ? "+ \(shift.dropFirst())" : "− \(shift)"
      table.add([name, "(\(name) \(minus)) / \(numbers.1.significant(5))"])
    }
    let rest = report.columns.count > 12 ? ["  … \(report.columns.count - 12) more"] : []
    return ["inputs scaled (\(scaling.kind.rawValue)), by the training part"] + table.lines(indent: "  ")
      + rest
  }

  func show(_ summary: DataSummary) -> [String] {
    var lines = ["data \(summary.report.name) · " + shape(summary.report)]
    if summary.parts.count > 1 {
      lines.append(
        "  parts: " + summary.parts.map { "\($0.part.rawValue) \($0.rows)" }.joined(separator: ", "))
    }
    if let scaling = summary.scaling { lines.append("  scaled for the net: \(scaling); here as given") }
    if !summary.balance.isEmpty {
      let classes = summary.balance.map { "\($0.name) \($0.rows)" }.joined(separator: ", ")
      lines += ("  rows by class: " + classes).wrapped(to: width, indent: "    ")
    }
    var table = Table(right: [false, true, true, true])
    table.add(["", "least", "mean", "most"])
    for column in (summary.inputs + summary.targets).prefix(20) {
      table.add([
        column.name, column.least.text, column.mean.significant(4), column.most.text,
      ])
    }
    lines += table.lines(indent: "  ")
    let more = summary.inputs.count + summary.targets.count - 20
    if more > 0 { lines.append("  … \(more) more columns") }
    lines.append("  first rows")
    return lines
      + summary.first.map {
        "    " + numbers($0.inputs.map(\.text)) + " -> " + numbers(($0.targets ?? []).map(\.text))
      }
  }

  func start(_ report: InitializationReport) -> [String] {
    let form = report.form.map { " (\($0))" } ?? ""
    let head =
      (report.isImplied ? "no start given: using " : "start ") + report.name + form
      + (report.seed.map { " · seed \($0)" } ?? "") + (report.isSeedChosen ? " (chosen)" : "")
    var table = Table(right: [false, false, false, false, false])
    for layer in report.layers {
      table.add([
        "layer \(layer.number)", "\(layer.inputs)→\(layer.outputs)", layer.weights.shown,
        "weights \(layer.least.minus(2)) … \(layer.most.minus(2))",
        layer.biases.map { (layer.outputs == 1 ? "bias " : "biases ") + $0.shownAlone } ?? "no biases",
      ])
    }
    return [head] + table.lines(indent: "  ")
  }

  func train(_ report: TrainReport) -> [String] {
    let at = "at epoch \(report.epoch)" + took(report.seconds)
    if report.epochs == 0, report.reason != .diverged {
      let why = report.reason == .interrupted ? "interrupted in the first epoch: " : ""
      return [why + "no epoch was run" + took(report.seconds)]
    }
    let after = report.lossAfter.map { ", \($0.shown) after" } ?? ""
    let losses = "  loss \(report.loss.shown) before its update\(after)"
    let rise = risen(report)
    switch (report.reason, report.reached) {
    case (.until, _): return ["reached \(report.condition ?? "") \(at)", losses] + ledger(report)
    case (.patience, _): return patience(report)
    case (.mingrad, nil):
      return ["flat: no slope above \((report.slopeLimit ?? 0).text) \(at)", losses] + rise
    case (.diverged, _): return diverged(report)
    case (.interrupted, _):
      let further = verbosity == .prompt ? ["  `train` goes on from there; `undo` takes it back."] : []
      return ["interrupted \(at)", losses] + rise + further
    case (_, false?): return missed(report, at, losses) + rise + ledger(report)
    case (_, _): return ["trained \(counted(report.epochs, "epoch")), now \(at)", losses] + rise
    }
  }

  func attempt(_ attempt: TrainReport.Attempt, _ number: Int) -> String {
    let seed = attempt.seed.map { "seed \($0)" } ?? "drawn on"
    let ends: [StopReason: String] = [
      .until: "reached", .diverged: "diverged", .mingrad: "not reached, flat",
    ]
    let end = ends[attempt.end] ?? "not reached"
    return
      "attempt \(number)   \(seed)   \(counted(attempt.epochs, "epoch"))   loss \(attempt.loss.shown)   \(end)"
  }

  /// What a training with restarts came to.
  private func ledger(_ report: TrainReport) -> [String] {
    guard !report.attempts.isEmpty else { return [] }
    if let replay = report.replay, report.reached == true {
      return ["  in \(counted(report.attempts.count, "attempt")); the last one alone:"]
        + replay.split(separator: ";").flatMap { Self.continued(String($0.drop { $0 == " " }), width: width) }
    }
    let drawnOn = report.attempts.contains { $0.seed == nil }
    return [
      "  in \(counted(report.attempts.count, "attempt"))"
        + (drawnOn
          ? "; they drew on from one generator and kept the averages, so no single seed replays the last"
          : "")
    ]
  }

  /// A line to paste: a long one goes on behind `\`.
  static func continued(_ statement: String, width: Int, indent: Int = 4) -> [String] {
    let margin = String(repeating: " ", count: indent - 1)
    var lines = [margin]
    for word in statement.split(separator: " ") {
      if lines[lines.count - 1].columns + word.count + 3 > width {
        lines[lines.count - 1] += " \\"
        lines.append(margin + "  ")
      }
      lines[lines.count - 1] += " " + word
    }
    return lines
  }

  private func patience(_ report: TrainReport) -> [String] {
    guard let best = report.best else { return [] }
    return [
      "stopped for want of patience after \(counted(report.epochs, "epoch"))\(took(report.seconds))",
      "  the weights are those of epoch \(best.epoch), with the best \(best.metric): \(best.value.significant(5))",
    ]
  }

  private func risen(_ report: TrainReport) -> [String] {
    let now = report.lossAfter ?? report.loss
    guard now > 1.5 * report.firstLoss || now.isNaN else { return [] }
    return ["  The loss rose, from \(report.firstLoss.shown): the steps may be too long, try a smaller lr."]
  }

  private func missed(_ report: TrainReport, _ at: String, _ losses: String) -> [String] {
    var lines = [
      "NOT REACHED: \(report.condition ?? ""), after \(counted(report.epochs, "epoch")), now \(at)", losses,
    ]
    if report.reason == .mingrad {
      lines.append("  No slope is above \((report.slopeLimit ?? 0).text) any more: nothing moves.")
    }
    if report.reason == .epochs, report.isBudgetImplied {
      lines.append("  100,000 epochs is the limit where none is given; `epochs N` sets another.")
    }
    return lines
  }

  private func diverged(_ report: TrainReport) -> [String] {
    let head =
      "DIVERGED: a loss was not finite (\(report.loss.isNaN ? "nan" : "inf"))\(took(report.seconds))"
    guard let after = report.lossAfter, after.isFinite else {
      return [head, "  The weights that it began with have no finite loss; they are as they were."]
    }
    return [
      head,
      "  The weights are those of epoch \(report.epoch), the last that had a finite loss: \(after.shown).",
      "  The steps are too long: try a smaller lr.",
    ]
  }

  private func took(_ seconds: Double) -> String { showsTimes ? " · " + duration(seconds) : "" }

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
    if report.precision == .double { facts.add(["precision", "double"]) }
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
    case .truncated(let mean, let deviation, let low, let high):
      "mean \(mean.significant(4)) sd \(deviation.significant(4)) " + range(low, high)
    case .orthogonal(let gain): "orthogonal" + (gain == 1 ? "" : ", gain \(gain.significant(4))")
    case .identity: "identity"
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
