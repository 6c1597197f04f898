/// The size of the errors of outputs over all rows and outputs, in double precision by ascending row.
public struct ErrorSize: Sendable, Equatable {
  /// Square root of the mean squared error.
  public let rmse: Double
  /// Mean absolute error.
  public let mae: Double
  /// The largest absolute error.
  public let largest: Double
  /// 1 − Σ (y − a)² / Σ (y − mean y)² for each target, and the mean of these, as scikit-learn's `r2_score` has it by default.
  ///
  /// A target that does not vary counts 1 if every output is right, else 0. nil where none varies.
  public let r2: Double?

  /// Of outputs, a row each, beside the targets of the data; in the units that these had before they were scaled.
  public init(_ outputs: [Vector], _ data: Dataset) {
    let errors = zip(outputs.joined(), data.targets).map { $0 - $1 }
    let scales = data.targetScaling.map { Array($0.scale) }
    let sizes =
      scales.map { scales in errors.indices.map { errors[$0] * scales[$0 % scales.count] } } ?? errors
    let squares = sizes.reduce(0) { $0 + $1 * $1 }
    rmse = (squares / Double(errors.count)).squareRoot()
    mae = sizes.reduce(0) { $0 + $1.magnitude } / Double(errors.count)
    largest = sizes.reduce(0) { max($0, $1.magnitude) }
    let (width, targets) = (data.targetCount, data.targets)
    let shares = (0..<width).map { k in
      let places = stride(from: k, to: targets.count, by: width)
      return Self.r2(places.map { errors[$0] }, places.map { targets[$0] })
    }
    let isDefined = shares.contains { $0.varies }
    r2 = isDefined ? shares.reduce(0) { $0 + $1.value } / Double(width) : nil
  }

  /// Of one target.
  private static func r2(_ errors: [Double], _ targets: [Double]) -> (value: Double, varies: Bool) {
    let mean = targets.reduce(0, +) / Double(targets.count)
    let spread = targets.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let squares = errors.reduce(0) { $0 + $1 * $1 }
    // The mean of equal numbers need not be that number: 0.1 ten times.
    guard spread > 0, targets.contains(where: { $0 != targets[0] }) else {
      return (squares == 0 ? 1 : 0, false)
    }
    return (1 - squares / spread, true)
  }
}

extension Dataset {
  /// Whether some target is not the same in all rows: else there is no R².
  public var targetsVary: Bool {
    (0..<targetCount).contains { k in
      stride(from: k, to: targets.count, by: targetCount).contains { targets[$0] != targets[k] }
    }
  }
}
