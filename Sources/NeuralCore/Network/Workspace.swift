import CKernels

/// The buffers of the forward and backward passes of one network over up to `capacity` rows, and the passes.
///
/// Everything is allocated once, in `init`; a pass allocates nothing.
final class Workspace<S: NetworkScalar> {
  typealias Target = UnsafeMutablePointer<SIMD4<S>>

  typealias Buffers = UnsafeMutablePointer<LayerBuffers<S>>

  let layers: Buffers
  let layerCount: Int
  private let memory: Target
  private let memoryBytes: Int
  /// Four partial sums over the rows for the gradient by each parameter.
  let partialGradients: Target
  let parameterCount: Int
  /// The loss gives the gradient by the pre-activations of the last layer, not by its outputs.
  private let startsAtPreActivations: Bool
  private let smoothing: S
  private let lossKernel: any LossKernel.Type
  private let classWeights: UnsafeMutablePointer<S>?
  private let dropout: Double
  /// Multiplications since `stops` was polled.
  private let pending: UnsafeMutablePointer<Int>
  /// Polled during long passes; after a stop the buffers are invalid.
  var stops: (() -> Bool)? { didSet { tiles?.stops = stops } }
  /// `stops` said so; the caller resets it.
  var isStopped = false

  /// The products of the wide layers; nil where there are none.
  private let tiles: TiledProducts<S>?

  /// - Parameters:
  ///   - dropout: the probability with which each output of a hidden layer is left out; 0 for none.
  ///   - machine: what the passes run on.
  init(
    _ network: Network, _ objective: Objective, capacity rows: Int, dropout: Double = 0,
    on machine: Machine = Machine()
  ) {
    pending = .allocate(capacity: 1)
    pending.initialize(to: 0)
    let blocks = (rows + 3) / 4
    let arrays = LayerBuffers<S>.arrays(hasDropout: dropout > 0)
    let products = machine.kernel.products(S.self)
    let wide = products == nil ? [] : network.layers.filter { TiledProducts<S>.pays($0, blocks) }
    tiles = wide.isEmpty ? nil : products.map { TiledProducts($0, machine.processors, for: wide, blocks) }
    // Only what no pass writes needs a value: the lanes of a mask that hold no row, and those of the loss. Zeros for all
    // of a large network would take longer than a pass.
    let size = arrays * blocks * network.layers.reduce(0) { $0 + $1.outputs }
    let memory = Target.allocate(capacity: size)
    memoryBytes = size * MemoryLayout<SIMD4<S>>.stride
    preferLargePages(memory, memoryBytes)
    if dropout > 0 { memory.initialize(repeating: .zero, count: size) }
    var (next, offset) = (memory, 0)
    (layers, layerCount) = (.allocate(capacity: network.layers.count), network.layers.count)
    for (index, layer) in network.layers.enumerated() {
      (layers + index).initialize(
        to: LayerBuffers(
          layer, products, at: next, blocks: blocks, weights: offset,
          hasDropout: dropout > 0 && index < network.layers.count - 1))
      next += arrays * blocks * layer.outputs
      offset += layer.parameterCount
    }
    (self.memory, parameterCount) = (memory, offset)
    // `backward` begins with zeros; what fills up the last vector stays zero.
    partialGradients = .allocate(capacity: offset + 3)
    (partialGradients + offset).initialize(repeating: .zero, count: 3)
    (startsAtPreActivations, smoothing) = (objective.loss.needs != nil, S(objective.smoothing))
    (self.dropout, lossKernel) = (dropout, objective.loss.kernel)
    classWeights = objective.weights.isEmpty ? nil : .allocate(capacity: objective.weights.count)
    for (k, weight) in objective.weights.enumerated() { classWeights?[k] = S(weight) }
  }

  deinit {
    layers.deinitialize(count: layerCount)
    layers.deallocate()
    memory.deallocate()
    partialGradients.deallocate()
    classWeights?.deallocate()
    pending.deallocate()
  }

  /// After a stop: what is copied then, to keep it, has the memory of the buffers, which is quicker than new memory.
  func forgetPasses() { forgetPages(memory, memoryBytes) }

  /// Fills every layer's pre-activations and outputs.
  ///
  /// - Parameter generator: what dropout draws from.
  func forward(_ rows: PackedBatch<S>, _ weights: UnsafePointer<S>, _ generator: inout MersenneTwister) {
    var inputs = UnsafePointer(rows.inputs)
    for index in 0..<layerCount {
      let layer = layers + index
      if index == 0, let panels = rows.panels {
        multiply(panels, rows.blocks, weights)
      } else {
        multiply(layer, inputs, rows.blocks, weights)
      }
      overNeurons(layer, rows.blocks) { start, count in
        let (place, to) = (start * layer.pointee.width, layer.pointee.width)
        let (from, into) = (layer.pointee.preActivations + place, layer.pointee.outputs + place)
        if let curve = layer.pointee.curve, count * to >= curve.vectors {
          applyCurve(curve.kind, curve.number, 4 * count * to, from, into)
        } else {
          S.apply(layer.pointee.kernel, from, into, count, to)
        }
      }
      if let dropped = layer.pointee.dropped {
        drop(layer.pointee.outputs, dropped, rows, layer.pointee.width, &generator)
      }
      inputs = layer.pointee.passedOn
    }
  }

