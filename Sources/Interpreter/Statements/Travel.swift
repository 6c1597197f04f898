import Language
import NeuralCore
import Standard

/// `show epochs`, `goto`, `back`, `compare`.
extension Executor {
  /// Epochs that `show epochs` lists between the first and the last.
  private static let shownEpochs = 12

  mutating func showEpochs(_ options: GivenOptions<ShowOption>) throws(Diagnostic) {
    let (first, last) = try keptEpochs()
    if let file = options[.to]?.expression { return try writeEpochs(file, options) }
    let losses = shownLosses(first, last)
    emit(
      .epochs(
        EpochsReport(
          first: first, last: last, here: session.epoch, losses: losses, bound: EpochHistory.bound,
          validation: try validation(after: losses.map(\.epoch)))))
  }

  /// Loss and accuracy over the validation set after each of these epochs; empty without such a set.
  private func validation(after epochs: [Int]) throws(Diagnostic) -> [(loss: Double, accuracy: Double?)] {
    guard let (network, training) = try? session.networkAndData(), session.data.validation != nil,
      session.canTake(training),
      session.training.history.states.allSatisfy({ $0.network.precision == network.precision })
    else { return [] }
    let (loss, accuracy) = (validation(.validationLoss, training), validation(.validationAccuracy, training))
    var values: [(loss: Double, accuracy: Double?)] = []
    for epoch in epochs {
      let network = try state(at: epoch).network
      values.append(
        try host.interruptibly { (stop) throws(Interrupted) in
          (try loss.value(of: network, stop) ?? .nan, try accuracy.value(of: network, stop))
        })
    }
    return values
  }

  private func validation(_ metric: TrainingMetric, _ training: Dataset) -> WatchedMetric {
    WatchedMetric(
      metric, training: training, validation: session.data.validation, objective: session.objective)
  }

  /// Every epoch as a row: each is computed again, so that none is left out.
  private mutating func writeEpochs(
    _ expression: Expression, _ options: GivenOptions<ShowOption>
  ) throws(Diagnostic) {
    let file = Located(try fileName(expression), expression.span)
    let training = try dataForAllEpochs()
    let hasValidation = session.data.validation != nil
    let (loss, accuracy) = (validation(.validationLoss, training), validation(.validationAccuracy, training))
    let hasClasses = try host.interruptibly { (stop) throws(Interrupted) in
      guard hasValidation, let network = session.network else { return false }
      return try accuracy.value(of: network, stop) != nil
    }
    let names =
      ["epoch", "loss"] + (hasValidation ? ["val_loss"] : []) + (hasClasses ? ["val_accuracy"] : [])
    var rows: [[TableText.Cell?]] = []
    let precision = session.precision
    _ = try host.interruptibly { (stop) throws(Interrupted) in
      try session.training.history.visit(stop) { (epoch, network, own) throws(Interrupted) in
        guard let own else { return }
        let values =
          [precision.decimal(own)] + (hasValidation ? [try loss.value(of: network, stop) ?? .nan] : [])
          + (hasClasses ? [try accuracy.value(of: network, stop) ?? .nan] : [])
        rows.append([.number(Double(epoch))] + values.map { .number($0) })
      }
    }
    try write(
      .text(TableText.whole(TableForm(of: file.node), names, rows)), to: file, .table,
      replaces: options.contains(.replace))
  }

  /// The epochs at powers of ten and some between them, of those whose losses were kept.
  private func shownLosses(_ first: Int, _ last: Int) -> [LossPoint] {
    let kept = session.training.history.losses
    guard kept.count > Self.shownEpochs else { return kept.map(decimal) }
    var (shown, next) = ([LossPoint](), 1.0)
    let factor = Elementary.power(Double(max(2, last)), 1 / Double(Self.shownEpochs - 1))
    for point in kept where Double(point.epoch) >= next || point == kept.last {
      shown.append(decimal(point))
      while next <= Double(point.epoch) { next = max(next * factor, next + 1) }
    }
    return shown
  }

  private func decimal(_ point: LossPoint) -> LossPoint {
    LossPoint(epoch: point.epoch, loss: session.precision.decimal(point.loss))
  }

  /// The first and the last epoch that can be gone to.
  private func keptEpochs() throws(Diagnostic) -> (Int, Int) {
    _ = try session.requireNetwork()
    guard let first = session.training.history.first, let last = session.training.history.last else {
      throw .noneKept(session)
    }
    return (first, last)
  }

