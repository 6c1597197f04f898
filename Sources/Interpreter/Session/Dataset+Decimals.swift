import NeuralCore

extension Dataset {
  /// One row as the language sees it: shortest decimals.
  func decimalInputs(_ row: Int) -> [Double] { input(row).map(precision.decimal) }
  func decimalTargets(_ row: Int) -> [Double] { target(row).map(precision.decimal) }
}
