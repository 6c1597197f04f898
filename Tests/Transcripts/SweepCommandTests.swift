import Foundation
import TestSupport
import Testing

/// Sweeps of the built command: threads, files, exit statuses.
struct SweepCommandTests {
  private static let script = """
    data moons 30 noise 0.1 seed 1
    net 2 4 1 sigmoid
    sweep seeds 0..11 to "runs.jsonl"
      init xavier
      init he
      train adam lr 0.05 batch 8 shuffle until accuracy==1 epochs 40
    end
    replay best

    """

  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nn-sweep-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Self.script.write(to: folder.appending(path: "a.nn"), atomically: true, encoding: .utf8)
    return folder
  }

  private func timeless(_ text: String) -> String { text.replacing(/"seconds":[^,}]*/, with: "") }

  @Test func anyNumberOfProcessorsGivesTheSameLines() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let one = try Command.shell("NN_PROCESSORS=1 nn --json a.nn", in: folder)
    #expect(one.status == 0 && one.error == "")
    for count in [2, 3, 7] {
      let other = try Command.shell("NN_PROCESSORS=\(count) nn --json a.nn", in: folder)
      #expect(timeless(other.output) == timeless(one.output))
    }
    #expect(one.lines.count { $0.hasPrefix("{\"event\":\"run\"") } == 24)
    let ledger = try String(contentsOf: folder.appending(path: "runs.jsonl"), encoding: .utf8)
    #expect(ledger.split(separator: "\n").count == 25)
  }

  /// A ledger cut in the middle of a line is mended and gone on with; under `--safe` nothing that is there is touched.
  @Test func aLedgerIsMended() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try Command.run(["a.nn"], in: folder).status == 0)
    let file = folder.appending(path: "runs.jsonl")
    let whole = try String(contentsOf: file, encoding: .utf8)
    let torn = String(whole.prefix(whole.count * 2 / 3))
    try torn.write(to: file, atomically: true, encoding: .utf8)
    let lines = "data moons 30 noise 0.1 seed 1 ; net 2 4 1 sigmoid ; sweep resume \"runs.jsonl\""
    let safe = try Command.run(["--safe", "-e", lines], in: folder)
    #expect(safe.status != 0 && safe.error.contains("--safe"))
    #expect(try String(contentsOf: file, encoding: .utf8) == torn)
    let again = try Command.run(["-e", lines], in: folder)
    #expect(again.status == 0 && again.output.contains("from the ledger"), "\(again.error)")
    let mended = try String(contentsOf: file, encoding: .utf8)
    #expect(sorted(mended) == sorted(whole))
    #expect(try Command.run(["a.nn"], in: folder).status == 0, "a whole ledger comes out the same")
  }

  private func sorted(_ ledger: String) -> [String] {
    timeless(ledger).split(separator: "\n").map(String.init).sorted()
  }

  @Test func mistakesHaveTheirStatuses() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for (lines, status) in [
      ("sweep resume \"none.jsonl\"", 66), ("sweep resume \"a.nn\"", 65),
      ("sweep seeds 0..3 ; dump ; end", 65),
      ("net 2 2 1 ; sweep seeds 0..1 to \"a.nn\" ; train adam epochs 2 ; end", 73), ("replay best", 1),
    ] as [(String, Int32)] {
      #expect(try Command.run(["-e", lines], in: folder).status == status, "\(lines)")
    }
  }
}
