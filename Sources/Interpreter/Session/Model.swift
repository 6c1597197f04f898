import NeuralCore

/// A network with everything that belongs to it and goes with it: `net` begins another.
public struct Model: Sendable {
  /// nil before the first `net`.
  public internal(set) var network: Network?
  /// How the weights were last drawn; nil if they never were.
  var initialization: Initialization?
  /// Whether weights were drawn or set since `net`. Before that all are 0.
  var hasWeights = false
  /// The loss that `train` chose, with class weights and smoothing; nil for the standard one of the output layer.
  var chosenObjective: Objective?
  /// Indices of the parameters that training leaves alone.
  var frozen: Set<Int> = []
  /// The inputs that a neuron's name in an expression refers to, as given (not scaled).
  var lastInputs: [Double]?

  /// What training makes small: the loss chosen, else the standard one of the output layer, else mse.
  var objective: Objective {
    chosenObjective ?? Objective(network.map { Loss.standard(for: $0.output) } ?? .mse)
  }

  /// The same model in another precision: float32 numbers exactly, float64 ones rounded.
  func converted(to precision: Precision, _ stop: StopSignal) throws(Interrupted) -> Model {
    var model = self
    model.network = try network?.converted(to: precision, stop)
    model.initialization = try initialization?.converted(to: precision, stop)
    model.lastInputs = lastInputs?.map(precision.rounded)
    return model
  }
}
