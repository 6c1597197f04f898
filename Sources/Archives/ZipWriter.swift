import CZlib

/// Writes a zip archive whose entries are stored as they are: the same bytes for the same files, since no time is in it.
public struct ZipWriter {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0
  /// The file that is being written: its name, where it begins, the bytes of its extra field, where its content begins, and
  /// the checksum of that.
  private var open: (name: String, start: Int, extra: Int, content: Int, sum: UInt) = ("", 0, 0, 0, 0)

  /// An archive without entries.
  public init() {}

  /// Adds a file behind those that were added. Names are ASCII; a file has less than 4 GB, the whole too.
  ///
  /// - Parameter alignment: its bytes begin at a multiple of this, by blanks in the extra field; 1 for anywhere.
  public mutating func add(_ name: String, _ content: [UInt8], alignment: Int = 1) {
    begin(name, alignment: alignment)
    content.withUnsafeBufferPointer { append($0) }
    end()
  }

  /// Begins a file, whose bytes are then appended piece by piece.
  public mutating func begin(_ name: String, alignment: Int = 1) {
    let start = bytes.count
    let place = start + 30 + name.utf8.count
    // An extra field has at least four bytes: its number and its length.
    var gap = (alignment - place % alignment) % alignment
    while gap > 0, gap < 4 { gap += alignment }
    let extra =
      gap == 0 ? [] : Self.number(0xd935, 2) + Self.number(gap - 4, 2) + [UInt8](repeating: 0, count: gap - 4)
    bytes += [UInt8](repeating: 0, count: 30) + Array(name.utf8) + extra
    open = (name, start, extra.count, bytes.count, 0)
  }

  /// Appends bytes of the file that was begun.
  public mutating func append(_ content: UnsafeBufferPointer<UInt8>) {
    open.sum = crc32_z(open.sum, content.baseAddress, content.count)
    bytes += content
  }

  /// Makes room for so many bytes, which then are copied only once.
  public mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

  /// Ends the file that was begun.
  public mutating func end() {
    let size = bytes.count - open.content
    // Version 2.0, no flags, stored, midnight of 1980-01-01.
    let common =
      Self.number(20, 2) + Self.number(0, 2) + Self.number(0, 2) + Self.number(0, 2) + Self.number(0x21, 2)
      + Self.number(Int(truncatingIfNeeded: open.sum), 4) + Self.number(size, 4) + Self.number(size, 4)
      + Self.number(open.name.utf8.count, 2)
    let head = Self.number(0x0403_4b50, 4) + common + Self.number(open.extra, 2)
    bytes.replaceSubrange(open.start..<open.start + head.count, with: head)
    directory +=
      Self.number(0x0201_4b50, 4) + Self.number(20, 2) + common + Self.number(0, 2) + Self.number(0, 2)
    directory +=
      Self.number(0, 2) + Self.number(0, 2) + Self.number(0, 4) + Self.number(open.start, 4) + open.name.utf8
    count += 1
  }

  /// The whole archive, which ends the writer: its bytes are not copied.
  public consuming func archive() -> [UInt8] {
    let size = bytes.count
    bytes += directory
    bytes += Self.number(0x0605_4b50, 4) + Self.number(0, 4) + Self.number(count, 2) + Self.number(count, 2)
    bytes += Self.number(directory.count, 4) + Self.number(size, 4) + Self.number(0, 2)
    return bytes
  }

  /// Little-endian.
  private static func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
