/// A calculation by hand that does not agree with the engine: a fault of nn itself.
public struct DerivationFault: Error, Sendable {
  /// What does not agree, as a sentence without its period.
  public let message: String
}
