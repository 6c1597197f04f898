import Diagnosing
import Language
import NeuralCore
import Standard

/// What is found besides the floor.
extension Diagnoser {
  /// Layers whose gradients are this many times smaller, or larger, than those of the next layer.
  private static let fading = 1e-3
  /// Below this part of the limit a rate is small.
  private static let slow = 0.01

  mutating func findings(_ verdict: Diagnosis.Verdict) throws(Diagnostic) -> [Diagnosis.Finding] {
    var findings: [Diagnosis.Finding] = []
    if verdict != .arrived {
      findings += dataFindings
      if verdict == .untrained { findings.removeAll { if case .imbalance = $0 { true } else { false } } }
      try executor.checkInterrupt()
      if verdict != .falling, verdict != .untrained { findings += outliers + networkFindings }
      try executor.checkInterrupt()
      if let finding = rateFinding(verdict) { findings.append(finding) }
    }
    if verdict != .arrived || request?.condition == nil, let finding = try overfitting() {
      findings.append(finding)
    }
    return findings
  }

  /// Causes before symptoms. Of what follows from another finding nothing is said.
  func ordered(_ findings: [Diagnosis.Finding]) -> [Diagnosis.Finding] {
    var sorted = findings.enumerated().sorted {
      ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
    }
    .map(\.element)
    // Where the weights were thrown to, the curvature says nothing about the rate.
    if sorted.contains(where: \.isThrown) {
      sorted.removeAll { if case .tooLarge = $0 { true } else { false } }
    }
    // No cause is needed for missing what nothing can meet.
    if sorted.contains(where: { if case .impossible = $0 { true } else { false } }) { return [.impossible] }
    // One number that is far off squeezes all others of its column, and what follows is nobody's fault.
    if sorted.contains(where: { if case .farInputs = $0 { true } else { false } }) {
      sorted.removeAll { $0.followsFromFarInputs }
    }
    if sorted.count > 1 { sorted.removeAll { if case .twins = $0 { true } else { false } } }
    return sorted
  }

  /// The layer whose weights were thrown out: most of its units are at their ends and were not when they were drawn, or the
  /// loss jumps, and the weights spread far wider than they were drawn.
  var thrown: Diagnosis.Finding? {
    guard let start = session.model.initialization, start.parameters.count == view.network.parameters.count
    else { return nil }
    var drawn = view.network
    drawn.parameters = start.parameters
    guard let begin = try? ModelAnalysis(drawn, view.objective, on: view.data, host.input.stop) else {
      return nil
    }
    let (before, now) = (flatUnits(begin), flatUnits(view))
    for (place, layer) in layers.enumerated() {
      let range =
        view.network.offset(ofLayer: place)..<view.network.offset(ofLayer: place) + layer.weightCount
      let spreads = (spread(view.network.parameters, range), spread(start.parameters, range))
      let isFlat = 2 * (now[place] - before[place]) >= layer.outputs && spreads.0 > 2 * spreads.1
      if spreads.1 > 0, isFlat || isRising && spreads.0 > 5 * spreads.1 {
        return .thrown(layer: place + 1, now: spreads.0, drawn: spreads.1)
      }
    }
    return nil
  }

  /// How many hidden units of each layer are saturated or dead.
  private func flatUnits(_ view: ModelAnalysis) -> [Int] {
    let units = view.units
    return layers.indices.map { layer in (units.saturated + units.dead).count { $0.layer == layer + 1 } }
  }

  /// The root mean square of some parameters.
  private func spread(_ parameters: Vector, _ range: Range<Int>) -> Double {
    (range.reduce(0) { $0 + parameters[$1] * parameters[$1] } / Double(range.count)).squareRoot()
  }

  /// Where a training that diverged began: what it left says nothing.
  private var evidence: ModelAnalysis {
    guard session.training.end == .diverged, let begin = session.training.history.lastBegin else {
      return view
    }
    return (try? ModelAnalysis(begin.network, view.objective, on: view.data, host.input.stop)) ?? view
  }

  // MARK: Data

