import Charts
import Language
import NeuralCore

/// `plot net`: neurons and weights.
extension Chart {
  /// No more neurons of a layer are drawn.
  private static let mostNeurons = 8

  /// - Parameter columns: the names of the inputs, where the data has some.
  static func net(_ network: Network, columns: [String], title: String) -> Chart {
    let sizes = network.sizes
    let shown = sizes.map(shownNeurons)
    let most = largestWeight(network)
    var strokes: (positive: [Stroke], negative: [Stroke]) = ([], [])
    for (k, layer) in network.layers.enumerated() {
      let start = network.offset(ofLayer: k)
      for (a, from) in shown[k].enumerated() where from >= 0 {
        for (b, to) in shown[k + 1].enumerated() where to >= 0 {
          let weight = network.parameters[start + to * layer.inputs + from]
          guard weight != 0, weight.isFinite else { continue }
          let stroke = Stroke(
            Point(Double(k), height(a, shown[k].count)), Point(Double(k + 1), height(b, shown[k + 1].count)),
            weight: most > 0 ? weight.magnitude / most : 0, isDashed: weight < 0)
          if weight > 0 { strokes.positive.append(stroke) } else { strokes.negative.append(stroke) }
        }
      }
    }
    let labels = sizes.indices.flatMap { layer in
      shown[layer].enumerated().map { k, neuron in
        label(
          network, layer, neuron, sizes[layer], Point(Double(layer), height(k, shown[layer].count)), columns)
      }
    }
    let marks =
      [
        Mark("weights above 0", .positive, .strokes(strokes.positive)),
        Mark("below 0, thicker the larger", .negative, .strokes(strokes.negative)),
      ].filter { if case .strokes(let all) = $0.shape { !all.isEmpty } else { true } }
      + [Mark(nil, .plain, .labels(labels))]
    let last = Double(sizes.count - 1)
    return Chart(
      "net", title: title,
      panels: [
        Panel(
          x: Axis("", Scale(.linear, from: -0.18 * last, to: last * 1.18), isHidden: true),
          y: Axis("", Scale(.linear, from: -0.08, to: 1.08), isHidden: true), marks: marks)
      ], notes: most > 0 ? ["the thickest line is a weight of \(most.brief)"] : ["all weights are 0"])
  }

  /// Without the biases, which have no line; 0 if there is none.
  private static func largestWeight(_ network: Network) -> Double {
    network.layers.indices.reduce(0) { most, k in
      let start = network.offset(ofLayer: k)
      let places = start..<start + network.layers[k].weightCount
      return max(most, network.parameters.largestMagnitude(in: places))
    }
  }

  /// The numbers of neurons that are drawn, −1 for those left out between.
  private static func shownNeurons(_ size: Int) -> [Int] {
    guard size > mostNeurons else { return Array(0..<size) }
    return Array(0..<mostNeurons - 2) + [-1, size - 1]
  }

  private static func height(_ place: Int, _ count: Int) -> Double {
    1 - (Double(place) + 0.5) / Double(max(1, count))
  }

  private static func label(
    _ network: Network, _ layer: Int, _ neuron: Int, _ size: Int, _ place: Point, _ columns: [String]
  ) -> Label {
    guard neuron >= 0 else { return Label("… \(size - mostNeurons + 1) more", at: place) }
    let name = "L\(layer)N\(neuron)"
    guard layer > 0 else {
      return Label(
        name, at: place, detail: columns.indices.contains(neuron) ? columns[neuron] : "", isNode: true)
    }
    let shape = network.layers[layer - 1]
    guard shape.hasBias else { return Label(name, at: place, isNode: true) }
    let bias = network.parameters.decimal(network.offset(ofLayer: layer - 1) + shape.weightCount + neuron)
    return Label(name, at: place, detail: "b \(bias.fixed(2).replacing("-", with: "−"))", isNode: true)
  }
}

/// `plot weights`: a heat map a layer.
extension Executor {
  func weightsChart(_ network: Network, title: String) throws(Diagnostic) -> Chart {
    try host.interruptibly { (stop) throws(Interrupted) in try .weights(network, title: title, stop) }
  }
}

