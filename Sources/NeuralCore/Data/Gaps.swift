/// Means in the place of missing values, which come from a part of the rows, as the numbers of a scaling do.
extension Dataset {
  /// The same with the means of some rows wherever a cell has no value: of a column of numbers `Σ x / n` in double
  /// precision, in the order of the rows; of a column that is opened the share of each word. A column without a value in
  /// all of these rows takes the mean of all rows.
  ///
  /// - Parameter part: the rows of the training part; nil for all.
  public func filled(from part: [Int]?, _ stop: StopSignal) throws(Interrupted) -> Dataset {
    guard let gaps, let recipe else { return self }
    let whole = Array(0..<rows)
    var (numbers, columns, first) = (inputs, recipe.inputs, 0)
    for (place, lacking) in gaps.enumerated() {
      let input = columns[place]
      var isKnown = [Bool](repeating: true, count: rows)
      for row in lacking { isKnown[row] = false }
      var known = (part ?? whole).filter { isKnown[$0] }
      if known.isEmpty { known = whole.filter { isKnown[$0] } }
      let means = try (first..<first + input.width).map { (k) throws(Interrupted) in
        try stop.check()
        return mean(of: k, over: known)
      }
      for row in lacking {
        for (k, mean) in means.enumerated() { numbers[row * inputCount + first + k] = mean }
      }
      columns[place] = Recipe.Input(name: input.name, words: input.words, means: means)
      first += input.width
    }
    return replacing(
      inputs: numbers, recipe: Recipe(inputs: columns, targets: recipe.targets, columns: recipe.columns))
  }

  /// - Parameter rows: at least one.
  private func mean(of input: Int, over rows: [Int]) -> Double {
    let sum = rows.reduce(0.0) { $0 + inputs[$1 * inputCount + input] }
    if sum.isFinite { return sum / Double(rows.count) }
    // A sum beyond float64: every number is divided first.
    return rows.reduce(0.0) { $0 + inputs[$1 * inputCount + input] / Double(rows.count) }
  }
}
