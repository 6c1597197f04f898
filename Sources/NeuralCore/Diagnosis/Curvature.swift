/// How much the loss bends at the present weights, and the longest step that this allows.
public struct Curvature: Sendable {
  /// The largest eigenvalue of the matrix of second derivatives; with an optimizer that scales each weight, of the scaled
  /// one.
  public let largest: Double
  /// Above this rate the steps overshoot and grow.
  public let limit: Double

  /// By power iteration, with differences of gradients in double precision.
  ///
  /// - Parameter memory: what the optimizer remembers, for those that divide by an average.
  /// - Returns: nil for optimizers without such a limit, or where the loss does not bend.
  public init?(
    _ network: Network, _ plan: TrainingConfiguration, on data: Dataset, _ memory: OptimizerMemory?,
    isInterrupted: () -> Bool
  ) {
    let settings = plan.settings
    let (scaling, factor): ([Double], Double)
    switch plan.optimizer {
    case .sgd:
      let momentum = settings["momentum"]
      scaling = [Double](repeating: 1, count: network.parameters.count)
      factor = settings["nesterov"] == 1 ? 2 * (1 + momentum) / (1 + 2 * momentum) : 2 * (1 + momentum)
    case .adam, .adamw:
      guard let squares = memory?.arrays["squares"], let steps = memory?.scalars["steps"] else { return nil }
      let correction = 1 - Elementary.power(settings["beta2"], steps)
      scaling = network.parameters.indices.map {
        1 / ((squares[$0] / correction).squareRoot() + settings["eps"])
      }
      factor = 2 * (1 + settings["beta1"]) / (1 - settings["beta1"])
    default: return nil
    }
    let roots = scaling.map { $0.squareRoot() }
    guard
      let found = Self.largest(
        network.converted(to: .double), plan.objective, data.converted(to: .double), roots, isInterrupted),
      found > 1e-12
    else { return nil }
    (largest, limit) = (found, factor / found)
  }

  private static func largest(
    _ network: Network, _ objective: Objective, _ data: Dataset, _ roots: [Double],
    _ isInterrupted: () -> Bool
  ) -> Double? {
    var v = roots.indices.map { $0 % 2 == 0 ? 1.0 : 0.7 }
    var value = 0.0
    let reach = network.parameters.reduce(1.0) { max($0, $1.magnitude) }
    for _ in 0..<60 {
      if isInterrupted() { return nil }
      let length = LeastSquares.dot(v, v).squareRoot()
      guard length > 0, length.isFinite else { return nil }
      v = v.map { $0 / length }
      let move = zip(v, roots).map { $0 * $1 }
      let size = move.reduce(1e-300) { max($0, $1.magnitude) }
      let step = 1e-4 * reach / size
      let (up, down) = (
        slopes(network, objective, data, move, step), slopes(network, objective, data, move, -step)
      )
      let next = roots.indices.map { roots[$0] * (up[$0] - down[$0]) / (2 * step) }
      let found = LeastSquares.dot(v, next)
      if (found - value).magnitude <= 1e-3 * found.magnitude { return found }
      (value, v) = (found, next)
    }
    return value
  }

  private static func slopes(
    _ network: Network, _ objective: Objective, _ data: Dataset, _ direction: [Double], _ step: Double
  ) -> Vector {
    var moved = network
    for k in direction.indices { moved.parameters[k] += step * direction[k] }
    return moved.gradient(of: objective, on: data)
  }
}
