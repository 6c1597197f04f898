import Charts

/// A drawing with axes as lines of a terminal.
struct PanelText {
  private let panel: Panel
  private let glyphs: Glyphs
  /// Columns of the labels of the vertical axis.
  private let margin: Int
  private let ticks: (x: [Tick], y: [Tick])
  private var canvas: Canvas
  /// Whether fields share a place, of which the strongest is shown.
  private(set) var isCrowded = false

  /// - Parameters:
  ///   - width: columns.
  ///   - room: lines, axes included.
  init(_ panel: Panel, _ width: Int, _ room: Int, _ glyphs: Glyphs) {
    (self.panel, self.glyphs) = (panel, glyphs)
    let free = room - Self.linesAround(panel)
    // Rows with names are equally high.
    let rows =
      panel.namedRows.map { free >= $0 ? min(free / $0, 3) * $0 : max(min(4, $0), free) } ?? max(4, free)
    let y = panel.y.isHidden ? [] : panel.y.shownTicks(max(2, rows / 3))
    margin = panel.y.isHidden ? 0 : (y.map(\.text.count).max() ?? 0) + 1
    let columns = max(10, width - margin - (panel.y.isHidden ? 0 : 1))
    ticks = (panel.x.isHidden ? [] : panel.x.shownTicks(max(2, columns / 12)), y)
    canvas = Canvas(columns: columns, rows: rows, glyphs)
    for mark in panel.marks { draw(mark) }
  }

  /// From the top to the bottom.
  var lines: [Text] {
    let hasLabel = !panel.y.isHidden && !panel.y.label.isEmpty
    return (hasLabel ? [Text(panel.y.label, .faint)] : []) + framed + axis
  }

  /// The lines of a drawing besides its canvas.
  private static func linesAround(_ panel: Panel) -> Int {
    (panel.x.isHidden ? 0 : panel.x.label.isEmpty ? 2 : 3)
      + (panel.y.isHidden || panel.y.label.isEmpty ? 0 : 1)
  }

  /// The lines that say all there is to say, the title among them: of a drawing without rows as many as there are.
  static func wantedLines(_ panel: Panel) -> Int {
    panel.namedRows.map { $0 + linesAround(panel) + (panel.title.isEmpty ? 0 : 1) } ?? .max
  }

  // MARK: Axes

  private var framed: [Text] {
    guard !panel.y.isHidden else { return canvas.lines.map(\.trimmed) }
    var texts: [Int: String] = [:]
    for tick in ticks.y {
      guard let place = panel.y.scale.place(of: tick.value) else { continue }
      texts[row(place)] = tick.text
    }
    return canvas.lines.enumerated().map { row, line in
      let text = texts[row] ?? ""
      let post = glyphs == .ascii ? (text.isEmpty ? "|" : "+") : (text.isEmpty ? "│" : "┤")
      return (Text(text.leading(to: margin) + post, .faint) + line).trimmed
    }
  }

  private func row(_ place: Double) -> Int {
    let dot = Int(clamping: ((1 - place) * Double(canvas.height - 1)).rounded())
    return max(0, min(canvas.rows - 1, dot / 4))
  }

  private var axis: [Text] {
    guard !panel.x.isHidden else { return [] }
    var rule = [Character](repeating: glyphs == .ascii ? "-" : "─", count: canvas.columns)
    var words = [Character](repeating: " ", count: margin + 1 + canvas.columns)
    var free = 0
    for tick in ticks.x {
      guard let place = panel.x.scale.place(of: tick.value) else { continue }
      let column = max(
        0, min(canvas.columns - 1, Int(clamping: (place * Double(canvas.width - 1)).rounded()) / 2))
      let start = max(0, min(words.count - tick.text.count, margin + 1 + column - tick.text.count / 2))
      guard start >= free, tick.text.count <= words.count else { continue }
      rule[column] = glyphs == .ascii ? "+" : "┬"
      for (k, sign) in tick.text.enumerated() { words[start + k] = sign }
      free = start + tick.text.count + 1
    }
    let corner = panel.y.isHidden ? "" : blanks(margin) + (glyphs == .ascii ? "+" : "└")
    let label = panel.x.label
    let indent = max(0, margin + 1 + (canvas.columns - label.count) / 2)
    return [Text(corner + String(rule), .faint), Text(String(words), .faint).trimmed]
      + (label.isEmpty ? [] : [Text(blanks(indent)) + Text(label, .faint)])
  }

  // MARK: Marks

  private mutating func draw(_ mark: Mark) {
    switch mark.shape {
    case .line(let points): line(points, mark.ink)
    case .dots(let points):
      for point in points { sign(mark.ink.glyph(glyphs), at: point, mark.ink.role) }
    case .bars(let bars): draw(bars, mark.ink)
    case .bands(let bands):
      for band in bands { draw(band, mark.ink) }
    case .cells(let cells): draw(cells)
    case .strokes(let strokes):
      for stroke in strokes { draw(stroke, mark.ink) }
    case .labels(let labels):
      for label in labels { draw(label, mark.ink) }
    }
  }

  /// In dots of the canvas, from the top; nil for a point without a place.
  private func place(_ point: Point) -> (x: Double, y: Double)? {
    guard let x = panel.x.scale.place(of: point.x), let y = panel.y.scale.place(of: point.y) else {
      return nil
    }
    return (x * Double(canvas.width - 1) + 0.5, (1 - y) * Double(canvas.height - 1) + 0.5)
  }

  private mutating func line(_ points: [Point], _ ink: Ink) {
    var (before, step) = ((x: Double, y: Double)?.none, 0)
    for point in points.thinned(to: canvas.width * 4) {
      guard let now = place(point) else {
        before = nil
        continue
      }
      canvas.line(
        from: before ?? now, to: now, ink.role, before == nil ? .solid : ink.dash, sign: ink.sign, step: &step
      )
      before = now
    }
  }

