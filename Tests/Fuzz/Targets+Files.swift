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
    let lines = [
      "data \"a\"", "show data", "net 2 2 1", "score \"a\"", "eval \"a\" to \"b.csv\"",
      "data \"a\" labels \"a\"", "data \"a\" header off delimiter blank\nshow data",
      "data \"a\" missing mean",
    ]
    runLines(lines, on: bytes)
  }

  /// The text up to the first NUL is the sheet, what follows the texts of its cells.
  static func workbook(_ bytes: [UInt8]) {
    let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    let book = Array(
      "<workbook><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>".utf8)
    let links = Array(
      "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/a.xml\"/></Relationships>".utf8)
    let archive = StoredArchive.bytes([
      ("xl/workbook.xml", book), ("xl/_rels/workbook.xml.rels", links),
      ("xl/worksheets/a.xml", Array(parts[0])),
      ("xl/sharedStrings.xml", parts.count > 1 ? Array(parts[1]) : []),
    ])
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

  /// What is taken from a file is written as such a file, and taken again as the same net.
  static func exchange(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let suffixes = FileFormat.read.flatMap(\.suffixes)
    let suffix = suffixes[Int(first) % suffixes.count]
    let files = FilesInMemory(["a\(suffix)": Array(bytes.dropFirst())])
    let interpreter = Interpreter(host: Host(output: EventLog(), files: files.host))
    func run(_ line: String) -> Interpreter.End { interpreter.run(Source(name: "fuzz", text: line)) }
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
  }

  static func ledger(_ text: String) {
    guard let ledger = try? Ledger(reading: text) else { return }
    demand(ledger.differences.count <= ledger.repeated, "only what is repeated can differ")
    let written = Ledger.text(ledger.header, ledger.runs)
    let again = try? Ledger(reading: written)
    demand(again?.header == ledger.header, "the header comes back")
    demand(again?.runs.count == ledger.runs.count && again?.torn == 0, "the runs come back")
    if let again { demand(Ledger.text(again.header, again.runs) == written, "and are written the same") }
    if let outline = ledger.header.outline, ledger.header.points.count < 10_000 {
      let report = SweepReport(ledger.header, outline, ledger.runs, ledger: nil)
      _ = TextRenderer(verbosity: .script).lines(.sweep(report))
    }
  }

  /// What is read is written, entry by entry, and read as the same.
  static func history(_ bytes: [UInt8]) {
    let folder = FileManager.default.temporaryDirectory
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

/// A zip archive whose files are stored as they are.
enum StoredArchive {
  static func bytes(_ files: [(name: String, content: [UInt8])]) -> [UInt8] {
    var (body, directory): ([UInt8], [UInt8]) = ([], [])
    for (name, content) in files {
      let sizes = number(0, 4) + number(content.count, 4) + number(content.count, 4)
      let lengths = sizes + number(name.utf8.count, 2) + number(0, 2)
      directory += [0x50, 0x4b, 1, 2] + number(20, 2) + number(20, 2) + number(0, 8) + lengths
      directory += number(0, 10) + number(body.count, 4) + Array(name.utf8)
      body += [0x50, 0x4b, 3, 4] + number(20, 2) + number(0, 8) + lengths + Array(name.utf8) + content
    }
    let end = number(0, 4) + number(files.count, 2) + number(files.count, 2)
    return body + directory + [0x50, 0x4b, 5, 6] + end + number(directory.count, 4) + number(body.count, 4)
      + number(0, 2)
  }

  /// Little-endian.
  private static func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
