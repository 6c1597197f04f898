import NeuralCore

/// The eigenvalues of a real symmetric matrix with their eigenvectors.
///
/// Householder's reduction to a tridiagonal matrix and the implicit QL method (Bowdler, Martin, Reinsch and Wilkinson,
/// Numerische Mathematik 11, 1968: EISPACK's tred2 and tql2). Eigenvalues are exact to some roundings of the largest.
struct SymmetricEigen {
  /// Ascending.
  private(set) var values: [Double]
  /// `vectors[k]` belongs to `values[k]`: of length 1, its largest component positive.
  private(set) var vectors: [[Double]]

  /// - Parameter matrix: square and symmetric, finite.
  init(_ matrix: [[Double]]) {
    let n = matrix.count
    var reduction = Tridiagonal(matrix)
    reduction.reduce()
    reduction.diagonalize()
    let order = (0..<n).sorted { reduction.d[$0] < reduction.d[$1] }
    values = order.map { reduction.d[$0] }
    vectors = order.map { k in Self.pointed((0..<n).map { reduction.v[$0 * n + k] }) }
  }

  private static func pointed(_ vector: [Double]) -> [Double] {
    let largest = vector.reduce(0) { $1.magnitude > $0.magnitude * (1 + 1e-9) ? $1 : $0 }
    return largest < 0 ? vector.map { -$0 } : vector
  }
}

/// A symmetric matrix on its way: v becomes the product of the transformations, d the diagonal, e the numbers beside it.
private struct Tridiagonal {
  let n: Int
  /// `[n][n]`.
  var v: [Double]
  var d, e: [Double]

  init(_ matrix: [[Double]]) {
    n = matrix.count
    v = matrix.flatMap { $0 }
    d = matrix.last ?? []
    e = [Double](repeating: 0, count: matrix.count)
  }

  private subscript(_ i: Int, _ j: Int) -> Double {
    get { v[i * n + j] }
    set { v[i * n + j] = newValue }
  }

  /// tred2.
  mutating func reduce() {
    for i in stride(from: n - 1, to: 0, by: -1) {
      let scale = d[..<i].reduce(0) { $0 + $1.magnitude }
      if scale == 0 {
        skip(i)
      } else {
        reflect(i, scale)
      }
    }
    accumulate()
  }

  private mutating func skip(_ i: Int) {
    e[i] = d[i - 1]
    for j in 0..<i {
      d[j] = self[i - 1, j]
      self[i, j] = 0
      self[j, i] = 0
    }
    d[i] = 0
  }

  private mutating func reflect(_ i: Int, _ scale: Double) {
    var h = 0.0
    for k in 0..<i {
      d[k] /= scale
      h += d[k] * d[k]
    }
    let f = d[i - 1]
    let g = f > 0 ? -h.squareRoot() : h.squareRoot()
    e[i] = scale * g
    h -= f * g
    d[i - 1] = f - g
    for j in 0..<i { e[j] = 0 }
    for j in 0..<i {
      let f = d[j]
      self[j, i] = f
      var g = e[j] + self[j, j] * f
      for k in j + 1..<max(i, j + 1) {
        g += self[k, j] * d[k]
        e[k] += self[k, j] * f
      }
      e[j] = g
    }
    var sum = 0.0
    for j in 0..<i {
      e[j] /= h
      sum += e[j] * d[j]
    }
    for j in 0..<i { e[j] -= sum / (h + h) * d[j] }
    for j in 0..<i {
      let (f, g) = (d[j], e[j])
      for k in j..<i { self[k, j] -= f * e[k] + g * d[k] }
      d[j] = self[i - 1, j]
      self[i, j] = 0
    }
    d[i] = h
  }

  private mutating func accumulate() {
    for i in 0..<max(n - 1, 0) {
      self[n - 1, i] = self[i, i]
      self[i, i] = 1
      let h = d[i + 1]
      if h != 0 {
        for k in 0...i { d[k] = self[k, i + 1] / h }
        for j in 0...i {
          var g = 0.0
          for k in 0...i { g += self[k, i + 1] * self[k, j] }
          for k in 0...i { self[k, j] -= g * d[k] }
        }
      }
      for k in 0...i { self[k, i + 1] = 0 }
    }
    for j in 0..<n {
      d[j] = self[n - 1, j]
      self[n - 1, j] = 0
    }
    if n > 0 { self[n - 1, n - 1] = 1 }
    e[0] = 0
  }

  /// tql2.
  mutating func diagonalize() {
    for i in 1..<max(n, 1) { e[i - 1] = e[i] }
    e[n - 1] = 0
    var (shift, largest) = (0.0, 0.0)
    for l in 0..<n {
      largest = max(largest, d[l].magnitude + e[l].magnitude)
      func small() -> Int { (l..<n).first { e[$0].magnitude <= Double.ulpOfOne * largest } ?? n - 1 }
      var m = small()
      // It converges after two or three rounds; the bound is for what is no number.
      var rounds = 0
      while m > l, rounds < 60 {
        rounds += 1
        step(l, m, &shift)
        m = e[l].magnitude <= Double.ulpOfOne * largest ? l : small()
      }
      d[l] += shift
      e[l] = 0
    }
  }

  /// One implicit QL step on the block from l to m.
  private mutating func step(_ l: Int, _ m: Int, _ shift: inout Double) {
    var g = d[l]
    var p = (d[l + 1] - g) / (2 * e[l])
    let r = p < 0 ? -Self.hypotenuse(p, 1) : Self.hypotenuse(p, 1)
    d[l] = e[l] / (p + r)
    d[l + 1] = e[l] * (p + r)
    let next = d[l + 1]
    let h = g - d[l]
    for i in l + 2..<max(n, l + 2) { d[i] -= h }
    shift += h
    p = d[m]
    var (c, c2, c3, s, s2) = (1.0, 1.0, 1.0, 0.0, 0.0)
    let beside = e[l + 1]
    for i in stride(from: m - 1, through: l, by: -1) {
      (c3, c2, s2) = (c2, c, s)
      g = c * e[i]
      let h = c * p
      let r = Self.hypotenuse(p, e[i])
      e[i + 1] = s * r
      (s, c) = (e[i] / r, p / r)
      p = c * d[i] - s * g
      d[i + 1] = h + s * (c * g + s * d[i])
      rotate(i, c, s)
    }
    p = -s * s2 * c3 * beside * e[l] / next
    (e[l], d[l]) = (s * p, c * p)
  }

  private mutating func rotate(_ i: Int, _ c: Double, _ s: Double) {
    let n = n
    v.withUnsafeMutableBufferPointer { v in
      for k in 0..<n {
        let (a, b) = (v[k * n + i], v[k * n + i + 1])
        (v[k * n + i + 1], v[k * n + i]) = (s * a + c * b, c * a - s * b)
      }
    }
  }

  private static func hypotenuse(_ a: Double, _ b: Double) -> Double {
    let (small, large) = (min(a.magnitude, b.magnitude), max(a.magnitude, b.magnitude))
    guard large > 0 else { return 0 }
    let ratio = small / large
    return large * (1 + ratio * ratio).squareRoot()
  }
}
