import CKernels

/// Rows of data as the kernels want them: four rows a vector, the numbers of a block of four rows next to each
/// other. The last block is filled up with zeros.
///
/// A view of what `PackedBatches` holds: plain pointers, so that handing it to a pass costs no counting of references.
struct PackedBatch<S: Scalar> {
  typealias Target = UnsafeMutablePointer<SIMD4<S>>

  let rows: Int
  let blocks: Int
  /// What its loss counts in that of an epoch.
  var share: S = 1
  let inputs: Target
  let targets: Target
  /// The inputs as tiles take them, which then stand nowhere else; nil where they stand in `inputs`.
  var panels: UnsafeRawPointer?

  /// Takes rows of the data, four at a time: row `first + r` becomes `source(first + r)`.
  fileprivate func put(_ data: TypedDataset<S>, _ range: Range<Int>, _ source: (Int) -> Int) {
    putInputs(data, range, source)
    putTargets(data, range, source)
  }

  fileprivate func putInputs(_ data: TypedDataset<S>, _ range: Range<Int>, _ source: (Int) -> Int) {
    Self.put(data.inputs, range, source, in: inputs, width: data.inputCount)
  }

  fileprivate func putTargets(_ data: TypedDataset<S>, _ range: Range<Int>, _ source: (Int) -> Int) {
    Self.put(data.targets, range, source, in: targets, width: data.targetCount)
  }

  private static func put(
    _ numbers: [S], _ range: Range<Int>, _ source: (Int) -> Int, in packed: Target, width: Int
  ) {
    numbers.withUnsafeBufferPointer { numbers in
      guard let numbers = numbers.baseAddress else { return }
      func row(_ k: Int) -> UnsafePointer<S> { numbers + source(k) * width }
      var first = range.lowerBound
      while first + 4 <= range.upperBound {
        packBlock(
          S.precision == .double, row(first), row(first + 1), row(first + 2), row(first + 3), width,
          packed + first / 4 * width)
        first += 4
      }
      guard first < range.upperBound else { return }
      let last = packed + first / 4 * width
      last.update(repeating: .zero, count: width)
      for k in first..<range.upperBound {
        let from = row(k)
        for i in 0..<width { last[i][k % 4] = from[i] }
      }
    }
  }
}

/// The rows of a data set, `size` at a time in memory that is used again: for forward passes, which see each row once.
final class PackedParts<S: Scalar> {
  private let data: TypedDataset<S>
  private let size: Int
  private let panelKind: ProductKind?
  private let processors: Int
  private let inputs: UnsafeMutableRawPointer
  private let targets: UnsafeMutablePointer<SIMD4<S>>

  /// - Parameter panelKind: for a first layer that takes them so.
  init(_ data: TypedDataset<S>, size: Int, for panelKind: ProductKind?, on processors: Int) {
    precondition(size.isMultiple(of: 4), "a part ends with a block")
    let blocks = (min(size, data.rows) + 3) / 4
    (self.data, self.size, self.panelKind, self.processors) = (data, size, panelKind, processors)
    let numbers =
      panelKind.map { packedRowsSize($0, blocks, data.inputCount) } ?? 4 * blocks * data.inputCount
    inputs = .allocate(byteCount: max(1, numbers) * MemoryLayout<S>.stride, alignment: 64)
    targets = .allocate(capacity: max(1, blocks * data.targetCount))
  }

  deinit {
    inputs.deallocate()
    targets.deallocate()
  }

  /// Numbers that are worth another processor.
  private static var numbersOfProcessor: Int { 1 << 16 }

  var count: Int { (data.rows + size - 1) / size }

  /// The rows of a part, until another one is asked for.
  func part(_ index: Int) -> PackedBatch<S> {
    let (first, rows) = (index * size, min(size, data.rows - index * size))
    var batch = PackedBatch<S>(
      rows: rows, blocks: (rows + 3) / 4, inputs: inputs.assumingMemoryBound(to: SIMD4<S>.self),
      targets: targets)
    batch.putTargets(data, 0..<rows) { first + $0 }
    guard let panelKind else {
      batch.putInputs(data, 0..<rows) { first + $0 }
      return batch
    }
    data.inputs.withUnsafeBufferPointer { numbers in
      guard let numbers = numbers.baseAddress else { return }
      let panels = rowPanels(panelKind, batch.blocks)
      let parts = min(processors, panels, max(1, rows * data.inputCount / Self.numbersOfProcessor))
      concurrently(parts) { k in
        packPanels(
          panelKind, numbers + first * data.inputCount, rows, data.inputCount, panels * k / parts,
          panels * (k + 1) / parts, inputs)
      }
    }
    batch.panels = UnsafeRawPointer(inputs)
    return batch
  }
}

/// The rows of a data set, packed in batches of `size` rows; the last batch has what is left.
final class PackedBatches<S: Scalar> {
  private let batches: UnsafeMutableBufferPointer<PackedBatch<S>>
  private let data: TypedDataset<S>
  private let size: Int

  /// - Parameter stops: once it says so, the rest of the rows is left out.
  init(_ data: TypedDataset<S>, size: Int, stops: (() -> Bool)? = nil) {
    (self.data, self.size) = (data, size)
    let starts = stride(from: 0, to: data.rows, by: size)
    batches = .allocate(capacity: (data.rows + size - 1) / size)
    for (k, start) in starts.enumerated() {
      let rows = min(size, data.rows - start)
      let blocks = (rows + 3) / 4
      let batch = PackedBatch<S>(
        rows: rows, blocks: blocks, inputs: Self.zeros(blocks * data.inputCount),
        targets: Self.zeros(blocks * data.targetCount))
      batches.initializeElement(at: k, to: batch)
      for first in stride(from: 0, to: rows, by: Self.rowsBetweenPolls) {
        if stops?() == true { break }
        batch.put(data, first..<min(first + Self.rowsBetweenPolls, rows)) { start + $0 }
      }
    }
  }

  deinit {
    for batch in batches {
      batch.inputs.deallocate()
      batch.targets.deallocate()
    }
    batches.deallocate()
  }

  /// A multiple of four.
  private static var rowsBetweenPolls: Int { 4096 }

  var count: Int { batches.count }
  subscript(index: Int) -> PackedBatch<S> { batches[index] }

  /// Takes the rows in this order.
  func repack(_ order: [Int]) {
    for (k, batch) in batches.enumerated() {
      batch.put(data, 0..<batch.rows) { order[k * size + $0] }
    }
  }

  /// What the loss of each batch counts in that of an epoch.
  func weigh(_ shares: [S]) {
    for (k, share) in zip(batches.indices, shares) { batches[k].share = share }
  }

  private static func zeros(_ count: Int) -> UnsafeMutablePointer<SIMD4<S>> {
    let packed = UnsafeMutablePointer<SIMD4<S>>.allocate(capacity: max(1, count))
    packed.initialize(repeating: .zero, count: count)
    return packed
  }
}

/// A data set in one precision.
struct TypedDataset<S: Scalar> {
  let inputs, targets: [S]
  let inputCount, targetCount: Int

  var rows: Int { inputs.count / inputCount }

  init(_ data: Dataset) {
    (inputs, targets) = (S.array(data.inputs), S.array(data.targets))
    (inputCount, targetCount) = (data.inputCount, data.targetCount)
  }
}
