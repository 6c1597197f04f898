/// Why a training stopped.
public enum StopReason: String, Sendable, CaseIterable {
  /// Its condition held.
  case until
  /// Its budget of epochs was used up.
  case epochs
  /// Its time was up.
  case seconds
  /// The watched metric did not improve for as many epochs as `patience` allows.
  case patience
  /// No component of the gradient was above `mingrad`.
  case mingrad
  /// The user stopped it.
  case interrupted
  /// A loss was not finite.
  case diverged
}
