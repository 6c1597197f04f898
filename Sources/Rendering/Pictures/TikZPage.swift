import Charts
import NeuralCore

/// Pictures as a LaTeX document that needs pgfplots.
struct TikZPage {
  let chart: Chart

  var text: String {
    var lines = [
      "% \(PictureFormat.mark)",
      "\\IfFileExists{standalone.cls}{\\documentclass[border=4pt]{standalone}}"
        + "{\\documentclass{article}\\usepackage[a3paper,landscape,margin=1cm]{geometry}"
        + "\\pagestyle{empty}\\setlength\\parindent{0pt}}",
      "\\usepackage{pgfplots}",
      "\\usepgfplotslibrary{groupplots}", "\\pgfplotsset{compat=1.16}",
    ]
    for (k, color) in Palette.series.enumerated() { lines.append(definition("series\(k)", color)) }
    lines += [
      definition("positive", Palette.positive), definition("negative", Palette.negative),
      definition("faint", Palette.faint), definition("plain", Palette.plain), "\\begin{document}",
      "\\begin{tikzpicture}",
    ]
    let across = min(3, chart.panels.count)
    let down = (chart.panels.count + across - 1) / across
    lines.append(
      "\\begin{groupplot}[group style={group size=\(across) by \(down), horizontal sep=2.2cm, vertical sep=2.2cm},"
        + " legend style={font=\\small\(across > 1 ? ", fill opacity=0.7, text opacity=1" : "")},"
        // Beside a single panel there is room, so that no row is below it.
        + " legend cell align=left\(across > 1 ? "" : ", legend pos=outer north east")]")
    for panel in chart.panels { lines += axis(panel) }
    lines.append("\\end{groupplot}")
    if across > 1 { lines.append(node("above", "\\bfseries", "north", chart.title)) }
    for note in chart.notes { lines.append(node("below", "\\small", "south", note)) }
    lines += ["\\end{tikzpicture}", "\\end{document}"]
    return lines.map { $0 + "\n" }.joined()
  }

  /// A line over or under all of the picture.
  private func node(_ side: String, _ font: String, _ edge: String, _ text: String) -> String {
    "\\node[\(side)=2mm, font=\(font)] at (current bounding box.\(edge)) {\(text.latex)};"
  }

  private func definition(_ name: String, _ color: String) -> String {
    "\\definecolor{\(name)}{HTML}{\(color.dropFirst().uppercased())}"
  }

  private func axis(_ panel: Panel) -> [String] {
    let isSingle = chart.panels.count == 1
    let title = isSingle ? chart.title : panel.title
    var options = [
      "title={\(title.latex)}", "xlabel={\(panel.x.label.latex)}", "ylabel={\(panel.y.label.latex)}",
      "xmin=\(panel.x.scale.low.text)", "xmax=\(panel.x.scale.high.text)", "ymin=\(panel.y.scale.low.text)",
      "ymax=\(panel.y.scale.high.text)",
      isSingle ? "width=12cm, height=\(height(panel))cm" : "width=7cm, height=6cm",
    ]
    if isLogarithmic(panel.x.scale) { options.append("xmode=log") }
    if isLogarithmic(panel.y.scale) { options.append("ymode=log") }
    if panel.x.isHidden, panel.y.isHidden { options.append("hide axis, clip=false") }
    for (name, axis) in [("x", panel.x), ("y", panel.y)] where !axis.categories.isEmpty {
      let ticks = axis.shownTicks(10)
      options.append("\(name)tick={\(ticks.map { $0.value.text }.joined(separator: ","))}")
      options.append("\(name)ticklabels={\(ticks.map { "{\($0.text.latex)}" }.joined(separator: ","))}")
      // Names stand upright where they have no room beside each other.
      let length = ticks.reduce(0) { $0 + $1.text.count + 2 }
      if name == "x", length > (isSingle ? 70 : 36) {
        options.append("xticklabel style={rotate=90, font=\\scriptsize}")
      } else if ticks.count > 8 {
        options.append("\(name)ticklabel style={font=\\scriptsize}")
      }
    }
    return ["\\nextgroupplot[\(options.joined(separator: ", "))]"]
      + panel.marks.flatMap { mark in draw(mark, panel) + legend(mark) }
      + (isSingle ? panel.shades.flatMap(legend) : [])
  }

  /// As high as what is written below the neurons of the largest layer needs, so that no circle hides it.
  private func height(_ panel: Panel) -> Int {
    var nodes: [Double: Int] = [:]
    for case .labels(let labels) in panel.marks.map(\.shape) {
      for label in labels where label.isNode { nodes[label.place.x, default: 0] += 1 }
    }
    return max(8, 2 * (nodes.values.max() ?? 0))
  }

  /// pgfplots has no logarithmic axis over a few percents (`Dimension too large`): there it is a straight one, as near as lines
  /// are thick.
  private func isLogarithmic(_ scale: Scale) -> Bool {
    scale.kind == .logarithmic && scale.high >= 1.1 * scale.low
  }

  private func legend(_ mark: Mark) -> [String] {
    guard let name = mark.name else { return [] }
    return sample(mark) + ["\\addlegendentry{\(name.latex)}"]
  }

