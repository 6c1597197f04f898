/// The constant output with the least loss over some targets, by the shape of the loss.
extension Loss {
  /// What an output adds to a loss without classes, given its target.
  typealias ElementLoss = @Sendable (_ output: Double, _ target: Double) -> Double

  /// Of squared errors: the mean of the targets.
  static func mean(_ targets: [Double], _: ElementLoss) -> ClosedRange<Double> { mean(targets) }

  /// The mean, as an interval of one number; 0 of no targets.
  static func mean(_ targets: [Double]) -> ClosedRange<Double> {
    guard !targets.isEmpty else { return 0...0 }
    let mean = targets.reduce(0, +) / Double(targets.count)
    return mean...mean
  }

  /// Of |a − t|: the median of the targets, or all numbers between two of them.
  static func amongTargets(_ targets: [Double], _ loss: ElementLoss) -> ClosedRange<Double> {
    atCorners(targets, of: targets, loss)
  }

  /// Of a sum of straight pieces with these corners: the least value is at a corner, perhaps at all numbers between two of
  /// them, or beyond the last.
  static func atCorners(
    _ corners: [Double], of targets: [Double], _ loss: ElementLoss
  ) -> ClosedRange<Double> {
    let corners = corners.sorted()
    func cost(_ a: Double) -> Double { targets.reduce(0) { $0 + loss(a, $1) } }
    let least = corners.map(cost).min() ?? 0
    let flat = corners.filter { cost($0) <= least + 1e-9 }
    guard var low = flat.first, var high = flat.last else { return 0...0 }
    if high == corners.last, cost(high + 1) <= least + 1e-9 { high = .infinity }
    if low == corners.first, cost(low - 1) <= least + 1e-9 { low = -.infinity }
    return low...high
  }

  /// Of a convex loss that is least at the target: between the extreme targets, by ternary search.
  static func betweenTargets(_ targets: [Double], _ loss: ElementLoss) -> ClosedRange<Double> {
    func cost(_ a: Double) -> Double { targets.reduce(0) { $0 + loss(a, $1) } }
    var (low, high) = (targets.min() ?? 0, targets.max() ?? 0)
    for _ in 0..<200 {
      let (a, b) = (low + (high - low) / 3, high - (high - low) / 3)
      if cost(a) <= cost(b) { high = b } else { low = a }
    }
    return low...max(low, high)
  }

  /// x ln y, 0 for x = 0; ln 0 counts as ln 10⁻³⁰⁰.
  static func product(_ x: Double, logarithmOf y: Double) -> Double {
    x == 0 ? 0 : x * Elementary.log(max(y, 1e-300))
  }
}
