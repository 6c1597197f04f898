import Experiments
import Foundation
import Interpreter
// Foundation has a Host too.
import struct Interpreter.Host
import Language
import Synchronization
import Testing

/// Sweeps that are stopped, and ledgers that are gone on with.
struct SweepLedgerTests {
  private static let kept =
    "net 2 2 1\ndata xor\n"
    + "sweep seeds 0..5 to \"runs.jsonl\"\ninit torch\ninit xavier\ntrain adam lr 0.01 epochs 40\nend\n"

  /// Stopped anywhere, what is done is tabulated, is in the ledger, and is gone on with to the same end.
  @Test(arguments: [3, 40, 90, 160]) func interruptedAndResumed(_ patience: Int) throws {
    let whole = TestSession()
    whole.run(Self.kept)
    let session = TestSession(patience: patience)
    let end = session.run(Self.kept)
    session.patience = .max
    if end == .interrupted, let result = session.session.sweep?.result {
      #expect(!result.isComplete && result.runs.count < 12)
      let lines = session.file("runs.jsonl")?.split(separator: "\n").count ?? 0
      #expect(lines == result.runs.count + 1)
      session.run("sweep resume \"runs.jsonl\"")
    } else {
      session.run(Self.kept)
    }
    #expect(session.problems.allSatisfy { $0.code == .interrupted })
    let (one, other) = (
      try #require(whole.session.sweep?.result), try #require(session.session.sweep?.result)
    )
    #expect(one.runs.count == 12 && zip(one.runs, other.runs).allSatisfy { $0.isSame(as: $1) })
    session.run("replay best")
    #expect(session.problems.allSatisfy { $0.code == .interrupted })
  }

  @Test func aLedgerIsGoneOnWithInAnotherSession() throws {
    let first = TestSession()
    first.run(
      "let goal = 0.2\nnet 2 2 1\ndata xor\n"
        + "sweep seeds 0..3 to \"runs.jsonl\"\nfor n in 2..3\nnet 2 (n) 1\nend\ntrain adam lr 0.05 until loss<goal epochs 50\nend"
    )
    let text = try #require(first.file("runs.jsonl"))
    let lines = text.split(separator: "\n")
    let torn = lines.prefix(4).joined(separator: "\n") + "\n" + lines[4].prefix(20)
    let second = TestSession(scripts: ["runs.jsonl": torn])
    second.run("data xor\nsweep resume \"runs.jsonl\"")
    #expect(second.problems.isEmpty, "\(second.problems)")
    let again = try #require(second.file("runs.jsonl")).split(separator: "\n")
    func bare(_ lines: [Substring]) -> [String] {
      lines.map { $0.components(separatedBy: ",\"seconds\"")[0] }.sorted()
    }
    #expect(bare(again) == bare(lines))
    second.run("replay best")
    #expect(second.problems.isEmpty)
  }

  @Test func anotherSessionIsTold() throws {
    let first = TestSession()
    first.run(Self.kept)
    let text = try #require(first.file("runs.jsonl"))
    for other in [
      "net 2 2 1\ndata and", "net 2 3 1\ndata xor", "net 2 2 1\ndata xor\nscale standard",
      "precision double\nnet 2 2 1\ndata xor",
    ] {
      let second = TestSession(scripts: ["runs.jsonl": text])
      second.run(other + "\nsweep resume \"runs.jsonl\"")
      #expect(second.problems.map(\.code) == [.dataMismatch], "\(other)")
      #expect(second.session.sweep == nil)
    }
  }

  @Test func filesThatAreThere() {
    for (text, advice) in [("a,b\n1,2\n", "replace"), ("{\"event\":\"run\"}\n", "replace")] {
      let session = TestSession(scripts: ["runs.jsonl": text])
      session.run(Self.kept)
      #expect(session.problems.map(\.code) == [.cannotWrite])
      #expect(session.problems[0].help.contains { $0.contains(advice) })
      #expect(session.file("runs.jsonl") == nil)
      session.run(Self.kept.replacing("\"runs.jsonl\"", with: "\"runs.jsonl\" replace"))
      #expect(session.session.sweep?.result.isComplete == true)
    }
  }

