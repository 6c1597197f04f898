extension Optimizer {
  /// Stochastic gradient descent, with momentum and Nesterov's look ahead.
  public static let sgd = Optimizer(
    name: "sgd", summary: "gradient descent, with momentum if asked", source: "torch.optim.SGD",
    settings: [
      .lr(1e-3),
      Setting("momentum", 0, .notNegative, "share of the last step that is kept"),
      Setting("dampening", 0, .any, "share of the gradient that momentum leaves out"),
      Setting("nesterov", 0, .flag, "looks one step of momentum ahead"),
      .l2,
      .l1,
    ],
    make: { SGD($0, vectors: $1, continuing: $2 as? SGD) })
}

/// g += l2 p;  b = g at the first step, later b = μ b + (1 − dampening) g;  g = nesterov ? g + μ b : b;
/// p −= lr g.  Source: torch.optim.SGD.
struct SGD: UpdateRule {
  private let lr, momentum, rest: Float
  private let decay: Decay
  private let isNesterov: Bool
  private var buffer: [Vector]
  private var isFirst = true

  init(_ settings: Settings, vectors: Int, continuing old: SGD?) {
    lr = Float(settings["lr"])
    momentum = Float(settings["momentum"])
    rest = Float(1 - settings["dampening"])
    decay = Decay(settings)
    isNesterov = settings["nesterov"] == 1
    buffer = Array(repeating: .zero, count: momentum == 0 ? 0 : vectors)
    if let old, old.buffer.count == buffer.count { (buffer, isFirst) = (old.buffer, old.isFirst) }
  }

  mutating func update(
    _ weights: UnsafeMutablePointer<Vector>, along gradient: UnsafePointer<Vector>, count: Int
  ) {
    if momentum == 0 {
      for i in 0..<count { weights[i] -= lr * decay.added(to: gradient[i], of: weights[i]) }
      return
    }
    let (kept, added): (Float, Float) = isFirst ? (0, 1) : (momentum, rest)
    isFirst = false
    buffer.withUnsafeMutableBufferPointer { b in
      for i in 0..<count {
        let g = decay.added(to: gradient[i], of: weights[i])
        b[i] = kept * b[i] + added * g
        weights[i] -= lr * (isNesterov ? g + momentum * b[i] : b[i])
      }
    }
  }

  var memory: RuleMemory {
    var memory = RuleMemory()
    memory["buffer"] = buffer
    memory.scalars["first"] = isFirst ? 1 : 0
    return memory
  }

  mutating func restore(_ memory: RuleMemory) -> Bool {
    guard memory["buffer"].count == buffer.count, let first = memory.scalars["first"] else { return false }
    (buffer, isFirst) = (memory["buffer"], first == 1)
    return true
  }
}
