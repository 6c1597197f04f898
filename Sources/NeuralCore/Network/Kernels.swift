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
      let z = preActivations + b * count
      var j = 0
      // Four neurons at a time, since each addition waits for the one before.
      while j + 4 <= count {
        let (w0, w1) = (weights + j * width, weights + (j + 1) * width)
        let (w2, w3) = (weights + (j + 2) * width, weights + (j + 3) * width)
        var (s0, s1, s2, s3) = (w0[0] * x[0], w1[0] * x[0], w2[0] * x[0], w3[0] * x[0])
        for i in 1..<max(width, 1) {
          s0 += w0[i] * x[i]
          s1 += w1[i] * x[i]
          s2 += w2[i] * x[i]
          s3 += w3[i] * x[i]
        }
        (z[j], z[j + 1], z[j + 2], z[j + 3]) = (s0, s1, s2, s3)
        j += 4
      }
      while j < count {
        let w = weights + j * width
        var sum = w[0] * x[0]
        for i in 1..<max(width, 1) { sum += w[i] * x[i] }
        z[j] = sum
        j += 1
      }
      if let biases { for j in 0..<count { z[j] += SIMD4<S>(repeating: biases[j]) } }
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

  /// The sums of `accumulateGradients` from zeros, each at once: for few blocks.
  @inline(__always)
  static func gradients(
    _ inputs: Source, _ errors: Source, _ weightGradients: Target, _ biasGradients: Target?, blocks: Int,
    from width: Int, to count: Int
  ) {
    for j in 0..<count {
      var i = 0
      // Four sums at a time, since each addition waits for the one before.
      while i + 4 <= width {
        var (s0, s1, s2, s3) = (SIMD4<S>.zero, SIMD4<S>.zero, SIMD4<S>.zero, SIMD4<S>.zero)
        for b in 0..<blocks {
          let (error, x) = (errors[b * count + j], inputs + (b * width + i))
          s0 += error * x[0]
          s1 += error * x[1]
          s2 += error * x[2]
          s3 += error * x[3]
        }
        let to = weightGradients + (j * width + i)
        (to[0], to[1], to[2], to[3]) = (s0, s1, s2, s3)
        i += 4
      }
      while i < width {
        var sum = SIMD4<S>.zero
        for b in 0..<blocks { sum += errors[b * count + j] * inputs[b * width + i] }
        weightGradients[j * width + i] = sum
        i += 1
      }
      guard let biasGradients else { continue }
      var sum = SIMD4<S>.zero
      for b in 0..<blocks { sum += errors[b * count + j] }
      biasGradients[j] = sum
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
