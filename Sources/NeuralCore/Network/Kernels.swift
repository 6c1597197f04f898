/// The loops over weights, for one layer and a number of four-row blocks.
///
/// A lane is a row. The order of every sum is part of the language (docs/determinism.md):
/// - a neuron's sum adds weight · input by ascending input, then the bias;
/// - an error handed back adds weight · error by ascending neuron of the later layer;
/// - a sum over rows goes into four partial sums, row r into sum r mod 4, by ascending row, from +0;
///   they are added as (0 + 2) + (1 + 3).
/// Pointers are raw because a net of nine weights spends as long on checks as on arithmetic; every caller is
/// `Workspace`, which allocates what they point to.
enum Kernels<S: Scalar> {
  typealias Source = UnsafePointer<SIMD4<S>>
  typealias Target = UnsafeMutablePointer<SIMD4<S>>

  /// sums[b][j] = Σ weights[j][i] · inputs[b][i] + bias[j].
  @inline(__always)
  static func sums(
    _ inputs: Source, _ weights: UnsafePointer<S>, _ biases: UnsafePointer<S>?, _ sums: Target,
    blocks: Int, from width: Int, to count: Int
  ) {
    for b in 0..<blocks {
      let x = inputs + b * width
      for j in 0..<count {
        let w = weights + j * width
        var sum = w[0] * x[0]
        for i in 1..<max(width, 1) { sum += w[i] * x[i] }
        if let biases { sum += SIMD4<S>(repeating: biases[j]) }
        sums[b * count + j] = sum
      }
    }
  }

  /// slopes[j][i] += errors[b][j] · inputs[b][i], and the bias's slope += errors[b][j], block after block.
  @inline(__always)
  static func addSlopes(
    _ inputs: Source, _ errors: Source, _ weightSlopes: Target, _ biasSlopes: Target?,
    blocks: Int, from width: Int, to count: Int
  ) {
    for b in 0..<blocks {
      let x = inputs + b * width
      for j in 0..<count {
        let error = errors[b * count + j]
        let slopes = weightSlopes + j * width
        for i in 0..<width { slopes[i] += error * x[i] }
        if let biasSlopes { biasSlopes[j] += error }
      }
    }
  }

  /// back[b][i] = Σ weights[j][i] · errors[b][j].
  @inline(__always)
  static func handBack(
    _ errors: Source, _ weights: UnsafePointer<S>, _ back: Target,
    blocks: Int, from width: Int, to count: Int
  ) {
    for b in 0..<blocks {
      let (e, result) = (errors + b * count, back + b * width)
      for i in 0..<width { result[i] = weights[i] * e[0] }
      for j in 1..<max(count, 1) {
        let w = weights + j * width
        for i in 0..<width { result[i] += w[i] * e[j] }
      }
    }
  }
}
