import Foundation
import TestSupport
import Testing

/// Every script in examples/ prints what its .out file says. In a .out file `…` before ` ms` or ` s` stands for a time.
///
/// `UPDATE_GOLDEN=1` records the files anew, and fails once so that the difference is read.
struct TranscriptTests {
  static let folder = Documents.root.appending(path: "examples")

  static let scripts: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".nn") }.sorted()
  }()

  /// Times replaced by `…`.
  static func timeless(_ text: String) -> String {
    text.replacing(/· [0-9.]+ (ms|s)\b/) { "· … \($0.output.1)" }.replacing("· … s", with: "· … ms")
  }

  @Test func thereAreScripts() { #expect(Self.scripts.count >= 3) }

  @Test(arguments: scripts)
  func matchesTheRecordedOutput(_ script: String) throws {
    let golden = Self.folder.appending(path: script.replacing(".nn", with: ".out"))
    let result = try Command.run(["--echo", "examples/\(script)"])
    #expect(result.status == 0 && result.error == "", "\(result.error)")
    let output = Self.timeless(result.output)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try output.write(to: golden, atomically: true, encoding: .utf8)
      Issue.record("recorded \(golden.lastPathComponent) anew; read the difference and run again")
    }
    #expect(output == (try String(contentsOf: golden, encoding: .utf8)))
  }

  /// Every row of every table in both precisions, bit for bit: `make verify-builds` asks it of other builds too.
  @Test func everythingHasTheBitsItHad() throws {
    let folder = Documents.root.appending(path: "Tests/Determinism")
    let result = try Command.run(["--quiet", "Tests/Determinism/everything.nn"])
    #expect(result.status == 0 && result.error == "", "\(result.error)")
    let golden = folder.appending(path: "everything.out")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try result.output.write(to: golden, atomically: true, encoding: .utf8)
      Issue.record("recorded everything.out anew: a change of any bit is a new version of the language")
    }
    let isAsRecorded = result.output == (try String(contentsOf: golden, encoding: .utf8))
    #expect(isAsRecorded, "compare the output with Tests/Determinism/everything.out")
  }

  /// The examples stand in the canonical layout (but for the notebook's block, which is pasted as it stands), and read
  /// without a mistake.
  @Test(arguments: scripts.filter { $0 != "manual-calculation.nn" })
  func isInTheCanonicalLayout(_ script: String) throws {
    #expect(try Command.run(["fmt", "--check", "examples/\(script)"]).status == 0)
    #expect(try Command.run(["check", "examples/\(script)"]).status == 0)
  }

  /// The README's session is what a person sees.
  @Test func readmeShowsARealSession() throws {
    let block = try #require(Documents.blocks(of: "README.md").first { $0.kind == "text" })
    let prompts = block.text.split(separator: "\n").filter { $0.hasPrefix("nn") }
    let typed = prompts.map { $0.split(separator: "> ", maxSplits: 1)[1] }
    var shown = ""
    for line in try Command.shell(
      "nn --echo --keep-going -e '\(typed.dropLast().joined(separator: "\n"))' ; printf '\(typed[typed.count - 1])' "
        + "| nn -e 'net 2 2 1' --quiet - 2>&1"
    ).lines { shown += line + "\n" }
    let expected = block.text.replacing("prompt:1", with: "stdin:1")
      .replacing("nn 2-2-1 loss 0.0098> \(typed[typed.count - 1])\n", with: "")
    let all = Self.timeless(shown)
    for line in expected.split(separator: "\n") {
      let isShown = all.contains(line)
      #expect(isShown, "\(line)")
    }
  }
}
