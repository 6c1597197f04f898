import NeuralCore

/// The program that trains a net in PyTorch, from the same start, to the same losses.
struct PyTorchTraining {
  private let program: PyTorchProgram
  private let training: ExchangedTraining
  private let optimizer: TorchOptimizer
  private let schedule: TorchSchedule
  /// Numbers of the data are in the program: more of them make a file that no editor opens.
  private static let mostNumbers = 1_000_000

  init(_ net: ExchangedNet, _ training: ExchangedTraining) throws(ExchangeFault) {
    var begun = net
    begun.network = training.start
    try begun.requireFinite()
    (program, self.training) = (PyTorchProgram(begun), training)
    let numbers = training.data.inputs.count + training.data.targets.count
    guard numbers <= Self.mostNumbers else {
      throw ExchangeFault(
        "the program had \(numbers) numbers of data in it, and \(Self.mostNumbers) are the most",
        advice: ["The net itself can be written: export \"net.py\" as pytorch"])
    }
    try Self.check(training.configuration, training.start)
    optimizer = try TorchOptimizer(training.configuration)
    schedule = try TorchSchedule(training)
  }

  /// Refuses what torch does not have, or does otherwise.
  private static func check(
    _ configuration: TrainingConfiguration, _ network: Network
  ) throws(ExchangeFault) {
    let others = [
      configuration.frozen.isEmpty ? nil : "frozen weights",
      configuration.accumulate > 1 ? "`accumulate`" : nil,
      configuration.rates.warmup > 0 ? "`warmup`" : nil,
    ].compactMap { $0 }
    if let first = others.first {
      throw ExchangeFault(
        "programs of training have no \(first)",
        advice: ["Train without it, or write the net as it is: export \"net.py\" as pytorch"])
    }
    if configuration.batch != nil, configuration.objective.loss.reduction == .rows,
      configuration.objective.weights.contains(0)
    {
      throw ExchangeFault(
        "PyTorch divides the loss of a batch by the weights of its classes, which may all be 0",
        advice: ["Train without `batch`, or with weights above 0."])
    }
    guard network.layers.allSatisfy(\.activation.isDifferentiable) else {
      throw ExchangeFault("PyTorch does not train a net of \(network.output.name) units")
    }
  }

  private var network: Network { training.start }
  private var loss: Loss { training.configuration.objective.loss }
  /// Whether the loss takes the sums of the last layer.
  private var takesSums: Bool { loss.needs != nil }

  // MARK: Text

  func text(_ stop: StopSignal) throws(ExchangeFault) -> String {
    let usage = [
      "As a program it trains the net from the start that nn had, and prints the losses that nn printed.",
      isScaled ? "X and Y are scaled." : nil,
    ].compactMap { $0 }
    var lines = PythonText.comments(program.net.header(usage))
    lines += ["", "import torch", "from torch import nn"]
    if training.configuration.shuffles { lines.append("from torch.utils.data import DataLoader") }
    lines.append("")
    if program.isDouble { lines += ["torch.set_default_dtype(torch.float64)", ""] }
    lines += try start(stop) + data(stop)
    lines.append("EPOCHS = \(training.epochs)")
    if let below = training.lossBelow { lines.append("BELOW = \(below)") }
    lines += try program.classes(network) + dropout + ["", ""]
    lines += try program.model(network, withOutput: !takesSums, hasDropout: dropsUnits)
    lines += program.load(network, prefix: "START_", hasDropout: dropsUnits)
    let type = program.type
    lines += ["", "x = torch.tensor(X, dtype=\(type))"]
    lines.append("y = torch.tensor(Y\(hasIndices ? "" : ", dtype=\(type)"))")
    lines += try TorchLoss(training.configuration.objective, network, hasIndices, type).lines
    lines.append("batches = \(batches)")
    lines.append("optimizer = " + optimizer.construction)
    if let construction = schedule.construction { lines.append("schedule = " + construction) }
    if training.configuration.shuffles || dropsUnits { lines += generator }
    lines += loop
    return lines.joined(separator: "\n") + "\n"
  }

  private var dropsUnits: Bool { training.configuration.dropout > 0 }

  /// A number is drawn for every output, row by row. torch.nn.Dropout does so, too, but on some processors, where it draws
  /// from a generator of MKL.
  private var dropout: [String] {
    guard dropsUnits else { return [] }
    let kept = 1 - training.configuration.dropout
    return [
      "", "", "class Dropout(nn.Module):", "    def forward(self, s):",
      "        kept = torch.rand(s.shape, dtype=torch.float64) < \(kept)",
      "        return s * (kept.to(s.dtype) * (1 / \(kept)))",
    ]
  }

