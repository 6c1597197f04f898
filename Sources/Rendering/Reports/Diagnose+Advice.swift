import Interpreter

/// What to type, what it is for, and what it came to.
extension DiagnosisReport {
  /// Lines to paste, and what was tried in vain.
  ///
  /// - Parameter isShort: it was looked for in a short time only, and what did not help then says little.
  func advice(most: Int, after title: [Block], isShort: Bool = false) -> [Block] {
    let lines = diagnosis.advice.prefix(most).map { Code.Line(statement: $0.line, reason: reason($0)) }
    let failed: [Block] =
      diagnosis.failures > 0 && !isPromising && !isShort
      ? [
        .blank,
        .paragraph(
          "\(diagnosis.failures == 1 ? "1 remedy was" : "\(diagnosis.failures) remedies were") tried on copies and did not \(diagnosis.condition == nil ? "halve the errors" : "get there")\(diagnosis.failures < 12 ? "" : ": other rates, seeds, sizes, optimizers")."
        ),
      ] : []
    return (lines.isEmpty ? [] : title + [.code(Code(lines: Array(lines)))]) + failed
  }

  /// Some line of the advice was tried and helped.
  var isPromising: Bool { diagnosis.advice.contains { $0.outcome != .untried } }

  private func reason(_ advice: Diagnosis.Advice) -> String {
    let changes = advice.changes.isEmpty ? "" : ", with " + list(advice.changes, rest: 0)
    let purpose = purpose(advice.remedy) + changes
    switch (advice.outcome, advice.remedy) {
    case (.untried, _): return "\(purpose); not tried"
    case (.loss(let loss, _), .bestEpoch): return "\(purpose): \(loss.shown)"
    case (.loss(let loss, let epochs), _):
      // The losses that are shown once the targets are scaled are in units of their deviation.
      let units = advice.line.contains("scale targets") ? ", in the units of the data," : ""
      return "\(purpose); a copy came to \(measured)\(loss.shown)\(units) in \(counted(epochs, "epoch"))"
    case (.reached(let epochs), .goOn):
      return "\(purpose); a copy got there at epoch \(diagnosis.epoch + epochs)"
    case (.reached(0), _): return "\(purpose); a copy got there"
    case (.reached(let epochs), _): return "\(purpose); a copy got there in \(counted(epochs, "epoch"))"
    }
  }

  private func purpose(_ remedy: Diagnosis.Remedy) -> String {
    switch remedy {
    case .goOn: "goes on from here"
    case .firstTraining: "trains it"
    case .moreEpochs: "more epochs"
    case .scaling: "inputs with mean 0 and deviation 1"
    case .targetScaling: "targets with mean 0 and deviation 1; `eval` and `score` give them back as they are"
    case .otherSeed: "another seed"
    case .restarts: "new weights whenever an attempt fails"
    case .wider: "more hidden units"
    case .hiddenLayer: "a hidden layer can bend what a single layer cannot"
    case .asManyDirections: "as many hidden units as the targets have directions"
    case .linearOutput: "an output without bounds; or bring the targets into its reach"
    case .sigmoidOutput: "one output for yes or no"
    case .softmaxOutput: "outputs that share out one whole among the classes"
    case .leakyUnits: "units that never die"
    case .reluUnits: "gradients that do not fade from layer to layer"
    case .differentiableUnits: "units with a derivative"
    case .fewerLayers: "fewer layers"
    case .biasAtMean: "begins with outputs at the mean of the targets"
    case .freshWeights: "weights drawn to suit the net"
    case .startAgain: "begins anew from the weights as they were drawn"
    case .clipping: "keeps the gradient short"
    case .smallerRate: "a smaller rate"
    case .largerRate: "a larger rate"
    case .otherOptimizer: "another optimizer"
    case .classWeights: "each class counts as much"
    case .bestEpoch: "where the loss over the validation set was lowest"
    case .narrower: "fewer hidden units"
    case .weightDecay: "keeps the weights small"
    case .dropout: "dropout"
    case .unfrozen: "lets all parameters change"
    case .independentOutputs: "an output for each that depends on no other"
    case .gradientInsteadOfPerceptron:
      "a hidden layer, trained by gradients, as the perceptron rule has one layer"
    case .reachableGoal: "a goal that this data allows"
    case .offTheSaddle: "a step along the direction that leaves the saddle"
    case .withBiases: "a bias for every unit"
    case .robustLoss: "a loss in which outliers weigh less"
    case .less(let word): "less `\(word)`"
    case .without(let word): "without `\(word)`"
    }
  }
}
