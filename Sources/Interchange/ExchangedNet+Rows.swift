import NeuralCore

/// Rows of the data as a person writes them, a value a column.
extension ExchangedNet {
  /// A value of a column.
  enum Cell: Equatable {
    case number(String)
    case word(String)
    /// Where a value was missing.
    case missing
  }

  /// Whether rows have words, or may lack values: inputs are made of their columns then.
  var hasWords: Bool {
    columns.contains { !$0.words.isEmpty || !$0.means.isEmpty } && inputNames.count == network.inputs
      && columns.reduce(0) { $0 + $1.width } == network.inputs
  }

  /// The first rows of the data, those of a single row of zeros where there is no data. Rows that no words say are left out.
  func cells(_ rows: ExchangedRows?, atMost most: Int) -> [[Cell]] {
    guard let inputs = rows?.inputs, inputs.count > 0 else {
      return [
        hasWords
          ? columns.map { $0.words.first.map { .word($0) } ?? .number("0") }
          : (0..<network.inputs).map { _ in .number("0") }
      ]
    }
    var cells: [[Cell]] = []
    for row in 0..<inputs.count / network.inputs where cells.count < most {
      let start = row * network.inputs
      if let row = self.cells(inputs, start) { cells.append(row) }
    }
    return cells
  }

  private func cells(_ inputs: Vector, _ start: Int) -> [Cell]? {
    guard hasWords else {
      return (start..<start + network.inputs).map { .number(inputs.decimal($0).text) }
    }
    var (cells, place) = ([Cell](), start)
    for column in columns {
      let numbers = (place..<place + column.width).map { inputs.decimal($0) }
      place += column.width
      if column.words.isEmpty {
        cells.append(.number(numbers[0].text))
      } else if numbers.count(where: { $0 == 1 }) == 1,
        numbers.count(where: { $0 == 0 }) == numbers.count - 1,
        let k = numbers.firstIndex(of: 1)
      {
        cells.append(.word(column.words[k]))
      } else if !column.means.isEmpty {
        cells.append(.missing)
      } else {
        return nil
      }
    }
    return cells
  }
}
