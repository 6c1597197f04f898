import CKernels

extension Array where Element: Scalar {
  /// A copy of numbers that may be many: a large net has hundreds of megabytes of them, which a training that is stopped
  /// copies before it ends.
  init(copying numbers: UnsafePointer<Element>, count: Int) {
    self.init(unsafeUninitializedCapacity: count) { buffer, filled in
      filled = count
      guard let to = buffer.baseAddress, count > 0 else { return }
      preferLargePages(to, count * MemoryLayout<Element>.stride)
      to.initialize(from: numbers, count: count)
    }
  }
}
