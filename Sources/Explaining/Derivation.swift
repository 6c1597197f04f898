import NeuralCore

/// A calculation by hand: steps, each a quantity with its formula and its value, in the order in which one would do them.
///
/// Every value is computed from its formula, out of the values before it. Where the engine has the number too, the two are
/// compared; a difference beyond rounding is a fault of nn, and nothing is shown.
public struct Derivation: Sendable {
  /// One quantity with its formula and value.
  public struct Step: Sendable {
    /// What the step computes.
    public let quantity: Quantity
    /// Of quantities that are known by then.
    public let formula: QuantityFormula
    /// Computed from the formula, in double precision.
    public let value: Double
  }

  /// What a group of steps calculates.
  public enum Subject: Sendable, Equatable {
    case neuron(NeuronName)
    case weight(WeightName)
    /// A whole layer, or all weights.
    case all
  }

  /// Steps about one subject.
  public struct Group: Sendable {
    /// The neuron or weight that the steps are about.
    public let subject: Subject
    /// In the order in which they are computed.
    public internal(set) var steps: [Step] = []
  }

  /// What a section is about.
  public enum Title: Sendable {
    /// A row of the data, counted from 0.
    case row(Int, inputs: [Double], targets: [Double])
    case scaledInputs
    case scaledTargets
    /// The outputs in the units of the data.
    case results
    case layer(Int, Activation)
    case loss(Objective)
    /// δ of the neurons of a layer.
    case errors(layer: Int, Activation, of: NeuronName?)
    /// Where the derivative of a neuron's output begins.
    case slope(of: NeuronName)
    /// The derivatives by the inputs, as the network sees them.
    case byInputs
    /// The same by the inputs as given, before scaling.
    case byGivenInputs(isOfOutput: Bool)
    /// The derivatives by the weights into a layer, over so many rows.
    case weights(layer: Int, rows: Int)
    case wholeLoss(rows: Int)
    /// What an update computes once for all weights.
    case common
    /// The update of the weights into a layer.
    case update(layer: Int)
  }

  /// Groups of steps under one title.
  public struct Section: Sendable {
    /// What the section is about.
    public let title: Title
    /// In order.
    public internal(set) var groups: [Group] = []
  }

  /// Whose calculation it is, with its weights.
  public let network: Network
  /// In order.
  public private(set) var sections: [Section] = []
  /// What the calculation begins with besides the weights, in order.
  public private(set) var givens: [Quantity] = []
  /// The neuron whose output is differentiated; nil for the loss.
  var differentiated: NeuronName?
  private let stop: StopSignal
  private var known: [Quantity: Double] = [:]
  /// The magnitude of the numbers that a value was made of, for the rounding to be expected of it.
  private var magnitudes: [Quantity: Double] = [:]

  /// A calculation without steps.
  ///
  /// - Parameter stop: asked at every step.
  public init(_ network: Network, _ stop: StopSignal = .never) { (self.network, self.stop) = (network, stop) }

  /// The value of a quantity; NaN for one that is not part of the calculation.
  public func value(_ quantity: Quantity) -> Double {
    if let value = known[quantity] { return value }
    if case .weight(let name) = quantity.kind, let index = network.index(of: name) {
      return network.parameters[index]
    }
    return .nan
  }

  /// Whether the outputs were brought back to the units of the data.
  public var hasResults: Bool { sections.contains { if case .results = $0.title { true } else { false } } }

  // MARK: Making one

  /// A number that the calculation begins with.
  mutating func give(_ quantity: Quantity, _ value: Double) {
    if known.updateValue(value, forKey: quantity) == nil { givens.append(quantity) }
  }

  /// Opens a section.
  public mutating func begin(_ title: Title) { sections.append(Section(title: title)) }

  /// Opens a group in the last section.
  mutating func begin(_ subject: Subject) {
    sections[sections.count - 1].groups.append(Group(subject: subject))
  }

  /// The next step.
  ///
  /// - Parameters:
  ///   - engine: the number that the engine has for it.
  ///   - slack: what the engine's way to the number may lose in addition.
  ///   - keepsEngine: later steps go on with the engine's number; else with that by hand, so that a long chain of steps
  ///     stays one calculation.
  @discardableResult
  mutating func add(
    _ quantity: Quantity, _ formula: QuantityFormula, engine: Double? = nil, slack: Double = 0,
    keepsEngine: Bool = true
  ) throws(DerivationFault) -> Double {
    try checkStop()
    var byHand = formula.value { value($0) }
    // What a rule computes for a weight may underflow in the network's precision, and the rule acts on that.
    if case .ofWeight = quantity.kind { byHand = network.precision.rounded(byHand) }
    let size = formula.magnitude({ value($0) }, { magnitudes[$0] ?? value($0).magnitude })
    let result = keepsEngine ? engine ?? byHand : byHand
    guard isNear(byHand, engine ?? byHand, size, slack) else {
      throw DerivationFault(
        message: "the calculation of \(quantity) by hand gives \(byHand.text), and the engine's is "
          + (engine?.text ?? "none"))
    }
    (known[quantity], magnitudes[quantity]) = (result, max(size, result.magnitude))
    let last = sections.count - 1
    if sections[last].groups.isEmpty { begin(.all) }
    sections[last].groups[sections[last].groups.count - 1].steps.append(
      Step(quantity: quantity, formula: formula, value: result))
    return result
  }

