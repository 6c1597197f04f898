import Charts

/// Where the drawings of a chart are on a page: sizes in points of a picture.
struct Drawing {
  /// A drawing and the place of its inside.
  struct Frame {
    let panel: Panel
    let left: Double
    let top: Double
    let width: Double
    let height: Double

    /// A place of the axes in points; nil for one without a place.
    func place(_ point: Point) -> (x: Double, y: Double)? {
      guard let x = panel.x.scale.place(of: point.x), let y = panel.y.scale.place(of: point.y) else {
        return nil
      }
      return (left + x * width, top + (1 - y) * height)
    }
  }

  let frames: [Frame]
  let width: Double
  let height: Double
  /// The line on which the legend begins.
  let legend: Double

  /// One drawing takes the whole width, several stand in columns of three at most.
  init(_ chart: Chart, legendLines: Int) {
    let isWide = chart.panels.contains { $0.x.categories.count > 7 }
    let across = isWide ? 1 : min(3, chart.panels.count)
    let down = (chart.panels.count + across - 1) / across
    let isSingle = chart.panels.count == 1
    let most = chart.panels.map(\.mostNodes).max() ?? 0
    let boxWidth = across == 1 ? 640.0 : across == 2 ? 340 : 290
    let boxHeight = isSingle ? max(380.0, 62 * Double(most)) : 250
    let top = 40.0
    frames = chart.panels.enumerated().map { k, panel in
      let left = Double(k % across) * boxWidth
      let up = top + Double(k / across) * boxHeight
      let names = panel.y.categories.map { Double($0.count) * 7.5 }.max() ?? 0
      let ticks = panel.y.scale.ticks(6).map { Double($0.text.count) * 7.5 }.max() ?? 0
      let margin = panel.y.isHidden ? 14 : 34 + min(140, panel.y.categories.isEmpty ? ticks : names)
      let title = panel.title.isEmpty ? 6.0 : 24
      let foot = panel.x.isHidden ? 14.0 : 46
      return Frame(
        panel: panel, left: left + margin, top: up + title, width: boxWidth - margin - 18,
        height: boxHeight - title - foot)
    }
    width = max(480, Double(across) * boxWidth)
    legend = top + Double(down) * boxHeight + 12
    height = legend + Double(legendLines) * 20 + 6
  }
}

extension Panel {
  /// The most nodes that stand above each other.
  fileprivate var mostNodes: Int {
    let places = marks.flatMap { mark -> [Double] in
      if case .labels(let labels) = mark.shape { labels.filter(\.isNode).map(\.place.x) } else { [] }
    }
    return Dictionary(grouping: places) { $0 }.map(\.value.count).max() ?? 0
  }
}

/// Colors of pictures: light ground, told apart by those who see less color (Okabe and Ito 2008), and by lightness.
enum Palette {
  /// Parts of 255.
  typealias RGB = (red: Int, green: Int, blue: Int)

  /// Of curves and classes, in their order.
  static let series = ["#0072b2", "#d55e00", "#009e73", "#8a4fa3", "#b07a00", "#444444"]
  static let (positive, negative, faint, plain) = ("#0b6e8c", "#a3247a", "#9a9aa2", "#1d1d1f")

  static func color(_ ink: Ink) -> String {
    switch ink {
    case .series(let k): series[max(0, k) % series.count]
    case .positive: positive
    case .negative: negative
    case .faint: faint
    case .plain: plain
    }
  }

  /// The class of a mark, by which pages color it.
  static func name(_ ink: Ink) -> String {
    switch ink {
    case .series(let k): "s\(max(0, k) % series.count)"
    case .positive: "positive"
    case .negative: "negative"
    case .faint: "faint"
    case .plain: "plain"
    }
  }

  /// Red, green and blue from 0 to 255 of a field.
  static func field(_ value: Double, _ cells: Cells) -> RGB {
    guard value.isFinite else { return (200, 200, 200) }
    let strength = cells.strength(of: value)
    switch cells.meaning {
    case .signed:
      let end = value < 0 ? rgb(0xa3, 0x24, 0x7a) : rgb(0x0b, 0x6e, 0x8c)
      return mixed(rgb(0xf7, 0xf7, 0xf7), end, strength)
    case .steps: return mixed(rgb(0xff, 0xff, 0xff), rgb(0x7f, 0xb8, 0xdc), strength)
    case .counts: return mixed(rgb(0xf7, 0xf7, 0xf7), rgb(0x2c, 0x7f, 0xb8), strength)
    case .classes:
      let tints = [
        rgb(0xd6, 0xe8, 0xf5), rgb(0xfb, 0xdf, 0xcc), rgb(0xcf, 0xee, 0xe4), rgb(0xe9, 0xdc, 0xf0),
        rgb(0xf3, 0xe6, 0xc4), rgb(0xe0, 0xe0, 0xe0),
      ]
      return tints[max(0, Int(clamping: value)) % tints.count]
    }
  }

  private static func rgb(_ red: Int, _ green: Int, _ blue: Int) -> RGB {
    (red, green, blue)
  }

  private static func mixed(
    _ a: RGB, _ b: RGB, _ share: Double
  ) -> RGB {
    func part(_ x: Int, _ y: Int) -> Int { Int(clamping: (Double(x) + Double(y - x) * share).rounded()) }
    return (part(a.red, b.red), part(a.green, b.green), part(a.blue, b.blue))
  }

  /// `#rrggbb`.
  static func hex(_ color: RGB) -> String {
    "#"
      + [color.red, color.green, color.blue].map { part in
        let text = String(part, radix: 16)
        return text.count < 2 ? "0" + text : text
      }.joined()
  }

  /// Whether white words are read better on a field than black ones.
  static func isDark(_ color: RGB) -> Bool {
    299 * color.red + 587 * color.green + 114 * color.blue < 140_000
  }
}

extension Cells {
  /// Fields of one color beside each other in a row: where they begin and end, and their value.
  func runs(_ row: Int) -> [(from: Int, to: Int, value: Double)] {
    var runs: [(from: Int, to: Int, value: Double)] = []
    for column in 0..<columns {
      let value = value(column, row)
      let color = Palette.field(value, self)
      if let last = runs.last, texts.isEmpty, Palette.field(last.value, self) == color {
        runs[runs.count - 1].to = column + 1
      } else {
        runs.append((column, column + 1, value))
      }
    }
    return runs
  }
}

/// A color of fields, and what it stands for in a legend.
struct LegendShade {
  let color: Palette.RGB
  let text: String
}

extension Panel {
  /// What the colors of its fields stand for; empty where words in the fields say it.
  var shades: [LegendShade] {
    guard case .cells(let cells)? = marks.first?.shape, cells.texts.isEmpty else { return [] }
    func shade(_ value: Double, _ text: String) -> LegendShade {
      LegendShade(color: Palette.field(value, cells), text: text)
    }
    func text(_ bound: Double) -> String { Scale.text(bound.rounded(toSignificant: 3)) }
    switch cells.meaning {
    case .signed(let most):
      return [
        shade(most, "up to \(text(most))"), shade(0, "0"),
        shade(-most, "down to −\(text(most))"),
      ]
    case .steps(let bounds):
      let step = max(1, bounds.count / 5)
      let shown = stride(from: 0, to: bounds.count, by: step).map { bounds[$0] }
      return zip(shown, shown.toldApart).map { shade($0, "≥ \($1)") }
    case .classes(let names): return names.enumerated().map { shade(Double($0.offset), $0.element) }
    case .counts: return []
    }
  }
}
