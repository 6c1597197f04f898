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

  /// `all 6 units of layer 1`, or the units by name.
  private func alike(_ pairs: [(NeuronName, NeuronName)]) -> String {
    let units = pairs.flatMap { [$0.0, $0.1] }
    let layers = Set(units.map(\.layer)).sorted()
    let texts = layers.map { layer in
      let names = Set(units.filter { $0.layer == layer }.map(\.index)).sorted()
      return names.count == diagnosis.network.layers[layer - 1].outputs && names.count > 2
        ? "all \(names.count) units of layer \(layer)"
        : self.names(names.map { NeuronName(layer: layer, index: $0) })
    }
    return list(texts, rest: 0)
  }

  func text(_ finding: Diagnosis.Finding) -> String {
    switch finding {
    case .contradiction(let rows, let groups, let floor):
      if diagnosis.verdict == .converged {
        return
          "Repeated rows: \(counted(rows, "row")) have the inputs of others and different targets (\(counted(groups, "group")) of them); no net of these inputs gets below \(floor.shown)."
      }
      return
        "Contradictory data: \(counted(rows, "row")) with the same inputs have different targets (\(counted(groups, "group")) of them); no net of these inputs gets below \(floor.shown)."
    case .unscaled(let columns): return unscaled(columns)
    case .largeTargets(let column):
      return
        column.magnitude < 1
        ? "Small targets: \(span(column)); errors of that size hardly count in the loss: `scale targets standard` makes them as large as the outputs of a fresh net."
        : "Large targets: \(span(column)); the outputs of a fresh net are near 0 and have a long way to go: `scale targets standard` brings the targets there."
    case .numbersForClasses(let output):
      let loss = output == .softmax ? Loss.crossEntropy : .bce
      return
        "Classes learned as numbers: with \(diagnosis.lossName), \(diagnosis.network.output.name) outputs are punished for being more than right. For \(output == .softmax ? "several classes" : "two classes") the output is \(output.name), and its loss \(loss.name)."
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
        "Symmetric weights: \(alike(units)) have the same weights in and out, so every update changes them alike and "
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
    case .drawnWeights(let layer, let spread, let suitable, let isTried):
      return
        "Weights too \(spread > suitable ? "large" : "small") at the start: those into layer \(layer) were drawn with a spread of \(spread.significant(2)), where \(suitable.significant(2)) suits its size\(isTried ? "; a copy with others got there" : "")."
    case .thrown(let layer, let now, let drawn):
      return
        "Steps that were too large: the weights into layer \(layer) spread over \(now.significant(2)) now and were drawn with \(drawn.significant(2)), so that units stand at their ends; a copy that began anew got there."
    case .noBias:
      return "No biases: every unit is bound to 0 where all its inputs are 0; a copy with biases got there."
    case .outliers(let rows, let share):
      let targets = rows.map {
        "row \($0.place + 1) (target \(answer($0.row.targets ?? [])), output \(answer($0.row.outputs)))"
      }
      return
        "Outliers: \(list(targets, rest: 0)) \(rows.count == 1 ? "makes" : "make") \((100 * share).significant(2))% of the squared error."
    case .noise(let loss):
      return
        "Noise: the targets of rows with nearly the same inputs differ, which leaves a loss of about \(loss.significant(2)); to get below it is to learn the noise by heart."
    case .overlap(let share):
      return
        "Overlapping classes: for \((100 * share).significant(2))% of the rows the most similar other row is of another class; these inputs do not tell them apart."
    case .farInputs(let column, let rows, let rest):
      let listed = list(
        rows.prefix(3).map { "row \($0.place + 1) (\(number($0.value)))" }, rest: rows.count - 3)
      return
        "Far off: in \(column), \(listed) \(rows.count == 1 ? "lies" : "lie") far beyond all others, \(number(rest.lowerBound)) to \(number(rest.upperBound)); scaling squeezes these together. Is it a slip, or a code for a missing value? Put it right in the data, or leave the row out."
    case .sums(let rows):
      return
        "Softmax outputs always sum to 1, and the targets of \(counted(rows, "row")) do not. For independent yes or no the outputs are sigmoid, for numbers linear."
    case .leastLoss(let least):
      return
        "The loss cannot fall below \(least.shown): targets between 0 and 1 leave that much \(diagnosis.lossName) even where the outputs are the targets."
    case .impossible:
      return "The condition can hold for no net: no loss and no error is below 0, and no share above 1."
    case .gap(let training, let validation):
      return
        "Overfitting: the loss is \(training.shown) over the training set and \(validation.shown) over the validation set."
    }
  }

  private var inputCount: Int { diagnosis.network.inputs }

  /// What is wrong with the columns, and what it does to the units.
  private func unscaled(_ columns: [ColumnSummary]) -> String {
    let widest = columns.sorted { ($1.magnitude, $0.name) < ($0.magnitude, $1.name) }
    let shown = list(widest.prefix(3).map(span), rest: columns.count - 3)
    let effect: String
    if let first = widest.first, first.magnitude > 20 {
      effect =
        first.offset > 8
        ? "Far from 0 for their spread, they are to a unit hardly more than another bias."
        : "Such numbers \(columns.count < inputCount ? "outweigh the other inputs, and " : "")drive sums of units far from 0."
    } else if columns.contains(where: { $0.offset > 8 }) {
      effect = "Far from 0 for their spread, they are to a unit hardly more than another bias."
    } else if columns.count == inputCount {
      effect = "So small, they would need weights a hundred times as large."
    } else {
      effect = "So small beside the other inputs, they would need weights a hundred times as large."
    }
    return
      "Unscaled inputs: \(shown). \(effect) `scale standard` gives each a mean of 0 and a deviation of 1."
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
      "\(share.significant(3))·(\(Rendering.short(row.inputs.map { ($0.text.count <= 6 ? $0.text : $0.significant(3)).withMinusSign })))"
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
