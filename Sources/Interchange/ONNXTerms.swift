import NeuralCore

/// What an ONNX graph computes of its input, as terms: the input, products with matrices, and what is done to each number.
///
/// All terms between two products are functions of the first of them, their base. A term through which every path from the
/// base to another one leads dominates it: there the function can be cut in two.
struct ONNXTerms {
  /// x ↦ gain · x + offset, a column each; nil for 1 and for 0; one number for all columns, or one for each.
  struct Line {
    var gain: [Double]?
    var offset: [Double]?

    static let identity = Line()
  }

  /// What is done to each number.
  struct Step {
    enum Kind { case add, subtract, subtractFrom, multiply, divide }
    let kind: Kind
    /// One number, or one for each column.
    let constant: [Double]
  }

  enum Operation {
    case input
    /// The product of a term with the weights of a layer, [out, in] or [in, out].
    case product(of: Int, weights: ONNXTensor, isTransposed: Bool, outputs: Int)
    case softmax(of: Int)
    /// An operation with a constant.
    case step(of: Int, Step)
    /// Any function of other terms and of numbers.
    case function(of: [Argument], @Sendable ([Double]) -> Double, piece: ONNXFunctions.Piece?)
  }

  enum Argument {
    case term(Int)
    case number(Double)
  }

  struct Term {
    let operation: Operation
    /// The input or the product that it is a function of.
    let base: Int
    /// The nearest term that dominates it; itself for a base.
    let dominator: Int
    let depth: Int
    /// Relative to the base; nil where it is no line.
    let line: Line?
  }

  private(set) var terms: [Term] = []
  /// Numbers that lines and steps hold: a budget, since each may be as long as a layer is wide.
  private var held = 0
  private static let mostHeld = 20_000_000
  /// An activation takes fewer operations than these.
  static let longest = 60

  subscript(term: Int) -> Term { terms[term] }

  // MARK: Adding

  mutating func addBase(_ operation: Operation) -> Int {
    terms.append(
      Term(operation: operation, base: terms.count, dominator: terms.count, depth: 0, line: .identity))
    return terms.count - 1
  }

  mutating func addSoftmax(of term: Int) -> Int { add(.softmax(of: term), [term], nil) }

  mutating func addStep(of term: Int, _ step: Step) throws(ExchangeFault) -> Int {
    let line = try terms[term].line.map { (line) throws(ExchangeFault) in try line.followed(by: step) }
    held += step.constant.count + (line?.gain?.count ?? 0) + (line?.offset?.count ?? 0)
    guard held <= Self.mostHeld else { throw ExchangeFault("it does more with constants than nn reads") }
    return add(.step(of: term, step), [term], line)
  }

  /// nil where the terms belong to different layers.
  mutating func addFunction(
    of arguments: [Argument], _ rule: @escaping @Sendable ([Double]) -> Double,
    piece: ONNXFunctions.Piece? = nil
  ) -> Int? {
    let own = arguments.compactMap { if case .term(let term) = $0 { term } else { nil } }
    guard let first = own.first, own.allSatisfy({ terms[$0].base == terms[first].base }) else { return nil }
    return add(.function(of: arguments, rule, piece: piece), own, nil)
  }

  private mutating func add(_ operation: Operation, _ arguments: [Int], _ line: Line?) -> Int {
    let dominator = arguments.dropFirst().reduce(arguments[0]) { commonDominator($0, $1) ?? $0 }
    terms.append(
      Term(
        operation: operation, base: terms[dominator].base, dominator: dominator,
        depth: terms[dominator].depth + 1, line: line))
    return terms.count - 1
  }

  /// The nearest term that dominates both; nil where they belong to different layers.
  func commonDominator(_ a: Int, _ b: Int) -> Int? {
    guard terms[a].base == terms[b].base else { return nil }
    var (a, b) = (a, b)
    while a != b {
      if terms[a].depth < terms[b].depth { swap(&a, &b) }
      a = terms[a].dominator
    }
    return a
  }

