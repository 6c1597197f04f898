extension Initializer {
  /// What the numbers of one array are drawn from.
  public enum Distribution: Sendable, Equatable {
    case normal(mean: Double, deviation: Double)
    case uniform(low: Double, high: Double)
    case truncated(mean: Double, deviation: Double, low: Double, high: Double)
    case orthogonal(gain: Double)
    case identity
    case constant(Double)
  }
}

extension Initializer.Distribution {
  /// `outputs` rows of `inputs` numbers, drawn as PyTorch draws a tensor of that shape.
  ///
  /// - Parameter stops: once it says so, the rest of the numbers is not drawn.
  func draw(
    _ inputs: Int, _ outputs: Int, from generator: inout MersenneTwister, stops: () -> Bool = { false }
  ) -> [Float] {
    let count = inputs * outputs
    switch self {
    case .normal(let mean, let deviation):
      return generator.normal(count, mean: mean, deviation: deviation, stops: stops)
    case .uniform(let low, let high): return generator.uniform(count, low: low, high: high, stops: stops)
    case .truncated(let mean, let deviation, let low, let high):
      return generator.truncated(
        count, mean: mean, deviation: deviation, low: low, high: high, stops: stops)
    case .orthogonal(let gain):
      return generator.orthogonal(rows: outputs, columns: inputs, stops: stops).map { Float(gain) * $0 }
    case .identity: return (0..<count).map { $0 / inputs == $0 % inputs ? 1 : 0 }
    case .constant(let value): return Array(repeating: Float(value), count: count)
    }
  }

  /// Whether every number it can draw is a finite float32.
  public var isFinite: Bool {
    switch self {
    case .normal(let mean, let deviation): Float(mean).isFinite && Float(deviation * 40).isFinite
    case .uniform(let low, let high):
      Float(low).isFinite && Float(high).isFinite && Float(high - low).isFinite
    case .truncated(let mean, let deviation, let low, let high):
      [mean, deviation * 40, low, high, high - low].allSatisfy { Float($0).isFinite }
    case .orthogonal(let gain): Float(gain).isFinite
    case .identity: true
    case .constant(let value): Float(value).isFinite
    }
  }

  /// For a truncated one: about the share of draws that fall within its bounds; else 1.
  public var acceptance: Double {
    guard case .truncated(let mean, let deviation, let low, let high) = self else { return 1 }
    let within = MersenneTwister.share(mean, deviation, low, high)
    guard within <= 0.3 else { return min(within, roundedShare(mean, deviation, low, high)) }
    let peak = max(low, min(mean, high))
    // Farther out than a thousand deviations a float32 cannot tell the heights of two draws apart.
    guard ((peak - mean) / deviation).magnitude < 1000 else { return 0 }
    // log of the density at x over that at the peak, as a product: a difference of squares would cancel.
    func height(_ x: Double) -> Double {
      -0.5 * ((x - peak) / deviation) * ((x - mean + peak - mean) / deviation)
    }
    let steps = 10_000
    let sum = (0..<steps).reduce(0.0) { sum, k in
      let x = low + (high - low) * (Double(k) + 0.5) / Double(steps)
      return sum + Elementary.exp(height(x))
    }
    return sum / Double(steps)
  }
}

extension Initializer.Distribution {
  /// How likely a draw, rounded to float32, is to lie within the bounds rounded to float32.
  private func roundedShare(_ mean: Double, _ deviation: Double, _ low: Double, _ high: Double) -> Double {
    let (first, last) = (Float(low), Float(high))
    return MersenneTwister.share(
      Double(Float(mean)), deviation, Double(first) - Double(first.ulp) / 2,
      Double(last) + Double(last.ulp) / 2)
  }
}

extension MersenneTwister {
  /// How likely a normal number is to lie within these bounds.
  static func share(_ mean: Double, _ deviation: Double, _ low: Double, _ high: Double) -> Double {
    func below(_ x: Double) -> Double { (1 + Elementary.erf((x - mean) / deviation / 2.0.squareRoot())) / 2 }
    return below(high) - below(low)
  }

  /// `count` normal numbers within low … high: `torch.nn.init.trunc_normal_`. Where more than 0.3 of all would lie within,
  /// those outside are taken from another whole draw; else uniform numbers are kept as often as the density says.
  mutating func truncated(
    _ count: Int, mean: Double, deviation: Double, low: Double, high: Double, stops: () -> Bool = { false }
  ) -> [Float] {
    guard Self.share(mean, deviation, low, high) > 0.3 else {
      return rejected(count, mean, deviation, low, high, stops)
    }
    var numbers = normal(count, mean: mean, deviation: deviation, stops: stops)
    let range = Float(low)...Float(high)
    while !stops(), numbers.contains(where: { !range.contains($0) }) {
      let others = normal(count, mean: mean, deviation: deviation, stops: stops)
      guard others.count == count else { return numbers }
      for k in numbers.indices where !range.contains(numbers[k]) { numbers[k] = others[k] }
    }
    return numbers
  }

  private mutating func rejected(
    _ count: Int, _ mean: Double, _ deviation: Double, _ low: Double, _ high: Double, _ stops: () -> Bool
  ) -> [Float] {
    let place = (max(low, min(mean, high)) - mean) / deviation
    let peak = Float(-0.5 * place * place)
    var numbers = [Float](repeating: 0, count: count)
    var isPending = [Bool](repeating: true, count: count)
    repeat {
      let candidates = uniform(count, low: low, high: high, stops: stops)
      let chances = uniform(count, low: 0, high: 1, stops: stops)
      guard chances.count == count else { return numbers }
      for k in numbers.indices where isPending[k] {
        numbers[k] = candidates[k]
        let t = (candidates[k] - Float(mean)) / Float(deviation)
        isPending[k] = Float(Elementary.log(Double(chances[k]))) > t * t * -0.5 - peak
      }
    } while !stops() && isPending.contains(true)
    return numbers
  }

  /// A matrix of standard normals whose columns are made orthonormal from the first on (rows, if it is wider than high):
  /// the Q of A = QR with a positive diagonal of R, by Gram and Schmidt twice over in double precision.
  mutating func orthogonal(
    rows: Int, columns: Int, stops: () -> Bool = { false }
  ) -> [Float] {
    let numbers = normal(rows * columns, mean: 0, deviation: 1, stops: stops).map { Double($0) }
    guard numbers.count == rows * columns else { return [] }
    let isWide = rows < columns
    let (count, length) = isWide ? (rows, columns) : (columns, rows)
    func place(_ vector: Int, _ k: Int) -> Int { isWide ? vector * columns + k : k * columns + vector }
    var vectors = (0..<count).map { v in (0..<length).map { numbers[place(v, $0)] } }
    for v in 0..<count {
      for _ in 0..<2 {
        if stops() { return [Float](repeating: 0, count: rows * columns) }
        for u in 0..<v {
          let share = zip(vectors[u], vectors[v]).reduce(0) { $0 + $1.0 * $1.1 }
          for k in 0..<length { vectors[v][k] -= share * vectors[u][k] }
        }
      }
      let size = vectors[v].reduce(0) { $0 + $1 * $1 }.squareRoot()
      for k in 0..<length { vectors[v][k] /= size }
    }
    var result = [Float](repeating: 0, count: rows * columns)
    for v in 0..<count { for k in 0..<length { result[place(v, k)] = Float(vectors[v][k]) } }
    return result
  }
}
