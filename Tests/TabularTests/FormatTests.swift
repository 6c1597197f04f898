import TestSupport
import Testing

import Tabular

/// Files of Weka, FANN, LIBSVM and MNIST.
struct FormatTests {
  private func table(_ text: String, _ options: TableOptions = TableOptions()) throws -> Table {
    for piece in [1, 5] { _ = try TableTests.read(Array(text.utf8), piece: piece, options) }
    return try TableTests.read(Array(text.utf8), options)
  }

  private func message(_ bytes: [UInt8]) -> String? {
    do {
      _ = try TableTests.read(bytes)
      return nil
    } catch {
      return (error as? TableFault).map { ($0.place.map { "\($0): " } ?? "") + $0.message }
    }
  }

  private func rows(_ table: Table) -> [[Double]] {
    (0..<table.rows).map { row in table.columns.indices.map { table.value(row, $0) } }
  }

  @Test func arffHasNamesAndKinds() throws {
    let table = try table(
      """
      % Fisher
      @RELATION iris

      @ATTRIBUTE 'sepal length' NUMERIC
      @attribute size {small, 'very large'}
      @attribute day date "yyyy-MM-dd"
      @attribute class {1,2}
      @DATA
      5.1, 'very large', 2020-01-01, 2
      % a comment between
      ?,small,"2020-01-02",1

      """)
    #expect(table.origin.format == .arff && table.rows == 2)
    #expect(table.columns.map(\.name) == ["sepal length", "size", "day", "class"])
    #expect(table.columns[1].kind == .words(["very large", "small"]))
    #expect(table.columns[2].kind == .words(["2020-01-01", "2020-01-02"]))
    // What is declared nominal is a word, even if it looks like a number.
    #expect(table.columns[3].kind == .words(["2", "1"]))
    #expect(table.columns[0].firstMissing == 11 && table.value(0, 0) == Double(Float(5.1)))
  }

  @Test func arffMayBeSparse() throws {
    let table = try table(
      "@relation r\n@attribute a real\n@attribute b real\n@attribute c {no,yes}\n@data\n{1 2.5, 2 yes}\n{}\n{0 -1}\n"
    )
    #expect(rows(table).map { Array($0.prefix(2)) } == [[0, 2.5], [0, 0], [-1, 0]])
    #expect(table.columns[2].kind == .words(["yes", "no"]))
  }

