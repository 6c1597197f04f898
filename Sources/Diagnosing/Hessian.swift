import NeuralCore

/// The exact matrix of second derivatives of a loss by all parameters that training may move, in double precision.
///
/// By Pearlmutter's R-operator (B. A. Pearlmutter, "Fast exact multiplication by the Hessian", Neural Computation 6, 1994):
/// the forward and the backward pass are differentiated along a direction. The direction is a unit change of one neuron's
/// pre-activation, which for one row stands for all weights into that neuron, so that a row takes one pass a neuron. No
/// differences are taken. Where an activation or a loss has a corner, the second derivative is that of the piece on which
/// the row is.
public struct Hessian: Sendable {
  /// Why there is none.
  public enum Refusal: Error, Sendable, Equatable {
    /// More parameters than `parameterLimit` that are not frozen, or a network far larger still.
    case tooLarge(parameters: Int)
    /// All parameters are frozen.
    case nothingMoves
    /// A layer, counted from 1 after the inputs, whose activation has no derivative that training can follow.
    case activation(Activation, layer: Int)
    /// A loss whose gradient is not its derivative.
    case loss(Loss)
    /// A weight, an output or a derivative is infinite or no number.
    case notFinite
    /// `isInterrupted` said so.
    case interrupted
  }

  /// With more parameters that move it is refused: the eigenvalues of a matrix of this size take part of a second.
  public static let parameterLimit = 300
  /// The most parameters of a network, frozen ones among them.
  private static let networkLimit = 10_000

  /// The places of the rows and columns among the network's parameters, ascending.
  public let places: [Int]
  /// E.
  public let loss: Double
  /// The parameters at the places.
  public let parameters: [Double]
  /// The precision in which the network holds them.
  public let precision: Precision
  /// ∂E/∂p, as long as `places`.
  public let gradient: [Double]
  /// ∂²E/∂p∂q, symmetric, `[places][places]`.
  public let matrix: [[Double]]
  /// Rows with a pre-activation or an error on a corner, where the derivative or the second one jumps.
  public let cornerRows: Int

  /// - Parameter frozen: places that are left out.
  public init(
    _ network: Network, _ objective: Objective, on data: Dataset, frozen: Set<Int> = [],
    isInterrupted: () -> Bool = { false }
  ) throws(Refusal) {
    let places = network.parameters.indices.filter { !frozen.contains($0) }
    guard !places.isEmpty else { throw .nothingMoves }
    guard places.count <= Self.parameterLimit, network.parameters.count <= Self.networkLimit else {
      throw .tooLarge(parameters: places.count)
    }
    if let layer = network.layers.firstIndex(where: { !$0.activation.isDifferentiable }) {
      throw .activation(network.layers[layer].activation, layer: layer + 1)
    }
    guard objective.loss.isDifferentiable else { throw .loss(objective.loss) }

    let precision = network.precision
    let (network, data) = (network.converted(to: .double), data.converted(to: .double))
    var sums = HessianSums(network, places)
    let slopes = SlopeFormulas(network, objective, on: data)
    var corners = 0
    for (row, values) in network.values(for: data).enumerated() {
      if isInterrupted() { throw .interrupted }
      let pass = RowDerivatives(network, Array(data.input(row)), Array(data.target(row)), values, slopes)
      sums.add(pass)
      if pass.isAtCorner { corners += 1 }
    }
    (self.places, self.precision) = (places, precision)
    parameters = places.map { network.parameters[$0] }
    loss = network.loss(objective, on: data)
    (gradient, matrix) = sums.result
    cornerRows = corners
    guard loss.isFinite, gradient.allSatisfy(\.isFinite),
      matrix.allSatisfy({ $0.allSatisfy(\.isFinite) })
    else { throw .notFinite }
  }
}

/// The sums over the rows of a gradient and a matrix of second derivatives, by the parameters at some places.
private struct HessianSums {
  private let network: Network
  private let places: [Int]
  /// For each parameter of the network, its number among the places, or that of the next one there.
  private let numbers: [Int]
  private let moves: [Bool]
  private var gradient: [Double]
  /// `[places][places]`; filled where the layer of the row's parameter is not after that of the column's.
  private var matrix: [Double]

  init(_ network: Network, _ places: [Int]) {
    (self.network, self.places) = (network, places)
    var moves = [Bool](repeating: false, count: network.parameters.count)
    for place in places { moves[place] = true }
    var next = 0
    numbers = moves.map { isMoving in
      defer { if isMoving { next += 1 } }
      return next
    }
    self.moves = moves
    gradient = [Double](repeating: 0, count: network.parameters.count)
    matrix = [Double](repeating: 0, count: places.count * places.count)
  }

  mutating func add(_ pass: RowDerivatives) {
    var column = gradient
    for (l, layer) in network.layers.enumerated() {
      let start = network.offset(ofLayer: l)
      for j in 0..<layer.outputs {
        let tangents = pass.tangents(ofLayer: l, neuron: j)
        pass.write(tangents, from: l, to: &column)
        for i in 0..<layer.inputs {
          add(column, from: start, pass.inputs[l][i], start + j * layer.inputs + i)
        }
        if layer.hasBias { add(column, from: start, 1, start + layer.weightCount + j) }
      }
      pass.addGradient(ofLayer: l, to: &gradient)
    }
  }

  /// The row of the parameter at `place` += factor · column, from the place `start` on.
  private mutating func add(_ column: [Double], from start: Int, _ factor: Double, _ place: Int) {
    guard factor != 0, moves[place] else { return }
    let (count, row, first) = (places.count, numbers[place], numbers[start])
    matrix.withUnsafeMutableBufferPointer { matrix in
      column.withUnsafeBufferPointer { column in
        for q in first..<count { matrix[row * count + q] += factor * column[places[q]] }
      }
    }
  }

  /// The gradient and the whole matrix: within a layer the mean of both halves, which rounding alone tells apart.
  var result: (gradient: [Double], matrix: [[Double]]) {
    let count = places.count
    var whole = matrix
    for l in network.layers.indices {
      let start = network.offset(ofLayer: l)
      let end = start + network.layers[l].parameterCount
      let own = numbers[start]..<(end < numbers.count ? numbers[end] : count)
      for p in own {
        for q in p..<count {
          let isWithin = q < own.upperBound
          let mean = isWithin ? (matrix[p * count + q] + matrix[q * count + p]) / 2 : matrix[p * count + q]
          (whole[p * count + q], whole[q * count + p]) = (mean, mean)
        }
      }
    }
    return (
      places.map { gradient[$0] }, (0..<count).map { Array(whole[$0 * count..<($0 + 1) * count]) }
    )
  }
}
