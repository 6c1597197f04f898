import CZlib

/// What gzip compressed, as it was.
final class Inflater: ByteSink {
  private var stream = z_stream()
  private let next: any ByteSink
  private let store: CellStore
  /// A member has ended, and no other has begun.
  private var isAtEnd = false
  private var buffer = [UInt8](repeating: 0, count: 65_536)

  init(into next: any ByteSink, _ store: CellStore) throws(TableFault) {
    (self.next, self.store) = (next, store)
    // 15 bits of window, and 16 for the header of gzip.
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw TableFault(line: nil, message: "there is not enough memory for it")
    }
  }

  deinit { inflateEnd(&stream) }

  func take(_ piece: UnsafeRawBufferPointer) throws(TableFault) {
    // zlib does not write to its input; its header says so by a macro that few define.
    stream.next_in = UnsafeMutablePointer(mutating: piece.bindMemory(to: UInt8.self).baseAddress)
    stream.avail_in = UInt32(piece.count)
    while stream.avail_in > 0 {
      if isAtEnd {
        // A file may hold several members, one after the other; what fills up a block is none.
        guard stream.next_in?.pointee == 0x1f else { return }
        inflateReset(&stream)
        isAtEnd = false
      }
      repeat { try step() } while stream.avail_out == 0 && !isAtEnd
    }
  }

  private func step() throws(TableFault) {
    // A few bytes may be a thousand times as many.
    try store.look()
    let size = buffer.count
    let status = buffer.withUnsafeMutableBufferPointer { space in
      stream.next_out = space.baseAddress
      stream.avail_out = UInt32(size)
      return inflate(&stream, Z_NO_FLUSH)
    }
    guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
      throw TableFault(line: nil, message: "its gzip compression is damaged", help: ["Get the file again."])
    }
    isAtEnd = status == Z_STREAM_END
    let count = size - Int(stream.avail_out)
    if count > 0 { try next.take(Array(buffer.prefix(count))) }
  }

  func end() throws(TableFault) {
    guard isAtEnd else {
      throw TableFault(
        line: nil, message: "its gzip compression has no end: the file was cut short",
        help: ["Get the file again."])
    }
    try next.end()
  }
}
