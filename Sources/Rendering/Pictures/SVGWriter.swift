import Charts
import NeuralCore

/// Pictures as SVG, well-formed and without anything from elsewhere. Colors are classes, so that a page decides them.
public struct SVGWriter: Sendable {
  /// A file of its own: with its colors and a white ground. On a page the page has them.
  private let isAlone: Bool

  /// A writer of files, or of parts of pages.
  public init(isAlone: Bool = true) { self.isAlone = isAlone }

  /// The element with all that is in it.
  public func text(_ chart: Chart) -> String {
    let inside = inside(chart)
    let (width, height) = (inside.width.shape, inside.height.shape)
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" viewBox=\"0 0 \(width) \(height)\""
        + (isAlone ? " width=\"\(width)\" height=\"\(height)\"" : "") + ">",
      "<title>\(chart.title.escapedXML)</title>", "<desc>\(PictureFormat.mark)</desc>",
    ]
    if isAlone {
      lines.append("<style>\(Self.style)</style>")
      lines.append("<rect width=\"\(width)\" height=\"\(height)\" fill=\"#ffffff\"/>")
    }
    return (lines + inside.lines + ["</svg>"]).joined(separator: "\n")
  }

  /// What is drawn, and how much room it takes.
  func inside(_ chart: Chart) -> (lines: [String], width: Double, height: Double) {
    let legend = legendLines(chart)
    let notes = chart.notes.flatMap { Text($0).wrapped(to: 95).map(\.plain) }
    let drawing = Drawing(chart, legendLines: legend.count + notes.count)
    var lines: [String] = []
    lines.append(words(chart.title, 16, 24, "title", within: drawing.width - 32, of: 15))
    for frame in drawing.frames { lines += panel(frame) }
    for (k, entries) in legend.enumerated() {
      lines += row(entries, drawing.legend + Double(k) * 20 + 8)
    }
    for (k, note) in notes.enumerated() {
      lines.append(words(note, 16, drawing.legend + Double(legend.count + k) * 20 + 10, "note"))
    }
    return (lines, drawing.width, drawing.height)
  }

  /// The rules of a picture that stands alone.
  static let style: String = {
    let inks: [Ink] = Palette.series.indices.map { .series($0) } + [.positive, .negative, .faint, .plain]
    let colors = inks.map { ink in
      ".\(Palette.name(ink)){stroke:\(Palette.color(ink));fill:\(Palette.color(ink))}"
    }
    return
      (["text{font:12px sans-serif;fill:#1d1d1f;stroke:none}"] + colors
      + shapes.map { "\($0.selector){\($0.look)}" }).joined()
  }()

  /// The rules of pictures on a page, whose colors are the page's own. Fields of grids keep theirs, and so their words.
  static let pageStyle: String = {
    let series = Palette.series.indices.map { ".chart .s\($0){stroke:var(--s\($0));fill:var(--s\($0))}" }
    let others = [("positive", "code"), ("negative", "negative"), ("faint", "faint"), ("plain", "text")].map {
      ".chart .\($0.0){stroke:var(--\($0.1));fill:var(--\($0.1))}"
    }
    return ([".chart text{font:12px sans-serif;fill:var(--text);stroke:none}"] + series + others).joined()
      + shapes.map { ".chart \($0.selector){\($0.look)}" }.joined()
  }()

  /// What pages need too: shapes, not colors. An opacity is no selector, so each rule stands by itself.
  private static let shapes: [(selector: String, look: String)] = [
    (".line", "fill:none;stroke-width:1.8;stroke-linejoin:round"), (".axis", "stroke:#8a8a92;fill:none"),
    (".grid", "stroke:#8a8a92;stroke-opacity:.25"), ("text.title", "font-size:15px;font-weight:600"),
    ("text.note", "font-size:11px"), ("text.small", "font-size:10px"), ("text.head", "font-weight:600"),
    ("text.light", "fill:#ffffff"), ("text.ink", "fill:#1d1d1f"), (".bar", "stroke:none;fill-opacity:.75"),
    (".band", "stroke:none;fill-opacity:.13"),
    (".hollow", "fill:#ffffff;stroke-width:1.6"),
  ]

  // MARK: Drawings

  private func panel(_ frame: Drawing.Frame) -> [String] {
    let panel = frame.panel
    var lines: [String] = []
    if !panel.title.isEmpty {
      lines.append(words(panel.title, frame.left, frame.top - 9, "head", within: frame.width + 16, of: 12))
    }
    lines += axes(frame)
    // What is drawn inside ends at its edges.
    let box = [frame.left - 1, frame.top - 1, frame.width + 2, frame.height + 2].map(\.shape)
    lines.append(
      "<svg x=\"\(box[0])\" y=\"\(box[1])\" width=\"\(box[2])\" height=\"\(box[3])\" "
        + "viewBox=\"\(box.joined(separator: " "))\">")
    for mark in panel.marks where !mark.isOfLabels { lines += draw(mark, frame) }
    lines.append("</svg>")
    for mark in panel.marks where mark.isOfLabels { lines += draw(mark, frame) }
    return lines
  }

  private func axes(_ frame: Drawing.Frame) -> [String] {
    let (panel, bottom) = (frame.panel, frame.top + frame.height)
    var lines: [String] = []
    if !panel.x.isHidden {
      let longest = panel.x.categories.map { Double($0.count) * 7 + 9 }.max() ?? 75
      let names = Int(clamping: frame.width / longest)
      for tick in panel.x.shownTicks(Int(clamping: frame.width / 75), names: names) {
        guard let place = panel.x.scale.place(of: tick.value) else { continue }
        let x = frame.left + place * frame.width
        if panel.x.categories.isEmpty { lines.append(rule(x, bottom, x, bottom + 4, "axis")) }
        lines.append(words(tick.text, x, bottom + 17, "", anchor: "middle"))
      }
      lines.append(
        words(panel.x.label, frame.left + frame.width / 2, bottom + 35, "", anchor: "middle"))
      lines.append(rule(frame.left, bottom, frame.left + frame.width, bottom, "axis"))
    }
    guard !panel.y.isHidden else { return lines }
    for tick in panel.y.shownTicks(max(2, Int(clamping: frame.height / 45))) {
      guard let place = panel.y.scale.place(of: tick.value) else { continue }
      let y = frame.top + (1 - place) * frame.height
      if panel.y.categories.isEmpty {
        lines.append(rule(frame.left, y, frame.left + frame.width, y, "grid"))
        lines.append(rule(frame.left - 4, y, frame.left, y, "axis"))
      }
      lines.append(words(tick.text, frame.left - 7, y + 4, "", anchor: "end"))
    }
    lines.append(rule(frame.left, frame.top, frame.left, bottom, "axis"))
    let longest = panel.y.shownTicks(6).map { Double($0.text.count) * 7.5 }.max() ?? 0
    let (x, y) = (max(12, frame.left - 18 - min(140, longest)), frame.top + frame.height / 2)
    if !panel.y.label.isEmpty {
      lines.append(
        "<text x=\"\(x.shape)\" y=\"\(y.shape)\" text-anchor=\"middle\" "
          + "transform=\"rotate(-90 \(x.shape) \(y.shape))\">\(panel.y.label.escapedXML)</text>")
    }
    return lines
  }

  // MARK: Marks

  private func draw(_ mark: Mark, _ frame: Drawing.Frame) -> [String] {
    let ink = Palette.name(mark.ink)
    switch mark.shape {
    case .line(let points):
      let path = self.path(points, frame)
      return path.isEmpty ? [] : ["<path class=\"line \(ink)\" d=\"\(path)\"\(dashes(mark.ink))/>"]
    case .dots(let points): return points.compactMap { dot($0, mark.ink, frame) }
    case .bars(let bars):
      return bars.compactMap { bar -> String? in
        guard bar.height > 0, let from = frame.place(Point(bar.low, bar.height)),
          let to = frame.place(Point(bar.high, 0))
        else { return nil }
        return
          "<rect class=\"bar \(ink)\" x=\"\(from.x.shape)\" y=\"\(from.y.shape)\" width=\"\(max(0.5, to.x - from.x - 0.6).shape)\" height=\"\(max(0, to.y - from.y).shape)\"/>"
      }
    case .bands(let bands):
      return bands.compactMap { band -> String? in
        guard let from = frame.place(Point(band.from, band.high)),
          let to = frame.place(Point(band.to, band.low))
        else { return nil }
        return "<rect class=\"band \(ink)\" \(box(from.x, from.y, to.x - from.x, to.y - from.y))/>"
      }
    case .cells(let cells): return fields(cells, frame)
    case .strokes(let strokes):
      return strokes.compactMap { stroke -> String? in
        guard let from = frame.place(stroke.from), let to = frame.place(stroke.to) else { return nil }
        let dash = stroke.isDashed ? " stroke-dasharray=\"5 4\"" : ""
        return
          "<path class=\"line \(ink)\" d=\"M\(from.x.shape) \(from.y.shape)L\(to.x.shape) \(to.y.shape)\" style=\"stroke-width:\((0.9 + 4.6 * stroke.weight).shape)\"\(dash)/>"
      }
    case .labels(let labels): return labels.flatMap { label($0, ink, frame) }
    }
  }

  private func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> String {
    "x=\"\(x.shape)\" y=\"\(y.shape)\" width=\"\(max(0, width).shape)\" height=\"\(max(0, height).shape)\""
  }

  private func path(_ points: [Point], _ frame: Drawing.Frame) -> String {
    var (path, isDown) = ("", false)
    for point in points.thinned(to: 4000) {
      guard let place = frame.place(point) else {
        isDown = false
        continue
      }
      // A line far outside is as good at the edge of what numbers of SVG can hold.
      let y = max(-1e5, min(1e5, place.y))
      path += (isDown ? "L" : "M") + "\(place.x.shape) \(y.shape)"
      isDown = true
    }
    return path
  }

  private func dashes(_ ink: Ink) -> String {
    guard case .series(let k) = ink else { return "" }
    let pattern = ["", "7 4", "2 3", "9 3 2 3", "2 7", "4 2"][max(0, k) % 6]
    return pattern.isEmpty ? "" : " stroke-dasharray=\"\(pattern)\""
  }

  /// A sign for each of the series, so that they differ without color.
  private func dot(_ point: Point, _ ink: Ink, _ frame: Drawing.Frame) -> String? {
    guard let place = frame.place(point) else { return nil }
    return sign(place.x, place.y, ink)
  }

  private func sign(_ x: Double, _ y: Double, _ ink: Ink) -> String {
    let name = Palette.name(ink)
    guard case .series(let k) = ink else {
      return "<circle class=\"\(name)\" cx=\"\(x.shape)\" cy=\"\(y.shape)\" r=\"2.5\"/>"
    }
    func path(_ d: String, _ more: String = "") -> String {
      "<path class=\"\(name)\" transform=\"translate(\(x.shape) \(y.shape))\" d=\"\(d)\" style=\"stroke-width:1.6\(more)\"/>"
    }
    switch max(0, k) % 6 {
    case 0:
      return
        "<circle class=\"\(name)\" cx=\"\(x.shape)\" cy=\"\(y.shape)\" r=\"3.6\" style=\"fill:#ffffff;stroke-width:1.6\"/>"
    case 1: return "<circle class=\"\(name)\" cx=\"\(x.shape)\" cy=\"\(y.shape)\" r=\"3.6\"/>"
    case 2: return path("M-3.5 -3.5L3.5 3.5M-3.5 3.5L3.5 -3.5")
    case 3: return path("M-4 0L4 0M0 -4L0 4")
    case 4: return path("M0 -4.5L4.5 0L0 4.5L-4.5 0Z")
    default: return path("M-3.5 -3.5H3.5V3.5H-3.5Z", ";fill:#ffffff")
    }
  }

  private func fields(_ cells: Cells, _ frame: Drawing.Frame) -> [String] {
    let (width, height) = (frame.width / Double(cells.columns), frame.height / Double(cells.rows))
    var lines: [String] = []
    for row in 0..<cells.rows {
      let top = frame.top + frame.height - Double(row + 1) * height
      for run in cells.runs(row) {
        let color = Palette.field(run.value, cells)
        let left = frame.left + Double(run.from) * width
        lines.append(
          "<rect x=\"\(left.shape)\" y=\"\(top.shape)\" width=\"\((Double(run.to - run.from) * width + 0.3).shape)\" height=\"\((height + 0.3).shape)\" fill=\"\(Palette.hex(color))\"/>"
        )
        let text = cells.texts.isEmpty ? "" : cells.texts[row * cells.columns + run.from]
        guard !text.isEmpty, width > 6.8 * Double(text.count) else { continue }
        lines.append(
          words(
            text, left + width / 2, top + height / 2 + 4, Palette.isDark(color) ? "light" : "ink",
            anchor: "middle"))
      }
    }
    return lines
  }

  private func label(_ label: Label, _ ink: String, _ frame: Drawing.Frame) -> [String] {
    guard let place = frame.place(label.place) else { return [] }
    guard label.isNode else { return [words(label.text, place.x, place.y - 4, "small", anchor: "middle")] }
    let radius = 19.0
    let detail =
      label.detail.isEmpty
      ? [] : [words(label.detail, place.x, place.y + radius + 12, "small", anchor: "middle")]
    return [
      "<circle class=\"axis node\" cx=\"\(place.x.shape)\" cy=\"\(place.y.shape)\" r=\"\(radius.shape)\" style=\"fill:#ffffff\"/>",
      words(label.text, place.x, place.y + 4, "ink", anchor: "middle"),
    ] + detail
  }

  // MARK: Legend

  private struct Entry {
    let mark: Mark?
    let color: String?
    let text: String
    /// About its width in points.
    var width: Double { Double(text.count) * 6.8 + 52 }
  }

  private func legendLines(_ chart: Chart) -> [[Entry]] {
    var entries = chart.legend.map { Entry(mark: $0, color: nil, text: $0.name ?? "") }
    entries += (chart.panels.first?.shades ?? []).map { shade in
      Entry(mark: nil, color: Palette.hex(shade.color), text: shade.text)
    }
    var (lines, used) = ([[Entry]](), 1e9)
    for entry in entries {
      if used + entry.width > 620 {
        lines.append([])
        used = 0
      }
      lines[lines.count - 1].append(entry)
      used += entry.width
    }
    return lines
  }

  private func row(_ entries: [Entry], _ y: Double) -> [String] {
    var (x, lines) = (16.0, [String]())
    for entry in entries {
      if let color = entry.color {
        lines.append(
          "<rect class=\"axis\" x=\"\(x.shape)\" y=\"\((y - 7).shape)\" width=\"24\" height=\"12\" style=\"fill:\(color)\"/>"
        )
      } else if let mark = entry.mark {
        lines += sample(mark, x, y)
      }
      lines.append(words(entry.text, x + 31, y + 4, ""))
      x += entry.width
    }
    return lines
  }

  private func sample(_ mark: Mark, _ x: Double, _ y: Double) -> [String] {
    let ink = Palette.name(mark.ink)
    switch mark.shape {
    case .dots: return [sign(x + 12, y, mark.ink)]
    case .bars:
      return [
        "<rect class=\"bar \(ink)\" x=\"\(x.shape)\" y=\"\((y - 6).shape)\" width=\"24\" height=\"11\"/>"
      ]
    case .strokes(let strokes):
      let dash = strokes.first?.isDashed == true ? " stroke-dasharray=\"5 4\"" : ""
      return ["<path class=\"line \(ink)\" d=\"M\(x.shape) \(y.shape)h24\"\(dash)/>"]
    case .line: return ["<path class=\"line \(ink)\" d=\"M\(x.shape) \(y.shape)h24\"\(dashes(mark.ink))/>"]
    case .bands, .cells, .labels: return []
    }
  }

  // MARK: Elements

  /// - Parameters:
  ///   - room: points that the words may take; nil for any. Where they would take more, they are smaller.
  ///   - size: of the font, where it is not made smaller.
  private func words(
    _ text: String, _ x: Double, _ y: Double, _ name: String, anchor: String = "", within room: Double? = nil,
    of size: Double = 12
  ) -> String {
    guard !text.isEmpty else { return "" }
    // A letter of a bold font is about 0.6 of its size wide.
    let needed = 0.62 * size * Double(text.count)
    let smaller = room.flatMap { $0 < needed ? size * $0 / needed : nil }
    let attributes =
      (name.isEmpty ? "" : " class=\"\(name)\"") + (anchor.isEmpty ? "" : " text-anchor=\"\(anchor)\"")
      + (smaller.map { " style=\"font-size:\($0.shape)px\"" } ?? "")
    return "<text x=\"\(x.shape)\" y=\"\(y.shape)\"\(attributes)>\(text.escapedXML)</text>"
  }

  private func rule(_ x: Double, _ y: Double, _ toX: Double, _ toY: Double, _ name: String) -> String {
    "<path class=\"\(name)\" d=\"M\(x.shape) \(y.shape)L\(toX.shape) \(toY.shape)\"/>"
  }
}

extension Mark {
  fileprivate var isOfLabels: Bool { if case .labels = shape { true } else { false } }
}

extension Double {
  /// A length in a picture: at most two decimals.
  var shape: String {
    var text = fixed(2)
    guard text.contains("."), !text.contains("e") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
