/// A neuron as named in the text, `L1N0`.
public struct NeuronReference: Sendable, Equatable {
  /// 0 for the inputs.
  public let layer: Int
  /// Counted from 0 within its layer.
  public let index: Int

  /// As it is typed.
  public var text: String { "L\(layer)N\(index)" }
}

/// A weight as named in the text: `L0N0 -> L1N0`, `0B -> L1N0`.
public struct WeightReference: Sendable, Equatable {
  /// Where a weight comes from.
  public enum Endpoint: Sendable, Equatable {
    case neuron(NeuronReference)
    case bias(Int)
  }

  /// A neuron of the layer before, or the bias.
  public let from: Endpoint
  /// The neuron that it leads into.
  public let to: NeuronReference

  /// The weight from one end to the other.
  public init(from: Endpoint, to: NeuronReference) { (self.from, self.to) = (from, to) }
}

/// An expression with its place. Chains of operators of one precedence are flat, so that their length is not limited by
/// the stack.
public struct Expression: Sendable {
  /// The kinds of expressions.
  public indirect enum Node: Sendable {
    case number(NumberLiteral)
    case string([StringPart])
    case bool(Bool)
    case weight(WeightReference)
    case neuron(NeuronReference)
    case name(String)
    case call(Located<String>, [Item])
    case list([Item])
    case index(Expression, [Expression])
    case negation(Expression)
    case not(Expression)
    case power(Expression, Expression)
    /// `a + b - c`, `a * b mod c`: from the left.
    case chain(Expression, [(operation: Operation, operand: Expression)])
    case conjunction([Expression])
    case disjunction([Expression])
    case comparison(Comparison, Expression, Expression, within: Expression?)
    /// An expression in parentheses, kept for printing.
    case group(Expression)
  }

  /// What kind of expression it is.
  public let node: Node
  /// Where it is in the source.
  public let span: Span

  /// An expression at a place.
  public init(_ node: Node, _ span: Span) { (self.node, self.span) = (node, span) }

  /// Without parentheses around it.
  public var bare: Expression {
    var result = self
    while case .group(let inner) = result.node { result = inner }
    return result
  }
}

/// The operators of a chain.
public enum Operation: String, Sendable {
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case mod
}

/// The relations of two values.
public enum Comparison: String, Sendable, CaseIterable {
  case equal = "=="
  case unequal = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}

/// A piece of a string: text, or the value of an expression, written in a certain way or as `print` shows it.
public enum StringPart: Sendable {
  case text(String)
  case expression(Expression, TextFormat?)
}

/// An element of a list, of the arguments of a call or of `print`: an expression or a range.
public enum Item: Sendable {
  case expression(Expression)
  case range(RangeExpression)

  /// Where it is in the source.
  public var span: Span {
    switch self {
    case .expression(let expression): expression.span
    case .range(let range): range.span
    }
  }
}

/// `1..200`, `-3..3 by 0.1`: both ends included.
public struct RangeExpression: Sendable {
  /// The first number.
  public let start: Expression
  /// The last number, if the steps meet it.
  public let end: Expression
  /// 1 if it is left out.
  public let step: Expression?

  /// Where it is in the source.
  public var span: Span { start.span.joined((step ?? end).span) }
}
