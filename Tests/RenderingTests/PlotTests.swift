import Charts
import Foundation
import Interpreter
// Foundation has a Host too.
import struct Interpreter.Host
import Language
import NeuralCore
import Rendering
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Pictures: as text they are recorded, as files they are well-formed and show something.
struct PlotTests {
  private static let run = RenderedRun(file: "Tests/RenderingTests/Golden/plots.nn")

  private static var charts: [Chart] {
    run.events.compactMap { if case .plot(let chart) = $0 { chart } else { nil } }
  }

  private func text(_ charts: [Chart], _ width: Int, _ glyphs: Glyphs = .unicode) -> String {
    charts.flatMap { TerminalWriter(width: width, glyphs: glyphs).lines(Document([.chart($0), .blank])) }
      .map { $0.text + "\n" }.joined()
  }

  @Test(arguments: [40, 80, 120])
  func picturesOnATerminalAreAsRecorded(_ width: Int) throws {
    let now = text(Self.charts, width)
    #expect(try Golden.text("Tests/RenderingTests/Golden/plots-\(width).txt", now: now) == now)
  }

  @Test func picturesInASCIIAreAsRecorded() throws {
    let now = text(Self.charts, 80, .ascii)
    #expect(now.utf8.allSatisfy { $0 < 0x80 })
    #expect(try Golden.text("Tests/RenderingTests/Golden/plots-ascii.txt", now: now) == now)
  }

  /// A screen of 24 rows has room for the picture, the line that asked for it, a free row and the status.
  @Test(arguments: [40, 60, 80, 100, 120], [Glyphs.unicode, .ascii])
  func picturesFitTheirWidthAndAScreen(_ width: Int, _ glyphs: Glyphs) {
    #expect(!Self.charts.isEmpty)
    for chart in Self.charts {
      let lines = TerminalWriter(width: width, glyphs: glyphs).lines(Document([.chart(chart)]))
      #expect(lines.allSatisfy { $0.columns <= width }, "\(chart.title)")
      #expect(lines.count <= 21, "\(chart.title): \(lines.count) lines")
    }
  }

  /// Nothing is between where all is the same, and no two shades have one text.
  @Test func legendsTellShadesApart() {
    let run = RenderedRun(
      "data\n0 0 -> 5\n0 1 -> 5\n1 0 -> 5\nend\nnet 2 2 1\ninit torch seed 1\n"
        + "train adam lr 0.05 epochs 500\nplot boundary")
    let legend = run.text().map(\.text).filter { $0.contains("≥") }.joined(separator: " ")
    let bounds = legend.split(separator: "≥").dropFirst().map { $0.split(separator: " ")[0] }
    #expect(bounds.count == 4 && Set(bounds).count == 4, "\(legend)")
    #expect(run.text().contains { $0.text.contains("target = 5") })
  }

  // MARK: Files

