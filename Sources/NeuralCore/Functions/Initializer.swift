/// A start: how the weights of a layer are drawn before training. One row of the table of starts.
public struct Initializer: Sendable {
  /// The distribution that is drawn from.
  public enum Form: String, Sendable, CaseIterable { case normal, uniform }
  /// Which side of a layer the variance is scaled by.
  public enum Fan: String, Sendable, CaseIterable {
    case `in`, out
  }

  /// A number that follows the name: its word and the values it may have.
  public struct Parameter: Sendable, Equatable {
    /// As help names it.
    public let name: String
    /// The allowed values.
    public let range: Setting.Range
    /// A number that suits most nets, as one types it.
    public let example: String

    static let mean = Parameter(name: "mean", range: .any, example: "0")
    static let deviation = Parameter(name: "sd", range: .notNegative, example: "0.1")
    static let positiveDeviation = Parameter(name: "sd", range: .positive, example: "0.5")
    static let value = Parameter(name: "value", range: .any, example: "0.5")
    /// The ends of an interval, the lower one first.
    static let low = Parameter(name: "low", range: .any, example: "-1")
    static let high = Parameter(name: "high", range: .any, example: "1")
  }

  /// An option besides the layer.
  public enum Option: String, Sendable { case gain, fan }

  /// What a start is given besides its name.
  public struct Options: Sendable, Equatable {
    /// Normal by default.
    public var form: Form = .normal
    /// The inputs by default.
    public var fan: Fan = .in
    /// Factor on the spread; nil is the start's own (1; √2 for `he`).
    public var gain: Double?
    /// The numbers after the name: `uniform -1 1`.
    public var numbers: [Double] = []
    /// The defaults.
    public init() {}
  }

  /// What the numbers of one layer are drawn from.
  public struct Distributions: Sendable, Equatable {
    /// Of the weights of a layer.
    public let weights: Distribution
    /// Of the biases of a layer.
    public let biases: Distribution

    init(_ weights: Distribution, biases: Distribution = .constant(0)) {
      (self.weights, self.biases) = (weights, biases)
    }
  }

  /// The word of the language.
  public let name: String
  /// One line for help, without a final stop.
  public let summary: String
  /// Where it comes from.
  public let source: String
  /// The numbers that follow the name: `low high`.
  public let parameters: [Parameter]
  /// `normal` or `uniform` may follow the name.
  public let hasForms: Bool
  /// The options that it takes: `gain`, `fan`.
  public let options: [Option]
  /// Whether chance has a part in it, so that a seed matters.
  public var isDrawn: Bool = true
  /// The standard deviation, of `torch` the bound, by `n_in` and `n_out`; nil for those whose numbers are given.
  var spread: (@Sendable (Options) -> String)?
  let draft: @Sendable (_ inputs: Int, _ outputs: Int, Options) -> Distributions

  /// Whether its last two numbers are the ends of an interval.
  public var takesInterval: Bool { parameters.suffix(2) == [.low, .high] }

  /// The initializer of this name; nil if there is none.
  public static func named(_ name: String) -> Initializer? { all.first { $0.name == name } }
}

extension Initializer: Equatable {
  /// Rows are equal if their names are.
  public static func == (a: Initializer, b: Initializer) -> Bool { a.name == b.name }
}

extension Initializer {
  /// Every initializer, in the order of help.
  public static let all: [Initializer] = [
    torch, xavier, he, lecun, normal, uniform, truncated, orthogonal, identity, constant, zeros, ones,
  ]

  /// PyTorch's own for Linear: weights uniform within ±1/√n_in as its formula rounds it, biases likewise.
  public static let torch = Initializer(
    name: "torch", summary: "PyTorch's default: uniform within ±1/√n_in, biases too",
    source: "torch.nn.Linear", parameters: [], hasForms: false, options: [], spread: { _ in "1 / √n_in" }
  ) { inputs, _, _ in
    let fan = Double(inputs).squareRoot()
    let slope = 5.0.squareRoot() * 5.0.squareRoot()
    let bound = 3.0.squareRoot() * ((2 / (1 + slope)).squareRoot() / fan)
    return Distributions(.uniform(low: -bound, high: bound), biases: .uniform(low: -1 / fan, high: 1 / fan))
  }

  /// Variance 2 / (n_in + n_out).
  public static let xavier = Initializer(
    name: "xavier", summary: "variance 2 / (n_in + n_out), biases 0",
    source: "Glorot and Bengio 2010", parameters: [], hasForms: true, options: [.gain],
    spread: { factor($0.gain) + "√(2 / (n_in + n_out))" }
  ) { inputs, outputs, options in
    let deviation = (options.gain ?? 1) * (2 / Double(inputs + outputs)).squareRoot()
    return Distributions(spread(options.form, deviation))
  }

