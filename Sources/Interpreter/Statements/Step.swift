import Explaining
import Language
import NeuralCore

/// `step` and `explain step`.
extension Executor {
  /// Does one update and says all that is in it.
  mutating func step(
    _ statement: TrainStatement, _ text: String?
  ) throws(Diagnostic) {
    let explanation = try update(statement, nil, isDone: true)
    if statement.optimizer != nil {
      let line = text == nil ? nil : TrainLine(statement, in: context.source)?.text
      recall(statement, context.source, line)
    }
    emit(.explain(explanation, ExplanationForm()))
  }

  /// One update of this session, by hand too.
  ///
  /// - Parameter only: the neuron whose weights are shown.
  mutating func update(
    _ statement: TrainStatement, _ only: NeuronName?, isDone: Bool
  ) throws(Diagnostic) -> Explanation {
    guard statement.optimizer != nil else {
      guard let last = session.recall.train else {
        throw Diagnostic(
          .nothingToRepeat, "no optimizer is in use yet",
          help: ["Write: \(isDone ? "step" : "explain step") adam lr 0.01"])
      }
      do throws(Diagnostic) {
        return try update(last.statement, last.source, only, typed: "", isDone: isDone)
      } catch {
        throw error.inSource(last.source)
      }
    }
    let typed = TrainLine(statement, in: context.source)?.arguments ?? ""
    return try update(statement, context.source, only, typed: typed, isDone: isDone)
  }

  private mutating func update(
    _ statement: TrainStatement, _ source: Source, _ only: NeuronName?, typed: String, isDone: Bool
  ) throws(Diagnostic) -> Explanation {
    let network = try session.requireNetwork()
    // As Adam has them: two averages, each corrected, the change, the new weight, and the derivative.
    try checkSize(network, formulas: 7)
    let request = try request(statement, source, network)
    let (data, isFallback) = try session.dataOrFallback(network)
    try check(request, data, statement)
    if isFallback { try use(data, isFallback: true) }
    if !session.model.hasWeights {
      try initialize(network, Initialization.Step(initializer: .torch), isImplied: true)
    }
    if request.isDrawn { seedIfNeeded() }
    return try update(request, data, only, typed: typed, isDone: isDone)
  }

  private mutating func update(
    _ request: TrainRequest, _ data: Dataset, _ only: NeuronName?, typed: String, isDone: Bool
  ) throws(Diagnostic) -> Explanation {
    let network = try session.requireNetwork()
    let memory = session.training.optimizer.flatMap {
      $0.optimizer == request.configuration.optimizer ? $0.memory : nil
    }
    let training = network.training(
      request.configuration, on: data, continuing: memory,
      goesOn: session.training.optimizer?.isMidway == true,
      generator: session.random.generator)

    if let stepping = session.training.stepping { training.resume(at: stepping) }
    let before = training.memory
    if session.passIsLong { training.stop(when: host.input.isInterrupted) }
    guard let update = training.update() else {
      try checkInterrupt()
      throw Diagnostic(
        .notFinite, "the loss is not finite, so there is no gradient and no update",
        help: ["Draw other weights: init torch"])
    }
    let made = UpdateMade(
      configuration: request.configuration, before: network, after: training.trained, memoryBefore: before,
      memoryAfter: training.memory, update: update, rate: training.rate)
    guard made.after.parameters.isFinite else {
      throw Diagnostic(.notFinite, "this update makes weights that are not finite: the step is too long")
    }
    let explanation = try explanation(of: made, data, only, typed: typed, isDone: isDone)
    take(made, training, request, data)
    return explanation
  }

  /// The session after the update.
  private mutating func take(
    _ made: UpdateMade, _ training: AnyTrainer, _ request: TrainRequest, _ data: Dataset
  ) {
    let old = session
    session.model.network = made.after
    session.random.go(to: training.generator, seed: session.random.seed)
    session.training = TrainingState(
      optimizer: OptimizerState(
        optimizer: request.configuration.optimizer, settings: request.configuration.settings,
        memory: made.memoryAfter),
      epoch: old.epoch + training.epochs, history: old.training.history,
      stepping: training.placeInEpoch.batch == 0 ? nil : training.placeInEpoch)
    session.training.sawScaledData = session.data.isScaled
    session.noteStep(from: old, request.configuration, data, made.update.epochLoss ?? made.update.loss)
  }

