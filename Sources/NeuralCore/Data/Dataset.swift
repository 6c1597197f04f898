/// Rows of inputs with their targets, in float32, row by row.
public struct Dataset: Sendable, Equatable {
  public let name: String
  public let inputCount: Int
  public let targetCount: Int
  public let inputs: [Float]
  public let targets: [Float]

  /// `inputs` and `targets` hold the same number of rows, at least one.
  public init(name: String, inputCount: Int, targetCount: Int, inputs: [Float], targets: [Float]) {
    (self.name, self.inputCount, self.targetCount) = (name, inputCount, targetCount)
    (self.inputs, self.targets) = (inputs, targets)
  }

  public init(name: String, rows: [(inputs: [Float], targets: [Float])]) {
    self.init(
      name: name, inputCount: rows[0].inputs.count, targetCount: rows[0].targets.count,
      inputs: rows.flatMap(\.inputs), targets: rows.flatMap(\.targets))
  }

  public var rows: Int { inputs.count / inputCount }
  public func input(_ row: Int) -> ArraySlice<Float> {
    inputs[row * inputCount..<(row + 1) * inputCount]
  }
  public func target(_ row: Int) -> ArraySlice<Float> {
    targets[row * targetCount..<(row + 1) * targetCount]
  }

  /// The row with just these inputs, if there is one.
  public func row(of values: [Float]) -> Int? { (0..<rows).first { Array(input($0)) == values } }
}

/// A data set that comes with the language: one row of the table of data sets.
public struct BuiltinData: Sendable {
  public let name: String
  public let summary: String
  let make: @Sendable (String) -> Dataset

  public func dataset() -> Dataset { make(name) }

  public static let all: [BuiltinData] = [
    gate("xor", "1 where just one input is 1", [0, 1, 1, 0]),
    gate("and", "1 where both inputs are 1", [0, 0, 0, 1]),
    gate("or", "1 where an input is 1", [0, 1, 1, 1]),
    gate("nand", "0 where both inputs are 1", [1, 1, 1, 0]),
  ]

  public static func named(_ name: String) -> BuiltinData? { all.first { $0.name == name } }

  private static func gate(_ name: String, _ summary: String, _ targets: [Float]) -> BuiltinData {
    BuiltinData(name: name, summary: summary) { name in
      Dataset(
        name: name, inputCount: 2, targetCount: 1, inputs: [0, 0, 0, 1, 1, 0, 1, 1], targets: targets)
    }
  }
}
