import CKernels

extension Activation {
  /// f(s)ₖ = e^(sₖ − max s) / Σ e^(sᵢ − max s), over the neurons of the layer in their order. The derivative of its row is
  /// that of an output by its own pre-activation.
  public static let softmax = Activation(
    name: "softmax", summary: "probabilities that sum to 1 over the layer",
    formula: .exp(.s) / .variable(.totalOfExponentials), derivative: .y * (1 - .y), range: 0...1,
    steepestDerivative: 0.25, pieces: nil, initializer: .xavier, source: "torch.nn.Softmax",
    isElementwise: false,
    isDifferentiable: true, kernel: Softmax.self)
}

enum Softmax: ActivationKernel {
  static var lanes: Int? { CurveSoftmax }

  static func apply(
    _ preActivations: UnsafePointer<SIMD4<Float>>, _ outputs: UnsafeMutablePointer<SIMD4<Float>>,
    _ blocks: Int, _ width: Int
  ) {
    for b in 0..<blocks { normalize(preActivations + b * width, outputs + b * width, width) }
  }

  static func apply(
    _ preActivations: UnsafePointer<SIMD4<Double>>, _ outputs: UnsafeMutablePointer<SIMD4<Double>>,
    _ blocks: Int, _ width: Int
  ) {
    for b in 0..<blocks { normalize(preActivations + b * width, outputs + b * width, width) }
  }

  static func differentiate(
    _: UnsafePointer<SIMD4<Float>>, _ outputs: UnsafePointer<SIMD4<Float>>,
    _ gradient: UnsafeMutablePointer<SIMD4<Float>>, _ blocks: Int, _ width: Int
  ) {
    for b in 0..<blocks { project(outputs + b * width, gradient + b * width, width) }
  }

  static func differentiate(
    _: UnsafePointer<SIMD4<Double>>, _ outputs: UnsafePointer<SIMD4<Double>>,
    _ gradient: UnsafeMutablePointer<SIMD4<Double>>, _ blocks: Int, _ width: Int
  ) {
    for b in 0..<blocks { project(outputs + b * width, gradient + b * width, width) }
  }

  @inline(__always)
  private static func normalize<S: Scalar>(
    _ preActivations: UnsafePointer<SIMD4<S>>, _ outputs: UnsafeMutablePointer<SIMD4<S>>, _ width: Int
  ) {
    let top = largest(preActivations, width)
    var total = SIMD4<S>.zero
    for k in 0..<width {
      outputs[k] = S.exp(preActivations[k] - top)
      total += outputs[k]
    }
    for k in 0..<width { outputs[k] /= total }
  }

  /// gₖ = fₖ (gₖ − Σ gᵢ fᵢ).
  @inline(__always)
  private static func project<S: Scalar>(
    _ outputs: UnsafePointer<SIMD4<S>>, _ gradient: UnsafeMutablePointer<SIMD4<S>>, _ width: Int
  ) {
    var total = SIMD4<S>.zero
    for k in 0..<width { total += gradient[k] * outputs[k] }
    for k in 0..<width { gradient[k] = outputs[k] * (gradient[k] - total) }
  }

  /// The largest pre-activation of the layer, row by row.
  @inline(__always)
  static func largest<S: Scalar>(_ preActivations: UnsafePointer<SIMD4<S>>, _ width: Int) -> SIMD4<S> {
    var top = preActivations[0]
    for k in 1..<max(width, 1) { top = top.pointwiseMax(preActivations[k]) }
    return top
  }
}