  /// Variance 2 / n_in, made for relu.
  public static let he = Initializer(
    name: "he", summary: "variance 2 / n_in, made for relu, biases 0", source: "He et al. 2015",
    parameters: [], hasForms: true, options: [.gain, .fan],
    spread: { ($0.gain == nil ? "√2" : $0.gain?.plainText ?? "") + " / √\($0.fan == .in ? "n_in" : "n_out")" }
  ) { inputs, outputs, options in
    let fan = Double(options.fan == .in ? inputs : outputs).squareRoot()
    return Distributions(spread(options.form, (options.gain ?? 2.0.squareRoot()) / fan))
  }

  /// Variance 1 / n_in.
  public static let lecun = Initializer(
    name: "lecun", summary: "variance 1 / n_in, biases 0", source: "LeCun et al. 1998",
    parameters: [], hasForms: true, options: [.gain],
    spread: { ($0.gain ?? 1).plainText + " / √n_in" }
  ) { inputs, _, options in
    Distributions(spread(options.form, (options.gain ?? 1) / Double(inputs).squareRoot()))
  }

  /// N(mean, sd²).
  public static let normal = Initializer(
    name: "normal", summary: "normal with this mean and standard deviation, biases 0",
    source: "torch.nn.init.normal_", parameters: [.mean, .deviation], hasForms: false, options: []
  ) { _, _, options in
    Distributions(.normal(mean: options.numbers[0], deviation: options.numbers[1]))
  }

  /// U(low, high).
  public static let uniform = Initializer(
    name: "uniform", summary: "uniform from low to high, biases 0", source: "torch.nn.init.uniform_",
    parameters: [.low, .high], hasForms: false, options: []
  ) { _, _, options in
    Distributions(.uniform(low: options.numbers[0], high: options.numbers[1]))
  }

  /// N(mean, sd²) between two bounds: `torch.nn.init.trunc_normal_`.
  public static let truncated = Initializer(
    name: "truncated", summary: "normal, truncated to low … high",
    source: "torch.nn.init.trunc_normal_", parameters: [.mean, .positiveDeviation, .low, .high],
    hasForms: false,
    options: []
  ) { _, _, options in
    let n = options.numbers
    return Distributions(.truncated(mean: n[0], deviation: n[1], low: n[2], high: n[3]))
  }

  /// Rows or columns orthonormal, times the gain: `torch.nn.init.orthogonal_`.
  public static let orthogonal = Initializer(
    name: "orthogonal", summary: "orthogonal rows (or columns), scaled by gain, biases 0",
    source: "torch.nn.init.orthogonal_; Saxe et al. 2014", parameters: [], hasForms: false, options: [.gain]
  ) { _, _, options in
    Distributions(.orthogonal(gain: options.gain ?? 1))
  }

  /// 1 on the diagonal, else 0: `torch.nn.init.eye_`.
  public static let identity = Initializer(
    name: "identity", summary: "the identity matrix, biases 0",
    source: "torch.nn.init.eye_", parameters: [], hasForms: false, options: [], isDrawn: false
  ) { _, _, _ in
    Distributions(.identity)
  }

  /// Every weight the same number.
  public static let constant = Initializer(
    name: "constant", summary: "every weight this number, biases 0", source: "torch.nn.init.constant_",
    parameters: [.value], hasForms: false, options: [], isDrawn: false
  ) { _, _, options in
    Distributions(.constant(options.numbers[0]))
  }

  /// Every weight 0.
  public static let zeros = Initializer(
    name: "zeros", summary: "every weight and bias 0", source: "torch.nn.init.zeros_", parameters: [],
    hasForms: false, options: [], isDrawn: false
  ) { _, _, _ in
    Distributions(.constant(0))
  }

  /// Every weight 1.
  public static let ones = Initializer(
    name: "ones", summary: "every weight 1, biases 0", source: "torch.nn.init.ones_", parameters: [],
    hasForms: false, options: [], isDrawn: false
  ) { _, _, _ in
    Distributions(.constant(1))
  }

  /// A distribution with this standard deviation: a uniform one reaches √3 times as far.
  private static func spread(_ form: Form, _ deviation: Double) -> Distribution {
    switch form {
    case .normal: return .normal(mean: 0, deviation: deviation)
    case .uniform:
      let bound = 3.0.squareRoot() * deviation
      return .uniform(low: -bound, high: bound)
    }
  }
}
