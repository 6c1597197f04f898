import Language
import NeuralCore
import Standard

/// The loss, as options choose it.
extension Executor {
  /// Chooses the loss that is named, with the weights and the smoothing given; without a name the one in use. It is kept for
  /// later statements.
  ///
  /// - Parameter given: the option with this word, if it was given.
  mutating func choose(
    _ given: (LossOption) -> GivenOption?, _ network: Network
  ) throws(Diagnostic) {
    let objective = try objective(given, network)
    if objective != session.objective { session.model.chosenObjective = objective }
  }

  private mutating func objective(
    _ given: (LossOption) -> GivenOption?, _ network: Network
  ) throws(Diagnostic) -> Objective {
    var (loss, weights, smoothing) = (
      session.objective.loss, session.objective.weights, session.objective.smoothing
    )
    if let word = given(.loss)?.name, let found = Loss.named(word.node) {
      try check(found, word, network)
      (loss, weights, smoothing) = (found, [], 0)
    }
    if let option = given(.smoothing) {
      try checkClasses(loss, option)
      smoothing = try number(of: option)
    }
    if let option = given(.weights), let value = option.expression {
      try checkClasses(loss, option)
      weights = try classWeights(value, network)
    }
    return Objective(loss, weights: weights, smoothing: smoothing)
  }

  /// A softmax of one output is 1 whatever the inputs are.
  private func net(with needed: Activation, insteadOf network: Network) -> String {
    guard needed == .softmax, network.outputs == 1 else {
      return "Make the net so: \(network.statementText(output: needed))"
    }
    if let data = session.data.whole, data.targetCount > 1 {
      return "Make it with an output for each class: "
        + lineOfNet(data.inputCount, data.targetCount, data.classes)
    }
    let targets = session.data.training?.targets
    guard targets?.allSatisfy({ 0...1 ~= $0 }) ?? true else {
      return "Numbers are learned by: \(network.statementText(output: .linear)) ; train adam loss mse"
    }
    return "A single output takes bce: \(network.statementText(output: .sigmoid)) ; train adam loss bce"
  }

  private func check(_ loss: Loss, _ word: Located<String>, _ network: Network) throws(Diagnostic) {
    guard let needed = loss.needs, network.output.role != needed else { return }
    throw Diagnostic(
      .lossMismatch,
      "the loss `\(loss.name)` needs a \(needed.name) output, and this net's is \(network.output.name)",
      at: word.span, help: [net(with: needed, insteadOf: network)])
  }

  private func checkClasses(_ loss: Loss, _ option: GivenOption) throws(Diagnostic) {
    guard !loss.takesClasses else { return }
    let having = Loss.all.filter(\.takesClasses).map(\.name).joined(separator: ", ")
    throw Diagnostic(
      .settingMismatch, "the loss `\(loss.name)` has no classes, so it takes no `\(option.word.node)`",
      at: option.span, help: ["It goes with: \(having)"])
  }

  private mutating func classWeights(
    _ expression: Expression, _ network: Network
  ) throws(Diagnostic) -> [Double] {
    let value = try value(expression)
    guard let numbers = value.numbers, numbers.allSatisfy({ $0 >= 0 && Float($0).isFinite }),
      numbers.contains(where: { $0 > 0 })
    else {
      throw Diagnostic(
        .outOfRange, "`weights` takes a list of numbers of at least 0, not all of them 0",
        at: expression.span, help: ["For example: weights [1, 2, 2]"])
    }
    guard numbers.count == network.outputs else {
      throw Diagnostic(
        .wrongCount,
        "`weights` takes a number for each of \(count(network.outputs, "output")), and \(numbers.count) are given",
        at: expression.span)
    }
    return numbers
  }
}

extension TrainOption {
  init(_ option: LossOption) {
    switch option {
    case .loss: self = .loss
    case .weights: self = .weights
    case .smoothing: self = .smoothing
    }
  }
}

extension ExplainOption {
  init(_ option: LossOption) {
    switch option {
    case .loss: self = .loss
    case .weights: self = .weights
    case .smoothing: self = .smoothing
    }
  }
}
