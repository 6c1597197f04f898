/// The loops over weights, for one layer and a number of blocks of four rows.
///
/// A SIMD lane is a row. The order of every sum is part of the language (docs/determinism.md):
/// - a pre-activation adds weight · input by ascending input, then the bias;
/// - a backpropagated error adds weight · error by ascending neuron of the later layer;
/// - a sum over rows goes into four partial sums, row r into sum r mod 4, by ascending row, starting from +0;
///   they are added as (0 + 2) + (1 + 3).
///
/// Pointers are raw because a network of nine weights spends as long on bounds checks as on arithmetic; every caller is
/// `Workspace`, which allocates what they point to.
enum Kernels<S: Scalar> {
  typealias Source = UnsafePointer<SIMD4<S>>
  typealias Target = UnsafeMutablePointer<SIMD4<S>>

  /// z[b][j] = Σᵢ weights[j][i] · inputs[b][i] + bias[j].
  ///
  /// Shapes: inputs [blocks][width], weights [count][width], biases [count], z [blocks][count].
  @inline(__always)
  static func preActivations(
    _ inputs: Source, _ weights: UnsafePointer<S>, _ biases: UnsafePointer<S>?, _ preActivations: Target,
    blocks: Int, from width: Int, to count: Int
  ) {
    for b in 0..<blocks {
      let x = inputs + b * width
      for j in 0..<count {
        let w = weights + j * width
        var sum = w[0] * x[0]
        for i in 1..<max(width, 1) { sum += w[i] * x[i] }
        if let biases { sum += SIMD4<S>(repeating: biases[j]) }
        preActivations[b * count + j] = sum
      }
    }
  }

  /// weightGradients[j][i] += errors[b][j] · inputs[b][i] and biasGradients[j] += errors[b][j], block after block; the
  /// lanes stay apart.
  @inline(__always)
  static func accumulateGradients(
    _ inputs: Source, _ errors: Source, _ weightGradients: Target, _ biasGradients: Target?,
    blocks: Int, from width: Int, to count: Int
  ) {
    for b in 0..<blocks {
      let x = inputs + b * width
      for j in 0..<count {
        let error = errors[b * count + j]
        let gradients = weightGradients + j * width
        for i in 0..<width { gradients[i] += error * x[i] }
        if let biasGradients { biasGradients[j] += error }
      }
    }
  }

  /// previous[b][i] = Σⱼ weights[j][i] · errors[b][j]: the derivatives by the outputs of the layer before.
  @inline(__always)
  static func backpropagate(
    _ errors: Source, _ weights: UnsafePointer<S>, _ previous: Target,
    blocks: Int, from width: Int, to count: Int
  ) {
    for b in 0..<blocks {
      let (e, result) = (errors + b * count, previous + b * width)
      for i in 0..<width { result[i] = weights[i] * e[0] }
      for j in 1..<max(count, 1) {
        let w = weights + j * width
        for i in 0..<width { result[i] += w[i] * e[j] }
      }
    }
  }
}