  private final class Elements: NSObject, XMLParserDelegate {
    var names: [String] = []
    var text = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      names.append(name)
      // No number that is none, and none beyond what renderers take.
      for value in attributes.values {
        let wild = ["nan", "inf", "e+"].filter { word in
          value.split(separator: " ").contains { $0.contains(word) && $0.first?.isNumber == true }
        }
        if !wild.isEmpty { Issue.record("\(name) \(value)") }
      }
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }
  }

  private func elements(_ svg: String) throws -> Elements {
    let reader = Elements()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(parser.parserError?.localizedDescription ?? "")")
    return reader
  }

  @Test func picturesAreWellFormedSVGThatNeedsNothingElse() throws {
    for chart in Self.charts {
      for svg in [SVGWriter().text(chart), SVGWriter(isAlone: false).text(chart)] {
        let read = try elements(svg)
        #expect(
          read.names.first == "svg" && read.names.count { ["path", "rect", "circle"].contains($0) } >= 3)
        #expect(read.text.contains(chart.title))
        #expect(!svg.replacing("http://www.w3.org/2000/svg", with: "").contains("http"))
      }
    }
  }

  @Test func vegaPagesAreJSONWithTheirData() throws {
    for chart in Self.charts {
      let page = try JSONSerialization.jsonObject(with: Data(PicturePage.text(chart, .json).utf8))
      let fields = try #require(page as? [String: Any])
      #expect(fields["$schema"] as? String == "https://vega.github.io/schema/vega-lite/v5.json")
      #expect(fields["layer"] != nil || fields["concat"] != nil)
    }
  }

  @Test func filesAreKnownAgain() {
    for chart in Self.charts {
      for format in [PictureFormat.svg, .tex, .json] {
        let text = PicturePage.text(chart, format)
        #expect(PictureFormat.isDrawn(beginning: text))
        // With anything before it, it is somebody's document.
        #expect(
          !PictureFormat.isDrawn(beginning: "\n" + text)
            && !PictureFormat.isDrawn(beginning: "<svg>\n" + text))
      }
    }
  }

  // MARK: Odd series

  private static let odd: [(name: String, points: [Point])] = [
    ("constant", (0..<50).map { Point(Double($0), 3) }), ("one", [Point(1, 2)]), ("none", []),
    ("zero", [Point(0, 0), Point(1, 0)]),
    ("nan", (0..<9).map { Point(Double($0), $0 == 4 ? .nan : Double($0)) }),
    ("all nan", [Point(0, .nan), Point(1, .infinity)]),
    ("huge", [Point(0, -.greatestFiniteMagnitude), Point(1, .greatestFiniteMagnitude)]),
    ("tiny", [Point(0, .leastNonzeroMagnitude), Point(1, 1e-300)]),
    ("near", [Point(0, 1), Point(1, 1.0.nextUp)]),
    ("million", (0..<1_000_000).map { Point(Double($0), Double($0 * 7919 % 1000)) }),
  ]

  @Test(arguments: odd.indices, [Scale.Kind.linear, .logarithmic])
  func oddSeriesAreDrawnSensibly(_ index: Int, _ kind: Scale.Kind) throws {
    let (name, points) = Self.odd[index]
    let panel = Panel(
      x: Axis("x", Scale(.linear, over: points.map(\.x))), y: Axis("y", Scale(kind, over: points.map(\.y))),
      marks: [Mark("curve", .series(0), points.count == 1 ? .dots(points) : .line(points))])
    let chart = Chart("loss", title: "odd: \(name)", panels: [panel])
    let lines = TerminalWriter(width: 60).lines(Document([.chart(chart)])).map(\.text)
    #expect(lines.count > 8 && lines.allSatisfy { $0.count <= 60 })
    // Numbers below the least normal one have no place on a logarithmic scale.
    let hasPlace =
      points.contains { $0.isFinite && (kind == .linear || $0.y > 0) }
      && (kind == .linear || points.allSatisfy { !$0.y.isSubnormal })
    let isDrawn = lines.contains { $0.contains { ("\u{2801}"..."\u{28ff}").contains($0) || $0 == "○" } }
    #expect(isDrawn == hasPlace || !hasPlace, "\(name)")
    if hasPlace {
      #expect(
        lines.dropLast().contains { $0.contains { ("\u{2801}"..."\u{28ff}").contains($0) || $0 == "○" } })
    }
    #expect(try elements(SVGWriter().text(chart)).names.first == "svg")
    #expect(!PicturePage.text(chart, .tex).isEmpty && !PicturePage.text(chart, .json).isEmpty)
  }

  // MARK: Moving pictures

  @Test func moviesHaveTheSameAxesAndShowTheLastPictureOnPaper() throws {
    let run = RenderedRun(
      "net 2 2 1\ndata xor\ninit xavier seed 1000\ntrain adam lr 0.01 epochs 60\nplay weights epochs 0..60 every 20\nplay boundary epochs 60..0 every 30"
    )
    let movies = run.events.compactMap { if case .play(let movie) = $0 { movie } else { nil } }
    #expect(movies.map { $0.frames.map(\.epoch) } == [[0, 20, 40, 60], [60, 30, 0]])
    for movie in movies {
      #expect(Set(movie.frames.map { "\($0.chart.panels[0].x)\($0.chart.panels[0].y)" }).count == 1)
      let svg = PicturePage.text(movie)
      let read = try elements(svg)
      #expect(read.names.first == "svg" && svg.contains("class=\"frame last\""))
      #expect(svg.contains("prefers-reduced-motion") && svg.contains(PictureFormat.mark))
    }
    let text = run.text().map(\.text)
    #expect(text.contains("4 pictures of epochs 0 to 60; the last one:"))
  }

  @Test func aRedrawnPictureTakesThePlaceOfTheOneBefore() {
    var redraw = Redraw()
    let lines = [Line("a"), Line("b")]
    #expect(redraw.draw(lines) { $0.text } == "a\r\nb\r\n")
    #expect(redraw.draw(lines) { $0.text } == "\r\u{1b}[2A\u{1b}[Ja\r\nb\r\n")
    redraw.leave()
    #expect(redraw.clear().isEmpty)
  }

  // MARK: Reports

  @Test func aReportIsOnePageThatNeedsNothingElse() throws {
    let log = EventLog()
    let pages = Pages()
    let host = Host(
      output: log,
      files: .init(write: { (_, content) throws(Host.WriteFailure) in
        if case .page(let title, let events) = content {
          pages.text = HTMLPage.text(title: title, events: events)
        }
        return 1
      }))
    let script =
      "data moons 40 seed 1\nnet 2 3 tanh 1 sigmoid\ninit torch seed 1\ntrain adam lr 0.05 epochs 50\nreport \"run.html\""
    Interpreter(host: host).run(Source(name: "test", text: script))
    let page = pages.text
    #expect(try elements(page.replacing("<!DOCTYPE html>\n", with: "")).names.count { $0 == "figure" } >= 6)
    for title in [
      "The net", "The data", "Training", "What the net says", "The first row by hand",
      "How the weights began", "What was typed",
    ] {
      #expect(page.contains("<h2>\(title)</h2>"), "\(title)")
    }
    #expect(page.contains("train adam lr 0.05 epochs 50"))
    for word in ["<script", "<link", "<img", "url(", "@import"] { #expect(!page.contains(word), "\(word)") }
    let addresses = page.replacing("http://www.w3.org/2000/svg", with: "").replacing(
      "http://www.w3.org/1999/xhtml", with: "")
    #expect(!addresses.contains("http"))
  }

  private final class Pages: @unchecked Sendable { var text = "" }

  // MARK: Scales

  /// Where fields share a place the strongest is seen, and the shades are explained.
  @Test(arguments: [Glyphs.unicode, .ascii])
  func noStrongWeightIsLost(_ glyphs: Glyphs) throws {
    for place in 0..<60 {
      var values = [Double](repeating: 0.1, count: 60)
      values[place] = -3
      let cells = Cells(
        columns: 5, rows: 12, values: values, .signed(most: 3), texts: values.map { $0.fixed(2) })
      let panel = Panel(
        title: "layer 1", x: Axis("from", categories: (0..<5).map { "L0N\($0)" }),
        y: Axis("to", categories: (0..<12).map { "L1N\($0)" }), marks: [Mark(nil, .plain, .cells(cells))])
      let all = text([Chart("weights", title: "", panels: [panel, panel, panel], notes: [])], 80, glyphs)
      #expect(all.contains("===") && all.contains("below 0"), "\(place)\n\(all)")
      #expect(all.contains("its strongest field") && !all.contains("-3.00"))
    }
  }

  /// pgfplots has no logarithmic axis over a few percents.
  @Test(arguments: [(1.007, false), (1.2, true), (100, true)])
  func narrowAxesOfLaTeXAreStraight(_ ratio: Double, _ isLogarithmic: Bool) {
    let points = [Point(1, 0.3), Point(2, 0.3 * ratio)]
    let panel = Panel(
      x: Axis("epoch", Scale(.linear, from: 1, to: 2)),
      y: Axis("loss", Scale(.logarithmic, from: 0.3, to: 0.3 * ratio)),
      marks: [Mark("a", .series(0), .line(points))])
    let text = PicturePage.text(Chart("loss", title: "t \u{1b}[1m", panels: [panel]), .tex)
    #expect(text.contains("ymode=log") == isLogarithmic && !text.contains("\u{1b}"))
  }

  /// Shades, bands and lines that pgfplots does not draw itself have their line of the legend, too.
  @Test func legendsOfLaTeXNameAllThatIsDrawn() throws {
    let cells = Cells(columns: 2, rows: 1, values: [0, 1], .steps([0.0000012345, 0.5]))
    let strokes = [Stroke(Point(0, 0), Point(1, 1), weight: 0.5, isDashed: true)]
    let panel = Panel(
      x: Axis("x", Scale(.linear, from: 0, to: 1)), y: Axis("y", Scale(.linear, from: 0, to: 1)),
      marks: [
        Mark(nil, .plain, .cells(cells)), Mark("units", .faint, .strokes(strokes)),
        Mark("rows", .series(0), .dots([Point(0.5, 0.5)])),
      ])
    let chart = Chart("boundary", title: "", panels: [panel])
    let page = PicturePage.text(chart, .tex)
    let entries = page.split(separator: "\n").filter { $0.hasPrefix("\\addlegendentry") }
    #expect(entries.count == 4 && page.contains("\\addlegendimage{faint, mark=none, dashed}"))
    #expect(page.components(separatedBy: "area legend").count == 3)
    for text in [page, SVGWriter().text(chart)] {
      #expect(text.contains(" 1.23e"), "\(text)")
    }
  }

  /// Names that begin alike can be told apart in a legend that has no room for them.
  @Test func longNamesOfALegendStayApart() {
    let begin = "train adam lr 0.05 epochs 100 schedule cosine loss cross-entropy smoothing 0.1 weights"
    let names = ["\(begin) [1, 4, 1]", "\(begin) [1, 4, 2]", "short", String(repeating: "x", count: 90)]
    let marks = names.enumerated().map { k, name in
      Mark(name, .series(k), .dots([Point(Double(k), 1)]))
    }
    for (few, width) in [(marks.prefix(3), 80), (marks[...], 80), (marks.prefix(2), 40)] {
      let panel = Panel(
        x: Axis("", Scale(.linear, from: 0, to: 3)), y: Axis("", Scale(.linear, from: 0, to: 2)),
        marks: Array(few))
      let lines = text([Chart("sweep", title: "", panels: [panel], notes: [])], width).split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= width })
      for end in ["[1, 4, 1]", "[1, 4, 2]"] {
        #expect(lines.contains { $0.contains("train adam … ") && $0.hasSuffix(end) }, "\(width)")
      }
      #expect(few.count < 4 || lines.contains { $0.contains("x…x") })
    }
  }

  @Test func ticksAreRoundAndWithinTheScale() {
    var generator = MersenneTwister(seed: 3)
    for _ in 0..<3000 {
      let numbers = generator.normal(2, mean: 0, deviation: 1).map { Double($0) }
      let size = [1e-9, 1e-3, 1, 40, 1e5, 1e12][Int(generator.nextWord() % 6)]
      let (low, high) = (min(numbers[0], numbers[1]) * size, max(numbers[0], numbers[1]) * size)
      let scale = Scale(.linear, from: low, to: high)
      for most in [2, 5, 9] {
        let ticks = scale.ticks(most)
        #expect((1...2 * most + 2).contains(ticks.count), "\(low) \(high) \(most): \(ticks.map(\.text))")
        #expect(
          ticks.allSatisfy {
            (scale.place(of: $0.value) ?? -1) > -1e-6 && (scale.place(of: $0.value) ?? 2) < 1 + 1e-6
          })
        #expect(Set(ticks.map(\.text)).count == ticks.count, "\(low) \(high): \(ticks.map(\.text))")
      }
    }
  }

  @Test(arguments: [
    (1e-14, 1.0, 5), (0.0098, 1.6, 5), (0.2, 0.3, 4), (0.1, 1, 4), (3.0, 3000, 3), (1e-280, 1e-270, 4),
  ])
  func logarithmicTicksAreDistinct(_ low: Double, _ high: Double, _ most: Int) {
    let ticks = Scale(.logarithmic, from: low, to: high).ticks(most)
    #expect(ticks.count >= 1 && Set(ticks.map(\.text)).count == ticks.count, "\(ticks.map(\.text))")
    #expect(ticks.allSatisfy { $0.value >= low * 0.999 && $0.value <= high * 1.001 })
  }

  @Test func binsHoldEveryFiniteValueOnce() throws {
    var generator = MersenneTwister(seed: 8)
    for count in [1, 2, 9, 100, 5000] {
      let values = generator.normal(count, mean: 2, deviation: 3).map { Double($0) }
      let binning = try Binning(of: values + [.nan, .infinity])
      #expect(binning.bars.reduce(0) { $0 + $1.height } == Double(count) && binning.left == 2)
      let density = try Binning(of: values, isDensity: true)
      let area = density.bars.reduce(0) { $0 + $1.height * ($1.high - $1.low) }
      #expect((area - 1).magnitude < 1e-9)
      for (bar, next) in zip(binning.bars, binning.bars.dropFirst()) { #expect(bar.high == next.low) }
    }
    #expect(try Binning(of: [Double]()).bars.isEmpty)
    #expect(try Binning(of: [7.0, 7, 7]).bars.reduce(0) { $0 + $1.height } == 3)
  }

  @Test func thinningKeepsTheEndsAndExtremes() {
    let points = Self.odd[9].points
    let thin = points.thinned(to: 2000)
    #expect(thin.count <= 2100 && thin.first == points.first && thin.last == points.last)
    #expect(thin.map(\.y).max() == 999 && thin.map(\.y).min() == 0)
  }
}
