import NeuralCore

/// A row with the outputs that the network gives for it.
public struct EvalRow: Sendable {
  /// As given, not scaled.
  public let inputs: [Double]
  /// One for each output neuron.
  public let outputs: [Double]
  /// nil where the row has none.
  public let targets: [Double]?
}

/// The rows of one `eval`. There may be millions, so each is put together when it is asked for.
public struct EvalRows: RandomAccessCollection, Sendable {
  /// The number of rows.
  public let endIndex: Int
  /// Whether some row has targets.
  public let haveTargets: Bool
  private let row: @Sendable (Int) -> EvalRow

  init(count: Int, haveTargets: Bool, _ row: @escaping @Sendable (Int) -> EvalRow) {
    (endIndex, self.haveTargets, self.row) = (count, haveTargets, row)
  }

  /// Rows count from 0.
  public var startIndex: Int { 0 }
  /// A row by its place.
  public subscript(place: Int) -> EvalRow { row(place) }
}

/// How well the network does on one part of the data.
public struct ScoreReport: Sendable {
  /// The name of the data.
  public let data: String
  /// The part of the data that was scored; nil for a file.
  public let part: Part?
  /// Rows of that part.
  public let rows: Int
  /// The loss, without its class weights.
  public let lossName: String
  /// Whether the loss is of scaled targets; the rest is in the units of the data.
  public let isLossScaled: Bool
  /// Over that part.
  public let loss: Double
  /// nil where the targets are not classes.
  public let confusion: Confusion?
  /// RMSE, mean absolute error and R².
  public let errors: ErrorSize
}

/// What `check gradient` found.
public struct GradientReport: Sendable {
  /// The network that was checked.
  public let network: Network
  /// The comparison, parameter by parameter.
  public let check: GradientCheck
  /// The loss with its class weights and smoothing, as typed after `loss`.
  public let loss: String
  /// Rows that the gradient is over.
  public let rows: Int
}

/// What `guess` shows: the outputs beside the numbers that were typed.
public struct GuessReport: Sendable {
  /// The inputs with the network's outputs, and the targets where the data has the row.
  public let row: EvalRow
  /// One an output; nil where none was typed.
  public let guesses: [Double]?
  /// Whether there was nobody to ask.
  public let isPassedBy: Bool
  /// Decimals to show.
  public let digits: Int
}
