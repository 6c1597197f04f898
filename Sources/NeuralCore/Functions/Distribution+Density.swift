/// What a distribution promises, for those who compare it with what was drawn.
extension Initializer.Distribution {
  /// The probability density at a value; nil where there is none: for constants, identities, and the entries of an
  /// orthogonal matrix, which depend on each other.
  public var density: (@Sendable (Double) -> Double)? {
    switch self {
    case .normal(let mean, let deviation):
      guard deviation > 0 else { return nil }
      return { Self.normal(($0 - mean) / deviation) / deviation }
    case .uniform(let low, let high):
      guard low < high else { return nil }
      return { (low...high).contains($0) ? 1 / (high - low) : 0 }
    case .truncated(let mean, let deviation, let low, let high):
      let share = MersenneTwister.share(mean, deviation, low, high)
      guard share > 0, low < high else { return nil }
      return { (low...high).contains($0) ? Self.normal(($0 - mean) / deviation) / deviation / share : 0 }
    case .orthogonal, .identity, .constant: return nil
    }
  }

  /// The standard deviation of a number drawn from it; nil where a matrix is drawn as a whole.
  ///
  /// Uniform: (high − low) / √12. Truncated: σ √(1 + (aφ(a) − bφ(b)) / Z − ((φ(a) − φ(b)) / Z)²) with the bounds a and b
  /// in deviations from the mean and Z what lies between (Johnson, Kotz and Balakrishnan 1994, 13.10).
  public var deviation: Double? {
    switch self {
    case .normal(_, let deviation): return deviation
    case .uniform(let low, let high): return (high - low) / 12.0.squareRoot()
    case .constant: return 0
    case .truncated(let mean, let deviation, let low, let high):
      let share = MersenneTwister.share(mean, deviation, low, high)
      guard share > 1e-6 else { return nil }
      let (a, b) = ((low - mean) / deviation, (high - mean) / deviation)
      let (first, last) = (Self.normal(a), Self.normal(b))
      let shift = (first - last) / share
      return deviation * max(0, 1 + (a * first - b * last) / share - shift * shift).squareRoot()
    case .orthogonal, .identity: return nil
    }
  }

  /// κ = E(x − μ)⁴ / σ⁴: 3 of a normal distribution, 1.8 of a uniform one; of a truncated one by Simpson's rule over its
  /// density. 3 where a matrix is drawn as a whole.
  public var kurtosis: Double {
    switch self {
    case .normal, .orthogonal, .identity, .constant: return 3
    case .uniform: return 1.8
    case .truncated(let mean, let deviation, let low, let high):
      guard let density else { return 3 }
      // Beyond 40 deviations there is nothing.
      let (from, to) = (max(low, mean - 40 * deviation), min(high, mean + 40 * deviation))
      func integral(_ f: (Double) -> Double) -> Double {
        let (count, step) = (2000, (to - from) / 2000)
        return (0...count).reduce(0) { sum, k in
          let (x, weight) = (from + Double(k) * step, k == 0 || k == count ? 1.0 : k % 2 == 1 ? 4 : 2)
          return sum + weight * f(x) * density(x)
        } * step / 3
      }
      let center = integral { $0 }
      let variance = integral { ($0 - center) * ($0 - center) }
      let fourth = integral { x in
        let square = (x - center) * (x - center)
        return square * square
      }
      return variance > 0 ? fourth / (variance * variance) : 3
    }
  }

  /// φ(x) = e^(−x²/2) / √(2π).
  private static func normal(_ x: Double) -> Double {
    Elementary.exp(-0.5 * x * x) / 2.506_628_274_631_000_5
  }
}

extension Initializer {
  /// How a spread follows from the size of a layer: with names, and with numbers put in.
  public struct SpreadFormula: Sendable, Equatable {
    /// What comes out: `sd`, `bound`.
    public let name: String
    /// With `n_in` and `n_out`.
    public let symbols: String
    /// With their numbers.
    public let numbers: String
    /// The result.
    public let value: Double
  }

  /// The formula of the spread of the weights of a layer; nil where the numbers were given.
  public func spreadFormula(_ inputs: Int, _ outputs: Int, _ options: Options) -> SpreadFormula? {
    guard let rule = spread?(options) else { return nil }
    let draft = draft(inputs, outputs, options).weights
    let value: Double
    let name: String
    switch draft {
    case .normal(_, let deviation): (name, value) = ("sd", deviation)
    case .uniform(_, let high): (name, value) = ("bound", high)
    case .truncated, .orthogonal, .identity, .constant: return nil
    }
    let isUniform = name == "bound" && self != .torch
    let symbols = (isUniform ? "√3 · " : "") + rule
    let numbers = symbols.replacing("n_in", with: "\(inputs)").replacing("n_out", with: "\(outputs)")
    return SpreadFormula(name: name, symbols: symbols, numbers: numbers, value: value)
  }

  /// A factor before a root, where it is not 1.
  static func factor(_ gain: Double?) -> String { gain.map { $0 == 1 ? "" : "\($0.plainText) · " } ?? "" }
}
