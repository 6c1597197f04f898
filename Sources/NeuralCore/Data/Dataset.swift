/// Rows of inputs with their targets, row by row.
public struct Dataset: Sendable, Equatable {
  /// As reports show it.
  public let name: String
  /// Inputs a row.
  public let inputCount: Int
  /// Targets a row.
  public let targetCount: Int
  /// [rows, inputs], row by row.
  public let inputs: Vector
  /// [rows, targets], row by row.
  public let targets: Vector
  /// Names of the inputs, where they have some.
  public let columns: [String]
  /// Names of the classes, one a target, where the targets are 1 for the class of a row and 0 else.
  public let classes: [String]

  /// Names of the targets, where they are columns of a file; empty otherwise.
  public let targetColumns: [String]

  /// `inputs` and `targets` hold the same number of rows, at least one.
  public init(
    name: String, inputCount: Int, targetCount: Int, inputs: Vector, targets: Vector,
    columns: [String] = [],
    classes: [String] = [], targetColumns: [String] = []
  ) {
    (self.name, self.inputCount, self.targetCount) = (name, inputCount, targetCount)
    (self.inputs, self.targets) = (inputs, targets)
    (self.columns, self.classes, self.targetColumns) = (columns, classes, targetColumns)
  }

  /// Rows that were typed in, rounded to the precision.
  public init(name: String, rows: [(inputs: [Double], targets: [Double])], _ precision: Precision) {
    self.init(
      name: name, inputCount: rows[0].inputs.count, targetCount: rows[0].targets.count,
      inputs: Vector(rows.lazy.flatMap(\.inputs), precision),
      targets: Vector(rows.lazy.flatMap(\.targets), precision))
  }

  /// Rows that each belong to one of some classes.
  public init(name: String, columns: [String], inputs: Vector, classes: [String], labels: [Int]) {
    self.init(
      name: name, inputCount: inputs.count / labels.count, targetCount: classes.count, inputs: inputs,
      targets: Vector(
        labels.lazy.flatMap { label in classes.indices.map { $0 == label ? 1.0 : 0 } }, inputs.precision),
      columns: columns,
      classes: classes)
  }

  /// Of its numbers.
  public var precision: Precision { inputs.precision }

  /// The same rows, in the precision asked for.
  public func converted(to precision: Precision) -> Dataset {
    Dataset(
      name: name, inputCount: inputCount, targetCount: targetCount, inputs: inputs.converted(to: precision),
      targets: targets.converted(to: precision), columns: columns, classes: classes,
      targetColumns: targetColumns)
  }

  /// The number of rows.
  public var rows: Int { inputs.count / inputCount }
  /// The inputs of a row.
  public func input(_ row: Int) -> Slice<Vector> {
    inputs[row * inputCount..<(row + 1) * inputCount]
  }
  /// The targets of a row.
  public func target(_ row: Int) -> Slice<Vector> {
    targets[row * targetCount..<(row + 1) * targetCount]
  }

  /// The row with just these inputs, if there is one.
  public func row(of values: [Double]) -> Int? { (0..<rows).first { input($0).elementsEqual(values) } }
}
