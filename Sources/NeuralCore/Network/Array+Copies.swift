import CKernels

extension Array where Element: Scalar {
  /// A copy of numbers that may be many: a large net has hundreds of megabytes of them, which a training that is stopped
  /// copies before it ends.
  ///
  /// - Parameter parts: processors that share the work where there are many.
  init(copying numbers: UnsafePointer<Element>, count: Int, parts: Int = 1) {
    self.init(unsafeUninitializedCapacity: count) { buffer, filled in
      filled = count
      guard let to = buffer.baseAddress, count > 0 else { return }
      preferLargePages(to, count * MemoryLayout<Element>.stride)
      to.initialize(from: numbers, count: count, parts: parts)
    }
  }
}

extension UnsafeMutablePointer {
  /// What memory takes about a millisecond for.
  private static var bytesOfPart: Int { 4 << 20 }

  /// Copies numbers into memory that may be new, whose pages then are made by all processors too.
  func initialize(from numbers: UnsafePointer<Pointee>, count: Int, parts: Int) {
    let parts = Swift.max(1, Swift.min(parts, count * MemoryLayout<Pointee>.stride / Self.bytesOfPart))
    concurrently(parts) { part in
      let first = count * part / parts
      (self + first).initialize(from: numbers + first, count: count * (part + 1) / parts - first)
    }
  }
}
