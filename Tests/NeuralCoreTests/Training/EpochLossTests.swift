import NeuralCore
import Testing

/// The loss of an epoch of batches is that of the whole data, for every loss: a mean over the epoch or a sum over it.
///
/// Oracle: `Network.loss` over all rows. All weights are frozen, so that every batch sees the same ones.
struct EpochLossTests {
  private static let rows = 7
  private static let batches = [1, 2, 3, 5, 7, 100]

  /// A loss with class weights and smoothing, as far as it takes them, and a net and data that it can take.
  private struct Case {
    let objective: Objective
    let network: Network
    let data: Dataset

    init(_ loss: Loss, weighted: Bool, _ precision: Precision) {
      let outputs = loss.classes == .exclusive ? 3 : 2
      objective =
        loss.takesClasses && weighted
        ? Objective(loss, weights: Array([0.5, 3, 1.25].prefix(outputs)), smoothing: 0.1) : Objective(loss)
      let output = loss.needs ?? .linear
      var network = Network(
        layers: [
          Layer(inputs: 2, outputs: 3, activation: .tanh, hasBias: true),
          Layer(inputs: 3, outputs: outputs, activation: output, hasBias: true),
        ])
      var generator = MersenneTwister(seed: 8)
      network.initialize(.xavier, Initializer.Options(), from: &generator)
      self.network = network.converted(to: precision)
      data = Dataset(
        name: "",
        rows: (0..<EpochLossTests.rows).map { row in
          let kind = (row * row + row / 2) % outputs
          let targets = (0..<outputs).map { $0 == kind ? 1.0 : loss == .hinge ? -1 : 0 }
          return (inputs: [Double(row) - 3, 0.5 * Double(row % 4)], targets: targets)
        }, precision)
    }

    var whole: Double { network.loss(objective, on: data) }

    func configuration(batch: Int?) -> TrainingConfiguration {
      var plan = TrainingConfiguration(.sgd, Settings(Optimizer.sgd.settings), objective)
      plan.batch = batch
      plan.frozen = Array(0..<network.parameters.count)
      return plan
    }

    func isNear(_ loss: Double) -> Bool {
      (loss - whole).magnitude <= (network.precision == .single ? 1e-5 : 1e-12) * whole
    }
  }

  private static func cases(_ precision: Precision) -> [Case] {
    Loss.all.flatMap { loss in
      (loss.takesClasses ? [false, true] : [false]).map { Case(loss, weighted: $0, precision) }
    }
  }

  @Test(arguments: [Precision.single, .double])
  func anEpochHasTheLossOfTheData(_ precision: Precision) {
    for test in Self.cases(precision) {
      for batch in Self.batches {
        for (shuffles, accumulate) in [(false, 1), (true, 1), (false, 2), (true, 3)] {
          var plan = test.configuration(batch: batch)
          (plan.shuffles, plan.accumulate) = (shuffles, accumulate)
          let trainer = test.network.training(plan, on: test.data, generator: MersenneTwister(seed: 2))
          #expect(trainer.run(3) == .budget)
          #expect(test.isNear(trainer.firstLoss) && test.isNear(trainer.lastLoss))
          #expect(trainer.losses.count == 3 && trainer.losses.allSatisfy { test.isNear($0.loss) })
          #expect(trainer.trained == test.network, "\(test.objective.loss.name) batch \(batch)")
        }
      }
    }
  }

  /// Update by update the rows have their loss, and the last one of an epoch knows that of the epoch; so it does if the
  /// epoch is cut in two.
  @Test func singleUpdatesKnowTheEpochToo() throws {
    for test in Self.cases(.double) {
      for (batch, accumulate) in [(1, 1), (2, 1), (2, 3), (3, 2), (7, 1)] {
        var plan = test.configuration(batch: batch)
        (plan.accumulate, plan.shuffles) = (accumulate, true)
        var trainer = test.network.training(plan, on: test.data, generator: MersenneTwister(seed: 5))
        var rows: [Int] = []
        while rows.count < Self.rows {
          let update = try #require(trainer.update())
          rows += update.rows
          let alone = test.network.loss(test.objective, on: test.data.selecting(update.rows))
          #expect((update.loss - alone).magnitude <= 1e-12 * max(1, alone))
          #expect((update.epochLoss != nil) == (rows.count == Self.rows))
          if let loss = update.epochLoss { #expect(test.isNear(loss)) }

          let place = trainer.placeInEpoch
          let next = trainer.trained.training(plan, on: test.data, generator: trainer.generator)
          next.resume(at: place)
          trainer = next
        }
        #expect(rows.sorted() == Array(0..<Self.rows))
      }
    }
  }

  /// A threshold between the loss of a batch and that of the epoch is reached or not as by the whole data.
  @Test func thresholdsAreComparedWithTheEpoch() {
    for test in Self.cases(.single) {
      for batch in Self.batches {
        let trainer = test.network.training(test.configuration(batch: batch), on: test.data)
        let below = LossThreshold(.less, test.whole * 0.999)
        #expect(trainer.run(2, until: below) == .budget, "\(test.objective.loss.name) batch \(batch)")
        #expect(trainer.run(2, until: LossThreshold(.less, test.whole * 1.001)) == .bound)
        #expect(trainer.epochs == 3)
      }
    }
  }

  /// Patience and a plateau schedule see the same numbers whatever the batch size.
  @Test func patienceAndPlateauSeeTheEpoch() throws {
    for test in Self.cases(.double) {
      for batch in Self.batches {
        var plan = test.configuration(batch: batch)
        let schedule = try #require(Schedule.named("plateau"))
        plan.rates = LearningRatePlan(schedule, numbers: [1, 0.5], metric: "loss")
        var rules = TrainingRules(budget: 50)
        rules.patience = 6
        let state = EpochHistory.State(
          epoch: 0, network: test.network, optimizer: nil, generator: MersenneTwister(seed: 1), seed: 1)
        var loop = TrainingLoop(rules, plan, from: state, on: test.data)
        #expect(loop.run() == .patience && loop.trainer.epochs == 6)
        #expect(test.isNear(loop.best?.value ?? .nan) && test.isNear(loop.firstLoss))
        let clock = loop.trainer.memory.clock
        #expect(test.isNear(clock.best ?? .nan), "\(test.objective.loss.name) batch \(batch)")
        // After the first epoch five without improvement: two reductions, one epoch waited.
        #expect(clock.reduction == 0.25 && clock.waited == 1)
      }
    }
  }

  /// Restarts note the loss of an attempt's last epoch.
  @Test func attemptsNoteTheEpoch() {
    for test in Self.cases(.double) {
      var rules = TrainingRules(budget: 4)
      (rules.restartEvery, rules.threshold) = (2, LossThreshold(.less, 0))
      var plan = test.configuration(batch: 2)
      plan.frozen = Array(0..<test.network.parameters.count)
      let state = EpochHistory.State(
        epoch: 0, network: test.network, optimizer: nil, generator: MersenneTwister(seed: 1), seed: 1)
      var loop = TrainingLoop(rules, plan, from: state, on: test.data)
      _ = loop.run()
      #expect(loop.attempts.count == 2 && loop.attempts.allSatisfy { test.isNear($0.loss) })
    }
  }
}
