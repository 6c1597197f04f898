import Language
import NeuralCore

/// What a `train` line asks for, looked up and checked.
struct TrainRequest {
  var plan: TrainingConfiguration
  var condition: Expression?
  var conditionText: String?
  var epochs: Int?
  var seconds: Double?
  var logEvery: Int?
  var patience: Int?
  /// The metric that `patience` and a plateau schedule watch.
  var watched: Located<String>?
  var restartEvery: Int?
  var keepsOptimizer = false
  /// The training ends when no slope is above this.
  var slopeLimit: Double?
  // The parts of the schedule, until all options are read.
  var schedule: (schedule: Schedule, numbers: [Double])?
  var warmup = 0
  var over: Int?

  /// The most epochs: as given; else as many as the seconds allow, the notebook's 100,000 with a condition, 100 without.
  var budget: Int {
    let hasGoal = condition != nil || slopeLimit != nil
    return epochs ?? (seconds != nil ? 1_000_000_000 : hasGoal ? 100_000 : 100)
  }

  /// Whether chance has a part in it.
  var isDrawn: Bool { plan.shuffles || plan.dropout > 0 }

  /// What was given besides optimizer, condition and epochs, as typed: for a line that repeats it.
  var text: String {
    var words: [String] = []
    if let batch = plan.batch { words.append("batch \(batch)") }
    if plan.shuffles { words.append("shuffle") }
    if plan.accumulate > 1 { words.append("accumulate \(plan.accumulate)") }
    if plan.dropout > 0 { words.append("dropout \(plan.dropout.text)") }
    switch plan.clip {
    case .value(let limit): words.append("clip value \(limit.text)")
    case .norm(let limit): words.append("clip norm \(limit.text)")
    case nil: break
    }
    if let limit = plan.maxNorm { words.append("maxnorm \(limit.text)") }
    if let schedule {
      words.append(
        ([("schedule " + schedule.schedule.name)] + schedule.numbers.map(\.text)).joined(separator: " "))
    }
    if warmup > 0 { words.append("warmup \(warmup)") }
    if schedule?.schedule.hasLength == true { words.append("over \(plan.rates.length)") }
    if let watched { words.append("on \(watched.node)") }
    return words.map { " " + $0 }.joined()
  }
}

extension Executor {
  /// Reads a `train` line.
  mutating func order(
    _ statement: TrainStatement, _ source: Source, _ network: Network
  ) throws(Diagnostic) -> TrainRequest {
    guard let name = statement.optimizer, let optimizer = Optimizer.named(name.node) else {
      throw Diagnostic(.internalFault, "the parser let an unknown optimizer pass")
    }
    var order = TrainRequest(
      plan: TrainingConfiguration(optimizer, Settings(optimizer.settings), session.objective))
    var given: [Setting.Key: Double] = [:]
    for option in statement.options {
      if try read(option, into: &order, source) { continue }
      given[Setting.Key(option.word.node)] = try setting(option, of: optimizer)
    }
    order.plan.settings = Settings(optimizer.settings, given: given)
    order.plan.batch = order.plan.batch ?? optimizer.batch
    order.plan.frozen = session.model.frozen.sorted()
    order.plan.objective = try objective(statement, network)
    session.model.chosenObjective =
      order.plan.objective == session.objective ? session.model.chosenObjective : order.plan.objective
    try check(order, statement, network)
    order.plan.rates = try rates(order, statement)
    return order
  }

  /// The options that every optimizer shares. False if it is not one of them.
  private mutating func read(
    _ option: GivenOption, into order: inout TrainRequest, _ source: Source
  ) throws(Diagnostic) -> Bool {
    switch (option.word.node, option.arguments.first) {
    case ("shuffle", _): order.plan.shuffles = true
    case ("keeping", _): order.keepsOptimizer = true
    case ("on", .word(let word)?):
      guard word.node != "_" else {
        throw Diagnostic(.unavailableMetric, "`_` is not a metric of a training", at: word.span)
      }
      order.watched = word

    case ("loss", _), ("weights", _), ("smoothing", _): break
    case ("schedule", .word(let word)?): order.schedule = try schedule(word, option)
    case ("clip", .word(let way)?):
      let limit = try positive(option, option.arguments.last)
      order.plan.clip = way.node == "norm" ? .norm(limit) : .value(limit)
    case (_, .expression(let value)?): return try read(option, value, into: &order, source)
    default: return false
    }
    return true
  }

