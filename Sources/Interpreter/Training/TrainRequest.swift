import Language
import NeuralCore
import Standard

/// What a `train` line asks for, looked up and checked.
struct TrainRequest: Sendable {
  var configuration: TrainingConfiguration
  var condition: Expression?
  var conditionText: String?
  var epochs: Int?
  var seconds: Double?
  var logEvery: Int?
  var patience: Int?
  /// What counts as an improvement at least.
  var least = 0.0
  /// The metric that `patience` and a plateau schedule watch.
  var watched: Located<String>?
  var restartEvery: Int?
  var keepsOptimizer = false
  /// The training ends when no slope is above this.
  var gradientTolerance: Double?
  /// What `plot` calls the run.
  var name: String?
  // The parts of the schedule, until all options are read.
  var schedule: (schedule: Schedule, numbers: [Double])?
  var warmup = 0
  var over: Int?
  /// The loss is not the default of the output's activation.
  var isLossChosen = false

  /// The most epochs: as given; else as many as the seconds allow, or the option's default.
  var budget: Int {
    let hasGoal = condition != nil || gradientTolerance != nil
    let fallback = hasGoal ? TrainOption.defaultEpochsWithGoal : TrainOption.defaultEpochs
    return epochs ?? (seconds != nil ? NumberRange.mostWhole : fallback)
  }

  /// Whether the learning rate stays as it is; the log then does without it.
  var keepsRate: Bool { configuration.rates == LearningRatePlan(nil) }

  /// `loss < x` where the condition is `loss > x`, as it is hardly ever meant.
  var turnedCondition: String? {
    guard let relation = condition?.lossComparison?.relation, [.greater, .greaterOrEqual].contains(relation)
    else {
      return nil
    }
    return conditionText?.replacing(relation.rawValue, with: "<", maxReplacements: 1)
  }

  /// Whether chance has a part in it.
  var isDrawn: Bool { configuration.shuffles || configuration.dropout > 0 }
}

extension Executor {
  /// The last `train` line of the session, read again; nil if there was none, or if it asks for what is not there anymore.
  func lastRequest() -> TrainRequest? {
    guard let last = session.recall.train, let network = session.network else { return nil }
    var copy = self
    return try? copy.request(last.statement, last.source, network)
  }

  /// Reads a `train` line.
  mutating func request(
    _ statement: TrainStatement, _ source: Source, _ network: Network
  ) throws(Diagnostic) -> TrainRequest {
    guard let name = statement.optimizer, let optimizer = Optimizer.named(name.node) else {
      throw Diagnostic(.internalFault, "the parser let an unknown optimizer pass")
    }
    var request = TrainRequest(
      configuration: TrainingConfiguration(optimizer, Settings(optimizer.settings), session.objective))
    var given: [Setting.Key: Double] = [:]
    for option in statement.options {
      if let key = TrainOption(rawValue: option.word.node) {
        try read(key, option, into: &request, source)
      } else {
        given[Setting.Key(option.word.node)] = try setting(option, of: optimizer)
      }
    }
    request.configuration.settings = Settings(optimizer.settings, given: given)
    request.configuration.batch = request.configuration.batch ?? optimizer.batch
    request.configuration.frozen = session.model.frozen.sorted()
    try choose({ statement.options[TrainOption($0)] }, network)
    request.configuration.objective = session.objective
    request.isLossChosen = session.model.chosenObjective != nil
    try check(request, statement, network)
    request.configuration.rates = try rates(request, statement)
    return request
  }

  /// An option of the line. The loss is read later, as its parts belong together.
  private mutating func read(
    _ key: TrainOption, _ option: GivenOption, into request: inout TrainRequest, _ source: Source
  ) throws(Diagnostic) {
    switch key {
    case .until:
      request.condition = option.expression
      request.conditionText = option.expression.map { source.oneLine($0.span) }
    case .epochs: request.epochs = try wholeNumber(of: option)
    case .seconds: request.seconds = try number(of: option)
    case .batch: request.configuration.batch = try wholeNumber(of: option)
    case .shuffle: request.configuration.shuffles = true
    case .patience: request.patience = try wholeNumber(of: option)
    case .least: request.least = try number(of: option)
    case .on:
      guard option.name?.node != MetricName.last.rawValue else {
        throw Diagnostic(.unavailableMetric, "`_` is not a metric of a training", at: option.name?.span)
      }
      request.watched = option.name
    case .restart: request.restartEvery = try wholeNumber(of: option)
    case .keeping: request.keepsOptimizer = true
    case .log: request.logEvery = try wholeNumber(of: option)
    case .loss, .weights, .smoothing: break
    case .schedule: request.schedule = try schedule(option)
    case .warmup: request.warmup = try wholeNumber(of: option)
    case .over: request.over = try wholeNumber(of: option)
    case .clip:
      let limit = try number(of: option)
      switch option.name.flatMap({ ClipChoice(rawValue: $0.node) }) {
      case .norm: request.configuration.clip = .norm(limit)
      case .value, nil: request.configuration.clip = .value(limit)
      }
    case .maxnorm: request.configuration.maxNorm = try number(of: option)
    case .dropout: request.configuration.dropout = try number(of: option)
    case .accumulate: request.configuration.accumulate = try wholeNumber(of: option)
    case .mingrad: request.gradientTolerance = try number(of: option)
    case .as: request.name = try option.expression.map { (e) throws(Diagnostic) in try runName(e) }
    }
  }