  @Test func mistakesInARFFNameTheLine() {
    let head = "@relation r\n@attribute a real\n@attribute b real\n"
    #expect(
      message(Array((head + "@data\n1,2\n\n3\n").utf8))
        == "line 7: it has 1 cells, and 2 attributes are declared")
    #expect(message(Array((head + "1,2\n").utf8))?.hasPrefix("line 4: it does not begin with `@`") == true)
    #expect(message(Array(head.utf8)) == "it has no line `@data`")
    #expect(message(Array("@relation r\n@attribute a relational\n".utf8))?.contains("relational") == true)
  }

  @Test func fannHasInputsAndOutputsInTurn() throws {
    let table = try table("4 2 1\n-1 -1\n-1\n-1 1\n1\n1 -1\n1\n1 1\n-1\n")
    #expect(table.origin.format == .fann && table.origin.targets == 1)
    #expect(table.columns.map(\.name) == ["input1", "input2", "output1"])
    #expect(rows(table) == [[-1, -1, -1], [-1, 1, 1], [1, -1, 1], [1, 1, -1]])
    // FANN reads numbers wherever the lines end.
    #expect(rows(try self.table("2 1 1\n0.5 1\n\n1.5\n0\n")) == [[0.5, 1], [1.5, 0]])
  }

  /// Three whole numbers alone make no FANN file.
  @Test(arguments: ["4 2 1\n5 3 2\n6 1 1\n", "1 2 3\n4 5 6\n"])
  func threeColumnsOfNumbersAreATable(_ text: String) throws {
    let table = try table(text)
    #expect(table.origin.format == .text && table.columns.count == 3)
  }

  @Test func aFANNFileThatIsTooShortIsNamed() {
    #expect(
      message(Array("4 2 1\n-1 -1\n-1\n-1 1\n1\n".utf8))
        == "its first line says 4 rows of 3 numbers, and there are 2")
  }

  @Test func libsvmIsSparse() throws {
    let table = try table("+1 1:0.5 3:2 # first\n-1 2:1\n\n+1 qid:3 4:-1e-3\n")
    #expect(table.origin.format == .libsvm && table.columns.map(\.name) == ["x1", "x2", "x3", "x4", "label"])
    #expect(rows(table) == [[0.5, 0, 2, 0, 1], [0, 1, 0, 0, -1], [0, 0, 0, Double(Float(-1e-3)), 1]])
    var options = TableOptions()
    options.leastWidth = 6
    #expect(try self.table("1 1:0.5\n", options).columns.count == 7)
    #expect(try self.table("1 0:0.5 1:2\n").columns.map(\.name) == ["x0", "x1", "label"])
  }

  @Test func mistakesInLIBSVMNameTheLine() {
    let many = String(repeating: "1 1:2\n", count: 30)
    #expect(message(Array((many + "1 x:2\n").utf8))?.hasPrefix("line 31: it is a LIBSVM file") == true)
  }

  /// Damaged files: no trap, no hang.
  @Test func damagedFilesDoNoHarm() {
    let files: [[UInt8]] = [
      Array("@relation r\n@attribute a real\n@attribute b {x,'y z'}\n@data\n1,x\n{1 'y z'}\n".utf8),
      Array("4 2 1\n-1 -1\n-1\n-1 1\n1\n1 -1\n1\n1 1\n-1\n".utf8), Array("+1 1:0.5 3:2 # c\n-1 2:1\n".utf8),
      [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 127, 255, 1, 2, 3], Array("# c\n# x y\n1 2\n".utf8),
      Array("sep=;\nx;y\n1,5;2\n".utf8), [0xff, 0xfe] + Array("a;b\n1;2\n".utf8).flatMap { [$0, 0] },
    ]
    var state: UInt64 = 11
    func pick(_ n: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(1, n)
    }
    for _ in 0..<5000 {
      var bytes = files[pick(files.count)]
      for _ in 0...pick(4) where !bytes.isEmpty {
        switch pick(3) {
        case 0: bytes.remove(at: pick(bytes.count))
        case 1: bytes[pick(bytes.count)] = UInt8(pick(256))
        default: bytes.insert([44, 34, 10, 13, 59, 0, 45, 35, 58][pick(9)], at: pick(bytes.count))
        }
      }
      _ = try? TableTests.read(bytes, piece: 5)
    }
  }

  /// As LeCun's page describes the format: magic number, dimensions, then the pixels.
  @Test func idxHasPicturesAndLabels() throws {
    let images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3] + [0, 127, 255, 1, 2, 3]
    let table = try TableTests.read(images, piece: 5)
    #expect(table.origin.format == .idx && table.columns.map(\.name) == ["pixel1", "pixel2", "pixel3"])
    #expect(rows(table) == [[0, 127, 255], [1, 2, 3]])
    let labels = try TableTests.read([0, 0, 8, 1, 0, 0, 0, 2, 7, 4])
    #expect(rows(labels) == [[7], [4]])
    // 0x0d: float32, the first byte first.
    let floats = try TableTests.read([0, 0, 0x0d, 1, 0, 0, 0, 1, 0x3f, 0xc0, 0, 0])
    #expect(rows(floats) == [[1.5]])
    #expect(rows(try TableTests.read([0, 0, 0x0b, 1, 0, 0, 0, 1, 0xff, 0xfe])) == [[-2]])
    #expect(message(Array(images.dropLast()))?.contains("cut short") == true)
    #expect(
      message([0, 0, 8, 3, 0xff, 0xff, 0xff, 0xff, 0, 0, 1, 0, 0, 0, 1, 0])?.contains("too many") == true)
  }
}
