import CKernels

extension Optimizer {
  /// Divides by the root of the sum of all squared gradients.
  public static let adagrad = Optimizer(
    "adagrad", "steps shrink with all the gradients a weight has seen",
    source: "torch.optim.Adagrad; Duchi et al. 2011",
    settings: [
      .lr(0.01), .eps(1e-10),
      Setting(.lrDecay, 0, .notNegative, "the rate is divided by 1 + (t − 1) · lrdecay"),
      Setting(.initial, 0, .notNegative, "what the sum of squares begins with"),
    ] + Setting.penalties(),
    formulas: { _, scalars in
      let isFirst = (scalars[.steps] ?? 0) == 0
      return UpdateFormulas(
        common: [.init(.rate, .lr / (1 + (.t - 1) * .setting(.lrDecay)))], memory: [.squares: .v],
        steps: [
          .init(.v, (isFirst ? .setting(.initial) : .previous(.v)) + .g.squared),
          .init(.change, -.value(.rate) * .g / (.sqrt(.v) + .eps)),
        ])
    },
    stableRate: .notKnown, single: { AnyUpdateRule(Adagrad($0)) }, double: { AnyUpdateRule(Adagrad($0)) })

  /// Divides root mean squares of past steps by those of past gradients.
  public static let adadelta = Optimizer(
    "adadelta", "adagrad that forgets, and finds its own rate", source: "torch.optim.Adadelta; Zeiler 2012",
    settings: [
      .lr(1), Setting(.rho, 0.9, .fraction, "memory of squared gradients and steps"), .eps(1e-6),
    ] + Setting.penalties(),
    formulas: { _, _ in
      let rho = Formula<UpdateFormulas.Variable>.setting(.rho)
      return UpdateFormulas(
        memory: [.squares: .v, .steps: .u],
        steps: [
          .init(.v, .average(rho, .previous(.v), .g.squared)),
          .init(.d, .sqrt(.previous(.u) + .eps) / .sqrt(.v + .eps) * .g),
          .init(.u, .average(rho, .previous(.u), .d.squared)), .init(.change, -.lr * .d),
        ])
    },
    stableRate: .notKnown, single: { AnyUpdateRule(Adadelta($0)) }, double: { AnyUpdateRule(Adadelta($0)) })

  /// Divides by the root of a running average of squared gradients.
  public static let rmsprop = Optimizer(
    "rmsprop", "divides by a running average of the gradient's size",
    source: "torch.optim.RMSprop; Hinton 2012",
    settings: [
      .lr(0.01), Setting(.alpha, 0.99, .fraction, "memory of the average squared gradient"), .eps(1e-8),
      .momentum, Setting(.centered, 0, .flag, "takes the squared average gradient from it"),
    ] + Setting.penalties(), formulas: rootMeanSquareFormulas,
    stableRate: .notKnown, single: { AnyUpdateRule(RMSProp($0)) }, double: { AnyUpdateRule(RMSProp($0)) })

  private static func rootMeanSquareFormulas(_ settings: Settings, _: [OptimizerMemory.Counter: Double])
    -> UpdateFormulas
  {
    let alpha = Formula<UpdateFormulas.Variable>.setting(.alpha)
    let (isCentered, hasMomentum) = (settings[.centered] == 1, settings[.momentum] != 0)
    let spread: Formula<UpdateFormulas.Variable> = isCentered ? .v - .value(.c).squared : .v
    var steps: [UpdateFormulas.Step] = [.init(.v, .average(alpha, .previous(.v), .g.squared))]
    if isCentered { steps.append(.init(.c, .average(alpha, .previous(.c), .g))) }
    steps.append(.init(.d, .g / (.sqrt(spread) + .eps)))
    if hasMomentum { steps.append(.init(.b, .setting(.momentum) * .previous(.b) + .d)) }
    steps.append(.init(.change, -.lr * (hasMomentum ? .b : .d)))
    return UpdateFormulas(memory: [.squares: .v, .average: .c, .buffer: .b], steps: steps)
  }
}

extension Setting.Key {
  /// The rate of adagrad is divided by 1 + (t − 1) · lrdecay.
  public static let lrDecay = Self("lrdecay")
  /// What adagrad's sum of squares begins with.
  public static let initial = Self("initial")
  /// ρ of adadelta's running averages.
  public static let rho = Self("rho")
  /// α of rmsprop's running average.
  public static let alpha = Self("alpha")
  /// 1 subtracts the squared average gradient in rmsprop.
  public static let centered = Self("centered")
}

extension UpdateFormulas.Name {
  static let rate = Self("rate")
  static let c = Self("c")
}

