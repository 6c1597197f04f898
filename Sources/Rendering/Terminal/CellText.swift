import Charts

/// A grid whose fields have words, as a table: names of columns above, names of rows before it.
struct CellText {
  /// From the top to the bottom.
  let lines: [Text]

  /// nil for any other drawing, and where the table would not fit, not even without the blocks beside its words.
  init?(_ panel: Panel, _ width: Int, _ room: Int, _ glyphs: Glyphs) {
    guard
      let lines = Self.lines(panel, width, room, glyphs, block: 2)
        ?? Self.lines(panel, width, room, glyphs, block: 0)
    else { return nil }
    self.lines = lines
  }

  /// - Parameter block: the characters that a block takes beside the words; 0 for none.
  private static func lines(
    _ panel: Panel, _ width: Int, _ room: Int, _ glyphs: Glyphs, block: Int
  ) -> [Text]? {
    guard panel.marks.count == 1, case .cells(let cells) = panel.marks[0].shape, !cells.texts.isEmpty,
      panel.x.categories.count == cells.columns, panel.y.categories.count == cells.rows
    else { return nil }
    // From the top: rows of cells count from the bottom.
    let names = panel.y.categories.map { Text($0) }
    var widths = panel.x.categories.map(\.columns)
    for row in 0..<cells.rows {
      for column in 0..<cells.columns {
        widths[column] = max(widths[column], cells.texts[row * cells.columns + column].columns + block)
      }
    }
    let first = max(panel.y.label.columns, names.map(\.columns).max() ?? 0)
    let gap = blanks(cells.isSigned ? 1 : 2)
    let total = first + 1 + widths.reduce(0) { $0 + $1 + gap.count }
    guard total <= width, cells.rows + 2 <= room else { return nil }
    let margin = blanks(first + 1 + gap.count)
    var lines = panel.x.label.isEmpty ? [] : [Text(margin) + Text(panel.x.label, .faint)]
    let head = zip(panel.x.categories, widths).map { $0.leading(to: $1) }.joined(separator: gap)
    lines.append(Text(panel.y.label + blanks(first - panel.y.label.columns + 1) + gap + head, .faint).trimmed)
    for row in (0..<cells.rows).reversed() {
      var line = names[row] + Text(blanks(first - names[row].columns + 1))
      for column in 0..<cells.columns {
        line.append(Text(gap))
        line.append(
          field(
            cells, column, row, widths[column], isOwn: panel.x.categories[column] == panel.y.categories[row],
            block > 0 ? glyphs : nil))
      }
      lines.append(line.trimmed)
    }
    return lines
  }

  /// The words with a block beside them, the fuller the stronger, unless there are no `glyphs` for it.
  private static func field(
    _ cells: Cells, _ column: Int, _ row: Int, _ width: Int, isOwn: Bool, _ glyphs: Glyphs?
  ) -> Text {
    let (value, text) = (cells.value(column, row), cells.texts[row * cells.columns + column])
    let level = Int(clamping: (cells.strength(of: value) * 4).rounded())
    let blocks: [Character] = glyphs == .ascii ? Array(" .:%#") : Array(" ░▒▓█")
    let block = glyphs.map { _ in " " + String(blocks[max(0, min(4, level))]) } ?? ""
    let role: Role? =
      switch cells.meaning {
      case .signed: value > 0 ? .positive : value < 0 ? .negative : nil
      case .counts: isOwn ? .good : value > 0 ? .warning : .faint
      case .steps, .classes: nil
      }
    return Text(blanks(width - text.columns - block.columns)) + Text(text + block, role)
  }
}

extension Cells {
  fileprivate var isSigned: Bool { if case .signed = meaning { true } else { false } }
}

/// Fields of a grid as signs: shades that differ without color.
struct Shade {
  private let glyphs: Glyphs

  init(_ glyphs: Glyphs) { self.glyphs = glyphs }

  /// From weak to strong; the first is blank.
  private var shades: [Character] { glyphs == .ascii ? Array(" .:%#") : Array(" ·░▒▓") }
  private var classes: [Character] { glyphs == .ascii ? Array(" .:%#=") : Array(" ░▒·▓:") }
  /// Above and below 0, from weak to strong.
  private var above: [Character] { glyphs == .ascii ? Array(".+#") : Array("·+█") }
  private var below: [Character] { Array(glyphs == .ascii ? ".-=" : "·-=") }

  /// The sign of a value, and its color.
  func sign(_ value: Double, _ cells: Cells) -> (Character, Role?) {
    guard value.isFinite else { return ("?", .error) }
    let strength = cells.strength(of: value)
    switch cells.meaning {
    case .signed:
      if value == 0 { return (" ", nil) }
      let signs = value > 0 ? above : below
      return (signs[min(2, Int(clamping: strength * 3))], value > 0 ? .positive : .negative)
    case .steps(let bounds):
      let level = bounds.count { value >= $0 }
      return (
        shades[min(shades.count - 1, level * (shades.count - 1) / max(bounds.count, shades.count - 1))],
        .faint
      )
    case .classes:
      let k = max(0, Int(clamping: value))
      return (classes[k % classes.count], Ink.series(k).role)
    case .counts: return (shades[min(4, Int(clamping: strength * 4.99))], .faint)
    }
  }

  /// What the signs mean.
  func legend(_ meaning: Cells.Meaning) -> [Text] {
    switch meaning {
    case .signed(let most):
      let third = Scale.text((most / 3).rounded(toSignificant: 2))
      return [
        Text("\(above[1]) \(above[2])", .positive) + Text(" above 0"),
        Text("\(below[1]) \(below[2])", .negative) + Text(" below 0"),
        Text("\(above[0]) nearer to 0 than \(third)"),
      ]
    case .steps(let bounds):
      let most = min(bounds.count, shades.count - 1)
      let texts = (0..<most).map { bounds[bounds.count * $0 / most] }.toldApart
      return texts.enumerated().map { k, text in Text(String(shades[k + 1]), .faint) + Text(" ≥ \(text)") }
    case .classes(let names):
      return names.enumerated().map { k, name in
        Text("\(classes[k % classes.count])", Ink.series(k).role)
          + Text(k == 0 ? " blank: \(name)" : " \(name)")
      }
    case .counts: return []
    }
  }
}

extension [Double] {
  /// As texts with three significant digits, or as many as tell them apart.
  var toldApart: [String] {
    for digits in 3...16 {
      let texts = map {
        digits <= 6 ? Scale.text($0.rounded(toSignificant: digits)) : $0.significant(digits).withMinusSign
      }
      if Set(texts).count == Set(self).count { return texts }
    }
    return map { $0.text.withMinusSign }
  }
}

extension Double {
  /// With so many significant digits.
  func rounded(toSignificant digits: Int) -> Double { Double(significant(digits)) ?? self }
}
