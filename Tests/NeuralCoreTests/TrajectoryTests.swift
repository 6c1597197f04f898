import NeuralCore
import Testing

/// Training against PyTorch's: every run of the vectors whose activation, loss and optimizer this core has.
struct TrajectoryTests {
  struct File: Decodable {
    let steps: [Int]
    let data: [String: Rows]
    let cases: [Case]
  }

  struct Rows: Decodable {
    let n: Int
    let x_f32: String
    let y_f32: String?
    let classes: [Int]?
  }

  struct Case: Decodable {
    let id, data, hidden, output, loss: String
    let layers: [Int]
    let optimizer: [String: Value]
    let batch: Int?
    let `init`: [LayerVector]
    let loss_f32: String
    let tol: [Double]
    let compare_upto: Int
    let final_f32: [LayerVector]
    let final_tol: Double?
  }

  enum Value: Decodable {
    case text(String)
    case number(Double)
    case numbers([Double])
    case other

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let flag = try? container.decode(Bool.self) {
        self = .number(flag ? 1 : 0)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let numbers = try? container.decode([Double].self) {
        self = .numbers(numbers)
      } else {
        self = .other
      }
    }
  }

  /// PyTorch's pair of output activation and loss as one of this core's; its losses from logits belong to a softmax or
  /// sigmoid output here.
  private func outputAndLoss(_ test: Case) -> (String, Loss)? {
    switch (test.loss, test.output) {
    case ("mse", _): (test.output, .mse)
    case ("cross_entropy", "linear"): ("softmax", .crossEntropy)
    case ("bce_logits", "linear"), ("bce", "sigmoid"): ("sigmoid", .bce)
    default: nil
    }
  }

  private func settings(_ test: Case, _ optimizer: Optimizer) -> Settings? {
    var given: [String: Double] = [:]
    for (name, value) in test.optimizer {
      switch (name, value) {
      case ("name", _): continue
      case ("betas", .numbers(let betas)): (given["beta1"], given["beta2"]) = (betas[0], betas[1])
      case ("weight_decay", .number(let decay)): given["l2"] = decay
      case (_, .number(let number)):
        guard optimizer.settings.contains(where: { $0.name == name }) else { return nil }
        given[name] = number
      default: return nil
      }
    }
    return Settings(optimizer.settings, given: given)
  }

  private func dataset(_ test: Case, _ rows: Rows) -> Dataset {
    let inputs = Vectors.singles(rows.x_f32)
    let targets =
      rows.classes.map { classes in
        classes.flatMap { c in (0..<3).map { Float($0 == c ? 1 : 0) } }
      } ?? Vectors.singles(rows.y_f32 ?? "")
    return Dataset(
      name: test.data, inputCount: inputs.count / rows.n, targetCount: targets.count / rows.n, inputs: inputs,
      targets: targets)
  }

  @Test func lossesStayWithinPyTorchsTolerance() throws {
    let file = try Vectors.file("train", File.self)
    var checked: [String] = []
    for test in file.cases {
      guard case .text(let name)? = test.optimizer["name"], let optimizer = Optimizer.named(name),
        Activation.named(test.hidden) != nil, let (output, loss) = outputAndLoss(test),
        Activation.named(output) != nil, let settings = settings(test, optimizer),
        let rows = file.data[test.data]
      else { continue }
      try check(test, file.steps, optimizer, settings, output, loss, dataset(test, rows))
      checked.append(test.id)
    }
    #expect(
      checked.filter(Self.expected.contains) == Self.expected, "a run whose parts exist was not compared")
  }

  static let expected = [
    "t14", "t20", "t39", "t48", "t49", "t56", "t61", "t62", "t63", "t64", "t65", "t67", "t72", "t73",
  ]

  private func check(
    _ test: Case, _ steps: [Int], _ optimizer: Optimizer, _ settings: Settings, _ output: String,
    _ loss: Loss,
    _ data: Dataset
  ) throws {
    var network = try Network(sizes: test.layers, hidden: test.hidden, output: output)
    network.parameters = test.`init`.flatMap(\.parameters)
    let rule = optimizer.rule(settings, parameters: network.parameters.count)
    let trainer = Trainer(network, on: data, loss: loss, rule: rule, batch: test.batch)
    let expected = Vectors.singles(test.loss_f32)
    for step in 1...(steps.last ?? 1) {
      let value = trainer.step()
      guard let place = steps.firstIndex(of: step), step <= test.compare_upto else { continue }
      let gap = Double(value) - Double(expected[place])
      #expect(
        gap.magnitude <= test.tol[place], "\(test.id) step \(step): \(value), PyTorch \(expected[place])")
    }
    guard let tolerance = test.final_tol else { return }
    for (own, theirs) in zip(trainer.trained.parameters, test.final_f32.flatMap(\.parameters)) {
      #expect((Double(own) - Double(theirs)).magnitude <= tolerance, "\(test.id): final weights")
    }
  }

  /// The notebook's net: PyTorch stops at epoch 1514.
  @Test func xorStopsWherePyTorchStops() throws {
    var network = try Network(sizes: [2, 2, 1], hidden: "sigmoid", output: "linear")
    var generator = MersenneTwister(seed: 1000)
    network.initialize(.xavier, Initializer.Options(), from: &generator)
    let data = try #require(BuiltinData.named("xor")).dataset()
    let settings = Settings(Optimizer.adam.settings, given: ["lr": 0.01])
    let rule = Optimizer.adam.rule(settings, parameters: 9)
    let trainer = Trainer(network, on: data, loss: .mse, rule: rule)
    #expect(trainer.run(1513, until: LossBound(.less, 0.01)) == .budget)
    #expect((trainer.lastLoss - 0.0101239).magnitude < 5e-8)
    #expect(trainer.run(100_000, until: LossBound(.less, 0.01)) == .bound)
    #expect(trainer.epochs == 1514)
    #expect((trainer.lastLoss - 0.0099617).magnitude < 5e-8)
    #expect((trainer.trained.loss(.mse, on: data) - 0.0098015).magnitude < 5e-8)
    for (output, expected) in zip(
      trainer.trained.outputs(for: data), [0.0583296, 0.9096967, 0.9105340, 0.1401602] as [Float])
    {
      #expect((output[0] - expected).magnitude < 2e-5)
    }
  }
}
