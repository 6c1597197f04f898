import Language
import NeuralCore

extension Initialization.Step {
  /// Refuses numbers that cannot be drawn from.
  func check(_ network: Network, at span: Span?) throws(Diagnostic) {
    let numbers = options.numbers
    guard numbers.count == initializer.parameters.count, numbers.allSatisfy(\.isFinite) else {
      throw Diagnostic(.outOfRange, "`\(initializer.name)` cannot take these numbers", at: span)
    }
    let ends = initializer.parameters.suffix(2) == ["low", "high"] ? numbers.suffix(2) : []
    if let low = ends.first, let high = ends.last, low > high {
      throw Diagnostic(.outOfRange, "`\(initializer.name)` takes the lower end first", at: span)
    }
    if let place = initializer.parameters.firstIndex(of: "sd") {
      let least = initializer == .truncated ? "above 0" : "not negative"
      guard numbers[place] > 0 || numbers[place] == 0 && initializer != .truncated else {
        throw Diagnostic(.outOfRange, "a standard deviation is \(least) here", at: span)
      }
    }
    let drafts = network.drafts(initializer, options, only: layers)
    guard drafts.allSatisfy({ $0.weights.isFinite && $0.biases.isFinite }) else {
      throw Diagnostic(.outOfRange, "these numbers are too large for weights (float32)", at: span)
    }
    guard drafts.allSatisfy({ $0.weights.acceptance > 1e-3 }) else {
      throw Diagnostic(
        .outOfRange, "hardly a number of this normal distribution lies within these ends", at: span,
        help: ["Take ends nearer to the mean, or a larger standard deviation."])
    }
  }
}
