import Language
import NeuralCore
import Standard

/// What a line changes, so that a remedy is not named for what it does by the way.
extension Diagnoser {
  private enum Change: Hashable {
    case scaling, targetScaling, sizes, activations, seed, weights(String), unfrozen, optimizer(String), rate(
      String)
    case option(String, isGiven: Bool)
  }

  /// Advice that says all that its line changes.
  func labeled(
    _ line: String, _ remedy: Diagnosis.Remedy, _ outcome: Diagnosis.Outcome
  ) -> Diagnosis.Advice {
    let changes = changes(line)
    var remedy = remedy
    // A start of the same kind is only another seed.
    if remedy == .freshWeights, changes.contains(.seed) { remedy = .otherSeed }
    if remedy == .freshWeights, changes.isEmpty { remedy = .startAgain }
    let others = changes.filter { !isNamed($0, by: remedy) }.map(text)
    return Diagnosis.Advice(line: line, remedy: remedy, outcome: outcome, changes: others)
  }

  private func changes(_ line: String) -> [Change] {
    let source = Source(name: "trial", text: line)
    var (changes, output) = ([Change](), Activation?.none)
    for statement in parse(source, .standard).statements {
      let text = source.text(statement.span)
      switch statement.node {
      case .scale(let scale): changes.append(scale.isOfTargets ? .targetScaling : .scaling)
      case .net(let net):
        changes += netChanges(text)
        output = .standard(isOutput: true)
        if case .word(let word)? = net.parts.last { output = Activation.named(word.node) ?? output }
      case .initialize: changes += startChanges(text)
      case .train(let train):
        let new = TrainLine(train, in: source) ?? self.line
        changes += lineChanges(new)
        changes += lossChanges(new, newOutput: output).map {
          .option($0.option.rawValue, isGiven: $0.isGiven)
        }
      default: break  // Weights, freezing and the like are what the remedy names.
      }
    }
    return changes
  }

  private func netChanges(_ text: String) -> [Change] {
    var changes: [Change] = session.model.frozen.isEmpty ? [] : [.unfrozen]
    let (old, new) = (view.network.statementText.split(separator: " "), text.split(separator: " "))
    func sizes(_ words: [Substring]) -> [Substring] { words.filter { $0.first?.isNumber == true } }
    func units(_ words: [Substring]) -> [Substring] { words.filter { $0.first?.isNumber != true } }
    if sizes(old) != sizes(new) { changes.append(.sizes) }
    if units(old) != units(new), sizes(old) == sizes(new) { changes.append(.activations) }
    return changes
  }

  /// A line with the start as it was drawn in one form, however that is typed: `init he` is `init he normal`.
  func inOneForm(_ line: String) -> String {
    let source = Source(name: "trial", text: line)
    return parse(source, .standard).statements.map { statement in
      let text = source.text(statement.span)
      guard case .initialize = statement.node, startChanges(text).isEmpty else { return text }
      return drawing() ?? text
    }.joined(separator: " ; ")
  }

  private func startChanges(_ text: String) -> [Change] {
    guard let start = session.model.initialization else { return [.weights(text)] }
    guard text != start.lines(seed: start.seed) else { return [] }
    let words = text.split(separator: " ").prefix { $0 != "seed" }.dropFirst()
    let own = start.draws[0]
    let kept = (own.nameAndForm + own.optionsText).split(separator: " ")
    // `init xavier` is `init xavier normal`.
    let isSame =
      start.draws.count == 1 && words.first == kept.first
      && (words.count == 1 && own.optionsText.isEmpty && own.options.form == .normal || Array(words) == kept)
    if isSame, start.isWhole, let seed = start.seed, text.hasSuffix(" seed \(seed)") { return [] }
    return [isSame ? .seed : .weights(words.joined(separator: " "))]
  }

  /// Settings that make another goal of the training, whatever the optimizer.
  private static let penalties = [Setting.Key.l2, .l1, .decay].map(\.word)

