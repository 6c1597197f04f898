/// A scalar for which the tables of activations and losses hold compiled kernels.
///
/// Rows hold closures over concrete types because a method called through a protocol would be specialized for neither.
protocol NetworkScalar: Scalar {
  /// The activation's loops over arrays of this type.
  static func kernels(of activation: Activation) -> Activation.Kernels<Self>
  /// The loss and its gradient over arrays of this type.
  static func evaluation(of loss: Loss) -> @Sendable (Loss.Arrays<Self>) -> Self
}

extension Float: NetworkScalar {
  static func kernels(of activation: Activation) -> Activation.Kernels<Float> { activation.single }
  static func evaluation(of loss: Loss) -> @Sendable (Loss.Arrays<Float>) -> Float { loss.single }
}

extension Double: NetworkScalar {
  static func kernels(of activation: Activation) -> Activation.Kernels<Double> { activation.double }
  static func evaluation(of loss: Loss) -> @Sendable (Loss.Arrays<Double>) -> Double { loss.double }
}
