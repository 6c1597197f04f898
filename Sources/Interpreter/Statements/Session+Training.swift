import Language
import NeuralCore

/// What a `train` line asks for, looked up and checked.
struct TrainOrder {
  var optimizer: Optimizer
  var settings: Settings
  var condition: Expression?
  var conditionText: String?
  var epochs: Int?
  var seconds: Double?
  var batch: Int?
  var logEvery: Int?
  var shuffles = false
  var patience: Int?
  /// The figure that patience watches.
  var watched: Located<String>?
  var restartEvery: Int?
  var keepsOptimizer = false

  /// The most epochs: as given; else as many as the seconds allow, the notebook's 100,000 with a condition, 100 without.
  var budget: Int { epochs ?? (seconds != nil ? 1_000_000_000 : condition == nil ? 100 : 100_000) }
}

/// `train`.
extension Session {
  mutating func run(
    _ statement: TrainStatement, _ source: Source, _ text: String?, _ door: Door
  ) throws(Diagnostic) -> Flow {
    guard statement.optimizer != nil else {
      guard let last = lastTrain else {
        throw Diagnostic(
          .nothingToRepeat, "`train` alone repeats the last train line, and there is none yet",
          help: ["For example: train adam lr 0.01 until loss<0.01"])
      }
      return try run(last.statement, last.source, last.text, door)
    }
    let network = try requireNetwork()
    let order = try order(statement, source, network, door)
    let (data, isFallback) = try dataOrFallback(network)
    try checkCondition(order, network, data, door)
    if isFallback { use(data, isFallback: true, door) }
    if !hasWeights { initialize(network, .torch, .init(), seed: nil, isImplied: true, door) }
    lastTrain = (statement, source, text)
    return try train(order, data, door) == .interrupted ? .interrupted : .normal
  }

  // MARK: The line

  private mutating func order(
    _ statement: TrainStatement, _ source: Source, _ network: Network, _ door: Door
  ) throws(Diagnostic) -> TrainOrder {
    guard let name = statement.optimizer, let optimizer = Optimizer.named(name.node) else {
      throw Diagnostic(.internalFault, "the parser let an unknown optimizer pass")
    }
    var order = TrainOrder(optimizer: optimizer, settings: Settings(optimizer.settings))
    var given: [String: Double] = [:]
    for option in statement.options {
      if try read(option, into: &order, source, network, door) { continue }
      given[option.word.node] = try setting(option, of: optimizer, door)
    }
    order.settings = Settings(optimizer.settings, given: given)
    order.batch = order.batch ?? optimizer.batch
    try check(optimizer, name, network)
    try check(order.settings, of: optimizer, statement)
    try check(order, statement)
    return order
  }

  /// The options that every optimizer shares. False if it is not one of them.
  private mutating func read(
    _ option: GivenOption, into order: inout TrainOrder, _ source: Source, _ network: Network, _ door: Door
  ) throws(Diagnostic) -> Bool {
    switch (option.word.node, option.arguments.first) {
    case ("shuffle", _): order.shuffles = true
    case ("keeping", _): order.keepsOptimizer = true
    case ("on", .word(let word)?): order.watched = word
    case (_, .word(let word)?): try choose(word, network)
    case (_, .expression(let value)?): return try read(option, value, into: &order, source, door)
    default: return false
    }
    return true
  }

  /// The options with a value.
  private mutating func read(
    _ option: GivenOption, _ value: Expression, into order: inout TrainOrder, _ source: Source, _ door: Door
  ) throws(Diagnostic) -> Bool {
    switch option.word.node {
    case "until": (order.condition, order.conditionText) = (value, source.text(value.span))
    case "epochs": order.epochs = try whole(value, "`epochs`", in: 1...1_000_000_000, door)
    case "batch": order.batch = try whole(value, "`batch`", in: 1...1_000_000_000, door)
    case "log": order.logEvery = try whole(value, "`log every`", in: 1...1_000_000_000, door)
    case "patience": order.patience = try whole(value, "`patience`", in: 1...1_000_000_000, door)
    case "restart": order.restartEvery = try whole(value, "`restart every`", in: 1...1_000_000_000, door)
    case "seconds":
      let seconds = try number(value, door)
      guard seconds > 0, seconds.isFinite else {
        throw Diagnostic(.outOfRange, "`seconds` takes a number above 0, not \(seconds.text)", at: value.span)
      }
      order.seconds = seconds
    default: return false
    }
    return true
  }

