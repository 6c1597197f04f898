import Foundation
import NeuralCore
import Testing

/// What the rows of the tables say about themselves, against the functions that they describe.
struct FactTests {
  // MARK: Activations

  /// Outputs and derivatives of the kernels over a fine grid: [−60, 60], and finer around 0.
  private static func samples(_ activation: Activation) -> [(s: Double, y: Double)] {
    guard let value = activation.value else { return [] }
    let grid = stride(from: -60.0, through: 60, by: 0.01).map { $0 } + [-1e6, 1e6]
    return grid.map { ($0, value($0)) }
  }

  @Test(arguments: Activation.all.filter(\.isElementwise).map(\.name))
  func rangeIsWhatTheKernelReaches(_ name: String) throws {
    let activation = try #require(Activation.named(name))
    let outputs = Self.samples(activation).map(\.y)
    let (least, most) = (try #require(outputs.min()), try #require(outputs.max()))
    let range = activation.range
    #expect(outputs.allSatisfy { $0 >= range.lowerBound - 1e-12 && $0 <= range.upperBound + 1e-12 })
    // Far out a bound is come near to; an infinite one is left behind by every number.
    #expect(range.lowerBound.isFinite ? least - range.lowerBound < 2e-5 : least < -1000, "\(least)")
    #expect(range.upperBound.isFinite ? range.upperBound - most < 2e-5 : most > 1000, "\(most)")
  }

  @Test(arguments: Activation.all.filter(\.isElementwise).map(\.name))
  func steepestDerivativeIsTheKernels(_ name: String) throws {
    let activation = try #require(Activation.named(name))
    let value = try #require(activation.value)
    // Differences of the kernel itself, on either side of each point.
    let h = 1e-5
    let slopes = stride(from: -30.0, through: 30, by: 0.001).map { s in
      max(((value(s + h) - value(s)) / h).magnitude, ((value(s) - value(s - h)) / h).magnitude)
    }
    guard activation.isDifferentiable else { return #expect(activation.steepestDerivative == 0) }
    #expect((try #require(slopes.max()) - activation.steepestDerivative).magnitude < 1e-4)
  }

  /// Softmax is no function of one number: its range and derivative are those of one output of two.
  @Test(arguments: Activation.all.filter { !$0.isElementwise }.map(\.name))
  func layersStayInTheirRange(_ name: String) throws {
    let activation = try #require(Activation.named(name))
    var (outputs, steepest) = ([Double](), 0.0)
    for s in stride(from: -40.0, through: 40, by: 0.01) {
      let (here, near) = (activation.outputs(for: [s, 0]), activation.outputs(for: [s + 1e-5, 0]))
      outputs += here
      steepest = max(steepest, ((near[0] - here[0]) / 1e-5).magnitude)
    }
    #expect(outputs.allSatisfy(activation.range.contains))
    #expect(try #require(outputs.min()) < activation.range.lowerBound + 1e-9)
    #expect(try #require(outputs.max()) > activation.range.upperBound - 1e-9)
    #expect((steepest - activation.steepestDerivative).magnitude < 1e-4)
  }

  @Test(arguments: Activation.all.filter { $0.isElementwise && $0.isDifferentiable }.map(\.name))
  func piecesAreTheKernels(_ name: String) throws {
    let activation = try #require(Activation.named(name))
    let samples = Self.samples(activation)
    guard let pieces = activation.pieces else {
      // Not piecewise linear: it bends at more than three places.
      let bends = samples.indices.dropFirst().dropLast(3).count { k in
        (samples[k - 1].y - 2 * samples[k].y + samples[k + 1].y).magnitude > 1e-9
      }
      #expect(bends > 100, "\(name) is made of straight pieces, and its row says that it is not")
      return
    }
    #expect(pieces[0].start == -.infinity)
    #expect(zip(pieces, pieces.dropFirst()).allSatisfy { $0.start < $1.start && $0.slope != $1.slope })
    for (s, y) in samples {
      let piece = try #require(pieces.last { $0.start <= s })
      #expect((piece.slope * s + piece.offset - y).magnitude <= 1e-9 * max(1, s.magnitude), "\(name)(\(s))")
    }
  }

  @Test func onlyReluCanDie() {
    #expect(Activation.all.filter(\.canDie) == [.relu])
    #expect(Activation.all.filter(\.isLinear) == [.linear])
  }

  // MARK: Losses

  private func cost(_ outputs: [Double], _ targets: [[Double]], _ loss: Loss, _ weights: [Double]) -> Double {
    outputs.indices.reduce(0) { total, k in
      targets[k].reduce(total) {
        $0 + loss.elementLoss(outputs[k], $1, weights.isEmpty ? 1 : weights[k])
      }
    }
  }

  /// No constant output on a grid has a smaller loss, and every number of the interval has the same.
  @Test(arguments: Loss.all.map(\.name))
  func bestConstantIsTheBestOnAGrid(_ name: String) throws {
    let loss = try #require(Loss.named(name))
    let columns: [[Double]] =
      loss.targets == .signs
      ? [[-1, 1, 1], [1, 1, 1], [-1, -1, 1]]
      : loss.classes == .none
        ? [[0.3, 2.1, -0.4, 0.9], [5, 5, 5, 5], [0, 1, 0, 1]] : [[1, 0, 0, 1, 0], [0, 1, 1, 0, 0]]
    for weights in loss.takesClasses ? [[], [0.5, 3]] : [[]] {
      // Of exclusive classes the outputs are probabilities that sum to 1: two of them are one number.
      let isJoint = loss.classes == .exclusive
      let exclusive = [columns[0], columns[0].map { 1 - $0 }]
      for targets in isJoint ? [exclusive] : columns.map({ [$0] }) {
        let used = isJoint ? weights : Array(weights.prefix(1))
        let best = loss.bestConstants(targets, used)
        #expect(best.count == targets.count)
        let ends = [best.map(\.lowerBound), best.map(\.upperBound)].map { end in
          zip(end, best).map {
            $0.isFinite ? $0 : $1.lowerBound.isFinite ? $1.lowerBound + 50 : $1.upperBound - 50
          }
        }
        let least = cost(ends[0], targets, loss, used)
        #expect((cost(ends[1], targets, loss, used) - least).magnitude < 1e-8, "\(name) \(best)")
        let grid =
          loss.takesClasses
          ? stride(from: 0.001, through: 0.999, by: 0.001).map { $0 }
          : stride(from: -8.0, through: 8, by: 0.01).map { $0 }
        for a in grid {
          let other = cost(isJoint ? [a, 1 - a] : [a], targets, loss, used)
          #expect(other >= least - 1e-7, "\(name) \(used): \(a) has \(other), \(best) has \(least)")
        }
      }
    }
  }

  /// With the targets that a loss allows it is never negative; with others bce falls without end, and so does cross-entropy
  /// with negative ones. (Targets above 1 are no probabilities: torch.nn.CrossEntropyLoss asks for 0 to 1 too.)
  @Test(arguments: Loss.all.map(\.name))
  func allowedTargetsHaveALeastLoss(_ name: String) throws {
    let loss = try #require(Loss.named(name))
    let outputs = loss.takesClasses ? [1e-9, 0.001, 0.3, 0.5, 0.9, 0.999, 1 - 1e-9] : [-9, -1, 0, 0.4, 1, 7]
    for target in [-3, -1, -0.5, 0, 0.25, 1, 1.5, 40] {
      let losses = outputs.map { loss.elementLoss($0, target, 1) }
      guard !loss.targets.allows(target) else {
        #expect(losses.allSatisfy { $0 >= 0 }, "\(name) \(target)")
        continue
      }
      if loss == .bce || loss.takesClasses && target < 0 {
        #expect(losses.contains { $0 < 0 }, "\(name) \(target)")
      }
    }
    #expect(loss.targets.allows(0) == (loss.targets != .signs))
    #expect(loss.targets.allows(1) && loss.targets.allows(-1) == [.any, .signs].contains(loss.targets))
    #expect(loss.targets.allows(0.5) == [.any, .probabilities].contains(loss.targets))
    #expect(!loss.targets.allows(.nan) || loss.targets == .any)
  }

  /// The loss by hand, element by element, is the engine's.
  @Test(arguments: Loss.all.map(\.name))
  func elementsAddUpToTheLoss(_ name: String) throws {
    let loss = try #require(Loss.named(name))
    let output = loss.needs ?? .linear
    var network = Network(layers: [Layer(inputs: 2, outputs: 3, activation: output, hasBias: true)], .double)
    var generator = MersenneTwister(seed: 4)
    network.initialize(.xavier, Initializer.Options(), from: &generator)
    let rows = (0..<5).map { r -> (inputs: [Double], targets: [Double]) in
      let x = Double(r)
      let targets = (0..<3).map { k -> Double in
        loss.targets == .signs ? (k == r % 3 ? 1 : -1) : k == r % 3 ? 1 : 0
      }
      return ([x - 2, 0.7 * x * x - 3], targets)
    }
    let data = Dataset(name: "", rows: rows, .double)
    let objectives =
      loss.takesClasses
      ? [Objective(loss), Objective(loss, weights: [0.5, 2, 1], smoothing: 0.2)] : [Objective(loss)]
    for objective in objectives {
      let targets = rows.map(\.targets)
      let smoothed = objective.smoothedTarget(outputs: 3)
      var total = 0.0
      for (r, row) in rows.enumerated() {
        let outputs = network.outputs(for: row.inputs)
        for k in 0..<3 {
          total += loss.elementLoss(
            outputs[k], smoothed.value { _ in targets[r][k] },
            objective.weights.isEmpty ? 1 : objective.weights[k])
        }
      }
      let engine = network.loss(objective, on: data)
      #expect(
        (total / objective.divisor(targets.flatMap { $0 }, outputs: targets[0].count) - engine).magnitude
          < 1e-9 * max(1, engine), "\(name)")
    }
  }

  /// A softmax output has cross-entropy, step units have errors, all else mse.
  @Test func standardLossesAreFactsOfRows() {
    for activation in Activation.all {
      let expected: Loss = activation == .softmax ? .crossEntropy : activation.role == .step ? .errors : .mse
      #expect(Loss.standard(for: activation) == expected)
    }
    #expect(Loss.all.allSatisfy { !$0.isDefaultForOutput || $0.needs != nil })
  }

  // MARK: Optimizers

  private static let stable: [(String, [Setting.Key: Double])] = [
    ("sgd", [:]), ("sgd", [.momentum: 0.9]), ("sgd", [.momentum: 0.5, .dampening: 0.4]),
    ("sgd", [.momentum: 0.9, .nesterov: 1]), ("adam", [:]), ("adam", [.beta1: 0.5]), ("adam", [.amsgrad: 1]),
    ("adamw", [.decay: 0]),
  ]

  /// Every optimizer that claims a stable rate is on the list.
  @Test func everyKnownStableRateIsChecked() {
    let known = Optimizer.all.filter { if case .known = $0.stableRate { true } else { false } }.map(\.name)
    #expect(Set(known) == Set(Self.stable.map(\.0)))
  }

  /// An adaptive optimizer after so many steps that its averages no longer move: the squares are 0.25.
  private static var steadyMemory: OptimizerMemory {
    var memory = OptimizerMemory()
    memory.scalars = [
      .steps: 1e15, OptimizerMemory.Counter("power1"): 0, OptimizerMemory.Counter("power2"): 0,
    ]
    let squares = Vector([0.25, 0, 0, 0] as [Double])
    memory.arrays = [.average: Vector(zeros: 4, .double), .squares: squares, .largest: squares]
    return memory
  }

  /// On a parabola a weight returns to the minimum a little below the stable rate and leaves it a little above.
  @Test(arguments: stable.indices)
  func stableRateIsWhereStepsBeginToGrow(_ index: Int) throws {
    let (name, given) = Self.stable[index]
    let optimizer = try #require(Optimizer.named(name))
    // E = (2 w)²: λ = 8.
    var network = Network(
      layers: [Layer(inputs: 1, outputs: 1, activation: .linear, hasBias: false)], .double)
    network.parameters[0] = 1e-3
    let data = Dataset(name: "", rows: [([2], [0])], .double)
    var settings = given
    // Averages that stay where they are: the squares are 0.25, so that the preconditioner is constant.
    let isAdaptive = optimizer != .sgd
    if isAdaptive { settings[.beta2] = 1 - 1e-13 }
    let memory = isAdaptive ? Self.steadyMemory : OptimizerMemory()
    guard case .known(let factor, let preconditioner) = optimizer.stableRate else {
      Issue.record("no stable rate")
      return
    }
    var scale = 1.0
    if case .diagonal(let diagonal) = preconditioner {
      scale = try #require(diagonal(Settings(optimizer.settings, given: settings), memory))[0]
    }
    let limit = factor(Settings(optimizer.settings, given: settings)) / (8 * scale)
    func end(_ rate: Double) -> Double {
      settings[.lr] = rate
      let configuration = TrainingConfiguration(
        optimizer, Settings(optimizer.settings, given: settings), Objective(.mse))
      let training = network.training(configuration, on: data, continuing: isAdaptive ? memory : nil)
      // What grows is stopped early: later the squares would grow too, and shorten the steps again.
      for _ in 0..<2000 where training.trained.parameters[0].magnitude < 1 { _ = training.run(1) }
      return training.trained.parameters[0].magnitude
    }
    #expect(end(0.97 * limit) < 1e-5, "\(name) \(given): \(end(0.97 * limit))")
    #expect(!(end(1.03 * limit) < 1e-2), "\(name) \(given): \(end(1.03 * limit))")
  }
}