  @Test func aLedgerOfAnotherSweepStays() {
    let session = TestSession()
    session.run(Self.kept)
    session.run(Self.kept.replacing("epochs 40", with: "epochs 41"))
    #expect(session.problems.map(\.code) == [.cannotWrite])
    session.run(Self.kept)
    #expect(session.problems.count == 1, "a whole one comes out the same")
  }

  /// Runs that were told in the loss of the session are not put beside such as are told in their own.
  @Test func aLedgerFromBeforeIsNotGoneOnWith() throws {
    let first = TestSession()
    first.run(Self.kept)
    let old = try #require(first.file("runs.jsonl"))
      .replacing(/,"loss":"[^"]*"/, with: "")
      .replacing(/sha256:[0-9a-f]+/, with: "sha256:" + String(repeating: "0", count: 64))
    let session = TestSession(scripts: ["old.jsonl": old])
    session.run("net 2 2 1\ndata xor\nsweep resume \"old.jsonl\"")
    #expect(session.problems.map(\.code) == [.dataMismatch])
    #expect(session.problems[0].message.contains("told all runs in the loss of the session"))
    #expect(session.session.sweep == nil && session.file("old.jsonl") == nil)
  }

  /// A ledger that somebody changed: the mistake is in its first line, at the words that are wrong, and in no line of the
  /// script that goes on with it.
  @Test(arguments: [
    ("[\"init torch\",\"train sgd lr (0 - 5) epochs 5\"]", "(0 - 5)"),
    ("[\"init torch\",\"train sgd epochs 5 ) 7\"]", ")"),
    ("[\"let π = \\\"a\\\"\",\"train sgd epochs 5\"]", "let"),
    ("[\"data \\\"none.csv\\\"\",\"train sgd epochs 5\"]", "\\\"none.csv\\\""),
    ("[\"init torch\",\"end\"]", "\"lines\""),
  ])
  func aMistakeInALedgerIsAtItsPlace(_ lines: String, _ words: String) throws {
    let first = TestSession()
    first.run(Self.kept)
    let forged = try #require(first.file("runs.jsonl"))
      .replacing(/"lines":\[[^\]]*\],"session"/, with: "\"lines\":\(lines),\"session\"")
    let second = TestSession(scripts: ["sub/runs.jsonl": forged])
    second.run("net 2 2 1\n\n\n\ndata xor\nsweep resume \"sub/runs.jsonl\"\n")
    let problem = try #require(second.problems.first)
    let (source, span) = (try #require(problem.source), try #require(problem.span))
    #expect(source.name == "sub/runs.jsonl" && source.position(of: span.start).line == 1, "\(source.name)")
    #expect(source.text(span).hasPrefix(words), "\(source.text(span)): \(problem.message)")
  }

  /// Lines that are no line each would make another sweep than the one whose runs are there.
  @Test func aLineIsOneLine() throws {
    let first = TestSession()
    first.run(Self.kept)
    let forged = try #require(first.file("runs.jsonl"))
      .replacing("\"lines\":[\"init torch\"", with: "\"lines\":[\"init torch\\u000ainit he\"")
    let second = TestSession(scripts: ["runs.jsonl": forged])
    second.run("net 2 2 1\ndata xor\nsweep resume \"runs.jsonl\"")
    #expect(second.problems.map(\.code) == [.badFile])
    #expect(second.problems[0].message.contains("line 1: its lines are no sweep"))
  }

  /// What cannot be read is not taken for nothing: a folder, a ledger that somebody closed, the own one of this process too.
  @Test func aLedgerThatCannotBeReadStays() {
    let log = EventLog()
    let written = Mutex<[String]>([])
    let host = Host(
      output: log,
      files: Host.Files(
        write: { (path, _) throws(Host.WriteFailure) in
          written.withLock { $0.append(path) }
          return 1
        },
        create: { (_, _, _) throws(Host.WriteFailure) in false },
        append: { (path, _) throws(Host.WriteFailure) in written.withLock { $0.append(path) } },
        read: { (path) throws(Diagnostic) in
          throw Diagnostic(.fileMissing, "I cannot read \"\(path)\": permission denied")
        }))
    #expect(Interpreter(host: host).run(Source(name: "test", text: Self.kept)) == .failed(73))
    #expect(written.withLock { $0 } == [])
    let messages = log.events.compactMap {
      if case .failure(let problem) = $0 { problem.message } else { nil }
    }
    #expect(messages == ["I cannot read \"runs.jsonl\": permission denied"])
  }
}
