import Experiments
import Language
import NeuralCore
import Standard

/// A sweep that can be run: every variant looked up and checked.
struct SweepPlan: Sendable {
  let points: SweepPoints
  let variants: [PlannedVariant]
  let outcome: SweepOutcome
  /// All lines that are in every variant.
  let shared: [String]
  /// All lines, by kind, with values in the place of variables.
  let lines: [String]

  /// What its table says besides its runs.
  var outline: SweepOutline {
    let data = variants.map { $0.session.data.whole }
    let isShared = data.allSatisfy { $0?.name == data[0]?.name && $0?.rows == data[0]?.rows }
    return SweepOutline(
      variants: variants.map(\.described), outcome: outcome, shared: shared,
      data: isShared ? data[0].map { SweepOutline.Data(name: $0.name, rows: $0.rows) } : nil)
  }
}

/// A variant with all that its runs share.
struct PlannedVariant: Sendable {
  let name: String
  let lines: [String]
  /// The session with its net and its data, its weights not drawn yet.
  let session: Session
  let start: SweepStart
  let request: TrainRequest
  /// The line of its training, with values in the place of variables.
  let train: String
  /// The variables of the loops around that line.
  let values: [String: Value]

  var described: SweepResult.Variant {
    SweepResult.Variant(
      name: name, lines: lines, budget: request.budget, hasGoal: request.condition != nil,
      loss: request.configuration.objective.text)
  }

  var kept: SweepVariant {
    SweepVariant(model: session.model, data: session.data, start: start, train: train)
  }
}

/// The lines that make one variant; nil where the session has that kind.
struct SweepChoice {
  let net: SweepLine?
  let data: SweepLine?
  let start: SweepLine?
  let train: SweepLine?

  var lines: [SweepLine] { [net, data, start, train].compactMap { $0 } }
}

extension SweepLines {
  /// Every choice of one line of each kind, the training varying fastest.
  fileprivate var choices: [SweepChoice] {
    func options(_ lines: [SweepLine]) -> [SweepLine?] { lines.isEmpty ? [nil] : lines }
    var choices: [SweepChoice] = []
    for net in options(nets) {
      for data in options(data) {
        for start in options(starts) {
          for train in options(trains) {
            choices.append(SweepChoice(net: net, data: data, start: start, train: train))
          }
        }
      }
    }
    return choices
  }

  fileprivate var choiceCount: Int {
    [nets, data, starts, trains].reduce(1.0) { $0 * Double(max(1, $1.count)) } < 1e15
      ? [nets, data, starts, trains].reduce(1) { $0 * max(1, $1.count) } : .max
  }

  /// The lines that vary, as a variant is named by them; where none does, the first of those that are given, a start before
  /// any other.
  fileprivate func name(_ choice: SweepChoice) -> String {
    let varying = [(nets, choice.net), (data, choice.data), (starts, choice.start), (trains, choice.train)]
      .filter { $0.0.count > 1 }.compactMap { $0.1?.text }
    guard varying.isEmpty else { return varying.joined(separator: " · ") }
    return choice.start?.text ?? choice.lines.first?.text ?? "train"
  }

  /// What all variants share: lines of a kind that has one, and what the session has of a kind that has none.
  fileprivate func shared(_ variant: PlannedVariant) -> [String] {
    func one(_ lines: [SweepLine], else own: String?) -> [String] {
      lines.count > 1 ? [] : [lines.first?.text ?? own].compactMap { $0 }
    }
    return one(nets, else: variant.session.network?.statementText) + one(data, else: nil)
      + (data.count > 1 ? [] : variant.session.data.scalingLines) + one(starts, else: variant.start.text)
      + one(trains, else: variant.train)
  }
}

extension DataState {
  /// The statements that scaled it.
  fileprivate var scalingLines: [String] {
    [scaling.map { "scale \($0.request.text)" }, targetScaling.map { "scale targets \($0.request.text)" }]
      .compactMap(\.self)
  }
}

