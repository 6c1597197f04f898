import NeuralCore

/// The curvature of the loss at the present weights, and the largest stable learning rate that follows from it.
public struct Curvature: Sendable {
  /// The largest eigenvalue of the matrix of second derivatives, preconditioned as the optimizer does.
  public let largest: Double
  /// Above this learning rate the steps overshoot and grow.
  public let limit: Double

  /// By power iteration, with differences of gradients in double precision.
  ///
  /// - Parameter memory: what the optimizer remembers, for those that divide by an average.
  /// - Returns: nil for optimizers without a known limit, or where the curvature is 0.
  public init?(
    _ network: Network, _ configuration: TrainingConfiguration, on data: Dataset, _ memory: OptimizerMemory?,
    isInterrupted: () -> Bool
  ) {
    guard case .known(let factor, let preconditioner) = configuration.optimizer.stableRate else { return nil }
    let settings = configuration.settings
    let scaling: [Double]
    switch preconditioner {
    case .identity: scaling = [Double](repeating: 1, count: network.parameters.count)
    case .diagonal(let diagonal):
      guard let memory, let found = diagonal(settings, memory) else { return nil }
      scaling = Array(found.prefix(network.parameters.count))
    }
    let roots = scaling.map { $0.squareRoot() }
    guard
      let found = Self.largest(
        network.converted(to: .double), configuration.objective, data.converted(to: .double), roots,
        isInterrupted),
      found > 1e-12
    else { return nil }
    (largest, limit) = (found, factor(settings) / found)
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
        gradient(network, objective, data, move, step), gradient(network, objective, data, move, -step)
      )
      let next = roots.indices.map { roots[$0] * (up[$0] - down[$0]) / (2 * step) }
      let found = LeastSquares.dot(v, next)
      if (found - value).magnitude <= 1e-3 * found.magnitude { return found }
      (value, v) = (found, next)
    }
    return value
  }

  private static func gradient(
    _ network: Network, _ objective: Objective, _ data: Dataset, _ direction: [Double], _ step: Double
  ) -> Vector {
    var moved = network
    for k in direction.indices { moved.parameters[k] += step * direction[k] }
    return moved.gradient(of: objective, on: data)
  }
}