  private mutating func sign(_ sign: Character, at point: Point, _ role: Role?) {
    guard let place = place(point), place.x > -1, place.y > -1, place.x < 1e6, place.y < 1e6 else { return }
    canvas.put(
      sign, Int(clamping: place.x.rounded(.down)) / 2, Int(clamping: place.y.rounded(.down)) / 4, role)
  }

  private mutating func draw(_ bars: [Bar], _ ink: Ink) {
    let eighths: [Character] =
      glyphs == .ascii ? [" ", ".", ".", ":", ":", ":", "|", "#"] : Array(" ▁▂▃▄▅▆▇")
    let full: Character = glyphs == .ascii ? "#" : "█"
    for column in 0..<canvas.columns {
      let value = panel.x.scale.value(at: (Double(column) + 0.5) / Double(canvas.columns))
      guard let bar = bars.first(where: { $0.low <= value && value < $0.high }),
        let share = panel.y.scale.place(of: bar.height), bar.height > 0
      else { continue }
      let height = max(1, Int(clamping: (min(1, share) * Double(8 * canvas.rows)).rounded()))
      for row in 0..<height / 8 { canvas.put(full, column, canvas.rows - 1 - row, ink.role) }
      if height % 8 > 0 { canvas.put(eighths[height % 8], column, canvas.rows - 1 - height / 8, ink.role) }
    }
  }

  /// As few dots as make a gray, at other places for each of the series, so that two bands show through each other.
  private mutating func draw(_ band: Band, _ ink: Ink) {
    guard let from = place(Point(band.from, band.high)), let to = place(Point(band.to, band.low)) else {
      return
    }
    let shift = if case .series(let k) = ink { max(0, k) } else { 0 }
    let (columns, rows) = (clamped(from.x, to.x, canvas.width), clamped(from.y, to.y, canvas.height))
    for x in columns where (x + 2 * shift) % 4 == 0 {
      for y in rows where (y + x / 4 * 2 + shift) % 4 == 0 { canvas.dot(x, y, ink.role, ".") }
    }
  }

  private func clamped(_ from: Double, _ to: Double, _ count: Int) -> Range<Int> {
    let start = max(0, min(count, Int(clamping: from.rounded())))
    return start..<max(start, min(count, Int(clamping: to.rounded())))
  }

  private mutating func draw(_ cells: Cells) {
    let shade = Shade(glyphs)
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        let across = Self.fields(cells.columns, at: column, of: canvas.columns, cells)
        let up = Self.fields(cells.rows, at: canvas.rows - 1 - row, of: canvas.rows, cells)
        let (sign, role) = shade.sign(cells.strongest(across, up), cells)
        if sign != " " { canvas.put(sign, column, row, role) }
      }
    }
    isCrowded =
      isCrowded || cells.hasStrongest && (cells.columns > canvas.columns || cells.rows > canvas.rows)
  }

  /// The fields that are shown at a place: the one in its middle, or all that share it.
  private static func fields(
    _ count: Int, at place: Int, of places: Int, _ cells: Cells
  ) -> Range<Int> {
    guard count > places, cells.hasStrongest else {
      let middle = (2 * place + 1) * count / (2 * places)
      return middle..<middle + 1
    }
    return place * count / places..<(place + 1) * count / places
  }

  private mutating func draw(_ stroke: Stroke, _ ink: Ink) {
    guard let from = place(stroke.from), let to = place(stroke.to) else { return }
    // Thicker ones are several lines beside each other.
    let count = 1 + Int(clamping: (stroke.weight * stroke.weight * 2).rounded())
    let isFlat = (to.x - from.x).magnitude > (to.y - from.y).magnitude
    for k in 0..<count {
      let shift = Double(k) - Double(count - 1) / 2
      let (dx, dy) = isFlat ? (0, shift) : (shift, 0)
      var step = 0
      canvas.line(
        from: (from.x + dx, from.y + dy), to: (to.x + dx, to.y + dy), ink.role,
        stroke.isDashed ? .dashed : .solid, sign: ink.sign, step: &step)
    }
  }

  private mutating func draw(_ label: Label, _ ink: Ink) {
    guard let place = place(label.place) else { return }
    let text = label.isNode ? label.text + (label.detail.isEmpty ? "" : " " + label.detail) : label.text
    let row = max(0, min(canvas.rows - 1, Int(clamping: place.y.rounded(.down)) / 4))
    let middle = Int(clamping: place.x.rounded(.down)) / 2
    let start = max(0, min(canvas.columns - text.count, middle - text.count / 2))
    canvas.put(text, start, row, label.isNode ? ink.role : ink.role ?? .faint)
  }
}

extension Panel {
  /// How many rows of fields with names it is made of; nil for any other drawing.
  fileprivate var namedRows: Int? {
    guard marks.count == 1, case .cells(let cells) = marks[0].shape, cells.rows > 0,
      y.categories.count == cells.rows
    else { return nil }
    return cells.rows
  }
}

extension Cells {
  /// Whether one of several values can stand for all of them.
  fileprivate var hasStrongest: Bool {
    switch meaning {
    case .signed, .counts: true
    case .steps, .classes: false
    }
  }

  /// The strongest of some fields, one that is no number before any other.
  fileprivate func strongest(_ columns: Range<Int>, _ rows: Range<Int>) -> Double {
    rows.reduce(value(columns.lowerBound, rows.lowerBound)) { strongest, row in
      columns.reduce(strongest) { strongest, column in
        let value = value(column, row)
        return strongest.isFinite && !(value.magnitude <= strongest.magnitude) ? value : strongest
      }
    }
  }
}
