import Diagnosing
import NeuralCore

/// What `explain curvature` shows: the kind of place on the surface of the loss, and what was tried.
public struct CurvatureReport: Sendable {
  /// A way off a saddle that a copy went.
  public struct Departure: Sendable {
    /// The parameters that move, the ones that move most first, to the digits that are typed.
    public let weights: [WeightValue]
    /// The loss of the copy that moved.
    public let loss: Double
    /// What the last train line makes of it; nil if there is none or it would take long.
    public let trial: Trial?
  }

  /// What became of two copies that the last train line went on training: one from here, one from the departure.
  public struct Trial: Sendable {
    /// Epochs that each was trained, if it did not stop before.
    public let epochs: Int
    /// The loss that the copy from here came to.
    public let stayed: Double
    /// The loss that the copy from the departure came to.
    public let left: Double
    /// Whether the copy from the departure met the condition of the train line.
    public let reached: Bool
  }

  /// The network that is explained.
  public let network: Network
  /// The name of the data.
  public let dataName: String
  /// Rows of the training part.
  public let rows: Int
  /// Epochs since the initialization.
  public let epoch: Int
  /// The loss with its class weights and smoothing, as typed after `loss`.
  public let lossName: String
  /// Over the rows.
  public let loss: Double
  /// Gradient, eigenvalues and the kind of place.
  public let place: SurfacePoint
  /// Off a saddle; nil at other places, and where no step lowers the loss.
  public let departure: Departure?

  /// The direction along which the surface bends down most, the largest components first; empty if there is none.
  public var descent: [(name: WeightName, component: Double)] {
    guard let direction = place.descent else { return [] }
    let names = network.names
    return place.hessian.places.sorted { direction[$0].magnitude > direction[$1].magnitude }
      .map { (names[$0], direction[$0]) }
  }
}
