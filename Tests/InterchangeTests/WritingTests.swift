import Archives
import Foundation
import NeuralCore
import TestSupport
import Testing

import Interchange

/// What nets are written as, format by format.
struct WritingTests {
  static let formats = FileFormat.written.map(\.name)

  private static func format(_ name: String) throws -> FileFormat { try #require(FileFormat.named(name)) }

  private static func text(
    _ net: ExchangedNet, _ name: String, _ choices: Set<FileFormat.Choice> = []
  ) throws -> String {
    let file = try format(name).export(net, ExportRequest(choices: choices, rows: WrittenNets.rows(net)))
    return String(decoding: file.bytes, as: UTF8.self)
  }

  // MARK: Files

  /// `UPDATE_GOLDEN=1` writes them anew. What has no file is refused.
  @Test(arguments: formats)
  func filesAreAsRecorded(_ name: String) throws {
    let format = try Self.format(name)
    let folder = Documents.root.appending(path: "Tests/InterchangeTests/Golden/\(name)")
    for net in WrittenNets.all {
      let one = format.choices.subtracting([.training]).map { [$0] as Set }
      for choices in [[]] + one {
        let tail = choices.first.map { "-\($0.rawValue)" } ?? ""
        let file = folder.appending(
          // No file of the project's own, which are formatted.
          path: net.name + tail + format.suffixes[0] + (name == "swift" ? ".txt" : ""))
        let request = ExportRequest(choices: choices, rows: WrittenNets.rows(net))
        guard let written = try? format.export(net, request) else {
          #expect(!FileManager.default.fileExists(atPath: file.path), "\(net.name) is refused")
          continue
        }
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
          try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
          try Data(written.bytes).write(to: file)
        }
        #expect(try Data(contentsOf: file) == Data(written.bytes), "\(file.lastPathComponent)")
      }
    }
  }

  @Test(arguments: formats)
  func sameNetHasTheSameBytes(_ name: String) throws {
    let format = try Self.format(name)
    for net in [WrittenNets.plain, WrittenNets.pair] {
      let request = ExportRequest(rows: WrittenNets.rows(net))
      #expect(try format.export(net, request).bytes == format.export(net, request).bytes)
    }
  }

  @Test(arguments: formats)
  func ownFilesAreKnownAgain(_ name: String) throws {
    let bytes = try Self.format(name).export(WrittenNets.birds, ExportRequest()).bytes.prefix(65_536)
    let beginning = String(decoding: bytes, as: UTF8.self)
    #expect(FileFormat.marks.contains { beginning.contains($0) })
  }

  @Test(arguments: formats)
  func weightsThatAreNotFiniteAreRefused(_ name: String) throws {
    for number in [Double.infinity, .nan] {
      var net = WrittenNets.plain
      net.network.parameters[3] = number
      #expect(throws: ExchangeFault.notFinite) { try Self.format(name).export(net, ExportRequest()) }
    }
  }

  // MARK: Programs

  static let programs = FileFormat.written.filter(\.provesPrograms).map(\.name)