  mutating func run(_ statement: GotoStatement) throws(Diagnostic) {
    switch statement {
    case .epoch(let epoch): try goTo(epoch)
    case .best(let span, let options):
      // A script may have called an epoch so.
      if variable(GotoStatement.bestWord) != nil, options.isEmpty {
        return try goTo(Expression(.name(GotoStatement.bestWord), span))
      }
      try goToBest(options[.on]?.name)
    }
  }

  /// - Parameter name: the metric; nil for what the last training watched, else the loss, over the validation set if there
  ///   is one.
  private mutating func goToBest(_ name: Located<String>?) throws(Diagnostic) {
    _ = try keptEpochs()
    let data = try dataForAllEpochs()
    let metric = try bestMetric(name)
    // Says what is missing: a validation set, or classes.
    if let value = MetricName(rawValue: metric.rawValue) { _ = try value.value(self) }
    let watched = WatchedMetric(
      metric, training: data, validation: session.data.validation, objective: session.objective)
    let best = try host.interruptibly { (stop) throws(Interrupted) in
      try session.training.history.best(of: watched, stop)
    }
    guard let best else {
      throw Diagnostic(.unavailableMetric, "no epoch has a value of `\(metric.rawValue)`")
    }
    try go(to: best.epoch, bestOf: (metric, best.value))
  }

  private func bestMetric(_ name: Located<String>?) throws(Diagnostic) -> TrainingMetric {
    let standard = TrainingMetric.standard(hasValidation: session.data.validation != nil)
    guard let name else {
      return lastRequest()?.watched.flatMap { TrainingMetric(rawValue: $0.node) } ?? standard
    }
    guard let metric = TrainingMetric(rawValue: name.node) else {
      throw Diagnostic(
        .unavailableMetric, "no epoch is the best by `\(name.node)`", at: name.span,
        help: ["There are: " + TrainingMetric.allCases.map(\.rawValue).joined(separator: ", ")])
    }
    return metric
  }

  private mutating func goTo(_ expression: Expression) throws(Diagnostic) {
    let (first, last) = try keptEpochs()
    let number = try number(expression)
    guard let epoch = Int(exactly: number), (first...last).contains(epoch) else {
      throw .epochNotKept(number, first, last, expression.span)
    }
    try go(to: epoch)
  }

  mutating func back(_ expression: Expression?) throws(Diagnostic) {
    let (first, last) = try keptEpochs()
    let steps = try expression.map { (e) throws(Diagnostic) in
      try whole(e, .back)
    }
    let target = session.epoch - (steps ?? 1)
    guard (first...last).contains(target) else {
      throw .epochNotKept(Double(target), first, last, expression?.span)
    }
    try go(to: target)
  }

  private mutating func go(
    to epoch: Int, bestOf best: (metric: TrainingMetric, value: Double)? = nil
  ) throws(Diagnostic) {
    let state = try state(at: epoch)
    let present = session.epoch
    session.model.network = state.network
    session.random.go(to: state.generator, seed: state.seed)
    let changes = epoch == present ? [] : takeTerms(of: epoch)
    let sawScaledData = session.training.sawScaledData
    session.training = TrainingState(
      optimizer: state.optimizer, epoch: epoch, history: session.training.history)
    session.training.sawScaledData = sawScaledData
    // It has gone there, whether or not the loss can be waited for.
    let loss = (try? presentLoss()) ?? nil
    emit(
      .wentTo(
        TravelReport(
          epoch: epoch, last: session.training.history.last ?? epoch, loss: loss,
          best: best)))
    if !changes.isEmpty { emit(.note("(as in that epoch: \(changes.joined(separator: "; ")))")) }
  }

  /// The loss and the frozen weights of an epoch belong to it as its optimizer does: training on repeats what followed.
  ///
  /// - Returns: what is other than it was.
  private mutating func takeTerms(of epoch: Int) -> [String] {
    let history = session.training.history
    var changes: [String] = []
    if let objective = history.objective(at: epoch), objective != session.objective {
      session.model.chosenObjective = nil
      if objective != session.objective { session.model.chosenObjective = objective }
      changes.append("the loss is \(objective.text)")
    }
    guard let frozen = history.frozen(at: epoch).map({ Set($0) }) else { return changes }
    if frozen != session.model.frozen {
      session.model.frozen = frozen
      changes.append(frozen.isEmpty ? "no weight is frozen" : "\(count(frozen.count, "weight")) frozen")
    }
    return changes
  }

