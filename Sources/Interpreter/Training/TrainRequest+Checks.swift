import Language
import NeuralCore
import Standard

/// Options and nets that do not go together.
extension Executor {
  func check(
    _ request: TrainRequest, _ statement: TrainStatement, _ network: Network
  ) throws(Diagnostic) {
    guard let name = statement.optimizer else { return }
    try check(request.configuration.optimizer, name, network)
    try checkNesterov(request.configuration.settings, statement)
    try checkSteps(request, statement)
    try checkSearch(request, statement)
    try checkJacobian(request, statement, network)
    try checkGoals(request, statement)
    try checkRestarts(request, statement, network)
    if request.configuration.dropout > 0, network.layers.count == 1 {
      throw statement.refusal(
        of: TrainOption.dropout, "`dropout` leaves out outputs of hidden layers, and this net has none")
    }
  }

  /// The perceptron rule is for a layer of step units, and step units are for nothing else.
  private func check(_ optimizer: Optimizer, _ name: Located<String>, _ network: Network) throws(Diagnostic) {
    if let needed = optimizer.needs {
      guard network.layers.count > 1 || network.output.role != needed else { return }
      throw Diagnostic(
        .settingMismatch, "`train \(optimizer.name)` is for a net of one layer of \(needed.name) units",
        at: name.span,
        help: ["Make one: net \(network.inputs) \(network.outputs) \(needed.name)"])
    }
    guard network.layers.contains(where: { !$0.activation.isDifferentiable }) else { return }
    throw Diagnostic(
      .settingMismatch, "the derivative of step units is 0, so `\(optimizer.name)` cannot train them",
      at: name.span,
      help: ["One layer of them is trained by: train perceptron", "Otherwise take sigmoid or tanh units."])
  }

  private func checkNesterov(_ settings: Settings, _ statement: TrainStatement) throws(Diagnostic) {
    guard statement.given(.nesterov) != nil else { return }
    guard settings[.momentum] == 0 || settings[.dampening] != 0 else { return }
    throw statement.refusal(
      of: Setting.Key.nesterov, "`nesterov` needs a momentum above 0 and no dampening",
      "For example: train sgd lr 0.1 momentum 0.9 nesterov")
  }

  /// The steps of rprop are its own: lr is only where they begin.
  private func checkSteps(_ request: TrainRequest, _ statement: TrainStatement) throws(Diagnostic) {
    guard request.configuration.optimizer == .rprop else { return }
    if request.configuration.settings[.stepMin] > request.configuration.settings[.stepMax] {
      throw statement.refusal(
        of: statement.given(.stepMin) == nil ? Setting.Key.stepMax : .stepMin,
        "`stepmin` is above `stepmax`: \(request.configuration.settings[.stepMin].text) > "
          + request.configuration.settings[.stepMax].text)
    }
    for option in [TrainOption.schedule, .warmup] where statement.options.contains(option) {
      throw statement.refusal(
        of: option,
        "`rprop` finds its steps by itself; the rate is only where they begin, so no `\(option.rawValue)` acts"
      )
    }
  }

  /// A rule that solves for all weights at once is for squared errors and for small nets.
  private func checkJacobian(
    _ request: TrainRequest, _ statement: TrainStatement, _ network: Network
  ) throws(Diagnostic) {
    let optimizer = request.configuration.optimizer
    guard optimizer.takesJacobian, let name = statement.optimizer else { return }
    let loss = request.configuration.objective.loss
    guard case .leastSquares? = loss.fit else {
      let having = Loss.all.filter { if case .leastSquares? = $0.fit { true } else { false } }.map(\.name)
      throw Diagnostic(
        .settingMismatch, "`\(optimizer.name)` minimizes squared errors, and the loss is \(loss.name)",
        at: statement.options[.loss]?.span ?? name.span,
        help: ["It goes with: \(having.joined(separator: ", "))", "For \(loss.name) there is: train l-bfgs"])
    }
    guard network.parameters.count > Optimizer.mostSolved else { return }
    let count = Double(network.parameters.count).grouped
    throw Diagnostic(
      .netTooLarge,
      "`\(optimizer.name)` solves for all parameters at once, at most \(Double(Optimizer.mostSolved).grouped), "
        + "and this net has \(count)",
      at: name.span, help: ["For larger nets there is: train l-bfgs"])
  }

