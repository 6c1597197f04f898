import NeuralCore

/// Small dense linear algebra in double precision, on columns as arrays.
enum LeastSquares {
  static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var total = 0.0
    for i in a.indices { total += a[i] * b[i] }
    return total
  }

  /// Orthonormal columns that span the same space, by Gram and Schmidt, twice for accuracy; what is left of a column that
  /// others span is dropped.
  static func orthonormal(_ columns: [[Double]], beginning: [[Double]] = []) -> [[Double]] {
    var basis = beginning
    for column in columns {
      var rest = column
      let length = dot(column, column).squareRoot()
      for _ in 0..<2 {
        for q in basis {
          let share = dot(q, rest)
          for i in rest.indices { rest[i] -= share * q[i] }
        }
      }
      let left = dot(rest, rest).squareRoot()
      if left > 1e-7 * length, length > 0 { basis.append(rest.map { $0 / left }) }
    }
    return basis
  }

  /// The sum of squares of `targets` that no combination of the columns reaches.
  static func residual(_ columns: [[Double]], _ targets: [Double]) -> Double {
    var rest = targets
    for q in orthonormal(columns) {
      let share = dot(q, rest)
      for i in rest.indices { rest[i] -= share * q[i] }
    }
    return dot(rest, rest)
  }

  /// Orthonormal vectors of length `size` at right angles to all rows.
  static func complement(_ rows: [[Double]], _ size: Int) -> [[Double]] {
    let span = orthonormal(rows)
    let axes = (0..<size).map { k in (0..<size).map { $0 == k ? 1.0 : 0 } }
    return Array(orthonormal(axes, beginning: span).dropFirst(span.count))
  }

  /// The least sum of −(t ln σ(z) + (1 − t) ln(1 − σ(z))) over z that the columns can make, by Newton's method.
  static func logisticResidual(_ columns: [[Double]], _ targets: [Double]) -> Double {
    let basis = orthonormal(columns)
    var weights = [Double](repeating: 0, count: basis.count)
    func sums(_ w: [Double]) -> [Double] {
      targets.indices.map { i in basis.indices.reduce(0) { $0 + w[$1] * basis[$1][i] } }
    }
    func cost(_ w: [Double]) -> Double {
      let z = sums(w)
      return 1e-9 * dot(w, w)
        + z.indices.reduce(0) {
          $0 + max(z[$1], 0) - z[$1] * targets[$1] + Elementary.log(1 + Elementary.exp(-z[$1].magnitude))
        }
    }
    var now = cost(weights)
    for _ in 0..<60 {
      let shares = sums(weights).map { 1 / (1 + Elementary.exp(-$0)) }
      let slope = basis.indices.map { a in
        targets.indices.reduce(2e-9 * weights[a]) { $0 + (shares[$1] - targets[$1]) * basis[a][$1] }
      }
      let curvature = basis.indices.map { a in
        basis.indices.map { b in
          targets.indices.reduce(a == b ? 2e-9 : 0) {
            $0 + shares[$1] * (1 - shares[$1]) * basis[a][$1] * basis[b][$1]
          }
        }
      }
      let move = solved(curvature, slope)
      var length = 1.0
      while length > 1e-6, cost(zip(weights, move).map { $0 - length * $1 }) >= now { length /= 2 }
      guard length > 1e-6 else { break }
      weights = zip(weights, move).map { $0 - length * $1 }
      let before = now
      now = cost(weights)
      if before - now < 1e-12 { break }
    }
    return now
  }

  /// x with A x = b, by elimination with pivots; 0 where A has no rank.
  static func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    var rows = zip(matrix, right).map { $0 + [$1] }
    let n = rows.count
    for a in 0..<n {
      let pivot = (a..<n).max { rows[$0][a].magnitude < rows[$1][a].magnitude } ?? a
      rows.swapAt(a, pivot)
      guard rows[a][a].magnitude > 1e-300 else { continue }
      for r in 0..<n where r != a && rows[r][a] != 0 {
        let factor = rows[r][a] / rows[a][a]
        for c in a...n { rows[r][c] -= factor * rows[a][c] }
      }
    }
    return (0..<n).map { rows[$0][$0].magnitude > 1e-300 ? rows[$0][n] / rows[$0][$0] : 0 }
  }

  /// The eigenvalues of a symmetric matrix, the largest first, by Jacobi's rotations.
  static func eigenvalues(_ matrix: [[Double]]) -> [Double] {
    var a = matrix
    let n = a.count
    for _ in 0..<60 {
      var rest = 0.0
      for i in 0..<n { for j in 0..<n where i != j { rest += a[i][j] * a[i][j] } }
      if rest < 1e-24 { break }
      for p in 0..<n { for q in p + 1..<max(n, p + 1) { rotate(&a, p, q) } }
    }
    return (0..<n).map { a[$0][$0] }.sorted(by: >)
  }

  private static func rotate(_ a: inout [[Double]], _ p: Int, _ q: Int) {
    guard a[p][q].magnitude > 1e-300 else { return }
    let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
    let t = (theta >= 0 ? 1 : -1) / (theta.magnitude + (theta * theta + 1).squareRoot())
    let c = 1 / (t * t + 1).squareRoot()
    let s = t * c
    for k in a.indices {
      let (x, y) = (a[k][p], a[k][q])
      (a[k][p], a[k][q]) = (c * x - s * y, s * x + c * y)
    }
    for k in a.indices {
      let (x, y) = (a[p][k], a[q][k])
      (a[p][k], a[q][k]) = (c * x - s * y, s * x + c * y)
    }
  }
}
