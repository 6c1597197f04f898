/// How the columns of a table became inputs and targets: enough to read another file in the same way.
public struct Recipe: Sendable, Equatable {
  /// A column that is an input, or several.
  public struct Input: Sendable, Equatable {
    /// Of the column.
    public let name: String
    /// The words of a column that is opened into an input of 0 or 1 for each; empty for a column of numbers.
    public let words: [String]
    /// What a missing value becomes, a number an input; empty where no value may be missing.
    public let means: [Double]

    /// A column of numbers without words.
    public init(name: String, words: [String] = [], means: [Double] = []) {
      (self.name, self.words, self.means) = (name, words, means)
    }

    /// How many inputs it is.
    public var width: Int { max(1, words.count) }
    /// The names of its inputs: `sex=female`, `sex=male`.
    public var inputNames: [String] { words.isEmpty ? [name] : words.map { "\(name)=\($0)" } }
  }

  /// In the order of the inputs.
  public let inputs: [Input]
  /// Names of the target columns.
  public let targets: [String]
  /// Names of all columns of the file, in their order.
  public let columns: [String]

  /// Which columns are what.
  public init(inputs: [Input], targets: [String], columns: [String]) {
    (self.inputs, self.targets, self.columns) = (inputs, targets, columns)
  }

  /// Inputs a row.
  public var width: Int { inputs.reduce(0) { $0 + $1.width } }
  /// A name for each input.
  public var inputNames: [String] { inputs.flatMap(\.inputNames) }
}
