import Language
import NeuralCore

/// `step` and `explain step`.
extension Session {
  /// Does one update and says all that is in it.
  mutating func step(
    _ statement: TrainStatement, _ text: String?, _ context: Context
  ) throws(Diagnostic) {
    let explanation = try update(statement, nil, isDone: true, context)
    if statement.optimizer != nil {
      lastTrain = (statement, context.source, text.map { "train" + $0.dropFirst("step".count) })
    }
    context.host.emit(.explain(explanation, notation: nil))
  }

  /// One update of this session, by hand too.
  ///
  /// - Parameter only: the neuron whose weights are shown.
  mutating func update(
    _ statement: TrainStatement, _ only: NeuronName?, isDone: Bool, _ context: Context
  ) throws(Diagnostic) -> Explanation {
    guard statement.optimizer != nil else {
      guard let last = lastTrain else {
        throw Diagnostic(
          .nothingToRepeat, "no optimizer is in use yet", help: ["Name one: step adam lr 0.01"])
      }
      do throws(Diagnostic) {
        return try update(last.statement, last.source, only, isDone: isDone, context.host)
      } catch {
        throw error.inSource(last.source)
      }
    }
    return try update(statement, context.source, only, isDone: isDone, context.host)
  }

  private mutating func update(
    _ statement: TrainStatement, _ source: Source, _ only: NeuronName?, isDone: Bool, _ host: Host
  ) throws(Diagnostic) -> Explanation {
    let network = try requireNetwork()
    let order = try order(statement, source, network, host)
    let (data, isFallback) = try dataOrFallback(network)
    try check(order, data, statement)
    if isFallback { use(data, isFallback: true, host) }
    if !hasWeights { initialize(network, Initialization.Step(initializer: .torch), isImplied: true, host) }
    if order.isDrawn { seedIfNeeded(host) }
    return try update(order, data, only, isDone: isDone)
  }

  private mutating func update(
    _ order: TrainRequest, _ data: Dataset, _ only: NeuronName?, isDone: Bool
  ) throws(Diagnostic) -> Explanation {
    let network = try requireNetwork()
    let memory = optimizer.flatMap { $0.optimizer == order.plan.optimizer ? $0.memory : nil }
    let training = network.training(
      order.plan, on: data, continuing: memory, goesOn: optimizer?.isMidway == true, generator: generator)

    if let stepping { training.resume(at: stepping) }
    let before = training.memory
    guard let update = training.update() else {
      throw Diagnostic(
        .notFinite, "the loss is not finite, so there is no gradient and no update",
        help: ["Draw other weights: init torch"])
    }
    let made = UpdateMade(
      plan: order.plan, before: network, after: training.trained, memoryBefore: before,
      memoryAfter: training.memory, update: update, rate: training.rate)
    guard made.after.parameters.allSatisfy(\.isFinite) else {
      throw Diagnostic(.notFinite, "this update makes weights that are not finite: the step is too long")
    }
    let explanation = try explanation(of: made, data, only, isDone: isDone)
    take(made, training, order, data)
    return explanation
  }

  /// The session after the update.
  private mutating func take(
    _ made: UpdateMade, _ training: AnyTrainer, _ order: TrainRequest, _ data: Dataset
  ) {
    let old = self

    (network, generator, reached, lastEnd) = (made.after, training.generator, nil, nil)
    optimizer = OptimizerInUse(
      optimizer: order.plan.optimizer, settings: order.plan.settings, memory: made.memoryAfter)
    epoch += training.epochs
    stepping = training.placeInEpoch.batch == 0 ? nil : training.placeInEpoch
    noteStep(from: old, order.plan, data, made.update.loss)
  }

  // MARK: By hand

  private func explanation(
    of made: UpdateMade, _ data: Dataset, _ only: NeuronName?, isDone: Bool
  ) throws(Diagnostic) -> Explanation {
    var derivation = Derivation(made.before)
    let optimizer = made.plan.optimizer
    let use = OptimizerInUse(optimizer: optimizer, settings: made.plan.settings, memory: OptimizerMemory())
    var settings: [(name: String, value: Double)] = []
    var search: Explanation.Search?
    if let formulas = made.formulas {
      settings = try derivation.addUpdate(made, formulas)
    } else {
      search = firstMove(made, data)
    }
    let report = Explanation.Update(
      optimizer: optimizer.name, line: use.text, number: made.number, settings: settings,
      rows: made.update.rows, allRows: data.rows, loss: precision.decimal(made.update.loss), isDone: isDone,
      frozen: frozen.count, search: search)
    return Explanation(
      kind: .update(report), derivation: derivation, rows: [], rowsLeft: 0, only: only,
      digits: ShownDigits(places: digits, isSignificant: true))
  }

  /// The same update with one move only: its direction and length.
  private func firstMove(_ made: UpdateMade, _ data: Dataset) -> Explanation.Search {
    var plan = made.plan
    let settings = plan.optimizer.settings
    var given = Dictionary(uniqueKeysWithValues: settings.map { ($0.name, plan.settings[$0.name]) })
    (given["moves"], given["looks"]) = (
      1, made.plan.settings["looks"] == 0 ? 25 : made.plan.settings["looks"]
    )
    plan.settings = Settings(settings, given: given)
    let training = made.before.training(plan, on: data, continuing: made.memoryBefore, generator: generator)
    _ = training.update()
    let (after, memory) = (training.trained, training.memory)
    let names = made.before.names
    return Explanation.Search(
      length: memory.scalars["length"] ?? 0, moves: Int(made.plan.settings["moves"]),
      weights: names.indices.map { k in
        (
          names[k], made.before.parameters.decimal(k), memory.arrays["direction"]?[k] ?? 0,
          after.parameters.decimal(k)
        )
      })
  }
}

/// An update that was made, with everything before and after it.
struct UpdateMade {
  let plan: TrainingConfiguration
  let before, after: Network
  let memoryBefore, memoryAfter: OptimizerMemory
  let update: AnyTrainer.Update
  let rate: Double

  var formulas: UpdateFormulas? { plan.optimizer.formulas?(plan.settings, memoryBefore.scalars) }

  /// Counted from 1 since the optimizer began.
  var number: Int { Int(memoryBefore.scalars["steps"] ?? Double(memoryBefore.clock.updates)) + 1 }
}
