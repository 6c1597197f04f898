import Charts

/// Pictures as Vega-Lite: data and marks as JSON, for its editor and for notebooks.
struct VegaPage {
  let chart: Chart

  var text: String {
    let panels = chart.panels.map(view)
    var fields: [(String, JSON)] = [
      ("$schema", .string("https://vega.github.io/schema/vega-lite/v5.json")),
      ("description", .string("\(chart.title) (\(PictureFormat.mark))")),
      ("title", .string(chart.title)), ("background", .string("white")),
    ]
    if panels.count == 1, case .object(let own) = panels[0] {
      fields += own
    } else {
      fields += [("columns", 3.json), ("concat", .array(panels))]
    }
    return JSON.object(fields).pretty() + "\n"
  }

  private func view(_ panel: Panel) -> JSON {
    let isSingle = chart.panels.count == 1
    var fields: [(String, JSON)] = [
      ("width", (isSingle ? 520 : 240).json), ("height", (isSingle ? 320 : 200).json),
      ("layer", .array(panel.marks.flatMap { layers($0, panel) })),
    ]
    if !isSingle { fields.insert(("title", .string(panel.title)), at: 0) }
    return .object(fields)
  }

  // MARK: Axes

  private func channel(_ name: String, _ axis: Axis) -> JSON {
    var fields: [(String, JSON)] = [("field", .string(name)), ("type", .string("quantitative"))]
    var scale: [(String, JSON)] = [
      ("domain", .array([axis.scale.low.json, axis.scale.high.json])), ("nice", .bool(false)),
      ("zero", .bool(false)),
    ]
    if axis.scale.kind == .logarithmic { scale.append(("type", .string("log"))) }
    fields.append(("scale", .object(scale)))
    if axis.isHidden {
      fields.append(("axis", .null))
    } else if axis.categories.isEmpty {
      fields.append(("title", .string(axis.label)))
    } else {
      let names = JSON.array(axis.categories.map { .string($0) }).text
      fields.append(("title", .string(axis.label)))
      fields.append(
        (
          "axis",
          .object([
            ("values", .array(axis.categories.indices.map(\.json))),
            ("labelExpr", .string("\(names)[datum.value]")), ("grid", .bool(false)),
          ])
        ))
    }
    return .object(fields)
  }

  // MARK: Marks

  private func layers(_ mark: Mark, _ panel: Panel) -> [JSON] {
    switch mark.shape {
    case .line(let points):
      let order: [(String, JSON)] = [
        ("order", field("k", "quantitative")), ("detail", field("part", "nominal")),
      ]
      let values = rows(points.thinned(to: 2000), panel, parts: true)
      return [layer(mark, panel, [("type", .string("line")), ("clip", .bool(true))], values, order)]
    case .dots(let points):
      let values = rows(points.sampled(to: 2000), panel, parts: false)
      return [layer(mark, panel, [("type", .string("point")), ("clip", .bool(true))], values)]
    case .bars(let bars):
      let values = bars.map { bar in
        JSON.object([("x", bar.low.json), ("x2", bar.high.json), ("y", bar.height.json)])
      }
      let ends: [(String, JSON)] = [("x2", field("x2")), ("y2", .object([("datum", 0.json)]))]
      return [layer(mark, panel, [("type", .string("rect"))], values, ends)]
    case .bands(let bands):
      let values = bands.map { band in
        JSON.object([
          ("x", band.from.json), ("x2", band.to.json), ("y", band.low.json), ("y2", band.high.json),
        ])
      }
      let kind: [(String, JSON)] = [("type", .string("rect")), ("opacity", 0.13.json)]
      return [layer(mark, panel, kind, values, [("x2", field("x2")), ("y2", field("y2"))])]
    case .cells(let cells): return fields(cells, panel)
    case .strokes(let strokes): return [rules(strokes, mark, panel)]
    case .labels(let labels):
      let values = labels.map { label in
        let text = label.detail.isEmpty ? label.text : "\(label.text) \(label.detail)"
        return JSON.object([("x", label.place.x.json), ("y", label.place.y.json), ("text", .string(text))])
      }
      let kind: [(String, JSON)] = [("type", .string("text")), ("dy", (-12).json)]
      return [layer(mark, panel, kind, values, [("text", field("text", "nominal"))])]
    }
  }

  private func layer(
    _ mark: Mark, _ panel: Panel, _ kind: [(String, JSON)], _ values: [JSON], _ more: [(String, JSON)] = []
  ) -> JSON {
    let axes = [("x", channel("x", panel.x)), ("y", channel("y", panel.y))]
    return .object([
      ("data", .object([("values", .array(values))])), ("mark", .object(kind + style(mark))),
      ("encoding", .object(axes + more + legend(mark))),
    ])
  }