  /// The options with a value.
  private mutating func read(
    _ option: GivenOption, _ value: Expression, into order: inout TrainRequest, _ source: Source
  ) throws(Diagnostic) -> Bool {
    let most = 1_000_000_000
    switch option.word.node {
    case "until": (order.condition, order.conditionText) = (value, source.text(value.span))
    case "epochs": order.epochs = try whole(value, "`epochs`", in: 1...most)
    case "batch": order.plan.batch = try whole(value, "`batch`", in: 1...most)
    case "accumulate": order.plan.accumulate = try whole(value, "`accumulate`", in: 1...most)
    case "warmup": order.warmup = try whole(value, "`warmup`", in: 1...most)
    case "over": order.over = try whole(value, "`over`", in: 1...most)
    case "log": order.logEvery = try whole(value, "`log every`", in: 1...most)
    case "patience": order.patience = try whole(value, "`patience`", in: 1...most)
    case "restart": order.restartEvery = try whole(value, "`restart every`", in: 1...most)
    case "seconds": order.seconds = try positive(option, option.arguments.first)
    case "mingrad": order.slopeLimit = try positive(option, option.arguments.first)
    case "maxnorm": order.plan.maxNorm = try positive(option, option.arguments.first)
    case "dropout": order.plan.dropout = try inRange(value, Setting(.dropout, 0, .fraction, ""))
    default: return false
    }
    return true
  }

  private mutating func positive(
    _ option: GivenOption, _ argument: GivenOption.Argument?
  ) throws(Diagnostic) -> Double {
    guard case .expression(let value)? = argument else { return 1 }
    return try inRange(value, Setting(Setting.Key(option.word.node), 1, .positive, ""))
  }

  /// A number within the range of a setting.
  private mutating func inRange(
    _ expression: Expression, _ setting: Setting
  ) throws(Diagnostic) -> Double {
    let value = try number(expression)
    guard !value.isFinite || Float(value).isFinite else {
      throw Diagnostic(
        .outOfRange, "`\(setting.name)` takes \(setting.rangeText), at most 3.4e38, not \(value.text)",
        at: expression.span)
    }
    guard setting.allows(value) else {
      throw Diagnostic(
        .outOfRange, "`\(setting.name)` takes \(setting.rangeText), not \(value.text)", at: expression.span)
    }
    return value
  }

  private mutating func setting(
    _ option: GivenOption, of optimizer: Optimizer
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
    return try inRange(expression, setting)
  }

  // MARK: Schedules

  private mutating func schedule(
    _ word: Located<String>, _ option: GivenOption
  ) throws(Diagnostic) -> (Schedule, [Double]) {
    guard let schedule = Schedule.named(word.node) else {
      throw Diagnostic(.internalFault, "the parser let an unknown schedule pass")
    }
    var numbers: [Double] = []
    for (parameter, argument) in zip(schedule.parameters, option.arguments.dropFirst()) {
      guard case .expression(let expression) = argument else { continue }
      numbers.append(try inRange(expression, parameter))
    }
    return (schedule, numbers)
  }

