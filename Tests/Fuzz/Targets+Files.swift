import Archives
import Experiments
import Foundation
import Interchange
import Interpreter
// Foundation has a Host too.
import struct Interpreter.Host
import Language
import Prompt
import Rendering
import Standard
import Tabular

/// Files of other programs, and those of nn that are no sessions.
extension FuzzTarget {
  /// However a file is cut into pieces, the same comes of it; and it is data, or is refused in words.
  static func table(_ bytes: [UInt8]) {
    let options = [
      TableOptions(), TableOptions(header: false, delimiter: .byte(UInt8(ascii: ";")), isDouble: true),
      TableOptions(header: true, delimiter: .blank),
    ]
    for options in options {
      let whole = read(bytes, by: max(1, bytes.count), options)
      demand(whole == read(bytes, by: 7, options), "pieces do not matter")
    }
    // Columns of numbers that are names are read again as such.
    let names = firstColumns(bytes)
    var named = TableOptions()
    (named.names, named.words) = (Set(names.prefix(1)), Set(names.dropFirst()))
    demand(
      read(bytes, by: max(1, bytes.count), named) == read(bytes, by: 7, named),
      "pieces do not matter to names")
    let lines = [
      "data \"a\"", "show data", "net 2 2 1", "score \"a\"", "eval \"a\" to \"b.csv\"",
      "data \"a\" labels \"a\"", "data \"a\" header off delimiter blank\nshow data",
      "data \"a\" missing mean", "data \"a\" classes", "score \"a\"", "split 0.5 ordered",
    ]
    runLines(lines + names.map { "data \"a\" onehot \($0.asColumn)" }, on: bytes)
  }

  /// The names of the first two columns, if it is a table.
  private static func firstColumns(_ bytes: [UInt8]) -> [String] {
    let reader = TableReader()
    do throws(TableFault) {
      var fault: TableFault?
      bytes.withUnsafeBytes { piece in
        do throws(TableFault) { try reader.feed(piece, total: bytes.count) } catch { fault = error }
      }
      if let fault { throw fault }
      return try reader.finish().columns.prefix(2).map(\.name)
    } catch {
      return []
    }
  }

  /// The text up to the first NUL is the sheet, what follows the texts of its cells.
  static func workbook(_ bytes: [UInt8]) {
    if bytes.starts(with: Array("PK".utf8)) {
      _ = read(bytes, by: max(1, bytes.count), TableOptions())
      return runLines(["data \"a\"", "show data"], on: bytes)
    }
    let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    let book = Array(
      "<workbook><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>".utf8)
    let links = Array(
      "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/a.xml\"/></Relationships>".utf8)
    var writer = ZipWriter()
    writer.add("xl/workbook.xml", book)
    writer.add("xl/_rels/workbook.xml.rels", links)
    writer.add("xl/worksheets/a.xml", Array(parts[0]))
    writer.add("xl/sharedStrings.xml", parts.count > 1 ? Array(parts[1]) : [])
    let archive = writer.archive()
    _ = read(archive, by: archive.count, TableOptions())
    runLines(["data \"a\"", "show data", "net 2 1", "data \"a\" header on"], on: archive)
  }

  /// What is read of a table, or why nothing is, as text.
  private static func read(_ bytes: [UInt8], by size: Int, _ options: TableOptions) -> String {
    let reader = TableReader(options)
    do throws(TableFault) {
      for start in stride(from: 0, to: bytes.count, by: size) {
        var fault: TableFault?
        bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { piece in
          do throws(TableFault) { try reader.feed(piece, total: bytes.count) } catch { fault = error }
        }
        if let fault { throw fault }
      }
      let table = try reader.finish()
      demand(table.rows * table.columns.count == table.cells.count, "every row has all its cells")
      let cells = (0..<min(table.cells.count, 1000)).map { "\(table.cells[$0])" }
      return "\(table.rows) \(table.columns) \(table.origin) \(cells)"
    } catch {
      demand(!error.message.isEmpty, "a fault is said")
      return "fault"
    }
  }

