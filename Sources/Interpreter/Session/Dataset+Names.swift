import NeuralCore

extension Dataset {
  /// The names of the inputs; L0N0, L0N1 … where they have none.
  public var columnNames: [String] { columns.isEmpty ? (0..<inputCount).map { "L0N\($0)" } : columns }

  var targetNames: [String] {
    if hasOneTargetForTwoClasses { return [recipe?.targets.first ?? "target"] }
    guard classes.isEmpty else { return classes }
    guard targetColumns.isEmpty else { return targetColumns }
    return (0..<targetCount).map { targetCount == 1 ? "target" : "target \($0)" }
  }
}
