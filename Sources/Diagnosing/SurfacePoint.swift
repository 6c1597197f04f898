import NeuralCore

/// What kind of place a network is at on the surface of its loss E, by the gradient and the eigenvalues of the exact second
/// derivative.
///
/// The yardstick is a step of length 1 in the space of the parameters, whose own size is about 1: what such a step does to
/// the loss matters or does not.
public struct SurfacePoint: Sendable {
  /// The kinds of place.
  public enum Kind: String, Sendable, CaseIterable {
    /// The gradient leads down: a step along it of at most 1 lowers the loss by more than a hundredth.
    case slope
    /// Every direction leads up.
    case minimum
    /// No slope, and the surface bends down along at least one direction.
    case saddle
    /// No slope, and along some directions the surface does not bend. None bends down; or only on the valley's side, where
    /// the weights are, and not on its floor, a Newton step away.
    case valley = "flat-valley"
    /// Every direction leads down.
    case maximum
  }

  /// A step of length 1 against the gradient that lowers the loss by no more than this part of it is none.
  public static let slopeShare = 0.01
  /// An eigenvalue is near 0 if it is at most this part of the loss: a step of length 1 along its direction changes the loss
  /// by a 2000th of it …
  public static let flatShare = 1e-3
  /// … or at most this part of the largest eigenvalue: the rounding of weights to float32 changes as much.
  public static let rounding = 1e-6

  /// From which it is read.
  public let hessian: Hessian
  /// Of the second derivative, ascending.
  public let eigenvalues: [Double]
  /// Of length 1, in the order of the eigenvalues; a component for each of `hessian.places`, the largest positive.
  public let eigenvectors: [[Double]]
  /// What the quadratic model expects of a step against the gradient that is at most 1 long in each eigenvector's
  /// direction: the decrease of the loss.
  public let decrease: Double
  /// What of the loss the rounding of the parameters to their precision alone can make; a smaller decrease is none.
  public let noise: Double
  /// Eigenvalues of at most this size are near 0.
  public let flat: Double
  /// The kind of place.
  public let kind: Kind

  /// The place that a network is at.
  ///
  /// - Parameter frozen: places of parameters that do not move.
  public init(
    _ network: Network, _ objective: Objective, on data: Dataset, frozen: Set<Int> = [],
    isInterrupted: () -> Bool = { false }
  ) throws(Hessian.Refusal) {
    func hessian(_ network: Network) throws(Hessian.Refusal) -> Hessian {
      try Hessian(network, objective, on: data, frozen: frozen, isInterrupted: isInterrupted)
    }
    let here = SurfacePoint(try hessian(network))
    guard here.kind == .saddle else {
      self = here
      return
    }
    // An optimizer that swings across a valley leaves the weights on its side, where the surface may bend down a little
    // along the valley. What bends down on the floor too is a saddle.
    let floor = SurfacePoint(try hessian(here.onFloor(network.converted(to: .double))))
    self = floor.counts.negative > 0 ? here : SurfacePoint(here.hessian, bendsOnFloor: false)
  }

  /// The network after a Newton step along the directions that bend up.
  private func onFloor(_ network: Network) -> Network {
    var result = network
    for (eigenvalue, vector) in zip(eigenvalues, eigenvectors) where eigenvalue > flat {
      let step = LeastSquares.dot(vector, hessian.gradient) / eigenvalue
      for (place, component) in zip(hessian.places, vector) { result.parameters[place] -= step * component }
    }
    return result
  }

  /// Read from a gradient and a second derivative.
  public init(_ hessian: Hessian) { self.init(hessian, bendsOnFloor: true) }