  /// Whatever is read as data is saved and loaded as the same.
  private static func runLines(_ lines: [String], on bytes: [UInt8]) {
    let log = EventLog()
    let interpreter = Interpreter(host: Host(output: log, files: FilesInMemory(["a": bytes]).host))
    for line in lines {
      let before = interpreter.session.fingerprint
      if case .failed(let status) = interpreter.run(Source(name: "fuzz", text: line)) {
        demand([1, 65, 66].contains(status), "no exit status but those of mistakes: \(status)")
        demand(line.contains("\n") || interpreter.session.fingerprint == before, "a mistake changes nothing")
      }
    }
    if interpreter.session.network != nil {
      let saved = interpreter.run(Source(name: "fuzz", text: "save \"s.nnet\"\nload \"s.nnet\""))
      demand(saved == .done, "what is read is saved and loaded")
    }
    for event in log.events.prefix(50) { _ = TextRenderer(verbosity: .prompt).lines(event) }
  }

  /// What is taken from a file is written as such a file, and taken again as the same net; and it leaves in every other form.
  static func exchange(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    guard first != UInt8(ascii: "h") else { return link(String(decoding: bytes, as: UTF8.self)) }
    let suffixes = FileFormat.read.flatMap(\.suffixes)
    let suffix = suffixes[Int(first) % suffixes.count]
    let files = FilesInMemory([
      "a\(suffix)": Array(bytes.dropFirst()), "t.csv": Array(FilesInMemory.table.utf8),
    ])
    let interpreter = Interpreter(host: Host(output: EventLog(), files: files.host))
    func run(_ line: String) -> Interpreter.End { interpreter.run(Source(name: "fuzz", text: line)) }
    _ = FileFormat.written(beginning: String(decoding: bytes.dropFirst().prefix(400), as: UTF8.self))
    let begun = interpreter.session.fingerprint
    let end = run("import \"a\(suffix)\"")
    if case .failed(let status) = end {
      demand([1, 65, 66].contains(status), "no exit status but those of mistakes: \(status)")
      demand(interpreter.session.fingerprint == begun, "a mistake changes nothing")
    }
    guard end == .done, run("export \"b.json\"") == .done else { return }
    let before = interpreter.session.fingerprint
    demand(run("import \"b.json\"") == .done, "what is exported is imported")
    demand(interpreter.session.fingerprint == before, "as the same net")
    // Data makes names and classes go along, and a training its program.
    for line in ["data \"t.csv\"", "data iris", "train adam epochs 1"] { _ = run(line) }
    for format in FileFormat.written {
      let name = "c\(format.suffixes.first ?? "")"
      for choice in [""] + format.choices.map({ " \($0.rawValue)" }) {
        if case .failed(let status) = run("export \"\(name)\" as \(format.name)\(choice) replace") {
          demand([1, 65, 66, 73].contains(status), "no exit status but those of mistakes: \(status)")
        }
      }
      if format.isRead { _ = run("import \"\(name)\"") }
    }
    for k: UInt8 in 0..<4 { trained(first &+ 5 &* k, files) }
  }

  private static let trainings = [
    "adam lr 0.01 batch 2", "sgd lr 0.1 momentum 0.9 nesterov l2 0.01", "rprop until loss<0.1",
    "lbfgs lr 1",
    "adamw weights 1 2 3", "rmsprop shuffle batch 3 schedule step 5 0.5 warmup 3", "adagrad clip 1",
    "adadelta smoothing 0.1", "radam dropout 0.2", "nadam accumulate 2 batch 2", "adamax maxnorm 2",
    "sgd lr 0.1 schedule plateau 3 0.5 clip value 0.5", "adam l1 0.01 until accuracy==1 patience 5",
  ]

