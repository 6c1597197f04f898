import Foundation
import TestSupport
import Testing

/// The command from outside: four ways in, exit statuses, streams, JSON.
struct CommandTests {
  static let fiveLines = """
    net 2 2 1
    init xavier seed 1000
    train adam lr 0.01 until loss<0.01
    dump
    eval 0 1

    """

  private func check(_ result: Command.Result) {
    #expect(result.status == 0)
    #expect(result.error == "")
    #expect(result.lines.contains("no data given: using xor (4 rows)"))
    #expect(result.lines.contains { $0.hasPrefix("reached loss<0.01 at epoch 1514 · ") })
    #expect(result.lines.contains("  loss 0.0099617 before its update, 0.0098015 after"))
    #expect(result.lines.filter { $0.contains(" -> L") }.count == 9)
    #expect(result.lines.contains("0 1 -> 0.9097"))
  }

  @Test func asAFile() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "five-\(UUID().uuidString).nn")
    try Self.fiveLines.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    check(try Command.run([file.path]))
  }

  /// A pipe gives its bytes but once, and columns of names are looked at twice.
  @Test func aTableOutOfAPipeIsReadAgain() throws {
    let rows = "id,y\\n4006381312345,1\\n4006381312346,2\\n"
    let result = try Command.shell("printf '\(rows)' | nn -e 'data \"/dev/stdin\" onehot id'")
    #expect(result.status == 0 && result.output.contains("2 rows · 2 inputs, 1 target"), "\(result.error)")
  }

  @Test func theFiveLinesPiped() throws { check(try Command.run([], input: Self.fiveLines)) }

  @Test func pipedByName() throws { check(try Command.run(["-"], input: Self.fiveLines)) }

  @Test func asAnArgument() throws { check(try Command.run(["-e", Self.fiveLines])) }

  @Test func asSeveralArguments() throws {
    check(try Command.run(Self.fiveLines.split(separator: "\n").flatMap { ["-e", String($0)] }))
  }

  /// Plain command lines are read without the parser of arguments, which `--color auto` brings in: both do the same.
  @Test(arguments: [
    ["-e", "print 1"], ["--quiet", "-e", "net 2 1"], ["-e", "net 2 1", "--quiet"], ["-e", "-1"],
    ["-e", "--quiet"],
    ["-e", "print 2", "-e", "print nothing", "-e", "print 3"], ["no such file.nn"],
    ["-e", "print 4", "none.nn"],
    ["--quiet", "none.nn", "-e", "print 5"], [], ["-e", ""], ["-e", "quit", "-e", "print 6"],
  ])
  func plainLinesAreReadAsByTheParser(_ arguments: [String]) throws {
    let plain = try Command.run(arguments, input: "print 7\n")
    let parsed = try Command.run(["--color", "auto"] + arguments, input: "print 7\n")
    #expect(plain.status == parsed.status)
    #expect(plain.lines == parsed.lines)
    #expect(plain.error == parsed.error)
  }

  /// What the parser has to say it says: of options that are none, of a value that is missing, of commands.
  @Test func otherLinesGoToTheParser() throws {
    #expect(try Command.run(["-e"]).error.contains("Missing value for '-e <statements>'"))
    #expect(try Command.run(["--quite"]).error.contains("Unknown option '--quite'. Did you mean '--quiet'?"))
    #expect(try Command.run(["help"]).lines.contains { $0.hasPrefix("OVERVIEW") })
    #expect(try Command.run(["check", "-"], input: "print 1\n").status == 0)
    #expect(try Command.run(["run", "-e", "print 1"]).lines.contains("1"))
    #expect(try Command.run(["repl", "-e", "print 1"]).lines.contains("1"))
  }

  @Test func evalDataGivesPyTorchsOutputs() throws {
    let result = try Command.run(["--json", "-e", Self.fiveLines, "-e", "eval data"])
    let rows = try result.lines.filter { $0.contains("\"eval\"") && $0.contains("targets") }.map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    let outputs = rows.compactMap { ($0["outputs"] as? [Double])?.first }
    #expect(outputs.count == 4)
    for (output, expected) in zip(outputs, [0.0583296, 0.9096967, 0.9105340, 0.1401602]) {
      #expect((output - expected).magnitude < 2e-5)
    }
  }

  @Test func jsonLinesHoldTheResults() throws {
    let result = try Command.run(["--json", "-e", Self.fiveLines + "score\nshow\nexplain 0 1\nhelp\neval 1"])
    #expect(result.status == 1)
    var events: [String: [String: Any]] = [:]
    for line in result.lines where !line.isEmpty {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      events[try #require(object["event"] as? String)] = object
    }
    let train = try #require(events["train"])
    #expect(train["epochs"] as? Int == 1514 && train["reached"] as? Bool == true)
    #expect(train["reason"] as? String == "until" && train["seed"] as? Int == 1000)
    #expect(train["loss"] as? Double == 0.009961683)
    #expect(events["weight"]?["to"] as? String == "L2N0")
    let error = try #require(events["error"])
    #expect(error["code"] as? String == "wrong-count" && error["line"] as? Int == 10)
    #expect(error["column"] as? Int == 6 && error["file"] as? String == "-e")
    #expect(result.error == "")
  }

  @Test(arguments: [
    ("print 1", 0), ("expect 1 == 2", 1), ("trian adam", 65), ("quit", 0),
    ("net 2 2 1 ; dump to \"README.md/w.nn\"", 73),
  ])
  func exitStatusTellsTheOutcome(_ text: String, _ status: Int) throws {
    #expect(try Command.run(["-e", text]).status == Int32(status))
    #expect(try Command.run([], input: text).status == Int32(status))
  }

  @Test func wrongUsageHasItsStatus() throws {
    #expect(try Command.run(["--nothing"]).status == 64)
    #expect(try Command.run(["--quiet", "--echo", "-e", ""]).status == 64)
    #expect(try Command.run(["--color", "pink"]).status == 64)
    #expect(try Command.run(["--version"]).output.hasPrefix("nn "))
    #expect(try Command.run(["--help"]).output.contains("Exit status"))
  }

  @Test func filesThatCannotBeRead() throws {
    let missing = try Command.run(["no-such-file.nn"])
    #expect(missing.status == 66)
    #expect(missing.error.contains("there is no such file"))
    #expect(try Command.run(["Sources"]).status == 66)
    let latin = try Command.shell("printf 'print 1\\nsay \"caf\\351\"\\n' | nn")
    #expect(latin.status == 65)
    #expect(latin.error.contains("line 2"))
    #expect(latin.output == "")
  }

  @Test func aTextWithMistakesDoesNotRunAtAll() throws {
    let result = try Command.run([], input: "print 1\ntrian\ntrian adam\neval 0,5 1\n")
    #expect(result.output == "")
    #expect(result.error.contains("stdin:3:1") && result.error.contains("stdin:4:6"))
  }

  /// `quit` ends a run that goes on after mistakes, too, and the first mistake decides the status.
  @Test func quitEndsARunThatKeepsGoing() throws {
    let inOne = try Command.run(["--keep-going", "-e", "print 1/0\nquit\nprint 2"])
    #expect(inOne.status == 1 && !inOne.output.contains("2"))
    let inTwo = try Command.run(["--keep-going", "-e", "print 1/0", "-e", "quit", "-e", "print 2"])
    #expect(inTwo.status == 1 && !inTwo.output.contains("2"))
    #expect(try Command.run(["--keep-going", "-e", "quit", "-e", "print 1/0"]).status == 0)
  }

  @Test func streamsAreKeptApart() throws {
    let result = try Command.run(["--keep-going", "-e", "print 1\nprint 1/0\nprint 2"])
    #expect(result.status == 1)
    #expect(result.output == "1\n2\n")
    #expect(result.error.contains("division by 0"))
  }

  /// The first failure decides the status, in a file, between files and after a file that is missing.
  @Test(arguments: [
    ("fails.nn reads.nn", 1), ("reads.nn fails.nn", 65), ("good.nn fails.nn missing.nn", 1),
    ("missing.nn reads.nn good.nn", 66), ("good.nn good.nn", 0),
  ])
  func theFirstFailureDecidesTheStatus(_ files: String, _ status: Int32) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nn-status-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in [("good.nn", "print 1"), ("fails.nn", "expect false"), ("reads.nn", "trian adam")] {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    #expect(try Command.shell("nn --keep-going \(files)", in: folder).status == status)
  }

  @Test func checkReadsWithoutRunning() throws {
    #expect(try Command.run(["check", "-"], input: Self.fiveLines).output == "")
    let result = try Command.run(["check", "-"], input: "trian adam\nprint 1\nlet loss = 2")
    #expect(result.status == 65)
    #expect(result.error.contains("stdin:1:1") && result.error.contains("stdin:3:5"))
    #expect(try Command.run(["check", "--json", "-"], input: "end").output.contains("stray-end"))
  }

  @Test func fmtRewritesInPlace() throws {
    let result = try Command.shell(
      """
      d=$(mktemp -d) && cd "$d" && printf 'net  2 2 1 # a\\nprint 1+1' > a.nn && nn fmt --check a.nn; echo $?
      nn fmt a.nn && cat a.nn && nn fmt --check a.nn; echo $?
      echo 'trian 3 4 +' > b.nn; nn fmt b.nn 2> /dev/null; echo $?; cat b.nn; echo 'print 1+1' | nn fmt -
      """)
    #expect(
      result.output
        == "a.nn is not in the canonical layout\n1\nnet 2 2 1  # a\nprint 1 + 1\n0\n65\ntrian 3 4 +\nprint 1 + 1\n"
    )
  }

  @Test func quietAndEchoChangeWhatIsPrinted() throws {
    let text = "net 2 2 1\nsay \"hello\"\nprint 1"
    #expect(try Command.run(["--quiet", "-e", text]).output == "1\n")
    let echo = try Command.run(["--echo", "-e", text]).output
    #expect(
      echo.contains("nn> net 2 2 1\n") && echo.contains("hello\n") && echo.contains("nn 2-2-1> print 1\n"))
    #expect(!(try Command.run(["-e", text]).output.contains("hello")))
  }

  @Test func seedAndColorAreTakenFromTheCommandLine() throws {
    let text = "net 2 2 1\ninit xavier\nfingerprint"
    let first = try Command.run(["--seed", "7", "-e", text])
    #expect(try Command.run(["--seed", "7", "-e", text]).output == first.output)
    #expect(try Command.run(["--seed", "8", "-e", text]).output != first.output)
    #expect(try Command.run(["--seed=-1", "-e", "print seed"]).output.hasSuffix("-1\n"))
    #expect(try Command.run(["-e", "end"]).error.contains("\u{1b}") == false)
    #expect(try Command.run(["--color", "always", "-e", "end"]).error.contains("\u{1b}[1;31m"))
    #expect(try Command.shell("FORCE_COLOR=1 nn -e end 2>&1").output.contains("\u{1b}"))
  }

  /// A reader who leaves ends nn quietly; a full disk is said.
  @Test func outputThatNobodyTakes() throws {
    let closed = try Command.shell("nn -e 'print 1..200000' -e 'print 1..200000' | head -c 10")
    #expect(closed.error == "")
    let full = try Command.shell("nn -e 'print 1' > /dev/full")
    if FileManager.default.fileExists(atPath: "/dev/full") {
      #expect(full.status == 74)
      #expect(full.error.contains("cannot write"))
    }
  }

  /// Files are replaced whole and keep their mode; links are followed; devices are written to as they are.
  @Test func filesAreWrittenWithCare() throws {
    let result = try Command.shell(
      """
      d=$(mktemp -d) && cd "$d" && echo old > real && chmod 600 real && ln -s real link
      nn -e 'net 2 1' -e 'dump to "link" replace' > out && test -L link && grep -q 'net 2 1' real && ls -l real | cut -c1-10
      nn -e 'net 2 1' -e 'dump to "/dev/stdout"' --quiet | head -1
      nn --quiet -e 'net 2 1' -e 'dump to "/dev/full"' 2> /dev/null; echo $?
      mkdir folder; nn --quiet -e 'net 2 1' -e 'dump to "folder"' 2> /dev/null; echo $?
      test -c /dev/null && ls; cd / && rm -r "$d"
      """)
    #expect(result.output == "-rw-------\nnet 2 1\n73\n73\nfolder\nlink\nout\nreal\n", "\(result)")
  }

  /// Killed at any moment while it saves, nn leaves the old file or the new one, whole.
  @Test func killedWhileSaving() throws {
    let result = try Command.shell(
      """
      d=$(mktemp -d) && cd "$d"
      nn --quiet -e 'net 2 2 1 ; init torch seed 1 ; save "s"' && cp s old
      nn --quiet -e 'net 2 300 300 1 ; init torch seed 2 ; save "s"' && cp s new
      i=0; while [ $i -lt 200 ]; do
        cp old s
        nn --quiet -e 'net 2 300 300 1 ; init torch seed 2' -e 'while true ; save "s" ; end' & pid=$!
        sleep 0.0$((i % 10))$((i % 7)); kill -9 $pid; wait $pid 2> /dev/null
        cmp -s s old || cmp -s s new || echo broken
        i=$((i + 1))
      done
      nn --quiet -e 'load "s"' && echo loads; cd / && rm -r "$d"
      """)
    #expect(result.output == "loads\n", "\(result.output)")
  }

  /// A disk that is full keeps the old file and says so; a folder that may not be written to, too.
  @Test func fullDisksAndClosedFolders() throws {
    let result = try Command.shell(
      """
      d=$(mktemp -d); mount -t tmpfs -o size=16k tmpfs "$d" 2> /dev/null || { echo skipped; exit; }
      cd "$d" && nn --quiet -e 'net 2 2 1 ; init torch seed 1 ; save "s"' && cp s /tmp/nn-kept.$$
      nn --quiet -e 'net 2 300 300 1 ; init torch seed 2 ; save "s"' 2>&1 | grep -c 'cannot write'
      cmp s /tmp/nn-kept.$$ && ls; cd / && umount "$d"; rm -r "$d" /tmp/nn-kept.$$
      """)
    #expect(["1\ns\n", "skipped\n"].contains(result.output), "\(result)")
    let closed = try Command.run(["-e", "net 2 1", "-e", "save \"/proc/none.nnet\""])
    #expect(closed.status == 73 && closed.error.contains("cannot write"))
    #expect(try Command.shell("nn -e 'print 1' >&-").status != 132)
  }

  @Test func endlessInputIsRefused() throws {
    let result = try Command.shell("yes | nn")
    #expect(result.status == 65 && result.error.contains("too large"))
  }

  /// The mistakes that only a command can make.
  @Test(arguments: Documents.blocks("sh"))
  func documentedCommandFails(_ block: Block) throws {
    let line = " \(block.text)".replacing(/\snn\s/) { " nn --json\($0.output.last ?? " ")" }
    #expect(try Command.shell(line).output.contains("\"code\":\"\(block.argument)\""))
  }
}
