extension Activation {
  /// f(s) = 1 where s > 0, else 0. It has no slope, so only the perceptron rule trains it.
  public static let step = Activation(
    name: "step", summary: "1 where the sum is positive, else 0; for train perceptron",
    formula: "1 if s > 0 else 0",
    value: { $0 > 0 ? 1 : 0 },
    apply: { sums, outputs, blocks, width in
      for i in 0..<blocks * width { outputs[i] = Vector.zero.replacing(with: 1, where: sums[i] .> 0) }
    },
    differentiate: { _, _, gradient, blocks, width in
      for i in 0..<blocks * width { gradient[i] = .zero }
    })
}

extension Loss {
  /// Σ |a − y| / n: the share of wrong outputs of step units. What it hands back is not its slope, which is 0 nearly
  /// everywhere, but the error a − y itself: then a step of gradient descent is the perceptron rule.
  public static let errors = Loss(
    name: "errors", summary: "the share of wrong outputs, with a step output",
    formula: "mean of |output − target|",
    needs: "step",
    evaluate: { arrays in
      var total = Vector.zero
      for b in 0..<arrays.blocks {
        let padding = arrays.padding(of: b)
        for i in b * arrays.width..<(b + 1) * arrays.width {
          let d = (arrays.outputs[i] - arrays.targets[i]).replacing(with: 0, where: padding)
          total += d.replacing(with: -d, where: d .< 0)
          arrays.gradient[i] = d
        }
      }
      return folded(total) / Float(arrays.rows * arrays.width)
    })
}
