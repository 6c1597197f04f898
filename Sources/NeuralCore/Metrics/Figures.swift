/// What says how good weights are on some rows of the data.
public enum Figure: Sendable, CaseIterable {
  /// The loss; its mean over the rows.
  case loss
  /// The share of the rows that are classified correctly.
  case accuracy
  /// The macro average of F1 over the classes.
  case f1
  /// Square root of the mean squared error, in the units of the data.
  case rmse
  /// Mean absolute error, likewise.
  case mae
  /// The share of the variance that is explained.
  case r2
  /// The largest absolute error.
  case largestError

  /// Whether a larger value is better; then 1 is the best.
  public var isBetterWhenLarger: Bool {
    switch self {
    case .loss, .rmse, .mae, .largestError: false
    case .accuracy, .f1, .r2: true
    }
  }

  /// Of outputs, a row each, beside the targets of the data; nil where these have no such figure, and for the loss, which
  /// outputs alone do not have.
  public func value(_ outputs: [Vector], _ data: Dataset) -> Double? {
    switch self {
    case .loss: nil
    case .accuracy: NeuralCore.accuracy(outputs, data)
    case .f1: Confusion(outputs, data).map { $0.macro($0.f1) }
    case .rmse: ErrorSize(outputs, data).rmse
    case .mae: ErrorSize(outputs, data).mae
    case .r2: ErrorSize(outputs, data).r2
    case .largestError: data.precision.decimal(ErrorSize(outputs, data).largest)
    }
  }
}

/// All figures of a network on some rows.
public struct Figures: Sendable, Equatable {
  /// Its mean over the rows.
  public var loss: Double
  /// nil where the targets are no classes.
  public var accuracy: Double?
  /// nil likewise.
  public var f1: Double?
  /// nil where nobody computed it.
  public var rmse: Double?
  /// nil likewise.
  public var mae: Double?
  /// nil likewise, and where no target varies.
  public var r2: Double?
  /// The largest absolute error; nil where nobody computed it.
  public var largestError: Double?

  /// Those that are known.
  public init(
    loss: Double, accuracy: Double? = nil, f1: Double? = nil, rmse: Double? = nil, mae: Double? = nil,
    r2: Double? = nil, largestError: Double? = nil
  ) {
    (self.loss, self.accuracy, self.f1, self.rmse) = (loss, accuracy, f1, rmse)
    (self.mae, self.r2, self.largestError) = (mae, r2, largestError)
  }

  /// Of outputs, a row each, beside the targets of the data.
  public init(
    loss: Double, _ outputs: [Vector], _ data: Dataset, _ stop: StopSignal
  ) throws(Interrupted) {
    let (errors, confusion) = (try ErrorSize(outputs, data, stop), try Confusion(outputs, data, stop))
    self.init(
      loss: loss, accuracy: confusion.map { Double($0.correct) / Double(data.rows) },
      f1: confusion.map { $0.macro($0.f1) }, rmse: errors.rmse, mae: errors.mae, r2: errors.r2,
      largestError: data.precision.decimal(errors.largest))
  }

  /// One of them; nil where there is none.
  public subscript(figure: Figure) -> Double? {
    switch figure {
    case .loss: loss
    case .accuracy: accuracy
    case .f1: f1
    case .rmse: rmse
    case .mae: mae
    case .r2: r2
    case .largestError: largestError
    }
  }
}
