import NeuralCore
import Testing

/// Training against PyTorch's, 500 steps each: losses on the way, weights at the end.
enum TrajectoryOracle {
  static let files = ["train", "train_more"]

  static func comparisons() throws -> [Comparison] {
    var all: [Comparison] = []
    for name in files {
      let file = try Vectors.file(name, VectorFile.self)
      for test in file.cases {
        for precision in Precision.allCases {
          all.append(contentsOf: try Run(test, file, precision).comparisons())
        }
      }
    }
    return all.merged()
  }

  /// One case in one precision.
  struct Run {
    let test: Field
    let file: VectorFile
    let precision: Precision
    let id: String
    let network: Network
    let data: Dataset
    let plan: TrainingConfiguration

    init(_ test: Field, _ file: VectorFile, _ precision: Precision) throws {
      (self.test, self.file, self.precision) = (test, file, precision)
      id = try #require(test["id"]?.text)
      let (outputs, loss) = try TorchNames.outputAndLoss(
        try #require(test["output"]?.text), try #require(test["loss"]?.text))
      network = Network(
        sizes: try #require(test["layers"]?.numbers).map { Int($0) },
        hidden: try TorchNames.activation(try #require(test["hidden"]?.text)), outputs: outputs,
        parameters: try #require(test["init"]).parameters(.single), precision)
      let objective = Objective(
        loss, weights: test["class_weights"]?.numbers ?? test["pos_weight"]?.numbers ?? [],
        smoothing: test["label_smoothing"]?.number ?? 0)
      let name = try #require(test["data"]?.text)
      data = try Self.dataset(try #require(file.data?[name]), classes: network.outputs, precision)
      plan = try Self.plan(test, objective)
    }

    private static func dataset(
      _ rows: Field, classes count: Int, _ precision: Precision
    ) throws -> Dataset {
      let inputs = Vectors.numbers(try #require(rows["x_f32"]?.text), .single)
      let n = try #require(rows["n"]?.whole)
      let targets =
        rows["classes"]?.numbers.map { classes in
          classes.flatMap { c in (0..<count).map { Double($0) == c ? 1 : 0 } }
        } ?? rows["y_f32"]?.text.map { Vectors.numbers($0, .single) }
      return Dataset(
        name: "", inputCount: inputs.count / n, targetCount: try #require(targets).count / n,
        inputs: Vector(inputs, precision), targets: Vector(try #require(targets), precision))
    }

    private static func plan(_ test: Field, _ objective: Objective) throws -> TrainingConfiguration {
      let settings = try #require(test["optimizer"])
      let torch = try #require(settings["name"]?.text)
      let optimizer = torch == "lbfgs" ? Optimizer.lbfgs : try #require(Optimizer.named(torch), "\(torch)")
      var given = try self.settings(settings, optimizer)
      if let l1 = test["l1"]?.number { given[.l1] = l1 }
      var plan = TrainingConfiguration(optimizer, Settings(optimizer.settings, given: given), objective)
      plan.batch = test["batch"]?.whole
      plan.accumulate = test["accumulate"]?.whole ?? 1
      plan.dropout = test["dropout"]?.number ?? 0
      plan.clip = test["clip_value"]?.number.map { .value($0) } ?? test["clip_norm"]?.number.map { .norm($0) }
      plan.maxNorm = test["maxnorm"]?.number
      plan.rates = try rates(test)
      return plan
    }

    /// PyTorch's keywords as this core's settings; one that is not known here must not be used.
    private static func settings(_ torch: Field, _ optimizer: Optimizer) throws -> [Setting.Key: Double] {
      guard case .object(let fields) = torch else { return [:] }
      var given: [Setting.Key: Double] = [:]
      let isDecoupled = optimizer == .adamw || torch["decoupled_weight_decay"]?.number == 1
      for (name, value) in fields {
        switch name {
        case "name", "decoupled_weight_decay", "tolerance_grad", "tolerance_change": continue
        case "betas": (given[.beta1], given[.beta2]) = try pair(value)
        case "etas": (given[.etaMinus], given[.etaPlus]) = try pair(value)
        case "step_sizes": (given[.stepMin], given[.stepMax]) = try pair(value)
        case "weight_decay": given[isDecoupled ? .decay : .l2] = value.number
        case "lr_decay": given[.lrDecay] = value.number
        case "initial_accumulator_value": given[.initial] = value.number
        case "momentum_decay": given[.momentumDecay] = value.number
        case "max_iter": given[.moves] = value.number
        case "max_eval": given[.looks] = value.number
        case "history_size": given[.history] = value.number
        case "line_search_fn": given[.fixed] = value.text == nil ? 1 : 0
        default:
          _ = try #require(optimizer.settings.first { $0.name == name }, "\(optimizer.name) \(name)")
          given[Setting.Key(name)] = value.number
        }
      }
      return given
    }

    private static func pair(_ field: Field) throws -> (Double, Double) {
      let numbers = try #require(field.numbers)
      return (numbers[0], numbers[1])
    }

    private static func rates(_ test: Field) throws -> LearningRatePlan {
      let warmup = test["warmup"]?.whole ?? 0
      guard let torch = test["schedule"], let name = torch["name"]?.text else {
        return LearningRatePlan(nil, warmup: warmup)
      }
      let schedule = try #require(Schedule.named(name.replacingOccurrences(of: "_", with: "-")))
      let words = [
        "step": ["step_size", "gamma"], "exponential": ["gamma"], "plateau": ["patience", "factor"],
      ]
      let numbers = try (words[name] ?? []).map { try #require(torch[$0]?.number) }
      // What this core does not let one choose has PyTorch's default.
      let fixed: [String: Double] = [
        "eta_min": 0, "pct_start": 0.3, "div_factor": 25, "final_div_factor": 10_000, "cooldown": 0,
        "min_lr": 0, "threshold": 1e-4,
      ]
      for (word, value) in fixed { try #require(torch[word]?.number ?? value == value, "\(word)") }
      return LearningRatePlan(
        schedule, numbers: numbers, warmup: warmup,
        length: schedule.hasLength ? try #require(test["epochs"]?.whole) : 0)
    }

    /// PyTorch's slope of hard-sigmoid is 1/6 as a float32, in double precision too: such runs drift apart.
    private var isTheirOwn: Bool {
      precision == .double && test["hidden"]?.text == "hard_sigmoid"
    }

    /// PyTorch's BCELoss loses the slope where an output is 1 to the last bit; rprop follows the sign of what is left.
    private var endsInRounding: Bool {
      precision == .double && test["loss"]?.text == "bce" && plan.optimizer == .rprop
    }

    func comparisons() throws -> [Comparison] {
      guard !isTheirOwn else { return [] }
      let suffix = precision == .single ? "" : "64"
      let steps = try #require(file.steps)
      let expected = try #require(test.numbers("loss", precision))
      let tolerances = try #require(test["tol" + suffix]?.numbers)
      let upTo = try #require(test["compare_upto" + suffix]?.whole)
      var results = titles.map { Comparison($0.section, $0.name, precision) }
      let training = network.training(
        plan, on: data, generator: MersenneTwister(seed: Int64(test["dropout_seed"]?.number ?? 0)))
      var epoch = (loss: 0.0, batch: 0)
      let batches = (data.rows + (plan.batch ?? data.rows) - 1) / (plan.batch ?? data.rows)
      for step in 1...(steps.last ?? 1) {
        let value = training.step()
        note(value, &epoch, batches, training)
        guard let place = steps.firstIndex(of: step), step <= upTo else { continue }
        for k in results.indices {
          results[k].add(
            value, expected[place], tolerance: tolerances[place], "\(id) \(precision) step \(step)")
        }
      }
      guard let tolerance = test["final_tol" + suffix]?.number, !endsInRounding else { return results }
      for (own, theirs) in zip(training.trained.parameters, finals()) {
        for k in results.indices {
          results[k].add(own, theirs, tolerance: tolerance, "\(id) \(precision) final weights")
        }
      }
      return results
    }

    private func finals() -> [Double] {
      (test[precision == .single ? "final_f32" : "final_f64"] ?? .none).parameters(precision)
    }

    /// A schedule that waits for a plateau hears of the mean loss of every epoch.
    private func note(
      _ loss: Double, _ epoch: inout (loss: Double, batch: Int), _ batches: Int, _ training: AnyTrainer
    ) {
      let size = plan.batch ?? data.rows
      let rows = min(size, data.rows - epoch.batch * size)
      epoch.loss += loss * Double(rows)
      epoch.batch += 1
      guard epoch.batch == batches else { return }
      training.note(metric: epoch.loss / Double(data.rows))
      epoch = (0, 0)
    }

    /// Everything that a run is an oracle of.
    private var titles: [(section: String, name: String)] {
      var titles = [("Optimizers", plan.optimizer.name)]
      titles.append(("Losses in training", plan.objective.title))
      for layer in network.layers where layer.activation != .linear {
        if !titles.contains(where: { $0 == ("Activations in training", layer.activation.name) }) {
          titles.append(("Activations in training", layer.activation.name))
        }
      }
      if let schedule = plan.rates.schedule { titles.append(("Schedules", schedule.name)) }
      if plan.rates.warmup > 0 { titles.append(("Schedules", "warmup")) }
      let others: [(String, Bool)] = [
        ("l1", plan.settings[.l1] > 0), ("l2", plan.settings[.l2] > 0),
        ("decay", plan.settings[.decay] > 0), ("dropout", plan.dropout > 0),
        ("accumulate", plan.accumulate > 1), ("maxnorm", plan.maxNorm != nil),
        ("amsgrad", plan.settings[.amsgrad] > 0),
      ]
      titles += others.filter(\.1).map { ("Other options", $0.0) }
      switch plan.clip {
      case .value: titles.append(("Other options", "clip value"))
      case .norm: titles.append(("Other options", "clip norm"))
      case nil: break
      }
      return titles
    }
  }
}
