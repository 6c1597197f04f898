import Language
import Standard

/// How a conversation shows itself at a terminal. It decides no result and is not part of the session: `undo` leaves it
/// alone.
public struct Preferences: Sendable, Equatable {
  /// How much of the state a prompt shows.
  public var prompt = PromptForm.full
  /// nil if nothing was said: the command's own choice holds.
  public var color: ColorChoice?
  /// Whether each statement is followed by the time it took.
  public var isTiming = false
  /// Whether statements go without their reports.
  public var isQuiet = false

  /// Pictures that are shown while a training runs.
  public var watched: [Picture] = []
  /// Whether the last of them stay on the screen.
  public var keepsPictures = false

  /// What holds until something is said.
  public init() {}
}

extension Session {
  /// The state in short, for a prompt: `nn 2-2-1 loss 0.0098> `.
  func prompt(_ form: PromptForm) -> String {
    guard let network, form != .short else { return "nn> " }
    // A prompt does not wait for a pass over much data.
    guard form == .full, epoch > 0, let loss = quickLoss else {
      return "nn \(network.sizesText)> "
    }
    return "nn \(network.sizesText) loss \(loss.significant(2))> "
  }
}
