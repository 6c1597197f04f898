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
    for net in WrittenNets.all + [
      ExchangedNet(name: String(repeating: "n", count: 250), network: WrittenNets.plain.network)
    ] {
      guard let file = try? Self.format(name).export(net, ExportRequest()) else { continue }
      let beginning = String(decoding: file.bytes.prefix(64_000), as: UTF8.self)
      let known = FileFormat.written(beginning: beginning).map(\.name)
      #expect(known.contains(name), "\(net.name): \(known)")
    }
  }

  /// Files of people say `nn` as well: in a path of modules, in a comment, among their keys.
  @Test(arguments: [
    "from mlx.nn.layers.base import Module\n", "# weights written by nn, read here\nimport json\n",
    "import torch\n# xor: a net with 2 inputs and 1 output, written by nn.\n",
    "{\n  \"config\": {\"nn\": 1}\n}\n", "{\"nn\": 1, \"mine\": 2}\n", "x = d[\"nn.activations\"]\n",
    "PK\u{3}\u{4} mine, nn.activations", "\u{8}\u{7}\u{12}\u{7}pytorch nn.layers, written by nn.", "",
    "/* penguins.h, written by nn. */\nint mine;\n",
  ])
  func filesOfOthersAreNotTakenForOwn(_ beginning: String) {
    #expect(FileFormat.written(beginning: beginning).isEmpty)
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
        // A header has floats where nothing else is asked for.
        let request = ExportRequest(choices: name == "c" && precision == .double ? [.double] : [])
        let back = try #require(try format.readBack(try format.export(net, request)))
        #expect(back.network == net.network)
        #expect(back.inputScaling?.shift == net.inputScaling?.shift)
        #expect(back.inputScaling?.scale == net.inputScaling?.scale)
        #expect(back.inputScaling?.offset == 0.5)
      }
    }
  }

  /// A header in floats holds other numbers than a net in float64, and is read again as such.
  @Test func floatsAreReadAgainAsFloats() throws {
    var net = WrittenNets.double
    net.network.parameters[0] = 0.1
    let rows = WrittenNets.rows(net).inputs
    for (choices, isSame) in [([], false), ([.double], true)] as [(Set<FileFormat.Choice>, Bool)] {
      let back = try FileFormat.c.readBack(FileFormat.c.export(net, ExportRequest(choices: choices)))
      let difference = try net.largestDifference(to: try #require(back), over: rows)
      #expect(isSame ? difference == 0 : difference > 1e-9 && difference < 1e-6, "\(difference)")
    }
  }

  @Test func numbersThatNoFloatHasAreRefused() throws {
    var large = WrittenNets.double
    large.network.parameters[2] = 1e300
    var small = WrittenNets.double
    small.targetScaling = Scaling(shift: Vector([0, 0], .double), scale: Vector([1e-60, 1], .double))
    for net in [large, small] {
      let fault = #expect(throws: ExchangeFault.self) { try FileFormat.c.export(net, ExportRequest()) }
      #expect(fault?.message == "some of its numbers are too large or too small for float")
      #expect(fault?.advice == ["Write it with `double`."])
      let back = try FileFormat.c.readBack(FileFormat.c.export(net, ExportRequest(choices: [.double])))
      #expect(back?.network == net.network)
    }
  }

  /// What columns are called stands in comments and texts, and is no constant.
  @Test(
    arguments: programs,
    [
      "w1 = 7", "W1 = [7]", "input_shift = 7", "INPUT_SHIFT = [7, 7]", "x_w1[1] = 7", "x_input_shift = {7}",
      "in float64, written by nn", " in float64, written by nn.", "Layer 1: 9 relu neurons", "inputShift = 7",
      "a net with 7 inputs",
    ])
  func namesOfColumnsAreNoConstants(_ name: String, _ column: String) throws {
    let format = try Self.format(name)
    for words in [[], [column, "b"]] {
      var net = ExchangedNet(
        name: "x", network: WrittenNets.network(words.isEmpty ? 2 : 3, [(2, .tanh), (1, .linear)]),
        columns: [
          Recipe.Input(name: column, words: words), Recipe.Input(name: column + " INPUT_SCALE = [1]"),
        ],
        outputNames: [column])
      net.classes = []
      let back = try #require(try format.readBack(try format.export(net, ExportRequest())))
      #expect(back.network == net.network && back.inputScaling == nil && back.targetScaling == nil)
    }
  }

  /// Words of languages, in either case, since types begin with a capital letter.
  @Test(arguments: [
    "Float", "string", "Double", "INT", "Self", "any", "array", "Protocol", "type", "self_", "while",
  ])
  func wordsOfLanguagesAreNoNames(_ word: String) {
    #expect(ExchangedNet.isReserved(word) && !ExchangedNet.isIdentifier(word))
    #expect(ExchangedNet.identifier(of: "a/\(word).swift").hasPrefix("net_"))
  }

  @Test(arguments: ["xor", "graph", "node", "my_float", "Strings"])
  func otherWordsAreNames(_ word: String) { #expect(ExchangedNet.isIdentifier(word)) }

  /// Words of Graphviz's own language may name a graph where they are texts.
  @Test(arguments: ["graph", "Node", "edge", "strict", "digraph", "subgraph"])
  func namesOfGraphsAreTexts(_ word: String) throws {
    var net = WrittenNets.plain
    net.name = word
    #expect(try Self.text(net, "dot").contains("\ndigraph \"\(word)\" {\n"))
  }

  /// Files say how they are used by the name that they have.
  @Test(arguments: [
    ("javascript", "out/My Net.js", "from \"./My Net.js\";"),
    ("javascript", "xor.mjs", "from \"./xor.mjs\";"),
    ("tikz", "My Net.tex", "pdflatex 'My Net.tex' makes"), ("tikz", "a/b.tex", "pdflatex b.tex makes"),
    ("dot", "My Net.gv", "dot -Tsvg 'My Net.gv' > 'My Net.svg'"), ("dot", "it's.dot", "'it'\\''s.dot'"),
    ("tikz", "-x.tex", "pdflatex ./-x.tex makes"),
  ])
  func filesSayTheirOwnNames(_ name: String, _ file: String, _ words: String) throws {
    let written = try Self.format(name).export(WrittenNets.plain, ExportRequest(file: file))
    let text = String(decoding: written.bytes, as: UTF8.self)
    #expect(text.contains(words), "\(text.prefix(400))")
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
    for name in ["python", "pytorch", "sklearn", "keras", "javascript", "swift", "tikz", "dot"] {
      let lines = try Self.text(net, name).unicodeScalars.split { "\n\r".unicodeScalars.contains($0) }
        .map { String($0) }
      #expect(!lines.contains { $0.drop { $0 == " " }.hasPrefix("import os") }, "\(name)")
    }
  }

  /// No editor shows other code than what runs: what turns the direction of a text, and controls, are escapes.
  @Test(arguments: [
    "c", "python", "pytorch", "sklearn", "keras", "javascript", "swift", "tikz", "dot", "json",
  ])
  func programsLookLikeWhatTheyAre(_ name: String) throws {
    var net = WrittenNets.birds
    let word = "a\u{202e}b\u{2066}c\u{9b}d\u{61c}e"
    net.columns = [Recipe.Input(name: word, words: [word, word + "b", "c"])]
    net.classes = [word, "b", "c"]
    let text = try Self.text(net, name)
    let unseen = text.unicodeScalars.filter { scalar in
      scalar != "\n" && [.control, .format].contains(scalar.properties.generalCategory)
    }
    #expect(unseen.isEmpty, "\(unseen.map(\.value))")
    guard name == "json" else { return }
    let back = try Self.format(name).load(Array(text.utf8), ImportRequest())
    #expect(back.net.classes == net.classes)
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
    let wide = ExchangedNet(network: WrittenNets.network(17_000, [(1, .linear)]))
    // Inputs that are scaled stand there twice.
    var scaled = ExchangedNet(network: WrittenNets.network(8200, [(1, .linear)]))
    #expect(throws: Never.self) { try Self.format("excel").export(scaled, ExportRequest()) }
    let ones = Vector(Array(repeating: 1, count: 8200), .single)
    scaled.inputScaling = Scaling(shift: ones, scale: ones)
    for (net, count) in [(wide, 17_001), (scaled, 16_402)] {
      let fault = #expect(throws: ExchangeFault.self) {
        try Self.format("excel").export(net, ExportRequest())
      }
      #expect(fault?.message == "its sheet had \(count) columns, and a workbook has 16384 at most")
    }
  }

  /// Sums, outputs and what they are called take a column each.
  @Test func workbookCountsAllOfItsColumns() throws {
    let format = try Self.format("excel")
    let wide = ExchangedNet(network: WrittenNets.network(1, [(8000, .tanh)]))
    let fault = #expect(throws: ExchangeFault.self) { try format.export(wide, ExportRequest()) }
    #expect(fault?.message == "its sheet had 24001 columns, and a workbook has 16384 at most")
    let fitting = ExchangedNet(network: WrittenNets.network(1, [(5461, .tanh)]))
    let archive = try #require(ZipArchive(try format.export(fitting, ExportRequest()).bytes))
    let sheet = String(decoding: try #require(archive.file("xl/worksheets/sheet1.xml")), as: UTF8.self)
    #expect(sheet.contains("r=\"XFD3\"") && !sheet.contains("r=\"XFE3\""))
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
