import Diagnosing
import Language
import NeuralCore

/// Why the loss is where it is, with the evidence, and what to do.
public struct Diagnosis: Sendable {
  /// What the loss does, in one word.
  public enum Verdict: String, Sendable, CaseIterable {
    /// The condition of the last train was met.
    case arrived
    /// The loss stands on a floor, and training on does not leave it.
    case stuck
    /// It stands on a floor now, and a copy that was trained on left it.
    case leaving
    /// A copy that was trained on came to rest on a floor.
    case settling
    /// A copy that was trained on arrived; without a goal, its loss fell further.
    case falling = "still-falling"
    /// It falls, but not fast enough to arrive in as many epochs again.
    case slow
    /// It hardly falls, and nothing that is known holds it.
    case flat
    /// No floor was found, and what training on would do was not tried.
    case unknown
    /// The last train ended with a loss that was not finite.
    case diverged
  }

  /// What a copy did that was trained on for as many epochs, as the last train line says.
  public struct Trial: Sendable {
    /// Epochs that the copy was trained.
    public let epochs: Int
    /// The loss that it came to.
    public let loss: Double
    /// Whether it met the condition of the last train line.
    public let reached: Bool
  }

  /// Rows that get one answer.
  public struct Group: Sendable {
    /// The rows with their outputs and targets.
    public let rows: [EvalRow]
    /// Counted from 0.
    public let places: [Int]
    /// What is best for all of them.
    public let answer: [Double]
    /// The first layer at which they are the same: 0 for the inputs, nil if only at the output.
    public let layer: Int?
  }

  /// What is wrong, or worth knowing, besides.
  public enum Finding: Sendable {
    /// Rows have targets that the output's activation cannot give; with the nearest ones it can, the loss is the floor.
    case outOfReach(rows: Int, floor: Double)
    case mirrored([(NeuronName, NeuronName)])
    case dead([NeuronName])
    case saturated([NeuronName])
    case twins([(NeuronName, NeuronName)])
    case vanishing([Double])
    case exploding([Double])
    case tooLarge(rate: Double, limit: Double, curvature: Double)
    case tooSmall(rate: Double, limit: Double, curvature: Double)
    /// Mixtures of rows of two classes that are the same point.
    case inseparable(first: [(EvalRow, Double)], second: [(EvalRow, Double)], names: (String, String))
    case overfitting(best: Int, bestLoss: Double, now: Double)
  }

  /// A line to paste, and why.
  public struct Advice: Sendable {
    /// Statements to type.
    public let line: String
    /// What they are for, and what a copy came to if one tried them.
    public let why: String
  }

  /// The network that was examined.
  public let network: Network
  /// The name of its data.
  public let dataName: String
  /// Rows of the training part.
  public let rows: Int
  /// Epochs since the weights were drawn.
  public let epoch: Int
  /// The loss, as typed after `loss`.
  public let lossName: String
  /// Over the training part.
  public let loss: Double
  /// As written behind `until`.
  public let condition: String?
  /// What the loss does.
  public let verdict: Verdict
  /// The bound that the loss is at; nil if none is known.
  public let floor: LossFloor?
  /// Groups of the floor whose targets differ.
  public let groups: [Group]
  /// What a copy did that was trained on; nil if none was.
  public let trial: Trial?
  /// What else was found.
  public let findings: [Finding]
  /// Lines to type, the best first.
  public let advice: [Advice]
  /// All rows get one answer.
  public var isConstant: Bool { groups.count == 1 && groups[0].rows.count == rows }
}
