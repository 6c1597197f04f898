/// What parts the cells of a text: found from its first lines.
struct DelimiterGuess {
  /// The lines that are looked at, cells cut by each candidate.
  private let lines: [[UInt8]]

  /// - Parameter isWhole: whether `head` is the whole text; else its last line may be cut.
  init(_ head: UnsafeRawBufferPointer, isWhole: Bool) { lines = Self.lines(head, isWhole) }

  private static let mostLines = 30

  /// The first lines that hold something. A line end within quotes ends none.
  private static func lines(_ head: UnsafeRawBufferPointer, _ isWhole: Bool) -> [[UInt8]] {
    var (lines, line, isQuoted) = ([[UInt8]](), [UInt8](), false)
    for byte in head.prefix(65_536) {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard !isQuoted, byte == 10 || byte == 13 else {
        line.append(byte)
        continue
      }
      if line.contains(where: { $0 != 32 && $0 != 9 }) { lines.append(line) }
      line = []
      if lines.count == mostLines { return lines }
    }
    if !line.isEmpty, isWhole || lines.isEmpty { lines.append(line) }
    return lines
  }

  /// How well a candidate fits: compared from the first number to the last.
  private struct Fit {
    /// Every line after the first has as many cells as the second, and at least two.
    let isEven: Bool
    /// The share of the cells after the first line that are numbers.
    let numbers: Double
    /// Blanks stand in words, too.
    let isVisible: Bool
    /// Cells of the first line.
    let cells: Int

    func isBetter(than other: Fit) -> Bool {
      if isEven != other.isEven { return isEven }
      if isEven, numbers != other.numbers { return numbers > other.numbers }
      if isVisible != other.isVisible { return isVisible }
      return cells > other.cells
    }
  }

  /// The candidate that parts all lines into equally many cells, and of several the one whose cells are numbers.
  var delimiter: Delimiter {
    var best = (delimiter: Delimiter.comma, fit: fit(.comma))
    for candidate in [Delimiter.semicolon, .tab, .bar, .blank] {
      let fit = fit(candidate)
      // Uneven lines are for the reader to complain about: a blank among words explains nothing.
      if candidate == .blank, !fit.isEven { continue }
      if fit.isBetter(than: best.fit) { best = (candidate, fit) }
    }
    return best.delimiter
  }

  private func fit(_ delimiter: Delimiter) -> Fit {
    let rows = lines.map { CellCutter.cells(of: $0, delimiter) }
    let first = rows.first?.count ?? 0
    let rest = rows.count > 1 ? rows.dropFirst() : rows[...]
    let width = rest.first?.count ?? 0
    let isEven = width > 1 && rest.allSatisfy { $0.count == width } && (first - width).magnitude <= 1
    let cells = rest.joined()
    let numbers = cells.count { cell in
      cell.withUnsafeBufferPointer {
        Decimal.parse($0, point: UInt8(ascii: ".")) != nil
          || delimiter != .comma && Decimal.parse($0, point: UInt8(ascii: ",")) != nil
      }
    }
    let count = rest.reduce(0) { $0 + $1.count }
    return Fit(
      isEven: isEven, numbers: count == 0 ? 0 : Double(numbers) / Double(count),
      isVisible: delimiter != .blank, cells: first)
  }
}

/// Cuts single lines: for guessing, and for files whose cells are parted by blanks, which libcsv does not know.
enum CellCutter {
  /// The cells of a line, without the blanks around them and without the quotes of cells that have some.
  static func cells(of line: [UInt8], _ delimiter: Delimiter) -> [[UInt8]] {
    switch delimiter {
    case .byte(let byte): parted(line, at: byte)
    case .blank: partedByBlanks(line)
    }
  }

  private static func parted(_ line: [UInt8], at delimiter: UInt8) -> [[UInt8]] {
    var (cells, cell, isQuoted) = ([[UInt8]](), [UInt8](), false)
    for byte in line {
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == delimiter, !isQuoted {
        cells.append(cell)
        cell = []
      } else {
        cell.append(byte)
      }
    }
    return cells + [cell]
  }

  /// A quote opens a cell only at its beginning; doubled within it, it stands for one.
  static func partedByBlanks(_ line: [UInt8]) -> [[UInt8]] {
    var cells: [[UInt8]] = []
    var i = 0
    while i < line.count {
      if line[i] == 32 || line[i] == 9 {
        i += 1
        continue
      }
      var cell: [UInt8] = []
      if line[i] == UInt8(ascii: "\"") {
        i += 1
        while i < line.count {
          if line[i] == UInt8(ascii: "\"") {
            guard i + 1 < line.count, line[i + 1] == UInt8(ascii: "\"") else { break }
            i += 1
          }
          cell.append(line[i])
          i += 1
        }
        i += 1
      }
      // What follows a quote without a blank between belongs to its cell: such a line is parted by something else.
      while i < line.count, line[i] != 32, line[i] != 9 {
        cell.append(line[i])
        i += 1
      }
      cells.append(cell)
    }
    return cells
  }
}
