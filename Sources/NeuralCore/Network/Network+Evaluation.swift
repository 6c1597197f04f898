/// Evaluation of a network on data, in its own precision: with the bits that training sees.
extension Network {
  /// Every layer's pre-activations and outputs for one row of inputs.
  public func values(for inputs: [Double]) -> [(preActivations: Vector, outputs: Vector)] {
    let data = Dataset(
      name: "", inputCount: inputs.count, targetCount: outputs, inputs: Vector(inputs, precision),
      targets: Vector(zeros: outputs, precision))
    return precision == .single
      ? forward(data, Float.self) { pass, _ in pass.values(ofRow: 0) }
      : forward(data, Double.self) { pass, _ in pass.values(ofRow: 0) }
  }

  /// Every layer's pre-activations and outputs for every row of the data, in one pass.
  public func values(for data: Dataset) -> [[(preActivations: Vector, outputs: Vector)]] {
    precision == .single
      ? forward(data, Float.self) { pass, _ in (0..<data.rows).map { pass.values(ofRow: $0) } }
      : forward(data, Double.self) { pass, _ in (0..<data.rows).map { pass.values(ofRow: $0) } }
  }

  /// The outputs for one row of inputs.
  public func outputs(for inputs: [Double]) -> Vector { values(for: inputs)[layers.count - 1].outputs }

  /// The outputs for every row of the data.
  public func outputs(for data: Dataset) -> [Vector] {
    precision == .single
      ? forward(data, Float.self) { pass, _ in (0..<data.rows).map { pass.outputs(ofRow: $0) } }
      : forward(data, Double.self) { pass, _ in (0..<data.rows).map { pass.outputs(ofRow: $0) } }
  }

  /// The loss over the data.
  public func loss(_ objective: Objective, on data: Dataset) -> Double {
    precision == .single
      ? Double(forward(data, Float.self, objective) { pass, rows in pass.loss(rows) })
      : forward(data, Double.self, objective) { pass, rows in pass.loss(rows) }
  }

  /// The gradient of the loss over the data, one number a parameter.
  public func gradient(of objective: Objective, on data: Dataset) -> Vector {
    precision == .single
      ? Vector(gradient(of: objective, on: data, Float.self))
      : Vector(gradient(of: objective, on: data, Double.self))
  }

  /// The derivatives of the loss of the first row by the pre-activations of the first layer.
  func firstErrors<S: NetworkScalar>(of objective: Objective, on data: Dataset, _: S.Type) -> [S] {
    let weights = S.array(parameters)
    return forward(data, S.self, objective) { pass, rows in
      _ = pass.loss(rows)
      var gradient = [S](repeating: 0, count: weights.count)
      pass.backward(rows, weights, &gradient)
      return pass.errors(ofRow: 0, inLayer: 0)
    }
  }

  private func gradient<S: NetworkScalar>(of objective: Objective, on data: Dataset, _: S.Type) -> [S] {
    let weights = S.array(parameters)
    return forward(data, S.self, objective) { pass, rows in
      _ = pass.loss(rows)
      return [S](unsafeUninitializedCapacity: weights.count) { gradient, count in
        weights.withUnsafeBufferPointer { weights in
          guard let weights = weights.baseAddress, let gradient = gradient.baseAddress else { return }
          pass.backward(rows, weights, gradient)
        }
        count = weights.count
      }
    }
  }

  private func forward<S: NetworkScalar, Result>(
    _ data: Dataset, _: S.Type, _ objective: Objective = Objective(.mse),
    _ body: (Workspace<S>, PackedBatch<S>) -> Result
  ) -> Result {
    let pass = Workspace<S>(self, objective, capacity: data.rows)
    let rows = PackedBatch<S>(TypedDataset(data), 0..<data.rows)
    var generator = MersenneTwister.unused
    S.array(parameters).withUnsafeBufferPointer { weights in
      if let weights = weights.baseAddress { pass.forward(rows, weights, &generator) }
    }
    return body(pass, rows)
  }
}
