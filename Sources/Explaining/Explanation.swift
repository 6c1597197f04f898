import NeuralCore

/// What `explain` and `step` show: a calculation by hand, and what it is of.
public struct Explanation: Sendable {
  /// What is calculated.
  public enum Kind: Sendable {
    case outputs
    case gradient(Gradient)
    case update(Update)
  }

  /// Derivatives, of something by something.
  public struct Gradient: Sendable {
    /// What is differentiated.
    public enum Subject: Sendable {
      /// The loss, with its name.
      case loss(String)
      /// The output of a neuron.
      case neuron(NeuronName)

      /// In a sentence.
      public var text: String {
        switch self {
        case .loss(let name): name
        case .neuron(let neuron): neuron.description
        }
      }
    }

    /// What is differentiated.
    public let subject: Subject
    /// By the inputs; else by the weights.
    public let isByInputs: Bool

    /// The derivatives of something.
    public init(of subject: Subject, isByInputs: Bool = false) {
      (self.subject, self.isByInputs) = (subject, isByInputs)
    }
  }

  /// One update of an optimizer.
  public struct Update: Sendable {
    /// Its name.
    public let optimizer: String
    /// The optimizer with what differs from the defaults.
    public let line: String
    /// What is typed after `step` for this update; empty where `step` alone makes it.
    public let typed: String
    /// The share of units that dropout leaves out.
    public let dropout: Double
    /// Whether `explain gradient data` derives the same slopes: all rows, all units, and the loss of the session.
    public let isOfWholeData: Bool
    /// Updates counted from 1 since the optimizer began.
    public let number: Int
    /// The settings and other numbers that the formulas use, in order.
    public let settings: [(name: String, value: Double)]
    /// The batch: its rows among all, counted from 0.
    public let rows: [Int]
    /// How many rows the data has.
    public let allRows: Int
    /// Before the update.
    public let loss: Double
    /// `step` did it; `explain step` only shows it.
    public let isDone: Bool
    /// How many weights are frozen and therefore not shown.
    public let frozen: Int
    /// What a rule that searches shows instead of formulas.
    public let search: Search?
    /// What bounds gradient and weights, by the options: `clip_norm`, `clip_value`, `maxnorm`.
    public var limits: [(name: String, value: Double)] = []

    /// All that an update is shown with.
    public init(
      optimizer: String, line: String, typed: String, dropout: Double, isOfWholeData: Bool, number: Int,
      settings: [(name: String, value: Double)], rows: [Int], allRows: Int, loss: Double, isDone: Bool,
      frozen: Int, search: Search?
    ) {
      (self.typed, self.dropout, self.isOfWholeData) = (typed, dropout, isOfWholeData)
      (self.optimizer, self.line, self.number, self.settings) = (optimizer, line, number, settings)
      (self.rows, self.allRows, self.loss, self.isDone) = (rows, allRows, loss, isDone)
      (self.frozen, self.search) = (frozen, search)
    }
  }

  /// The first move of l-bfgs, or that of lm: not a formula for each weight but a direction for all of them and how far along it.
  public struct Search: Sendable {
    /// How many times the direction the move goes.
    public let length: Double
    /// The most moves of an update; nil where it is one, for which a system of equations was solved.
    public let moves: Int?
    /// Every weight: before, its component of the direction, after.
    public let weights: [(name: WeightName, before: Double, direction: Double, after: Double)]

    /// The first move of a search.
    public init(
      length: Double, moves: Int?,
      weights: [(name: WeightName, before: Double, direction: Double, after: Double)]
    ) {
      (self.length, self.moves, self.weights) = (length, moves, weights)
    }
  }

  /// One row: the numbers that went in and came out.
  public struct Row: Sendable {
    /// As given, not scaled.
    public let inputs: [Double]
    /// One for each output neuron.
    public let outputs: [Double]
    /// nil where they are not known.
    public let targets: [Double]?

