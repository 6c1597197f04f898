import Experiments
import Foundation
import Interpreter
// Foundation has a Host too.
import struct Interpreter.Host
import Language
import NeuralCore
import Synchronization
import Testing

/// Sweeps that several processes make, each with a ledger, or with one.
struct SweepShareTests {
  /// Starts that differ, nets in a loop with folds, a list of seeds with shuffling, weights that were trained before.
  private static let scripts = [
    "data xor\nnet 2 2 1\nsweep seeds 3..9\ninit torch\ninit xavier\ntrain adam lr 0.05 until loss<0.2 epochs 60\nend",
    "data moons 24 noise 0.2 seed 3\nsplit 0.75 seed 1\n"
      + "sweep seeds 0..4 by 2 folds 3 on val.rmse\nfor n in 1..3\nnet 2 (n) tanh 1\nend\ntrain sgd lr 0.1 epochs 9\nend",
    "data circle 20 noise 0.1 seed 5\nscale standard\nnet 2 3 1\n"
      + "sweep seeds [5, -1, 8]\ninit he\ntrain adam batch 4 shuffle epochs 7\ntrain rprop epochs 7\nend",
    "data xor\nnet 2 2 1\ninit xavier seed 1\ntrain adam epochs 5\nsweep seeds 0..9\ntrain sgd batch 1 shuffle epochs 5\nend",
  ]

  /// What one process does of the sweep of a script.
  private func sweeps(_ share: SweepShare, isEnding: Bool = false) -> Host.Sweeps {
    Host.Sweeps(
      machine: "node",
      order: { _ in .share(share, ledger: "a.jsonl", origin: SweepOrigin(file: "a.nn", number: nil)) },
      isEnding: { isEnding })
  }

  private func session(_ share: SweepShare, _ script: String, ledger: String? = nil) -> TestSession {
    let session = TestSession(
      scripts: ledger.map { ["a.jsonl": $0] } ?? [:], jumps: [0.001], sweeps: sweeps(share))
    session.run(script)
    return session
  }

  private func ledger(of session: TestSession) throws -> Ledger {
    #expect(session.problems.isEmpty, "\(session.problems)")
    return try Ledger(reading: try #require(session.file("a.jsonl")))
  }

  private func timeless(_ text: String) -> String { text.replacing(/"seconds":[^,}]*,/, with: "") }