  /// A training that the first byte chooses leaves as a program, and a net with classes comes back to its data.
  private static func trained(_ first: UInt8, _ files: FilesInMemory) {
    let interpreter = Interpreter(host: Host(output: EventLog(), files: files.host))
    let setups = [
      ["data iris", "scale standard", "net 4 5 tanh 3 softmax"],
      ["data \"t.csv\" target kind classes missing mean", "scale standard", "net 2 3 elu 2 softmax"],
      ["data \"t.csv\" target y missing mean onehot kind", "scale minmax", "net 3 2 relu 1"],
      ["data \"t.csv\" target kind classes missing mean", "net 2 3 1 sigmoid"],
    ]
    let setup = setups[Int(first) % setups.count]
    let script =
      setup + [
        "init torch seed \(first)",
        "train \(trainings[Int(first) % trainings.count]) epochs 2",
      ]
    for line in script + ["export \"p.py\" as pytorch training replace", "export \"k.json\" replace"] {
      if case .failed(let status) = interpreter.run(Source(name: "fuzz", text: line)) {
        demand([1, 65, 66, 73].contains(status), "no exit status but those of mistakes: \(status)")
      }
    }
    let before = interpreter.session.fingerprint
    let end = interpreter.run(Source(name: "fuzz", text: "import \"k.json\""))
    demand(end == .done && interpreter.session.fingerprint == before, "the same net comes to the same data")
    demand(
      FileFormat.written(beginning: files.written("k.json")).map(\.name) == ["json"],
      "what was written is known again")
    var text = files.written("k.json")
    for (names, others) in [
      ("[\"a\",\"b\"]", "[\"b\",\"a\"]"),
      ("[\"setosa\",\"versicolor\",\"virginica\"]", "[\"virginica\",\"setosa\",\"versicolor\"]"),
    ] { text = text.replacing(names, with: others) }
    files.put("k.json", Array(text.utf8))
    _ = interpreter.run(Source(name: "fuzz", text: "import \"k.json\"\nscore\nexport \"l.json\" replace"))
    demand(
      first % 4 > 1 || files.written("l.json") != text, "outputs come into the order of the data's classes")
  }

  /// A link to the page of TensorFlow, which becomes a script that reads.
  private static func link(_ text: String) {
    guard let script = try? Playground(text).script else { return }
    let program = Language.parse(Source(name: "fuzz", text: script), .standard)
    demand(program.problems.isEmpty, "the script of a link reads: \(script)")
  }

  static func ledger(_ text: String) {
    _ = Ledger.isUnbegun(text)
    guard let ledger = try? Ledger(reading: text) else { return }
    demand(ledger.differences.count <= ledger.repeated, "only what is repeated can differ")
    let written = Ledger.text(ledger.header, ledger.runs)
    let again = try? Ledger(reading: written)
    demand(again?.header == ledger.header, "the header comes back")
    demand(again?.runs.count == ledger.runs.count && again?.torn == 0, "the runs come back")
    if let again { demand(Ledger.text(again.header, again.runs) == written, "and are written the same") }
    let lines = written.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
    let twice = try? Ledger(reading: written + lines.joined(separator: "\n"))
    demand(twice?.repeated == ledger.runs.count, "runs that stand there twice are counted")
    demand(twice?.differences.isEmpty == true, "and are the same")
    if let outline = ledger.header.outline, ledger.header.points.count < 10_000 {
      let report = SweepReport(ledger.header, outline, ledger.runs, ledger: nil)
      _ = TextRenderer(verbosity: .script).lines(.sweep(report))
    }
  }

  /// What is read is written, entry by entry, and read as the same.
  static func history(_ bytes: [UInt8]) {
    let folder = FileManager.default.temporaryDirectory
    demand(!HistoryFile(path: nil).isKept, "without a file nothing is kept")
    let names = ["given", "again"].map { folder.appending(path: "nn-fuzz-\(getpid())-\($0)").path }
    defer { for name in names { unlink(name) } }
    guard FileManager.default.createFile(atPath: names[0], contents: Data(bytes)) else { return }
    let entries = HistoryFile(path: names[0]).load()
    let written = HistoryFile(path: names[1])
    for entry in entries { written.append(entry) }
    // Blank entries are not kept.
    let kept = entries.filter { $0.utf8.contains { $0 > 32 } }
    let read = HistoryFile(path: names[1]).load()
    demand(read == kept, "what was typed comes back: \(read) \(kept)")
  }
}
