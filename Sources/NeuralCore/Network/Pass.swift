/// The working memory of forward and backward passes of one network over up to `capacity` rows, and the passes.
///
/// Everything is allocated here once; a pass allocates nothing.
final class Pass {
  /// Where one layer's numbers are.
  private struct Place {
    let layer: Layer
    let weights: Int
    let biases: Int?
    let sums: UnsafeMutablePointer<Vector>
    let outputs: UnsafeMutablePointer<Vector>
    let errors: UnsafeMutablePointer<Vector>
  }

  private let places: [Place]
  private let memory: UnsafeMutablePointer<Vector>
  /// Four partial sums for each parameter.
  private let slopes: UnsafeMutablePointer<Vector>
  private let parameterCount: Int

  init(_ network: Network, capacity rows: Int) {
    let blocks = (rows + 3) / 4
    let neurons = network.layers.reduce(0) { $0 + $1.outputs }
    let memory = UnsafeMutablePointer<Vector>.allocate(capacity: 3 * neurons * blocks)
    memory.initialize(repeating: .zero, count: 3 * neurons * blocks)
    var (next, offset, places) = (memory, 0, [Place]())
    for layer in network.layers {
      let size = layer.outputs * blocks
      places.append(
        Place(
          layer: layer, weights: offset, biases: layer.hasBias ? offset + layer.weightCount : nil,
          sums: next, outputs: next + size, errors: next + 2 * size))
      next += 3 * size
      offset += layer.parameterCount
    }
    (self.places, self.memory, parameterCount) = (places, memory, offset)
    slopes = .allocate(capacity: offset)
    slopes.initialize(repeating: .zero, count: offset)
  }

  deinit {
    memory.deallocate()
    slopes.deallocate()
  }

  /// Fills every layer's sums and outputs.
  func forward(_ rows: PackedRows, _ weights: UnsafePointer<Float>) {
    var inputs = UnsafePointer(rows.inputs)
    for place in places {
      let layer = place.layer
      Kernels.sums(
        inputs, weights + place.weights, place.biases.map { weights + $0 }, place.sums,
        blocks: rows.blocks, from: layer.inputs, to: layer.outputs)
      layer.activation.apply(place.sums, place.outputs, rows.blocks, layer.outputs)
      inputs = UnsafePointer(place.outputs)
    }
  }

  /// The mean loss of the last forward pass; leaves the error at the outputs.
  func loss(_ loss: Loss, _ rows: PackedRows) -> Float {
    let last = places[places.count - 1]
    return loss.evaluate(
      Loss.Arrays(
        sums: last.sums, outputs: last.outputs, targets: rows.targets, gradient: last.errors,
        width: last.layer.outputs, rows: rows.rows))
  }

  /// Hands the error back through the layers and writes the gradient of every parameter. `loss(_:_:)` came before.
  func backward(
    _ loss: Loss, _ rows: PackedRows, _ weights: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>
  ) {
    for i in 0..<parameterCount { slopes[i] = .zero }
    for index in stride(from: places.count - 1, through: 0, by: -1) {
      let place = places[index]
      let layer = place.layer
      if index < places.count - 1 || loss.needs == nil {
        layer.activation.differentiate(place.sums, place.outputs, place.errors, rows.blocks, layer.outputs)
      }
      let inputs = index == 0 ? UnsafePointer(rows.inputs) : UnsafePointer(places[index - 1].outputs)
      Kernels.addSlopes(
        inputs, place.errors, slopes + place.weights, place.biases.map { slopes + $0 },
        blocks: rows.blocks, from: layer.inputs, to: layer.outputs)
      if index > 0 {
        Kernels.handBack(
          place.errors, weights + place.weights, places[index - 1].errors,
          blocks: rows.blocks, from: layer.inputs, to: layer.outputs)
      }
    }
    for i in 0..<parameterCount { gradient[i] = folded(slopes[i]) }
  }

  /// The sums and outputs of one row of the last forward pass, layer by layer.
  func values(ofRow row: Int) -> [(sums: [Float], outputs: [Float])] {
    places.map { place in
      let start = row / 4 * place.layer.outputs
      let range = start..<start + place.layer.outputs
      return (range.map { place.sums[$0][row % 4] }, range.map { place.outputs[$0][row % 4] })
    }
  }
}
