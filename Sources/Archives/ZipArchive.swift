import CZlib

/// The files of a zip archive that is in memory: stored and deflated entries, by the directory at its end alone. What stands
/// before the entries themselves is not relied on: NumPy and PyTorch leave sizes out there.
public struct ZipArchive {
  private struct Entry {
    let method: Int
    let start: Int
    let packed: Int
    let size: Int
    let sum: Int
  }

  private let bytes: [UInt8]
  private var entries: [String: Entry] = [:]
  /// The names of its files in the order of its directory.
  public private(set) var order: [String] = []
  /// An entry takes no more memory than this, however long it claims to be.
  private static let mostBytes = 400_000_000
  /// Deflate makes at most so many bytes of one: whatever claims more is not what it says.
  private static let mostOfByte = 1032

  /// By the directory at the end of the archive; nil if there is none.
  public init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    // The end record is 22 bytes and a comment of at most 65,535.
    let mark: [UInt8] = [0x50, 0x4b, 0x05, 0x06]
    guard bytes.count >= 22,
      let end = stride(from: bytes.count - 22, through: max(0, bytes.count - 22 - 65_535), by: -1)
        .first(where: { bytes[$0..<$0 + 4].elementsEqual(mark) })
    else { return nil }
    var place = number(end + 16, 4)
    for _ in 0..<number(end + 10, 2) {
      guard place + 46 <= bytes.count, number(place, 4) == 0x0201_4b50 else { return nil }
      let (name, extra, comment) = (number(place + 28, 2), number(place + 30, 2), number(place + 32, 2))
      let header = number(place + 42, 4)
      guard place + 46 + name <= bytes.count, header + 30 <= bytes.count else { return nil }
      let start = header + 30 + number(header + 26, 2) + number(header + 28, 2)
      let text = String(decoding: bytes[place + 46..<place + 46 + name], as: UTF8.self)
      let entry = Entry(
        method: number(place + 10, 2), start: start, packed: number(place + 20, 4),
        size: number(place + 24, 4), sum: number(place + 16, 4))
      // Two files of one name: which of them is meant cannot be told.
      guard entries.updateValue(entry, forKey: text) == nil else { return nil }
      order.append(text)
      place += 46 + name + extra + comment
    }
  }

  /// Little-endian.
  private func number(_ place: Int, _ count: Int) -> Int {
    guard place >= 0, place + count <= bytes.count else { return 0 }
    return (0..<count).reversed().reduce(0) { $0 << 8 | Int(bytes[place + $1]) }
  }

  /// The names of its files.
  public var names: [String] { entries.keys.sorted() }

  /// The bytes that a file claims to have; nil if there is none of this name.
  public func size(_ name: String) -> Int? { entries[name]?.size }

  /// The bytes of a file; nil if there is none of this name, or it is damaged.
  public func file(_ name: String) -> [UInt8]? {
    guard let entry = entries[name], entry.start + entry.packed <= bytes.count, entry.size <= Self.mostBytes
    else {
      return nil
    }
    let packed = Array(bytes[entry.start..<entry.start + entry.packed])
    let file: [UInt8]?
    switch entry.method {
    case 0: file = entry.size == entry.packed ? packed : nil
    case 8: file = entry.size / Self.mostOfByte <= entry.packed ? Self.inflated(packed, entry.size) : nil
    default: file = nil
    }
    return file.flatMap { Self.sum($0) == entry.sum ? $0 : nil }
  }

  /// CRC-32, which says that nothing was changed.
  private static func sum(_ file: [UInt8]) -> Int {
    Int(file.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) })
  }

  private static func inflated(_ packed: [UInt8], _ size: Int) -> [UInt8]? {
    var stream = z_stream()
    // Negative: without a header.
    guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return nil
    }
    defer { inflateEnd(&stream) }
    var (input, output) = (packed, [UInt8](repeating: 0, count: size + 1))
    let status = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
        (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(output.count))
        return inflate(&stream, Z_FINISH)
      }
    }
    guard status == Z_STREAM_END, stream.total_out == UInt(size) else { return nil }
    output.removeLast()
    return output
  }
}