  /// Every activation, alone and between others, with and without biases, in both precisions.
  @Test(arguments: programs, Activation.all.map(\.name))
  func programsReadBackAsTheSameNet(_ name: String, _ word: String) throws {
    let (format, activation) = (try Self.format(name), try #require(Activation.named(word)))
    for precision in [Precision.single, .double] {
      for bias in [true, false] {
        let layers =
          name == "sklearn" ? [(2, Activation.linear)] : [(3, activation), (2, .linear), (2, activation)]
        let net = ExchangedNet(
          name: "x_1", network: WrittenNets.network(3, layers, bias: bias, precision),
          inputScaling: Scaling(
            shift: Vector([0.1, 0.2, -7], precision), scale: Vector([0.3, 1e-9, 3e20], precision), offset: 0.5
          ))
        let back = try #require(try format.readBack(try format.export(net, ExportRequest())))
        #expect(back.network == net.network)
        #expect(back.inputScaling?.shift == net.inputScaling?.shift)
        #expect(back.inputScaling?.scale == net.inputScaling?.scale)
        #expect(back.inputScaling?.offset == 0.5)
      }
    }
  }

  /// Names are data: they end no comment, no text and no line.
  @Test(arguments: [
    "*/ int x;", "a\nimport os\n", "\"; import os; \"", "\\", "\\\"", "\u{2028}import os", "a */ /* b",
  ])
  func namesStayWhereTheyBelong(_ word: String) throws {
    var net = WrittenNets.birds
    net.columns = [Recipe.Input(name: word, words: [word, word + "b", "c"])]
    net.classes = [word, "b", "c"]
    #expect(try !Self.code(ofC: Self.text(net, "c")).contains("import"))
    #expect(try !Self.code(ofC: Self.text(net, "c")).contains("int x;"))
    for name in ["python", "pytorch", "sklearn", "keras", "javascript", "swift"] {
      let lines = try Self.text(net, name).unicodeScalars.split { "\n\r".unicodeScalars.contains($0) }
        .map { String($0) }
      #expect(!lines.contains { $0.drop { $0 == " " }.hasPrefix("import os") }, "\(name)")
    }
  }

  /// What a compiler sees: without comments and texts.
  private static func code(ofC text: String) -> String {
    var (code, rest) = ("", Substring(text))
    while let next = rest.first {
      if rest.hasPrefix("/*") {
        rest = rest.range(of: "*/").map { rest[$0.upperBound...] } ?? ""
      } else if next == "\"" {
        rest.removeFirst()
        while let inner = rest.popFirst(), inner != "\"" { if inner == "\\" { rest = rest.dropFirst() } }
      } else {
        code.append(rest.removeFirst())
      }
    }
    return code
  }

  @Test func flashIsOfFloats() throws {
    let fault = #expect(throws: ExchangeFault.self) {
      try Self.format("c").export(WrittenNets.plain, ExportRequest(choices: [.flash, .double]))
    }
    #expect(fault?.advice == ["Leave out `double`."])
    #expect(try Self.text(WrittenNets.plain, "c", [.flash]).contains("PROGMEM"))
    #expect(try !Self.text(WrittenNets.plain, "c", [.double]).contains("float"))
  }

  @Test func libraryOfMathIsUsedWhereItIsNeeded() throws {
    let piecewise = ExchangedNet(network: WrittenNets.network(2, [(2, .relu), (2, .hardSigmoid)]))
    #expect(try !Self.text(piecewise, "c").contains("math.h"))
    #expect(try Self.text(WrittenNets.plain, "c").contains("#include <math.h>"))
  }

  @Test func scikitLearnRefusesWhatItDoesNotHave() throws {
    let nets: [(Network, String)] = [
      (WrittenNets.network(2, [(2, .gelu), (1, .linear)]), "scikit-learn has no gelu"),
      (
        WrittenNets.network(2, [(2, .tanh), (2, .relu), (1, .linear)]), "one activation for all hidden layers"
      ),
      (WrittenNets.network(2, [(2, .tanh), (1, .softplus)]), "no output of softplus"),
    ]
    for (network, message) in nets {
      let fault = #expect(throws: ExchangeFault.self) {
        try Self.format("sklearn").export(ExchangedNet(network: network), ExportRequest())
      }
      #expect(fault?.message.contains(message) == true)
    }
  }

  // MARK: Sheets and drawings

  @Test func workbookHasARowForEachRowOfData() throws {
    let format = try Self.format("excel")
    let file = try format.export(WrittenNets.birds, ExportRequest(rows: WrittenNets.rows(WrittenNets.birds)))
    let archive = try #require(ZipArchive(file.bytes))
    let sheet = String(decoding: try #require(archive.file("xl/worksheets/sheet1.xml")), as: UTF8.self)
    #expect(sheet.components(separatedBy: "<row ").count - 1 == 4)
    // Two columns; an input, scaled and not; neurons with their sums; outputs and the class.
    #expect(sheet.components(separatedBy: "<f>").count - 1 == 2 * (3 + 3 + 8 + 6 + 3 + 1))
    #expect(sheet.contains("EXACT($B3,D$2)"))
  }

  @Test func workbookRefusesNetsThatAreTooWide() throws {
    let net = ExchangedNet(network: WrittenNets.network(8000, [(400, .relu), (1, .linear)]))
    let fault = #expect(throws: ExchangeFault.self) {
      try Self.format("excel").export(net, ExportRequest())
    }
    #expect(fault?.message.contains("16384") == true)
  }

  @Test(arguments: ["tikz", "dot"])
  func drawingsSayWhatTheyLeaveOut(_ name: String) throws {
    let net = ExchangedNet(network: WrittenNets.network(40, [(20, .relu), (1, .linear)]))
    let text = try Self.text(net, name, [])
    #expect(text.contains("the 200 largest of 620 weights"))
    #expect(text.contains("the first 30 neurons"))
    let lines = text.split(separator: "\n").filter { $0.contains("\\draw[") || $0.contains("penwidth") }
    #expect(lines.count == 200)
    #expect(try !Self.text(WrittenNets.plain, name).contains("Drawn:"))
  }
}
