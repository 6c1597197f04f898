import Diagnosing
import Language
import NeuralCore
import Standard

/// What may help, the most promising first: what the evidence names, then what only a trial can tell.
extension Diagnoser {
  func candidates(_ state: State, _ findings: [Diagnosis.Finding]) -> [Candidate] {
    var list = causesByTrial + findings.flatMap(remedies)
    list += offTheSaddle
    if let floor = state.floor { list += remedies(floor) }
    list += hindrances
    let isUnsteady = state.verdict == .diverged || isRising
    var directions = isUnsteady ? [true, false] : [false, true]
    // What the curvature says is not tried the other way.
    if findings.contains(where: { if case .tooLarge = $0 { true } else { false } }) { directions = [true] }
    if findings.contains(where: { if case .tooSmall = $0 { true } else { false } }) { directions = [false] }
    list += directions.flatMap { rates(slower: $0) }
    list += otherSeeds + wider + otherOptimizers
    return list + together(findings)
  }

  private func lines(_ network: Network, _ line: String? = nil, seed: Int64 = 1) -> String {
    [network.statementText, suitable(network, seed: seed), training(line, of: network)]
      .joined(separator: " ; ")
  }

  func evident(_ line: String, _ remedy: Diagnosis.Remedy) -> Candidate {
    Candidate(line: line, remedy: remedy, isEvident: true)
  }

  // MARK: By finding

  func remedies(_ finding: Diagnosis.Finding) -> [Candidate] {
    switch finding {
    case .softmaxOfOne: [evident(lines(withOutput(.sigmoid), line(loss: "bce")), .sigmoidOutput)]
    case .outOfReach: [evident(lines(withOutput(.linear), againForOtherOutput), .linearOutput)]
    case .contradiction(_, _, let floor), .leastLoss(let floor): reachableGoal(floor)
    case .sums: independent
    case .unscaled: scaledInputs
    case .numbersForClasses(let output): classOutputs(output)
    case .largeTargets: scaledTargets + biased + rates(slower: false, isEvident: true)
    case .imbalance: classWeights
    case .noDerivative: [evident(lines(withHidden(.tanh) { !$0.isDifferentiable }), .differentiableUnits)]
    case .frozen:
      ["unfreeze all ; \(again)", "unfreeze all ; \(anew) ; \(again)"].map { evident($0, .unfrozen) }
    case .inseparable: hiddenLayer
    case .mirrored: [evident("\(suitable(view.network)) ; \(again)", .freshWeights)]
    case .dead:
      [Int64(1), 2].map { evident("\(suitable(view.network, seed: $0)) ; \(again)", .freshWeights) }
        + [Int64(1), 2].map { evident(lines(withHidden(.leakyRelu, where: \.canDie), seed: $0), .leakyUnits) }
    case .saturated:
      [Int64(1), 2].map { evident("\(suitable(view.network, seed: $0)) ; \(again)", .freshWeights) }
    case .vanishing: deep
    case .exploding:
      [Int64(1), 2].map { evident("\(suitable(view.network, seed: $0)) ; \(again)", .freshWeights) }
        + [evident("\(anew) ; \(clipped)", .clipping)] + deep
    case .tooLarge(let rate, let limit, _):
      [evident("\(anew) ; \(line(.lr, limit / 4))", .smallerRate), tooLarge(rate, limit / 20)]
    case .tooSmall(let rate, let limit, _):
      [evident(line(.lr, limit / 4), .largerRate), tooSmall(rate, limit / 20)]
    case .overfitting, .gap: regularized
    case .outliers: robust
    case .twins, .hindered, .tooNarrow, .rateByTrial, .drawnWeights, .thrown, .noBias, .noise, .overlap,
      .farInputs, .impossible:
      []
    }
  }

  /// In the place of a softmax: sigmoid outputs, where the targets are within their reach, or linear ones.
  private var independent: [Candidate] {
    let isWithinReach = view.targets.allSatisfy { $0.allSatisfy(Activation.sigmoid.range.contains) }
    let sigmoid = isWithinReach ? [line(loss: Loss.bce.name), againForOtherOutput] : []
    return sigmoid.map { evident(lines(withOutput(.sigmoid), $0), .independentOutputs) }
      + [evident(lines(withOutput(.linear), againForOtherOutput), .linearOutput)]
  }

