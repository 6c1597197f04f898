/// Evaluation of a network on data, in its own precision: with the bits that training sees.
///
/// A pass over much data takes long and can be stopped; without a signal it cannot, which is for data that is small.
extension Network {
  /// Every layer's pre-activations and outputs for one row of inputs.
  public func values(for inputs: [Double]) -> [(preActivations: Vector, outputs: Vector)] {
    let data = Dataset(
      name: "", inputCount: inputs.count, targetCount: outputs, inputs: Vector(inputs, precision),
      targets: Vector(zeros: outputs, precision))
    return values(for: data)[0]
  }

  /// Every layer's pre-activations and outputs for every row of the data, in one pass.
  public func values(
    for data: Dataset, _ stop: StopSignal
  ) throws(Interrupted) -> [[(preActivations: Vector, outputs: Vector)]] {
    try values(for: data, Watch(stop))
  }

  /// The same for data that is small.
  public func values(for data: Dataset) -> [[(preActivations: Vector, outputs: Vector)]] {
    values(for: data, Watch.none)
  }

  /// The same layer by layer: each [rows, units], row by row.
  public func layerValues(
    for data: Dataset, _ stop: StopSignal
  ) throws(Interrupted) -> [(preActivations: Vector, outputs: Vector)] {
    precision == .single
      ? try everyLayer(data, Float.self, stop) { (Vector($0), Vector($1)) }
      : try everyLayer(data, Double.self, stop) { (Vector($0), Vector($1)) }
  }

  /// The outputs for one row of inputs.
  public func outputs(for inputs: [Double]) -> Vector { values(for: inputs)[layers.count - 1].outputs }

  /// The outputs for every row of the data.
  public func outputs(
    for data: Dataset, _ stop: StopSignal, on machine: Machine = Machine()
  ) throws(Interrupted) -> [Vector] {
    try outputs(for: data, Watch(stop), machine)
  }

  /// The same as one array, [rows, outputs], row by row.
  public func flatOutputs(
    for data: Dataset, _ stop: StopSignal, on machine: Machine = Machine()
  ) throws(Interrupted) -> Vector {
    precision == .single
      ? Vector(try flatOutputs(data, Float.self, Watch(stop), machine))
      : Vector(try flatOutputs(data, Double.self, Watch(stop), machine))
  }

  /// The same for data that is small.
  public func outputs(for data: Dataset, on machine: Machine = Machine()) -> [Vector] {
    outputs(for: data, Watch.none, machine)
  }

  /// The loss over the data.
  public func loss(
    _ objective: Objective, on data: Dataset, _ stop: StopSignal, on machine: Machine = Machine()
  ) throws(Interrupted) -> Double {
    try loss(objective, on: data, Watch(stop), machine)
  }

  /// The same for data that is small.
  public func loss(_ objective: Objective, on data: Dataset) -> Double {
    loss(objective, on: data, Watch.none, Machine())
  }

  /// The loss over the data, and the outputs for every row, in one pass.
  public func evaluation(
    _ objective: Objective, on data: Dataset, _ stop: StopSignal, on machine: Machine = Machine()
  ) throws(Interrupted) -> (loss: Double, outputs: [Vector]) {
    let watch = Watch(stop)
    guard precision == .single else {
      return try evaluation(objective, on: data, Double.self, watch, machine, keepsOutputs: true)
    }
    let result = try evaluation(objective, on: data, Float.self, watch, machine, keepsOutputs: true)
    return (Double(result.loss), result.outputs)
  }

  /// The gradient of the loss over the data, one number a parameter.
  public func gradient(
    of objective: Objective, on data: Dataset, _ stop: StopSignal
  ) throws(Interrupted) -> Vector {
    try gradient(of: objective, on: data, Watch(stop))
  }

  /// The same for data that is small.
  public func gradient(of objective: Objective, on data: Dataset, machine: Machine = Machine()) -> Vector {
    gradient(of: objective, on: data, Watch.none, machine)
  }
}

/// The passes, for work that a signal may stop and for work that nothing does.
extension Network {
  /// How a pass finds out that it is to end.
  fileprivate struct Watch<Failure: Error> {
    /// nil if nothing stops it.
    let isGiven: (() -> Bool)?
    let check: () throws(Failure) -> Void
  }

