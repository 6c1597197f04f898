import NeuralCore

/// Data that was chosen.
public struct DataReport: Sendable {
  public let name: String
  public let rows: Int
  /// Inputs and targets a row.
  public let inputs: Int
  public let targets: Int
  /// Whether nobody asked for it: the network has the shape of xor.
  public let isFallback: Bool
  /// Names of the classes, one a target; empty if the targets are numbers.
  public let classes: [String]
  /// What the points were drawn from, if they were.
  public let seed: Int64?
  public let isSeedChosen: Bool
}

/// How a file was read.
public struct TableReport: Sendable {
  public let file: String
  public let rows: Int
  /// The delimiter in words or as it is: `tab`, `;`.
  public let delimiter: String
  public let hasHeader: Bool
  /// Names of the target columns.
  public let targets: [String]
  /// Missing values that became means.
  public let filled: Int
  /// Rows left out because a value was missing.
  public let dropped: Int
}

/// How inputs are scaled from now on.
public struct ScaleReport: Sendable {
  /// nil if scaling was taken back.
  public let scaling: Scaling?
  /// Names of the inputs.
  public let columns: [String]
}

/// What `show data` shows.
public struct DataSummary: Sendable {
  /// One column over all rows, as given.
  public struct Column: Sendable {
    public let name: String
    public let least: Double
    public let mean: Double
    public let most: Double
  }

  public let report: DataReport
  public let parts: [(part: Part, rows: Int)]
  /// The kind of scaling in use; nil for none.
  public let scaling: String?
  public let inputs: [Column]
  public let targets: [Column]
  /// Rows of each class; empty if the targets are not classes.
  public let balance: [(name: String, rows: Int)]
  /// The first rows, without outputs.
  public let first: [EvalRow]
}
