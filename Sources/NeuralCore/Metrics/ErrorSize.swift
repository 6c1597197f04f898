/// The size of the errors of outputs over all rows and outputs, in double precision by ascending row.
public struct ErrorSize: Sendable, Equatable {
  /// Square root of the mean squared error.
  public let rmse: Double
  /// Mean absolute error.
  public let mae: Double
  /// The largest absolute error.
  public let largest: Double
  /// 1 − Σ (y − a)² / Σ (y − mean of its target)²; nil where the targets do not vary.
  public let r2: Double?

  /// Of outputs, a row each, beside the targets of the data.
  public init(_ outputs: [Vector], _ data: Dataset) {
    let errors = zip(outputs.joined(), data.targets).map { $0 - $1 }
    let squares = errors.reduce(0) { $0 + $1 * $1 }
    rmse = (squares / Double(errors.count)).squareRoot()
    mae = errors.reduce(0) { $0 + $1.magnitude } / Double(errors.count)
    largest = errors.reduce(0) { max($0, $1.magnitude) }
    var spread = 0.0
    for k in 0..<data.targetCount {
      let column = stride(from: k, to: data.targets.count, by: data.targetCount).map {
        data.targets[$0]
      }
      let mean = column.reduce(0, +) / Double(column.count)
      spread += column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    r2 = spread == 0 ? nil : 1 - squares / spread
  }
}
