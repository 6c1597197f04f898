import Charts
import Language
import NeuralCore

/// `plot boundary` and `plot data`.
extension Executor {
  /// Lines of no more units are drawn.
  private static let mostLines = 12

  /// The picture of one network over the data of the session.
  func boundaryChart(
    _ network: Network, _ whole: Dataset, _ axes: (x: Int, y: Int)
  ) throws(Diagnostic) -> Chart {
    let view = PlaneView(network, session.data, whole, axes: axes)
    let outputs = try host.interruptibly { (stop) throws(Interrupted) in try view.outputs(stop) }
    let (cells, contour, note) = regions(outputs, whole, view)
    var marks = [Mark(nil, .plain, .cells(cells))] + contour
    let points = DataMarks(whole) { row in
      Point(
        whole.inputs.decimal(row * whole.inputCount + axes.x),
        whole.inputs.decimal(row * whole.inputCount + axes.y))
    }
    let lines = unitLines(view)
    marks += lines.marks + points.marks + lines.names
    let others = whole.columnNames.indices.filter { $0 != axes.x && $0 != axes.y }
    let held = others.prefix(4).map { "\(whole.columnNames[$0]) = \(view.rest[$0].brief)" }.joined(
      separator: ", ")
    let notes =
      points.notes + note + lines.notes
      + (others.isEmpty ? [] : ["the other inputs at their means: \(held)\(others.count > 4 ? " …" : "")"])
    return Chart(
      "boundary", title: "What net \(network.sizesText) says over \(whole.name)",
      panels: [
        Panel(
          x: Axis(whole.columnNames[axes.x], view.x), y: Axis(whole.columnNames[axes.y], view.y), marks: marks
        )
      ], notes: notes)
  }

  /// What the net says on each field: a class, or a number with the line where it is undecided.
  private func regions(
    _ outputs: [Vector], _ whole: Dataset, _ view: PlaneView
  ) -> (Cells, [Mark], [String]) {
    let (columns, rows) = (PlaneView.columns, PlaneView.rows)
    let classes = ClassLabels(whole)
    if let classes, whole.targetCount > 1 {
      let values = outputs.map { Double($0.argmax) }
      return (Cells(columns: columns, rows: rows, values: values, .classes(classes.names)), [], [])
    }
    let values = outputs.map { $0.decimal(0) }
    let note = outputs[0].count > 1 ? ["of \(outputs[0].count) outputs the first"] : []
    guard classes != nil else {
      let scale = Scale(.linear, over: values)
      let bounds = (1...4).map { scale.value(at: Double($0) / 5) }
      return (Cells(columns: columns, rows: rows, values: values, .steps(bounds)), [], note)
    }
    let isSigned = whole.targets.contains { $0 < 0 }
    let (middle, step) = isSigned ? (0.0, 0.5) : (0.5, 0.25)
    let cells = Cells(
      columns: columns, rows: rows, values: values, .steps([middle - step, middle, middle + step]))
    let strokes = Contour.strokes(values, columns, view.x, view.y, at: middle)
    return (cells, strokes.isEmpty ? [] : [Mark("output \(middle.text)", .plain, .strokes(strokes))], note)
  }

  /// The lines at which the units of the first hidden layer are undecided, with their names.
  private func unitLines(_ view: PlaneView) -> (marks: [Mark], names: [Mark], notes: [String]) {
    guard view.network.layers.count > 1 else { return ([], [], []) }
    let units = view.network.layers[0].outputs
    var (strokes, labels) = ([Stroke](), [Label]())
    for unit in 0..<min(units, Self.mostLines) {
      guard let (stroke, _) = view.line(of: unit) else { continue }
      strokes.append(stroke)
      // Another place along the line for each, so that names do not cover each other.
      let share = 0.08 + 0.84 * (0.618 * Double(unit + 1)).truncatingRemainder(dividingBy: 1)
      let place = Point(
        stroke.from.x + (stroke.to.x - stroke.from.x) * share,
        stroke.from.y + (stroke.to.y - stroke.from.y) * share)
      labels.append(Label("L1N\(unit)", at: place))
    }
    let notes = units > Self.mostLines ? ["lines of the first \(Self.mostLines) of \(units) units"] : []
    guard !strokes.isEmpty else { return ([], [], notes) }
    return (
      [Mark("units undecided", .faint, .strokes(strokes))], [Mark(nil, .faint, .labels(labels))], notes
    )
  }

