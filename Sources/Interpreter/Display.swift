import Standard

extension Session {
  /// How the session shows itself at a terminal. It decides no result.
  public struct Display: Sendable, Equatable {
    public var prompt = PromptForm.full
    /// nil: nothing was said, so the command's own choice holds.
    public var color: ColorChoice?
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
