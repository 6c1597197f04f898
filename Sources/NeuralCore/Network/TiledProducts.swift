import CKernels
import Synchronization

/// The products of wide layers, in tiles that stay in registers and on several processors: the bits of `Kernels`.
///
/// Work is split over neurons and rows, never over the terms of a sum.
final class TiledProducts<S: NetworkScalar> {
  typealias Source = UnsafePointer<SIMD4<S>>
  typealias Target = UnsafeMutablePointer<SIMD4<S>>

  /// A layer, and how many blocks of rows it sees.
  struct Shape {
    let inputs, width, blocks: Int
  }

  let kind: ProductKind
  private let processors: Int
  private let packedRows, packedLanes: UnsafeMutableRawPointer
  private let scratch: [UnsafeMutableRawPointer]
  /// Only where there are more rows than a chunk.
  private let partials: UnsafeMutableRawPointer?
  private let isStopped = Atomic<Bool>(false)
  /// Polled now and then on the calling thread; a product that it stops is not whole.
  var stops: (() -> Bool)?

  /// Blocks of rows that are packed at once: what they hold stays near the processor.
  static var chunk: Int { 256 }
  /// Multiplications between two polls: some milliseconds.
  private static var pieceOfWork: Int { 16_000_000 }
  /// Multiplications that are worth another processor.
  private static var workOfProcessor: Int { 100_000 }
  /// An activation of one neuron takes as long as some of them.
  private static var workOfActivation: Int { 60 }

  /// Whether tiles are faster than the reference: below, packing takes longer than it saves.
  static func pays(_ layer: Layer, _ blocks: Int) -> Bool { blocks >= 4 && layer.weightCount >= 256 }

  /// For layers that see up to so many blocks of rows.
  init(_ kind: ProductKind, _ processors: Int, for layers: [Layer], _ blocks: Int) {
    (self.kind, self.processors) = (kind, max(1, processors))
    let chunks = layers.map {
      LayerProduct(
        kind: kind, inputs: $0.inputs, outputs: $0.outputs, blocks: min(blocks, Self.chunk), weights: nil)
    }
    packedRows = Self.allocate(
      chunks.map { packedRowsSize(kind, $0.blocks, max($0.inputs, $0.outputs)) }.max() ?? 0)
    packedLanes = Self.allocate(chunks.map { packedLanesSize(kind, $0.blocks, $0.inputs) }.max() ?? 0)
    let size = chunks.map { scratchSize($0) }.max() ?? 0
    scratch = (0..<self.processors).map { _ in Self.allocate(size) }
    partials = blocks > Self.chunk ? Self.allocate(chunks.map { partialsSize($0) }.max() ?? 0) : nil
  }

  deinit {
    packedRows.deallocate()
    packedLanes.deallocate()
    for array in scratch { array.deallocate() }
    partials?.deallocate()
  }

  private static func allocate(_ count: Int) -> UnsafeMutableRawPointer {
    .allocate(byteCount: max(1, count) * MemoryLayout<S>.stride, alignment: 64)
  }

  private func product(_ shape: Shape, _ blocks: Int, _ weights: UnsafePointer<S>) -> LayerProduct {
    LayerProduct(kind: kind, inputs: shape.inputs, outputs: shape.width, blocks: blocks, weights: weights)
  }

  /// `Kernels.preActivations` of inputs that `packPanels` has packed, of one chunk at most; false if it was stopped.
  func preActivations(
    _ shape: Shape, panels: UnsafeRawPointer, _ weights: UnsafePointer<S>, _ biases: UnsafePointer<S>?,
    _ results: Target
  ) -> Bool {
    isStopped.store(false, ordering: .relaxed)
    return preActivations(product(shape, shape.blocks, weights), panels, biases, results)
  }

  private func preActivations(
    _ layer: LayerProduct, _ panels: UnsafeRawPointer, _ biases: UnsafePointer<S>?, _ results: Target
  ) -> Bool {
    spread(layer.outputs, by: tileHeight(kind), work: 4 * layer.blocks * layer.inputs) {
      CKernels.preActivations(layer, biases, panels, $1.lowerBound, $1.upperBound, results, scratch[$0])
    }
  }

