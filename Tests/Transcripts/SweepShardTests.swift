import Foundation
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Sweeps of the built command in parts: processes that are killed, two on one ledger, what is put together.
struct SweepShardTests {
  private static let script = """
    data moons 40 noise 0.1 seed 1
    split 0.7
    net 2 5 tanh 1
    sweep seeds 0..19
      init xavier
      init he
      train adam lr 0.05 batch 8 shuffle until loss<0.01 epochs 150
    end
    replay best
    save "best.nnet"

    """

  private func folder(_ script: String = script) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nn-shards-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try script.write(to: folder.appending(path: "a.nn"), atomically: true, encoding: .utf8)
    return folder
  }

  private func text(_ name: String, _ folder: URL) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  private func timeless(_ text: String) -> String { text.replacing(/"seconds":[^,}]*,/, with: "") }

  /// A table without the times.
  private func table(_ output: String) -> String {
    output.replacing(/\ · [0-9.]+ m?s\n/, with: "\n").replacing(
      /; a\s+run took[^\n]*\n([^\n]*m?s\n)?/, with: "\n")
  }

  @Test func shardsMakeTheTableOfOneMachine() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let whole = try Command.run(["sweep", "a.nn"], in: folder)
    #expect(whole.status == 0 && whole.error == "", "\(whole.error)")
    let one = try text("a.jsonl", folder)
    for index in 0..<4 {
      let part = try Command.run(["sweep", "a.nn", "--shard", "\(index)/4", "--jobs", "1"], in: folder)
      #expect(part.status == 0 && part.output.contains("shard \(index)/4: 10 runs of 40"), "\(part.output)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "best.nnet").path))
    let merged = try Command.shell("nn sweep merge a.?-of-4.jsonl --ledger all.jsonl", in: folder)
    #expect(merged.status == 0 && merged.error == "")
    #expect(timeless(try text("all.jsonl", folder)) == timeless(one), "also in its order")
    let begin = try #require(whole.output.range(of: "2 variants × 20 seeds")).lowerBound
    #expect(table(merged.output).hasSuffix(table(String(whole.output[begin...]))), "\(merged.output)")
    let json = try Command.shell("nn sweep merge --json a.*.jsonl", in: folder)
    #expect(
      json.lines.first?.hasPrefix("{\"event\":\"ledgers\",\"files\":4,\"points\":40,\"runs\":40,") == true)
    #expect(json.lines.count { $0.hasPrefix("{\"event\":\"sweep\"") } == 2 && json.status == 0)
  }

  @Test func whatIsMissingIsMade() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try Command.run(["sweep", "a.nn", "--shard", "0/2"], in: folder).status == 0)
    #expect(try Command.run(["sweep", "a.nn", "--points", "1,5-9"], in: folder).status == 0)
    let merged = try Command.shell("nn sweep merge a.*.jsonl", in: folder)
    #expect(merged.status == 1 && merged.error.contains("of its 40 runs 16 are missing"), "\(merged.error)")
    let missing = try Command.shell("nn sweep missing a.*.jsonl", in: folder)
    #expect(missing.status == 1 && missing.error == "")
    let line = try #require(missing.lines.last { !$0.isEmpty }).trimmingCharacters(in: .whitespaces)
    #expect(line == "nn sweep a.nn --points 3,11-39:2 --ledger a.points.jsonl")
    #expect(try Command.shell(line, in: folder).status == 0, "the line that it prints runs")
    // One after the other into the same ledger: what it has already stays.
    for name in ["a.0-of-2.jsonl", "a.points.jsonl"] {
      _ = try Command.run(["sweep", "merge", name, "--ledger", "sum.jsonl"], in: folder)
    }
    #expect(try Command.shell("nn sweep missing sum.jsonl", in: folder).status == 0)
    #expect(try Command.shell("nn sweep missing a.*.jsonl", in: folder).status == 0)
    #expect(try Command.shell("nn sweep merge a.*.jsonl", in: folder).status == 0)
  }

  /// Two hundred processes, each killed after a moment, on one ledger after the other: every run is there once, and the
  /// same.
  @Test(.timeLimit(.minutes(2))) func killedAtRandomMoments() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let whole = try Command.run(["sweep", "a.nn", "--ledger", "whole.jsonl"], in: folder)
    #expect(whole.status == 0)
    let one = timeless(try text("whole.jsonl", folder))
    var (ledger, inWork, state) = (0, 0, UInt64(1))
    for _ in 0..<200 {
      let process = try Command.start(["sweep", "a.nn", "--ledger", "\(ledger).jsonl"], in: folder)
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      usleep(8_000 + UInt32(truncatingIfNeeded: state >> 33) % 40_000)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      guard let text = try? text("\(ledger).jsonl", folder) else { continue }
      let lines = text.split(separator: "\n").count
      if process.terminationStatus != 0, (2...40).contains(lines) { inWork += 1 }
      if lines > 40 { ledger += 1 }
    }
    #expect(inWork > 10, "only \(inWork) were killed while they were at work")
    #expect(ledger > 1)
    for number in 0...ledger {
      #expect(try Command.run(["sweep", "a.nn", "--ledger", "\(number).jsonl"], in: folder).status == 0)
      #expect(timeless(try text("\(number).jsonl", folder)) == one)
    }
  }

  /// Processes that begin at the same moment and add to the same file, where there is none, an empty one, or the beginning of
  /// a header that nobody finished.
  @Test func twoProcessesOnOneLedger() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try Command.run(["sweep", "a.nn"], in: folder).status == 0)
    let one = timeless(try text("a.jsonl", folder))
    for round in 0..<6 {
      if round % 3 > 0 {
        try (round % 3 == 1 ? "" : String(one.prefix(30))).write(
          to: folder.appending(path: "\(round).jsonl"), atomically: true, encoding: .utf8)
      }
      let processes = try (0..<3).map { _ in
        try Command.start(["sweep", "a.nn", "--ledger", "\(round).jsonl", "--jobs", "2"], in: folder)
      }
      for process in processes {
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
      }
      let ledger = try Command.run(
        ["sweep", "merge", "\(round).jsonl", "--ledger", "\(round).all.jsonl"], in: folder)
      #expect(ledger.status == 0, "\(ledger.error)")
      #expect(timeless(try text("\(round).all.jsonl", folder)) == one)
    }
  }

  /// Waits until a ledger has more lines than so many, for some seconds.
  private func lines(of name: String, in folder: URL, moreThan least: Int) -> Int {
    for _ in 0..<1000 {
      let count = (try? Data(contentsOf: folder.appending(path: name)))?.count { $0 == 10 } ?? 0
      if count > least { return count }
      usleep(10_000)
    }
    return 0
  }

  /// Asked to end, it ends with 75 and whole lines, soon, and the same command goes on.
  @Test func askedToEnd() throws {
    let folder = try folder(Self.script.replacing("0..19", with: "0..99999"))
    defer { try? FileManager.default.removeItem(at: folder) }
    let arguments = ["sweep", "a.nn", "--shard", "1/3", "--ledger", "r.jsonl"]
    let process = try Command.start(arguments, in: folder)
    #expect(lines(of: "r.jsonl", in: folder, moreThan: 20) > 20)
    kill(process.processIdentifier, SIGTERM)
    let asked = Date()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 75)
    #expect(Date().timeIntervalSince(asked) < 8)
    let text = try text("r.jsonl", folder)
    #expect(text.hasSuffix("}\n"))
    let count = lines(of: "r.jsonl", in: folder, moreThan: 0)
    let again = try Command.start(arguments, in: folder)
    #expect(lines(of: "r.jsonl", in: folder, moreThan: count) > count)
    kill(again.processIdentifier, SIGINT)
    again.waitUntilExit()
    #expect(again.terminationStatus == 130)
  }

  /// Where no sweep has begun, the statement before it is stopped.
  @Test func askedToEndBeforeTheSweep() throws {
    let folder = try folder(
      "data xor\nnet 2 2 1\ntrain sgd lr 0.01 epochs 1000000000\nsweep seeds 0..3\ntrain adam epochs 9\nend\n"
    )
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = try Command.start(["sweep", "a.nn"], in: folder)
    usleep(300_000)
    kill(process.processIdentifier, SIGTERM)
    usleep(100_000)
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 75)
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "a.jsonl").path))
  }

  private static let two = """
    data xor
    define both
      net 2 3 1
      sweep seeds 0..3 to "starts.jsonl"
        init xavier
        train adam lr 0.05 epochs 20
      end
      sweep seeds 0..4
        train sgd lr 0.5 epochs 20
      end
    end
    both
    replay best
    """

  @Test func severalSweepsOfAScript() throws {
    let folder = try folder(Self.two)
    defer { try? FileManager.default.removeItem(at: folder) }
    for index in 0..<2 {
      #expect(try Command.run(["sweep", "a.nn", "--shard", "\(index)/2"], in: folder).status == 0)
    }
    let names = [
      "a.sweep2.0-of-2.jsonl", "a.sweep2.1-of-2.jsonl", "starts.sweep1.0-of-2.jsonl",
      "starts.sweep1.1-of-2.jsonl",
    ]
    let found = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      $0.hasSuffix("jsonl")
    }
    #expect(found.sorted() == names)
    let merged = try Command.run(["sweep", "merge", "--ledger", "all.jsonl"] + names, in: folder)
    #expect(
      merged.status == 0 && merged.output.contains("all 4 runs") && merged.output.contains("all 5 runs"))
    #expect(try text("all.sweep2.jsonl", folder).contains("\"number\":2,"))
    try FileManager.default.removeItem(at: folder.appending(path: names[1]))
    let missing = try Command.shell("nn sweep missing a.*.jsonl starts.*.jsonl", in: folder)
    #expect(missing.status == 1)
    #expect(missing.output.contains("nn sweep a.nn --sweep 2 --points 1,3 --ledger a.sweep2.points.jsonl"))
    let line = "nn sweep a.nn --sweep 2 --points 1,3 --ledger a.sweep2.points.jsonl"
    #expect(try Command.shell(line, in: folder).status == 0)
    #expect(try Command.shell("nn sweep merge a.*.jsonl", in: folder).status == 0)
    #expect(try Command.run(["sweep", "a.nn", "--sweep", "3"], in: folder).status == 1)
  }

  @Test func ledgersThatDoNotBelong() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let other = Self.script.replacing("0.05", with: "0.06")
    try other.write(to: folder.appending(path: "b.nn"), atomically: true, encoding: .utf8)
    #expect(try Command.run(["sweep", "a.nn"], in: folder).status == 0)
    #expect(try Command.run(["sweep", "b.nn"], in: folder).status == 0)
    let mixed = try Command.run(["sweep", "merge", "a.jsonl", "b.jsonl", "--ledger", "c.jsonl"], in: folder)
    #expect(
      mixed.status == 1 && mixed.error.contains("lr 0.06") && mixed.error.contains("lr 0.05"),
      "\(mixed.error)")
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "c.jsonl").path))
    let changed = try text("a.jsonl", folder).replacing(/"loss_after":0/, with: "\"loss_after\":1")
    try changed.replacing(/"host":"[^"]*"/, with: "\"host\":\"node7\"")
      .write(to: folder.appending(path: "c.jsonl"), atomically: true, encoding: .utf8)
    let differing = try Command.run(
      ["sweep", "merge", "a.jsonl", "c.jsonl", "--ledger", "d.jsonl"], in: folder)
    let words = differing.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(differing.status == 1 && words.contains("came out differently"))
    #expect(words.contains("made on node7") && words.contains("loss_after: 0."), "\(words)")
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "d.jsonl").path))
    for (line, status) in [
      ("nn sweep merge none.jsonl", 66), ("nn sweep merge a.nn", 65), ("nn sweep missing a.nn", 65),
      ("nn sweep none.nn", 66), ("nn sweep a.nn --shard 8/8", 64), ("nn sweep a.nn --points x", 64),
      ("nn sweep a.nn --shard 0/2 --points 1", 64), ("nn sweep a.nn --jobs 0", 64),
      ("nn sweep a.nn --points 40 --ledger n.jsonl", 1),
      ("nn sweep a.nn --ledger b.jsonl", 1), ("nn sweep a.nn --ledger a.nn", 65),
      ("nn sweep a.nn --ledger none/x.jsonl", 73), ("nn sweep merge a.jsonl --ledger a.nn", 73),
      ("nn sweep merge a.jsonl --ledger b.jsonl", 73), ("nn sweep launch a.nn", 64),
      ("printf 'data xor\\n' > c.nn; nn sweep c.nn", 1),
      ("printf 'sweep seeds\\n' > c.nn; nn sweep c.nn", 65),
    ] as [(String, Int32)] {
      let result = try Command.shell(line, in: folder)
      #expect(result.status == status, "\(line): \(result.error)")
    }
    #expect(try text("a.nn", folder) == Self.script)
  }

  /// A file that nobody finished the first line of is begun anew, and has nothing to be merged.
  @Test func ledgersThatWereNeverBegun() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try Command.run(["sweep", "a.nn"], in: folder).status == 0)
    let whole = try text("a.jsonl", folder)
    for beginning in ["", "{\"swe", String(whole.prefix(200)), "\n"] {
      try beginning.write(to: folder.appending(path: "b.jsonl"), atomically: true, encoding: .utf8)
      let merged = try Command.run(["sweep", "merge", "a.jsonl", "b.jsonl"], in: folder)
      #expect(merged.status == 0 && merged.error.contains("b.jsonl is empty"), "\(merged.error)")
      #expect(try Command.run(["sweep", "missing", "b.jsonl"], in: folder).status == 65)
      #expect(try Command.run(["sweep", "a.nn", "--ledger", "b.jsonl"], in: folder).status == 0)
      #expect(timeless(try text("b.jsonl", folder)) == timeless(whole))
    }
  }

  /// What a shell is given is a program of that shell, whatever the script is called.
  @Test func launchersAreWhole() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["a.nn", "my run's.nn", "-x N LAST.nn", "π \"$(touch x)\".nn"] {
      for engine in ["slurm", "mpi", "parallel", "dask", "kubernetes"] {
        let result = try Command.run(["sweep", "launch", engine, "--shards", "12", "--", name], in: folder)
        #expect(
          result.status == 0 && result.output.contains("12") && result.lines.count < 45, "\(result.error)")
        #expect(result.lines.allSatisfy { $0 == $0.trimmingCharacters(in: .newlines) })
        #expect(!name.hasPrefix("-") || result.output.contains(/\.\/'?-x N/), "\(engine): \(result.output)")
        guard ["slurm", "mpi", "parallel"].contains(engine) else { continue }
        try result.output.write(to: folder.appending(path: "l.sh"), atomically: true, encoding: .utf8)
        // A stand-in that says what it was called with.
        let stub =
          "srun() { shift 2; \"$@\"; }; mpirun() { shift 2; \"$@\"; }; scontrol() { :; }; "
          + "parallel() { while [ \"$1\" != nn ]; do shift; done; \"$@\"; }; nn() { printf '%s\\n' \"$2\"; }; "
        #expect(try Command.shell("sh -n l.sh", in: folder).status == 0)
        guard engine != "mpi" else { continue }
        let said = try Command.shell(
          stub + "SLURM_CPUS_PER_TASK=1 SLURM_ARRAY_TASK_ID=3; . ./l.sh", in: folder)
        #expect(
          said.lines.first == (name.hasPrefix("-") ? "./" + name : name),
          "\(engine): \(said.output)\(said.error)")
      }
    }
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "x").path))
    #expect(try Command.run(["sweep", "launch", "pbs", "a.nn", "--shards", "2"], in: folder).status == 64)
    #expect(
      try Command.run(["sweep", "launch", "parallel", "a{}.nn", "--shards", "2"], in: folder).status == 64)
  }
}