  /// What is seen at once, and is the cause if doing away with it alone is enough.
  private var causesByTrial: [Candidate] {
    var list: [Candidate] = []
    if layers.contains(where: { !$0.hasBias }) {
      list.append(
        Candidate(line: lines(withBiases), remedy: .withBiases, isEvident: true, finding: .noBias))
    }
    if let start = session.model.initialization, let large = view.unsuitableWeights(start.parameters) {
      let finding = Diagnosis.Finding.drawnWeights(
        layer: large.layer, spread: large.spread, suitable: large.suitable, isTried: true)
      list += [Int64(1), 2].map {
        Candidate(
          line: "\(suitable(view.network, seed: $0)) ; \(again)", remedy: .freshWeights, isEvident: true,
          finding: finding)
      }
    }
    if let start = session.model.initialization, start.isWhole,
      let begin = session.training.history.stretches.first?.states.first?.network.parameters,
      begin != start.parameters, begin.count == start.parameters.count
    {
      list.append(Candidate(line: "\(anew) ; \(again)", remedy: .startAgain, isEvident: true))
    }
    guard let thrown else { return list }
    if session.training.history.stretches.count > 1 {
      list.append(
        Candidate(line: "\(anew) ; \(again)", remedy: .startAgain, isEvident: true, finding: thrown))
    }
    return list
      + rates(slower: true).map { candidate in
        Candidate(
          line: candidate.line, remedy: candidate.remedy, isEvident: true, finding: candidate.finding,
          isCause: true)
      }
  }

  /// Losses in which a large error counts by its size and not by its square.
  private var robust: [Candidate] {
    guard view.objective.loss == .mse, goal == nil else { return [] }
    return [Loss.huber, .mae].map { evident("\(anew) ; \(line(loss: $0.name))", .robustLoss) }
  }

  func line(loss: String?, _ old: TrainLine? = nil) -> String {
    var changed = old ?? line
    changed.remove(.loss, .weights, .smoothing)
    if let loss { changed.set(.loss, loss) }
    return canonical(changed)
  }

  /// A goal that is a little above what is possible.
  private func reachableGoal(_ floor: Double) -> [Candidate] {
    guard goal != nil else { return [] }
    var changed = line
    changed.set(.until, "loss < \((1.1 * floor).significant(2))")
    return [evident(canonical(changed), .reachableGoal)]
  }

  /// The more common class counts less, so that each class counts as much.
  private var classWeights: [Candidate] {
    guard let shares = view.classShares, shares.allSatisfy({ $0.rows > 0 }) else { return [] }
    var changed = withLossInUse(line)
    changed.remove(.loss, .weights)
    if shares.count == 2, view.network.outputs == 1 {
      guard view.network.output == .sigmoid else { return [] }
      changed.set(.loss, Loss.bce.name)
      changed.set(.weights, "[\((Double(shares[0].rows) / Double(shares[1].rows)).significant(2))]")
    } else {
      guard view.objective.loss.takesClasses else { return [] }
      changed.set(.loss, view.objective.loss.name)
      let weights = shares.map { Double(view.data.rows) / Double(shares.count * $0.rows) }
      changed.set(.weights, "[\(weights.map { $0.significant(2) }.joined(separator: ", "))]")
    }
    return [evident("\(anew) ; \(canonical(changed))", .classWeights)]
  }

  private var clipped: String {
    var changed = line
    changed.set(.clip, "\(ClipChoice.norm.rawValue) 1")
    return canonical(changed)
  }

  /// Deep nets: units whose gradients do not fade, an optimizer that scales them, fewer layers.
  private var deep: [Candidate] {
    let rectified = withHidden(.relu) { !$0.canDie }
    let isNew = rectified.layers.map(\.activation) != layers.map(\.activation)
    let width = max(4, layers.dropLast().map(\.outputs).max() ?? 4)
    let units = isNew ? [lines(rectified), lines(rectified, adam)].map { evident($0, .reluUnits) } : []
    return units
      + [lines(withOneHidden(width)), lines(withOneHidden(width), adam)].map { evident($0, .fewerLayers) }
  }

  /// Against overfitting: fewer units, small weights.
  private var regularized: [Candidate] {
    guard isAboutValidation else { return [] }
    let narrow = [0.5, 0.25].compactMap(narrowed).map { evident(lines($0), .narrower) }
    let decays: [Candidate] =
      request?.configuration.optimizer.settings.contains { $0.key == .l2 } == true
      ? [0.001, 0.01, 0.1].map { evident("\(anew) ; \(line(.l2, $0))", .weightDecay) } : []
    var dropping = line
    dropping.set(.dropout, "0.2")
    return decays + narrow + [evident("\(anew) ; \(canonical(dropping))", .dropout)]
  }