extension Executor {
  /// Looks everything up and checks it before anything is run.
  mutating func plan(
    _ lines: SweepLines, seeds: SeedList, _ options: GivenOptions<SweepOption>, at span: Span
  ) throws(Diagnostic) -> SweepPlan {
    let folds = try folds(options)
    let count = lines.choiceCount
    guard count <= SweepLines.limit else {
      throw Diagnostic(
        .outOfRange,
        "these lines make \(Double(count).grouped) variants, more than \(Double(SweepLines.limit).grouped)",
        at: span)
    }
    try checkRuns(SweepPoints.count(seeds: seeds, folds: folds, variants: count), at: span)
    let choices = lines.choices
    var variants: [PlannedVariant] = []
    var bases: [String: Session] = [:]
    for choice in choices {
      try checkInterrupt()
      let name = lines.name(choice)
      do throws(Diagnostic) {
        variants.append(try planned(choice, name, folds: folds, &bases))
      } catch {
        let isOne = choices.count == 1 || error.code == .interrupted
        throw isOne ? error : error.helping("This is the variant \"\(name)\"; nothing was run.")
      }
    }
    let outcome = try outcome(options[.on], variants, folds: folds, at: span)
    return SweepPlan(
      points: SweepPoints(seeds: seeds, folds: folds, variants: count), variants: variants, outcome: outcome,
      shared: lines.shared(variants[0]), lines: lines.all.map(\.text))
  }

  private func checkRuns(_ runs: Int?, at span: Span) throws(Diagnostic) {
    guard let runs, runs <= SweepPoints.limit else {
      let many = runs.map { Double($0).grouped } ?? "more than 10^18"
      throw Diagnostic(
        .outOfRange,
        "this sweep has \(many) runs, and one sweep has at most \(Double(SweepPoints.limit).grouped)",
        at: span, help: ["Take fewer seeds, or fewer variants."])
    }
  }

  private mutating func folds(_ options: GivenOptions<SweepOption>) throws(Diagnostic) -> Int? {
    guard let value = options[.folds]?.expression else { return nil }
    return try whole(value, "`folds K`", in: 2...1_000_000)
  }

  // MARK: One variant

  /// - Parameter bases: sessions with net and data, by the lines that made them.
  private mutating func planned(
    _ choice: SweepChoice, _ name: String, folds: Int?, _ bases: inout [String: Session]
  ) throws(Diagnostic) -> PlannedVariant {
    var trial = Executor(session, host.silent, context, preferences: preferences)
    trial.locals = locals
    let key = "\(choice.data?.text ?? "")\n\(choice.net?.text ?? "")"
    if let base = bases[key] {
      trial.session = base
    } else {
      for line in [choice.data, choice.net] { try trial.apply(line) }
      bases[key] = trial.session
    }
    let start = try trial.start(choice, session.model)
    return try trial.variant(choice, name, start, folds: folds)
  }

  /// Runs a line of a net, of data or of weights.
  private mutating func apply(_ line: SweepLine?) throws(Diagnostic) {
    guard let line else { return }
    try with(line) { (executor) throws(Diagnostic) in
      if case .net(let net) = line.statement {
        try executor.run(net)
      } else if case .weights(let weights) = line.statement {
        try executor.run(weights, executor.context.source)
      } else if case .data(let data) = line.statement {
        try data.checkSeed(at: line.span)
        if try executor.run(data) == .interrupted { throw .interrupted }
      }
    }
  }

  /// Does something where the variables of a line have their values; a mistake without a place is at the line.
  private mutating func with<Result>(
    _ line: SweepLine, _ work: (inout Executor) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    locals.append(Frame(line.values, session.scope.table))
    defer { locals.removeLast() }
    do throws(Diagnostic) { return try work(&self) } catch { throw error.at(line.span) }
  }

  /// - Parameter outer: the model of the session before any line of the sweep.
  private mutating func start(_ choice: SweepChoice, _ outer: Model) throws(Diagnostic) -> SweepStart {
    let network = try session.requireNetwork()
    guard let line = choice.start else { return outer.start(isNetNew: choice.net != nil) }
    guard case .initialize(let statement) = line.statement else {
      try apply(line)
      return .weights
    }
    let before = session.model.initialization
    return try with(line) { (executor) throws(Diagnostic) in
      if let layer = statement.options[.layer] {
        throw Diagnostic(
          .settingMismatch, "a start of a sweep draws the whole net, not one layer", at: layer.span,
          help: ["Leave `layer` out, or set weights: L0N0 -> L1N0 = 0.5"])
      }
      let draw = try executor.draw(of: statement, network)
      return .draws([draw] + (statement.scheme == nil ? before?.draws.dropFirst() ?? [] : []))
    }
  }

