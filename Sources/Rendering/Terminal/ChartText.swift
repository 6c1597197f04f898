import Charts

/// Pictures as lines of a terminal: braille and blocks, or ASCII. Colors only repeat what signs and dashes say.
struct ChartText {
  let width: Int
  let glyphs: Glyphs

  /// Lines that a picture takes at most, so that it fits a screen of 24 with what is typed before it.
  private static let mostLines = 19
  /// With words that take more lines than they were given.
  private static let mostWithScreen = 21
  /// A picture that is wider says no more.
  private static let mostColumns = 400

  init(width: Int, _ glyphs: Glyphs) { (self.width, self.glyphs) = (max(20, width), glyphs) }

  func lines(_ chart: Chart) -> [Text] {
    let text = ChartText(width: min(chart.width ?? width, Self.mostColumns), glyphs)
    let title = Text(chart.title).wrapped(to: text.width).map { $0.with(.heading) }
    var notes = chart.notes.flatMap { Text($0, .faint).wrapped(to: text.width) }
    var legend = text.legend(chart, isShaded: false)
    var room: Int { Self.mostLines - legend.count - min(2, notes.count) - title.count }
    var panels = text.panels(chart.panels, room)
    // Words that have no room are shades, and shades have a legend, which takes room in turn.
    if panels.isShaded {
      legend = text.legend(chart, isShaded: true)
      panels = text.panels(chart.panels, room)
    }
    if panels.isCrowded {
      let given = notes
      let note = Text("  a sign stands for its strongest field", .faint)
      notes += note.wrapped(to: text.width)
      panels = text.panels(chart.panels, room)
      if !panels.isCrowded { notes = given }
    }
    let most = Self.mostWithScreen - title.count - legend.count - notes.count
    // Fields of a table that is too wide are cut: what is left is still a picture.
    return (title + panels.lines.prefix(max(most, 4)) + legend + notes)
      .map { Line(text.spelled($0)).cut(to: text.width).content }
  }

  /// A panel or several, as lines.
  private struct Drawn {
    var lines: [Text]
    /// Whether words of fields had no room.
    var isShaded = false
    /// Whether fields share a place.
    var isCrowded = false

    static func + (one: Drawn, other: Drawn) -> Drawn {
      Drawn(
        lines: one.lines + other.lines, isShaded: one.isShaded || other.isShaded,
        isCrowded: one.isCrowded || other.isCrowded)
    }
  }

  /// In ASCII without what is not: the signs that axes and words have.
  private func spelled(_ text: Text) -> Text {
    guard glyphs == .ascii else { return text }
    var result = Text("")
    for run in text.runs { result.append(String(run.text.map(Self.ascii)), run.role) }
    return result
  }

  private static func ascii(_ character: Character) -> Character {
    switch character {
    case "−", "–", "—", "─": "-"
    case "·", "•": "."
    case "…": "."
    case "→": ">"
    case "≥": ">"
    case "≤": "<"
    case "×": "x"
    case "²": "2"
    case "σ": "s"
    case "Σ": "S"
    case "√": "r"
    case "±": "+"
    case "′": "'"
    case _ where character.isASCII: character
    default: "?"
    }
  }

  // MARK: Panels

  /// Beside each other where there is room for several, the rest below. Tables stand below each other, where all fit so.
  private func panels(_ panels: [Panel], _ room: Int) -> Drawn {
    if panels.count == 1 { return self.panel(panels[0], width, room) }
    let tables = panels.map { CellText($0, width, room, glyphs).map { $0.lines.count + 1 } }
    let others = tables.count { $0 == nil }
    let rest = room - tables.reduce(0) { $0 + ($1 ?? 0) }
    if others < panels.count, rest >= 7 * others {
      return zip(panels, tables).reduce(Drawn(lines: [])) { drawn, next in
        drawn + self.panel(next.0, width, next.1 ?? max(7, rest / max(1, others)))
      }
    }
    return grid(panels, room)
  }