  private mutating func choose(_ word: Located<String>, _ network: Network) throws(Diagnostic) {
    guard let loss = Loss.named(word.node) else { return }
    if let needed = loss.needs, network.output.name != needed {
      var sizes = network.sizes.map(String.init)
      sizes.append(needed)
      throw Diagnostic(
        .lossMismatch,
        "the loss `\(loss.name)` needs a \(needed) output, and this net's is \(network.output.name)",
        at: word.span, help: ["Make the net so: net " + sizes.joined(separator: " ")])
    }
    chosenLoss = loss
  }

  private mutating func setting(
    _ option: GivenOption, of optimizer: Optimizer, _ door: Door
  ) throws(Diagnostic) -> Double {
    let word = option.word
    guard let setting = optimizer.settings.first(where: { $0.name == word.node }) else {
      let having = Optimizer.all.filter { $0.settings.contains { $0.name == word.node } }.map(\.name)
      throw Diagnostic(
        .settingMismatch, "`\(optimizer.name)` has no `\(word.node)`", at: option.span,
        help: [
          "`\(word.node)` belongs to: " + having.joined(separator: ", "),
          "`\(optimizer.name)` takes: " + optimizer.settings.map(\.name).joined(separator: ", "),
        ])
    }
    guard case .expression(let expression)? = option.arguments.first else { return 1 }
    let value = try number(expression, door)
    guard setting.allows(value) else {
      throw Diagnostic(
        .outOfRange, "`\(setting.name)` takes \(setting.rangeText), not \(value.text)", at: expression.span)
    }
    return value
  }

  private func check(
    _ settings: Settings, of optimizer: Optimizer, _ statement: TrainStatement
  ) throws(Diagnostic) {
    guard let nesterov = statement.options.first(where: { $0.word.node == "nesterov" }) else { return }
    guard settings["momentum"] == 0 || settings["dampening"] != 0 else { return }
    throw Diagnostic(
      .settingMismatch, "`nesterov` needs a momentum above 0 and no dampening", at: nesterov.span,
      help: ["For example: train sgd lr 0.1 momentum 0.9 nesterov"])
  }

  /// The perceptron rule is for a layer of step units, and step units are for nothing else.
  private func check(_ optimizer: Optimizer, _ name: Located<String>, _ network: Network) throws(Diagnostic) {
    if let needed = optimizer.needs {
      guard network.layers.count > 1 || network.output.name != needed else { return }
      throw Diagnostic(
        .settingMismatch, "`train \(optimizer.name)` is for a net of one layer of \(needed) units",
        at: name.span,
        help: ["Make one: net \(network.inputs) \(network.outputs) \(needed)"])
    }
    guard network.layers.contains(where: { $0.activation == .step }) else { return }
    throw Diagnostic(
      .settingMismatch, "step units have no slope, so `\(optimizer.name)` cannot train them", at: name.span,
      help: ["One layer of them is trained by: train perceptron", "Otherwise take sigmoid or tanh units."])
  }

  /// Options that need each other.
  private func check(_ order: TrainOrder, _ statement: TrainStatement) throws(Diagnostic) {
    func refuse(_ word: String, _ message: String, _ help: String) throws(Diagnostic) {
      let span = statement.options.first { $0.word.node == word }?.span
      throw Diagnostic(.settingMismatch, message, at: span, help: [help])
    }
    if order.keepsOptimizer, order.restartEvery == nil {
      try refuse(
        "keeping", "`keeping optimizer` goes with `restart`",
        "For example: restart every 1000 keeping optimizer")
    }
    if order.watched != nil, order.patience == nil {
      try refuse("on", "`on` goes with `patience`", "For example: patience 20 on val.loss")
    }
    if order.restartEvery != nil, order.condition == nil {
      try refuse(
        "restart", "`restart` needs an `until`: when is an attempt good?",
        "For example: until loss<0.01 restart every 1000")
    }
    if order.restartEvery != nil, order.patience != nil {
      try refuse("patience", "`patience` and `restart` exclude each other", "Leave one of them out.")
    }
    if let watched = order.watched, !["loss", "accuracy", "val.loss", "val.accuracy"].contains(watched.node) {
      try refuse(
        "on", "`patience` watches loss, accuracy, val.loss or val.accuracy",
        "For example: patience 20 on val.loss")
    }
  }

