/// Rows of data as the kernels want them: four rows a vector, the numbers of a block of four rows next to each
/// other. The last block is filled up with zeros.
final class PackedRows {
  let rows: Int
  let blocks: Int
  let inputs: UnsafeMutablePointer<Vector>
  let targets: UnsafeMutablePointer<Vector>

  init(_ data: Dataset, _ range: Range<Int>) {
    rows = range.count
    blocks = (range.count + 3) / 4
    inputs = Self.pack(data.inputs, range, data.inputCount)
    targets = Self.pack(data.targets, range, data.targetCount)
  }

  /// Takes other rows, as many as before.
  func repack(_ data: Dataset, _ order: ArraySlice<Int>) {
    Self.fill(inputs, data.inputs, order, data.inputCount)
    Self.fill(targets, data.targets, order, data.targetCount)
  }

  private static func fill(
    _ packed: UnsafeMutablePointer<Vector>, _ numbers: [Float], _ order: ArraySlice<Int>, _ width: Int
  ) {
    for place in order.indices {
      let (row, source) = (place - order.startIndex, order[place])
      for k in 0..<width { packed[row / 4 * width + k][row % 4] = numbers[source * width + k] }
    }
  }

  deinit {
    inputs.deallocate()
    targets.deallocate()
  }

  private static func pack(
    _ numbers: [Float], _ range: Range<Int>, _ width: Int
  ) -> UnsafeMutablePointer<Vector> {
    let blocks = (range.count + 3) / 4
    let packed = UnsafeMutablePointer<Vector>.allocate(capacity: max(1, blocks * width))
    packed.initialize(repeating: .zero, count: blocks * width)
    for (row, source) in range.enumerated() {
      for k in 0..<width { packed[row / 4 * width + k][row % 4] = numbers[source * width + k] }
    }
    return packed
  }
}