  // MARK: Cutting

  /// The terms that dominate one, from its base on, and itself.
  func chain(to term: Int) -> [Int] {
    var chain = [term]
    while let first = chain.last, terms[first].dominator != first { chain.append(terms[first].dominator) }
    return chain.reversed()
  }

  /// The steps from one term to another, if there is nothing else between them.
  func steps(from start: Int, to end: Int) -> [Step]? {
    var (steps, term) = ([Step](), end)
    while term != start {
      guard case .step(let before, let step) = terms[term].operation else { return nil }
      steps.append(step)
      term = before
    }
    return steps.reversed()
  }

  /// One term as a function of one that dominates it, for one number; nil where columns differ, or depend on each other.
  func function(from start: Int, to end: Int) -> ((Double) -> Double)? {
    // Those that lead to the end, in the order in which they are computed.
    var (needed, open) = (Set([end]), [end])
    while let term = open.popLast(), term != start {
      let arguments: [Int]
      switch terms[term].operation {
      case .step(let of, let step):
        guard Set(step.constant).count == 1 else { return nil }
        arguments = [of]
      case .function(let all, _, _):
        arguments = all.compactMap { if case .term(let k) = $0 { k } else { nil } }
      case .input, .product, .softmax: return nil
      }
      for argument in arguments where argument != start && needed.insert(argument).inserted {
        open.append(argument)
      }
      guard needed.count <= Self.longest else { return nil }
    }
    let order = needed.sorted().map { ($0, terms[$0].operation) }
    return { number in
      var values = [start: number]
      for (term, operation) in order where term != start {
        switch operation {
        case .step(let of, let step): values[term] = step.value(values[of] ?? .nan, step.constant[0])
        case .function(let arguments, let rule, _):
          values[term] = rule(
            arguments.map {
              switch $0 {
              case .term(let k): values[k] ?? .nan
              case .number(let number): number
              }
            })
        case .input, .product, .softmax: return .nan
        }
      }
      return values[end] ?? .nan
    }
  }
}

extension ONNXTerms.Step {
  func value(_ x: Double, _ c: Double) -> Double {
    switch kind {
    case .add: x + c
    case .subtract: x - c
    case .subtractFrom: c - x
    case .multiply: x * c
    case .divide: x / c
    }
  }
}

extension ONNXTerms.Line {
  /// The line of both, one after the other.
  func followed(by step: ONNXTerms.Step) throws(ExchangeFault) -> ONNXTerms.Line {
    let c = step.constant
    switch step.kind {
    case .add: return ONNXTerms.Line(gain: gain, offset: try Self.joined(offset, c, +) ?? c)
    case .subtract:
      return ONNXTerms.Line(gain: gain, offset: try Self.joined(offset, c, -) ?? c.map { -$0 })
    case .subtractFrom:
      return ONNXTerms.Line(
        gain: gain.map { $0.map { -$0 } } ?? [-1], offset: try Self.joined(offset, c) { $1 - $0 } ?? c)
    case .multiply:
      return ONNXTerms.Line(gain: try Self.joined(gain, c, *) ?? c, offset: try Self.joined(offset, c, *))
    case .divide:
      return ONNXTerms.Line(
        gain: try Self.joined(gain, c, /) ?? c.map { 1 / $0 }, offset: try Self.joined(offset, c, /))
    }
  }

  /// Column by column; nil for nil.
  static func joined(
    _ a: [Double]?, _ b: [Double], _ operation: (Double, Double) -> Double
  ) throws(ExchangeFault) -> [Double]? {
    guard let a else { return nil }
    guard a.count == b.count || a.count == 1 || b.count == 1, !a.isEmpty, !b.isEmpty else {
      throw ExchangeFault("constants of \(a.count) and of \(b.count) numbers are applied to the same columns")
    }
    return (0..<max(a.count, b.count)).map { operation(a[a.count == 1 ? 0 : $0], b[b.count == 1 ? 0 : $0]) }
  }
}