  /// `Kernels.preActivations`; false if it was stopped.
  func preActivations(
    _ shape: Shape, _ inputs: Source, _ weights: UnsafePointer<S>, _ biases: UnsafePointer<S>?,
    _ results: Target
  ) -> Bool {
    forEachChunk(shape) { start, blocks in
      pack(rows: inputs + start * shape.inputs, blocks, shape.inputs)
      return preActivations(
        product(shape, blocks, weights), packedRows, biases, results + start * shape.width)
    }
  }

  /// `Kernels.accumulateGradients` without the biases, from zeros, and the four partial sums added; and, where there is a
  /// layer before, `Kernels.backpropagate`. False if it was stopped.
  func backward(
    _ shape: Shape, inputs: Source, errors: Source, _ weights: UnsafePointer<S>,
    gradient: UnsafeMutablePointer<S>, previous: Target?
  ) -> Bool {
    forEachChunk(shape) { start, blocks in
      let layer = product(shape, blocks, weights)
      let (x, e) = (inputs + start * shape.inputs, errors + start * shape.width)
      let ends = start + blocks == shape.blocks
      pack(lanes: x, blocks, shape.inputs)
      let isWhole = spread(shape.width, by: tileHeight(kind), work: 4 * blocks * shape.inputs) {
        weightGradients(
          layer, e, packedLanes, $1.lowerBound, $1.upperBound, start == 0, ends, partials, gradient,
          scratch[$0])
      }
      guard isWhole, let previous else { return isWhole }
      pack(rows: e, blocks, shape.width)
      return spread(shape.inputs, by: tileHeight(kind), work: 4 * blocks * shape.width) {
        CKernels.backpropagate(
          layer, packedRows, $1.lowerBound, $1.upperBound, previous + start * shape.inputs, scratch[$0])
      }
    }
  }

  /// Work on each neuron of each row by itself, some blocks of rows at a time; false if it was stopped.
  func overBlocks(_ shape: Shape, _ body: (_ start: Int, _ count: Int) -> Void) -> Bool {
    spread(shape.blocks, by: 1, work: 4 * shape.width * Self.workOfActivation) {
      body($1.lowerBound, $1.count)
    }
  }

  private func pack(rows: Source, _ blocks: Int, _ width: Int) {
    _ = spread(rowPanels(kind, blocks), by: 1, work: width * 32) {
      packRows(kind, rows, blocks, width, $1.lowerBound, $1.upperBound, packedRows)
    }
  }

  private func pack(lanes rows: Source, _ blocks: Int, _ width: Int) {
    _ = spread(lanePanels(kind, width), by: 1, work: blocks * 128) {
      packLanes(kind, rows, blocks, width, $1.lowerBound, $1.upperBound, packedLanes)
    }
  }

  private func forEachChunk(_ shape: Shape, _ body: (_ start: Int, _ blocks: Int) -> Bool) -> Bool {
    isStopped.store(false, ordering: .relaxed)
    for start in stride(from: 0, to: shape.blocks, by: Self.chunk) {
      guard body(start, min(Self.chunk, shape.blocks - start)) else { return false }
    }
    return true
  }

  /// Splits 0 ..< count over the processors, at multiples of `unit`, and polls between pieces.
  ///
  /// - Parameter work: multiplications for each of them.
  /// - Returns: false if it was stopped.
  private func spread(
    _ count: Int, by unit: Int, work: Int, _ body: (_ processor: Int, _ range: Range<Int>) -> Void
  ) -> Bool {
    let units = (count + unit - 1) / unit
    let worth = max(1, count * work / Self.workOfProcessor)
    let processors = min(processors, units, worth)
    let step = unit * max(1, Self.pieceOfWork / max(1, unit * work))
    concurrently(processors) { processor in
      let end = min(count, (processor + 1) * units / processors * unit)
      var start = processor * units / processors * unit
      while start < end {
        if isStopped.load(ordering: .relaxed) { return }
        if processor == 0, step < count, stops?() == true { return isStopped.store(true, ordering: .relaxed) }
        body(processor, start..<min(end, start + step))
        start += step
      }
    }
    return !isStopped.load(ordering: .relaxed)
  }
}