  @Test(arguments: scripts) func shardsAreTheWhole(_ script: String) throws {
    let whole = session(.all, script)
    let text = try #require(whole.file("a.jsonl"))
    #expect(whole.session.sweep?.result.isComplete == true)
    for count in [1, 2, 3, 8] {
      var union: LedgerUnion?
      for index in (0..<count).reversed() {
        let part = session(.shard(index: index, count: count), script)
        #expect(part.session.sweep == nil || count == 1, "a part makes no table")
        let ledger = try ledger(of: part)
        if union == nil { union = LedgerUnion(ledger, "") } else { union?.add(ledger, "") }
      }
      let made = try #require(union)
      #expect(made.isComplete && made.findings.isEmpty && made.repeated == 0)
      #expect(timeless(made.text) == timeless(text))
      let result = SweepResult(
        points: made.header.points, outline: try #require(made.header.outline), runs: made.runs)
      #expect(result.comparisons() == whole.session.sweep?.result.comparisons())
      #expect(result.variants == whole.session.sweep?.result.variants)
    }
  }

  /// Random parts that overlap, ledgers that are cut anywhere and gone on with.
  @Test(arguments: 0..<12) func brokenAndGoneOnWith(_ seed: Int64) throws {
    var random = MersenneTwister(seed: seed)
    let script = Self.scripts[Int(seed) % Self.scripts.count]
    let whole = session(.all, script)
    let text = try #require(whole.file("a.jsonl"))
    let points = try ledger(of: whole).header.points.count
    let numbers = (0..<points).filter { _ in random.nextWord() % 2 == 0 }
    let part = session(SweepShare(numbers: numbers), script)
    let bytes = Array(try #require(part.file("a.jsonl")).utf8)
    let header = try ledger(of: part).header.line.utf8.count
    let end = header + 1 + Int(random.nextWord()) % (bytes.count - header)
    let torn = String(decoding: bytes[..<end], as: UTF8.self)
    let again = session(.shard(index: 1, count: 2), script, ledger: torn)
    let both = try ledger(of: again)
    for number in 0..<points where number % 2 == 1 { #expect(both.runs.contains { $0.number == number }) }
    let last = session(.all, script, ledger: again.file("a.jsonl"))
    #expect(timeless(try #require(last.file("a.jsonl"))) == timeless(text), "in order, without what was torn")
    #expect(last.session.sweep?.result.isComplete == true)
  }

  @Test func anotherSweepIsRefused() throws {
    let text = try #require(session(.all, Self.scripts[0]).file("a.jsonl"))
    for (change, words) in [
      ("epochs 60", "epochs 61"), ("seeds 3..9", "seeds 3..10"), ("init torch", "init he"),
      ("data xor", "data and"),
      ("net 2 2 1", "net 2 3 1"), ("net 2 2 1", "net 2 2 1\nprecision double"),
    ] {
      let other = session(.all, Self.scripts[0].replacing(change, with: words), ledger: text)
      #expect(other.problems.map(\.code) == [.dataMismatch], "\(words)")
      #expect(other.problems.first?.help.last == "Take another ledger: --ledger FILE.jsonl")
      #expect(other.file("a.jsonl") == nil, "nothing was written")
    }
  }

  @Test func aRunThatCameOutDifferently() throws {
    let text = try #require(session(.all, Self.scripts[0]).file("a.jsonl"))
    var lines = text.split(separator: "\n").map(String.init)
    let changed = lines[4].replacing(/"loss_after":[^,]*/, with: "\"loss_after\":0.5")
      .replacing("\"host\":\"node\"", with: "\"host\":\"other\"")
    #expect(changed != lines[4])
    lines.append(changed)
    let again = session(.all, Self.scripts[0], ledger: lines.map { $0 + "\n" }.joined())
    #expect(again.problems.map(\.code) == [.dataMismatch])
    let problem = try #require(again.problems.first)
    #expect(problem.message.contains("run 3") && problem.message.contains("made on node"))
    #expect(problem.message.contains("made on other") && problem.help[0].hasPrefix("loss_after: "))
  }

  @Test func pointsThatAreNotThere() {
    let other = session(.numbers([3...14]), Self.scripts[0])
    #expect(other.problems.map(\.code) == [.outOfRange])
    #expect(other.problems[0].message.contains("from 0 to 13") && other.file("a.jsonl") == nil)
  }

  /// A clock that goes back and forth decides nothing, and no run takes less than no time.
  @Test func clocksThatJump() throws {
    let whole = try #require(session(.all, Self.scripts[0]).file("a.jsonl"))
    for jumps in [[-3600.0], [5, -7, 1e6, -1e6, 0], [1e9], [0]] {
      for processors in [1, 3] {
        let session = TestSession(processors: processors, jumps: jumps, sweeps: sweeps(.all))
        session.run(Self.scripts[0])
        let ledger = try ledger(of: session)
        #expect(ledger.runs.allSatisfy { $0.seconds >= 0 && $0.seconds.isFinite })
        #expect(timeless(try #require(session.file("a.jsonl"))) == timeless(whole))
      }
    }
  }

  /// Asked to end, it begins no run, and what has begun is written.
  @Test(arguments: [0, 1, 3, 9]) func endingBeginsNothing(_ runs: Int) throws {
    let asked = Atomic<Int>(0)
    var sweeps = sweeps(.all)
    sweeps.isEnding = { asked.add(1, ordering: .relaxed).newValue > 4 * runs }
    let script = Self.scripts[2].replacing("[5, -1, 8]", with: "0..99")
    let session = TestSession(jumps: [0.001], sweeps: sweeps)
    let end = session.run(script)
    #expect(end == .interrupted && session.problems.isEmpty)
    let ledger = try ledger(of: session)
    #expect(ledger.runs.count < 100 && (runs < 3 || !ledger.runs.isEmpty))
    let again = self.session(.all, script, ledger: session.file("a.jsonl"))
    #expect(again.session.sweep?.result.isComplete == true)
  }

  @Test func eachSweepIsAskedAbout() {
    let begun = Mutex<[String?]>([])
    let sweeps = Host.Sweeps(order: { ledger in
      begun.withLock { $0.append(ledger) }
      return begun.withLock { $0.count } == 1
        ? .passedOver : .share(.all, ledger: "b.jsonl", origin: SweepOrigin(file: "a.nn", number: 2))
    })
    let session = TestSession(sweeps: sweeps)
    session.run(
      "data xor\nnet 2 2 1\nsweep seeds 0..1 to \"x.jsonl\"\ntrain sgd epochs 3\nend\nsweep seeds 0..1\ntrain adam epochs 2\nend"
    )
    #expect(session.problems.isEmpty && begun.withLock { $0 } == ["x.jsonl", nil])
    #expect(session.file("x.jsonl") == nil && session.file("b.jsonl")?.contains("\"number\":2,") == true)
  }

  @Test func aScriptThatResumesIsTold() {
    let session = session(.all, "data xor\nnet 2 2 1\nsweep resume \"a.jsonl\"")
    #expect(session.problems.map(\.code) == [.settingMismatch])
  }

  /// Of processes that find a ledger with nothing in it one begins it: whoever looked first and wrote later would write over
  /// the runs that another one has added meanwhile.
  @Test(arguments: ["", " \n", "{\"sweep\":1,\"script\":\"sha2"])
  func aLedgerWithNothingInItIsBegunOnce(_ nothing: String) throws {
    let text = Mutex(nothing)
    let written = Mutex(0)
    let host = Host(
      output: EventLog(),
      files: Host.Files(
        write: { (_, _) throws(Host.WriteFailure) in
          written.withLock { $0 += 1 }
          return 1
        },
        create: { (_, header, isNothing) throws(Host.WriteFailure) in
          text.withLock { text in
            guard isNothing(text) else { return false }
            text = header
            return true
          }
        },
        append: { (_, line) throws(Host.WriteFailure) in text.withLock { $0 += line } },
        read: { (_) throws(Diagnostic) in text.withLock { $0 } }),
      sweeps: sweeps(.shard(index: 0, count: 2)))
    let interpreter = Interpreter(host: host)
    #expect(interpreter.run(Source(name: "test", text: Self.scripts[0])) == .done)
    #expect(try Ledger(reading: text.withLock { $0 }).runs.count == 7)
    #expect(written.withLock { $0 } == 0, "all through one lock")
  }
}
