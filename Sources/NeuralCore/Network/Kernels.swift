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
/// Loops count with `&+` and step pointers, since checks for overflow would take as long too.
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
    var (x, z, b) = (inputs, preActivations, 0)
    while b < blocks {
      var (w, j) = (weights, 0)
      // Four neurons at a time, since each addition waits for the one before.
      while j &+ 4 <= count {
        preActivationsOfFour(x, w, biases.map { $0 + j }, z + j, from: width)
        w += 4 &* width
        j &+= 4
      }
      while j < count {
        var (sum, i) = (w[0] * x[0], 1)
        while i < width {
          sum += w[i] * x[i]
          i &+= 1
        }
        if let biases { sum += SIMD4<S>(repeating: biases[j]) }
        z[j] = sum
        w += width
        j &+= 1
      }
      x += width
      z += count
      b &+= 1
    }
  }

  /// Of four neurons and four rows.
  @inline(__always)
  private static func preActivationsOfFour(
    _ x: Source, _ w: UnsafePointer<S>, _ biases: UnsafePointer<S>?, _ z: Target, from width: Int
  ) {
    let (w1, w2, w3) = (w + width, w + 2 &* width, w + 3 &* width)
    var (s0, s1, s2, s3) = (w[0] * x[0], w1[0] * x[0], w2[0] * x[0], w3[0] * x[0])
    var i = 1
    while i < width {
      s0 += w[i] * x[i]
      s1 += w1[i] * x[i]
      s2 += w2[i] * x[i]
      s3 += w3[i] * x[i]
      i &+= 1
    }
    if let biases {
      s0 += SIMD4(repeating: biases[0])
      s1 += SIMD4(repeating: biases[1])
      s2 += SIMD4(repeating: biases[2])
      s3 += SIMD4(repeating: biases[3])
    }
    (z[0], z[1], z[2], z[3]) = (s0, s1, s2, s3)
  }

  /// weightGradients[j][i] += errors[b][j] · inputs[b][i] and biasGradients[j] += errors[b][j], block after block; the
  /// lanes stay apart.
  @inline(__always)
  static func accumulateGradients(
    _ inputs: Source, _ errors: Source, _ weightGradients: Target, _ biasGradients: Target?,
    blocks: Int, from width: Int, to count: Int
  ) {
    var (x, e, b) = (inputs, errors, 0)
    while b < blocks {
      var (gradients, j) = (weightGradients, 0)
      while j < count {
        let error = e[j]
        var i = 0
        while i < width {
          gradients[i] += error * x[i]
          i &+= 1
        }
        if let biasGradients { biasGradients[j] += error }
        gradients += width
        j &+= 1
      }
      x += width
      e += count
      b &+= 1
    }
  }

  /// The sums of `accumulateGradients` from zeros, each at once: for few blocks.
  @inline(__always)
  static func gradients(
    _ inputs: Source, _ errors: Source, _ weightGradients: Target, _ biasGradients: Target?, blocks: Int,
    from width: Int, to count: Int
  ) {
    var (gradients, j) = (weightGradients, 0)
    while j < count {
      var i = 0
      // Four sums at a time, since each addition waits for the one before.
      while i &+ 4 <= width {
        gradientsOfFour(inputs + i, errors + j, gradients, blocks, width, count)
        gradients += 4
        i &+= 4
      }
      while i < width {
        var (sum, x, e, b) = (SIMD4<S>.zero, inputs + i, errors + j, 0)
        while b < blocks {
          sum += e[0] * x[0]
          x += width
          e += count
          b &+= 1
        }
        gradients[0] = sum
        gradients += 1
        i &+= 1
      }
      if let biasGradients {
        var (sum, e, b) = (SIMD4<S>.zero, errors + j, 0)
        while b < blocks {
          sum += e[0]
          e += count
          b &+= 1
        }
        biasGradients[j] = sum
      }
      j &+= 1
    }
  }

  /// By four weights of a neuron.
  @inline(__always)
  private static func gradientsOfFour(
    _ inputs: Source, _ errors: Source, _ gradients: Target, _ blocks: Int, _ width: Int, _ count: Int
  ) {
    var (s0, s1, s2, s3) = (SIMD4<S>.zero, SIMD4<S>.zero, SIMD4<S>.zero, SIMD4<S>.zero)
    var (x, e, b) = (inputs, errors, 0)
    while b < blocks {
      let error = e[0]
      s0 += error * x[0]
      s1 += error * x[1]
      s2 += error * x[2]
      s3 += error * x[3]
      x += width
      e += count
      b &+= 1
    }
    (gradients[0], gradients[1], gradients[2], gradients[3]) = (s0, s1, s2, s3)
  }

  /// previous[b][i] = Σⱼ weights[j][i] · errors[b][j]: the derivatives by the outputs of the layer before.
  @inline(__always)
  static func backpropagate(
    _ errors: Source, _ weights: UnsafePointer<S>, _ previous: Target,
    blocks: Int, from width: Int, to count: Int
  ) {
    var (e, result, b) = (errors, previous, 0)
    while b < blocks {
      var i = 0
      while i < width {
        result[i] = weights[i] * e[0]
        i &+= 1
      }
      var (w, j) = (weights + width, 1)
      while j < count {
        let error = e[j]
        i = 0
        while i < width {
          result[i] += w[i] * error
          i &+= 1
        }
        w += width
        j &+= 1
      }
      e += count
      result += width
      b &+= 1
    }
  }
}
