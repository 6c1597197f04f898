import CKernels

/// Losses of classes, computed from the pre-activations of the output layer so that no logarithm of 0 is ever taken.
extension Loss {
  /// With t = (1 − ε) y + ε / K for smoothing ε and K classes, and class weights w:
  /// Σ over rows of −Σₖ wₖ tₖ ln softmax(s)ₖ, divided by the number of rows, or with weights by Σ over rows of Σₖ wₖ yₖ.
  /// With m = max s, ln softmax(s)ₖ = sₖ − m − ln Σ e^(sᵢ − m). By hand, t stands for wₖ tₖ.
  public static let crossEntropy = Loss(
    name: "cross-entropy", summary: "for classes, with a softmax output",
    formula: "mean over rows of −Σ target · ln(output)", source: "torch.nn.CrossEntropyLoss",
    needs: .softmax, isDefaultForOutput: true, classes: .exclusive, isDifferentiable: true,
    targets: .probabilities, reduction: .rows, fit: nil,
    elements: { form in
      Elements(
        value: .t * (.ln(.variable(.total)) - (.s - .variable(.largest))),
        derivative: (form.targetsSumToOne ? .a : .a * .variable(.targetTotal)) - .t, skipsZeroTargets: true)
    },
    elementLoss: { output, target, weight in -weight * product(target, logarithmOf: output) },
    bestConstants: { targets, weights in bestProbabilities(targets, weights) },
    kernel: CrossEntropy.self)

  /// With t = (1 − ε) y + ε / 2 for smoothing ε and a weight w for targets of 1, per output:
  /// mean of −(w t ln a + (1 − t) ln(1 − a)), as max(s, 0) − s t + ln(1 + e^−|s|) where w is 1.
  public static let bce = Loss(
    name: "bce", summary: "for yes or no, with a sigmoid output",
    formula: "mean of −(target · ln(output) + (1 − target) · ln(1 − output))",
    source: "torch.nn.BCEWithLogitsLoss", needs: .sigmoid, isDefaultForOutput: false, classes: .binary,
    isDifferentiable: true, targets: .probabilities, reduction: .mean, fit: .logistic,
    elements: { binaryElements(isWeighted: $0.isWeighted) },
    elementLoss: { output, target, weight in
      -weight * product(target, logarithmOf: output) - product(1 - target, logarithmOf: 1 - output)
    },
    bestConstants: { targets, weights in
      targets.indices.map { bestProbability(targets[$0], weight: weights.isEmpty ? 1 : weights[$0]) }
    },
    kernel: BinaryCrossEntropy.self)

  private static func binaryElements(isWeighted: Bool) -> Elements {
    let tail: Formula<Variable> = .ln(1 + .exp(-.abs(.s)))
    guard isWeighted else { return Elements(value: .largest(.s, 0) - .s * .t + tail, derivative: .a - .t) }
    let factor: Formula<Variable> = .t * (.w - 1) + 1
    return Elements(
      value: (1 - .t) * .s + factor * (tail + .largest(-.s, 0)), derivative: .a * factor - .t * .w)
  }

  /// Σ w t / (Σ w t + Σ (1 − t)); the mean where that is 0 / 0.
  private static func bestProbability(_ targets: [Double], weight: Double) -> ClosedRange<Double> {
    let ones = targets.reduce(0) { $0 + weight * $1 }
    let whole = targets.reduce(0) { $0 + weight * $1 + 1 - $1 }
    return whole == 0 ? mean(targets) : ones / whole...ones / whole
  }

  /// The means of the targets; with weights wₖ meanₖ / Σ wⱼ meanⱼ, which are probabilities again.
  private static func bestProbabilities(_ targets: [[Double]], _ weights: [Double]) -> [ClosedRange<Double>] {
    let means = targets.map { mean($0) }
    guard !weights.isEmpty else { return means }
    let weighted = zip(means, weights).map { $0.lowerBound * $1 }
    let total = weighted.reduce(0, +)
    return total == 0 ? means : weighted.map { $0 / total...$0 / total }
  }
}