  private var dataFindings: [Diagnosis.Finding] {
    var findings: [Diagnosis.Finding] = []
    if isImpossible { findings.append(.impossible) }
    if view.network.output == .softmax, view.network.outputs == 1 { findings.append(.softmaxOfOne) }
    let unequal = view.rowsThatSoftmaxCannotGive
    if unequal > 0 { findings.append(.sums(rows: unequal)) }
    if let goal, let least = view.leastLoss, least > 1e-6, least >= goal {
      findings.append(.leastLoss(least))
    }
    if let far = farInputs { findings.append(far) }
    if let floor = view.outOfReach {
      let range = view.network.output.range
      let rows = view.targets.count { row in row.contains { !range.contains($0) } }
      findings.append(.outOfReach(rows: rows, floor: floor))
    }
    if let contradiction = view.contradiction, contradiction.plateau >= goal ?? (0.1 * loss) {
      let groups = contradiction.conflicts(view.targets)
      findings.append(
        .contradiction(
          rows: groups.reduce(0) { $0 + $1.count }, groups: groups.count, floor: contradiction.plateau))
    }
    let unscaled = view.unscaledInputs
    if !unscaled.isEmpty { findings.append(.unscaled(unscaled)) }
    if let targets = view.largeTargets, view.outliers == nil { findings.append(.largeTargets(targets)) }
    if let output = view.outputForClasses { findings.append(.numbersForClasses(output)) }
    if let rare = evidence.rareClass {
      findings.append(.imbalance(label: rare.label, rows: rare.rows, found: rare.found))
    }
    return findings
  }

  /// The condition of the last train asks for less than no error, or more than all rows.
  private var isImpossible: Bool { request?.condition.map(holdsForNoNet) ?? false }

  private func holdsForNoNet(_ condition: Expression) -> Bool {
    if case .conjunction(let parts) = condition.bare.node { return parts.contains(where: holdsForNoNet) }
    if case .disjunction(let parts) = condition.bare.node { return parts.allSatisfy(holdsForNoNet) }
    var copy = executor
    guard case .comparison(let relation, let left, let right, within: nil) = condition.bare.node,
      case .name(let name) = left.bare.node, let metric = MetricName(rawValue: name),
      let bound = try? copy.number(right)
    else { return false }
    guard let figure = metric.training?.figure else { return false }
    return figure.isBetterWhenLarger
      ? relation == .greater && bound >= 1 || relation == .greaterOrEqual && bound > 1
      : relation == .less && bound <= 0 || relation == .lessOrEqual && bound < 0
  }

  /// The numbers as they are in the data.
  private var farInputs: Diagnosis.Finding? {
    guard let (column, rows) = view.farInputs else { return nil }
    let others = view.inputs.indices.filter { !rows.contains($0) }.map { row($0).inputs[column] }
    return .farInputs(
      column: view.inputColumns[column].name, rows: rows.map { ($0, row($0).inputs[column]) },
      rest: (others.min() ?? 0)...(others.max() ?? 0))
  }

  private var outliers: [Diagnosis.Finding] {
    guard view.outOfReach == nil, let (rows, share) = view.outliers else { return [] }
    return [.outliers(rows.map { ($0, row($0)) }, share: share)]
  }

  // MARK: The network

  private var networkFindings: [Diagnosis.Finding] {
    var findings: [Diagnosis.Finding] = []
    if request?.configuration.optimizer != .perceptron,
      let flat = view.network.layers.map(\.activation).first(where: { !$0.isDifferentiable })
    {
      findings.append(.noDerivative(flat))
    }
    if !session.model.frozen.isEmpty { findings.append(.frozen(session.model.frozen.count)) }
    if view.isLinear, let finding = inseparable { findings.append(finding) }
    return findings + unitFindings + gradientFindings
  }

  private var inseparable: Diagnosis.Finding? {
    guard view.contradiction == nil, let (separation, names) = view.inseparableClasses(),
      case .mixed(let first, let second) = separation
    else { return nil }
    return .inseparable(
      first: first.map { (row($0.row), $0.share) }, second: second.map { (row($0.row), $0.share) },
      names: names)
  }

  private var unitFindings: [Diagnosis.Finding] {
    let units = evidence.units
    var findings: [Diagnosis.Finding] = []
    if !units.mirrored.isEmpty { findings.append(.mirrored(units.mirrored)) }
    if !units.dead.isEmpty { findings.append(.dead(units.dead)) }
    if !units.saturated.isEmpty { findings.append(.saturated(units.saturated)) }
    if !units.twins.isEmpty { findings.append(.twins(units.twins)) }
    return findings
  }