  /// The schedule with its length: `over`, or else the epochs of the line.
  private func rates(_ order: TrainRequest, _ statement: TrainStatement) throws(Diagnostic)
    -> LearningRatePlan
  {
    let needsLength = order.schedule?.schedule.hasLength == true
    if order.over != nil, !needsLength {
      let having = Schedule.all.filter(\.hasLength).map(\.name).joined(separator: ", ")
      throw statement.refusal(of: "over", "`over` goes with a schedule that has a length: \(having)")
    }
    guard let (schedule, numbers) = order.schedule else { return LearningRatePlan(nil, warmup: order.warmup) }
    let length = needsLength ? order.over ?? order.epochs ?? 0 : 0
    if needsLength, length == 0 {
      throw statement.refusal(
        of: "schedule", "`\(schedule.name)` has to know over how many epochs it stretches",
        "Add: epochs 200     or, if it is to go on in later lines: over 200")
    }
    if needsLength, length <= order.warmup {
      throw statement.refusal(of: "warmup", "the warm-up leaves nothing of the \(length) epochs")
    }
    let metric =
      order.watched?.node
      ?? TrainingMetric.standard(hasValidation: session.data.validation != nil).rawValue
    return LearningRatePlan(
      schedule, numbers: numbers, warmup: order.warmup, length: length,
      metric: schedule.isAdaptive ? metric : "")
  }

  // MARK: The loss

  /// The loss named, with the weights and the smoothing given; without a name the one in use.
  private mutating func objective(
    _ statement: TrainStatement, _ network: Network
  ) throws(Diagnostic) -> Objective {
    let named = statement.option("loss")
    var (loss, weights, smoothing) = (
      session.objective.loss, session.objective.weights, session.objective.smoothing
    )
    if case .word(let word)? = named?.arguments.first, let found = Loss.named(word.node) {
      try check(found, word, network)
      (loss, weights, smoothing) = (found, [], 0)
    }
    if let option = statement.option("smoothing"), case .expression(let value)? = option.arguments.first {
      try checkClasses(loss, option)
      smoothing = try inRange(value, Setting(.smoothing, 0, .fraction, ""))
    }
    if let option = statement.option("weights"), case .expression(let value)? = option.arguments.first {
      try checkClasses(loss, option)
      weights = try classWeights(value, network)
    }
    return Objective(loss, weights: weights, smoothing: smoothing)
  }

  private func check(_ loss: Loss, _ word: Located<String>, _ network: Network) throws(Diagnostic) {
    guard let needed = loss.needs, network.output.name != needed else { return }
    let sizes = network.sizes.map(String.init) + [needed]
    throw Diagnostic(
      .lossMismatch,
      "the loss `\(loss.name)` needs a \(needed) output, and this net's is \(network.output.name)",
      at: word.span, help: ["Make the net so: net " + sizes.joined(separator: " ")])
  }

  private func checkClasses(_ loss: Loss, _ option: GivenOption) throws(Diagnostic) {
    guard !loss.takesClasses else { return }
    let having = Loss.all.filter(\.takesClasses).map(\.name).joined(separator: ", ")
    throw Diagnostic(
      .settingMismatch, "the loss `\(loss.name)` has no classes, so it takes no `\(option.word.node)`",
      at: option.span, help: ["It goes with: \(having)"])
  }

  private mutating func classWeights(
    _ expression: Expression, _ network: Network
  ) throws(Diagnostic) -> [Double] {
    let value = try value(expression)
    guard let numbers = value.numbers, numbers.allSatisfy({ $0 >= 0 && Float($0).isFinite }),
      numbers.contains(where: { $0 > 0 })
    else {
      throw Diagnostic(
        .outOfRange, "`weights` takes a list of numbers of at least 0, not all of them 0",
        at: expression.span, help: ["For example: weights [1, 2, 2]"])
    }
    guard numbers.count == network.outputs else {
      throw Diagnostic(
        .wrongCount,
        "`weights` takes a number for each of \(count(network.outputs, "output")), and \(numbers.count) are given",
        at: expression.span)
    }
    return numbers
  }
}

extension Setting.Key {
  fileprivate static let dropout = Self("dropout")
  fileprivate static let smoothing = Self("smoothing")
}

extension TrainStatement {
  func option(_ word: String) -> GivenOption? { options.first { $0.word.node == word } }

  func refusal(of word: String, _ message: String, _ help: String...) -> Diagnostic {
    Diagnostic(.settingMismatch, message, at: option(word)?.span ?? optimizer?.span, help: help)
  }
}