  // MARK: By place

  /// With more parameters than this a line of weights is too long to paste.
  private static let mostWeights = 24

  /// The weights a step along the direction that leaves a saddle, and on from there.
  private var offTheSaddle: [Candidate] {
    guard let place, place.kind == .saddle, let direction = place.descent,
      view.network.parameters.count <= Self.mostWeights,
      let departure = Departure(view.network, along: direction, view.objective, on: view.data)
    else { return [] }
    let lines = zip(view.network.names, view.network.parameters.indices).compactMap {
      name, k -> String? in
      let moved = departure.network.parameters[k]
      guard moved != view.network.parameters[k] else { return nil }
      return "\(name) = \(moved.significant(4))"
    }
    return [evident((lines + [again]).joined(separator: " ; "), .offTheSaddle)]
  }

  // MARK: By floor

  private func remedies(_ floor: LossFloor) -> [Candidate] {
    switch floor {
    case .groups, .locked: return otherSeeds + wider
    case .linear: return hiddenLayer
    case .bottleneck:
      let missing = view.network.outputs - (layers.last?.inputs ?? 0)
      return [max(1, missing - 1), missing].compactMap(widened).map { evident(lines($0), .asManyDirections) }
    case .pieces: return otherSeeds + wider
    case .outOfReach: return []
    }
  }

  /// A hidden layer, with a rule that can train it.
  private var hiddenLayer: [Candidate] {
    let widths = [max(2, view.network.inputs), 4, 8]
    if hasHiddenLayer, layers.dropLast().allSatisfy(\.activation.isLinear) {
      let bent = withHidden(.tanh)
      let ways = [lines(bent), lines(bent, adam), lines(bent, with("l-bfgs", rate: nil))]
      return ways.map { evident($0, .hiddenLayer) }
    }
    guard request?.configuration.optimizer == .perceptron || view.network.output.role == .step
    else {
      return widths.map { evident(lines(withOneHidden($0)), .hiddenLayer) }
        + widths.suffix(2).map { evident(lines(withOneHidden($0), adam), .hiddenLayer) }
    }
    let line = "train adam lr 0.05 loss bce until accuracy == 1 epochs 3000"
    return widths.map {
      evident(lines(withOneHidden($0, output: .sigmoid), line), .gradientInsteadOfPerceptron)
    }
  }

  // MARK: By trial

  private func tooLarge(_ rate: Double, _ better: Double) -> Candidate {
    Candidate(
      line: "\(anew) ; \(line(.lr, better))", remedy: .smallerRate,
      finding: .rateByTrial(rate: rate, better: better))
  }

  private func tooSmall(_ rate: Double, _ better: Double) -> Candidate {
    Candidate(
      line: "\(anew) ; \(line(.lr, better))", remedy: .largerRate,
      finding: .rateByTrial(rate: rate, better: better))
  }

  private func rates(slower: Bool, isEvident: Bool = false) -> [Candidate] {
    guard let request, request.configuration.optimizer.settings.contains(where: { $0.key == .lr }),
      request.configuration.optimizer != .perceptron, !request.configuration.optimizer.searches
    else { return [] }
    let rate = request.configuration.settings[.lr]
    let factors = slower ? [0.3, 0.1, 0.01, 0.001] : [3, 10, 100, 1000, 10_000, 1e5]
    return factors.map { slower ? tooLarge(rate, rate * $0) : tooSmall(rate, rate * $0) }
      .map { Candidate(line: $0.line, remedy: $0.remedy, isEvident: isEvident, finding: $0.finding) }
  }

  private var otherSeeds: [Candidate] {
    guard let start = session.model.initialization, start.isWhole, start.varies(layers: layers.count) else {
      return []
    }
    return (1...5).compactMap { drawing(seedsLater: $0) }.map {
      Candidate(line: "\($0) ; \(again)", remedy: .otherSeed)
    }
  }

