import Charts
import Language
import NeuralCore

/// `explain neuron L1N0`: what a neuron computes, and what it is good for.
extension Executor {
  /// Rows that are shown one by one.
  private static let mostRows = 8

  mutating func explainNeuron(_ expression: Expression) throws(Diagnostic) {
    let network = try session.requireNetwork()
    let name = try neuron(expression, network)
    let (_, data) = try networkAndDataOrFallback()
    try session.checkTargets(of: data)
    guard let raw = try unscaled(.train) else { throw .noData(network) }
    let isOutput = name.layer == network.layers.count
    let (sums, values) = try values(of: name, network, data)
    let lesion = isOutput ? network : network.without([name])
    let (with, without) = (
      try outputsAsGiven(of: network, for: data), try outputsAsGiven(of: lesion, for: data)
    )
    let rows = (0..<min(raw.rows, Self.mostRows)).map { row in
      NeuronReport.Row(
        place: session.data.split?[.train]?[row] ?? row, inputs: raw.decimalInputs(row),
        preActivation: sums[row], value: values[row],
        outputs: with.decimals(of: row, width: network.outputs),
        without: without.decimals(of: row, width: network.outputs), targets: raw.decimalTargets(row))
    }
    let (terms, constant) = sum(of: name, network, raw)
    let changes = try host.interruptibly { (stop) throws(Interrupted) in
      try isOutput ? [] : parts(of: name, network, with, without, stop)
    }
    emit(
      .explainNeuron(
        NeuronReport(
          neuron: name, network: network,
          dataName: raw.name + (session.data.split == nil ? "" : ", train part"), terms: terms,
          constant: constant,
          isUnscaled: name.layer == 1 && session.data.scaling(width: network.inputs) != nil,
          sides: (sums.count { $0 > 0 }, sums.count { $0 < 0 }, sums.count { $0 == 0 }), rows: rows,
          parts: changes,
          losses: isOutput ? nil : (try loss(of: network, on: data), try loss(of: lesion, on: data)),
          accuracies: isOutput ? nil : try accuracies(with, without, raw), lossName: session.objective.text,
          chart: try neuronChart(name, network, raw), digits: session.format.digits)))
  }

  private func accuracies(
    _ with: Vector, _ without: Vector, _ data: Dataset
  ) throws(Diagnostic) -> (with: Double, without: Double)? {
    try host.interruptibly { (stop) throws(Interrupted) in
      guard let first = try Confusion(rows: with, data, stop),
        let second = try Confusion(rows: without, data, stop)
      else { return nil }
      return (Double(first.correct) / Double(data.rows), Double(second.correct) / Double(data.rows))
    }
  }

  /// The pre-activations and the outputs of a neuron, row by row.
  private func values(
    of name: NeuronName, _ network: Network, _ data: Dataset
  ) throws(Diagnostic) -> (sums: [Double], outputs: [Double]) {
    try host.interruptibly { (stop) throws(Interrupted) in
      let (sums, outputs) = try network.layerValues(for: data, stop)[name.layer - 1]
      let width = network.layers[name.layer - 1].outputs
      return (
        try sums.decimals(column: name.index, of: width, stop),
        try outputs.decimals(column: name.index, of: width, stop)
      )
    }
  }

  /// In the units of the data, row by row.
  private func outputsAsGiven(of network: Network, for data: Dataset) throws(Diagnostic) -> Vector {
    session.data.unscaled(outputs: try flatOutputs(of: network, for: data), width: network.outputs)
  }