  private var isScaled: Bool { program.net.inputScaling != nil || program.net.targetScaling != nil }

  private func start(_ stop: StopSignal) throws(ExchangeFault) -> [String] {
    ["# The weights before the first epoch, layer by layer."]
      + (try PythonText.constants(ExchangedNet(network: network), prefix: "START_", stop))
  }

  /// Whether every row belongs to one class, so that targets are the numbers of classes.
  private var hasIndices: Bool {
    guard loss == .crossEntropy else { return false }
    return (0..<training.data.rows).allSatisfy { row in
      let target = training.data.target(row)
      return target.allSatisfy { $0 == 0 || $0 == 1 } && target.count(where: { $0 == 1 }) == 1
    }
  }

  private func data(_ stop: StopSignal) throws(ExchangeFault) -> [String] {
    let data = training.data
    let rows = { (numbers: Vector, width: Int) in
      (0..<data.rows).map { row in (0..<width).map { "\(numbers.decimal(row * width + $0))" } }
    }
    let inputs = try ArraySyntax().text(.matrix(rows(data.inputs, data.inputCount)), before: 4, stop)
    let targets =
      hasIndices
      ? try ArraySyntax().text(.list((0..<data.rows).map { "\(data.target($0).argmax)" }), before: 4, stop)
      : try ArraySyntax().text(.matrix(rows(data.targets, data.targetCount)), before: 4, stop)
    return ["X = " + inputs, "Y = " + targets]
  }

  /// Puts torch's generator where nn's was: the words of a Mersenne Twister, whose place DataLoader goes on from.
  private var generator: [String] {
    let words = training.generator.words
    let hex = words.prefix(624).map { word in
      let text = String(word, radix: 16)
      return String(repeating: "0", count: 8 - text.count) + text
    }
    let lines = stride(from: 0, to: 624, by: 12).map { start in
      "    \"" + hex[start..<min(start + 12, 624)].joined() + "\""
    }
    return [
      "", "# Draws go on from where nn's generator was: 624 words of a Mersenne Twister.", "WORDS = (",
    ]
      + lines + [
        ")", "state = torch.get_rng_state()", "left, place = \(625 - words[624]), \(words[624])",
        "state[8:12] = torch.tensor(list(left.to_bytes(4, \"little\")), dtype=torch.uint8)",
        "state[16:24] = torch.tensor(list(place.to_bytes(8, \"little\")), dtype=torch.uint8)",
        "words = [int(WORDS[8 * k:8 * k + 8], 16).to_bytes(8, \"little\") for k in range(624)]",
        "state[24:5016] = torch.tensor(list(b\"\".join(words)), dtype=torch.uint8)",
        "torch.set_rng_state(state)",
      ]
  }

  // MARK: Loop

  private var batches: String {
    let rows = training.data.rows
    let size = min(training.configuration.batch ?? rows, rows)
    if training.configuration.shuffles { return "DataLoader(range(len(x)), \(size), shuffle=True)" }
    return size == rows ? "[slice(None)]" : "torch.arange(len(x)).split(\(size))"
  }

  private var loop: [String] {
    let ends = training.lossBelow == nil ? "" : " or epoch_loss < BELOW"
    var lines = [
      "", "", "def shown(number):",
      "    \"\"\"Five digits, as nn prints a loss.\"\"\"",
      "    digits = f\"{number:.4e}\"",
      "    exponent = int(digits.split(\"e\")[1]) if \"e\" in digits else 99",
      "    return digits if exponent < -5 or exponent > 14 else f\"{number:.{max(0, 4 - exponent)}f}\"", "",
      "", "for epoch in range(1, EPOCHS + 1):", "    \(share.begin)",
      "    for rows in batches:", "        optimizer.zero_grad()",
      "        loss = loss_of(model(x[rows]), y[rows])",
      "        loss.backward()",
    ]
    lines += changes.map { "        " + $0 }
    lines += [
      "        optimizer.step()"
    ]
    if let norm = training.configuration.maxNorm {
      lines += [
        "        with torch.no_grad():", "            for layer in model:",
        "                if isinstance(layer, nn.Linear):",
        "                    layer.weight.copy_(torch.renorm(layer.weight, 2, 0, \(norm)))",
      ]
    }
    lines += share.ofBatch.map { "        " + $0 }
    if schedule.isOfUpdates { lines.append("        schedule.step()") }
    lines += [
      "    epoch_loss = \(share.ofEpoch)",
      "    if epoch in (1, 10, 100, 1000, EPOCHS)\(ends):",
      "        print(f\"epoch {epoch:6d}   loss {shown(epoch_loss)}\")",
    ]
    if training.lossBelow != nil { lines += ["    if epoch_loss < BELOW:", "        break"] }
    if schedule.construction != nil, !schedule.isOfUpdates {
      lines.append("    schedule.step(\(schedule.watches ? "epoch_loss" : ""))")
    }
    return lines
  }