  private var wider: [Candidate] {
    let narrowest = layers.dropLast().map(\.outputs).min() ?? 0
    return [1, max(2, narrowest)].compactMap(widened).flatMap { network in
      (0..<2).map { seed in
        let draw = drawing(seedsLater: seed) ?? suitable(network, seed: Int64(1 + seed))
        return Candidate(
          line: "\(network.statementText) ; \(draw) ; \(training(nil, of: network))", remedy: .wider,
          finding: session.model.frozen.isEmpty ? .tooNarrow : nil)
      }
    }
  }

  /// The last line with adam at a rate that suits most small nets.
  var adam: String { with("adam", rate: 0.01) }

  /// What the line with adam changes: the optimizer, or only the rate or the weights.
  private var adamRemedy: Diagnosis.Remedy {
    guard let request, request.configuration.optimizer == .adam else { return .otherOptimizer }
    let rate = request.configuration.settings[.lr]
    return rate > 0.01 ? .smallerRate : rate < 0.01 ? .largerRate : .freshWeights
  }

  func with(_ optimizer: String, rate: Double?) -> String {
    canonical(trainLine(optimizer, rate: rate))
  }

  func trainLine(_ optimizer: String, rate: Double?) -> TrainLine {
    var changed = TrainLine(optimizer)
    if let rate {
      changed.set(setting: Setting.Key.lr.word, rate.text.count <= 6 ? rate.text : rate.significant(2))
    }
    let old = line
    let row = Optimizer.named(optimizer)
    var kept = [TrainOption.loss, .weights, .smoothing, .until]
    if row?.searches == false { kept += [.batch, .shuffle] }
    for option in kept { if let value = old[option] { changed.set(option, value) } }
    if let decay = request?.configuration.settings[.l2], decay > 0,
      row?.settings.contains(where: { $0.key == .l2 }) == true
    {
      changed.set(setting: Setting.Key.l2.word, decay.text)
    }
    changed.set(.epochs, request?.epochs.map { "\(max($0, 500))" } ?? "\(max(session.epoch, 1000))")
    return changed
  }

  private var lbfgs: Candidate? {
    let isSmooth =
      layers.allSatisfy { $0.activation.isDifferentiable } && view.objective.loss.isDifferentiable
    guard isSmooth, request?.configuration.optimizer.searches != true else { return nil }
    return Candidate(
      line: "\(suitable(view.network)) ; \(with("l-bfgs", rate: nil))", remedy: .otherOptimizer)
  }

  private var otherOptimizers: [Candidate] {
    guard layers.allSatisfy({ $0.activation.isDifferentiable }) else { return [] }
    let fresh = Candidate(line: "\(suitable(view.network)) ; \(again)", remedy: .freshWeights)
    return [fresh, Candidate(line: "\(suitable(view.network)) ; \(adam)", remedy: adamRemedy), lbfgs]
      .compactMap { $0 }
  }

  /// Several remedies at once, where one alone is not enough.
  private func together(_ findings: [Diagnosis.Finding]) -> [Candidate] {
    let isUnscaled = findings.contains { if case .unscaled = $0 { true } else { false } }
    let scale = isUnscaled ? "scale standard ; " : ""
    guard layers.allSatisfy(\.activation.isDifferentiable) else { return [] }
    var list: [Candidate] = []
    for network in [view.network] + larger {
      let isLarger = network.sizes != view.network.sizes
      let remedy = isUnscaled ? Diagnosis.Remedy.scaling : isLarger ? .wider : adamRemedy
      var ways = [Int64(1), 2].map { lines(network, adam, seed: $0) }
      if !isLarger, lbfgs != nil {
        ways += [Int64(2), 3].map { lines(network, with("l-bfgs", rate: nil), seed: $0) }
      }
      if isLarger, lbfgs != nil { ways.append(lines(network, with("l-bfgs", rate: nil))) }
      list += ways.map { line in
        Candidate(
          line: scale + line, remedy: remedy, isLast: true,
          finding: isLarger && !isUnscaled && session.model.frozen.isEmpty ? .tooNarrow : nil)
      }
    }
    return list
  }

  /// Twice and four times as many hidden units, and a second hidden layer.
  private var larger: [Network] {
    guard hasHiddenLayer, let widest = layers.dropLast().map(\.outputs).max() else { return [] }
    let twice = widened(by: layers.dropLast().map(\.outputs).min() ?? 0)
    return [twice, multiplied(by: 4), withSecondHidden(max(8, min(40, 4 * widest))), withSecondHidden(40)]
      .compactMap { $0 }
  }
}
