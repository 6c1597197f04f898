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
    let legend = text.legend(chart)
    let notes = chart.notes.flatMap { Text($0, .faint).wrapped(to: text.width) }
    let title = Text(chart.title).wrapped(to: text.width).map { $0.with(.heading) }
    let room = Self.mostLines - legend.count - min(2, notes.count) - title.count
    let most = Self.mostWithScreen - title.count - legend.count - notes.count
    let panels = text.panels(chart.panels, room).prefix(max(most, 4))
    // Fields of a table that is too wide are cut: what is left is still a picture.
    return (title + panels + legend + notes).map { Line(text.spelled($0)).cut(to: text.width).content }
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
  private func panels(_ panels: [Panel], _ room: Int) -> [Text] {
    if panels.count == 1 { return self.panel(panels[0], width, room) }
    let tables = panels.map { CellText($0, width, room, glyphs).map { $0.lines.count + 1 } }
    let others = tables.count { $0 == nil }
    let rest = room - tables.reduce(0) { $0 + ($1 ?? 0) }
    if others < panels.count, rest >= 7 * others {
      return zip(panels, tables).flatMap { panel, lines in
        self.panel(panel, width, lines ?? max(7, rest / max(1, others)))
      }
    }
    return grid(panels, room)
  }

  private func grid(_ panels: [Panel], _ room: Int) -> [Text] {
    let across = max(1, min(panels.count, width / 36))
    let down = (panels.count + across - 1) / across
    // Drawings less high say nothing.
    let shown = max(1, min(down, room / 7))
    let (columns, height) = ((width - 2 * (across - 1)) / across, max(7, room / shown))
    let left = panels.count - shown * across
    let more = left > 0 ? [Text("… \(left) more: wider, or to \"FILE.svg\"", .faint)] : []
    return more
      + (0..<shown).flatMap { row -> [Text] in
        let these = panels[row * across..<min(panels.count, (row + 1) * across)]
        let blocks = these.map { self.panel($0, columns, height) }
        let count = blocks.map(\.count).max() ?? 0
        return (0..<count).map { line in
          blocks.map { block in
            let text = line < block.count ? block[line] : Text("")
            return text + Text(blanks(columns - text.columns))
          }.joined(separator: "  ").trimmed
        }
      }
  }

  private func panel(_ panel: Panel, _ width: Int, _ room: Int) -> [Text] {
    let title = panel.title.isEmpty ? [] : Text(panel.title, .heading).wrapped(to: width)
    if let grid = CellText(panel, width, room - title.count, glyphs) { return title + grid.lines }
    return title + PanelText(panel, width, room - title.count, glyphs).lines
  }

  // MARK: Legend

  /// The signs of the marks with their names, where there are several.
  private func legend(_ chart: Chart) -> [Text] {
    let marks = chart.legend
    let cells = chart.panels.flatMap(\.marks).compactMap { mark in
      if case .cells(let cells) = mark.shape, cells.texts.isEmpty { cells } else { nil }
    }
    let shades = cells.first.map { Shade(glyphs).legend($0.meaning) } ?? []
    let entries = marks.map { entry($0) } + shades
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

  private func entry(_ mark: Mark) -> Text {
    Text(sample(mark), mark.ink.role) + Text(" " + (mark.name ?? ""))
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
