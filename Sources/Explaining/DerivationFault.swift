/// A calculation by hand that does not agree with the engine, which is a fault of nn itself, or was stopped.
public struct DerivationFault: Error, Sendable {
  /// What does not agree, as a sentence without its period.
  public let message: String
  /// The calculation was stopped before it was done; nothing is at fault.
  public var isInterruption = false
}
