import NeuralCore

/// How numbers are held and shown.
public struct NumberFormat: Sendable {
  /// Of the networks and data made from now on.
  public internal(set) var precision = Precision.single
  /// Decimals that `explain`, `eval` and others show, from 0 to 9.
  public internal(set) var digits = 4
}