  private func field(_ name: String, _ type: String? = nil) -> JSON {
    .object([("field", .string(name))] + (type.map { [("type", JSON.string($0))] } ?? []))
  }

  private func rules(_ strokes: [Stroke], _ mark: Mark, _ panel: Panel) -> JSON {
    let values = strokes.map { stroke in
      JSON.object([
        ("x", stroke.from.x.json), ("y", stroke.from.y.json), ("x2", stroke.to.x.json),
        ("y2", stroke.to.y.json), ("width", (0.8 + 4 * stroke.weight).json),
      ])
    }
    let dash: [(String, JSON)] =
      strokes.first?.isDashed == true ? [("strokeDash", .array([5.json, 4.json]))] : []
    let width = JSON.object([
      ("field", .string("width")), ("type", .string("quantitative")), ("scale", .null),
    ])
    let ends: [(String, JSON)] = [("x2", field("x2")), ("y2", field("y2")), ("strokeWidth", width)]
    return layer(mark, panel, [("type", .string("rule")), ("clip", .bool(true))] + dash, values, ends)
  }

  private func style(_ mark: Mark) -> [(String, JSON)] {
    let color: [(String, JSON)] = mark.name == nil ? [("color", .string(Palette.color(mark.ink)))] : []
    guard case .line = mark.shape, case .series(let k) = mark.ink else { return color }
    let dash = [[], [7, 4], [2, 3], [9, 3, 2, 3], [2, 7], [4, 2]][max(0, k) % 6]
    return dash.isEmpty ? color : color + [("strokeDash", .array(dash.map(\.json)))]
  }

  /// The color as a name, so that there is a legend.
  private func legend(_ mark: Mark) -> [(String, JSON)] {
    guard let name = mark.name else { return [] }
    let all = chart.legend
    let scale = JSON.object([
      ("domain", .array(all.map { .string($0.name ?? "") })),
      ("range", .array(all.map { .string(Palette.color($0.ink)) })),
    ])
    return [("color", .object([("datum", .string(name)), ("scale", scale), ("title", .null)]))]
  }

  private func rows(_ points: [Point], _ panel: Panel, parts: Bool) -> [JSON] {
    var (part, rows) = (0, [JSON]())
    for (k, point) in points.enumerated() {
      guard panel.x.scale.place(of: point.x) != nil, panel.y.scale.place(of: point.y) != nil else {
        part += 1
        continue
      }
      let order: [(String, JSON)] = parts ? [("k", k.json), ("part", part.json)] : []
      rows.append(.object([("x", point.x.json), ("y", point.y.json)] + order))
    }
    return rows
  }

  private func fields(_ cells: Cells, _ panel: Panel) -> [JSON] {
    func edge(_ axis: Axis, _ k: Int, _ count: Int) -> JSON {
      axis.scale.value(at: Double(k) / Double(count)).json
    }
    let values = (0..<cells.rows).flatMap { row in
      cells.runs(row).map { run in
        JSON.object([
          ("x", edge(panel.x, run.from, cells.columns)), ("x2", edge(panel.x, run.to, cells.columns)),
          ("y", edge(panel.y, row, cells.rows)), ("y2", edge(panel.y, row + 1, cells.rows)),
          ("color", .string(Palette.hex(Palette.field(run.value, cells)))),
        ])
      }
    }
    let grid = fieldLayer("rect", panel, values, [("x2", field("x2")), ("y2", field("y2"))])
    return cells.texts.isEmpty ? [grid] : [grid, words(cells, panel)]
  }

  private func words(_ cells: Cells, _ panel: Panel) -> JSON {
    let (across, up) = (panel.x.middles(cells.columns), panel.y.middles(cells.rows))
    let values = cells.texts.indices.map { k in
      let color = Palette.isDark(Palette.field(cells.values[k], cells)) ? "#ffffff" : "#1d1d1f"
      return JSON.object([
        ("x", across[k % cells.columns].json), ("y", up[k / cells.columns].json),
        ("text", .string(cells.texts[k])), ("color", .string(color)),
      ])
    }
    return fieldLayer("text", panel, values, [("text", field("text", "nominal"))])
  }

  /// Marks that bring their own colors.
  private func fieldLayer(
    _ mark: String, _ panel: Panel, _ values: [JSON], _ more: [(String, JSON)]
  ) -> JSON {
    let color = JSON.object([("field", .string("color")), ("type", .string("nominal")), ("scale", .null)])
    let axes = [("x", channel("x", panel.x)), ("y", channel("y", panel.y))]
    return .object([
      ("data", .object([("values", .array(values))])), ("mark", .object([("type", .string(mark))])),
      ("encoding", .object(axes + more + [("color", color)])),
    ])
  }
}