  /// How the losses of batches make that of the epoch: a sum is the sum of theirs; a mean counts each as often as what it
  /// was divided by, its rows or the weights of their classes.
  private var share: (begin: String, ofBatch: [String], ofEpoch: String) {
    switch loss.reduction {
    case .sum: return ("total = 0.0", ["total += loss.item()"], "total")
    case .rows where !training.configuration.objective.weights.isEmpty:
      return (
        "total, shares = 0.0, 0.0",
        [
          "share = class_weights[y[rows]].sum().item()", "total += loss.item() * share", "shares += share",
        ], "total / shares"
      )
    case .mean, .rows: return ("total = 0.0", ["total += loss.item() * len(x[rows])"], "total / len(x)")
    }
  }

  /// What is done to gradients and weights between the slopes and the step.
  private var changes: [String] {
    var lines: [String] = []
    switch training.configuration.clip {
    case .value(let most): lines.append("nn.utils.clip_grad_value_(model.parameters(), \(most))")
    case .norm(let most): lines.append("nn.utils.clip_grad_norm_(model.parameters(), \(most))")
    case nil: break
    }
    guard !optimizer.byHand.isEmpty else { return lines }
    return lines + ["with torch.no_grad():", "    for p in model.parameters():"]
      + optimizer.byHand.map { "        " + $0 }
  }
}

/// An optimizer of torch.optim with the settings of a training.
private struct TorchOptimizer {
  /// The call that makes it.
  let construction: String
  /// What it leaves to be done, for a parameter p.
  let byHand: [String]

  private static let classes: [String: (name: String, settings: [(key: Setting.Key, word: String)])] = [
    "sgd": (
      "SGD", [(.lr, "lr"), (.momentum, "momentum"), (.dampening, "dampening"), (.nesterov, "nesterov")]
    ),
    "adam": ("Adam", [(.lr, "lr"), (.eps, "eps"), (.amsgrad, "amsgrad")]),
    "adamw": ("AdamW", [(.lr, "lr"), (.eps, "eps"), (.amsgrad, "amsgrad")]),
    "nadam": ("NAdam", [(.lr, "lr"), (.eps, "eps"), (.momentumDecay, "momentum_decay")]),
    "radam": ("RAdam", [(.lr, "lr"), (.eps, "eps")]), "adamax": ("Adamax", [(.lr, "lr"), (.eps, "eps")]),
    "adagrad": (
      "Adagrad",
      [(.lr, "lr"), (.eps, "eps"), (.lrDecay, "lr_decay"), (.initial, "initial_accumulator_value")]
    ), "adadelta": ("Adadelta", [(.lr, "lr"), (.rho, "rho"), (.eps, "eps")]),
    "rmsprop": (
      "RMSprop",
      [(.lr, "lr"), (.alpha, "alpha"), (.eps, "eps"), (.momentum, "momentum"), (.centered, "centered")]
    ), "rprop": ("Rprop", [(.lr, "lr")]),
  ]
  private static let flags: Set<Setting.Key> = [.nesterov, .amsgrad, .centered]
  private static let withBetas: Set = ["adam", "adamw", "nadam", "radam", "adamax"]

  init(_ configuration: TrainingConfiguration) throws(ExchangeFault) {
    let (name, settings) = (configuration.optimizer.name, configuration.settings)
    guard let row = Self.classes[name] else {
      throw ExchangeFault(
        "PyTorch has no \(name) as nn has it",
        advice: ["It has: \(Self.classes.keys.sorted().joined(separator: ", "))."])
    }
    var arguments = row.settings.map { key, word in
      "\(word)=\(Self.flags.contains(key) ? settings[key] == 1 ? "True" : "False" : "\(settings[key])")"
    }
    if Self.withBetas.contains(name) {
      arguments.append("betas=(\(settings[.beta1]), \(settings[.beta2]))")
    }
    if name == "rprop" {
      arguments.append("etas=(\(settings[.etaMinus]), \(settings[.etaPlus]))")
      arguments.append("step_sizes=(\(settings[.stepMin]), \(settings[.stepMax]))")
    }
    var (l2, decay) = (settings[.l2], settings[.decay])
    if name == "adamw" || decay > 0 && ["nadam", "radam"].contains(name) {
      arguments.append("weight_decay=\(decay)")
      if name != "adamw" { arguments.append("decoupled_weight_decay=True") }
      decay = 0
    } else if l2 > 0, decay == 0, name != "rprop" {
      arguments.append("weight_decay=\(l2)")
      l2 = 0
    }
    construction = "torch.optim.\(row.name)(model.parameters(), \(arguments.joined(separator: ", ")))"
    // Both penalties are of the weights as they are before decay.
    byHand = [
      l2 > 0 ? "p.grad.add_(p, alpha=\(l2))" : nil,
      settings[.l1] > 0 ? "p.grad.add_(p.sign(), alpha=\(settings[.l1]))" : nil,
      decay > 0 ? "p.mul_(1 - optimizer.param_groups[0][\"lr\"] * \(decay))" : nil,
    ].compactMap { $0 }
  }
}