  /// How `PackedParts` packs rows for the first layer; nil where it has no tiles.
  var panelKind: ProductKind? { layers.pointee.isTiled ? tiles?.kind : nil }

  /// The pre-activations of the first layer, whose inputs are packed for it.
  private func multiply(_ panels: UnsafeRawPointer, _ blocks: Int, _ weights: UnsafePointer<S>) {
    guard let tiles else { return }
    let (layer, width) = (layers.pointee, layers.pointee.width)
    note(
      tiles.preActivations(
        .init(inputs: layer.inputs, width: width, blocks: blocks), panels: panels, weights + layer.weights,
        layer.biases.map { weights + $0 }, layer.preActivations))
  }

  /// The pre-activations of a layer.
  @inline(__always)
  private func multiply(
    _ layer: Buffers, _ inputs: UnsafePointer<SIMD4<S>>, _ blocks: Int,
    _ weights: UnsafePointer<S>
  ) {
    let (from, to) = (layer.pointee.inputs, layer.pointee.width)
    let biases = layer.pointee.biases.map { weights + $0 }
    if layer.pointee.isTiled, let tiles {
      note(
        tiles.preActivations(
          .init(inputs: from, width: to, blocks: blocks), inputs, weights + layer.pointee.weights, biases,
          layer.pointee.preActivations))
      return
    }
    inPieces(blocks, from * to) { start, count in
      Kernels.preActivations(
        inputs + start * from, weights + layer.pointee.weights, biases,
        layer.pointee.preActivations + start * to, blocks: count, from: from, to: to)
    }
  }

  /// Work on each neuron of each row by itself.
  @inline(__always)
  private func overNeurons(
    _ layer: Buffers, _ blocks: Int, _ body: (_ start: Int, _ count: Int) -> Void
  ) {
    let (from, to) = (layer.pointee.inputs, layer.pointee.width)
    if layer.pointee.isTiled, let tiles {
      return note(tiles.overBlocks(.init(inputs: from, width: to, blocks: blocks), body))
    }
    inPieces(blocks, Self.workOfActivation * to, body)
  }

  private func note(_ isWhole: Bool) { if !isWhole { isStopped = true } }

  /// Multiplications between two polls of `stops`: some milliseconds.
  private static var pieceOfWork: Int { 4_000_000 }
  /// So many blocks of rows fit beside a tile of the weights, and a sum over them stays in a register.
  private static var fewBlocks: Int { 16 }
  /// An activation of one neuron takes as long as some twenty multiplications.
  private static var workOfActivation: Int { 20 }

  /// Runs `body` over all blocks, at once or, where `stops` is to be polled, a few at a time: the sums are the same. Short
  /// work is only counted, until there is enough of it for a poll.
  @inline(__always)
  private func inPieces(_ blocks: Int, _ work: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
    pending.pointee &+= 4 &* blocks &* work
    if pending.pointee < Self.pieceOfWork { return body(0, blocks) }
    poll(blocks, work, body)
  }

