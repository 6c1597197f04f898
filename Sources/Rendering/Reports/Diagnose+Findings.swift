import Diagnosing
import Interpreter
import NeuralCore

/// What a diagnosis found besides the floor, in words.
extension DiagnosisReport {
  var findings: [Block] {
    guard !diagnosis.findings.isEmpty else { return [] }
    return [.blank] + diagnosis.findings.map { .paragraph(Text(text($0))) }
  }

  func names(_ neurons: [NeuronName]) -> String {
    list(neurons.prefix(8).map(\.description), rest: neurons.count - 8)
  }

  func pairs(_ pairs: [(NeuronName, NeuronName)]) -> String {
    list(pairs.prefix(4).map { "\($0.0) and \($0.1)" }, rest: pairs.count - 4)
  }

  func text(_ finding: Diagnosis.Finding) -> String {
    switch finding {
    case .contradiction(let rows, let groups, let floor):
      return
        "Contradictory data: \(counted(rows, "row")) with the same inputs have different targets (\(counted(groups, "group")) of them); no net of these inputs gets below \(floor.shown)."
    case .unscaled(let columns):
      return
        "Unscaled inputs: \(list(columns.prefix(3).map(span), rest: columns.count - 3)). Units see little but their bias, or only sums that saturate them."
    case .largeTargets(let column):
      return
        "Large targets: \(span(column)); the outputs of a fresh net are near 0 and have a long way to go."
    case .imbalance(let label, let rows, let found):
      return
        "Imbalanced classes: \(counted(rows, "row")) of \(diagnosis.rows) belong to class \(label), and the net finds \(found == 0 ? "none" : "\(found)") of them; answering the common class costs little."
    case .softmaxOfOne:
      return
        "A softmax over a single output is 1 whatever the weights, so nothing can be learned. One output for yes or no is a sigmoid."
    case .noDerivative(let activation):
      return
        "No derivative: a \(activation.name) unit is flat everywhere, so no gradient passes through it."
    case .frozen(let count):
      return
        "Frozen: \(counted(count, "parameter")) \(count == 1 ? "does" : "do") not change."
    case .tooNarrow:
      return "Too few hidden units: a copy with more got there."
    case .hindered(let word):
      return "Held back by `\(word)`: a copy without it got there."
    case .rateByTrial(let rate, let better):
      return
        "Learning rate too \(better < rate ? "large" : "small"): lr is \(rate.text), and a copy with \(better.significant(1)) got there."
    case .outOfReach(let rows, let floor):
      let range = diagnosis.network.output.range
      return
        "Out of reach: \(counted(rows, "row")) \(rows == 1 ? "has a target" : "have targets") outside of what a \(diagnosis.network.output.name) output can give, "
        + "\(reach(range)); the loss cannot fall below \(floor.shown)."
    case .mirrored(let units):
      return
        "Symmetric weights: \(pairs(units)) have the same weights in and out, so every update changes them alike and "
        + "nothing can separate them."
    case .dead(let units):
      return
        "Dead: \(names(units)) \(units.count == 1 ? "is" : "are") 0 for every row, so no gradient reaches \(units.count == 1 ? "it" : "them")."
    case .saturated(let units):
      return
        "Saturated: \(names(units)) \(units.count == 1 ? "is" : "are") at an end of the activation for nine rows of ten or more, "
        + "where its derivative is under 1/20 of its maximum."
    case .twins(let units):
      return "Twins: \(pairs(units)) give the same output for every row; one of them adds nothing."
    case .vanishing(let sizes):
      return
        "Vanishing gradients: from the first layer to the last their size is \(byLayer(sizes)); the first layers hardly learn."
    case .exploding(let sizes):
      return "Exploding gradients: from the first layer to the last their size is \(byLayer(sizes))."
    case .tooLarge(let rate, let limit, let curvature):
      return
        "Learning rate too large: the curvature of the loss is \(curvature.significant(3)), so steps grow at rates above \(limit.significant(2)); lr is \(rate.text)."
    case .tooSmall(let rate, let limit, let curvature):
      return
        "Learning rate small: the curvature of the loss is \(curvature.significant(3)), which allows rates up to \(limit.significant(2)); lr is \(rate.text)."
    case .inseparable(let first, let second, let names):
      return
        "No straight line separates the classes \(names.0) and \(names.1): \(mixture(first)) = \(mixture(second)), one point that would have to lie on both sides."
    case .overfitting(let best, let least, let now):
      return
        "Overfitting: the loss over the validation set was \(least.shown) at epoch \(best) and is \(now.shown) now, while that over the training set fell."
    }
  }

  func reach(_ range: ClosedRange<Double>) -> String {
    let low = range.lowerBound.significant(5).withMinusSign
    return range.upperBound.isFinite ? "\(low) to \(range.upperBound.text)" : "at least \(low)"
  }

  func byLayer(_ sizes: [Double]) -> String {
    sizes.map { $0.significant(2) }.joined(separator: ", ")
  }

  /// `0.5·(0 0) + 0.5·(1 1)`
  func mixture(_ parts: [(EvalRow, Double)]) -> String {
    parts.map { row, share in
      "\(share.significant(3))·(\(Rendering.short(row.inputs.map { $0.text.withMinusSign })))"
    }.joined(separator: " + ")
  }

  /// `pressure from 980 to 1019`
  private func span(_ column: ColumnSummary) -> String {
    "\(column.name) from \(number(column.range.lowerBound)) to \(number(column.range.upperBound))"
  }

  /// As given if that is short.
  private func number(_ value: Double) -> String {
    (value.text.count <= 8 ? value.text : value.significant(5)).withMinusSign
  }
}
