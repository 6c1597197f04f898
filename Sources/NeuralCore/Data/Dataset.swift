/// Rows of inputs with their targets, row by row.
public struct Dataset: Sendable, Equatable {
  /// As reports show it.
  public let name: String
  /// Inputs a row.
  public let inputCount: Int
  /// Targets a row.
  public private(set) var targetCount: Int
  /// [rows, inputs], row by row.
  public private(set) var inputs: Vector
  /// [rows, targets], row by row.
  public private(set) var targets: Vector
  /// Names of the inputs, where they have some.
  public let columns: [String]
  /// Names of the classes: one a target, where the targets are 1 for the class of a row and 0 else; or those of 0 and of 1,
  /// where there is a single target.
  public let classes: [String]
  /// Names of the targets, where they are columns of a file; empty otherwise.
  public let targetColumns: [String]
  /// How the targets were brought to one size; nil where they are as given.
  public private(set) var targetScaling: Scaling?
  /// What all targets say of classes, of which these are a part; nil where these are all.
  public private(set) var targetForm: TargetForm?
  /// How the columns of a file became these numbers; nil for what comes from no file.
  public private(set) var recipe: Recipe?
  /// The rows, in ascending order, that have no value in a column but its mean, for each input of the recipe; nil where no
  /// means take the place of missing values, and in a part.
  public private(set) var gaps: [[Int]]?
  /// The numbers of the rows in their file, from 1, where some of that were left out; nil where all are here, and in a part.
  public private(set) var fileRows: [Int]?

  /// `inputs` and `targets` hold the same number of rows, at least one.
  public init(
    name: String, inputCount: Int, targetCount: Int, inputs: Vector, targets: Vector,
    columns: [String] = [], classes: [String] = [], targetColumns: [String] = [], recipe: Recipe? = nil,
    gaps: [[Int]]? = nil, fileRows: [Int]? = nil
  ) {
    (self.name, self.inputCount, self.targetCount) = (name, inputCount, targetCount)
    (self.inputs, self.targets) = (inputs, targets)
    (self.columns, self.classes, self.targetColumns) = (columns, classes, targetColumns)
    (self.recipe, self.gaps, self.fileRows) = (recipe, gaps, fileRows)
  }

  /// Rows that were typed in, rounded to the precision.
  public init(name: String, rows: [(inputs: [Double], targets: [Double])], _ precision: Precision) {
    self.init(
      name: name, inputCount: rows[0].inputs.count, targetCount: rows[0].targets.count,
      inputs: Vector(rows.lazy.flatMap(\.inputs), precision),
      targets: Vector(rows.lazy.flatMap(\.targets), precision))
  }

  /// Rows that each belong to one of some classes.
  ///
  /// - Parameter target: the name of the column of classes in files with the same columns; nil if there are none.
  public init(
    name: String, columns: [String], inputs: Vector, classes: [String], labels: [Int],
    target: String? = nil
  ) {
    self.init(
      name: name, inputCount: inputs.count / labels.count, targetCount: classes.count, inputs: inputs,
      targets: Vector(
        labels.lazy.flatMap { label in classes.indices.map { $0 == label ? 1.0 : 0 } }, inputs.precision),
      columns: columns, classes: classes,
      recipe: target.map { target in
        Recipe(
          inputs: columns.map { Recipe.Input(name: $0) }, targets: [target], columns: columns + [target])
      })
  }

  /// Of its numbers.
  public var precision: Precision { inputs.precision }

  /// The same with other numbers for the same names.
  ///
  /// - Parameters:
  ///   - scaling: of the targets, where they were scaled.
  ///   - recipe: with other means, where these are the inputs of them.
  public func replacing(
    inputs: Vector? = nil, targets: Vector? = nil, scaled scaling: Scaling? = nil, recipe: Recipe? = nil
  ) -> Dataset {
    var copy = self
    if let recipe { copy.recipe = recipe }
    if scaling != nil { copy.targetScaling = scaling }
    if let inputs { copy.inputs = inputs }
    if let targets { copy.targets = targets }
    return copy
  }

  /// The same as a part of data with targets of this form.
  public func asPart(of form: TargetForm?) -> Dataset {
    var copy = self
    copy.targetForm = form
    return copy
  }

  /// Some rows of it, which are a part: the means in it are as they are.
  func part(inputs: Vector, targets: Vector) -> Dataset {
    var copy = replacing(inputs: inputs, targets: targets)
    (copy.gaps, copy.fileRows) = (nil, nil)
    return copy
  }

  /// The same rows, in the precision asked for.
  public func converted(to precision: Precision) -> Dataset {
    replacing(inputs: inputs.converted(to: precision), targets: targets.converted(to: precision))
  }

  /// The same of rows that may be many.
  public func converted(to precision: Precision, _ stop: StopSignal) throws(Interrupted) -> Dataset {
    replacing(
      inputs: try inputs.converted(to: precision, stop), targets: try targets.converted(to: precision, stop))
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

/// Two classes: a target each, or a single one.
extension Dataset {
  /// Whether the single target is 0 for the first of two classes and 1 for the second.
  public var hasOneTargetForTwoClasses: Bool { targetCount == 1 && classes.count == 2 }

  /// Two classes with a single target, 0 for the first and 1 for the second; nil if there are not two with a target each.
  public var withOneTarget: Dataset? {
    guard targetCount == 2, classes.count == 2 else { return nil }
    var copy = self
    copy.targetCount = 1
    copy.targets = Vector((0..<rows).lazy.map { self.targets[2 * $0 + 1] }, precision)
    return copy
  }

  /// Two classes with a target each; nil if they do not have a single one.
  public var withTargetForEachClass: Dataset? {
    guard hasOneTargetForTwoClasses else { return nil }
    var copy = self
    copy.targetCount = 2
    copy.targets = Vector((0..<rows).lazy.flatMap { [1 - self.targets[$0], self.targets[$0]] }, precision)
    return copy
  }
}
