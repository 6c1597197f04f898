extension Session {
  /// How the session shows itself at a terminal. It decides no result.
  public struct Display: Sendable, Equatable {
    public enum PromptForm: String, Sendable, CaseIterable {
      case full, net, short

      var summary: String {
        switch self {
        case .full: "the net and its loss: nn 2-2-1 loss 0.0098>"
        case .net: "the net: nn 2-2-1>"
        case .short: "nn> and nothing else"
        }
      }
    }

    public enum Color: String, Sendable, CaseIterable {
      case on, off, auto

      var summary: String {
        switch self {
        case .on: "always, in files and pipes too"
        case .off: "never"
        case .auto: "where a terminal shows it"
        }
      }
    }

    public var prompt = PromptForm.full
    /// nil: nothing was said, so the command's own choice holds.
    public var color: Color?
    public var isTiming = false
  }

  /// The state in short, for a prompt: `nn 2-2-1 loss 0.0098> `.
  public var prompt: String {
    guard let network, display.prompt != .short else { return "nn> " }
    // A prompt does not wait for a pass over much data.
    guard display.prompt == .full, epoch > 0, !passIsLong, let loss = presentLoss else {
      return "nn \(network.sizesText)> "
    }
    return "nn \(network.sizesText) loss \(loss.significant(2))> "
  }
}
