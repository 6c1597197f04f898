import Foundation
import TestSupport
import Testing

import Tabular

/// Arrays of NumPy (made by make_arrays.py) and patterns of SNNS.
struct ArrayTests {
  private static let folder = Documents.root.appending(path: "Tests/TabularTests/Arrays")

  private static func bytes(_ file: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: file)))
  }

  private func table(_ file: String, isDouble: Bool = true) throws -> Table {
    let bytes = try Self.bytes(file)
    for piece in [1, 7] { _ = try TableTests.read(bytes, piece: piece, TableOptions(isDouble: isDouble)) }
    return try TableTests.read(bytes, TableOptions(isDouble: isDouble))
  }

  private func message(_ bytes: [UInt8]) -> String {
    do {
      _ = try TableTests.read(bytes)
      return "read"
    } catch { return (error as? TableFault)?.message ?? "" }
  }

  private func rows(_ table: Table) -> [[Double]] {
    (0..<table.rows).map { row in table.columns.indices.map { table.value(row, $0) } }
  }

  private static let golden: [String: [[Double?]]] =
    (try? JSONDecoder().decode(
      [String: [[Double?]]].self, from: Data(contentsOf: folder.appending(path: "arrays.json")))) ?? [:]

  @Test(arguments: ArrayTests.golden.keys.sorted())
  func numbersAreThoseOfNumPy(_ file: String) throws {
    let table = try table(file)
    let expected = try #require(Self.golden[file])
    #expect(table.origin.format == .npy && !table.hasHeader && table.rows == expected.count)
    #expect(table.columns.map(\.name) == expected[0].indices.map { "column\($0 + 1)" })
    for (row, numbers) in expected.enumerated() {
      for (k, number) in numbers.enumerated() {
        let own = table.value(row, k)
        #expect(number.map { $0 == own } ?? own.isNaN)
      }
    }
    #expect(Self.golden.count == 12)
    #expect(table.columns.map(\.role) == table.columns.map { _ in .values })
  }

  @Test func inputsAndTargetsAreArraysOfAnArchive() throws {
    let table = try table("x_and_y.npz")
    #expect(table.origin.format == .npz && table.origin.targets == 1 && table.hasHeader)
    #expect(table.columns.map(\.name) == ["X1", "X2", "y"])
    #expect(rows(table) == [[0.5, 1, 1], [2, -3.25, 0], [1e-3, 7, 2]])
  }

  /// Inputs come first whatever their order in the file; texts are words.
  @Test func targetsMayBeWords() throws {
    let table = try table("words.npz", isDouble: false)
    #expect(table.columns.map(\.name) == ["X1", "X2", "y"])
    #expect(table.columns[2].kind == .words(["rose", "tulip", "rosé"]))
  }

  @Test func arraysOfOneDimensionAreColumns() throws {
    let table = try table("columns.npz")
    #expect(table.columns.map(\.name) == ["length", "width", "kind"] && table.origin.targets == nil)
    #expect(table.columns[2].kind == .words(["a", "b"]))
    #expect(rows(table).map(\.last) == [0, 1, 0])
  }

  @Test(arguments: [
    ("four.npz", "x_train [3, 2]"), ("objects.npy", "objects of Python"), ("structured.npy", "several parts"),
    ("complex.npy", "\"<c16\""),
  ])
  func whatIsNoTableIsNamed(_ file: String, _ words: String) throws {
    let message = message(try Self.bytes(file))
    #expect(message.contains(words), "\(message)")
  }

  @Test func arraysThatLieAreRefused() throws {
    func array(_ header: String) -> [UInt8] {
      [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + [0, 0, 0, 0]
    }
    for shape in ["(4611686018427387904, 4)", "(9223372036854775807,)", "(2,)", "(1, 1000000000)"] {
      let message = message(array("{'descr': '<f4', 'fortran_order': False, 'shape': \(shape), }\n"))
      #expect(message.contains("shorter than its header says"), "\(message)")
    }
    #expect(
      message(array("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }\n")).contains("damaged"))
    #expect(
      message(array("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3), }\n")).contains("no rows"))
    #expect(
      message(array("{'descr': '<U0', 'fortran_order': False, 'shape': (9999999999,), }\n")).contains("<U0"))
    #expect(message([0x93] + Array("NUMPY".utf8)).contains("no array"))
    #expect(message(Array(try Self.bytes("x_and_y.npz").dropLast(30))).contains("zip archive"))
    let infinite =
      array("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }\n").dropLast(4) + [0, 0, 0x80, 0x7f]
    #expect(message(Array(infinite)).contains("not finite"))
  }

  // MARK: SNNS

  private static let patterns = """
    SNNS pattern definition file V3.2
    generated at Mon Apr 25 15:54:08 1994


    No. of patterns : 3
    No. of input units : 2
    No. of output units : 1

    # Input pattern 1:
    0 0.5
    # Output pattern 1:
    0
    # Input pattern 2:
    -1
    1e1
    1
    0 0 1 # the third

    """

  @Test func patternsHaveInputsAndOutputs() throws {
    for piece in [1, 5, .max] {
      let table = try TableTests.read(Array(Self.patterns.utf8), piece: piece)
      #expect(table.origin.format == .snns && table.origin.targets == 1)
      #expect(table.columns.map(\.name) == ["input1", "input2", "output1"])
      #expect(rows(table) == [[0, 0.5, 0], [-1, 10, 1], [0, 0, 1]])
    }
  }

  @Test func patternsThatAreNoTableAreNamed() {
    func changed(_ old: String, _ new: String) -> String {
      message(Array(Self.patterns.replacing(old, with: new).utf8))
    }
    #expect(changed("patterns : 3", "patterns : 4") == "it says 4 patterns of 3 numbers, and there are 3")
    #expect(changed("patterns : 3", "patterns : 2").contains("more numbers than the 2 patterns"))
    #expect(
      changed("0 0 1 #", "0 0 #") == "it says 3 patterns of 3 numbers, and there are 2 and a part of one")
    #expect(changed("No. of input units : 2", "").contains("how many"))
    #expect(changed("input units : 2", "input units : 9223372036854775807").contains("how many"))
    #expect(changed("-1\n", "[ 2 ]\n").contains("sizes of their own"))
  }

  /// Damaged files: a fault or a table, no trap.
  @Test func damagedFilesDoNoHarm() throws {
    var files = [Array(Self.patterns.utf8)]
    for file in ["fortran.npy", "x_and_y.npz", "words.npz", "pictures_fortran.npy"] {
      files.append(try Self.bytes(file))
    }
    var state: UInt64 = 12
    func pick(_ n: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(1, n)
    }
    for _ in 0..<2000 {
      var bytes = files[pick(files.count)]
      for _ in 0...pick(4) where !bytes.isEmpty {
        switch pick(3) {
        case 0: bytes.remove(at: pick(bytes.count))
        case 1: bytes[pick(bytes.count)] = UInt8(pick(256))
        default: bytes.insert([0, 255, 48, 40, 41, 44, 39][pick(7)], at: pick(bytes.count))
        }
      }
      _ = try? TableTests.read(bytes)
    }
  }
}
