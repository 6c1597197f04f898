import Language
import NeuralCore

/// A calculation by hand: steps, each a quantity with its formula and its value, in the order in which one would do them.
///
/// Every value is computed from the formula, out of the values before it. Where the engine has the number too, the two are
/// compared; one that does not agree is a fault of nn, and nothing is shown.
public struct Derivation: Sendable {
  public struct Step: Sendable {
    public let quantity: Quantity
    public let formula: Formula
    public let value: Double
  }

  /// What a group of steps is about.
  public enum Subject: Sendable, Equatable {
    case neuron(NeuronName)
    case weight(WeightName)
    /// A whole layer, or all weights.
    case all
  }

  public struct Group: Sendable {
    public let subject: Subject
    public internal(set) var steps: [Step] = []
  }

  public enum Title: Sendable {
    /// A row of the data, counted from 0.
    case row(Int, inputs: [Double], targets: [Double])
    case scaledInputs
    case layer(Int, Activation)
    case loss(Objective)
    case slopes(layer: Int, Activation, atSums: Bool)
    /// The slopes of the weights into a layer, over so many rows.
    case weights(layer: Int, rows: Int)

    case wholeLoss(rows: Int)

    case rate
    case update(layer: Int)
  }

  public struct Section: Sendable {
    public let title: Title
    public internal(set) var groups: [Group] = []
  }

  public let network: Network
  public private(set) var sections: [Section] = []
  /// What the calculation begins with besides the weights, in order.
  public private(set) var givens: [Quantity] = []
  private var known: [Quantity: Double] = [:]
  /// How large the numbers are that a value was made of, for the rounding to be expected of it.
  private var sizes: [Quantity: Double] = [:]

  init(_ network: Network) { self.network = network }

  public func value(_ quantity: Quantity) -> Double {
    if let value = known[quantity] { return value }
    if case .weight(let name) = quantity.kind, let place = network.index(of: name) {
      return network.parameters[place]
    }
    return .nan
  }

  // MARK: Making one

  mutating func give(_ quantity: Quantity, _ value: Double) {
    if known.updateValue(value, forKey: quantity) == nil { givens.append(quantity) }
  }

  mutating func begin(_ title: Title) { sections.append(Section(title: title)) }

  mutating func begin(_ subject: Subject) {
    sections[sections.count - 1].groups.append(Group(subject: subject))
  }

  /// The next step.
  ///
  /// - Parameters:
  ///   - engine: the number that the engine has for it.
  ///   - slack: what the engine's way to the number may lose besides.
  ///   - keepsEngine: later steps go on with the engine's number; else with that by hand, so that a long chain of steps
  ///     stays one calculation.
  @discardableResult
  mutating func add(
    _ quantity: Quantity, _ formula: Formula, engine: Double? = nil, slack: Double = 0,
    keepsEngine: Bool = true
  ) throws(Diagnostic)
    -> Double
  {
    var byHand = formula.value { value($0) }
    // What a rule computes for a weight may vanish in the net's precision, and it acts on that.
    if case .ofWeight = quantity.kind { byHand = network.precision.rounded(byHand) }

    let size = formula.size({ value($0) }, { sizes[$0] ?? value($0).magnitude })
    let result = keepsEngine ? engine ?? byHand : byHand

    guard isNear(byHand, engine ?? byHand, size, slack) else {
      throw Diagnostic(
        .internalFault,
        "the calculation of \(quantity) by hand gives \(byHand.text), and the engine's is \(engine?.text ?? "none")"
      )
    }
    (known[quantity], sizes[quantity]) = (result, max(size, result.magnitude))
    let last = sections.count - 1
    if sections[last].groups.isEmpty { begin(.all) }
    sections[last].groups[sections[last].groups.count - 1].steps.append(
      Step(quantity: quantity, formula: formula, value: result))
    return result
  }

  /// A name for a value that is there already: the output of a linear neuron is its sum.
  mutating func alias(_ quantity: Quantity, of other: Quantity) {
    known[quantity] = value(other)
    sizes[quantity] = sizes[other]
  }

  /// Whether two numbers differ by no more than rounding, in the precision of the net.
  private func isNear(_ a: Double, _ b: Double, _ size: Double, _ slack: Double) -> Bool {
    guard a.isFinite, b.isFinite, size.isFinite else { return true }
    let (relative, least) = network.precision == .single ? (2e-5, 1e-25) : (1e-11, 1e-250)
    return (a - b).magnitude <= relative * size + slack + least

  }

  /// How large the numbers are that a value was made of.
  func size(of quantity: Quantity) -> Double { sizes[quantity] ?? value(quantity).magnitude }

  // MARK: Rounding

  /// All values when every number is rounded before it is used again, as on paper.
  public func rounded(_ cut: @escaping (Double) -> Double) -> (Quantity) -> Double {
    var result: [Quantity: Double] = [:]
    for quantity in givens { result[quantity] = cut(value(quantity)) }
    for step in sections.lazy.flatMap(\.groups).flatMap(\.steps) {
      result[step.quantity] = cut(step.formula.value { result[$0] ?? cut(value($0)) })
      if case .sum(let neuron) = step.quantity.kind {
        result[Quantity(.output(neuron), row: step.quantity.row)] = result[step.quantity]
      }
    }
    let found = result
    return { found[$0] ?? cut(value($0)) }
  }
}

extension Formula {
  /// The same formula with every number by its size and every difference a sum: how large the numbers are whose rounding
  /// the value carries.
  fileprivate func size(_ value: (Quantity) -> Double, _ size: (Quantity) -> Double) -> Double {
    switch self {
    case .number(let number): return number.magnitude
    case .quantity(let name): return size(name)
    case .sum(let terms): return terms.reduce(0) { $0 + $1.size(value, size) }
    case .product(let factors): return factors.reduce(1) { $0 * $1.size(value, size) }
    case .quotient(let a, let b):
      // What a denominator loses by cancellation, the quotient loses too.
      let below = b.value(value).magnitude
      return a.size(value, size) / below * max(1, b.size(value, size) / below)
    case .negative(let a): return a.size(value, size)
    case .power(let base, let exponent):
      return Formula.power(.number(base.size(value, size)), exponent).value(value).magnitude
    case .call(let function, let all):
      switch function {
      case .abs, .max, .min: return all.reduce(0) { Swift.max($0, $1.size(value, size)) }
      case .exp: return self.value(value) * (1 + all[0].size(value, size))
      case .ln: return 1 + self.value(value).magnitude
      case .sqrt:
        let (inner, root) = (all[0].size(value, size), self.value(value))
        return root == 0 ? inner.squareRoot() : Swift.max(root, inner / root)
      case .sign, .tanh, .erf: return 1
      }
    case .choice(let a, let relation, let b, let then, let otherwise):
      let holds = relation == .above ? a.value(value) > b.value(value) : a.value(value) < b.value(value)
      return (holds ? then : otherwise).size(value, size)
    }
  }
}