  /// The whole number of an option, within the range of its row.
  private mutating func wholeNumber(of option: GivenOption) throws(Diagnostic) -> Int {
    guard let value = option.expression else { return 1 }
    return try whole(value, "`\(option.spec.phrase)`", in: (option.spec.range ?? .count).wholeNumbers)
  }

  /// The number of an option, within the range of its row.
  mutating func number(of option: GivenOption) throws(Diagnostic) -> Double {
    guard let value = option.expression else { return 1 }
    return try number(value, of: option.word.node, in: option.spec.range ?? .any)
  }

  /// A number within the range of an option, a setting or a parameter.
  private mutating func number(
    _ expression: Expression, of name: String, in range: NumberRange
  ) throws(Diagnostic) -> Double {
    let value = try number(expression)
    try check(value, .number(name, in: range), expression.span)
    return value
  }

  private mutating func setting(
    _ option: GivenOption, of optimizer: Optimizer
  ) throws(Diagnostic) -> Double {
    let word = option.word
    guard let setting = optimizer.settings.first(where: { $0.name == word.node }) else {
      let having = Optimizer.all.filter { $0.settings.contains { $0.name == word.node } }.map(\.name)
      throw .noSetting(option, of: optimizer.name, having: having, own: optimizer.settings.map(\.name))
    }
    guard let expression = option.expression else { return 1 }
    return try number(expression, of: setting.name, in: NumberRange(setting.range))
  }

  // MARK: Schedules

  private mutating func schedule(
    _ option: GivenOption
  ) throws(Diagnostic) -> (Schedule, [Double]) {
    guard let schedule = option.name.flatMap({ Schedule.named($0.node) }) else {
      throw Diagnostic(.internalFault, "the parser let an unknown schedule pass")
    }
    var numbers: [Double] = []
    for (parameter, expression) in zip(schedule.parameters, option.expressions) {
      numbers.append(try number(expression, of: parameter.name, in: NumberRange(parameter.range)))
    }
    return (schedule, numbers)
  }

  /// The schedule with its length: `over`, or else the epochs of the line.
  private func rates(_ request: TrainRequest, _ statement: TrainStatement) throws(Diagnostic)
    -> LearningRatePlan
  {
    let needsLength = request.schedule?.schedule.hasLength == true
    if request.over != nil, !needsLength {
      let having = Schedule.all.filter(\.hasLength).map(\.name).joined(separator: ", ")
      throw statement.refusal(of: .over, "`over` goes with a schedule that has a length: \(having)")
    }
    guard let (schedule, numbers) = request.schedule else {
      return LearningRatePlan(nil, warmup: request.warmup)
    }
    let length = needsLength ? request.over ?? request.epochs ?? 0 : 0
    if needsLength, length == 0 {
      throw statement.refusal(
        of: .schedule, "`\(schedule.name)` has to know over how many epochs it stretches",
        "Add: epochs 200     or, if it is to go on in later lines: over 200")
    }
    if needsLength, length <= request.warmup {
      throw statement.refusal(of: .warmup, "the warm-up leaves nothing of the \(length) epochs")
    }
    let metric =
      request.watched?.node
      ?? TrainingMetric.standard(hasValidation: session.data.validation != nil).rawValue
    return LearningRatePlan(
      schedule, numbers: numbers, warmup: request.warmup, length: length,
      metric: schedule.isAdaptive ? metric : "")
  }
}

extension TrainStatement {
  /// Settings that do not go together; the mistake is at the option, or else at the optimizer.
  func refusal(of option: TrainOption, _ message: String, _ help: String...) -> Diagnostic {
    Diagnostic(.settingMismatch, message, at: options[option]?.span ?? optimizer?.span, help: help)
  }

  /// The same for a setting of the optimizer.
  func refusal(of setting: Setting.Key, _ message: String, _ help: String...) -> Diagnostic {
    Diagnostic(.settingMismatch, message, at: given(setting)?.span ?? optimizer?.span, help: help)
  }

  /// A setting of the optimizer, if it is on the line.
  func given(_ setting: Setting.Key) -> GivenOption? {
    options.settings.first { $0.word.node == setting.word }
  }
}