/// v += g²;  p −= lr / (1 + (t − 1) lrdecay) · g / (√v + ε).
struct Adagrad<S: Scalar>: UpdateRule {
  private let eps, initial: S
  private let slowing: Double
  private var steps = 0.0

  init(_ settings: Settings) {
    (eps, initial) = (S(settings[.eps]), S(settings[.initial]))
    slowing = settings[.lrDecay]
  }

  var slots: [OptimizerMemory.Slot] { [.squares] }
  var scalars: [OptimizerMemory.Counter: Double] {
    get { [.steps: steps] }
    set { steps = newValue[.steps] ?? 0 }
  }

  @inline(__always)
  private mutating func advance(_ rate: Double) -> S {
    let lr = S(rate / (1 + steps * slowing))
    steps += 1
    return lr
  }

  func lanes(_ rate: Double) -> LaneRule<S>? {
    var rule = self
    return LaneRule(
      number: NetRuleAdagrad, settings: [eps], initial: steps == 0 ? [initial] : [], scalars: 1,
      fill: { table, steps in for k in 0..<steps { table[k] = rule.advance(rate) } })
  }

  mutating func skip(_ steps: Int, rate: Double) { self.steps += Double(steps) }

  mutating func update(_ work: UpdateContext<S>, rate: Double) {
    let (p, g, v) = (work.weights, work.gradient, work.memory[0])
    if steps == 0 { for i in 0..<work.count { v[i] += initial } }
    let lr = advance(rate)
    for i in 0..<work.count {
      v[i] += g[i] * g[i]
      p[i] -= lr * g[i] / (S.squareRoot(v[i]) + eps)
    }
  }
}

/// v = ρ v + (1 − ρ) g²;  d = √(u + ε) / √(v + ε) · g;  u = ρ u + (1 − ρ) d²;  p −= lr d.
struct Adadelta<S: Scalar>: UpdateRule {
  private let rho, rest, eps: S

  init(_ settings: Settings) {
    (rho, rest) = (S(settings[.rho]), S(1 - settings[.rho]))
    eps = S(settings[.eps])
  }

  var slots: [OptimizerMemory.Slot] { [.squares, .steps] }

  func lanes(_ rate: Double) -> LaneRule<S>? {
    LaneRule(number: NetRuleAdadelta, settings: [rho, rest, eps, S(rate)])
  }

  mutating func update(_ work: UpdateContext<S>, rate: Double) {
    let (p, gradient, v, u, lr) = (
      work.weights, work.gradient, work.memory[0], work.memory[1], S(rate)
    )
    for i in 0..<work.count {
      let g = gradient[i]
      v[i] = rho * v[i] + rest * g * g
      let d = S.squareRoot(u[i] + eps) / S.squareRoot(v[i] + eps) * g
      u[i] = rho * u[i] + rest * d * d
      p[i] -= lr * d
    }
  }
}

/// v = α v + (1 − α) g²;  centered: ḡ += (1 − α)(g − ḡ), v − ḡ² in place of v;  d = g / (√v + ε);
/// momentum: b = μ b + d, p −= lr b;  else p −= lr d.
struct RMSProp<S: Scalar>: UpdateRule {
  private let alpha, rest, eps, momentum: S
  private let isCentered: Bool

  init(_ settings: Settings) {
    (alpha, rest) = (S(settings[.alpha]), S(1 - settings[.alpha]))
    (eps, momentum) = (S(settings[.eps]), S(settings[.momentum]))
    isCentered = settings[.centered] == 1
  }

  var slots: [OptimizerMemory.Slot] {
    [.squares] + (isCentered ? [.average] : []) + (momentum == 0 ? [] : [.buffer])
  }

  func lanes(_ rate: Double) -> LaneRule<S>? {
    LaneRule(
      number: NetRuleRMSProp, settings: [alpha, rest, eps, momentum, S(rate)], flag: isCentered,
      slots: isCentered ? [0, 1, 2] : [0, 2])
  }

  mutating func update(_ work: UpdateContext<S>, rate: Double) {
    let (p, gradient, v, lr) = (work.weights, work.gradient, work.memory[0], S(rate))
    let mean = isCentered ? work.memory[1] : nil
    let buffer = momentum == 0 ? nil : work.memory[work.memory.count - 1]
    for i in 0..<work.count {
      let g = gradient[i]
      v[i] = alpha * v[i] + rest * g * g
      var spread = v[i]
      if let mean {
        mean[i] += rest * (g - mean[i])
        spread -= mean[i] * mean[i]
      }
      var d = g / (S.squareRoot(spread) + eps)
      if let buffer {
        buffer[i] = momentum * buffer[i] + d
        d = buffer[i]
      }
      p[i] -= lr * d
    }
  }
}