  /// How the gradients change from layer to layer towards the inputs.
  private var gradientFindings: [Diagnosis.Finding] {
    let layers = view.network.layers
    guard layers.count > 2, layers.allSatisfy(\.activation.isDifferentiable) else { return [] }
    let sizes = evidence.gradientsByLayer
    guard let first = sizes.first, let last = sizes.last, first.isFinite, last.isFinite, last > 1e-12 else {
      return sizes.allSatisfy(\.isFinite) ? [] : [.exploding(sizes)]
    }
    // A layer that is dead passes nothing on: that is another illness.
    if first == 0, !evidence.deadUnits.isEmpty { return [] }
    if first < Self.fading * last { return [.vanishing(sizes)] }
    let isSteep = sizes.contains { $0 > Self.steep * max(1, loss.isFinite ? evidence.targetScale : 1) }
    return first > last / Self.fading || isSteep ? [.exploding(sizes)] : []
  }

  /// Gradients of single rows above this, for targets of size 1, throw the weights about at any usual rate.
  private static let steep = 1e3

  // MARK: Rates

  /// The rate beside the largest one that the curvature allows.
  private func rateFinding(_ verdict: Diagnosis.Verdict) -> Diagnosis.Finding? {
    guard let request, !isAboutValidation,
      [.diverged, .flat, .slow, .unsteady, .settling, .falling, .leaving].contains(verdict),
      view.network.parameters.count * view.data.rows < 2_000_000
    else { return nil }
    // A training that diverged left weights that say nothing; where it began the rate was too large already.
    let begin = verdict == .diverged ? session.training.history.lastBegin : nil
    guard
      let curvature = Curvature(
        begin?.network ?? view.network, request.configuration, on: view.data,
        begin.map { $0.optimizer?.memory } ?? session.training.optimizer?.memory,
        isInterrupted: host.input.isInterrupted)
    else { return nil }
    let rate = request.configuration.settings[.lr]
    if rate > curvature.limit, verdict == .diverged || isRising {
      return .tooLarge(rate: rate, limit: curvature.limit, curvature: curvature.largest)
    }
    let isSlow = verdict == .slow || verdict == .flat
    if isSlow, request.configuration.optimizer == .sgd, rate < Self.slow * curvature.limit {
      return .tooSmall(rate: rate, limit: curvature.limit, curvature: curvature.largest)
    }
    return nil
  }

  /// The loss has been clearly lower on the way, or jumps up and down.
  var isRising: Bool { isAboveLowest || isSwinging }

  /// The loss jumps up and down still: what rose once, and has been falling since, does not.
  var isJumping: Bool {
    let losses = session.training.history.losses.map(\.loss)
    let later = losses.suffix(losses.count / 2)
    let climbed = zip(later, later.dropFirst()).reduce(0) { $0 + max(0, $1.1 - $1.0) }
    return isSwinging || isAboveLowest && climbed > Self.unseen * (later.min() ?? 0)
  }

  /// At rest a loss rises and falls, too, by a share that nobody would see.
  private static let unseen = 0.02

  private var isAboveLowest: Bool {
    guard let least = session.training.history.losses.map(\.loss).min() else { return false }
    return loss > 1.2 * least + view.tolerance
  }

  private var isSwinging: Bool {
    let losses = session.training.history.losses.suffix(50).map(\.loss)
    let rises = zip(losses, losses.dropFirst()).count { $1 > $0 }
    let swing = (losses.max() ?? 0) - (losses.min() ?? 0)
    return rises > losses.count / 3 && !(swing <= Self.unseen * (losses.min() ?? 0))
  }

  // MARK: Overfitting

  /// A loss over the validation set of more than this many times that over the training set.
  private static let gap = 20.0

