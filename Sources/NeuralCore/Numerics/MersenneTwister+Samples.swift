/// Samplers with PyTorch's bits (2.13, Linux x86-64 with AVX2): the same draws in the same order, the same
/// roundings, a fused multiply-add exactly where that one has it.
extension MersenneTwister {
  /// `count` numbers uniform in [low, high): `tensor.uniform_(low, high)`.
  ///
  /// - Parameter stops: polled where there are many; once it says so, the rest is left out.
  public mutating func uniform(
    _ count: Int, low: Double, high: Double, stops: () -> Bool = { false }
  ) -> [Float] {
    let (low, high) = (Float(low), Float(high))
    let width = high - low
    return [Float](unsafeUninitializedCapacity: count) { numbers, drawn in
      while drawn < count, drawn & 0xffff != 0xffff || !stops() {
        let v = low.addingProduct(nextFloat(), width)
        numbers[drawn] = v == high ? low : v
        drawn += 1
      }
    }
  }

  /// `count` normal numbers: `tensor.normal_(mean, deviation)`, which has two algorithms by size.
  ///
  /// - Parameter stops: polled where there are many; once it says so, the rest is not drawn.
  public mutating func normal(
    _ count: Int, mean: Double, deviation: Double, stops: () -> Bool = { false }
  ) -> [Float] {
    if count < 16 {
      return (0..<count).map { _ in Float(standardNormal() * deviation + mean) }
    }
    var numbers = uniform(count, low: 0, high: 1, stops: stops)
    guard numbers.count == count else { return numbers }
    let (mean, deviation) = (Float(mean), Float(deviation))
    for start in stride(from: 0, through: count - 16, by: 16) {
      if start & 0xffff == 0, stops() { break }
      transform(&numbers, at: start, mean, deviation)
    }
    if count % 16 != 0 {
      // The last sixteen are drawn afresh, over up to fifteen finished ones.
      for i in count - 16..<count { numbers[i] = nextFloat() }
      transform(&numbers, at: count - 16, mean, deviation)
    }
    return numbers
  }

  /// One standard normal in double precision; Box and Muller 1958, the second of a pair kept for later.
  public mutating func standardNormal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    let (u1, u2) = (nextDouble(), nextDouble())
    // 1 − u₂ is exact for a u₂ of 53 bits.
    let radius = (-2 * Elementary.log(1 - u2)).squareRoot()
    let (sin, cos) = Elementary.sinCos(2 * Double.pi * u1)
    spareNormal = radius * sin
    return radius * cos
  }

  /// Box–Muller on sixteen uniform numbers: eight radii, eight angles.
  private func transform(_ d: inout [Float], at start: Int, _ mean: Float, _ deviation: Float) {
    for k in start..<start + 8 {
      let radius = (-2 * Cephes.log(1 - d[k])).squareRoot()
      let (sin, cos) = Cephes.sinCos(Float(2 * Double.pi) * d[k + 8])
      d[k] = mean.addingProduct(radius * cos, deviation)
      d[k + 8] = mean.addingProduct(radius * sin, deviation)
    }
  }
}

/// The single-precision polynomials of the Cephes library (Moshier 1992) in the form that PyTorch's vector
/// code evaluates them. They serve the sampler alone, whose bits they fix.
private enum Cephes {
  static func log(_ x: Float) -> Float {
    var e = Float(Int(x.bitPattern >> 23) - 126)
    let m = Float(bitPattern: x.bitPattern & 0x7f_ffff | 0x3f00_0000)
    let isLow = m < 0.707106781186547524
    if isLow { e -= 1 }
    let f = (m - 1) + (isLow ? m : 0)
    let z = f * f
    var y: Float = 7.0376836292e-2
    let coefficients: [Float] = [
      -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
      2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
    ]
    for c in coefficients { y = c.addingProduct(y, f) }
    y = (e * -2.12194440e-4).addingProduct(f * y, z)
    y = y.addingProduct(-z, 0.5)
    return (f + y).addingProduct(e, 0.693359375)
  }

  /// For x ≥ 0.
  static func sinCos(_ x: Float) -> (sin: Float, cos: Float) {
    let j = (Int(x * 1.27323954473516) + 1) & ~1
    var r = x
    for c in [-0.78515625, -2.4187564849853515625e-4, -3.77489497744594108e-8] as [Float] {
      r = r.addingProduct(Float(j), c)
    }
    let z = r * r
    var c: Float = 2.443315711809948e-5
    c = (-1.388731625493765e-3 as Float).addingProduct(c, z)
    c = (4.166664568298827e-2 as Float).addingProduct(c, z)
    c = (-(z * 0.5)).addingProduct(z, z * c) + 1
    var s: Float = -1.9515295891e-4
    s = (8.3321608736e-3 as Float).addingProduct(s, z)
    s = (-1.6666654611e-1 as Float).addingProduct(s, z)
    s = r.addingProduct(r, z * s)
    if j & 2 != 0 { swap(&s, &c) }
    return (j & 4 != 0 ? -s : s, (j + 2) & 4 != 0 ? -c : c)
  }
}
