import NeuralCore

/// A row with the outputs that the network gives for it.
public struct EvalRow: Sendable {
  /// As given, not scaled.
  public let inputs: [Double]
  public let outputs: [Double]
  /// nil where the row has none.
  public let targets: [Double]?
}

/// How well the network does on one part of the data.
public struct ScoreReport: Sendable {
  public let data: String
  public let part: Part
  public let rows: Int
  public let lossName: String
  public let loss: Double
  /// nil where the targets are not classes.
  public let confusion: Confusion?
  public let errors: ErrorSize
}

/// What `check gradient` found.
public struct GradientReport: Sendable {
  public let network: Network
  public let check: GradientCheck
  /// The loss with its class weights and smoothing, as typed after `loss`.
  public let loss: String
  public let rows: Int
}

/// What `guess` shows: the outputs beside the numbers that were typed.
public struct GuessReport: Sendable {
  public let row: EvalRow
  /// One an output; nil where none was typed.
  public let guesses: [Double]?
  /// Whether there was nobody to ask.
  public let isPassedBy: Bool
  /// Decimals to show.
  public let digits: Int
}