  // MARK: By hand

  private func explanation(
    of made: UpdateMade, _ data: Dataset, _ only: NeuronName?, typed: String, isDone: Bool
  ) throws(Diagnostic) -> Explanation {
    var derivation = Derivation(made.before, host.input.stop)
    let optimizer = made.configuration.optimizer
    let use = OptimizerState(
      optimizer: optimizer, settings: made.configuration.settings, memory: OptimizerMemory())
    var settings: [(name: String, value: Double)] = []
    var search: Explanation.Search?
    if let formulas = made.formulas {
      settings = try checked { () throws(DerivationFault) in try derivation.addUpdate(made, formulas) }
    } else {
      search = optimizer.takesJacobian ? move(made) : firstMove(made, data)
    }
    let limits = made.configuration.limits
    var report = Explanation.Update(
      optimizer: optimizer.name,
      line: use.text + limits.map { " \($0.option) \($0.value.text)" }.joined(), typed: typed,
      dropout: made.configuration.dropout,
      isOfWholeData: made.update.rows.count == data.rows && made.configuration.dropout == 0
        && made.configuration.objective == session.objective,
      number: made.number, settings: settings,
      rows: made.update.rows, allRows: data.rows, loss: session.precision.decimal(made.update.loss),
      isDone: isDone,
      frozen: session.model.frozen.count, search: search)
    report.limits = limits.map { ($0.option.replacing(" ", with: "_"), $0.value) }
    return try explanation(
      .update(report), derivation, [], of: only,
      ShownDigits(places: session.format.digits, isSignificant: true, precision: session.precision))
  }

  /// The same update with one move only: its direction and length.
  private func firstMove(_ made: UpdateMade, _ data: Dataset) -> Explanation.Search {
    var configuration = made.configuration
    let settings = configuration.optimizer.settings
    var given = Dictionary(uniqueKeysWithValues: settings.map { ($0.key, configuration.settings[$0.key]) })
    // The looks that all moves of the update may take, which l-bfgs derives from their number.
    let looks = configuration.settings[.looks]
    (given[.moves], given[.looks]) = (
      1, looks == 0 ? (configuration.settings[.moves] * 1.25).rounded(.down) : looks
    )
    configuration.settings = Settings(settings, given: given)
    let training = made.before.training(
      configuration, on: data, continuing: made.memoryBefore, generator: session.random.generator)
    _ = training.update()
    return search(
      made, Int(clamping: made.configuration.settings[.moves]), training.trained, training.memory)
  }

  /// The only move of a rule that solves for all weights at once.
  private func move(_ made: UpdateMade) -> Explanation.Search {
    search(made, nil, made.after, made.memoryAfter)
  }

  private func search(
    _ made: UpdateMade, _ moves: Int?, _ after: Network, _ memory: OptimizerMemory
  ) -> Explanation.Search {
    let names = made.before.names
    return Explanation.Search(
      length: memory.scalars[.length] ?? 0, moves: moves,
      weights: names.indices.map { k in
        (
          names[k], made.before.parameters.decimal(k), memory.arrays[.direction]?[k] ?? 0,
          after.parameters.decimal(k)
        )
      })
  }
}

extension TrainingConfiguration {
  /// What bounds the gradient and the weights, by the options that say so.
  fileprivate var limits: [(option: String, value: Double)] {
    var limits: [(option: String, value: Double)] = []
    switch clip {
    case .norm(let limit)?: limits.append(("clip norm", limit))
    case .value(let limit)?: limits.append(("clip value", limit))
    case nil: break
    }
    if let maxNorm { limits.append(("maxnorm", maxNorm)) }
    return limits
  }
}
