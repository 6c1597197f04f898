import Language
import NeuralCore
import Standard

/// `guess`.
extension Executor {
  /// So often is asked again for what cannot be read as numbers.
  private static let mostQuestions = 3

  mutating func guess(_ items: [Item]) throws(Diagnostic) {
    let network = try session.requireNetwork()
    let inputs = try inputs(items, network)
    let (guesses, isPassedBy) = asked(inputs, network)
    session.model.lastInputs = inputs
    let targets = session.data.whole.flatMap { data in
      session.fits(network, data) ? data.row(of: inputs).map { data.decimalTargets($0) } : nil
    }
    let row = EvalRow(
      inputs: inputs.map(network.precision.decimal),
      outputs: session.data.unscaled(outputs: network.outputs(for: session.data.scaled(inputs))).decimals,
      targets: targets)
    emit(
      .guess(GuessReport(row: row, guesses: guesses, isPassedBy: isPassedBy, digits: session.format.digits)))
  }

  private mutating func asked(
    _ inputs: [Double], _ network: Network
  ) -> (guesses: [Double]?, isPassedBy: Bool) {
    let numbers = inputs.map { network.precision.decimal($0).text }.joined(separator: " ")
    let what = network.outputs == 1 ? "the output" : "the \(network.outputs) outputs"
    var question = "\(what) for \(numbers)? "
    for _ in 0..<Self.mostQuestions {
      guard let answer = host.input.ask(question) else { return (nil, true) }
      let words = answer.split { " \t,;".contains($0) }
      guard !words.isEmpty else { return (nil, false) }
      let guesses = words.compactMap { answered(String($0)) }
      if guesses.count == words.count, guesses.count == network.outputs { return (guesses, false) }
      let halves = answer.split(separator: ",", omittingEmptySubsequences: false)
      let isDecimalComma =
        network.outputs == 1 && halves.count == 2 && halves.allSatisfy { !$0.isEmpty }
        && answered(halves.joined(separator: ".")) != nil
      question =
        isDecimalComma
        ? "numbers have a point, please, as in \(halves.joined(separator: ".")): "
        : network.outputs == 1
          ? "a number, please, for example 0.5 or 1/3: "
          : "\(network.outputs) numbers, please, with blanks between: "
    }
    return (nil, false)
  }

  /// A number, or an expression without blanks.
  private mutating func answered(_ text: String) -> Double? {
    let program = parse(Source(name: "guess", text: text), .standard)
    guard program.problems.isEmpty, program.statements.count == 1,
      case .value(.expression(let expression)) = program.statements[0].node
    else { return nil }
    return try? number(expression)
  }
}