  /// The derivatives of the loss of the first row by the pre-activations of the first layer.
  func firstErrors<S: NetworkScalar>(of objective: Objective, on data: Dataset, _: S.Type) -> [S] {
    let weights = S.array(parameters)
    return forward(data, S.self, objective, Watch.none) { pass, rows in
      _ = pass.loss(rows)
      var gradient = [S](repeating: 0, count: weights.count + 3)
      pass.backward(rows, weights, &gradient)
      return pass.errors(ofRow: 0, inLayer: 0)
    }
  }

  private func values<Failure>(
    for data: Dataset, _ watch: Watch<Failure>
  ) throws(Failure) -> [[(preActivations: Vector, outputs: Vector)]] {
    precision == .single
      ? try everyRow(data, Float.self, watch) { $0.values(ofRow: $1) }
      : try everyRow(data, Double.self, watch) { $0.values(ofRow: $1) }
  }

  private func outputs<Failure>(
    for data: Dataset, _ watch: Watch<Failure>, _ machine: Machine = Machine()
  ) throws(Failure) -> [Vector] {
    precision == .single
      ? try everyRow(data, Float.self, watch, machine) { $0.outputs(ofRow: $1) }
      : try everyRow(data, Double.self, watch, machine) { $0.outputs(ofRow: $1) }
  }

  private func loss<Failure>(
    _ objective: Objective, on data: Dataset, _ watch: Watch<Failure>, _ machine: Machine
  ) throws(Failure) -> Double {
    precision == .single
      ? Double(try evaluation(objective, on: data, Float.self, watch, machine, keepsOutputs: false).loss)
      : try evaluation(objective, on: data, Double.self, watch, machine, keepsOutputs: false).loss
  }

  private func evaluation<S: NetworkScalar, Failure>(
    _ objective: Objective, on data: Dataset, _: S.Type, _ watch: Watch<Failure>, _ machine: Machine,
    keepsOutputs: Bool
  ) throws(Failure) -> (loss: S, outputs: [Vector]) {
    var (loss, outputs, sums) = (S.zero, [Vector](), [SIMD4<S>.zero, .zero])
    if keepsOutputs { outputs.reserveCapacity(data.rows) }
    try inParts(data, S.self, objective, watch, machine) { pass, rows in
      loss = sums.withUnsafeMutableBufferPointer { pass.loss(rows, of: data.rows, $0.baseAddress) }
      guard keepsOutputs else { return }
      for row in 0..<rows.rows { outputs.append(pass.outputs(ofRow: row)) }
    }
    return (loss, outputs)
  }

  private func gradient<Failure>(
    of objective: Objective, on data: Dataset, _ watch: Watch<Failure>, _ machine: Machine = Machine()
  ) throws(Failure) -> Vector {
    precision == .single
      ? Vector(try gradient(of: objective, on: data, Float.self, watch, machine))
      : Vector(try gradient(of: objective, on: data, Double.self, watch, machine))
  }

  private func gradient<S: NetworkScalar, Failure>(
    of objective: Objective, on data: Dataset, _: S.Type, _ watch: Watch<Failure>, _ machine: Machine
  ) throws(Failure) -> [S] {
    let weights = S.array(parameters)
    return try forward(data, S.self, objective, watch, machine) { pass, rows in
      _ = pass.loss(rows)
      var gradient = [S](repeating: 0, count: weights.count + 3)
      pass.backward(rows, weights, &gradient)
      return Array(gradient.prefix(weights.count))
    }
  }

  private func flatOutputs<S: NetworkScalar, Failure>(
    _ data: Dataset, _: S.Type, _ watch: Watch<Failure>, _ machine: Machine
  ) throws(Failure) -> [S] {
    var numbers: [S] = []
    numbers.reserveCapacity(data.rows * outputs)
    try inParts(data, S.self, Objective(.mse), watch, machine) { pass, rows in
      for row in 0..<rows.rows { pass.addOutputs(ofRow: row, to: &numbers) }
    }
    return numbers
  }

