import NeuralCore

/// Data that was chosen.
public struct DataReport: Sendable {
  /// The data set's name, or the file's.
  public let name: String
  /// In all parts.
  public let rows: Int
  /// Inputs and targets a row.
  public let inputs: Int
  /// Targets a row.
  public let targets: Int
  /// Whether nobody asked for it: the network has the shape of xor.
  public let isFallback: Bool
  /// Names of the classes, one a target; empty if the targets are numbers.
  public let classes: [String]
  /// What the points were drawn from, if they were.
  public let seed: Int64?
  /// Whether the seed was not given but chosen.
  public let isSeedChosen: Bool
}

extension DataReport {
  /// A line that makes a net for the data.
  public var netThatFits: String { lineOfNet(inputs, targets, classes) }
}

/// How a file was read.
public struct TableReport: Sendable {
  /// As the statement names it.
  public let file: String
  /// Rows that are used.
  public let rows: Int
  /// What kind of file it is.
  public let format: String
  /// Its encoding, where it is not UTF-8.
  public let encoding: String?
  /// Whether it was compressed by gzip.
  public let isCompressed: Bool
  /// The character between cells.
  public let delimiter: String
  /// Whether the first line was read as names of columns.
  public let hasHeader: Bool
  /// Names of the target columns.
  public let targets: [String]
  /// Whether inputs and targets are the same columns, since all are targets.
  public let isAutoencoder: Bool
  /// Columns that are left out without being named: row names, and columns without name and value.
  public let ignored: [(name: String, isOfRowNames: Bool)]
  /// Names that several columns have, which are told apart by numbers.
  public let sharedNames: [String]
  /// Columns with the number of their missing values that became means.
  public let filled: [(name: String, cells: Int)]
  /// Rows left out because a value was missing.
  public let dropped: Int
  /// The columns for whose missing values rows were left out, and how many each lacks.
  public let missing: [(name: String, cells: Int)]
  /// Columns whose numbers are written with a currency or in groups of digits: the first of each, and what was read.
  public let written: [(name: String, text: String, number: Double)]
}

/// Which parts the data has from now on.
public struct SplitReport: Sendable {
  /// In their order; one if the data is in one part again.
  public let parts: [(part: Part, rows: Int)]
  /// Of the permutation; nil where the rows kept their order.
  public let seed: Int64?
  /// Whether nobody gave the seed.
  public let isSeedChosen: Bool
  /// What stands in the place of missing values now, by the name of the input: means of the training part.
  public let means: [(name: String, mean: Double)]
}

/// How inputs or targets are scaled from now on.
public struct ScaleReport: Sendable {
  /// Which of the two.
  public let side: Scaling.Side
  /// nil if scaling was taken back.
  public let scaling: Scaling?
  /// Names of the columns.
  public let columns: [String]
  /// It was scaled before: the numbers are those of another training set now.
  public let isAnew: Bool
  /// Whether these are the two numbers of classes, which are known without a training set.
  public let isOfClasses: Bool
}

/// What `show data` shows.
public struct DataSummary: Sendable {
  /// One column over all rows, as given.
  public struct Column: Sendable {
    /// The column's name, or the neuron's where it has none.
    public let name: String
    /// The minimum.
    public let least: Double
    /// The arithmetic mean.
    public let mean: Double
    /// The standard deviation: √(Σ (x − mean)² / n).
    public let deviation: Double
    /// The maximum.
    public let most: Double
  }

  /// The data as it was chosen.
  public let report: DataReport
  /// The parts in their order; one if the data was not split.
  public let parts: [(part: Part, rows: Int)]
  /// The scaling of the inputs in use, as typed after `scale`; nil for none.
  public let scaling: String?
  /// The same of the targets.
  public let targetScaling: String?
  /// A column an input.
  public let inputs: [Column]
  /// A column a target.
  public let targets: [Column]
  /// Rows of each class; empty if the targets are not classes.
  public let balance: [(name: String, rows: Int)]
  /// The first rows, without outputs.
  public let first: [EvalRow]
}
