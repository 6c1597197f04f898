import CZlib

/// Writes a zip archive whose entries are stored as they are: the same bytes for the same files, since no time is in it.
public struct ZipWriter {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  /// An archive without entries.
  public init() {}

  /// Adds a file behind those that were added. Names are ASCII; a file has less than 4 GB, the whole too.
  ///
  /// - Parameter alignment: its bytes begin at a multiple of this, by blanks in the extra field; 1 for anywhere.
  public mutating func add(_ name: String, _ content: [UInt8], alignment: Int = 1) {
    let start = bytes.count
    let place = start + 30 + name.utf8.count
    // An extra field has at least four bytes: its number and its length.
    var gap = (alignment - place % alignment) % alignment
    while gap > 0, gap < 4 { gap += alignment }
    let extra =
      gap == 0 ? [] : Self.number(0xd935, 2) + Self.number(gap - 4, 2) + [UInt8](repeating: 0, count: gap - 4)
    let sum = content.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
    // Version 2.0, no flags, stored, midnight of 1980-01-01.
    let common =
      Self.number(20, 2) + Self.number(0, 2) + Self.number(0, 2) + Self.number(0, 2) + Self.number(0x21, 2)
      + Self.number(Int(truncatingIfNeeded: sum), 4) + Self.number(content.count, 4)
      + Self.number(content.count, 4)
      + Self.number(name.utf8.count, 2)
    bytes += Self.number(0x0403_4b50, 4) + common + Self.number(extra.count, 2) + name.utf8 + extra
    bytes += content
    directory +=
      Self.number(0x0201_4b50, 4) + Self.number(20, 2) + common + Self.number(0, 2) + Self.number(0, 2)
    directory += Self.number(0, 2) + Self.number(0, 2) + Self.number(0, 4) + Self.number(start, 4) + name.utf8
    count += 1
  }

  /// The whole archive.
  public var archive: [UInt8] {
    bytes + directory + Self.number(0x0605_4b50, 4) + Self.number(0, 4) + Self.number(count, 2)
      + Self.number(count, 2)
      + Self.number(directory.count, 4) + Self.number(bytes.count, 4) + Self.number(0, 2)
  }

  /// Little-endian.
  private static func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