  @inline(never)
  private func poll(_ blocks: Int, _ work: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
    pending.pointee = 0
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

  /// Whether `stops` may be polled within so many more multiplications.
  func mayPoll(within work: Int) -> Bool { stops != nil && pending.pointee + work >= Self.pieceOfWork }

  /// Multiplications of a forward and a backward pass over so many blocks.
  func work(ofBlocks blocks: Int) -> Int {
    (0..<layerCount).reduce(0) { total, index in
      let (from, to) = (layers[index].inputs, layers[index].width)
      return total + 4 * blocks * to * (3 * from + 2 * Self.workOfActivation)
    }
  }

  /// Leaves out each output with the probability `dropout`, row by row as PyTorch draws it; the others are divided by
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

  /// The loss of the last forward pass; leaves its gradient in the errors of the last layer.
  func loss(_ rows: PackedBatch<S>) -> S { loss(rows, of: rows.rows, nil) }

  /// The loss up to and with these rows, which are a part of so many.
  ///
  /// - Parameter sums: two vectors of the parts before, at first zeros; nil for a whole.
  func loss(_ rows: PackedBatch<S>, of whole: Int, _ sums: Target?) -> S {
    let last = layers + (layerCount - 1)
    return S.evaluate(
      lossKernel,
      Loss.Arrays(
        preActivations: last.pointee.preActivations, outputs: last.pointee.outputs, targets: rows.targets,
        gradient: last.pointee.errors, width: last.pointee.width, rows: rows.rows,
        wholeRows: whole, sums: sums, weights: classWeights.map { UnsafePointer($0) }, smoothing: smoothing))
  }

  /// Backpropagates the errors that `loss(_:)` left and writes the gradient by every parameter. It has room for a multiple of
  /// four numbers.
  func backward(_ rows: PackedBatch<S>, _ weights: UnsafePointer<S>, _ gradient: UnsafeMutablePointer<S>) {
    for index in stride(from: layerCount - 1, through: 0, by: -1) {
      let layer = layers + index
      let (width, errors) = (layer.pointee.width, layer.pointee.errors)
      if let mask = layer.pointee.dropped?.mask {
        for i in 0..<rows.blocks * width { errors[i] *= mask[i] }
      }
      if index < layerCount - 1 || !startsAtPreActivations {
        overNeurons(layer, rows.blocks) { start, count in
          let place = start * width
          let (from, outputs) = (layer.pointee.preActivations + place, layer.pointee.outputs + place)
          if let curve = layer.pointee.curve, count * width >= curve.vectors {
            differentiateCurve(curve.kind, curve.number, 4 * count * width, from, outputs, errors + place)
          } else {
            S.differentiate(layer.pointee.kernel, from, outputs, errors + place, count, width)
          }
        }
      }
      let inputs = index == 0 ? UnsafePointer(rows.inputs) : layers[index - 1].passedOn
      let previous = index == 0 ? nil : layers[index - 1].errors
      if layer.pointee.isTiled, let tiles {
        backward(tiled: layer, tiles, inputs, previous, rows.blocks, weights, gradient)
      } else {
        backward(layer, inputs, previous, rows.blocks, weights, gradient)
      }
      if isStopped { return }
    }
    if tiles == nil { addAll(gradient) }
  }

  @inline(__always)
  private func backward(
    _ layer: Buffers, _ inputs: UnsafePointer<SIMD4<S>>, _ previous: Target?,
    _ blocks: Int, _ weights: UnsafePointer<S>, _ gradient: UnsafeMutablePointer<S>
  ) {
    let (from, width, errors) = (layer.pointee.inputs, layer.pointee.width, layer.pointee.errors)
    let (first, biases) = (layer.pointee.weights, layer.pointee.biases)
    let end = first + from * width + (biases == nil ? 0 : width)
    if blocks <= Self.fewBlocks {
      Kernels.gradients(
        inputs, errors, partialGradients + first, biases.map { partialGradients + $0 }, blocks: blocks,
        from: from, to: width)
      if let previous {
        Kernels.backpropagate(errors, weights + first, previous, blocks: blocks, from: from, to: width)
      }
      pending.pointee &+= 8 &* blocks &* from &* width
      if tiles != nil { add(first..<end, gradient) }
      return
    }
    for i in first..<end { partialGradients[i] = .zero }
    inPieces(blocks, from * width) { start, count in
      Kernels.accumulateGradients(
        inputs + start * from, errors + start * width, partialGradients + first,
        biases.map { partialGradients + $0 }, blocks: count, from: from, to: width)
    }
    if let previous {
      inPieces(blocks, from * width) { start, count in
        Kernels.backpropagate(
          errors + start * width, weights + first, previous + start * from, blocks: count, from: from,
          to: width)
      }
    }
    if tiles != nil { add(first..<end, gradient) }
  }

  /// Adds the four partial sums of some parameters.
  private func add(_ range: Range<Int>, _ gradient: UnsafeMutablePointer<S>) {
    for i in range { gradient[i] = horizontalSum(partialGradients[i]) }
  }

  /// Adds the four partial sums of all parameters, four at a time: a vector that was written number by number would be slow
  /// to read.
  @inline(__always)
  private func addAll(_ gradient: UnsafeMutablePointer<S>) {
    let to = UnsafeMutableRawPointer(gradient)
    var i = 0
    while i < parameterCount {
      to.storeBytes(
        of: horizontalSums(partialGradients + i), toByteOffset: i &* MemoryLayout<S>.stride,
        as: SIMD4<S>.self)
      i &+= 4
    }
  }

  private func backward(
    tiled layer: Buffers, _ tiles: TiledProducts<S>,
    _ inputs: UnsafePointer<SIMD4<S>>, _ previous: Target?, _ blocks: Int, _ weights: UnsafePointer<S>,
    _ gradient: UnsafeMutablePointer<S>
  ) {
    let (width, errors, first) = (layer.pointee.width, layer.pointee.errors, layer.pointee.weights)
    note(
      tiles.backward(
        .init(inputs: layer.pointee.inputs, width: width, blocks: blocks), inputs: inputs,
        errors: UnsafePointer(errors), weights + first, gradient: gradient + first, previous: previous))
    guard let biases = layer.pointee.biases else { return }
    let sums = partialGradients + biases
    for j in 0..<width { sums[j] = .zero }
    for b in 0..<blocks {
      for j in 0..<width { sums[j] += errors[b * width + j] }
    }
    for j in 0..<width { gradient[biases + j] = horizontalSum(sums[j]) }
  }
}
