import NeuralCore

/// The functions of expressions, apart from the activations, which are functions under their own names. The raw value is
/// the word of the language. What each computes is the interpreter's, in a switch over this enum.
public enum FunctionName: String, Sendable, CaseIterable {
  case abs, sqrt, exp, log, ln, erf, sin, cos, round
  case min, max, sum, mean, median, quantile, std, len
  case sort, reverse, append, argmax, argmin
  case rand, randn
  case out, gradient

  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .abs: "absolute value"
    case .sqrt: "square root"
    case .exp: "e to the power x"
    case .log: "natural logarithm"
    case .ln: "natural logarithm, as `log`; calculations call it so"
    case .erf: "error function, as in gelu"
    case .sin: "sine of an angle in radians"
    case .cos: "cosine of an angle in radians"
    case .round: "round(x) or round(x, decimals); halves away from 0"
    case .min: "the smallest of some numbers or of a list"
    case .max: "the largest of some numbers or of a list"
    case .sum: "the sum of some numbers or of a list"
    case .mean: "the mean of some numbers or of a list"
    case .median: "the middle one of some numbers or of a list in their order; of two the mean"
    case .quantile: "quantile(xs, 0.9): below it lies that share of a list; between two neighbors on a line"
    case .std: "the sample standard deviation (divides by n − 1)"
    case .len: "the number of elements of a list, or of characters of a text"
    case .sort: "some numbers or those of a list, the smallest first"
    case .reverse: "the elements of a list in the opposite order"
    case .append: "append(xs, x): the list with x as its last element"
    case .argmax: "the place of the largest of a list, counted from 0; of equal ones the first"
    case .argmin: "the place of the smallest of a list, counted from 0; of equal ones the first"
    case .rand: "rand(a, b): uniform from a to b; rand(): from 0 to 1"
    case .randn: "randn(m, s): normal with mean m and standard deviation s"
    case .out: "out(0, 1): the output for these inputs; a list if there are several outputs"
    case .gradient: "gradient(L0N0->L1N0): of the loss by a weight; gradient(L1N0, L0N0): of a neuron"
    }
  }

  /// The smallest and the largest number of arguments.
  public var arity: ClosedRange<Int> {
    switch self {
    case .abs, .sqrt, .exp, .log, .ln, .erf, .sin, .cos, .len, .reverse: 1...1
    case .gradient: 1...2
    case .round: 1...2
    case .quantile: 2...2
    case .append: 2...FunctionSignature.mostArguments
    case .min, .max, .sum, .mean, .median, .std, .sort, .argmax, .argmin, .out:
      1...FunctionSignature.mostArguments
    case .rand, .randn: 0...2
    }
  }
}

/// What help, completion and messages know about a function: a row of the table of functions.
public struct FunctionSignature: Sendable {
  /// What computes it.
  public enum Definition: Sendable {
    case builtin(FunctionName)
    /// Of a number, or of each number of a list.
    case activation(Activation)
  }

  /// What it is defined by.
  public let definition: Definition
  /// The word of the language.
  public let name: String
  /// One line for help, without a final stop.
  public let summary: String
  /// The smallest and the largest number of arguments.
  public let arity: ClosedRange<Int>

  /// The most arguments of a call; longer lists are lists.
  public static let mostArguments = 100_000

  /// The signature of a function of the table.
  public init(_ function: FunctionName) {
    definition = .builtin(function)
    (name, summary, arity) = (function.rawValue, function.summary, function.arity)
  }

  /// An activation, `_` for a hyphen, which would be a minus sign; softmax is a function of a list.
  public init(_ activation: Activation) {
    definition = .activation(activation)
    name = String(activation.name.map { $0 == "-" ? "_" : $0 })
    let isElementwise = activation.value != nil
    summary = isElementwise ? "the activation: \(activation.formula)" : "the activation, of a list"
    arity = isElementwise ? 1...1 : 1...Self.mostArguments
  }

  /// All functions, in the order of help.
  public static let all: [FunctionSignature] =
    FunctionName.allCases.map(FunctionSignature.init) + Activation.all.map(FunctionSignature.init)

  /// The function called so; nil if there is none.
  public static func named(_ name: String) -> FunctionSignature? { byName[name] }

  private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
}
