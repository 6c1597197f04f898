/// The best that one output can do for several rows at once.
struct ConstantPredictor {
  let objective: Objective
  /// The least and the greatest output that the activation of the output layer can give.
  let range: ClosedRange<Double>

  init(_ objective: Objective, _ activation: Activation) {
    (self.objective, range) = (objective, activation.range)
  }

  /// What all targets of the rows come to in the loss: the smoothed ones for `bce` and `cross-entropy`.
  func target(_ t: Double, outputs: Int) -> Double {
    let smoothing = objective.smoothing
    return smoothing == 0
      ? t : t * (1 - smoothing) + smoothing / Double(objective.loss == .bce ? 2 : outputs)
  }

  private func weight(_ k: Int) -> Double { objective.weights.isEmpty ? 1 : objective.weights[k] }

  /// The best common outputs of output `k` for rows with these targets: all numbers from the first to the second are as
  /// good. Infinite where ever larger outputs are.
  func best(_ targets: [Double], _ k: Int, of outputs: Int) -> (Double, Double) {
    let all = targets.map { target($0, outputs: outputs) }
    let found: (Double, Double)
    switch objective.loss {
    case .mse, .sse, .halfSse, .crossEntropy: found = mean(all)
    case .bce:
      let ones = all.reduce(0) { $0 + weight(k) * $1 }
      let whole = all.reduce(0) { $0 + weight(k) * $1 + 1 - $1 }
      found = whole == 0 ? mean(all) : (ones / whole, ones / whole)
    case .huber: found = searched(all, k)
    default: found = atCorners(all, k)
    }
    return (clamped(found.0), clamped(found.1))
  }

  private func clamped(_ x: Double) -> Double { Swift.min(Swift.max(x, range.lowerBound), range.upperBound) }

  private func mean(_ targets: [Double]) -> (Double, Double) {
    let mean = targets.reduce(0, +) / Double(targets.count)
    return (mean, mean)
  }

  /// Of losses made of straight pieces: the least value is at a corner, perhaps at all numbers between two, or beyond.
  private func atCorners(_ targets: [Double], _ k: Int) -> (Double, Double) {
    let corners = (objective.loss == .hinge ? targets.map { $0 == 0 ? 0 : 1 / $0 } : targets).sorted()
    func cost(_ a: Double) -> Double { targets.reduce(0) { $0 + value(a, $1, k) } }
    let least = corners.map(cost).min() ?? 0
    let flat = corners.filter { cost($0) <= least + 1e-9 }
    guard var low = flat.first, var high = flat.last else { return (0, 0) }
    if high == corners.last, cost(high + 1) <= least + 1e-9 { high = .infinity }
    if low == corners.first, cost(low - 1) <= least + 1e-9 { low = -.infinity }
    return (low, high)
  }

  /// Of a convex loss: thirds.
  private func searched(_ targets: [Double], _ k: Int) -> (Double, Double) {
    func cost(_ a: Double) -> Double { targets.reduce(0) { $0 + value(a, $1, k) } }
    var (low, high) = (targets.min() ?? 0, targets.max() ?? 0)
    for _ in 0..<200 {
      let (a, b) = (low + (high - low) / 3, high - (high - low) / 3)
      if cost(a) <= cost(b) { high = b } else { low = a }
    }
    return (low, high)
  }

  /// What an output adds to the loss, of its target as `target` gives it.
  private func value(_ a: Double, _ t: Double, _ k: Int) -> Double {
    func product(_ x: Double, _ y: Double) -> Double {
      x == 0 ? 0 : x * Elementary.log(Swift.max(y, 1e-300))
    }
    switch objective.loss {
    case .crossEntropy: return -weight(k) * product(t, a)
    case .bce: return -weight(k) * product(t, a) - product(1 - t, 1 - a)
    default:
      let formula = objective.loss.elements?(false).value ?? 0
      return formula.value { $0.kind == .local("a") ? a : t }
    }
  }

  /// The loss of outputs beside the targets of their rows.
  func loss(_ outputs: [[Double]], _ targets: [[Double]]) -> Double {
    let width = targets[0].count
    var total = 0.0
    for (a, t) in zip(outputs, targets) {
      for k in 0..<width { total += value(a[k], target(t[k], outputs: width), k) }
    }
    switch objective.loss {
    case .sse, .halfSse: return total
    case .crossEntropy:
      let whole =
        objective.weights.isEmpty
        ? Double(targets.count)
        : targets.reduce(0) { $0 + rowWeight($1) }
      return total / (whole == 0 ? 1 : whole)
    default: return total / Double(targets.count * width)
    }
  }

  private func rowWeight(_ targets: [Double]) -> Double {
    targets.indices.reduce(0) { $0 + weight($1) * targets[$1] }
  }
}

extension Activation {
  /// The outputs that it can give, ends included.
  public var range: ClosedRange<Double> {
    switch self {
    case .sigmoid, .hardSigmoid, .softmax, .step: 0...1
    case .tanh, .hardTanh, .softsign: -1...1
    case .relu, .softplus: 0...Double.infinity
    case .elu: -1...Double.infinity
    case .selu: -1.758_099_340_847_376_6...Double.infinity
    case .gelu, .geluTanh: -0.17004...Double.infinity
    case .silu: -0.27846...Double.infinity
    default: -Double.infinity...Double.infinity
    }
  }

  /// Its largest slope, beside which a unit is flat.
  var steepest: Double {
    switch self {
    case .sigmoid: 0.25
    case .hardSigmoid: 1 / 6
    case .selu: 1.758_099_340_847_376_6
    case .gelu, .geluTanh, .silu: 1.1
    default: 1
    }
  }
}
