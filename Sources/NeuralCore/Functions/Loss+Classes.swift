/// Losses for classes, computed from the sums of the output layer so that no logarithm of 0 is ever taken.
extension Loss {
  /// With t = (1 − ε) y + ε / K for smoothing ε and K classes, and class weights w:
  /// Σ over rows of −Σₖ wₖ tₖ ln softmax(s)ₖ, divided by the number of rows, or with weights by Σ over rows of Σₖ wₖ yₖ.
  /// With m = max s, ln softmax(s)ₖ = sₖ − m − ln Σ e^(sᵢ − m).
  public static let crossEntropy = Loss(
    name: "cross-entropy", summary: "for classes, with a softmax output",
    formula: "mean over rows of −Σ target · ln(output)", source: "torch.nn.CrossEntropyLoss",
    needs: "softmax", takesClasses: true, isDifferentiable: true, wantsSigns: false, elements: nil,

    single: { $0.crossEntropy() }, double: { $0.crossEntropy() })

  /// With t = (1 − ε) y + ε / 2 for smoothing ε and a weight w for targets of 1, per output:
  /// mean of −(w t ln a + (1 − t) ln(1 − a)), as max(s, 0) − s t + ln(1 + e^−|s|) where w is 1.
  public static let bce = Loss(
    name: "bce", summary: "for yes or no, with a sigmoid output",
    formula: "mean of −(target · ln(output) + (1 − target) · ln(1 − output))",
    source: "torch.nn.BCEWithLogitsLoss", needs: "sigmoid", takesClasses: true, isDifferentiable: true,
    wantsSigns: false, elements: { binaryElements(areWeighted: $0) }, single: { $0.binaryCrossEntropy() },
    double: { $0.binaryCrossEntropy() })

  private static func binaryElements(areWeighted: Bool) -> Elements {
    let (s, a, t, w) = (Formula.s, Formula.local("a"), Formula.local("t"), Formula.local("w"))
    let tail = Formula.ln(1 + .exp(-.abs(s)))
    guard areWeighted else { return Elements(value: .largest(s, 0) - s * t + tail, slope: a - t) }
    let factor = t * (w - 1) + 1
    return Elements(
      value: (1 - t) * s + factor * (tail + .largest(-s, 0)), slope: a * factor - t * w)
  }
}

extension Loss.Arrays {
  @inline(__always)
  fileprivate func crossEntropy() -> S {
    let whole = weights.map { totalWeight($0) } ?? S(rows)
    // A batch whose rows all count nothing has the loss 0.
    let divisor = whole == 0 ? 1 : whole
    var total = SIMD4<S>.zero
    for b in 0..<blocks {
      let row = rowCrossEntropy(b, divisor)
      total += row.replacing(with: 0, where: padding(of: b))
    }
    return folded(total) / divisor
  }

  /// Σ over rows of Σₖ wₖ yₖ.
  @inline(__always)
  private func totalWeight(_ weights: UnsafePointer<S>) -> S {
    var total = SIMD4<S>.zero
    for b in 0..<blocks {
      for k in 0..<width { total += weights[k] * targets[b * width + k] }
    }
    return folded(total)
  }

  /// wₖ ((1 − ε) yₖ + ε / K).
  @inline(__always)
  private func share(_ k: Int, _ target: SIMD4<S>) -> SIMD4<S> {
    let smooth = smoothing == 0 ? target : target * (1 - smoothing) + smoothing / S(width)
    guard let weights else { return smooth }
    return smooth * weights[k]
  }

  @inline(__always)
  private func rowCrossEntropy(_ block: Int, _ divisor: S) -> SIMD4<S> {
    let start = block * width
    let top = Activation.Kernels<S>.largest(sums + start, width)
    var (powers, whole, row) = (SIMD4<S>.zero, SIMD4<S>.zero, SIMD4<S>.zero)
    for k in 0..<width {
      powers += S.exp(sums[start + k] - top)
      whole += share(k, targets[start + k])
    }
    let normalizer = S.log(powers)
    let padding = padding(of: block)
    for k in 0..<width {
      let share = share(k, targets[start + k])
      // A class without a share adds 0, even where its logarithm is infinite.
      let element = share * (normalizer - (sums[start + k] - top))
      row += element.replacing(with: 0, where: share .== 0)
      let slope = (outputs[start + k] * whole - share) / divisor
      gradient[start + k] = slope.replacing(with: 0, where: padding)
    }
    return row
  }

  @inline(__always)
  fileprivate func binaryCrossEntropy() -> S {
    let count = S(rows * width)
    var total = SIMD4<S>.zero
    for b in 0..<blocks {
      let padding = padding(of: b)
      for k in 0..<width {
        let i = b * width + k
        let target = smoothing == 0 ? targets[i] : targets[i] * (1 - smoothing) + smoothing / 2
        let (element, slope) = binary(sums[i], outputs[i], target, weights.map { $0[k] })
        total += element.replacing(with: 0, where: padding)
        gradient[i] = (slope / count).replacing(with: 0, where: padding)
      }
    }
    return folded(total) / count
  }

  /// One element and its slope by the sum s, with a = sigmoid(s).
  @inline(__always)
  private func binary(
    _ s: SIMD4<S>, _ a: SIMD4<S>, _ y: SIMD4<S>, _ weight: S?
  ) -> (SIMD4<S>, SIMD4<S>) {
    let tail = logOfOnePlusExp(ofMinusSizeOf: s)
    guard let weight else { return (s.replacing(with: 0, where: s .< 0) - s * y + tail, a - y) }
    let factor = y * (weight - 1) + 1
    let down = (0 - s).replacing(with: 0, where: s .> 0)
    return ((1 - y) * s + factor * (tail + down), a * factor - y * weight)
  }
}
