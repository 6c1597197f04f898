import NeuralCore

extension Session {
  /// The columns of the file that the inputs of the net are made of; empty where they come from no file.
  func inputColumns(_ network: Network) -> [Recipe.Input] {
    guard let data = data.whole, data.inputCount == network.inputs else { return [] }
    return data.recipe?.inputs ?? data.columns.map { Recipe.Input(name: $0) }
  }

  /// A row to type behind a statement that needs inputs, and which columns it has.
  ///
  /// - Parameter lead: what comes before an example that is not of the data.
  func exampleOfInputs(
    after statement: String, _ network: Network, lead: String = "For example: "
  ) -> [String] {
    let own = exampleOfInputs(statement)
    guard own.isEmpty else { return own }
    // A row that the data has not needs its targets.
    let targets = statement.hasSuffix("gradient") ? " -> \(network.exampleTargets)" : ""
    return ["\(lead)\(statement) \(network.exampleRow)\(targets)"]
  }

  /// Which columns a row has, and a row to type; nothing where the inputs have no names.
  func exampleOfInputs(_ statement: String) -> [String] {
    guard let data = data.whole, let network, data.inputCount == network.inputs else { return [] }
    let columns = inputColumns(network)
    guard !columns.isEmpty, columns.count <= 30 else { return [] }
    var numbers = data.decimalInputs(0)[...]
    let values = columns.map { column in
      let own = numbers.prefix(column.width)
      numbers = numbers.dropFirst(column.width)
      guard !column.words.isEmpty else { return own.first?.text ?? "0" }
      return own.firstIndex(of: 1).map { column.words[$0 - own.startIndex].asColumn }
        ?? column.words[0].asColumn
    }
    return [
      "In this order: " + columns.map(\.name).joined(separator: ", "),
      "For example: \(statement) " + values.joined(separator: " "),
    ]
  }
}