extension Chart {
  /// Numbers are written into fields of layers of so many neurons.
  private static let mostWritten = 12
  /// No more layers are drawn.
  private static let mostLayers = 6

  /// A heat map has no more fields in a direction: of more neurons several share one.
  private static let mostFields = 128

  fileprivate static func weights(
    _ network: Network, title: String, _ stop: StopSignal
  ) throws(Interrupted) -> Chart {
    let drawn = network.layers.indices.prefix(mostLayers)
    let left = network.layers.count - mostLayers
    return Chart(
      "weights", title: title,
      panels: try drawn.map { (layer) throws(Interrupted) in try panel(network, layer, stop) },
      notes: drawn.compactMap { sharing(network.layers[$0], $0 + 1) }
        + (left > 0 ? ["\(count(left, "further layer")) not drawn"] : []))
  }

  /// Neurons of a layer in blocks that share a field.
  private struct Blocks {
    let neurons, size: Int

    init(_ neurons: Int) {
      (self.neurons, size) = (neurons, max(1, (neurons + Chart.mostFields - 1) / Chart.mostFields))
    }

    var all: [Range<Int>] {
      stride(from: 0, to: neurons, by: size).map { $0..<min($0 + size, neurons) }
    }
  }

  private static func sharing(_ layer: Layer, _ number: Int) -> String? {
    let (from, to) = (Blocks(layer.inputs).size, Blocks(layer.outputs).size)
    guard from * to > 1 else { return nil }
    return "layer \(number): a field shows the strongest of \(from) × \(to) weights"
  }

  private static func panel(
    _ network: Network, _ index: Int, _ stop: StopSignal
  ) throws(Interrupted) -> Panel {
    let layer = network.layers[index]
    let (sources, targets) = (Blocks(layer.inputs).all, Blocks(layer.outputs).all)
    let width = sources.count + (layer.hasBias ? 1 : 0)
    // The first neuron at the top: rows count from the bottom.
    let rows = try targets.reversed().map { (block) throws(Interrupted) in
      try stop.check()
      return strongest(network, index, sources, into: block)
    }
    let values = rows.joined().map { network.precision.decimal($0) }
    let isWritten = width <= mostWritten && layer.outputs <= mostWritten
    let cells = Cells(
      columns: width, rows: targets.count, values: values,
      .signed(most: values.filter(\.isFinite).map(\.magnitude).max() ?? 0),
      texts: isWritten ? values.map { ($0 > 0 ? "+" : "") + $0.fixed(2).replacing("-", with: "−") } : [])
    let names = (layer.hasBias ? ["\(index)B"] : []) + sources.map { "L\(index)N\($0.lowerBound)" }
    return Panel(
      title: "layer \(index + 1), \(layer.inputs) → \(layer.outputs)", x: Axis("from", categories: names),
      y: Axis("to", categories: targets.reversed().map { "L\(index + 1)N\($0.lowerBound)" }),
      marks: [Mark(nil, .plain, .cells(cells))])
  }

  /// A row of fields: the bias and the weights into some neurons, of each block the one that is farthest from 0, or is no
  /// number.
  private static func strongest(
    _ network: Network, _ index: Int, _ sources: [Range<Int>], into targets: Range<Int>
  ) -> [Double] {
    let (layer, start, numbers) = (network.layers[index], network.offset(ofLayer: index), network.parameters)
    func stronger(_ one: Double, _ other: Double) -> Double {
      one.isFinite && !(other.magnitude <= one.magnitude) ? other : one
    }
    var row = [Double](repeating: 0, count: sources.count)
    for to in targets {
      let first = start + to * layer.inputs
      for (k, block) in sources.enumerated() {
        row[k] = stronger(row[k], numbers.strongest(in: first + block.lowerBound..<first + block.upperBound))
      }
    }
    guard layer.hasBias else { return row }
    return [targets.reduce(0) { stronger($0, numbers[start + layer.weightCount + $1]) }] + row
  }
}
