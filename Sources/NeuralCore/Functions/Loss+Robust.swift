extension Loss {
  /// Σ |a − y| / n; the slope of |0| is 0, as in PyTorch.
  public static let mae = elementwise(
    "mae", "mean absolute error", "mean of |output − target|",
    value: { $0.replacing(with: -$0, where: $0 .< 0) },
    slope: { d in
      Vector.zero.replacing(with: 1, where: d .> 0).replacing(with: -1, where: d .< 0)
    })

  /// ½ d² where |d| < 1, else |d| − ½; the mean over all elements (Huber 1964, PyTorch's smooth_l1 at delta 1).
  public static let huber = elementwise(
    "huber", "squared near the target, straight further off", "mean of d²/2 if |d| < 1, else |d| − 1/2",
    value: { d in
      let size = d.replacing(with: -d, where: d .< 0)
      return (size - 0.5).replacing(with: 0.5 * d * d, where: size .< 1)
    },
    slope: { d in d.replacing(with: 1, where: d .> 1).replacing(with: -1, where: d .< -1) })

  /// A loss that is the mean of a function of the difference d = output − target.
  private static func elementwise(
    _ name: String, _ summary: String, _ formula: String, value: @escaping @Sendable (Vector) -> Vector,
    slope: @escaping @Sendable (Vector) -> Vector
  ) -> Loss {
    Loss(name: name, summary: summary, formula: formula, needs: nil) { arrays in
      let count = Float(arrays.rows * arrays.width)
      var total = Vector.zero
      for b in 0..<arrays.blocks {
        let padding = arrays.padding(of: b)
        for i in b * arrays.width..<(b + 1) * arrays.width {
          let d = (arrays.outputs[i] - arrays.targets[i]).replacing(with: 0, where: padding)
          total += value(d)
          arrays.gradient[i] = slope(d) / count
        }
      }
      return folded(total) / count
    }
  }
}
