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
    /// More parameters than `parameterLimit`.
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

  /// Nets with more parameters are refused: a matrix of this size takes a second.
  public static let parameterLimit = 300

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
    guard network.parameters.count <= Self.parameterLimit else {
      throw .tooLarge(parameters: network.parameters.count)
    }
    if let layer = network.layers.firstIndex(where: { !$0.activation.isDifferentiable }) {
      throw .activation(network.layers[layer].activation, layer: layer + 1)
    }
    guard objective.loss.isDifferentiable else { throw .loss(objective.loss) }

    let precision = network.precision
    let (network, data) = (network.converted(to: .double), data.converted(to: .double))
    var sums = HessianSums(network)
    let slopes = SlopeFormulas(network, objective, on: data)
    var corners = 0
    for (row, values) in network.values(for: data).enumerated() {
      if isInterrupted() { throw .interrupted }
      let pass = RowDerivatives(network, Array(data.input(row)), Array(data.target(row)), values, slopes)
      sums.add(pass)
      if pass.isAtCorner { corners += 1 }
    }
    let (first, second) = sums.result
    (self.places, self.precision) = (places, precision)
    parameters = places.map { network.parameters[$0] }
    loss = network.loss(objective, on: data)
    gradient = places.map { first[$0] }
    matrix = places.map { p in places.map { second[p * first.count + $0] } }
    cornerRows = corners
    guard loss.isFinite, gradient.allSatisfy(\.isFinite),
      matrix.allSatisfy({ $0.allSatisfy(\.isFinite) })
    else { throw .notFinite }
  }
}

/// The sums over the rows of a gradient and a matrix of second derivatives.
private struct HessianSums {
  private let network: Network
  private let count: Int
  private var gradient: [Double]
  /// `[count][count]`; filled where the layer of the row's parameter is not behind that of the column's.
  private var matrix: [Double]

  init(_ network: Network) {
    (self.network, count) = (network, network.parameters.count)
    gradient = [Double](repeating: 0, count: count)
    matrix = [Double](repeating: 0, count: count * count)
  }

  mutating func add(_ pass: RowDerivatives) {
    var column = [Double](repeating: 0, count: count)
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
      pass.writeGradient(ofLayer: l, to: &gradient)
    }
  }

  /// Row `p` of the matrix += factor · column, from the place `start` on.
  private mutating func add(_ column: [Double], from start: Int, _ factor: Double, _ p: Int) {
    guard factor != 0 else { return }
    let count = count
    matrix.withUnsafeMutableBufferPointer { matrix in
      column.withUnsafeBufferPointer { column in
        for q in start..<count { matrix[p * count + q] += factor * column[q] }
      }
    }
  }

  /// The gradient and the whole matrix: within a layer the mean of both halves, which rounding alone tells apart.
  var result: (gradient: [Double], matrix: [Double]) {
    var whole = matrix
    for (l, layer) in network.layers.enumerated() {
      let start = network.offset(ofLayer: l)
      let end = start + layer.parameterCount
      for p in start..<end {
        for q in p..<count {
          let value = q < end ? (matrix[p * count + q] + matrix[q * count + p]) / 2 : matrix[p * count + q]
          (whole[p * count + q], whole[q * count + p]) = (value, value)
        }
      }
    }
    return (gradient, whole)
  }
}
