import Charts
import Language
import NeuralCore

/// `plot fit` and `plot confusion`.
extension Executor {
  /// With one input the curve over it, with the rows; else targets against outputs.
  func fitChart(_ network: Network, _ whole: Dataset) throws(Diagnostic) -> Chart {
    network.inputs == 1 ? try curve(network, whole) : try scatter(network, whole)
  }

  private static let fewRows = 60

  private func curve(_ network: Network, _ whole: Dataset) throws(Diagnostic) -> Chart {
    let x = Scale(.linear, over: whole.column(0), margin: 0.05)
    let places = (0...240).map { x.value(at: Double($0) / 240) }
    let inputs = places.flatMap { session.data.scaled([$0]) }
    let grid = Dataset(
      name: "", inputCount: 1, targetCount: network.outputs, inputs: Vector(inputs, network.precision),
      targets: Vector(zeros: inputs.count * network.outputs, network.precision))
    let outputs = try self.outputs(of: network, for: grid).map(session.data.unscaled)
    let names = whole.targetNames
    var (dots, isSampled) = ([Mark](), 0)
    for (part, data) in try parts(of: whole) {
      let step = max(1, (data.rows + 1999) / 2000)
      isSampled = max(isSampled, step)
      for k in 0..<min(3, network.outputs) {
        let points = stride(from: 0, to: data.rows, by: step).map {
          Point(data.inputs.decimal($0), data.targets.decimal($0 * data.targetCount + k))
        }
        let name = network.outputs > 1 ? "\(names[k]), \(part)" : part
        dots.append(Mark(name, .series(dots.count + network.outputs), .dots(points)))
      }
    }
    let curves = (0..<min(3, network.outputs)).map { k in
      Mark.curve(
        network.outputs > 1 ? "output, \(names[k])" : "output", .series(k),
        zip(places, outputs).map { Point($0, $1.decimal(k)) })
    }
    let heights = dots.points.map(\.y) + outputs.flatMap { $0.prefix(3) }
    // A few rows would be gone below a curve that fits; many would hide it.
    let marks = dots.points.count <= Self.fewRows ? curves + dots : dots + curves
    return Chart(
      "fit", title: "What net \(network.sizesText) makes of \(whole.name)",
      panels: [
        Panel(
          x: Axis(whole.columnNames[0], x),
          y: Axis(network.outputs == 1 ? names[0] : "targets", Scale(.linear, over: heights, margin: 0.05)),
          marks: marks)
      ],
      notes: (network.outputs > 3 ? ["of \(network.outputs) outputs the first 3"] : [])
        + (isSampled > 1 ? ["every \(isSampled)-th row is drawn"] : []))
  }

  /// The parts of the data, as given.
  private func parts(of whole: Dataset) throws(Diagnostic) -> [(name: String, data: Dataset)] {
    guard session.data.parts.count > 1 else { return [(name: "data", data: whole)] }
    var parts: [(name: String, data: Dataset)] = []
    for part in Part.allCases {
      if let data = try unscaled(part) { parts.append((part.rawValue, data)) }
    }
    return parts
  }

  private func scatter(_ network: Network, _ whole: Dataset) throws(Diagnostic) -> Chart {
    var marks: [Mark] = []
    var isSampled = 0
    let names = whole.targetNames
    for (part, data) in try parts(of: whole) {
      let outputs = try self.outputs(of: network, for: scaled(data)).map(session.data.unscaled)
      let step = max(1, (data.rows + 1999) / 2000)
      isSampled = max(isSampled, step)
      for k in 0..<min(3, network.outputs) {
        let points = stride(from: 0, to: data.rows, by: step).map {
          Point(data.targets.decimal($0 * data.targetCount + k), outputs[$0].decimal(k))
        }
        marks.append(
          Mark(network.outputs > 1 ? "\(names[k]), \(part)" : part, .series(marks.count), .dots(points)))
      }
    }
    let (targets, outputs) = (marks.points.map(\.x), marks.points.map(\.y))
    let (x, y) = (
      Scale(.linear, over: targets, margin: 0.05), Scale(.linear, over: outputs + targets, margin: 0.05)
    )
    let ends = (max(x.low, y.low), min(x.high, y.high))
    let diagonal = Stroke(Point(ends.0, ends.0), Point(ends.1, ends.1), isDashed: true)
    return Chart(
      "fit", title: "Targets of \(whole.name) and what net \(network.sizesText) says",
      panels: [
        Panel(
          x: Axis("target", x), y: Axis("output", y),
          marks: [Mark("output = target", .faint, .strokes([diagonal]))] + marks)
      ],
      notes: (network.outputs > 3 ? ["of \(network.outputs) outputs the first 3"] : [])
        + (isSampled > 1 ? ["every \(isSampled)-th row is drawn"] : []))
  }

  // MARK: Confusion

  func confusionChart(_ network: Network, _ whole: Dataset) throws(Diagnostic) -> Chart {
    var panels: [Panel] = []
    let parts = try parts(of: whole)
    for (part, data) in parts {
      let outputs = try self.outputs(of: network, for: scaled(data)).map(session.data.unscaled)
      guard let confusion = Confusion(outputs, data) else {
        throw Diagnostic(
          .unavailableMetric, "the targets of `\(whole.name)` are no classes, so none is taken for another",
          help: ["Targets beside outputs: plot fit"])
      }
      panels.append(Self.panel(confusion, parts.count > 1 ? part : ""))
    }
    return Chart(
      "confusion", title: "Which class net \(network.sizesText) takes for which over \(whole.name)",
      panels: panels)
  }

  private static func panel(_ confusion: Confusion, _ title: String) -> Panel {
    let count = confusion.names.count
    // From the bottom: the first class stands at the top.
    let counts = (0..<count).reversed().flatMap { confusion.counts[$0] }
    let most = confusion.counts.joined().max() ?? 0
    let cells = Cells(
      columns: count, rows: count, values: counts.map(Double.init), .counts(most: Double(most)),
      texts: counts.map { $0 == 0 ? "·" : "\($0)" })
    let unanswered = confusion.unanswered > 0 ? " (\(confusion.unanswered) not answered)" : ""
    return Panel(
      title: title, x: Axis("predicted" + unanswered, categories: confusion.names),
      y: Axis("target", categories: confusion.names.reversed()), marks: [Mark(nil, .plain, .cells(cells))])
  }
}
