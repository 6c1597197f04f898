/// The gradient of a loss against central differences, for every parameter, in double precision.
///
/// A difference is (f(w + h) − f(w − h)) / 2h with h = ∛ε · max(1, |w|), which balances the error of the formula, about
/// h² f‴/6, against that of rounding, about ε f/h. The error of a parameter is |g − d| / max(|g|, |d|, 10⁻³).
public struct GradientCheck: Sendable {
  public struct Entry: Sendable {
    /// Among the parameters.
    public let place: Int
    public let gradient: Double
    public let difference: Double
    /// The corner of an activation or a loss lies between w − h and w + h: the slope of one side is the gradient.
    public let isAtCorner: Bool

    public var error: Double {
      (gradient - difference).magnitude / max(gradient.magnitude, difference.magnitude, 1e-3)
    }
  }

  /// Errors below this are rounding.
  public static let tolerance = 1e-6

  public let count: Int
  /// The largest errors, the worst first, corners not counted.
  public let worst: [Entry]
  public let corners: Int

  public var agrees: Bool { worst.allSatisfy { $0.error <= Self.tolerance } }

  /// - Returns: nil if it was interrupted.
  public init?(
    _ network: Network, _ objective: Objective, on data: Dataset, shown: Int = 5,
    isInterrupted: () -> Bool = { false }
  ) {
    let (network, data) = (network.converted(to: .double), data.converted(to: .double))
    let gradient = network.gradient(of: objective, on: data)
    let value = network.loss(objective, on: data)
    var entries: [Entry] = []
    for place in network.parameters.indices {
      if isInterrupted() { return nil }
      entries.append(Self.entry(place, network, objective, data, gradient[place], value))
    }
    count = entries.count
    corners = entries.count { $0.isAtCorner }
    worst = Array(entries.filter { !$0.isAtCorner }.sorted { $0.error > $1.error }.prefix(shown))
  }

  private static func entry(
    _ place: Int, _ network: Network, _ objective: Objective, _ data: Dataset, _ gradient: Double,
    _ value: Double
  ) -> Entry {
    let weight = network.parameters[place]
    let h = 6.055_454_452_393_343e-6 * max(1, weight.magnitude)
    func loss(_ steps: Double) -> Double {
      var moved = network
      moved.parameters[place] = weight + steps * h
      return moved.loss(objective, on: data)
    }
    let (up, down) = (loss(1), loss(-1))
    let entry = Entry(
      place: place, gradient: gradient, difference: (up - down) / (2 * h), isAtCorner: false)
    guard entry.error > tolerance else { return entry }
    // Slopes from one side, good where the curvature jumps, which spoils the central one. At a corner they differ, and
    // the gradient is one of them, or between them where several rows stand at corners.
    let right = (4 * up - 3 * value - loss(2)) / (2 * h)
    let left = (3 * value - 4 * down + loss(-2)) / (2 * h)
    let margin = tolerance * max(gradient.magnitude, 1e-3)
    guard (right - left).magnitude > margin else {
      return Entry(place: place, gradient: gradient, difference: (right + left) / 2, isAtCorner: false)
    }
    let isBetween = min(left, right) - margin <= gradient && gradient <= max(left, right) + margin
    return Entry(
      place: place, gradient: gradient, difference: entry.difference,
      isAtCorner: isBetween)
  }
}