  private func everyLayer<S: NetworkScalar>(
    _ data: Dataset, _: S.Type, _ stop: StopSignal, _ vectors: ([S], [S]) -> (Vector, Vector)
  ) throws(Interrupted) -> [(preActivations: Vector, outputs: Vector)] {
    var (sums, outputs) = (
      [[S]](repeating: [], count: layers.count), [[S]](repeating: [], count: layers.count)
    )
    for (k, layer) in layers.enumerated() {
      sums[k].reserveCapacity(data.rows * layer.outputs)
      outputs[k].reserveCapacity(data.rows * layer.outputs)
    }
    try inParts(data, S.self, Objective(.mse), Watch(stop)) { pass, rows in
      for k in layers.indices {
        for row in 0..<rows.rows { pass.addValues(ofRow: row, inLayer: k, &sums[k], &outputs[k]) }
      }
    }
    return zip(sums, outputs).map { sums, outputs in vectors(sums, outputs) }
  }

  private func everyRow<S: NetworkScalar, Result, Failure>(
    _ data: Dataset, _: S.Type, _ watch: Watch<Failure>, _ machine: Machine = Machine(),
    _ body: (Workspace<S>, Int) -> Result
  ) throws(Failure) -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(data.rows)
    try inParts(data, S.self, Objective(.mse), watch, machine) { pass, rows in
      for row in 0..<rows.rows {
        if row & 0xff == 0xff, watch.isGiven?() == true { break }
        results.append(body(pass, row))
      }
    }
    return results
  }

  /// Rows of one forward pass: enough for every kernel, few enough to stay near the processor, and to be packed within
  /// some milliseconds. Whole panels: the four sums of a loss go on from part to part, so none may end within a block.
  private static func rowsOfPart(_ inputs: Int) -> Int {
    max(64, min(1024, (16 << 20) / max(1, inputs)) / 32 * 32)
  }

  /// Forward passes over all rows, some at a time and in their order, and what `body` makes of each.
  private func inParts<S: NetworkScalar, Failure>(
    _ data: Dataset, _: S.Type, _ objective: Objective, _ watch: Watch<Failure>,
    _ machine: Machine = Machine(), _ body: (Workspace<S>, PackedBatch<S>) -> Void
  ) throws(Failure) {
    try watch.check()
    let size = Self.rowsOfPart(data.inputCount)
    let pass = Workspace<S>(self, objective, capacity: min(data.rows, size), on: machine)
    let parts = PackedParts<S>(TypedDataset(data), size: size, for: pass.panelKind, on: machine.processors)
    pass.stops = watch.isGiven
    var generator = MersenneTwister.unused
    let weights = S.array(parameters)
    for index in 0..<parts.count {
      try watch.check()
      let part = parts.part(index)
      weights.withUnsafeBufferPointer { weights in
        if let weights = weights.baseAddress { pass.forward(part, weights, &generator) }
      }
      if pass.isStopped { break }
      withExtendedLifetime(parts) { body(pass, part) }
    }
    try watch.check()
  }

  /// A forward pass over all rows, and what `body` makes of it; that is dropped if the work was to end meanwhile.
  private func forward<S: NetworkScalar, Result, Failure>(
    _ data: Dataset, _: S.Type, _ objective: Objective, _ watch: Watch<Failure>,
    _ machine: Machine = Machine(), _ body: (Workspace<S>, PackedBatch<S>) -> Result
  ) throws(Failure) -> Result {
    try watch.check()
    let pass = Workspace<S>(self, objective, capacity: data.rows, on: machine)
    let batches = PackedBatches<S>(TypedDataset(data), size: data.rows, stops: watch.isGiven)
    try watch.check()
    pass.stops = watch.isGiven
    var generator = MersenneTwister.unused
    S.array(parameters).withUnsafeBufferPointer { weights in
      if let weights = weights.baseAddress { pass.forward(batches[0], weights, &generator) }
    }
    try watch.check()
    let result = withExtendedLifetime(batches) { body(pass, batches[0]) }
    try watch.check()
    return result
  }
}

extension Network.Watch where Failure == Interrupted {
  fileprivate init(_ stop: StopSignal) {
    self.init(isGiven: { stop.isGiven }, check: stop.check)
  }
}

extension Network.Watch where Failure == Never {
  fileprivate static var none: Self { Self(isGiven: nil) {} }
}
