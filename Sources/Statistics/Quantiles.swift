/// Numbers in ascending order, for quantiles.
public struct Ordered: Sendable {
  private let values: [Double]

  /// Finite or infinite numbers in any order; those that are no numbers count as larger than all.
  public init(_ values: [Double]) { self.values = values.map { $0.isNaN ? .infinity : $0 }.sorted() }

  /// The quantile with straight lines between the values, as NumPy and R have it by default: at (n − 1) p.
  ///
  /// - Returns: nil without values.
  public func quantile(_ share: Double) -> Double? {
    guard let last = values.last else { return nil }
    let place = share * Double(values.count - 1)
    let k = Int(exactly: place.rounded(.down)) ?? 0
    guard k + 1 < values.count else { return last }
    let (low, high, part) = (values[k], values[k + 1], place - Double(k))
    return part == 0 || low == high ? low : low + (high - low) * part
  }

  /// Half are below it.
  public var median: Double? { quantile(0.5) }
}

/// The usual numbers of a sample.
public enum Sample {
  /// Σ x / n; nil without numbers. Of equal numbers it is that number, whatever their sum is rounded to.
  public static func mean(_ values: [Double]) -> Double? {
    guard let first = values.first else { return nil }
    return values.allSatisfy { $0 == first } ? first : values.reduce(0, +) / Double(values.count)
  }

  /// √(Σ (x − mean)² / (n − 1)); nil for fewer than two numbers.
  public static func deviation(_ values: [Double]) -> Double? {
    guard values.count > 1, let mean = mean(values) else { return nil }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1)).squareRoot()
  }
}
