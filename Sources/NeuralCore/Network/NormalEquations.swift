/// The normal equations of a least-squares loss at some weights, (JᵀJ + λ I) d = Jᵀr: the derivatives J of every output of
/// every row by every parameter, and the errors r, both scaled so that the loss is Σ r².
///
/// In double precision whatever that of the network. Every sum has one accumulator: over blocks of four rows, in a block over
/// the outputs, and for an output over its rows, each ascending; in the decomposition over the earlier columns, ascending.
final class NormalEquations {
  /// The parameters.
  let count: Int
  /// JᵀJ, its lower triangle row by row.
  private var matrix: [Double]
  private var factor: [Double]
  /// Jᵀr.
  private var right: [Double]
  private var slopes: [Double]
  /// d, of the last `solve`.
  private(set) var solution: [Double]

  init(count: Int) {
    self.count = count
    (matrix, factor) = (Array(repeating: 0, count: count * count), Array(repeating: 0, count: count * count))
    (right, slopes) = (Array(repeating: 0, count: count), Array(repeating: 0, count: count))
    solution = slopes
  }

  func clear() {
    for i in matrix.indices { matrix[i] = 0 }
    for i in right.indices { right[i] = 0 }
  }

  /// Adds one output of one row.
  ///
  /// - Parameters:
  ///   - weight: what its squared error counts in the loss.
  ///   - slope: its derivative by a parameter.
  func add(error: Double, weight: Double, slope: (Int) -> Double) {
    for a in 0..<count { slopes[a] = slope(a) }
    slopes.withUnsafeBufferPointer { slopes in
      matrix.withUnsafeMutableBufferPointer { matrix in
        for a in 0..<count where slopes[a] != 0 {
          let scaled = weight * slopes[a]
          for b in 0...a { matrix[a * count + b] += scaled * slopes[b] }
          right[a] += scaled * error
        }
      }
    }
  }

  /// Solves with λ on the diagonal by Cholesky's decomposition. False where the matrix is not positive definite in this
  /// precision.
  func solve(damping: Double) -> Bool {
    guard decompose(damping) else { return false }
    for i in 0..<count {
      var sum = right[i]
      for k in 0..<i { sum -= factor[i * count + k] * solution[k] }
      solution[i] = sum / factor[i * count + i]
    }
    for i in (0..<count).reversed() {
      var sum = solution[i]
      for k in i + 1..<max(count, i + 1) { sum -= factor[k * count + i] * solution[k] }
      solution[i] = sum / factor[i * count + i]
    }
    return solution.allSatisfy(\.isFinite)
  }

  private func decompose(_ damping: Double) -> Bool {
    matrix.withUnsafeBufferPointer { matrix in
      factor.withUnsafeMutableBufferPointer { factor in
        for i in 0..<count {
          for j in 0...i {
            var sum = matrix[i * count + j] + (i == j ? damping : 0)
            for k in 0..<j { sum -= factor[i * count + k] * factor[j * count + k] }
            if i == j {
              guard sum > 0 else { return false }
              factor[i * count + i] = sum.squareRoot()
            } else {
              factor[i * count + j] = sum / factor[j * count + j]
            }
          }
        }
        return true
      }
    }
  }
}
