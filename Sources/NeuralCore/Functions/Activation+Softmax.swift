extension Activation {
  /// f(s)ₖ = e^(sₖ − max s) / Σ e^(sᵢ − max s), over the neurons of the layer in their order. The derivative of its row is
  /// that of an output by its own pre-activation.
  public static let softmax = Activation(
    name: "softmax", summary: "probabilities that sum to 1 over the layer",
    formula: .exp(.s) / .variable(.totalOfExponentials), derivative: .y * (1 - .y), range: 0...1,
    steepestDerivative: 0.25, pieces: nil, initializer: .xavier, source: "torch.nn.Softmax",
    isElementwise: false,
    isDifferentiable: true, single: .softmax, double: .softmax)
}

extension Activation.Kernels {
  @inline(__always)
  fileprivate static var softmax: Self {
    Self(
      apply: { preActivations, outputs, blocks, width in
        for b in 0..<blocks { normalize(preActivations + b * width, outputs + b * width, width) }
      },
      differentiate: { _, outputs, gradient, blocks, width in
        for b in 0..<blocks { project(outputs + b * width, gradient + b * width, width) }
      })
  }

  private static func normalize(_ preActivations: Source, _ outputs: Target, _ width: Int) {
    let top = largest(preActivations, width)
    var total = SIMD4<S>.zero
    for k in 0..<width {
      outputs[k] = S.exp(preActivations[k] - top)
      total += outputs[k]
    }
    for k in 0..<width { outputs[k] /= total }
  }

  /// gₖ = fₖ (gₖ − Σ gᵢ fᵢ).
  private static func project(_ outputs: Source, _ gradient: Target, _ width: Int) {
    var total = SIMD4<S>.zero
    for k in 0..<width { total += gradient[k] * outputs[k] }
    for k in 0..<width { gradient[k] = outputs[k] * (gradient[k] - total) }
  }

  static func largest(_ preActivations: Source, _ width: Int) -> SIMD4<S> {
    var top = preActivations[0]
    for k in 1..<max(width, 1) { top = top.pointwiseMax(preActivations[k]) }
    return top
  }
}