/// A schedule of torch.optim.lr_scheduler.
private struct TorchSchedule {
  /// The call that makes it; nil for a constant rate.
  var construction: String?
  /// Whether it goes on after every update, others after every epoch.
  var isOfUpdates = false
  /// Whether it is told the loss of the epoch.
  var watches = false

  init(_ training: ExchangedTraining) throws(ExchangeFault) {
    let (plan, settings) = (training.configuration.rates, training.configuration.settings)
    guard let schedule = plan.schedule else { return }
    guard !schedule.hasLength || plan.length >= training.epochs else {
      throw ExchangeFault(
        "PyTorch's schedule \(schedule.name) does not stay where it ends, after \(plan.length) epochs")
    }
    let start = "torch.optim.lr_scheduler."
    let numbers = plan.numbers
    switch schedule.name {
    case "step": construction = start + "StepLR(optimizer, \(numbers[0].text), \(numbers[1]))"
    case "exponential": construction = start + "ExponentialLR(optimizer, \(numbers[0]))"
    case "cosine": construction = start + "CosineAnnealingLR(optimizer, \(plan.length))"
    case "one-cycle":
      isOfUpdates = true
      let call = "OneCycleLR(optimizer, \(settings[.lr]), total_steps=\(plan.length) * len(batches), "
      construction = start + call + "cycle_momentum=False)"
    case "plateau" where plan.metric == "loss":
      watches = true
      construction = start + "ReduceLROnPlateau(optimizer, patience=\(numbers[0].text), factor=\(numbers[1]))"
    default: throw ExchangeFault("programs of training have no schedule \(schedule.name) of \(plan.metric)")
    }
  }
}

/// The definition of `loss_of`.
private struct TorchLoss {
  let lines: [String]

  init(
    _ objective: Objective, _ network: Network, _ hasIndices: Bool, _ type: String
  ) throws(ExchangeFault) {
    let weights = "torch.tensor([\(objective.weights.map(\.text).joined(separator: ", "))], dtype=\(type))"
    let smoothing = objective.smoothing
    var arguments: [String] = []
    switch objective.loss.name {
    case "mse": lines = ["loss_of = nn.MSELoss()"]
    case "sse": lines = ["loss_of = nn.MSELoss(reduction=\"sum\")"]
    case "half-sse": lines = Self.function("(outputs - targets).square().sum() / 2")
    case "mae": lines = ["loss_of = nn.L1Loss()"]
    case "huber": lines = ["loss_of = nn.SmoothL1Loss()"]
    case "hinge": lines = Self.function("nn.functional.relu(1 - targets * outputs).mean()")
    case "cross-entropy":
      guard hasIndices || objective.weights.isEmpty else {
        throw ExchangeFault("PyTorch weights classes otherwise where targets are shares of several classes")
      }
      if !objective.weights.isEmpty { arguments.append("weight=class_weights") }
      if smoothing > 0 { arguments.append("label_smoothing=\(smoothing)") }
      lines =
        (objective.weights.isEmpty ? [] : ["class_weights = \(weights)"]) + [
          "# It takes the sums of the last layer, and softmax is a part of it.",
          "loss_of = nn.CrossEntropyLoss(\(arguments.joined(separator: ", ")))",
        ]
    case "bce":
      let remark = "# It takes the sums of the last layer, and sigmoid is a part of it."
      let targets = smoothing > 0 ? "targets * (1 - \(smoothing)) + \(smoothing) / 2" : "targets"
      if !objective.weights.isEmpty { arguments.append(", pos_weight=\(weights)") }
      let call = "nn.functional.binary_cross_entropy_with_logits(outputs, \(targets)\(arguments.joined()))"
      lines = [remark] + Self.function(call)
    default: throw ExchangeFault("PyTorch has no loss \(objective.loss.name)")
    }
  }

  private static func function(_ expression: String) -> [String] {
    ["", "", "def loss_of(outputs, targets):", "    return " + expression, "", ""]
  }
}