  /// A line search needs the same loss at every look.
  private func checkSearch(_ request: TrainRequest, _ statement: TrainStatement) throws(Diagnostic) {
    guard request.configuration.optimizer.searches else { return }
    for option in [TrainOption.clip, .maxnorm, .dropout, .accumulate]
    where statement.options.contains(option) {
      throw statement.refusal(
        of: option,
        "`\(request.configuration.optimizer.name)` searches along the whole gradient and takes no `\(option.rawValue)`"
      )
    }
  }

  /// Options about when to stop that need each other.
  private func checkGoals(_ request: TrainRequest, _ statement: TrainStatement) throws(Diagnostic) {
    if request.keepsOptimizer, request.restartEvery == nil {
      throw statement.refusal(
        of: TrainOption.keeping, "`keeping optimizer` goes with `restart`",
        "For example: restart every 1000 keeping optimizer")
    }
    let isWatched = request.patience != nil || request.schedule?.schedule.isAdaptive == true
    if request.watched != nil, !isWatched {
      throw statement.refusal(
        of: TrainOption.on, "`on` goes with `patience` or with `schedule plateau`",
        "For example: patience 20 on val.loss")
    }
    if request.least > 0, request.patience == nil {
      throw statement.refusal(
        of: TrainOption.least, "`least` says what counts as an improvement for `patience`",
        "For example: patience 20 least 1e-4")
    }
    if request.restartEvery != nil, request.condition == nil {
      throw statement.refusal(
        of: TrainOption.restart, "`restart` needs an `until`: when is an attempt good?",
        "For example: until loss<0.01 restart every 1000")
    }
    if request.restartEvery != nil, request.patience != nil {
      throw statement.refusal(
        of: TrainOption.patience, "`patience` and `restart` exclude each other", "Leave one of them out.")
    }
    if let watched = request.watched, TrainingMetric(rawValue: watched.node) == nil {
      throw statement.refusal(
        of: TrainOption.on,
        "`on` names one of " + TrainingMetric.allCases.map(\.rawValue).joined(separator: ", "),
        "For example: patience 20 on val.loss")
    }
  }

  /// An attempt has to begin with a start of the whole net, and each with another.
  private func checkRestarts(
    _ request: TrainRequest, _ statement: TrainStatement, _ network: Network
  ) throws(Diagnostic) {
    guard request.restartEvery != nil, let start = session.model.initialization else { return }
    if start.draws[0].layers != nil, !start.isWhole {
      throw statement.refusal(
        of: TrainOption.restart, "`restart` draws the whole net anew, and here only single layers were drawn",
        "Draw all of it first, for example: init xavier")
    }
    guard !start.varies(layers: network.layers.count) else { return }
    throw statement.refusal(
      of: TrainOption.restart,
      "every attempt would be the same: no layer of this initialization depends on the seed",
      "Take one that draws, without a seed for each layer: init xavier")
  }

  /// What can only be checked against the data.
  func check(_ request: TrainRequest, _ data: Dataset, _ statement: TrainStatement) throws(Diagnostic) {
    do throws(Diagnostic) {
      try session.checkTargets(of: data, request.configuration.objective.loss)
    } catch {
      throw (statement.options[.loss]?.span ?? statement.optimizer?.span).map(error.at) ?? error
    }
    let history =
      request.configuration.settings[.history] * 2 * Double(session.network?.parameters.count ?? 0)
    guard !request.configuration.optimizer.searches || history * Double(session.precision.bytes) < 4e9 else {
      throw statement.refusal(
        of: Setting.Key.history,
        "\(Int(clamping: request.configuration.settings[.history])) moves of this net take \((history * Double(session.precision.bytes)).bytes) of memory",
        "Remember fewer: history 10")
    }
  }
}