  /// The condition is tried once on the present state, so that a wrong name stops nothing half way.
  private func checkCondition(
    _ order: TrainOrder, _ network: Network, _ data: Dataset, _ door: Door
  ) throws(Diagnostic) {
    guard let condition = order.condition else { return }
    var probe = self
    probe.network = network
    probe.parts[.train] = data
    probe.training = Training(loss: network.loss(loss, on: data), epoch: epoch, seconds: 0)
    _ = try probe.truth(condition, door)
  }

  // MARK: The run

  private mutating func train(
    _ order: TrainOrder, _ data: Dataset, _ door: Door
  ) throws(Diagnostic) -> TrainReport.Reason {
    guard let network else { return .epochs }
    let old = optimizer.flatMap { $0.optimizer == order.optimizer ? $0.rule : nil }
    let rule = order.optimizer.rule(
      order.settings, parameters: network.parameters.count, continuing: old)
    door.emit(.trainStarted(TrainPlan(optimizer: order.optimizer.name, continues: old != nil)))
    if order.shuffles { seedIfNeeded(door) }
    let trainer = Trainer(
      network, on: data, loss: loss, rule: rule, batch: order.batch, shuffles: order.shuffles,
      generator: generator, frozen: frozen.sorted())
    var run = TrainingRun(order: order, trainer: trainer, session: self, door: door)
    let reason = try run.untilStopped()
    finish(run, reason, order, data, door)
    return reason
  }

  private mutating func finish(
    _ run: TrainingRun, _ reason: TrainReport.Reason, _ order: TrainOrder, _ data: Dataset, _ door: Door
  ) {
    let trainer = run.trainer
    let trained = run.best?.network ?? trainer.trained
    network = trained
    (start, seed, epoch) = (run.start, run.seed, run.epoch)
    generator = order.shuffles ? trainer.generator : run.generator
    optimizer =
      reason == .diverged
      ? nil : OptimizerInUse(optimizer: order.optimizer, settings: order.settings, rule: trainer.rule)
    reached = order.condition == nil ? nil : reason == .until
    let best = run.best.map { (epoch: $0.epoch, figure: run.watched, value: $0.value) }
    door.emit(
      .train(
        TrainReport(
          reason: reason, attempts: run.attempts, replay: replay(run, order), best: best,
          epochs: trainer.epochs, epoch: epoch, loss: trainer.lastLoss,
          lossAfter: trained.loss(loss, on: data), condition: order.conditionText, reached: reached,
          firstLoss: run.firstLoss, isBudgetImplied: order.epochs == nil && order.seconds == nil,
          seconds: run.elapsed, seed: start?.seed,
          another: run.attempts.isEmpty ? anotherStart : nil)))
  }

  /// The lines that repeat the last attempt alone.
  private func replay(_ run: TrainingRun, _ order: TrainOrder) -> String? {
    guard !run.attempts.isEmpty, !order.keepsOptimizer, let start = run.start,
      let condition = order.conditionText
    else { return nil }
    let use = OptimizerInUse(optimizer: order.optimizer, settings: order.settings, rule: run.trainer.rule)
    let batch = order.batch.map { " batch \($0)" } ?? ""
    let shuffle = order.shuffles ? " shuffle" : ""
    return "init \(start.name) seed \(start.seed) ; train \(use.text)\(batch)\(shuffle) until \(condition)"
  }

  /// The line that tries the next seed of the same start.
  private var anotherStart: String? {
    guard let start, start.initializer.isDrawn else { return nil }
    return "init \(start.name) seed \(start.seed &+ 1) ; train"
  }
}
