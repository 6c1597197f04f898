/// A start: how the weights of a layer are drawn before training. One row of the table of starts.
public struct Initializer: Sendable {
  public enum Form: String, Sendable, CaseIterable { case normal, uniform }
  public enum Fan: String, Sendable, CaseIterable {
    case `in`, out
  }

  /// What a start is given besides its name.
  public struct Options: Sendable, Equatable {
    public var form: Form = .normal
    public var fan: Fan = .in
    /// Factor on the spread; nil is the start's own (1; √2 for `he`).
    public var gain: Double?
    /// The numbers after the name: `uniform -1 1`.
    public var numbers: [Double] = []
    public init() {}
  }

  /// What the numbers of one array are drawn from.
  public enum Distribution: Sendable, Equatable {
    case normal(mean: Double, deviation: Double)
    case uniform(low: Double, high: Double)
    case constant(Double)
  }

  public let name: String
  public let summary: String
  /// Where it comes from.
  public let source: String
  /// The numbers that follow the name: `low high`.
  public let parameters: [String]
  /// `normal` or `uniform` may follow the name.
  public let hasForms: Bool
  /// The options that it takes: `gain`, `fan`.
  public let options: [String]
  /// The distribution of the weights, and of the biases; biases are 0 where it gives none.
  let distributions:
    @Sendable (_ inputs: Int, _ outputs: Int, Options) -> (weights: Distribution, biases: Distribution?)

  public static func named(_ name: String) -> Initializer? { all.first { $0.name == name } }
}

extension Initializer {
  /// Whether chance has a part in it, so that a seed matters.
  public var isDrawn: Bool { ![.zeros, .constant].contains(self) }
}

extension Initializer: Equatable {
  public static func == (a: Initializer, b: Initializer) -> Bool { a.name == b.name }
}

extension Initializer {
  public static let all: [Initializer] = [
    torch, xavier, he, lecun, normal, uniform, constant, zeros,
  ]

  /// PyTorch's own for Linear: weights uniform within ±1/√n_in as its formula rounds it, biases likewise.
  public static let torch = Initializer(
    name: "torch", summary: "PyTorch's default: uniform within ±1/√n_in, biases too",
    source: "torch.nn.Linear", parameters: [], hasForms: false, options: []
  ) { inputs, _, _ in
    let fan = Double(inputs).squareRoot()
    let slope = 5.0.squareRoot() * 5.0.squareRoot()
    let bound = 3.0.squareRoot() * ((2 / (1 + slope)).squareRoot() / fan)
    return (.uniform(low: -bound, high: bound), .uniform(low: -1 / fan, high: 1 / fan))
  }

  /// Variance 2 / (n_in + n_out).
  public static let xavier = Initializer(
    name: "xavier", summary: "variance 2 / (n_in + n_out), biases 0",
    source: "Glorot and Bengio 2010", parameters: [], hasForms: true, options: ["gain"]
  ) { inputs, outputs, options in
    let deviation = (options.gain ?? 1) * (2 / Double(inputs + outputs)).squareRoot()
    return (spread(options.form, deviation), nil)
  }

  /// Variance 2 / n_in, made for relu.
  public static let he = Initializer(
    name: "he", summary: "variance 2 / n_in, made for relu, biases 0", source: "He et al. 2015",
    parameters: [], hasForms: true, options: ["gain", "fan"]
  ) { inputs, outputs, options in
    let fan = Double(options.fan == .in ? inputs : outputs).squareRoot()
    return (spread(options.form, (options.gain ?? 2.0.squareRoot()) / fan), nil)
  }

  /// Variance 1 / n_in.
  public static let lecun = Initializer(
    name: "lecun", summary: "variance 1 / n_in, biases 0", source: "LeCun et al. 1998",
    parameters: [], hasForms: true, options: ["gain"]
  ) { inputs, _, options in
    (spread(options.form, (options.gain ?? 1) / Double(inputs).squareRoot()), nil)
  }

  public static let normal = Initializer(
    name: "normal", summary: "normal with this mean and standard deviation, biases 0",
    source: "torch.nn.init.normal_", parameters: ["mean", "sd"], hasForms: false, options: []
  ) { _, _, options in
    (.normal(mean: options.numbers[0], deviation: options.numbers[1]), nil)
  }

  public static let uniform = Initializer(
    name: "uniform", summary: "uniform from low to high, biases 0", source: "torch.nn.init.uniform_",
    parameters: ["low", "high"], hasForms: false, options: []
  ) { _, _, options in
    (.uniform(low: options.numbers[0], high: options.numbers[1]), nil)
  }

  public static let constant = Initializer(
    name: "constant", summary: "every weight this number, biases 0", source: "torch.nn.init.constant_",
    parameters: ["value"], hasForms: false, options: []
  ) { _, _, options in
    (.constant(options.numbers[0]), nil)
  }

  public static let zeros = Initializer(
    name: "zeros", summary: "every weight and bias 0", source: "torch.nn.init.zeros_", parameters: [],
    hasForms: false, options: []
  ) { _, _, _ in
    (.constant(0), nil)
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

extension Initializer.Distribution {
  /// `count` numbers, drawn as PyTorch draws a tensor of that size.
  func draw(_ count: Int, from generator: inout MersenneTwister) -> [Float] {
    switch self {
    case .normal(let mean, let deviation): generator.normal(count, mean: mean, deviation: deviation)
    case .uniform(let low, let high): generator.uniform(count, low: low, high: high)
    case .constant(let value): Array(repeating: Float(value), count: count)
    }
  }

  /// Whether every number it can draw is a finite float32.
  public var isFinite: Bool {
    switch self {
    case .normal(let mean, let deviation): Float(mean).isFinite && Float(deviation * 40).isFinite
    case .uniform(let low, let high):
      Float(low).isFinite && Float(high).isFinite && Float(high - low).isFinite
    case .constant(let value): Float(value).isFinite
    }
  }
}