  private func lineChanges(_ new: TrainLine) -> [Change] {
    let old = line
    let lr = Setting.Key.lr.word
    var changes: [Change] = []
    if new.optimizer != old.optimizer {
      changes.append(.optimizer(([new.optimizer] + (new[lr].map { [lr, $0] } ?? [])).joined(separator: " ")))
    } else if new[lr] != old[lr], let rate = new[lr] {
      changes.append(.rate(rate))
    }
    let passing =
      [TrainOption.epochs, .seconds, .until, .log, .restart, .keeping, .over, .on].map(\.rawValue) + [lr]
      + Self.lossOptions.map(\.rawValue)
    for word in old.words where new[word] == nil && !passing.contains(word) {
      // Settings belong to the optimizer, and go with it.
      let isOption = TrainOption(rawValue: word) != nil
      if isOption || new.optimizer == old.optimizer || Self.penalties.contains(word) {
        changes.append(.option(word, isGiven: false))
      }
    }
    for word in new.words where new[word] != old[word] && !passing.contains(word) {
      changes.append(.option(word, isGiven: true))
    }
    return changes
  }

  /// Whether a remedy is just this change, or cannot be had without it.
  private func isNamed(_ change: Change, by remedy: Diagnosis.Remedy) -> Bool {
    switch change {
    case .scaling: remedy == .scaling
    case .targetScaling: remedy == .targetScaling
    case .sizes:
      [.wider, .narrower, .hiddenLayer, .fewerLayers, .asManyDirections, .gradientInsteadOfPerceptron]
        .contains(remedy)
    case .activations: remedy.changesUnits
    // Another net has to be drawn anew.
    case .seed:
      [.otherSeed, .wider, .narrower, .asManyDirections, .withBiases].contains(remedy) || remedy.changesUnits
    case .weights: remedy == .freshWeights || remedy.changesUnits
    case .unfrozen: remedy == .unfrozen
    case .optimizer: [.otherOptimizer, .gradientInsteadOfPerceptron].contains(remedy)
    case .rate: [.smallerRate, .largerRate].contains(remedy)
    case .option(let word, _): remedy.options.contains(word)
    }
  }

  private func text(_ change: Change) -> String {
    switch change {
    case .scaling: "scaled inputs"
    case .targetScaling: "scaled targets"
    case .sizes: "another size"
    case .activations: "other units"
    case .seed: "another seed"
    case .weights(let start): "weights drawn by `\(start)`"
    case .unfrozen: "nothing frozen"
    case .optimizer(let words): words
    case .rate(let rate): "lr \(rate)"
    case .option(let word, let isGiven): isGiven ? "`\(word)`" : "no `\(word)`"
    }
  }
}

extension Diagnosis.Remedy {
  /// It is about what kind of units there are.
  fileprivate var changesUnits: Bool {
    [
      .linearOutput, .sigmoidOutput, .softmaxOutput, .leakyUnits, .reluUnits, .differentiableUnits,
      .hiddenLayer,
      .fewerLayers, .independentOutputs, .gradientInsteadOfPerceptron,
    ].contains(self)
  }

  /// The options and settings that it is about.
  fileprivate var options: Set<String> {
    switch self {
    case .without(let word), .less(let word): [word, TrainOption.loss.rawValue]
    case .classWeights: [TrainOption.loss.rawValue, TrainOption.weights.rawValue]
    case .sigmoidOutput, .softmaxOutput, .linearOutput, .independentOutputs, .robustLoss:
      [TrainOption.loss.rawValue]
    case .weightDecay: [Setting.Key.l2.word]
    case .dropout: [TrainOption.dropout.rawValue]
    case .clipping: [TrainOption.clip.rawValue]
    case .gradientInsteadOfPerceptron: Set(TrainOption.allCases.map(\.rawValue))
    case .goOn, .moreEpochs, .scaling, .otherSeed, .restarts, .wider, .hiddenLayer, .asManyDirections,
      .leakyUnits,
      .reluUnits, .differentiableUnits, .fewerLayers, .biasAtMean, .freshWeights, .startAgain, .smallerRate,
      .largerRate, .otherOptimizer, .bestEpoch, .narrower, .unfrozen, .reachableGoal,
      .offTheSaddle,
      .withBiases, .targetScaling, .firstTraining:
      []
    }
  }
}