    /// A row with what came out.
    public init(inputs: [Double], outputs: [Double], targets: [Double]?) {
      (self.inputs, self.outputs, self.targets) = (inputs, outputs, targets)
    }
  }

  /// What is explained.
  public let kind: Kind
  /// The whole calculation; `sections` is what is shown of it.
  public let derivation: Derivation
  /// The rows that are calculated.
  public let rows: [Row]
  /// Rows of the data that are not shown.
  public let rowsLeft: Int
  /// The one neuron asked for, with the weights into it; nil for all.
  public let only: NeuronName?
  /// How many digits are shown.
  public let digits: ShownDigits
  /// Names of the inputs, where the data has some.
  public var columns: [String] = []
  /// Names of the classes, where the targets are some.
  public var classes: [String] = []
  /// The numbers in the data of rows that are a part of it, from 1; empty where the rows are all of it.
  public var numbersInData: [Int] = []
  private let roundedValues: [Quantity: Double]

  /// An explanation of a derivation, which is worked again with rounded numbers.
  public init(
    kind: Kind, derivation: Derivation, rows: [Row], rowsLeft: Int, only: NeuronName?, digits: ShownDigits
  ) throws(DerivationFault) {
    roundedValues = try derivation.rounded(to: digits)
    (self.kind, self.derivation, self.rows, self.rowsLeft) = (kind, derivation, rows, rowsLeft)
    (self.only, self.digits) = (only, digits)
  }

  /// The network that is explained.
  public var network: Network { derivation.network }

  /// What a row is called: `row 2`, and its number in the data where that is another.
  public func name(ofRow row: Int) -> String {
    let number = numbersInData.indices.contains(row) ? numbersInData[row] : row + 1
    return "row \(row + 1)" + (number == row + 1 ? "" : " (row \(number) of the data)")
  }

  /// A value when every number is rounded to the shown digits before it is used again.
  public func rounded(_ quantity: Quantity) -> Double {
    roundedValues[quantity] ?? digits.rounded(derivation.value(quantity))
  }
}

/// What is shown: one filter for every notation.
extension Explanation {
  /// The sections that are shown, each with the groups about the neuron asked for.
  public var sections: [Derivation.Section] { derivation.sections.compactMap(shown) }

  /// The steps that are shown.
  public var steps: [Derivation.Step] { sections.lazy.flatMap(\.groups).flatMap(\.steps) }

  /// A section with the groups that are shown; nil if there are none. A row's title is shown always.
  public func shown(_ section: Derivation.Section) -> Derivation.Section? {
    if case .row = section.title { return section }
    var result = section
    if case .scaledInputs = section.title { return section }
    if case .scaledTargets = section.title { return section }
    result.groups = section.groups.filter(isShown)
    return result.groups.isEmpty ? nil : result
  }

  /// The weights of a rule that searches, as far as they are shown.
  public func shown(
    _ search: Search
  ) -> [(name: WeightName, before: Double, direction: Double, after: Double)] {
    search.weights.filter { only == nil || $0.name.to == only }
  }

  private func isShown(_ group: Derivation.Group) -> Bool {
    guard let only else { return true }
    switch group.subject {
    case .neuron(let neuron): return neuron == only
    case .weight(let weight): return weight.to == only
    case .all: return group.steps.contains { $0.quantity.isOfAll(inLayer: only.layer) }
    }
  }
}

extension Quantity {
  /// Whether it concerns every neuron of a layer, or everything.
  fileprivate func isOfAll(inLayer number: Int) -> Bool {
    switch kind {
    case .largest(let layer), .total(let layer), .blend(let layer): layer == number
    case .loss, .update, .gradientLength, .clipFactor: true
    case .preActivation, .output, .weight, .target, .result, .byOutput, .byPreActivation, .byWeight,
      .byGivenInput,
      .targetShare,
      .ofWeight, .weightLength, .omitted:
      false
    }
  }
}