  /// Drawings that are less high say nothing.
  private static let leastHeight = 7

  private func grid(_ panels: [Panel], _ room: Int) -> Drawn {
    let across = max(1, min(panels.count, width / 36))
    let down = (panels.count + across - 1) / across
    let shown = max(1, min(down, room / Self.leastHeight))
    let columns = (width - 2 * (across - 1)) / across
    let left = panels.count - shown * across
    let more = left > 0 ? [Text("… \(left) more: wider, or to \"FILE.svg\"", .faint)] : []
    let rows = (0..<shown).map { panels[$0 * across..<min(panels.count, ($0 + 1) * across)] }
    let heights = Self.heights(rows.map { $0.map(PanelText.wantedLines).max() ?? 0 }, room)
    return zip(rows, heights).reduce(Drawn(lines: more)) { drawn, next in
      let blocks = next.0.map { self.panel($0, columns, next.1) }
      let lines = (0..<(blocks.map(\.lines.count).max() ?? 0)).map { line in
        blocks.map { block in
          let text = line < block.lines.count ? block.lines[line] : Text("")
          return text + Text(blanks(columns - text.columns))
        }.joined(separator: "  ").trimmed
      }
      return drawn
        + Drawn(
          lines: lines, isShaded: blocks.contains(where: \.isShaded),
          isCrowded: blocks.contains(where: \.isCrowded))
    }
  }

  /// Shares lines out: to each what it wants at most, and the rest to those that want more.
  private static func heights(_ wanted: [Int], _ room: Int) -> [Int] {
    var heights = wanted.map { max(leastHeight, min($0, room / wanted.count)) }
    for _ in 0..<max(0, room - heights.reduce(0, +)) {
      let wanting = heights.indices.filter { heights[$0] < wanted[$0] }
      guard let lowest = wanting.min(by: { heights[$0] < heights[$1] }) else { break }
      heights[lowest] += 1
    }
    return heights
  }

  private func panel(_ panel: Panel, _ width: Int, _ room: Int) -> Drawn {
    let title = panel.title.isEmpty ? [] : Text(panel.title, .heading).wrapped(to: width)
    if let grid = CellText(panel, width, room - title.count, glyphs) {
      return Drawn(lines: title + grid.lines)
    }
    let drawing = PanelText(panel, width, room - title.count, glyphs)
    let hasWords = panel.marks.contains {
      if case .cells(let cells) = $0.shape { !cells.texts.isEmpty } else { false }
    }
    return Drawn(lines: title + drawing.lines, isShaded: hasWords, isCrowded: drawing.isCrowded)
  }

  // MARK: Legend

  /// The signs of the marks with their names, where there are several.
  ///
  /// - Parameter isShaded: whether fields with words are drawn as shades, too.
  private func legend(_ chart: Chart, isShaded: Bool) -> [Text] {
    let marks = chart.legend
    let cells = chart.panels.flatMap(\.marks).compactMap { mark in
      if case .cells(let cells) = mark.shape, isShaded || cells.texts.isEmpty { cells } else { nil }
    }
    let shades = cells.first.map { Shade(glyphs).legend($0.meaning) } ?? []
    let rooms = marks.map { width - 3 - sample($0).columns }
    let names = marks.map { $0.name ?? "" }.shortened(to: rooms.min() ?? 0)
    let entries = zip(marks, names).map { entry($0, $1) } + shades
    guard !entries.isEmpty else { return [] }
    var lines = [Text("")]
    for entry in entries {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = Text("  ") + entry
      } else if last.columns + 3 + entry.columns <= width {
        lines[lines.count - 1] = last + Text("   ") + entry
      } else {
        lines.append(Text("  ") + entry)
      }
    }
    return lines
  }

  private func entry(_ mark: Mark, _ name: String) -> Text {
    Text(sample(mark), mark.ink.role) + Text(" " + name)
  }

  private func sample(_ mark: Mark) -> String {
    switch mark.shape {
    case .line, .strokes:
      String(repeating: glyphs == .ascii ? mark.ink.sign : "⠒", count: 1) + mark.ink.dashes(glyphs)
    case .dots: String(mark.ink.glyph(glyphs))
    case .bars: glyphs == .ascii ? "#" : "█"
    case .bands, .cells, .labels: ""
    }
  }
}

