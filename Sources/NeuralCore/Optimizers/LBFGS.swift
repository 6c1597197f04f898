extension Optimizer {
  /// Limited-memory BFGS. One step is up to `moves` moves, each along a direction built from the last `history`
  /// changes of weights and gradient, as far as a line search for the strong Wolfe conditions says.
  public static let lbfgs = Optimizer(
    "l-bfgs", "follows the curvature it has met, with a line search; for all rows",
    source: "torch.optim.LBFGS(line_search_fn=\"strong_wolfe\"); Nocedal and Wright, algorithm 7.5",
    settings: [
      .lr(1), Setting(.moves, 20, .whole(1...1_000_000), "moves a step"),
      Setting(.looks, 0, .whole(0...1_000_000), "looks at the loss a step; 0 is 1.25 · moves, rounded down"),
      Setting(.history, 100, .whole(1...1000), "changes that are remembered"),
      Setting(.fixed, 0, .flag, "moves by lr, without a line search"),
      Setting(.l2, 0, .notNegative, "adds l2 / 2 · Σ weight² to what is minimized"),
    ],
    searches: true, formulas: nil, stableRate: .notKnown, single: { AnyUpdateRule(LBFGS($0)) },
    double: { AnyUpdateRule(LBFGS($0)) })
}

extension Setting.Key {
  /// The most moves of an update.
  public static let moves = Self("moves")
  /// The most evaluations of an update; 0 is 1.25 · moves.
  public static let looks = Self("looks")
  /// How many pairs of changes are remembered.
  public static let history = Self("history")
  /// 1 moves by lr, without a line search.
  public static let fixed = Self("fixed")
}

extension OptimizerMemory.Slot {
  /// The direction of the last move.
  public static let direction = Self("direction")
}

extension OptimizerMemory.Counter {
  /// Moves so far.
  static let made = Self("made")
  /// How many times the direction the last move went.
  public static let length = Self("length")
  /// γ, by which the two-loop recursion scales.
  static let scale = Self("scale")
  /// 1 / (y · s) of the k-th pair.
  static func ro(_ k: Int) -> Self { Self("ro\(k)") }
}

/// d = −H g by the two-loop recursion over the pairs y = g − g₋₁, s = t d of the moves so far with y·s > 1e-10;
/// t = min(1, 1 / Σ|g|) lr for the first move of all and lr for others, then the line search; p += t d.
struct LBFGS<S: Scalar>: UpdateRule {
  static var isElementwise: Bool { false }

  /// A move that is remembered: the change of the gradient, of the weights, and 1 / (y · s).
  private struct Pair: Sendable {
    let y, s: [SIMD4<S>]
    let ro: S
  }

  private let moves, looks, limit: Int
  private let isFixed: Bool
  private var pairs: [Pair] = []
  private var made = 0.0
  private var length: S = 0
  private var scale: S = 1

  private static var gradientTolerance: S { 1e-7 }
  private static var changeTolerance: S { 1e-9 }

  init(_ settings: Settings) {
    moves = Int(clamping: settings[.moves])
    looks = settings[.looks] == 0 ? moves * 5 / 4 : Int(clamping: settings[.looks])
    (limit, isFixed) = (Int(clamping: settings[.history]), settings[.fixed] == 1)
  }

  var slots: [OptimizerMemory.Slot] { [.direction, .lastGradient] }

  var scalars: [OptimizerMemory.Counter: Double] {
    get {
      var scalars: [OptimizerMemory.Counter: Double] = [
        .made: made, .length: Double(length), .scale: Double(scale),
      ]
      for (k, pair) in pairs.enumerated() { scalars[.ro(k)] = Double(pair.ro) }
      return scalars
    }
    set {
      (made, length) = (newValue[.made] ?? 0, S(newValue[.length] ?? 0))
      scale = S(newValue[.scale] ?? 1)
    }
  }

  var history: [[SIMD4<S>]] { pairs.flatMap { [$0.y, $0.s] } }

  mutating func restore(history: [[SIMD4<S>]], _ scalars: [OptimizerMemory.Counter: Double]) {
    let all = (0..<history.count / 2).map { k in
      Pair(y: history[2 * k], s: history[2 * k + 1], ro: S(scalars[.ro(k)] ?? 0))
    }
    pairs = all.suffix(limit)
  }

