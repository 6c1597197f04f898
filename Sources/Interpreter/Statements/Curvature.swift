import Diagnosing
import Language
import NeuralCore

/// `explain curvature`.
extension Executor {
  /// Epochs times rows times parameters that a trial may take: about a second.
  private static let work = 1e9
  /// A departure of so few weights is taken if it lowers the loss by this part of what all of them do.
  private static let fewest = (weights: 12, share: 0.8)

  mutating func curvature(_ network: Network) throws(Diagnostic) -> CurvatureReport {
    guard session.model.hasWeights else {
      throw Diagnostic(
        .unavailableMetric, "all weights are 0, and none were drawn: there is no place to explain yet",
        help: ["Draw some: init torch"])
    }
    let (data, isFallback) = try session.dataOrFallback(network)
    try session.checkTargets(of: data)
    let place: SurfacePoint
    do throws(Hessian.Refusal) {
      place = try SurfacePoint(
        network, session.objective, on: data, frozen: session.model.frozen,
        isInterrupted: host.input.isInterrupted)
    } catch {
      throw .noCurvature(error, network)
    }
    if isFallback { try use(data, isFallback: true) }
    return CurvatureReport(
      network: network, dataName: data.name, rows: data.rows, epoch: session.epoch,
      lossName: session.objective.text, loss: try loss(of: network, on: data), place: place,
      departure: place.kind == .saddle ? try departure(from: place, network, data) : nil)
  }

  // MARK: Off a saddle

  private func departure(
    from place: SurfacePoint, _ network: Network, _ data: Dataset
  ) throws(Diagnostic) -> CurvatureReport.Departure? {
    guard let direction = place.descent, let moved = try moved(along: direction, network, data) else {
      return nil
    }
    let names = network.names
    let weights = moved.sorted {
      (direction[$1.key].magnitude, $0.key) < (direction[$0.key].magnitude, $1.key)
    }
    var copy = network
    for (index, value) in weights { copy.parameters[index] = value }
    return CurvatureReport.Departure(
      weights: weights.map { WeightValue(name: names[$0.key], value: $0.value) },
      loss: try loss(of: copy, on: data), trial: try trial(from: copy, data))
  }

  /// The parameters after a departure, in few digits: of a large net those few that suffice.
  private func moved(
    along direction: [Double], _ network: Network, _ data: Dataset
  ) throws(Diagnostic) -> [Int: Double]? {
    let strongest = direction.indices.filter { direction[$0].magnitude > 1e-3 }
      .sorted { direction[$0].magnitude > direction[$1].magnitude }
    let here = try loss(of: network, on: data)
    func way(_ places: [Int]) throws(Diagnostic) -> (parameters: [Int: Double], fall: Double)? {
      var part = [Double](repeating: 0, count: direction.count)
      for place in places { part[place] = direction[place] }
      guard
        let found = Departure(
          network, along: part, session.objective, on: data, isInterrupted: host.input.isInterrupted)
      else { return nil }
      var (copy, parameters) = (network, [Int: Double]())
      for place in places {
        copy.parameters[place] = Double(found.network.parameters[place].significant(4)) ?? 0
        parameters[place] = copy.parameters.decimal(place)
      }
      let fall = here - (try loss(of: copy, on: data))
      return fall > 0 ? (parameters, fall) : nil
    }
    guard let whole = try way(strongest) else { return nil }
    guard strongest.count > Self.fewest.weights,
      let few = try way(Array(strongest.prefix(Self.fewest.weights))),
      few.fall >= Self.fewest.share * whole.fall
    else { return whole.parameters }
    return few.parameters
  }

  /// Two copies are trained on as the last train line says, for as many epochs as the net was trained.
  private func trial(from moved: Network, _ data: Dataset) throws(Diagnostic) -> CurvatureReport.Trial? {
    guard session.epoch > 0, let request = lastRequest() else { return nil }
    var budget = TrialBudget(work: Self.work)
    guard budget.allowed(2 * session.epoch, request.configuration, moved, data) == 2 * session.epoch else {
      return nil
    }
    guard let stayed = try wentOn(session, request, data) else { return nil }
    var copy = session
    copy.model.network = moved
    copy.training.end = nil
    guard let left = try wentOn(copy, request, data) else { return nil }
    return CurvatureReport.Trial(
      epochs: session.epoch, stayed: stayed.loss, left: left.loss, reached: left.isReached)
  }

  private func wentOn(
    _ session: Session, _ request: TrainRequest, _ data: Dataset
  ) throws(Diagnostic) -> (loss: Double, isReached: Bool)? {
    var request = request
    (request.epochs, request.seconds, request.restartEvery, request.patience) = (
      self.session.epoch, nil, nil, nil
    )
    request.configuration.frozen = session.model.frozen.sorted()
    var silent = Executor(session, host.silent, context)
    silent.locals = locals
    guard var loop = silent.trainingLoop(request, data) else { return nil }
    let end = try silent.run(&loop, request)
    guard end != .interrupted else { throw .interrupted }
    silent.session.model.network = loop.trainer.trained
    silent.session.training.history = loop.history
    let isReached = end == .until && request.condition.map { silent.isMetByChance($0) } != true
    return (try silent.loss(of: loop.trainer.trained, on: data), isReached)
  }
}

extension Diagnostic {
  fileprivate static func noCurvature(_ refusal: Hessian.Refusal, _ network: Network) -> Diagnostic {
    switch refusal {
    case .tooLarge(let parameters):
      Diagnostic(
        .netTooLarge,
        "\(parameters) parameters are too many: their second derivative has \(parameters)² numbers, and this goes up to \(Hessian.parameterLimit) parameters",
        help: [
          "Frozen weights do not count: freeze layer 1, then explain curvature, then unfreeze all",
          "`diagnose` looks at nets of any size.",
        ])
    case .nothingMoves:
      Diagnostic(
        .settingMismatch, "all weights are frozen: there is no direction to move in",
        help: ["Release them: unfreeze all"])
    case .activation(let activation, let layer):
      Diagnostic(
        .settingMismatch,
        "layer \(layer) has \(activation.name) units, whose derivative is 0: the loss has no slope and no curvature",
        help: ["A smooth unit of this kind is sigmoid: \(network.smoothed.statementText)"])
    case .loss(let loss):
      Diagnostic(
        .settingMismatch, "the loss `\(loss.name)` has no derivative, so the surface has no curvature",
        help: ["Choose another with the next train, for example: train sgd loss mse"])
    case .notFinite:
      Diagnostic(
        .notFinite, "weights, outputs or derivatives are not finite here, so there is no curvature",
        help: ["Draw other weights: init torch"])
    case .interrupted: .interrupted
    }
  }
}

extension Network {
  /// The same net with sigmoid in place of steps.
  fileprivate var smoothed: Network {
    Network(
      layers: layers.map {
        Layer(
          inputs: $0.inputs, outputs: $0.outputs,
          activation: $0.activation.isDifferentiable ? $0.activation : .sigmoid, hasBias: $0.hasBias)
      }, precision)
  }
}