extension [String] {
  /// Names of at most so many columns. Of longer ones the middle is left out that others begin with, too, so that they can
  /// still be told apart: `train adam … weights [1, 4, 2]`.
  fileprivate func shortened(to room: Int) -> [String] {
    let words = map { $0.split(separator: " ", omittingEmptySubsequences: false) }
    let long = indices.filter { self[$0].columns > room }
    func shared(_ one: Int, _ other: Int) -> Int {
      zip(words[one], words[other]).prefix { $0 == $1 }.count
    }
    return indices.map { k in
      guard long.contains(k) else { return self[k] }
      let shared = long.filter { $0 != k }.map { shared(k, $0) }.max() ?? 0
      let head = words[k].prefix(Swift.min(shared, 2)).joined(separator: " ") + " … "
      func text(from start: Int) -> String { head + words[k].dropFirst(start).joined(separator: " ") }
      guard shared > 0, text(from: shared).columns <= room else { return self[k].cut(to: room) }
      var start = shared
      while start > 2, text(from: start - 1).columns <= room { start -= 1 }
      return text(from: start)
    }
  }
}

extension String {
  /// With a sign in the place of its middle, where it has no room: names often differ at their ends.
  fileprivate func cut(to room: Int) -> String {
    var (head, tail) = (self, self)
    while head.columns > max(0, (room - 1) / 2) { head.removeLast() }
    while tail.columns > max(0, room - 1 - head.columns) { tail.removeFirst() }
    return head + "…" + tail
  }
}

extension Ink {
  /// What a terminal's color of it means.
  var role: Role? {
    switch self {
    case .series(let k): [Role.first, .second, .third, .fourth, .fifth, .sixth][max(0, k) % 6]
    case .positive: .positive
    case .negative: .negative
    case .faint: .faint
    case .plain: nil
    }
  }

  /// How its lines are parted: no two of the first six are alike.
  var dash: Canvas.Dash {
    switch self {
    case .series(let k): [.solid, .dashed, .dotted, .mixed, .sparse, .short][max(0, k) % 6]
    case .negative: .dashed
    case .faint: .dotted
    case .positive, .plain: .solid
    }
  }

  /// Its lines in a legend, after their first sign.
  func dashes(_ glyphs: Glyphs) -> String {
    guard glyphs == .unicode else { return "" }
    switch self {
    case .series(let k): return ["⠒⠒⠒", "⠒ ⠒", " ⠂ ", "⠒⠒ ", "  ⠂", "⠂⠂⠂"][max(0, k) % 6]
    case .negative: return "⠒ ⠒"
    case .faint: return " ⠂"
    case .positive, .plain: return "⠒⠒⠒"
    }
  }

  /// The sign of its lines in ASCII.
  var sign: Character {
    switch self {
    case .series(let k): ["*", "+", "o", "x", "#", "@"][max(0, k) % 6]
    case .positive, .plain: "*"
    case .negative: "-"
    case .faint: "."
    }
  }

  /// The sign of its points.
  func glyph(_ glyphs: Glyphs) -> Character {
    switch (self, glyphs) {
    case (.series(let k), .unicode): ["○", "●", "×", "+", "◆", "□"][max(0, k) % 6]
    case (.series(let k), .ascii): ["o", "x", "+", "*", "#", "@"][max(0, k) % 6]
    case (.faint, .unicode): "·"
    case (.faint, .ascii): "."
    case (_, .unicode): "•"
    case (_, .ascii): "o"
    }
  }
}