  /// What the pre-activation is a sum of: of the first layer inputs as given, else outputs of the layer before.
  private func sum(
    of name: NeuronName, _ network: Network, _ data: Dataset
  ) -> (terms: [(name: String, weight: Double)], constant: Double) {
    let (layer, start) = (network.layers[name.layer - 1], network.offset(ofLayer: name.layer - 1))
    let bias = layer.hasBias ? network.parameters.decimal(start + layer.weightCount + name.index) : 0
    let weights = (0..<layer.inputs).map {
      network.parameters.decimal(start + name.index * layer.inputs + $0)
    }
    guard name.layer == 1 else {
      return (weights.enumerated().map { ("L\(name.layer - 1)N\($0.offset)", $0.element) }, bias)
    }
    let names = data.columnNames
    guard let scaling = session.data.scaling(width: network.inputs) else {
      return (weights.enumerated().map { (names[$0.offset], $0.element) }, bias)
    }
    // The net sees (value − shift) / scale + offset.
    let slopes = weights.enumerated().map { $0.element / scaling.scale[$0.offset] }
    let constant = weights.indices.reduce(bias) {
      $0 + weights[$1] * scaling.offset - slopes[$1] * scaling.shift[$1]
    }
    return (slopes.enumerated().map { (names[$0.offset], $0.element) }, constant)
  }

  private func parts(
    of name: NeuronName, _ network: Network, _ with: Vector, _ without: Vector, _ stop: StopSignal
  ) throws(Interrupted) -> [NeuronReport.Part] {
    let last = network.layers.count
    func changes(of k: Int) throws(Interrupted) -> [Double] {
      let (first, second) = (
        try with.doubles(column: k, of: network.outputs, stop),
        try without.doubles(column: k, of: network.outputs, stop)
      )
      return zip(first, second).map { $0 - $1 }
    }
    return try (0..<min(8, network.outputs)).map { (k) throws(Interrupted) in
      let output = NeuronName(layer: last, index: k)
      let weight = network.index(of: WeightName(from: .neuron(name), to: output)).map {
        network.parameters.decimal($0)
      }
      return NeuronReport.Part(
        output: output, weight: weight, change: try Spread(changes(of: k), stop))
    }
  }

  /// Its output over the plane of two inputs, with the line on which its pre-activation is 0.
  private func neuronChart(
    _ name: NeuronName, _ network: Network, _ whole: Dataset
  ) throws(Diagnostic) -> Chart? {
    guard network.inputs == 2 else { return nil }
    let part = network.prefix(name.layer)
    let view = PlaneView(part, session.data, whole, axes: (0, 1))
    let sums = try host.interruptibly { (stop) throws(Interrupted) in try view.values(of: name, stop) }
    let scale = Scale(.linear, over: sums.map(\.output))
    let bounds = (1...4).map { scale.value(at: Double($0) / 5) }
    let cells = Cells(
      columns: PlaneView.columns, rows: PlaneView.rows, values: sums.map(\.output), .steps(bounds))
    let line = Contour.strokes(sums.map(\.sum), PlaneView.columns, view.x, view.y, at: 0)
    let points = DataMarks(whole) { row in
      Point(whole.inputs.decimal(2 * row), whole.inputs.decimal(2 * row + 1))
    }
    let marks =
      [Mark(nil, .plain, .cells(cells))]
      + (line.isEmpty ? [] : [Mark("\(name): s = 0", .plain, .strokes(line))])
      + points.marks
    let names = whole.columnNames
    return Chart(
      "neuron", title: "The output of \(name)",
      panels: [Panel(x: Axis(names[0], view.x), y: Axis(names[1], view.y), marks: marks)], notes: points.notes
    )
  }
}

extension PlaneView {
  /// Pre-activation and output of a neuron of the last layer on each field.
  func values(of name: NeuronName, _ stop: StopSignal) throws(Interrupted) -> [(sum: Double, output: Double)]
  {
    try network.values(for: grid, stop).map { row in
      let last = row[row.count - 1]
      return (last.preActivations.decimal(name.index), last.outputs.decimal(name.index))
    }
  }
}

extension Executor {
  /// `explain L1N0`: the neuron is meant, and not its output as an input.
  func checkNeuronAlone(_ items: [Item], _ network: Network) throws(Diagnostic) {
    guard items.count == 1, network.inputs != 1, case .expression(let expression) = items[0],
      case .neuron(let reference) = expression.node, network.has(NeuronName(reference))
    else { return }
    let name = NeuronName(reference)
    throw Diagnostic(
      .wrongCount, "`explain` is given inputs, and a neuron after `neuron`", at: expression.span,
      help: name.layer > 0
        ? ["Write: explain neuron \(name)"] : session.exampleOfInputs(after: "explain", network))
  }
}