  /// Whether the loss over the validation part was lower on the way, while that over the training part fell.
  private mutating func overfitting() throws(Diagnostic) -> Diagnosis.Finding? {
    guard let validation = session.data.validation, let first = session.training.history.first,
      session.epoch > first + 8
    else { return nil }
    let cost =
      Double(session.epoch - first) * Double(view.data.rows) * Double(view.network.parameters.count + 10)
    guard cost <= work else { return nil }
    work -= cost
    var best = (epoch: session.epoch, loss: Double.infinity, network: view.network)
    let length = session.epoch - first
    let early = (1...8).map { 1 << $0 }.filter { $0 < length / 16 }
    for epoch in (early + (1...16).map { length * $0 / 16 }).map({ first + $0 }) {
      let found = try host.interruptibly { (stop) throws(Interrupted) in
        try session.training.history.state(at: epoch, stop)
      }
      guard let state = found else { continue }
      let loss = loss(of: state.network, on: validation)
      if loss < best.loss { best = (epoch, loss, state.network) }
    }
    let now = loss(of: view.network, on: validation)
    // A validation loss that never rose may still be a hundred times that of the training set.
    if isAboutValidation, best.epoch >= session.epoch || now <= 1.1 * best.loss, Self.gap * loss < now,
      holds(executor) == false
    {
      return .gap(training: loss, validation: now)
    }
    let isFallen = loss < self.loss(of: best.network, on: view.data)
    guard best.epoch < session.epoch, now > 1.1 * best.loss, isFallen else { return nil }
    let lowest = cost > work ? nil : try lowest(over: validation)
    work -= lowest == nil ? 0 : cost
    return .overfitting(
      best: lowest?.epoch ?? best.epoch, bestLoss: lowest?.value ?? best.loss, now: now)
  }

  /// Some epochs show whether a loss rose; which one was lowest only all of them do, as `goto epoch best` finds it.
  private func lowest(over validation: Dataset) throws(Diagnostic) -> (epoch: Int, value: Double)? {
    let watched = WatchedMetric(
      .standard(hasValidation: true), training: view.data, validation: validation, objective: view.objective)
    return try host.interruptibly { (stop) throws(Interrupted) in
      try session.training.history.best(of: watched, stop)
    }
  }
}

extension ModelAnalysis {
  /// The largest magnitude among the targets.
  fileprivate var targetScale: Double { targets.reduce(0) { $1.reduce($0) { max($0, $1.magnitude) } } }
}

extension Diagnosis.Finding {
  /// Where one number of a column is far off, the rest of the column is squeezed: these are not the cause then.
  fileprivate var followsFromFarInputs: Bool {
    switch self {
    case .noise, .overlap, .tooNarrow, .inseparable, .unscaled, .saturated, .rateByTrial, .outliers: true
    case .outOfReach, .contradiction, .largeTargets, .numbersForClasses, .imbalance, .softmaxOfOne,
      .noDerivative, .frozen,
      .hindered, .mirrored, .dead, .twins, .vanishing, .exploding, .tooLarge, .tooSmall, .overfitting,
      .drawnWeights, .thrown, .noBias, .farInputs, .sums, .leastLoss, .impossible, .gap:
      false
    }
  }

  /// Causes are named before what they lead to.
  fileprivate var rank: Int {
    switch self {
    case .impossible, .leastLoss, .sums, .farInputs: -1
    case .softmaxOfOne, .outOfReach, .noDerivative, .mirrored, .noBias, .contradiction: 0
    case .unscaled, .largeTargets, .numbersForClasses, .outliers, .imbalance, .inseparable, .frozen,
      .hindered,
      .drawnWeights:
      1
    case .overfitting, .gap, .thrown, .tooLarge, .tooSmall, .rateByTrial, .tooNarrow, .noise, .overlap: 2
    case .vanishing, .exploding: 3
    case .dead, .saturated: 4
    case .twins: 5
    }
  }

  /// It follows from data and net alone, and says something whether the loss falls or not.
  var isCertain: Bool {
    switch self {
    case .outOfReach, .contradiction, .softmaxOfOne, .noDerivative, .frozen, .overfitting, .imbalance,
      .numbersForClasses, .outliers, .farInputs, .sums, .leastLoss, .impossible:
      true
    case .unscaled, .largeTargets, .hindered, .tooNarrow, .rateByTrial, .mirrored, .dead, .saturated, .twins,
      .vanishing,
      .exploding, .tooLarge, .tooSmall, .inseparable, .drawnWeights, .thrown, .noBias, .noise, .overlap, .gap:
      false
    }
  }
}
