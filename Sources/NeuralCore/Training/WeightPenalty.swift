/// The penalties on large weights: l2 and l1 through the gradient, `decay` on the weights themselves.
struct WeightPenalty<S: Scalar> {
  private let l1, l2: S
  private let decay: Double

  init(_ settings: Settings) {
    (l1, l2, decay) = (S(settings[.l1]), S(settings[.l2]), settings[.decay])
  }

  /// l2 / 2 · Σ p²: what rules that search add to the loss, whose gradient `apply` adds.
  func value(_ p: UnsafeMutablePointer<SIMD4<S>>, _ count: Int) -> S {
    var total = SIMD4<S>.zero
    for i in 0..<count { total += p[i] * p[i] }
    return 0.5 * l2 * horizontalSum(total)
  }

  var isActive: Bool { l1 != 0 || l2 != 0 || decay != 0 }

  /// g += l2 p + l1 sign(p);  p *= 1 − lr decay.
  func apply(
    _ p: UnsafeMutablePointer<SIMD4<S>>, _ g: UnsafeMutablePointer<SIMD4<S>>, _ count: Int, rate: Double
  ) {
    if l2 != 0 { for i in 0..<count { g[i] += l2 * p[i] } }
    if l1 != 0 { for i in 0..<count { g[i] += l1 * p[i].signs } }
    guard decay != 0 else { return }
    let kept = S(1 - rate * decay)
    for i in 0..<count { p[i] *= kept }
  }
}
