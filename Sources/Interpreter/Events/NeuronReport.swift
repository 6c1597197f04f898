import Charts
import NeuralCore

/// What `explain neuron` shows: what a neuron computes, for which rows, and what it is good for.
public struct NeuronReport: Sendable {
  /// A row with the neuron's part in it.
  public struct Row: Sendable {
    /// Counted from 0.
    public let place: Int
    /// As given.
    public let inputs: [Double]
    /// Its pre-activation.
    public let preActivation: Double
    /// Its output.
    public let value: Double
    /// Of the net.
    public let outputs: [Double]
    /// Of the net without the neuron.
    public let without: [Double]
    /// Of the data.
    public let targets: [Double]
  }

  /// What the neuron does to an output of the net, over all rows.
  public struct Part: Sendable {
    /// The output's neuron.
    public let output: NeuronName
    /// The weight that leads there, where the neuron stands right before it.
    public let weight: Double?
    /// The output minus the output without the neuron.
    public let change: Spread
  }

  /// The neuron.
  public let neuron: NeuronName
  /// The network.
  public let network: Network
  /// The name of the data.
  public let dataName: String
  /// Names and weights of what its pre-activation is a sum of; of the first layer the inputs as given.
  public let terms: [(name: String, weight: Double)]
  /// The constant of the sum.
  public let constant: Double
  /// Whether the sum is of inputs as given though the net sees scaled ones.
  public let isUnscaled: Bool
  /// Rows with a pre-activation above 0, below 0, and 0.
  public let sides: (above: Int, below: Int, on: Int)
  /// The first ones.
  public let rows: [Row]
  /// One an output of the net; empty for an output itself.
  public let parts: [Part]
  /// Over the training data, with the neuron and without it; nil for an output itself.
  public let losses: (with: Double, without: Double)?
  /// Likewise; nil where the targets are not classes.
  public let accuracies: (with: Double, without: Double)?
  /// As typed after `loss`.
  public let lossName: String
  /// The neuron over the plane of two inputs; nil where there are not two.
  public let chart: Chart?
  /// Decimals to show.
  public let digits: Int
}
