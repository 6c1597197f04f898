/// How a gradient becomes a step: one row of the table of optimizers, with everything that is known about it.
public struct Optimizer: Sendable {
  /// The word of the language.
  public let name: String
  /// In a few words, for help and messages.
  public let summary: String
  /// Where it comes from; PyTorch's name for it.
  public let source: String
  /// What it takes, with defaults and ranges; one of them is `lr`.
  public let settings: [Setting]
  /// The batch size in rows where none is given; nil takes all.
  public let batch: Int?
  /// The output activation that it is for, in a network without hidden layers; nil for any differentiable network.
  public let needs: Activation?
  /// Whether it evaluates loss and gradient more than once a step, so that clipping, dropout and the like do not apply.
  public let searches: Bool
  /// Whether it solves for all parameters at once from the derivatives of every output: for losses that are a sum of squares,
  /// and for small networks.
  public let takesJacobian: Bool
  /// One update by hand, given what the rule remembers of the updates before; nil for rules that search.
  public let formulas: (@Sendable (Settings, _ scalars: [OptimizerMemory.Counter: Double]) -> UpdateFormulas)?
  /// The learning rate above which it diverges on a parabola.
  public let stableRate: StableRate
  let single: @Sendable (Settings) -> AnyUpdateRule<Float>
  let double: @Sendable (Settings) -> AnyUpdateRule<Double>

  /// The table, in the order of the manual.
  public static let all: [Optimizer] = [
    sgd, adam, adamw, nadam, radam, adamax, adagrad, adadelta, rmsprop, rprop, quickprop, lbfgs, lm,
    perceptron,
  ]

  init(
    _ name: String, _ summary: String, source: String, settings: [Setting], batch: Int? = nil,
    needs: Activation? = nil, searches: Bool = false, takesJacobian: Bool = false,
    formulas: (@Sendable (Settings, [OptimizerMemory.Counter: Double]) -> UpdateFormulas)?,
    stableRate: StableRate,
    single: @escaping @Sendable (Settings) -> AnyUpdateRule<Float>,
    double: @escaping @Sendable (Settings) -> AnyUpdateRule<Double>
  ) {
    (self.name, self.summary, self.source, self.settings) = (name, summary, source, settings)
    (self.batch, self.needs, self.searches) = (batch, needs, searches)
    self.takesJacobian = takesJacobian
    (self.formulas, self.stableRate) = (formulas, stableRate)
    (self.single, self.double) = (single, double)
  }

  /// The row with this word; nil for none.
  public static func named(_ name: String) -> Optimizer? { all.first { $0.name == name } }
}

extension Optimizer: Equatable {
  /// Rows are equal if their words are.
  public static func == (a: Optimizer, b: Optimizer) -> Bool { a.name == b.name }
}

/// One optimizer at work: its settings, and what it remembers of the steps so far besides the arrays of its memory.
///
/// Parameters, gradient and memory come as arrays of vectors, filled up with zeros, and a rule is one loop over them. A
/// zero gradient on a zero weight leaves it zero. A rule begins with a memory of zeros.
protocol UpdateRule<S>: Sendable {
  associatedtype S: Scalar

  init(_ settings: Settings)

  /// Whether each weight is updated by itself, so that parts of the arrays can be updated apart.
  static var isElementwise: Bool { get }

  /// The names of the arrays that it remembers, each as long as the parameters.
  var slots: [OptimizerMemory.Slot] { get }
  /// The numbers that it remembers.
  var scalars: [OptimizerMemory.Counter: Double] { get set }

  /// Arrays that it remembers besides the slots, as many as there are by now.
  var history: [[SIMD4<S>]] { get }
  mutating func restore(history: [[SIMD4<S>]], _ scalars: [OptimizerMemory.Counter: Double])

  /// One step, as long as `rate` says, of the parameters in `work`.
  mutating func update(_ work: UpdateContext<S>, rate: Double)

  /// The rule as it goes on in CKernels; nil where there is none.
  func lanes(_ rate: Double) -> LaneRule<S>?
  /// So many steps were made elsewhere: of what the rule remembers, the arrays are as they leave them.
  mutating func skip(_ steps: Int, rate: Double)
}

/// A rule at work, whichever it is. It holds closures over a concrete type, because a method that is called through a
/// protocol is not compiled for its kind of number.
final class AnyUpdateRule<S: Scalar> {
  let slots: [OptimizerMemory.Slot]
  private let makeLanes: (_ rate: Double) -> LaneRule<S>?
  let skip: (_ steps: Int, _ rate: Double) -> Void
  let update: (_ work: UpdateContext<S>, _ rate: Double) -> Void
  let scalars: () -> [OptimizerMemory.Counter: Double]
  let history: () -> [[SIMD4<S>]]
  let restore: (_ scalars: [OptimizerMemory.Counter: Double], _ history: [[SIMD4<S>]]) -> Void
  private let free: () -> Void

  /// The rule stands behind a pointer: a captured variable would be checked for overlapping uses in every update.
  @inline(__always)
  init<R: UpdateRule>(_ rule: R) where R.S == S {
    let place = UnsafeMutablePointer<R>.allocate(capacity: 1)
    place.initialize(to: rule)
    slots = rule.slots
    makeLanes = { place.pointee.lanes($0) }
    skip = { place.pointee.skip($0, rate: $1) }
    update = { work, rate in
      if work.parts == 1 {
        place.pointee.update(work, rate: rate)
      } else {
        place.pointee.updateInParts(work, rate: rate)
      }
    }
    scalars = { place.pointee.scalars }
    history = { place.pointee.history }
    restore = { scalars, history in
      place.pointee.scalars = scalars
      place.pointee.restore(history: history, scalars)
    }
    free = {
      place.deinitialize(count: 1)
      place.deallocate()
    }
  }

