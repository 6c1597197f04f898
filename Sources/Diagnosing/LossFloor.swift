import NeuralCore

/// A loss below which a network cannot come as long as one of its properties stays as it is. Each follows from that
/// property, the inputs and the targets, never from the present loss.
public enum LossFloor: Sendable {
  /// Groups of rows share an output.
  case groups(RowPartition)
  /// The outputs of some rows have no derivative (a dead relu at the output); the others are in groups.
  case locked(RowPartition, rows: [Int])
  /// No hidden layer, or only linear ones: the best linear function of the inputs.
  case linear(Double)
  /// A last hidden layer with fewer units than the targets have directions.
  case bottleneck(Double, width: Int)
  /// Piecewise linear units, each row on the piece where it is now; with the units that are off for every row.
  case pieces(Double, dead: [NeuronName])
  /// Targets that the activation of the output cannot reach.
  case outOfReach(Double)

  /// The loss of the floor.
  public var plateau: Double {
    switch self {
    case .groups(let partition), .locked(let partition, _): partition.plateau
    case .linear(let loss), .bottleneck(let loss, _), .pieces(let loss, _), .outOfReach(let loss): loss
    }
  }
}
