extension Network {
  /// Every layer's sums and outputs for one row of inputs, the bits that training sees.
  public func values(for inputs: [Float]) -> [(sums: [Float], outputs: [Float])] {
    let data = Dataset(
      name: "", inputCount: inputs.count, targetCount: outputs, inputs: inputs,
      targets: Array(repeating: 0, count: outputs))
    return forward(data) { pass, _ in pass.values(ofRow: 0) }
  }

  /// The outputs for one row of inputs.
  public func outputs(for inputs: [Float]) -> [Float] { values(for: inputs)[layers.count - 1].outputs }

  /// The outputs for every row of the data.
  public func outputs(for data: Dataset) -> [[Float]] {
    forward(data) { pass, _ in
      (0..<data.rows).map { pass.values(ofRow: $0)[layers.count - 1].outputs }
    }
  }

  /// The mean loss over the data.
  public func loss(_ loss: Loss, on data: Dataset) -> Float {
    forward(data) { pass, rows in pass.loss(loss, rows) }
  }

  /// The gradient of the mean loss over the data by every parameter.
  public func gradient(of loss: Loss, on data: Dataset) -> [Float] {
    forward(data) { pass, rows in
      _ = pass.loss(loss, rows)
      return [Float](unsafeUninitializedCapacity: parameters.count) { gradient, count in
        parameters.withUnsafeBufferPointer { weights in
          guard let weights = weights.baseAddress, let gradient = gradient.baseAddress else { return }
          pass.backward(loss, rows, weights, gradient)
        }
        count = parameters.count
      }
    }
  }

  private func forward<Result>(_ data: Dataset, _ body: (Pass, PackedRows) -> Result) -> Result {
    let pass = Pass(self, capacity: data.rows)
    let rows = PackedRows(data, 0..<data.rows)
    parameters.withUnsafeBufferPointer { weights in
      if let weights = weights.baseAddress { pass.forward(rows, weights) }
    }
    return body(pass, rows)
  }
}