private enum CrossEntropy: LossKernel {
  static var lanes: Int? { NetLossCrossEntropy }
  static func reduction<S: Scalar>(_ outputs: S, rows: S) -> (divisor: S, factor: S) { (rows, 1) }
  static func evaluate(_ arrays: Loss.Arrays<Float>) -> Float { arrays.crossEntropy() }
  static func evaluate(_ arrays: Loss.Arrays<Double>) -> Double { arrays.crossEntropy() }
}

private enum BinaryCrossEntropy: LossKernel {
  static var lanes: Int? { NetLossBinary }
  static func reduction<S: Scalar>(_ outputs: S, rows: S) -> (divisor: S, factor: S) { (outputs, 1) }
  static func evaluate(_ arrays: Loss.Arrays<Float>) -> Float { arrays.binaryCrossEntropy() }
  static func evaluate(_ arrays: Loss.Arrays<Double>) -> Double { arrays.binaryCrossEntropy() }
}

extension Loss.Arrays {
  @inline(__always)
  fileprivate func crossEntropy() -> S {
    let whole = weights.map { totalWeight($0) } ?? S(wholeRows)
    // A batch whose rows all have weight 0 has the loss 0.
    let divisor = whole == 0 ? 1 : whole
    var total = sums?[0] ?? .zero
    for b in 0..<blocks {
      let row = rowCrossEntropy(b, divisor)
      total += row.replacing(with: 0, where: padding(of: b))
    }
    sums?[0] = total
    return horizontalSum(total) / divisor
  }

  /// Σ over rows of Σₖ wₖ yₖ.
  @inline(__always)
  private func totalWeight(_ weights: UnsafePointer<S>) -> S {
    var total = sums?[1] ?? .zero
    for b in 0..<blocks {
      for k in 0..<width { total += weights[k] * targets[b * width + k] }
    }
    sums?[1] = total
    return horizontalSum(total)
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
    let top = Softmax.largest(preActivations + start, width)
    var (powers, whole, row) = (SIMD4<S>.zero, SIMD4<S>.zero, SIMD4<S>.zero)
    for k in 0..<width {
      powers += S.exp(preActivations[start + k] - top)
      whole += share(k, targets[start + k])
    }
    let normalizer = S.log(powers)
    let padding = padding(of: block)
    for k in 0..<width {
      let share = share(k, targets[start + k])
      // A class without a share adds 0, even where its logarithm is infinite.
      let element = share * (normalizer - (preActivations[start + k] - top))
      row += element.replacing(with: 0, where: share .== 0)
      let derivative = (outputs[start + k] * whole - share) / divisor
      gradient[start + k] = derivative.replacing(with: 0, where: padding)
    }
    return row
  }

  @inline(__always)
  fileprivate func binaryCrossEntropy() -> S {
    let count = S(wholeRows * width)
    var total = sums?[0] ?? .zero
    for b in 0..<blocks {
      let padding = padding(of: b)
      for k in 0..<width {
        let i = b * width + k
        let target = smoothing == 0 ? targets[i] : targets[i] * (1 - smoothing) + smoothing / 2
        let (element, derivative) = binary(preActivations[i], outputs[i], target, weights.map { $0[k] })
        total += element.replacing(with: 0, where: padding)
        gradient[i] = (derivative / count).replacing(with: 0, where: padding)
      }
    }
    sums?[0] = total
    return horizontalSum(total) / count
  }

  /// One element and its derivative by the pre-activation s, with a = sigmoid(s).
  @inline(__always)
  private func binary(
    _ s: SIMD4<S>, _ a: SIMD4<S>, _ y: SIMD4<S>, _ weight: S?
  ) -> (SIMD4<S>, SIMD4<S>) {
    let tail = logOfOnePlusExp(ofMinusMagnitude: s)
    guard let weight else { return (s.replacing(with: 0, where: s .< 0) - s * y + tail, a - y) }
    let factor = y * (weight - 1) + 1
    let down = (0 - s).replacing(with: 0, where: s .> 0)
    return ((1 - y) * s + factor * (tail + down), a * factor - y * weight)
  }
}