  func dataChart(_ data: Dataset, _ options: GivenOptions<PlotOption>) throws(Diagnostic) -> Chart {
    let title = "\(data.name): \(count(data.rows, "row"))"
    if data.inputCount == 1 {
      let (marks, notes) = targetsByInput(data)
      let y = Axis(
        data.targetNames.joined(separator: ", "), Scale(.linear, over: marks.points.map(\.y), margin: 0.05))
      let x = Axis(data.columnNames[0], Scale(.linear, over: data.column(0), margin: 0.03))
      return Chart("data", title: title, panels: [Panel(x: x, y: y, marks: marks)], notes: notes)
    }
    let axes = try planeAxes(options, data, needsBoth: false)
    let points = DataMarks(data) { row in
      Point(
        data.inputs.decimal(row * data.inputCount + axes.x),
        data.inputs.decimal(row * data.inputCount + axes.y))
    }
    let names = data.columnNames
    let rest = data.inputCount - 2
    let example =
      "plot data inputs \(names[data.inputCount - 2].asColumn) \(names[data.inputCount - 1].asColumn)"
    let notes =
      points.notes
      + (rest > 0 && !options.contains(.inputs)
        ? ["two of \(data.inputCount) inputs; others: \(example)"] : [])
    return Chart(
      "data", title: title,
      panels: [
        Panel(
          x: Axis(names[axes.x], Scale(.linear, over: data.column(axes.x), margin: 0.04)),
          y: Axis(names[axes.y], Scale(.linear, over: data.column(axes.y), margin: 0.06)), marks: points.marks
        )
      ], notes: notes)
  }

  /// With one input: the targets over it.
  private func targetsByInput(_ data: Dataset) -> (marks: [Mark], notes: [String]) {
    let names = data.targetNames
    let step = max(1, data.rows / 2000)
    let marks = (0..<min(6, data.targetCount)).map { k in
      Mark(
        data.targetCount > 1 ? names[k] : nil, .series(k),
        .dots(
          stride(from: 0, to: data.rows, by: step).map {
            Point(data.inputs.decimal($0), data.targets.decimal($0 * data.targetCount + k))
          }))
    }
    return (marks, step > 1 ? ["every \(step)-th of \(data.rows) rows is drawn"] : [])
  }

  /// The two inputs that a picture varies: as named, else the first two.
  ///
  /// - Parameter needsBoth: where there are more than two, they have to be named.
  func planeAxes(
    _ options: GivenOptions<PlotOption>, _ data: Dataset, needsBoth: Bool
  ) throws(Diagnostic) -> (x: Int, y: Int) {
    let names = data.columnNames
    guard let option = options[.inputs] else {
      guard data.inputCount >= 2 else {
        throw Diagnostic(
          .dataMismatch, "this picture varies two inputs, and the data has one",
          help: ["The curve over one input: plot fit"])
      }
      guard data.inputCount == 2 || !needsBoth else { throw .whichInputs(names) }
      return (0, 1)
    }
    var places: [Int] = []
    for name in option.names {
      let place = names.firstIndex(of: name.node) ?? data.columns.indices.first { "L0N\($0)" == name.node }
      guard let place else {
        throw Diagnostic(
          .unknownName, "there is no input called `\(name.node)`", at: name.span,
          help: ["There are: " + names.prefix(20).joined(separator: ", ") + (names.count > 20 ? " …" : "")])
      }
      places.append(place)
    }
    guard places.count == 2, places[0] != places[1] else {
      throw Diagnostic(
        .wrongCount,
        "`inputs` takes two different inputs here, and \(places.count == 2 ? "both are the same" : "\(places.count) are given")",
        at: option.span)
    }
    return (places[0], places[1])
  }
}

extension Diagnostic {
  fileprivate static func whichInputs(_ names: [String]) -> Diagnostic {
    Diagnostic(
      .dataMismatch, "this net has \(names.count) inputs, and a picture can vary two of them",
      help: [
        "Say which, and the others are held at their mean: plot boundary inputs \(names[0].asColumn) \(names[1].asColumn)",
        "There are: " + names.prefix(20).joined(separator: ", ") + (names.count > 20 ? " …" : ""),
      ])
  }
}
