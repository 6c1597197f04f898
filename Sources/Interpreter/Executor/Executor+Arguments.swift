import Language
import NeuralCore
import Standard

/// Arguments of statements as numbers, and seeds that nobody gave.
extension Executor {
  /// Gives the generator a seed if it never had one, and says which.
  mutating func seedIfNeeded() {
    guard session.random.seed == nil else { return }
    let chosen = nextSeed(restarts: true)
    session.random.restart(chosen)
    emit(.seedChosen(chosen))
  }

  /// A seed for an `init` that gives none: out of the generator if that was ever seeded, so that a run with `--seed` or
  /// `seed` repeats as a whole.
  mutating func nextSeed(restarts: Bool = false) -> Int64 {
    guard session.random.seed == nil else { return session.random.draw { Int64($0.nextWord() % 100_000) } }
    let chosen = host.entropy.chooseSeed()
    trace.seeds.append(Trace.Seed(seed: chosen, restarts: restarts))
    return chosen
  }

  /// A whole number within a range, as an option or an argument gives it.
  mutating func whole(
    _ expression: Expression, _ what: String, in range: ClosedRange<Int>
  ) throws(Diagnostic) -> Int {
    try whole(expression, .whole(what, in: range))
  }

  /// A whole number that an argument has to be.
  mutating func whole(_ expression: Expression, _ bound: ArgumentBound) throws(Diagnostic) -> Int {
    let number = try number(expression)
    try check(number, bound, expression.span)
    guard let whole = Int(exactly: number) else {
      throw Diagnostic(.internalFault, "a whole number was taken that is none")
    }
    return whole
  }

  func check(_ number: Double, _ bound: ArgumentBound, _ span: Span) throws(Diagnostic) {
    if let refusal = bound.refusal(of: number, written: number.text, at: span) { throw refusal }
  }

  /// Whole numbers below this are different numbers; this one is another's, too, rounded.
  static let mostExact = 0x1p53

  /// A seed: any whole number of 64 bits, negative ones too; what is computed may be no larger than a number is exact.
  mutating func seedValue(_ expression: Expression) throws(Diagnostic) -> Int64 {
    if case .number(let literal) = expression.bare.node, let whole = literal.whole {
      return Int64(bitPattern: whole)
    }
    if case .negation(let operand) = expression.bare.node, case .number(let literal) = operand.bare.node,
      let whole = literal.whole
    {
      if whole <= 1 << 63 { return Int64(truncatingIfNeeded: 0 &- whole) }
      throw Diagnostic(.outOfRange, "a seed is a whole number from -2^63 to 2^64 - 1", at: expression.span)
    }
    if case .name(MetricName.seed.rawValue) = expression.bare.node, variable(MetricName.seed.rawValue) == nil,
      let seed = session.random.seed
    {
      return seed
    }
    let number = try number(expression)
    guard number.magnitude < Self.mostExact || number.magnitude > 0x1p64 else {
      throw Diagnostic(
        .outOfRange, "a number is exact up to 2^53, and this seed would be another one", at: expression.span,
        help: ["Type it where it is used: seed 9007199254740993"])
    }
    if let seed = Int64(exactly: number) { return seed }
    try check(number, .seed, expression.span)
    throw Diagnostic(.internalFault, "a seed is neither taken nor refused")
  }
}

extension Executor {
  func neuron(_ expression: Expression, _ network: Network) throws(Diagnostic) -> NeuronName {
    guard case .neuron(let reference) = expression.node else {
      throw Diagnostic(
        .wrongType, "a neuron is named like L1N0: the first neuron of layer 1", at: expression.span)
    }
    let name = NeuronName(reference)
    guard network.has(name) else { throw Diagnostic.unknownNeuron(name, network).at(expression.span) }
    guard name.layer > 0 else {
      throw Diagnostic(
        .unknownWeight, "\(name) is an input: nothing is calculated there", at: expression.span,
        help: ["Neurons that calculate begin with layer 1: L1N0"])
    }
    return name
  }
}
