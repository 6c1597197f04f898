import NeuralCore
import Tabular

extension Table {
  /// Whether a column holds numbers beyond those that its precision counts one by one.
  func hasLongNumbers(_ place: Int) -> Bool {
    guard case .numbers = columns[place].kind else { return false }
    let bound = cells.isDouble ? 0x1p53 : 0x1p24
    return (0..<rows).contains { value($0, place).magnitude >= bound }
  }
}

extension Recipe.Input {
  /// The place of a word among those of the column, or of one that is the same number.
  func place(of word: String, _ number: Double?) -> Int? {
    words.firstIndex(of: word) ?? number.flatMap { number in words.firstIndex { Double($0) == number } }
  }
}

/// The rows of a table as inputs and targets, by a recipe.
struct TableRows {
  let table: Table
  let recipe: Recipe
  /// The column of each input of the recipe.
  let places: [Int]

  /// How a cell becomes numbers.
  private enum Cell {
    case number(mean: Double?)
    /// The place of each word of the recipe, by what the cell holds.
    case words([Double: Int], width: Int, means: [Double])
  }

  private var isOfNumbers: Bool { recipe.inputs.allSatisfy { $0.words.isEmpty && $0.means.isEmpty } }

  /// The inputs of some rows, row by row.
  func inputs(_ rows: [Int]) -> Vector {
    let cells = table.cells
    if cells.isDouble {
      return Vector(isOfNumbers ? plain(rows, cells.doubles) : gathered(rows, cells.doubles))
    }
    return Vector(isOfNumbers ? plain(rows, cells.singles) : gathered(rows, cells.singles))
  }

  /// Numbers as they are: the usual case, and the one of large files.
  @inline(__always)
  private func plain<Number: BinaryFloatingPoint>(_ rows: [Int], _ cells: [Number]) -> [Number] {
    var numbers: [Number] = []
    numbers.reserveCapacity(rows.count * places.count)
    cells.withUnsafeBufferPointer { cells in
      for row in rows {
        for place in places { numbers.append(cells[row * table.columns.count + place]) }
      }
    }
    return numbers
  }

  @inline(__always)
  private func gathered<Number: BinaryFloatingPoint>(_ rows: [Int], _ cells: [Number]) -> [Number] {
    let kinds = cellKinds
    var numbers: [Number] = []
    numbers.reserveCapacity(rows.count * recipe.width)
    for row in rows {
      for (place, kind) in zip(places, kinds) {
        let value = cells[row * table.columns.count + place]
        switch kind {
        case .number(let mean): numbers.append(value.isNaN ? mean.map { Number($0) } ?? value : value)
        case .words(let words, let width, let means):
          if value.isNaN {
            for k in 0..<width { numbers.append(means.isEmpty ? .nan : Number(means[k])) }
          } else {
            let word = words[Double(value)]
            for k in 0..<width { numbers.append(k == word ? 1 : 0) }
          }
        }
      }
    }
    return numbers
  }

  private var cellKinds: [Cell] {
    zip(recipe.inputs, places).map { input, place in
      guard !input.words.isEmpty else { return .number(mean: input.means.first) }
      return .words(known(input, place), width: input.width, means: input.means)
    }
  }

  /// What the cells of a column of this table may hold, as places among the words of the recipe.
  func known(_ input: Recipe.Input, _ place: Int) -> [Double: Int] {
    if case .words(let words) = table.columns[place].kind {
      return Dictionary(
        uniqueKeysWithValues: words.enumerated().compactMap { k, word in
          input.place(of: word, table.number(word)).map { (Double(k), $0) }
        })
    }
    let numbers = input.words.enumerated().compactMap { k, word in
      Double(word).map { (table.cells.isDouble ? $0 : Double(Float($0)), k) }
    }
    return Dictionary(numbers) { first, _ in first }
  }

  /// The targets of some rows: the numbers of columns, or a target for each class, 1 for that of the row.
  ///
  /// - Parameter classes: what the cells of the one target column hold for each class.
  func targets(_ rows: [Int], _ columns: [Int], classes: [Double]?) -> Vector {
    let cells = table.cells
    return cells.isDouble
      ? Vector(targets(rows, columns, cells.doubles, classes))
      : Vector(targets(rows, columns, cells.singles, classes))
  }

  @inline(__always)
  private func targets<Number: BinaryFloatingPoint>(
    _ rows: [Int], _ columns: [Int], _ cells: [Number], _ classes: [Double]?
  ) -> [Number] {
    var numbers: [Number] = []
    numbers.reserveCapacity(rows.count * (classes?.count ?? columns.count))
    let places = Dictionary((classes ?? []).enumerated().map { ($1, $0) }) { first, _ in first }
    for row in rows {
      let start = row * table.columns.count
      guard let classes else {
        for column in columns { numbers.append(cells[start + column]) }
        continue
      }
      let place = places[Double(cells[start + columns[0]])]
      for k in classes.indices { numbers.append(k == place ? 1 : 0) }
    }
    return numbers
  }
}