  mutating func update(_ work: UpdateContext<S>, rate: Double) {
    var search = WolfeSearch(work)
    guard search.gradient.largestMagnitude() > Self.gradientTolerance else { return }
    var (looked, move) = (1, 0)
    while move < moves {
      move += 1
      made += 1
      let before = search.loss
      let direction = nextDirection(search.gradient, work)
      work.write(search.gradient, toSlot: 1)
      length = made == 1 ? min(1, 1 / search.gradient.sumOfMagnitudes()) * S(rate) : S(rate)
      let slope = search.gradient.dot(direction)
      guard slope <= -Self.changeTolerance else { break }
      if isFixed {
        if !search.move(direction, length, looks: move < moves) { break }
        looked += 1
      } else {
        let found = search.run(direction, from: length, slope: slope, looks: looks - looked)
        (length, looked) = (found.length, looked + found.looks)
      }
      if move == moves || looked >= looks || search.gradient.largestMagnitude() <= Self.gradientTolerance {
        break
      }
      if (length * direction.largestMagnitude()).magnitude <= Self.changeTolerance { break }
      if (search.loss - before).magnitude < Self.changeTolerance { break }
    }
  }

  /// −H g, and the last move remembered.
  private mutating func nextDirection(_ g: [SIMD4<S>], _ work: UpdateContext<S>) -> [SIMD4<S>] {
    if made > 1 { remember(g.minus(work.slot(1)), work.slot(0).times(length)) }
    var q = g.times(-1)
    var shares: [S] = Array(repeating: 0, count: pairs.count)
    for k in pairs.indices.reversed() {
      shares[k] = pairs[k].s.dot(q) * pairs[k].ro
      q.add(pairs[k].y, times: -shares[k])
    }
    var d = made == 1 ? q : q.times(scale)
    for (k, pair) in pairs.enumerated() {
      d.add(pair.s, times: shares[k] - pair.y.dot(d) * pair.ro)
    }
    work.write(d, toSlot: 0)
    return d
  }

  private mutating func remember(_ y: [SIMD4<S>], _ s: [SIMD4<S>]) {
    let product = y.dot(s)
    guard product > 1e-10 else { return }
    pairs.removeFirst(max(0, pairs.count + 1 - limit))
    pairs.append(Pair(y: y, s: s, ro: 1 / product))
    scale = product / y.dot(y)
  }
}

extension UpdateContext {
  fileprivate func slot(_ k: Int) -> [SIMD4<S>] {
    Array(UnsafeBufferPointer(start: memory[k], count: count))
  }
  fileprivate func write(_ values: [SIMD4<S>], toSlot k: Int) {
    for i in 0..<count { memory[k][i] = values[i] }
  }
}

/// Arrays as vectors of all parameters. A sum goes into four partial sums, parameter k into sum k mod 4.
extension Array {
  @inline(__always)
  func dot<S: Scalar>(_ other: [SIMD4<S>]) -> S where Element == SIMD4<S> {
    var total = SIMD4<S>.zero
    for i in indices { total += self[i] * other[i] }
    return horizontalSum(total)
  }

  @inline(__always)
  func times<S: Scalar>(_ factor: S) -> [SIMD4<S>] where Element == SIMD4<S> { map { $0 * factor } }

  @inline(__always)
  func minus<S: Scalar>(_ other: [SIMD4<S>]) -> [SIMD4<S>] where Element == SIMD4<S> {
    zip(self, other).map { $0 - $1 }
  }

  @inline(__always)
  mutating func add<S: Scalar>(_ other: [SIMD4<S>], times factor: S) where Element == SIMD4<S> {
    for i in indices { self[i] += factor * other[i] }
  }

  /// Σ |x|.
  @inline(__always)
  func sumOfMagnitudes<S: Scalar>() -> S where Element == SIMD4<S> {
    horizontalSum(reduce(.zero) { $0 + $1.magnitude })
  }

  /// max |x|.
  @inline(__always)
  func largestMagnitude<S: Scalar>() -> S where Element == SIMD4<S> {
    reduce(SIMD4<S>.zero) { $0.pointwiseMax($1.magnitude) }.max()
  }
}
