import Language
import NeuralCore

extension Session {
  /// Everything that is needed to go on bit for bit: net, weights, optimizer with its memory, generator, data with its
  /// parts and scaling, counters and settings. Variables and procedures are not part of it.
  func saved(
    stop: StopSignal = .never, _ writer: @escaping SavedText.Writer = { $2(0..<$0, $1) }
  ) throws(Diagnostic) -> String {
    let network = try requireNetwork()
    var text = SavedText(stop: stop, writer)
    text.add("precision", precision.rawValue)
    text.add("net", SavedText.quoted(network.statementText))
    text.add("weights", network.parameters)
    text.add("drawn", model.hasWeights ? "1" : "0")
    text.add("epoch", "\(epoch)")
    text.add("digits", "\(format.digits)")
    text.add("reached", training.reached.map { $0 ? "1" : "0" } ?? "-")
    add(model.chosenObjective, to: &text)
    text.add("frozen", whole: model.frozen.sorted())
    text.add("seed", random.seed.map { "\($0)" } ?? "-")
    text.add("fresh", random.isFreshlySeeded ? "1" : "0")
    let words = random.generator.words.map { String($0, radix: 16) }
    text.add("generator", ["\(words.count)"] + words)
    text.add("last", Vector(model.lastInputs ?? [], .double))
    add(model.initialization, to: &text)
    add(training.optimizer, to: &text)
    if let lastTrain = recall.train, let line = lastTrain.text { text.add("train", SavedText.quoted(line)) }
    addData(to: &text)
    if let place = training.stepping {
      text.add("place", ["\(place.batch)", place.total.description])
      text.add("order", whole: place.order)
    }
    guard let closed = text.closed() else {
      throw Diagnostic(.interrupted, "interrupted while saving; no file was written")
    }
    return closed
  }

  private func add(_ objective: Objective?, to text: inout SavedText) {
    guard let objective else { return }
    text.add("loss", objective.loss.name)
    text.add("classweights", Vector(objective.weights))
    text.add("smoothing", objective.smoothing.description)
  }

  /// A line for each draw: start, form, fan, gain, layer, seed and the numbers of the start.
  private func add(_ start: Initialization?, to text: inout SavedText) {
    guard let start else { return }
    text.add("start", [start.seed.map { "\($0)" } ?? "-", "\(start.draws.count)", start.isWhole ? "1" : "0"])
    for (k, draw) in start.draws.enumerated() {
      let options = draw.options
      text.add(
        "start.\(k)",
        [
          draw.initializer.name, options.form.rawValue, options.fan.rawValue,
          options.gain.map(\.description) ?? "-", draw.layers.map { "\($0.lowerBound)" } ?? "-",
          draw.seed.map { "\($0)" } ?? "-",
        ] + options.numbers.map(\.description))
    }
    text.add("startweights", start.parameters)
  }

  private func add(_ use: OptimizerState?, to text: inout SavedText) {
    guard let use else { return }
    text.add(
      "optimizer",
      [use.optimizer.name] + use.optimizer.settings.map { use.settings[$0.key].description })
    for (counter, number) in use.memory.scalars.sorted(by: { $0.key.word < $1.key.word }) {
      text.add("scalar.\(counter.word)", number.description)
    }
    for (slot, array) in use.memory.arrays.sorted(by: { $0.key.word < $1.key.word }) {
      text.add("vector.\(slot.word)", array)
    }
    text.add("history", "\(use.memory.history.count)")
    for (k, array) in use.memory.history.enumerated() { text.add("history.\(k)", array) }
    add(use.memory, to: &text)
  }

  private func add(_ memory: OptimizerMemory, to text: inout SavedText) {
    let (clock, rates) = (memory.clock, memory.rates)
    text.add(
      "clock",
      ["\(clock.updates)", clock.reduction.description, clock.best?.description ?? "-", "\(clock.waited)"])
    text.add(
      "schedule",
      [
        "\(memory.updatesPerEpoch)", rates.schedule?.name ?? "-", "\(rates.warmup)", "\(rates.length)",
        rates.metric.isEmpty ? "-" : rates.metric,
      ] + rates.numbers.map(\.description))
  }

  private func addData(to text: inout SavedText) {
    guard let data = data.whole else { return }
    text.add("data", [SavedText.quoted(data.name), "\(data.inputCount)", "\(data.targetCount)"])
    text.add("columns", texts: data.columns)
    text.add("classes", texts: data.classes)
    if !data.targetColumns.isEmpty { text.add("targetcolumns", texts: data.targetColumns) }
    text.add("inputs", data.inputs)
    text.add("targets", data.targets)
    for part in Part.allCases {
      if let rows = self.data.split?[part] { text.add("part.\(part.rawValue)", whole: rows) }
    }
    if let scaling = self.data.scaling { text.add("scaling", scaling.request.saved) }
    if let scaling = self.data.targetScaling { text.add("targetscaling", scaling.request.saved) }
    if let recipe = data.recipe { add(recipe, to: &text) }
    if let rows = data.fileRows { text.add("filerows", whole: rows) }
    guard let gaps = data.gaps else { return }
    text.add("gaps", whole: gaps.map(\.count))
    for (k, rows) in gaps.enumerated() where !rows.isEmpty { text.add("gaps.\(k)", whole: rows) }
  }

  /// The columns of the file, the targets among them, and a line for each column that is an input: its name, its words and
  /// its means.
  private func add(_ recipe: Recipe, to text: inout SavedText) {
    text.add("filecolumns", texts: recipe.columns)
    text.add("filetargets", texts: recipe.targets)
    text.add("recipe", texts: recipe.inputs.map(\.name))
    for (k, input) in recipe.inputs.enumerated() {
      if !input.words.isEmpty { text.add("words.\(k)", texts: input.words) }
      if !input.means.isEmpty { text.add("means.\(k)", Vector(input.means, .double)) }
    }
  }
}

extension Scaling.Request {
  /// Its kind, and its range where that is not 0 to 1.
  fileprivate var saved: [String] {
    [kind.rawValue] + (hasRange ? [low.description, high.description] : [])
  }
}
