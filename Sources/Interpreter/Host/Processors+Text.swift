import NeuralCore

extension Host.Processors {
  /// Fewer items are written before another processor has begun.
  private static var leastItems: Int { 1 << 14 }

  private struct Parts: @unchecked Sendable {
    /// Each is written by one processor alone.
    let texts: [ByteText]
    let areWhole: UnsafeMutablePointer<Bool>
  }

  /// Writes a text of many items, a part of them on each processor. The parts come behind each other in the order of the
  /// items, so that the text is the same however many there are.
  ///
  /// - Parameter write: writes some items, which come first in a text or behind others; false ends the work.
  /// - Returns: false if any part came to an end before its time.
  func write(
    _ items: Int, to text: ByteText, _ write: @escaping @Sendable (Range<Int>, ByteText) -> Bool
  ) -> Bool {
    let count = items < Self.leastItems ? 1 : count
    let areWhole = UnsafeMutablePointer<Bool>.allocate(capacity: count)
    areWhole.initialize(repeating: false, count: count)
    defer { areWhole.deallocate() }
    let parts = Parts(texts: [text] + (1..<count).map { _ in ByteText() }, areWhole: areWhole)
    run(count) { k in
      parts.areWhole[k] = write(items * k / count..<items * (k + 1) / count, parts.texts[k])
    }
    for part in parts.texts.dropFirst() { text.take(part) }
    return UnsafeBufferPointer(start: areWhole, count: count).allSatisfy { $0 }
  }
}
