import Language
import NeuralCore
import Standard

/// `guess`.
extension Session {
  /// So often is asked again for what cannot be read as numbers.
  private static let mostQuestions = 3

  mutating func guess(_ items: [Item], _ host: Host) throws(Diagnostic) {
    let network = try requireNetwork()
    let inputs = try inputs(items, network, host)
    let (guesses, isPassedBy) = asked(inputs, network, host)
    lastInputs = inputs
    let targets = data.flatMap { data in
      fits(network, data) ? data.row(of: inputs).map { data.decimalTargets($0) } : nil
    }
    let row = EvalRow(
      inputs: inputs.map(network.precision.decimal), outputs: network.outputs(for: scaled(inputs)).decimals,
      targets: targets)
    host.emit(
      .guess(GuessReport(row: row, guesses: guesses, isPassedBy: isPassedBy, digits: digits)))
  }

  private mutating func asked(
    _ inputs: [Double], _ network: Network, _ host: Host
  ) -> (guesses: [Double]?, isPassedBy: Bool) {
    let numbers = inputs.map { network.precision.decimal($0).text }.joined(separator: " ")
    let what = network.outputs == 1 ? "the output" : "the \(network.outputs) outputs"
    var question = "\(what) for \(numbers)? "
    for _ in 0..<Self.mostQuestions {
      guard let answer = host.ask(question) else { return (nil, true) }
      let words = answer.split { " \t,;".contains($0) }
      guard !words.isEmpty else { return (nil, false) }
      let guesses = words.compactMap { answered(String($0), host) }
      if guesses.count == words.count, guesses.count == network.outputs { return (guesses, false) }
      question =
        network.outputs == 1
        ? "a number, please, for example 0.5 or 1/3: "
        : "\(network.outputs) numbers, please, with blanks between: "
    }
    return (nil, false)
  }

  /// A number, or an expression without blanks.
  private mutating func answered(_ text: String, _ host: Host) -> Double? {
    let program = parse(Source(name: "guess", text: text), .standard)
    guard program.problems.isEmpty, program.statements.count == 1,
      case .value(.expression(let expression)) = program.statements[0].node
    else { return nil }
    return try? number(expression, host)
  }
}