  private func state(at epoch: Int) throws(Diagnostic) -> EpochHistory.State {
    let found = try host.interruptibly { (stop) throws(Interrupted) in
      try session.training.history.state(at: epoch, stop)
    }
    guard let state = found else {
      throw Diagnostic(
        .notFinite, "epoch \(epoch) cannot be computed again: the training diverges on the way")
    }
    try checkPrecision(of: state)
    return state
  }

  private func checkPrecision(of state: EpochHistory.State) throws(Diagnostic) {
    guard state.network.precision == session.precision else {
      throw Diagnostic(
        .unavailableMetric, "epoch \(state.epoch) was computed in the other precision",
        help: ["Go back to it first: precision \(state.network.precision.rawValue)"])
    }
  }

  /// Throws where not all epochs were computed in the precision of the moment, so that they cannot be compared.
  func checkPrecisions() throws(Diagnostic) {
    let states = session.training.history.states
    guard let other = states.first(where: { $0.network.precision != session.precision }) else { return }
    // Where both occur, going back would only make others the ones that are not looked at. Of two states at one epoch it
    // is the later one that `goto` takes.
    let latest = Dictionary(states.map { ($0.epoch, $0) }) { $1 }
    let own = latest.filter { $0.value.network.precision == session.precision }
    guard let epoch = own.keys.max() else { return try checkPrecision(of: other) }
    throw Diagnostic(
      .unavailableMetric,
      "some of the epochs were computed in single and some in double precision, so not all can be compared",
      help: ["One by itself can be looked at: goto epoch \(epoch)"])
  }

  /// The data that every epoch of the way can be looked at with.
  private func dataForAllEpochs() throws(Diagnostic) -> Dataset {
    try checkPrecisions()
    let (_, data) = try session.networkAndData()
    try session.checkTargets(of: data)
    return data
  }

  mutating func compare(
    _ first: Expression, _ second: Expression
  ) throws(Diagnostic) {
    let (begin, end) = try keptEpochs()
    var states: [EpochHistory.State] = []
    for expression in [first, second] {
      let number = try number(expression)
      guard let epoch = Int(exactly: number), (begin...end).contains(epoch) else {
        throw .epochNotKept(number, begin, end, expression.span)
      }
      states.append(try state(at: epoch))
    }
    let (a, b) = (states[0].network, states[1].network)
    let data = session.data.training.flatMap { session.fits(a, $0) ? $0 : nil }
    let losses = try data.flatMap { session.canTake($0) ? $0 : nil }.map { (data) throws(Diagnostic) in
      (try loss(of: a, on: data), try loss(of: b, on: data))
    }
    emit(
      .compare(
        ComparisonReport(
          network: a, epochs: (states[0].epoch, states[1].epoch), losses: losses, first: WeightValues(a),
          second: WeightValues(b))))
  }
}

extension Session {
  /// A step that ends an epoch is a part of the way like an epoch of `train`.
  mutating func noteStep(
    from old: Session, _ configuration: TrainingConfiguration, _ data: Dataset, _ loss: Double
  ) {
    guard let before = old.network else { return }
    let extends = training.history.isExtended(from: before, by: configuration, on: data, at: old.epoch)
    if old.training.stepping == nil, !extends {
      training.history.begin(
        EpochHistory.Stretch(
          configuration, on: data,
          watching: WatchedMetric(
            .loss, training: data, validation: self.data.validation, objective: configuration.objective),
          from: old.state(before)))
    }
    guard training.stepping == nil, let network else { return }
    training.history.keep(state(network))
    training.history.end(at: epoch, training.history.lastLosses + [LossPoint(epoch: epoch, loss: loss)])
  }
}

extension EpochHistory {
  /// Whether a step of this configuration only goes on with the last stretch.
  fileprivate func isExtended(
    from network: Network, by configuration: TrainingConfiguration, on data: Dataset, at epoch: Int
  ) -> Bool {
    guard let last = stretches.last, last.end == epoch, last.configuration == configuration,
      last.data == data,
      let state = last.states.last, state.epoch == epoch
    else { return false }
    return state.network == network
  }

  fileprivate var lastLosses: [LossPoint] { stretches.last?.losses ?? [] }
}

extension Diagnostic {
  fileprivate static func noneKept(_ session: Session) -> Diagnostic {
    let (reason, help) = session.lackOfEpochs
    return Diagnostic(.unavailableMetric, reason + ", so there is none to go to", help: help)
  }

  fileprivate static func epochNotKept(_ number: Double, _ first: Int, _ last: Int, _ span: Span?)
    -> Diagnostic
  {
    Diagnostic(
      .outOfRange, "there is no epoch \(number.text) to go to: there are \(first) to \(last)", at: span)
  }
}