  /// A name for a value that is there already: the output of a linear neuron is its sum.
  mutating func alias(_ quantity: Quantity, of other: Quantity) {
    known[quantity] = value(other)
    magnitudes[quantity] = magnitudes[other]
  }

  /// Whether two numbers differ by no more than rounding, in the precision of the net.
  private func isNear(_ a: Double, _ b: Double, _ size: Double, _ slack: Double) -> Bool {
    guard a.isFinite, b.isFinite, size.isFinite else { return true }
    let (relative, least) = network.precision == .single ? (2e-5, 1e-25) : (1e-11, 1e-250)
    return (a - b).magnitude <= relative * size + slack + least
  }

  /// The magnitude of the numbers that a value was made of.
  func magnitude(of quantity: Quantity) -> Double { magnitudes[quantity] ?? value(quantity).magnitude }

  // MARK: Rounding

  /// All values when every number is used again as it is shown, as on paper.
  func rounded(to digits: ShownDigits) throws(DerivationFault) -> [Quantity: Double] {
    var result: [Quantity: Double] = [:]
    for quantity in givens { result[quantity] = shown(quantity, value(quantity), digits, isGiven: true) }
    for step in sections.lazy.flatMap(\.groups).flatMap(\.steps) {
      try checkStop()
      let formula = step.formula.replacing(number: digits.roundedConstant) { QuantityFormula.variable($0) }
      result[step.quantity] = digits.rounded(formula.value { result[$0] ?? shown($0, value($0), digits) })
      if case .preActivation(let neuron) = step.quantity.kind {
        result[Quantity(.output(neuron), row: step.quantity.row)] = result[step.quantity]
      }
    }
    return result
  }

  /// What stands for a quantity where it is used. Inputs, targets and settings are shown as they were given if that is short.
  private func shown(
    _ quantity: Quantity, _ value: Double, _ digits: ShownDigits, isGiven: Bool = false
  ) -> Double {
    switch quantity.kind {
    case .output(let neuron) where neuron.layer == 0: digits.roundedGiven(value)
    case .target: digits.roundedGiven(value)
    case .update: isGiven ? value : digits.rounded(value)
    case .preActivation, .output, .weight, .result, .loss, .byOutput, .byPreActivation, .byWeight,
      .byGivenInput,
      .largest, .total, .blend, .targetShare, .ofWeight, .gradientLength, .clipFactor, .weightLength,
      .omitted:
      digits.rounded(value)
    }
  }

  private func checkStop() throws(DerivationFault) {
    if stop.isGiven { throw DerivationFault(message: "interrupted", isInterruption: true) }
  }
}

extension Formula {
  /// The same formula with every number replaced by its magnitude and every difference by a sum: how large the numbers are
  /// whose rounding the value carries.
  fileprivate func magnitude(
    _ value: (Variable) -> Double, _ magnitude: (Variable) -> Double
  ) -> Double {
    switch self {
    case .number(let number): return number.magnitude
    case .variable(let name): return magnitude(name)
    case .sum(let terms): return terms.reduce(0) { $0 + $1.magnitude(value, magnitude) }
    case .product(let factors): return factors.reduce(1) { $0 * $1.magnitude(value, magnitude) }
    case .quotient(let a, let b):
      // What a denominator loses by cancellation, the quotient loses too.
      let below = b.value(value).magnitude
      return a.magnitude(value, magnitude) / below * max(1, b.magnitude(value, magnitude) / below)
    case .negative(let a): return a.magnitude(value, magnitude)
    case .power(let base, let exponent):
      return Formula.power(.number(base.magnitude(value, magnitude)), exponent).value(value).magnitude
    case .call(let function, let all):
      switch function {
      case .abs, .max, .min: return all.reduce(0) { Swift.max($0, $1.magnitude(value, magnitude)) }
      case .exp: return self.value(value) * (1 + all[0].magnitude(value, magnitude))
      case .ln: return 1 + self.value(value).magnitude
      case .sqrt:
        let (inner, root) = (all[0].magnitude(value, magnitude), self.value(value))
        return root == 0 ? inner.squareRoot() : Swift.max(root, inner / root)
      case .sign, .tanh, .erf: return 1
      }
    case .choice(let a, let relation, let b, let then, let otherwise):
      let holds = relation.holds(a.value(value), b.value(value))
      return (holds ? then : otherwise).magnitude(value, magnitude)
    }
  }
}
