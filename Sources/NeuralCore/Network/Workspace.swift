/// The working memory of forward and backward passes of one network over up to `capacity` rows, and the passes.
///
/// Everything is allocated here once; a pass allocates nothing.
final class Workspace<S: Scalar> {
  typealias Target = UnsafeMutablePointer<SIMD4<S>>

  /// Where one layer's numbers are. Plain fields, read through a pointer: copying one would cost a small net more than
  /// its arithmetic.
  private struct LayerBuffers {
    let inputs, width: Int
    let kernels: Activation.Kernels<S>
    let weights: Int
    let biases: Int?
    let sums, outputs, errors: Target
    /// What dropout leaves of the outputs, and the factors; nil without.
    var dropped: (outputs: Target, mask: Target)?

    /// What the next layer takes.
    var passedOn: UnsafePointer<SIMD4<S>> { UnsafePointer(dropped?.outputs ?? outputs) }
  }

  private let places: UnsafeMutablePointer<LayerBuffers>
  private let layerCount: Int
  private let memory: Target
  /// Four partial sums for each parameter.
  private let slopes: Target
  private let parameterCount: Int
  /// The loss hands back the gradient by the sums of the last layer.
  private let startsAtSums: Bool
  private let smoothing: S
  private let evaluate: @Sendable (Loss.Arrays<S>) -> S
  private let classWeights: UnsafeMutablePointer<S>?
  private let dropout: Double
  /// Asked now and then on a long pass: stop? What a pass that was stopped leaves is worth nothing.
  var stops: (() -> Bool)?
  var isStopped = false

  /// - Parameter dropout: the share of the outputs of hidden layers that are left out, each by chance; 0 for none.
  init(_ network: Network, _ objective: Objective, capacity rows: Int, dropout: Double = 0) {
    let blocks = (rows + 3) / 4
    let arrays = dropout > 0 ? 5 : 3
    let neurons = network.layers.reduce(0) { $0 + $1.outputs }
    let memory = Target.allocate(capacity: arrays * neurons * blocks)
    memory.initialize(repeating: .zero, count: arrays * neurons * blocks)
    var (next, offset) = (memory, 0)
    (places, layerCount) = (.allocate(capacity: network.layers.count), network.layers.count)
    for (index, layer) in network.layers.enumerated() {
      let size = layer.outputs * blocks
      var place = LayerBuffers(
        inputs: layer.inputs, width: layer.outputs, kernels: S.kernels(of: layer.activation), weights: offset,
        biases: layer.hasBias ? offset + layer.weightCount : nil, sums: next, outputs: next + size,
        errors: next + 2 * size)
      if dropout > 0, index < network.layers.count - 1 {
        place.dropped = (next + 3 * size, next + 4 * size)
      }
      (places + index).initialize(to: place)
      next += arrays * size
      offset += layer.parameterCount
    }
    (self.memory, parameterCount) = (memory, offset)
    slopes = .allocate(capacity: offset)
    slopes.initialize(repeating: .zero, count: offset)
    (startsAtSums, smoothing) = (objective.loss.needs != nil, S(objective.smoothing))
    (self.dropout, evaluate) = (dropout, S.evaluation(of: objective.loss))
    classWeights = objective.weights.isEmpty ? nil : .allocate(capacity: objective.weights.count)
    for (k, weight) in objective.weights.enumerated() { classWeights?[k] = S(weight) }
  }

  deinit {
    places.deinitialize(count: layerCount)
    places.deallocate()
    memory.deallocate()
    slopes.deallocate()
    classWeights?.deallocate()
  }

  /// Fills every layer's sums and outputs.
  ///
  /// - Parameter generator: where dropout draws; nil leaves nothing out.
  func forward(_ rows: PackedBatch<S>, _ weights: UnsafePointer<S>, _ generator: inout MersenneTwister) {
    var inputs = UnsafePointer(rows.inputs)
    for index in 0..<layerCount {
      let place = places + index
      let (from, to) = (place.pointee.inputs, place.pointee.width)
      inPieces(rows.blocks, from * to) { start, count in
        Kernels.sums(
          inputs + start * from, weights + place.pointee.weights, place.pointee.biases.map { weights + $0 },
          place.pointee.sums + start * to, blocks: count, from: from, to: to)
      }

      place.pointee.kernels.apply(
        place.pointee.sums, place.pointee.outputs, rows.blocks, place.pointee.width)
      if let dropped = place.pointee.dropped {
        drop(place.pointee.outputs, dropped, rows, place.pointee.width, &generator)
      }
      inputs = place.pointee.passedOn
    }
  }

