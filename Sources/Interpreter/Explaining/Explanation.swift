import Language
import NeuralCore

/// What `explain` and `step` show: a calculation by hand, and what it is of.
public struct Explanation: Sendable {
  public enum Kind: Sendable {
    case outputs
    case gradient(loss: String)
    case update(Update)
  }

  /// One update of an optimizer.
  public struct Update: Sendable {
    public let optimizer: String
    /// As typed after `step`, with what differs from the defaults.
    public let line: String
    /// Updates counted from 1 since the optimizer began.
    public let number: Int
    /// The settings and other numbers that the formulas use, in order.
    public let settings: [(name: String, value: Double)]
    /// The batch: its rows among all, counted from 0.
    public let rows: [Int]
    public let allRows: Int
    public let loss: Double
    /// `step` did it; `explain step` only shows it.
    public let isDone: Bool
    /// Why weights stay that are not shown: how many are frozen.
    public let frozen: Int
    /// Of a rule that searches: what is to be said instead of formulas.
    public let search: Search?
  }

  /// The first move of l-bfgs: no formula a weight, but a direction for all and how far along it.
  public struct Search: Sendable {
    public let length: Double
    public let moves: Int
    public let weights: [(name: WeightName, before: Double, direction: Double, after: Double)]
  }

  /// One row: the numbers that went in and came out.
  public struct Row: Sendable {
    public let inputs: [Double]
    public let outputs: [Double]
    public let targets: [Double]?
  }

  public let kind: Kind
  public let derivation: Derivation
  public let rows: [Row]
  /// Rows of the data that are not shown.
  public let rowsLeft: Int
  /// The one neuron asked for, or the weights into it.
  public let only: NeuronName?
  public let digits: ShownDigits

  public var network: Network { derivation.network }

  /// The outputs of a row, or the steps that the closing line compares, when every number is rounded on the way.
  public var rounded: (Quantity) -> Double { derivation.rounded(digits.rounded) }
}

/// How many digits a calculation shows.
public struct ShownDigits: Sendable, Equatable {
  public let places: Int
  /// Of small numbers so many significant digits, not decimals: slopes and averages may be tiny.
  public let isSignificant: Bool

  public init(places: Int, isSignificant: Bool = false) {
    (self.places, self.isSignificant) = (places, isSignificant)
  }

  /// `0.9097`, `−0.01709`, `1.234e-05`, with a real minus sign.
  public func text(_ value: Double) -> String {
    let text =
      isSignificant && value.magnitude < 1 && value != 0
      ? value.significant(max(1, places)) : value.fixed(places)
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  /// The number that the text says.
  public func rounded(_ value: Double) -> Double {
    let text = text(value)
    return Double(text.hasPrefix("−") ? "-" + text.dropFirst() : text) ?? value
  }
}
