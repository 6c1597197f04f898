/// How far outputs are from targets: one row of the loss table.
///
/// A loss is a mean over all elements (over the rows for cross-entropy), as in PyTorch.
public struct Loss: Sendable {
  /// The arrays that a loss reads and writes, four rows a vector, `width` vectors a block.
  struct Arrays {
    let sums: UnsafePointer<Vector>
    let outputs: UnsafePointer<Vector>
    let targets: UnsafePointer<Vector>
    /// Receives the gradient: by the outputs, or by the sums where `needs` names an activation.
    let gradient: UnsafeMutablePointer<Vector>
    let width: Int
    let rows: Int

    var blocks: Int { (rows + 3) / 4 }
    /// The lanes of the last block that hold no row.
    var padding: SIMDMask<SIMD4<Int32>> { SIMD4<Int32>(0, 1, 2, 3) .>= Int32(rows - (blocks - 1) * 4) }
    /// No lane, but for the last block.
    func padding(of block: Int) -> SIMDMask<SIMD4<Int32>> {
      block == blocks - 1 ? padding : SIMDMask(repeating: false)
    }
  }

  public let name: String
  public let summary: String
  public let formula: String
  /// The output activation that the loss is computed together with; it then works from the sums.
  public let needs: String?
  /// The mean loss; writes the gradient.
  let evaluate: @Sendable (Arrays) -> Float

  public static let all: [Loss] = [mse, mae, huber, crossEntropy, bce, errors]

  public static func named(_ name: String) -> Loss? { all.first { $0.name == name } }

  /// Used where none is named: mse; cross-entropy for a softmax output, errors for step units.
  public static func standard(for output: Activation) -> Loss {
    switch output {
    case .softmax: .crossEntropy
    case .step: .errors
    default: .mse
    }
  }
}

extension Loss: Equatable {
  public static func == (a: Loss, b: Loss) -> Bool { a.name == b.name }
}

/// The four partial sums of a total over rows, added in the one order that every kernel keeps.
@inline(__always)
func folded(_ v: Vector) -> Float { (v[0] + v[2]) + (v[1] + v[3]) }

extension Loss {
  /// Σ (a − y)² / n, over the n = rows · outputs elements.
  public static let mse = Loss(
    name: "mse", summary: "mean squared error", formula: "mean of (output − target)²", needs: nil,
    evaluate: { arrays in
      let count = Float(arrays.rows * arrays.width)
      let slope = 2 / count
      var total = Vector.zero
      for b in 0..<arrays.blocks {
        let padding = arrays.padding(of: b)
        for i in b * arrays.width..<(b + 1) * arrays.width {
          let d = (arrays.outputs[i] - arrays.targets[i]).replacing(with: 0, where: padding)
          total += d * d
          arrays.gradient[i] = d * slope
        }
      }
      return folded(total) / count
    })

  /// Σ −y ln softmax(s) / rows, from the sums: with m = max s, ln softmax(s)ₖ = sₖ − m − ln Σ e^(sᵢ − m).
  public static let crossEntropy = Loss(
    name: "cross-entropy", summary: "for classes, with a softmax output",
    formula: "mean over rows of −Σ target · ln(output)", needs: "softmax",
    evaluate: { arrays in
      var total = Vector.zero
      for b in 0..<arrays.blocks {
        let row = rowCrossEntropy(arrays, b * arrays.width)
        total += row.replacing(with: 0, where: arrays.padding(of: b))
      }
      return folded(total) / Float(arrays.rows)
    })

  private static func rowCrossEntropy(_ arrays: Arrays, _ start: Int) -> Vector {
    let (sums, outputs) = (arrays.sums + start, arrays.outputs + start)
    let (targets, gradient) = (arrays.targets + start, arrays.gradient + start)
    let top = Activation.largest(sums, arrays.width)
    var (powers, weight, row) = (Vector.zero, Vector.zero, Vector.zero)
    for k in 0..<arrays.width {
      powers += Elementary.exp(sums[k] - top)
      weight += targets[k]
    }
    let normalizer = top + Elementary.log(powers)
    let padding = arrays.padding(of: start / arrays.width)
    for k in 0..<arrays.width {
      row += targets[k] * (normalizer - sums[k])
      let slope = (outputs[k] * weight - targets[k]) / Float(arrays.rows)
      gradient[k] = slope.replacing(with: 0, where: padding)
    }
    return row
  }

  /// Σ −(y ln a + (1 − y) ln(1 − a)) / n, from the sums: max(s, 0) − s y + ln(1 + e^−|s|).
  public static let bce = Loss(
    name: "bce", summary: "for yes or no, with a sigmoid output",
    formula: "mean of −(target · ln(output) + (1 − target) · ln(1 − output))", needs: "sigmoid",
    evaluate: { arrays in
      let count = Float(arrays.rows * arrays.width)
      var total = Vector.zero
      for b in 0..<arrays.blocks {
        let padding = arrays.padding(of: b)
        for i in b * arrays.width..<(b + 1) * arrays.width {
          let (s, y) = (arrays.sums[i], arrays.targets[i])
          let element = s.replacing(with: 0, where: s .< 0) - s * y + softplusOfMinusMagnitude(s)
          total += element.replacing(with: 0, where: padding)
          arrays.gradient[i] = ((arrays.outputs[i] - y) / count).replacing(with: 0, where: padding)
        }
      }
      return folded(total) / count
    })

  /// ln(1 + e^−|s|); what 1 + e loses in rounding is put back as a factor (Kahan).
  private static func softplusOfMinusMagnitude(_ s: Vector) -> Vector {
    let e = Elementary.exp(s.replacing(with: -s, where: s .> 0))
    let u = e + 1
    let exact = Elementary.log(u) * (e / (u - 1))
    return exact.replacing(with: e, where: u .== 1)
  }
}
