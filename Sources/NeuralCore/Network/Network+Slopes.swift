/// Derivatives at one row of inputs: of one neuron's output by everything before it, and of the loss by the inputs.
///
/// In the network's own precision, each sum in the order of training: over the later neurons, ascending.
extension Network {
  /// What a neuron's output depends on, and how much.
  public struct Slopes: Sendable {
    /// The neuron whose output is differentiated.
    public let neuron: NeuronName
    /// By the outputs of each layer, the inputs first, up to the neuron's own.
    public let byOutputs: [Vector]
    /// One number a parameter; 0 for those behind the neuron.
    public let byParameters: Vector

    /// By another neuron's output, or an input; 0 where that does not lead to the neuron.
    public func by(_ other: NeuronName) -> Double {
      byOutputs.indices.contains(other.layer) ? byOutputs[other.layer][other.index] : 0
    }
  }

  /// The derivatives of a neuron's output at some inputs; of an input itself, 1 by itself.
  public func slopes(of neuron: NeuronName, at inputs: [Double]) -> Slopes {
    precision == .single
      ? slopes(of: neuron, at: inputs, Float.self) : slopes(of: neuron, at: inputs, Double.self)
  }

  /// The derivatives of the loss of a single row by its inputs, as the network sees them.
  public func inputGradient(of objective: Objective, on row: Dataset) -> Vector {
    precision == .single
      ? inputGradient(of: objective, on: row, Float.self) : inputGradient(of: objective, on: row, Double.self)
  }

  private func slopes<S: NetworkScalar>(
    of neuron: NeuronName, at inputs: [Double], _: S.Type
  ) -> Slopes {
    let (weights, values) = (S.array(parameters), values(for: inputs))
    var (byOutputs, gradient) = ([Vector](), [S](repeating: 0, count: weights.count))
    let width = neuron.layer == 0 ? self.inputs : layers[neuron.layer - 1].outputs
    var errors = (0..<width).map { S($0 == neuron.index ? 1 : 0) }
    byOutputs.append(S.vector(errors))
    for number in stride(from: neuron.layer, to: 0, by: -1) {
      let (layer, start) = (layers[number - 1], offset(ofLayer: number - 1))
      let before = S.array(number == 1 ? Vector(inputs, precision) : values[number - 2].outputs)
      let deltas = deltas(errors, values[number - 1], layer, S.self)
      for (k, delta) in deltas.enumerated() {
        for (i, input) in before.enumerated() { gradient[start + k * layer.inputs + i] = delta * input }
        if layer.hasBias { gradient[start + layer.weightCount + k] = delta }
      }
      errors = backpropagated(deltas, weights, start, layer.inputs)
      byOutputs.insert(S.vector(errors), at: 0)
    }
    return Slopes(neuron: neuron, byOutputs: byOutputs, byParameters: S.vector(gradient))
  }

  /// From the derivatives by the outputs of a layer to those by its pre-activations.
  private func deltas<S: NetworkScalar>(
    _ errors: [S], _ values: (preActivations: Vector, outputs: Vector), _ layer: Layer, _: S.Type
  ) -> [S] {
    func spread(_ numbers: [S]) -> [SIMD4<S>] { numbers.map { SIMD4(repeating: $0) } }
    let (preActivations, outputs) = (spread(S.array(values.preActivations)), spread(S.array(values.outputs)))
    var gradient = spread(errors)
    S.differentiate(layer.activation.kernel, preActivations, outputs, &gradient, 1, layer.outputs)
    return gradient.map { $0[0] }
  }

  /// Σ δ · weight over the neurons of a layer, for each neuron before it.
  private func backpropagated<S: NetworkScalar>(
    _ deltas: [S], _ weights: [S], _ start: Int, _ width: Int
  ) -> [S] {
    var result = (0..<width).map { weights[start + $0] * deltas[0] }
    for (k, delta) in deltas.enumerated().dropFirst() {
      for i in 0..<width { result[i] += weights[start + k * width + i] * delta }
    }
    return result
  }

  private func inputGradient<S: NetworkScalar>(
    of objective: Objective, on row: Dataset, _: S.Type
  ) -> Vector {
    let deltas = firstErrors(of: objective, on: row, S.self)
    return S.vector(backpropagated(deltas, S.array(parameters), 0, inputs))
  }
}
