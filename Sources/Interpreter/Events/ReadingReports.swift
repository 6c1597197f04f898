import NeuralCore

/// A row with the outputs that the network gives for it.
public struct EvalRow: Sendable {
  /// As given, not scaled.
  public let inputs: [Double]
  /// One for each output neuron.
  public let outputs: [Double]
  /// nil where the row has none.
  public let targets: [Double]?
  /// Its number in the data or the file, from 1; nil for inputs that were typed.
  public var number: Int?
  /// Its number in the file of the data, where rows of that were left out.
  public var fileNumber: Int?
  /// The part of the data that it belongs to, where that is split.
  public var part: Part?
}

/// The rows of one `eval`. There may be millions, so each is put together when it is asked for.
public struct EvalRows: RandomAccessCollection, Sendable {
  /// The targets of the rows.
  enum Targets {
    case none
    /// [rows, so many], row by row.
    case all(Vector, Int)
    /// nil for a row that has none.
    case some([[Double]?])
  }

  /// [rows, inputs], row by row, as given, not scaled.
  let inputs: Vector
  let inputCount: Int
  /// [rows, outputs], row by row, of the sizes of the targets.
  let outputs: Vector
  let outputCount: Int
  let targets: Targets
  /// nil for inputs that were typed.
  var numbers: Numbers?

  /// Which rows these are.
  struct Numbers {
    /// In the file that was evaluated, from 0; nil where they are all, in order.
    var places: [Int]?
    /// In the file of the data, from 1, where rows of it were left out.
    var inFile: [Int]?
    /// Of the data, where that is split.
    var parts: [Part?] = []
  }

  /// Rows count from 0.
  public var startIndex: Int { 0 }
  /// The number of rows.
  public var endIndex: Int { outputs.count / outputCount }

  /// A row by its place.
  public subscript(row: Int) -> EvalRow {
    EvalRow(
      inputs: inputs.decimals(of: row, width: inputCount), outputs: outputs(of: row),
      targets: targets(of: row), number: numbers.map { ($0.places?[row] ?? row) + 1 },
      fileNumber: numbers?.inFile?[row], part: numbers.flatMap { $0.parts.isEmpty ? nil : $0.parts[row] })
  }

  /// Whether some row has targets.
  public var haveTargets: Bool {
    switch targets {
    case .none: false
    case .all: true
    case .some(let rows): rows.contains { $0 != nil }
    }
  }

  func outputs(of row: Int) -> [Double] { outputs.decimals(of: row, width: outputCount) }

  func targets(of row: Int) -> [Double]? {
    switch targets {
    case .none: nil
    case .all(let numbers, let width): numbers.decimals(of: row, width: width)
    case .some(let rows): rows[row]?.map(inputs.precision.decimal)
    }
  }
}

/// How well the network does on one part of the data.
public struct ScoreReport: Sendable {
  /// The name of the data.
  public let data: String
  /// The part of the data that was scored; nil for a file.
  public let part: Part?
  /// Rows of that part.
  public let rows: Int
  /// The loss, without its class weights.
  public let lossName: String
  /// Whether the loss is of scaled targets; the rest is in the units of the data.
  public let isLossScaled: Bool
  /// Over that part.
  public let loss: Double
  /// nil where the targets are not classes.
  public let confusion: Confusion?
  /// RMSE, mean absolute error and R².
  public let errors: ErrorSize
}

/// What `check gradient` found.
public struct GradientReport: Sendable {
  /// The network that was checked.
  public let network: Network
  /// The comparison, parameter by parameter.
  public let check: GradientCheck
  /// The loss with its class weights and smoothing, as typed after `loss`.
  public let loss: String
  /// Rows that the gradient is over.
  public let rows: Int
}

/// What `guess` shows: the outputs beside the numbers that were typed.
public struct GuessReport: Sendable {
  /// The inputs with the network's outputs, and the targets where the data has the row.
  public let row: EvalRow
  /// One an output; nil where none was typed.
  public let guesses: [Double]?
  /// Whether there was nobody to ask.
  public let isPassedBy: Bool
  /// Decimals to show.
  public let digits: Int
}
