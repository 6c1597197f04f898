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
    // Nothing stops it.
    self = (try? ErrorSize(outputs, data, .never)) ?? ErrorSize()
  }

  private init() { (rmse, mae, largest, r2) = (.nan, .nan, .nan, nil) }

  /// The same for data of any size.
  public init(_ outputs: [Vector], _ data: Dataset, _ stop: StopSignal) throws(Interrupted) {
    let scales = data.targetScaling.map { Array($0.scale) }
    let (width, targets) = (data.targetCount, data.targets)
    var errors: [Double] = []
    errors.reserveCapacity(targets.count)
    var (squares, magnitudes, largest) = (0.0, 0.0, 0.0)
    for (row, output) in outputs.enumerated() {
      try stop.check(at: row)
      for value in output where errors.count < targets.count {
        let error = value - targets[errors.count]
        let size = scales.map { error * $0[errors.count % $0.count] } ?? error
        squares += size * size
        magnitudes += size.magnitude
        largest = max(largest, size.magnitude)
        errors.append(error)
      }
    }
    rmse = (squares / Double(errors.count)).squareRoot()
    mae = magnitudes / Double(errors.count)
    self.largest = largest
    var (sum, isDefined) = (0.0, false)
    for k in 0..<width {
      let (value, varies) = try Self.r2(errors, targets, k, of: width, stop)
      sum += value
      isDefined = isDefined || varies
    }
    r2 = isDefined ? sum / Double(width) : nil
  }

  /// Of one target: that at a place of every row.
  private static func r2(
    _ errors: [Double], _ targets: Vector, _ k: Int, of width: Int, _ stop: StopSignal
  ) throws(Interrupted) -> (value: Double, varies: Bool) {
    let places = stride(from: k, to: targets.count, by: width)
    let (rows, first) = (targets.count / width, targets[k])
    var (sum, varies) = (0.0, false)
    for place in places {
      try stop.check(at: place / width)
      sum += targets[place]
      varies = varies || targets[place] != first
    }
    let mean = sum / Double(rows)
    var (spread, squares) = (0.0, 0.0)
    for place in places {
      try stop.check(at: place / width)
      spread += (targets[place] - mean) * (targets[place] - mean)
      squares += errors[place] * errors[place]
    }
    // The mean of equal numbers need not be that number: 0.1 ten times.
    guard spread > 0, varies else { return (squares == 0 ? 1 : 0, false) }
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
