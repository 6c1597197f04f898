import Language
import NeuralCore

extension Session {
  /// Everything that is needed to go on bit for bit: net, weights, optimizer with its memory, generator, data with its
  /// parts and scaling, counters and settings. Variables and procedures are not part of it.
  func saved() throws(Diagnostic) -> String {
    let network = try requireNetwork()
    var text = SavedText()
    text.add("net", SavedText.quoted(network.statementText))
    text.add("weights", singles: network.parameters)
    text.add("drawn", hasWeights ? "1" : "0")
    text.add("epoch", "\(epoch)")
    text.add("digits", "\(digits)")
    text.add("reached", reached.map { $0 ? "1" : "0" } ?? "-")
    text.add("loss", chosenLoss?.name ?? "-")
    text.add("frozen", whole: frozen.sorted())
    text.add("seed", seed.map { "\($0)" } ?? "-")
    text.add("fresh", isFreshlySeeded ? "1" : "0")
    let words = generator.words.map { String($0, radix: 16) }
    text.add("generator", ["\(words.count)"] + words)
    text.add("last", singles: lastInputs ?? [])
    add(start, to: &text)
    add(optimizer, to: &text)
    if let lastTrain, let line = lastTrain.text { text.add("train", SavedText.quoted(line)) }
    addData(to: &text)
    return text.closed
  }

  private func add(_ start: Start?, to text: inout SavedText) {
    guard let start else { return }
    text.add(
      "start",
      [
        start.initializer.name, start.options.form.rawValue, start.options.fan.rawValue,
        start.options.gain.map { $0.description } ?? "-", "\(start.seed)",
      ] + start.options.numbers.map(\.description))
    text.add("startweights", singles: start.parameters)
  }

  private func add(_ use: OptimizerInUse?, to text: inout SavedText) {
    guard let use else { return }
    text.add(
      "optimizer",
      [use.optimizer.name] + use.optimizer.settings.map { use.settings[$0.name].description })
    let memory = use.rule.memory
    for name in memory.scalars.keys.sorted() {
      text.add("scalar.\(name)", memory.scalars[name]?.description ?? "0")
    }
    for name in memory.vectors.keys.sorted() {
      text.add("vector.\(name)", singles: memory.vectors[name] ?? [])
    }
  }

  private func addData(to text: inout SavedText) {
    guard let data else { return }
    text.add("data", [SavedText.quoted(data.name), "\(data.inputCount)", "\(data.targetCount)"])
    text.add("columns", texts: data.columns)
    text.add("classes", texts: data.classes)
    text.add("inputs", singles: data.inputs)
    text.add("targets", singles: data.targets)
    for part in Part.allCases {
      if let rows = split?[part] { text.add("part.\(part.rawValue)", whole: rows) }
    }
    if let scaling { text.add("scaling", scaling.kind.rawValue) }
  }
}
