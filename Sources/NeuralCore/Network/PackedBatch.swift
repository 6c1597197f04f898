/// Rows of data as the kernels want them: four rows a vector, the numbers of a block of four rows next to each
/// other. The last block is filled up with zeros.
final class PackedBatch<S: Scalar> {
  typealias Target = UnsafeMutablePointer<SIMD4<S>>

  let rows: Int
  let blocks: Int
  /// What its loss counts in that of an epoch.
  var share: S = 1
  let inputs: Target
  let targets: Target

  /// - Parameter stops: once it says so, the rest of the rows is left out.
  init(_ data: TypedDataset<S>, _ range: Range<Int>, stops: (() -> Bool)? = nil) {
    rows = range.count
    blocks = (range.count + 3) / 4
    inputs = Self.zeros(blocks * data.inputCount)
    targets = Self.zeros(blocks * data.targetCount)
    for (row, source) in range.enumerated() {
      if row & 0xfff == 0xfff, stops?() == true { break }
      put(data, source, at: row)
    }
  }

  /// Takes other rows, as many as before.
  func repack(_ data: TypedDataset<S>, _ order: ArraySlice<Int>) {
    for place in order.indices { put(data, order[place], at: place - order.startIndex) }
  }

  private func put(_ data: TypedDataset<S>, _ source: Int, at row: Int) {
    Self.put(data.inputs, source, at: row, in: inputs, width: data.inputCount)
    Self.put(data.targets, source, at: row, in: targets, width: data.targetCount)
  }

  private static func put(_ numbers: [S], _ source: Int, at row: Int, in packed: Target, width: Int) {
    for k in 0..<width { packed[row / 4 * width + k][row % 4] = numbers[source * width + k] }
  }

  private static func zeros(_ count: Int) -> Target {
    let packed = Target.allocate(capacity: max(1, count))
    packed.initialize(repeating: .zero, count: count)
    return packed
  }

  deinit {
    inputs.deallocate()
    targets.deallocate()
  }
}

/// A data set in one precision.
struct TypedDataset<S: Scalar> {
  let inputs, targets: [S]
  let inputCount, targetCount: Int

  init(_ data: Dataset) {
    (inputs, targets) = (S.array(data.inputs), S.array(data.targets))
    (inputCount, targetCount) = (data.inputCount, data.targetCount)
  }
}
