import Language
import NeuralCore
import Standard

extension Initialization.Step {
  /// Refuses numbers that cannot be drawn from.
  func check(_ network: Network, at span: Span?) throws(Diagnostic) {
    let numbers = options.numbers
    guard numbers.count == initializer.parameters.count, numbers.allSatisfy(\.isFinite) else {
      throw Diagnostic(.outOfRange, "`\(initializer.name)` cannot take these numbers", at: span)
    }
    if initializer.takesInterval, let high = numbers.last, let low = numbers.dropLast().last, low > high {
      throw Diagnostic(.outOfRange, "`\(initializer.name)` takes the lower end first", at: span)
    }
    for (parameter, number) in zip(initializer.parameters, numbers) {
      let range = NumberRange(parameter.range)
      guard !range.allows(number) else { continue }
      throw Diagnostic(.outOfRange, "`\(parameter.name)` takes \(range.text), not \(number.text)", at: span)
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