  private init(_ hessian: Hessian, bendsOnFloor: Bool) {
    let eigen = SymmetricEigen(hessian.matrix)
    let largest = eigen.values.reduce(0) { max($0, $1.magnitude) }
    let flat = max(Self.flatShare * hessian.loss.magnitude, Self.rounding * largest)
    let decrease = zip(eigen.values, eigen.vectors).reduce(0) { total, pair in
      total + Self.decrease(LeastSquares.dot(pair.1, hessian.gradient).magnitude, pair.0)
    }
    (self.hessian, eigenvalues, eigenvectors) = (hessian, eigen.values, eigen.vectors)
    (self.flat, self.decrease) = (flat, decrease)

    let negative = eigen.values.count { $0 < -flat }
    let ulp = hessian.precision == .single ? Double(Float.ulpOfOne) : Double.ulpOfOne
    noise = 4 * largest * LeastSquares.dot(hessian.parameters, hessian.parameters) * ulp * ulp
    if decrease > Self.slopeShare * hessian.loss.magnitude + noise {
      kind = .slope
    } else if negative > 0, bendsOnFloor {
      kind = negative == eigen.values.count ? .maximum : .saddle
    } else {
      kind = eigen.values.contains { $0 <= flat } ? .valley : .minimum
    }
  }

  /// g x − λ x² / 2 at its largest for x from 0 to 1; the bend downwards of a negative λ does not count.
  private static func decrease(_ gradient: Double, _ eigenvalue: Double) -> Double {
    let bend = max(eigenvalue, 0)
    let step = gradient < bend ? gradient / bend : 1
    return gradient * step - bend * step * step / 2
  }

  /// |∂E/∂p|.
  public var gradientNorm: Double { LeastSquares.dot(hessian.gradient, hessian.gradient).squareRoot() }
  /// How many eigenvalues are clearly below 0, near 0 and clearly above: the first is the index of a saddle.
  public var counts: (negative: Int, flat: Int, positive: Int) {
    let negative = eigenvalues.count { $0 < -flat }
    let positive = eigenvalues.count { $0 > flat }
    return (negative, eigenvalues.count - negative - positive, positive)
  }

  /// The direction along which the surface bends down most, with 0 for what does not move: of length 1, a component for
  /// each parameter of the network. nil if it bends down clearly along none.
  public var descent: [Double]? {
    guard kind != .valley, let least = eigenvalues.first, least < -flat else { return nil }
    var direction = [Double](repeating: 0, count: (hessian.places.last ?? -1) + 1)
    for (place, component) in zip(hessian.places, eigenvectors[0]) { direction[place] = component }
    return direction
  }
}

/// A network moved along a direction, to where the loss is least.
public struct Departure: Sendable {
  /// The network there, in the precision of the one that was moved.
  public let network: Network
  /// How far, in lengths of the direction; negative against it.
  public let length: Double
  /// The loss there.
  public let loss: Double

  /// Both ways along a direction in steps that grow, each way as long as the loss falls.
  ///
  /// - Parameter direction: a component for each parameter; missing ones at the end do not move.
  /// - Returns: nil if neither way lowers the loss by more than rounding does.
  public init?(
    _ network: Network, along direction: [Double], _ objective: Objective, on data: Dataset,
    isInterrupted: () -> Bool = { false }
  ) {
    let start = network.loss(objective, on: data)
    // In double precision, since the first steps change less than float32 can hold.
    let (exact, rows) = (network.converted(to: .double), data.converted(to: .double))
    var best: (length: Double, loss: Double)?
    for sign in [1.0, -1] {
      var (length, last) = (Self.shortest, exact.loss(objective, on: rows))
      while length < Self.longest, !isInterrupted() {
        let loss = exact.moved(by: sign * length, along: direction).loss(objective, on: rows)
        guard loss < last else { break }
        if loss < best?.loss ?? .infinity { best = (sign * length, loss) }
        (length, last) = (length * Self.growth, loss)
      }
    }
    guard let best else { return nil }
    (self.network, length) = (network.moved(by: best.length, along: direction), best.length)
    loss = self.network.loss(objective, on: data)
    guard loss < start - 1e-6 * start.magnitude else { return nil }
  }

  private static let (shortest, longest, growth) = (0.01, 100.0, 1.25)
}

extension Network {
  /// Its parameters moved so far along a direction.
  fileprivate func moved(by length: Double, along direction: [Double]) -> Network {
    var result = self
    for (place, component) in direction.enumerated() { result.parameters[place] += length * component }
    return result
  }
}
