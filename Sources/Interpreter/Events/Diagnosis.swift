import Diagnosing
import Language
import NeuralCore

/// Why the loss is where it is, with the evidence, and what to do.
public struct Diagnosis: Sendable {
  /// What the loss does, in one word.
  public enum Verdict: String, Sendable, CaseIterable {
    /// No training was done, and the weights are as they were drawn.
    case untrained
    /// The condition of the last train is met; without one, the outputs are the targets.
    case arrived
    /// Without a condition: training on does not lower the loss, and no remedy that was tried does much better.
    case converged
    /// The loss stands on a floor, and training on does not leave it.
    case stuck
    /// It stands on a floor now, and a copy that was trained on left it.
    case leaving
    /// A copy that was trained on came to rest: on a floor, if one is known.
    case settling
    /// A copy that was trained on arrived; without a goal, its loss fell further.
    case falling = "still-falling"
    /// It falls, but not fast enough to arrive in as many epochs again.
    case slow
    /// It jumps up and down, and does not get lower.
    case unsteady
    /// The loss over the validation set rises as training goes on.
    case overfitting
    /// It hardly falls, and nothing that is known holds it.
    case flat
    /// No floor was found, and what training on would do was not tried.
    case unknown
    /// The last train ended with a loss that was not finite.
    case diverged
  }

  /// What a copy did that was trained on as the last train line says.
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
    /// Rows have the same inputs and different targets: no network of these inputs has a loss below the floor.
    case contradiction(rows: Int, groups: Int, floor: Double)
    /// Columns of inputs that are far from 0 for their spread, or much larger than others.
    case unscaled([ColumnSummary])
    /// Targets that are far from 0 or spread over large numbers, beside outputs that begin near 0.
    case largeTargets(ColumnSummary)
    /// The targets are classes, and outputs and loss are those of numbers: the output that suits.
    case numbersForClasses(Activation)
    /// Few rows belong to a class, and the network finds less than half of them.
    case imbalance(label: String, rows: Int, found: Int)
    /// A softmax over a single output is 1 whatever the weights.
    case softmaxOfOne
    /// Hidden units without a derivative, with an optimizer that follows gradients.
    case noDerivative(Activation)
    /// Parameters that training leaves alone: a remedy without them got there.
    case frozen(Int)
    /// An option or a setting of the train line without which a copy got there.
    case hindered(by: String)
    /// A copy with more hidden units, and else as it is, got there.
    case tooNarrow
    /// A copy with another rate got there, or came much further.
    case rateByTrial(rate: Double, better: Double)
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
    /// Weights drawn much larger, or smaller, than suits the layer (counted from 1): a copy with suitable ones got there,
    /// where one was tried.
    case drawnWeights(layer: Int, spread: Double, suitable: Double, isTried: Bool)
    /// Steps that were too large: the weights of a layer (counted from 1) spread much further than they were drawn, and a
    /// copy that began anew got there.
    case thrown(layer: Int, now: Double, drawn: Double)
    /// No unit has a bias: a copy with biases got there.
    case noBias
    /// Few rows, by their places, that make this share of the squared error.
    case outliers([(place: Int, row: EvalRow)], share: Double)
    /// Rows next to each other differ in their targets, so that nothing got there: the loss that this leaves.
    case noise(loss: Double)
    /// The share of the rows whose nearest neighbor is of another class, where nothing got there.
    case overlap(share: Double)
    /// Few rows whose number in a column of inputs is far beyond those of all others, by place and number.
    case farInputs(column: String, rows: [(place: Int, value: Double)], rest: ClosedRange<Double>)
    /// A softmax, whose outputs sum to 1, and rows whose targets do not.
    case sums(rows: Int)
    /// Targets between 0 and 1 leave this loss whatever the net: that of outputs that are the targets.
    case leastLoss(Double)
    /// The condition of the last train holds for no net.
    case impossible
    /// The loss over the training set is a small part of that over the validation set.
    case gap(training: Double, validation: Double)
  }

  /// What a line to paste is for.
  public enum Remedy: Sendable, Equatable {
    case goOn, moreEpochs, scaling, targetScaling, otherSeed, restarts, wider, hiddenLayer, asManyDirections,
      linearOutput,
      sigmoidOutput, softmaxOutput, leakyUnits, reluUnits, differentiableUnits, fewerLayers, biasAtMean,
      freshWeights,
      startAgain,
      clipping,
      smallerRate, largerRate, otherOptimizer, classWeights, bestEpoch, narrower, weightDecay, dropout,
      unfrozen,
      independentOutputs, firstTraining, gradientInsteadOfPerceptron, reachableGoal, offTheSaddle, withBiases,
      robustLoss
    /// Without this option or setting.
    case without(String)
    /// A smaller value of this setting.
    case less(String)
  }

  /// What became of a copy on which the line was tried.
  public enum Outcome: Sendable, Equatable {
    /// It was not tried, since it would take long, or is nothing to try.
    case untried
    /// The copy met the condition of the last train after so many epochs of the line.
    case reached(epochs: Int)
    /// Without a condition: the loss to which the copy came.
    case loss(Double, epochs: Int)
  }

  /// A line to paste: tried on a copy where that was possible. One that did not help is not advised.
  public struct Advice: Sendable {
    /// Statements to type.
    public let line: String
    /// What they are for.
    public let remedy: Remedy
    /// What they came to.
    public let outcome: Outcome
    /// What else the line changes, in a word or two each.
    public var changes: [String] = []
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
  /// As written after `until`.
  public let condition: String?
  /// Whether the condition holds now; nil without one. A condition is judged before the update that ends an epoch.
  public let isConditionMet: Bool?
  /// What the loss does.
  public let verdict: Verdict
  /// The bound that the loss is at; nil if none is known.
  public let floor: LossFloor?
  /// Groups of the floor whose targets differ.
  public let groups: [Group]
  /// What `metric` is now.
  public let value: Double
  /// What a copy did that was trained on for as many epochs again; nil if none was.
  public let trial: Trial?
  /// What it did in ten times as many; nil if it was not trained for so long.
  public let longTrial: Trial?
  /// The metrics besides the loss that the condition is about, as they are now.
  public let watched: [(name: String, value: Double)]
  /// The metric that the condition is about: the loss, or `val.loss`.
  public let metric: String
  /// The kind of place on the surface of the loss, from the exact second derivative; nil in the short form, for larger
  /// nets, and where there is none.
  public let place: SurfacePoint?
  /// What else was found.
  public let findings: [Finding]
  /// Lines to type, the best first.
  public let advice: [Advice]
  /// How many other remedies were tried and did not help.
  public let failures: Int
  /// All rows get one answer.
  public var isConstant: Bool { groups.count == 1 && groups[0].rows.count == rows }
}
