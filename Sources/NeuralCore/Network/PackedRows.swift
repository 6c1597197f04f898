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
