import Charts
import Interpreter

/// `plot`: JSON lines, one a mark, with the numbers that are drawn.
extension EventTable {
  /// A mark of a picture, with where it stands.
  struct PlottedMark: Sendable {
    let chart: Chart
    let panel: Panel
    let mark: Mark
  }

  static func plot(_ chart: Chart) -> [JSON] {
    chart.panels.flatMap { panel in
      panel.marks.map { plot.object(PlottedMark(chart: chart, panel: panel, mark: $0)) }
    }
  }

  static let plot = EventRow<PlottedMark>("plot", "`plot`, a line a mark") {
    Field("picture", "the word after `plot`") { $0.chart.name }
    Field("title", "of the picture") { $0.chart.title }
    Field("panel", "title of the drawing, where there are several; else empty") { $0.panel.title }
    Field("x_label", "what the horizontal axis is of") { $0.panel.x.label }
    Field("y_label", "what the vertical axis is of") { $0.panel.y.label }
    Field("log", "whether the vertical axis is logarithmic") { $0.panel.y.scale.kind == .logarithmic }
    Field("mark", "`line`, `dots`, `bars`, `bands`, `cells`, `strokes` or `labels`") { $0.mark.shape.word }
    Field("name", "in the legend; `null` for none") { $0.mark.name }
    Field(optional: "x_names", "of places 0, 1, 2 …, where the horizontal axis is one of names") {
      $0.panel.x.names
    }
    Field(optional: "y_names", "the same of the vertical axis, from the bottom") { $0.panel.y.names }
    Field("x", "places; of bars, bands and strokes their beginnings; of cells the middles of their columns") {
      $0.xs
    }
    Field(
      "y", "places; of bars their heights; of bands their lower edges; of cells the middles of their rows"
    ) { $0.ys }
    Field(optional: "x_end", "of bars, bands and strokes: their ends") { $0.ends?.map(\.x) }
    Field(optional: "y_end", "of strokes: their ends; of bands: their upper edges") { plotted in
      switch plotted.mark.shape {
      case .strokes, .bands: plotted.ends?.map(\.y)
      case .line, .dots, .bars, .cells, .labels: nil
      }
    }
    Field(optional: "values", "of cells, row by row from the bottom, as `y` is") { plotted in
      if case .cells(let cells) = plotted.mark.shape { cells.values } else { nil }
    }
    Field(optional: "texts", "of labels") { plotted in
      if case .labels(let labels) = plotted.mark.shape { labels.map(\.text) } else { nil }
    }
  }
}

extension Axis {
  fileprivate var names: [String]? { categories.isEmpty ? nil : categories }
}

extension Shape {
  fileprivate var word: String {
    switch self {
    case .line: "line"
    case .dots: "dots"
    case .bars: "bars"
    case .bands: "bands"
    case .cells: "cells"
    case .strokes: "strokes"
    case .labels: "labels"
    }
  }
}

extension EventTable.PlottedMark {
  fileprivate var xs: [Double] {
    switch mark.shape {
    case .line(let points), .dots(let points): points.map(\.x)
    case .bars(let bars): bars.map(\.low)
    case .bands(let bands): bands.map(\.from)
    case .cells(let cells): panel.x.middles(cells.columns)
    case .strokes(let strokes): strokes.map(\.from.x)
    case .labels(let labels): labels.map(\.place.x)
    }
  }

  fileprivate var ys: [Double] {
    switch mark.shape {
    case .line(let points), .dots(let points): points.map(\.y)
    case .bars(let bars): bars.map(\.height)
    case .bands(let bands): bands.map(\.low)
    case .cells(let cells): panel.y.middles(cells.rows)
    case .strokes(let strokes): strokes.map(\.from.y)
    case .labels(let labels): labels.map(\.place.y)
    }
  }

  fileprivate var ends: [Point]? {
    switch mark.shape {
    case .bars(let bars): bars.map { Point($0.high, $0.height) }
    case .bands(let bands): bands.map { Point($0.to, $0.high) }
    case .strokes(let strokes): strokes.map(\.to)
    case .line, .dots, .cells, .labels: nil
    }
  }
}

/// `play` and `watch`.
extension Reporter {
  /// Where nothing moves, the last picture.
  func play(_ movie: Movie) -> [Block] {
    guard let last = movie.frames.last else { return [] }
    let words =
      "\(counted(movie.frames.count, "picture")) of epochs \(movie.frames[0].epoch) to \(last.epoch); the last one:"
    return [.paragraph(Text(words, .faint)), .chart(last.chart)]
  }

  func watch(_ pictures: [String], keeps: Bool) -> [Block] {
    guard !pictures.isEmpty else { return [report("no pictures while a training runs")] }
    let stay = keeps ? "; the last ones stay" : ""
    return [report("while a training runs on a terminal: \(pictures.joined(separator: ", "))\(stay)")]
  }
}

extension EventTable {
  static let play = EventRow<Movie>("play", "`play`") {
    Field("picture", "the word after `play`") { $0.frames.first?.chart.name ?? "" }
    Field("epochs", "of the pictures, in their order") { $0.frames.map(\.epoch) }
  }

  static let watch = EventRow<(pictures: [String], keeps: Bool)>("watch", "`watch`") {
    Field("pictures", "that are shown while a training runs; empty for `watch off`") { $0.pictures }
    Field("keep", "whether the last ones stay on the screen") { $0.keeps }
  }
}
