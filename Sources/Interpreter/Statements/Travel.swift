import Language
import NeuralCore

/// `show epochs`, `goto`, `back`, `compare`.
extension Executor {
  /// Epochs that `show epochs` lists between the first and the last.
  private static let shownEpochs = 12

  func showEpochs() throws(Diagnostic) {
    let (first, last) = try keptEpochs()
    emit(
      .epochs(
        EpochsReport(
          first: first, last: last, here: session.epoch, losses: shownLosses(first, last),
          bound: EpochHistory.bound)))
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
    let network = try session.requireNetwork()
    guard let first = session.training.history.first, let last = session.training.history.last else {
      throw .noneKept(network, session)
    }
    return (first, last)
  }

  mutating func goTo(_ expression: Expression) throws(Diagnostic) {
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
      try whole(e, "`back`", in: 0...1_000_000_000)
    }
    let target = session.epoch - (steps ?? 1)
    guard (first...last).contains(target) else {
      throw .epochNotKept(Double(target), first, last, expression?.span)
    }
    try go(to: target)
  }

  private mutating func go(to epoch: Int) throws(Diagnostic) {
    let state = try state(at: epoch)
    session.model.network = state.network
    session.random.generator = state.generator
    session.training = TrainingState(
      optimizer: state.optimizer, epoch: epoch, history: session.training.history)
    emit(
      .wentTo(
        TravelReport(epoch: epoch, last: session.training.history.last ?? epoch, loss: session.presentLoss)))
  }

  private func state(at epoch: Int) throws(Diagnostic) -> EpochHistory.State {
    guard let state = session.training.history.state(at: epoch, isInterrupted: host.input.isInterrupted)
    else {
      throw Diagnostic(.interrupted, "interrupted; nothing was changed")
    }
    guard state.network.precision == session.precision else {
      throw Diagnostic(
        .unavailableMetric, "epoch \(epoch) was computed in the other precision",
        help: ["Go back to it first: precision \(state.network.precision.rawValue)"])
    }
    return state
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
    emit(
      .compare(
        ComparisonReport(
          network: a, epochs: (states[0].epoch, states[1].epoch),
          losses: data.flatMap { session.canTake($0) ? $0 : nil }.map {
            (session.loss(of: a, on: $0), session.loss(of: b, on: $0))
          },
          weights: a.weightNames.compactMap { name in
            a.index(of: name).map { (name, a.parameters.decimal($0), b.parameters.decimal($0)) }
          })))
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
  fileprivate static func noneKept(_ network: Network, _ session: Session) -> Diagnostic {
    let bytes = network.precision.bytes * network.parameters.count * 4
    guard EpochHistory.keeps(bytes) || session.epoch == 0 else {
      return Diagnostic(
        .unavailableMetric,
        "a state of this net takes \(Double(bytes).bytes), too much for the \(Double(EpochHistory.bound).bytes) that epochs may take"
      )
    }
    return Diagnostic(
      .unavailableMetric, "no epoch was trained yet, so there is none to go to",
      help: ["Train first, for example: train adam lr 0.01 epochs 100"])
  }

  fileprivate static func epochNotKept(_ number: Double, _ first: Int, _ last: Int, _ span: Span?)
    -> Diagnostic
  {
    Diagnostic(
      .outOfRange, "there is no epoch \(number.text) to go to: there are \(first) to \(last)", at: span)
  }
}
