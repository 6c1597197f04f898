import CZlib
import Tabular
import Testing

/// Small archives that claim much.
struct ArchiveBoundTests {
  /// A file of an archive as deflate packs it.
  private struct Part {
    let packed: [UInt8]
    let size: Int
    let sum: Int

    init(_ bytes: [UInt8]) {
      size = bytes.count
      sum = Int(bytes.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) })
      var stream = z_stream()
      // Negative: without a header.
      deflateInit2_(
        &stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
      defer { deflateEnd(&stream) }
      var (input, output) = (bytes, [UInt8](repeating: 0, count: bytes.count / 500 + 1000))
      let room = output.count
      input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
          (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
          (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(room))
          #expect(deflate(&stream, Z_FINISH) == Z_STREAM_END)
        }
      }
      packed = Array(output.prefix(Int(stream.total_out)))
    }
  }

  private static func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// - Parameter damaged: the part whose sum is wrong.
  private static func archive(_ parts: [(name: String, part: Part)], damaged: String) -> [UInt8] {
    var (bytes, directory): ([UInt8], [UInt8]) = ([], [])
    for (name, part) in parts {
      let sum = name == damaged ? part.sum ^ 1 : part.sum
      let fields =
        number(20, 2) + number(0, 2) + number(8, 2) + number(0, 4) + number(sum, 4)
        + number(part.packed.count, 4) + number(part.size, 4) + number(name.utf8.count, 2) + number(0, 2)
      directory +=
        number(0x0201_4b50, 4) + number(20, 2) + fields + number(0, 10) + number(bytes.count, 4)
        + Array(name.utf8)
      bytes += number(0x0403_4b50, 4) + fields + Array(name.utf8) + part.packed
    }
    let count = number(parts.count, 2)
    return bytes + directory + number(0x0605_4b50, 4) + number(0, 4) + count + count
      + number(directory.count, 4) + number(bytes.count, 4) + number(0, 2)
  }

  private static func zeros(_ count: Int) -> Part {
    let header = "{'descr': '|i1', 'fortran_order': False, 'shape': (\(count),), }\n"
    return Part(
      [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
        + [UInt8](repeating: 0, count: count))
  }

  private func message(_ bytes: [UInt8]) -> String {
    do {
      let table = try TableTests.read(bytes)
      return "\(table.rows) rows of \(table.columns.count)"
    } catch { return (error as? TableFault)?.message ?? "\(error)" }
  }

  /// Each array could be kept, both of them could not, and the third is not unpacked any more: it would be found damaged.
  @Test func whatIsUnpackedIsCounted() {
    let part = Self.zeros(200_000_001)
    #expect(part.packed.count < 300_000)
    let bytes = Self.archive([("a.npy", part), ("b.npy", part), ("c.npy", part)], damaged: "c.npy")
    #expect(message(bytes) == "more than 400 million numbers are too many to be kept")
  }

  /// A text may be in any number of cells: one that Excel could not have would make a table of gigabytes.
  @Test(arguments: [(32_767, "2 rows of 2"), (32_768, "it has a text of 32768 characters")])
  func aTextOfManyCellsIsBounded(_ count: Int, _ answer: String) {
    func part(_ text: String) -> Part { Part(Array(text.utf8)) }
    let row = "<row><c t=\"s\"><v>0</v></c><c><v>1</v></c></row>"
    let bytes = Self.archive(
      [
        ("xl/workbook.xml", part("<workbook><sheets><sheet name=\"A\" r:id=\"r1\"/></sheets></workbook>")),
        (
          "xl/_rels/workbook.xml.rels",
          part("<Relationships><Relationship Id=\"r1\" Target=\"worksheets/a.xml\"/></Relationships>")
        ),
        ("xl/worksheets/a.xml", part(row + row)),
        ("xl/sharedStrings.xml", part("<si><t>\(String(repeating: "x", count: count))</t></si>")),
      ], damaged: "")
    #expect(message(bytes).hasPrefix(answer), "\(message(bytes).prefix(200))")
  }

  /// The same archive with little in it.
  @Test func smallOnesAreRead() {
    let part = Self.zeros(3)
    #expect(message(Self.archive([("a.npy", part), ("b.npy", part)], damaged: "")) == "3 rows of 2")
    #expect(
      message(Self.archive([("a.npy", part), ("b.npy", part), ("c.npy", part)], damaged: "c.npy"))
        == "its part c.npy is damaged")
  }
}