  /// Multiplications between two questions whether to stop: some milliseconds.
  private static var pieceOfWork: Int { 4_000_000 }

  /// All blocks, at once or, where somebody may want to stop it, a few after each other: the sums are the same.
  @inline(__always)
  private func inPieces(_ blocks: Int, _ work: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
    guard let stops else { return body(0, blocks) }
    let size = max(1, Self.pieceOfWork / max(1, 4 * work))
    var start = 0
    while start < blocks {
      if isStopped || stops() {
        isStopped = true
        return
      }
      let count = min(size, blocks - start)
      body(start, count)
      start += count
    }
  }

  /// Each output is left out with the chance `dropout`, row by row as PyTorch draws it; the others are divided by
  /// 1 − dropout.
  private func drop(
    _ outputs: Target, _ dropped: (outputs: Target, mask: Target), _ rows: PackedBatch<S>, _ width: Int,
    _ generator: inout MersenneTwister
  ) {
    let kept = 1 - dropout
    let factor = S(1 / kept)
    for row in 0..<rows.rows {
      for k in 0..<width {
        dropped.mask[row / 4 * width + k][row % 4] = generator.nextDouble() < kept ? factor : 0
      }
    }
    for i in 0..<rows.blocks * width { dropped.outputs[i] = outputs[i] * dropped.mask[i] }
  }

  /// The loss of the last forward pass; leaves the error at the outputs.
  func loss(_ rows: PackedBatch<S>) -> S {
    let last = places + (layerCount - 1)
    return evaluate(
      Loss.Arrays(
        sums: last.pointee.sums, outputs: last.pointee.outputs, targets: rows.targets,
        gradient: last.pointee.errors, width: last.pointee.width, rows: rows.rows,
        weights: classWeights.map { UnsafePointer($0) }, smoothing: smoothing))
  }

  /// Hands the error back through the layers and writes the gradient of every parameter. `loss(_:)` came before.
  func backward(_ rows: PackedBatch<S>, _ weights: UnsafePointer<S>, _ gradient: UnsafeMutablePointer<S>) {
    for i in 0..<parameterCount { slopes[i] = .zero }
    for index in stride(from: layerCount - 1, through: 0, by: -1) {
      let place = places + index
      let (width, errors) = (place.pointee.width, place.pointee.errors)
      if let mask = place.pointee.dropped?.mask {
        for i in 0..<rows.blocks * width { errors[i] *= mask[i] }
      }
      if index < layerCount - 1 || !startsAtSums {
        place.pointee.kernels.differentiate(
          place.pointee.sums, place.pointee.outputs, errors, rows.blocks, width)
      }
      let inputs = index == 0 ? UnsafePointer(rows.inputs) : places[index - 1].passedOn
      let from = place.pointee.inputs
      inPieces(rows.blocks, from * width) { start, count in
        Kernels.addSlopes(
          inputs + start * from, errors + start * width, slopes + place.pointee.weights,
          place.pointee.biases.map { slopes + $0 }, blocks: count, from: from, to: width)
      }
      if index > 0 {
        inPieces(rows.blocks, from * width) { start, count in
          Kernels.handBack(
            errors + start * width, weights + place.pointee.weights, places[index - 1].errors + start * from,
            blocks: count, from: from, to: width)
        }
      }
    }

    for i in 0..<parameterCount { gradient[i] = folded(slopes[i]) }
  }

  /// The sums and outputs of one row of the last forward pass, layer by layer.
  func values(ofRow row: Int) -> [(sums: Vector, outputs: Vector)] {
    (0..<layerCount).map { index in
      let place = places[index]
      let start = row / 4 * place.width
      let range = start..<start + place.width
      return (
        S.numbers(range.map { place.sums[$0][row % 4] }), S.numbers(range.map { place.outputs[$0][row % 4] })
      )
    }
  }
}