  private mutating func variant(
    _ choice: SweepChoice, _ name: String, _ start: SweepStart, folds: Int?
  ) throws(Diagnostic) -> PlannedVariant {
    let network = try session.requireNetwork()
    let (data, isFallback) = try session.dataOrFallback(network)
    if isFallback { try use(data, isFallback: true) }
    try checkFolds(folds)
    var whole = session
    if let folds { try hold(out: 1, of: folds, seed: 0) }
    let (request, text, values) = try request(choice, network, session.data.training ?? data)
    // As after a `train`, what a run comes to is told in the loss that it made small.
    whole.model.chosenObjective = session.model.chosenObjective
    return PlannedVariant(
      name: name, lines: choice.lines.map(\.text), session: whole, start: start, request: request,
      train: text, values: values)
  }

  private func checkFolds(_ folds: Int?) throws(Diagnostic) {
    guard let folds, session.data.rowsToTrainOn.count < folds else { return }
    throw Diagnostic(
      .outOfRange,
      "\(folds) folds need as many rows, and the data has \(session.data.rowsToTrainOn.count) to train on")
  }

  private mutating func request(
    _ choice: SweepChoice, _ network: Network, _ data: Dataset
  ) throws(Diagnostic) -> (request: TrainRequest, text: String, values: [String: Value]) {
    guard let line = choice.train, case .train(let statement) = line.statement, statement.optimizer != nil
    else {
      guard let last = session.recall.train else { throw .noTraining(at: choice.train?.span) }
      let copy = self
      let text = line(of: Located(.train(last.statement), Span(0, 0)), in: last.source) {
        copy.writtenValue($0)
      }
      do throws(Diagnostic) {
        return (try request(last.statement, last.source, network, data), text, [:])
      } catch {
        throw error.inSource(last.source)
      }
    }
    let request = try with(line) { (executor) throws(Diagnostic) in
      try executor.request(statement, executor.context.source, network, data)
    }
    return (request, line.text, line.values)
  }

  /// A training with an end that neither a clock nor a person decides.
  private mutating func request(
    _ statement: TrainStatement, _ source: Source, _ network: Network, _ data: Dataset
  ) throws(Diagnostic) -> TrainRequest {
    let request = try request(statement, source, network)
    try check(request, data, statement)
    try checkCondition(request, network, data)
    if request.watchesClock {
      throw statement.refusal(
        of: request.seconds == nil ? TrainOption.until : .seconds,
        "in a sweep no clock ends a training: the runs would not come out the same twice",
        "Say how many epochs: epochs 5000")
    }
    guard request.epochs != nil else {
      throw statement.refusal(
        of: TrainOption.until, "`train` in a sweep says after how many epochs a run is given up",
        "Add: epochs 5000")
    }
    return request
  }
}

extension SweepStart {
  /// As a line would say it.
  var text: String {
    switch self {
    case .draws(let draws): draws.map { "init \($0.nameAndForm)\($0.optionsText)" }.joined(separator: " ; ")
    case .weights: "the weights of the session"
    }
  }
}

extension Model {
  /// How weights begin where no line of a sweep says it: as the last ones were drawn; else as they are, if this is their
  /// net; else as `torch` draws them.
  fileprivate func start(isNetNew: Bool) -> SweepStart {
    if let draws = initialization?.draws, !isNetNew || draws.allSatisfy({ $0.layers == nil }) {
      return .draws(draws)
    }
    return hasWeights && !isNetNew ? .weights : .draws([Initialization.Step(initializer: .torch)])
  }
}

extension DataStatement {
  /// Points that are drawn are the same for every run.
  fileprivate func checkSeed(at span: Span) throws(Diagnostic) {
    guard case .builtin(let name, _, let options) = self, BuiltinData.named(name.node)?.isDrawn == true,
      !options.contains(.seed)
    else { return }
    throw Diagnostic(
      .missingArgument, "every run of a sweep sees the same data, so `\(name.node)` needs a seed here",
      at: span, help: ["Add: seed 1"])
  }
}

extension Diagnostic {
  fileprivate static func noTraining(at span: Span?) -> Diagnostic {
    Diagnostic(
      .nothingToRepeat, "this sweep has no `train` line, and no training came before it", at: span,
      help: ["Add one, for example: train adam lr 0.01 until loss<0.01 epochs 5000"])
  }
}