  deinit { free() }

  /// The rule as it goes on in CKernels.
  func lanes(_ rate: Double) -> LaneRule<S>? { withExtendedLifetime(self) { makeLanes(rate) } }
}

/// What a rule works on: plain pointers, so that handing it over costs no counting of references.
struct UpdateContext<S: Scalar> {
  let weights: UnsafeMutablePointer<SIMD4<S>>
  let gradient: UnsafeMutablePointer<SIMD4<S>>
  /// The arrays of the rule's slots.
  let memory: UnsafeMutableBufferPointer<UnsafeMutablePointer<SIMD4<S>>>
  /// The length of each array in vectors.
  let count: Int
  /// The loss at the weights whose gradient stands in `gradient`.
  let loss: S
  /// Held by whoever makes the update.
  unowned(unsafe) let passes: UpdatePasses<S>
  /// How many processors are worth the while.
  var parts = 1

  /// The same for a range of the arrays.
  func withPart(_ range: Range<Int>, _ body: (UpdateContext) -> Void) {
    withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<SIMD4<S>>.self, capacity: max(1, memory.count)) {
      for (k, array) in memory.enumerated() { $0[k] = array + range.lowerBound }
      body(
        UpdateContext(
          weights: weights + range.lowerBound, gradient: gradient + range.lowerBound, memory: $0,
          count: range.count, loss: loss, passes: passes))
    }
  }

  /// Computes loss and gradient at the weights as they are now; only for rules that search.
  func evaluate() -> S { passes.evaluate() }
  /// The normal equations at the weights whose gradient stands in `gradient`; nil for a loss that is no sum of squares, or
  /// where the pass was stopped.
  func normalEquations() -> NormalEquations? { passes.normalEquations() }
}

/// Further passes at the present weights, for rules that look more than once a step.
final class UpdatePasses<S: Scalar> {
  var evaluate: () -> S
  var normalEquations: () -> NormalEquations?

  init(evaluate: @escaping () -> S = { .nan }, normalEquations: @escaping () -> NormalEquations? = { nil }) {
    (self.evaluate, self.normalEquations) = (evaluate, normalEquations)
  }
}

extension UpdateRule {
  static var isElementwise: Bool { true }
  func lanes(_ rate: Double) -> LaneRule<S>? { nil }
  mutating func skip(_ steps: Int, rate: Double) {}

  /// One step of every weight, in parts on several processors: each part takes the same step of the rule, which only then
  /// has taken it.
  fileprivate mutating func updateInParts(_ work: UpdateContext<S>, rate: Double) {
    guard Self.isElementwise else { return update(work, rate: rate) }
    let before = self
    concurrently(work.parts) { part in
      var rule = before
      let range = work.count * part / work.parts..<work.count * (part + 1) / work.parts
      work.withPart(range) { rule.update($0, rate: rate) }
    }
    work.withPart(0..<0) { update($0, rate: rate) }
  }

  var scalars: [OptimizerMemory.Counter: Double] {
    get { [:] }
    set {}
  }
  var history: [[SIMD4<S>]] { [] }
  mutating func restore(history: [[SIMD4<S>]], _ scalars: [OptimizerMemory.Counter: Double]) {}
}

extension Setting.Key {
  /// The learning rate.
  public static let lr = Self("lr")
  /// λ of λ w, added to the gradient.
  public static let l2 = Self("l2")
  /// λ of λ sign(w), added to the gradient.
  public static let l1 = Self("l1")
  /// Decoupled weight decay: w is multiplied by 1 − lr · decay.
  public static let decay = Self("decay")
  /// μ, the share of the velocity that is kept.
  public static let momentum = Self("momentum")
  /// β₁ of the running average of gradients.
  public static let beta1 = Self("beta1")
  /// β₂ of the running average of squared gradients.
  public static let beta2 = Self("beta2")
  /// ε, which keeps divisions from 0.
  public static let eps = Self("eps")
  /// 1 divides by the largest second average so far.
  public static let amsgrad = Self("amsgrad")
}

extension Setting {
  static func lr(_ fallback: Double) -> Setting {
    Setting(.lr, fallback, .positive, "learning rate: how far a step goes")
  }
  static let l2 = Setting(.l2, 0, .notNegative, "adds l2 · weight to every gradient")
  static let l1 = Setting(.l1, 0, .notNegative, "adds l1 · sign of the weight to every gradient")
  static func decay(_ fallback: Double) -> Setting {
    Setting(.decay, fallback, .notNegative, "takes lr · decay · weight from every weight")
  }
  static let momentum = Setting(.momentum, 0, .notNegative, "share of the last step that is kept")
  static let beta1 = Setting(.beta1, 0.9, .fraction, "memory of the average gradient")
  static let beta2 = Setting(.beta2, 0.999, .fraction, "memory of the average squared gradient")
  static func eps(_ fallback: Double) -> Setting {
    Setting(.eps, fallback, .positive, "keeps the division from 0")
  }
  static let amsgrad = Setting(.amsgrad, 0, .flag, "divides by the largest average so far")

  /// What every rule that follows the gradient of each weight takes.
  static func penalties(decay fallback: Double = 0) -> [Setting] { [l2, l1, decay(fallback)] }
}
