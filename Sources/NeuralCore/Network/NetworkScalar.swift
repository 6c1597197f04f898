/// A kind of number for which the tables of activations and losses hold compiled kernels: which of a kernel's loops is its.
protocol NetworkScalar: Scalar {
  /// outputs = f(preActivations), for `blocks` blocks of `width` neurons.
  static func apply(
    _ kernel: any ActivationKernel.Type, _ preActivations: UnsafePointer<SIMD4<Self>>,
    _ outputs: UnsafeMutablePointer<SIMD4<Self>>, _ blocks: Int, _ width: Int)
  /// gradient = gradient · f′, in place.
  static func differentiate(
    _ kernel: any ActivationKernel.Type, _ preActivations: UnsafePointer<SIMD4<Self>>,
    _ outputs: UnsafePointer<SIMD4<Self>>, _ gradient: UnsafeMutablePointer<SIMD4<Self>>, _ blocks: Int,
    _ width: Int)
  /// The loss; writes the gradient.
  static func evaluate(_ kernel: any LossKernel.Type, _ arrays: Loss.Arrays<Self>) -> Self
}

extension Float: NetworkScalar {
  static func apply(
    _ kernel: any ActivationKernel.Type, _ preActivations: UnsafePointer<SIMD4<Float>>,
    _ outputs: UnsafeMutablePointer<SIMD4<Float>>, _ blocks: Int, _ width: Int
  ) { kernel.apply(preActivations, outputs, blocks, width) }

  static func differentiate(
    _ kernel: any ActivationKernel.Type, _ preActivations: UnsafePointer<SIMD4<Float>>,
    _ outputs: UnsafePointer<SIMD4<Float>>, _ gradient: UnsafeMutablePointer<SIMD4<Float>>, _ blocks: Int,
    _ width: Int
  ) { kernel.differentiate(preActivations, outputs, gradient, blocks, width) }

  static func evaluate(_ kernel: any LossKernel.Type, _ arrays: Loss.Arrays<Float>) -> Float {
    kernel.evaluate(arrays)
  }
}

extension Double: NetworkScalar {
  static func apply(
    _ kernel: any ActivationKernel.Type, _ preActivations: UnsafePointer<SIMD4<Double>>,
    _ outputs: UnsafeMutablePointer<SIMD4<Double>>, _ blocks: Int, _ width: Int
  ) { kernel.apply(preActivations, outputs, blocks, width) }

  static func differentiate(
    _ kernel: any ActivationKernel.Type, _ preActivations: UnsafePointer<SIMD4<Double>>,
    _ outputs: UnsafePointer<SIMD4<Double>>, _ gradient: UnsafeMutablePointer<SIMD4<Double>>, _ blocks: Int,
    _ width: Int
  ) { kernel.differentiate(preActivations, outputs, gradient, blocks, width) }

  static func evaluate(_ kernel: any LossKernel.Type, _ arrays: Loss.Arrays<Double>) -> Double {
    kernel.evaluate(arrays)
  }
}