  /// What stands for a mark in the legend, where pgfplots does not know it: it does what `\addplot` draws.
  private func sample(_ mark: Mark) -> [String] {
    switch mark.shape {
    case .line, .dots, .bars: []
    case .strokes(let strokes):
      ["\\addlegendimage{\(color(mark.ink)), mark=none\(strokes.first?.isDashed == true ? ", dashed" : "")}"]
    case .bands: ["\\addlegendimage{area legend, fill=\(color(mark.ink)), draw=none, opacity=0.13}"]
    case .cells, .labels: ["\\addlegendimage{empty legend}"]
    }
  }

  private func legend(_ shade: LegendShade) -> [String] {
    [
      "\\addlegendimage{area legend, draw=faint, fill=\(rgb(shade.color))}",
      "\\addlegendentry{\(shade.text.latex)}",
    ]
  }

  private func rgb(_ color: Palette.RGB) -> String {
    "{rgb,255:red,\(color.red);green,\(color.green);blue,\(color.blue)}"
  }

  private func draw(_ mark: Mark, _ panel: Panel) -> [String] {
    let color = color(mark.ink)
    switch mark.shape {
    case .line(let points):
      return [
        "\\addplot[\(color), thick, mark=none, unbounded coords=jump\(dashes(mark.ink))] coordinates {",
        coordinates(points.thinned(to: 1500), panel), "};",
      ]
    case .dots(let points):
      return [
        "\\addplot[\(color), only marks, mark=\(sign(mark.ink))] coordinates {",
        coordinates(points.sampled(to: 2000).filter(\.isFinite), panel), "};",
      ]
    case .bars(let bars):
      let last = bars.last.map { "(\($0.high.text),0)" } ?? ""
      return [
        "\\addplot[\(color), fill=\(color)!40, ybar interval] coordinates {",
        bars.map { "(\($0.low.text),\($0.height.text))" }.joined(separator: " ") + " " + last, "};",
      ]
    case .bands(let bands): return bands.map { fill($0, color) }
    case .cells(let cells): return fields(cells, panel)
    case .strokes(let strokes):
      return strokes.filter { $0.from.isFinite && $0.to.isFinite }.map { stroke in
        "\\draw[\(color), line width=\((0.5 + 2.5 * stroke.weight).fixed(2))pt\(stroke.isDashed ? ", dashed" : "")] "
          + "(axis cs:\(stroke.from.x.text),\(stroke.from.y.text)) -- (axis cs:\(stroke.to.x.text),\(stroke.to.y.text));"
      }
    case .labels(let labels):
      return labels.map { label in
        let style =
          label.isNode
          ? "draw, circle, fill=white, inner sep=2pt, font=\\footnotesize" : "font=\\footnotesize"
        let detail = label.detail.isEmpty ? "" : ", label={below:{\\scriptsize \(label.detail.latex)}}"
        return
          "\\node[\(style)\(detail)] at (axis cs:\(label.place.x.text),\(label.place.y.text)) {\(label.text.latex)};"
      }
    }
  }

  private func fill(_ band: Band, _ color: String) -> String {
    "\\fill[\(color), opacity=0.13] (axis cs:\(band.from.text),\(band.low.text)) rectangle "
      + "(axis cs:\(band.to.text),\(band.high.text));"
  }

  private func color(_ ink: Ink) -> String {
    switch ink {
    case .series(let k): "series\(max(0, k) % Palette.series.count)"
    case .positive, .negative, .faint, .plain: Palette.name(ink)
    }
  }

  private func dashes(_ ink: Ink) -> String {
    guard case .series(let k) = ink else { return "" }
    return ["", ", dashed", ", dotted", ", dash dot", ", loosely dotted", ", densely dashed"][max(0, k) % 6]
  }

  private func sign(_ ink: Ink) -> String {
    guard case .series(let k) = ink else { return "*" }
    return ["o", "*", "x", "+", "diamond*", "square"][max(0, k) % 6]
  }

  /// A point without a place parts the line.
  private func coordinates(_ points: [Point], _ panel: Panel) -> String {
    points.map { point in
      let hasPlace = panel.x.scale.place(of: point.x) != nil && panel.y.scale.place(of: point.y) != nil
      return hasPlace ? "(\(point.x.text),\(point.y.text))" : "(nan,nan)"
    }.joined(separator: " ")
  }

  private func fields(_ cells: Cells, _ panel: Panel) -> [String] {
    func edge(_ axis: Axis, _ k: Int, _ count: Int) -> String {
      axis.scale.value(at: Double(k) / Double(count)).text
    }
    return (0..<cells.rows).flatMap { row in
      cells.runs(row).flatMap { run -> [String] in
        let color = Palette.field(run.value, cells)
        let (x, y) = (edge(panel.x, run.from, cells.columns), edge(panel.y, row, cells.rows))
        let (toX, toY) = (edge(panel.x, run.to, cells.columns), edge(panel.y, row + 1, cells.rows))
        let fill =
          "\\fill[fill=\(rgb(color))] (axis cs:\(x),\(y)) rectangle (axis cs:\(toX),\(toY));"
        let text = cells.texts.isEmpty ? "" : cells.texts[row * cells.columns + run.from]
        // Words that are wider than their field are left out.
        guard !text.isEmpty, text.count * cells.columns <= (chart.panels.count == 1 ? 70 : 34) else {
          return [fill]
        }
        let (middleX, middleY) = (
          panel.x.middles(cells.columns)[run.from], panel.y.middles(cells.rows)[row]
        )
        let ink = Palette.isDark(color) ? "white" : "black"
        return [
          fill,
          "\\node[text=\(ink), font=\\scriptsize] at (axis cs:\(middleX.text),\(middleY.text)) {\(text.latex)};",
        ]
      }
    }
  }
}
