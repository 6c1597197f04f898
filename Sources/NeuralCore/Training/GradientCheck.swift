/// The gradient of a loss against central differences, for every parameter, in double precision.
///
/// A difference is (f(w + h) − f(w − h)) / 2h with h = ∛ε · max(1, |w|), which balances the error of the formula, about
/// h² f‴/6, against that of rounding, about ε f/h. The error of a parameter is |g − d| / max(|g|, |d|, 10⁻³), or of a larger
/// number where the rounding of the loss asks for it.
public struct GradientCheck: Sendable {
  /// One parameter: the derivative by both ways.
  public struct Entry: Sendable {
    /// Among the parameters.
    public let place: Int
    /// By backpropagation.
    public let gradient: Double
    /// By central differences.
    public let difference: Double
    /// The corner of an activation or a loss lies between w − h and w + h: the slope of one side is the gradient.
    public let isAtCorner: Bool

    /// The relative difference of the two.
    public let error: Double

    init(place: Int, gradient: Double, difference: Double, floor: Double, isAtCorner: Bool = false) {
      (self.place, self.gradient, self.difference) = (place, gradient, difference)
      self.isAtCorner = isAtCorner
      error = (gradient - difference).magnitude / max(gradient.magnitude, difference.magnitude, floor)
    }
  }

  /// Errors below this are rounding.
  public static let tolerance = 1e-6

  /// Parameters that were compared.
  public let count: Int
  /// The largest errors, the worst first, corners not counted.
  public let worst: [Entry]
  /// Parameters with a corner between w − h and w + h, which are compared with one side only.
  public let corners: Int

  /// Whether every difference is within the tolerance.
  public var agrees: Bool { worst.allSatisfy { $0.error <= Self.tolerance } }

  /// Multiplications that are waited for: some seconds.
  private static let work = 50_000_000_000
  /// An activation takes as long as so many.
  private static let activation = 100
  /// As many are compared however long that takes.
  private static let least = 100

  /// Compares every parameter; of a net with so many that it would take long, some of every layer, evenly spread.
  public init(
    _ network: Network, _ objective: Objective, on data: Dataset, shown: Int = 5,
    _ stop: StopSignal = .never
  ) throws(Interrupted) {
    let (network, data) = (network.converted(to: .double), data.converted(to: .double))
    let gradient = try network.gradient(of: objective, on: data, stop)
    let value = try network.loss(objective, on: data, stop)
    var entries: [Entry] = []
    for place in Self.places(network, rows: data.rows) {
      entries.append(try Self.entry(place, network, objective, data, gradient[place], value, stop))
    }
    count = entries.count
    corners = entries.count { $0.isAtCorner }
    worst = Array(entries.filter { !$0.isAtCorner }.sorted { $0.error > $1.error }.prefix(shown))
  }

  /// Two passes over all rows are a comparison.
  private static func places(_ network: Network, rows: Int) -> [Int] {
    let all = network.parameters.count
    let units = network.layers.reduce(0) { $0 + $1.outputs }
    // A float64 holds it, whatever the sizes.
    let cost = 2 * Double(max(1, rows)) * Double(all + activation * units)
    let most = max(least, Int(clamping: (Double(work) / cost).rounded(.down)))
    guard all > most else { return Array(0..<all) }
    var (places, begin) = ([Int](), 0)
    for layer in network.layers {
      let size = layer.parameterCount
      // The first weight and the last bias are among them.
      let count = min(size, max(2, most * size / all))
      places += (0..<count).map { begin + (size - 1) * $0 / max(1, count - 1) }
      begin += size
    }
    return places
  }

  private static func entry(
    _ place: Int, _ network: Network, _ objective: Objective, _ data: Dataset, _ gradient: Double,
    _ value: Double, _ stop: StopSignal
  ) throws(Interrupted) -> Entry {
    let weight = network.parameters[place]
    let widest = 6.055_454_452_393_343e-6 * max(1, weight.magnitude)
    var moved = network
    func loss(_ step: Double) throws(Interrupted) -> Double {
      moved.parameters[place] = weight + step
      return try moved.loss(objective, on: data, stop)
    }
    // A corner beside w spoils the difference only as long as h reaches it.
    var best: Entry?
    for h in [widest, widest / 32, widest / 1024] {
      // What the rounding of the loss alone can do to a difference.
      let floor = max(1e-3, 16 * Double.ulpOfOne * value.magnitude / h / tolerance)
      let (up, down) = (try loss(h), try loss(-h))
      let entry = Entry(
        place: place, gradient: gradient, difference: (up - down) / (2 * h), floor: floor)
      if entry.error <= tolerance { return entry }
      let (farUp, farDown) = (try loss(2 * h), try loss(-2 * h))
      if let seen = onOneSide(entry, floor, h, value, (up, farUp), (down, farDown)) { return seen }
      if best.map({ entry.error < $0.error }) ?? true { best = entry }
    }
    return best ?? Entry(place: place, gradient: gradient, difference: .nan, floor: 1e-3)
  }

  /// With slopes from one side, good where the curvature jumps, which spoils the central difference. At a corner they
  /// differ, and the gradient is one of them, or between them where several rows stand at corners.
  private static func onOneSide(
    _ entry: Entry, _ floor: Double, _ h: Double, _ value: Double, _ up: (near: Double, far: Double),
    _ down: (near: Double, far: Double)
  ) -> Entry? {
    let right = (4 * up.near - 3 * value - up.far) / (2 * h)
    let left = (3 * value - 4 * down.near + down.far) / (2 * h)
    let margin = tolerance * max(entry.gradient.magnitude, floor)
    guard min(left, right) - margin <= entry.gradient, entry.gradient <= max(left, right) + margin else {
      return nil
    }
    let isCorner = (right - left).magnitude > 4 * margin
    return Entry(
      place: entry.place, gradient: entry.gradient,
      difference: isCorner ? entry.difference : (right + left) / 2, floor: isCorner ? floor : 4 * floor,
      isAtCorner: isCorner)
  }
}
