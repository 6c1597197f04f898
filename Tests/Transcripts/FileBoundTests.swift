import Foundation
import TestSupport
import Testing

/// Files, streams and signals at the edges of what a system offers.
struct FileBoundTests {
  /// A folder of its own for each test.
  private final class Folder {
    let url: URL

    init() throws {
      url = FileManager.default.temporaryDirectory.appending(path: "bounds-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ text: String, _ name: String) throws {
      try text.write(to: url.appending(path: name), atomically: true, encoding: .utf8)
    }

    func text(_ name: String) -> String? {
      try? String(contentsOf: url.appending(path: name), encoding: .utf8)
    }

    var names: [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
    }

    func run(_ script: String, _ options: [String] = []) throws -> Command.Result {
      try Command.run(options + ["-e", script], in: url)
    }
  }

  // MARK: Names

  /// A NUL would end the name for the system, and another file be overwritten.
  @Test(arguments: ["save", "dump to", "load", "data", "transcript to", "eval data to"])
  func namesWithNulAreRefused(_ statement: String) throws {
    let folder = try Folder()
    try folder.write("precious", "keep.txt")
    // An argument of the command cannot hold a NUL; a script can.
    let script = "net 2 2 1\ndata xor\n\(statement) \"keep.txt\0.nnet\"\n"
    let result = try Command.run([], input: script, in: folder.url)
    #expect(result.status != 0 && result.error.contains("NUL"), "\(result.error)")
    #expect(folder.text("keep.txt") == "precious" && folder.names == ["keep.txt"])
  }

  /// What a shell, ssh or git would run is not written by a script, however it is named.
  @Test(arguments: [
    ".bashrc", "./.bashrc", "sub/.profile", ".ssh/authorized_keys", "sub/../.git/hooks/pre-commit",
  ])
  func hiddenFilesAreNotWritten(_ name: String) throws {
    let folder = try Folder()
    for sub in ["sub", ".ssh", ".git/hooks"] {
      try FileManager.default.createDirectory(
        at: folder.url.appending(path: sub), withIntermediateDirectories: true)
    }
    let absolute = folder.url.appending(path: name).path
    for path in [name, absolute] {
      for statement in ["transcript to", "save", "dump to"] {
        let result = try folder.run("net 2 1; \(statement) \"\(path)\"")
        #expect(result.status == 73 && result.error.contains("hidden"), "\(path): \(result.error)")
      }
    }
    #expect(!FileManager.default.fileExists(atPath: absolute))
  }

  /// Nothing hidden is meant by where nn itself was started.
  @Test func aHiddenWorkingFolderIsNoHindrance() throws {
    let folder = try Folder()
    let hidden = folder.url.appending(path: ".cache/work")
    try FileManager.default.createDirectory(at: hidden, withIntermediateDirectories: true)
    let result = try Command.run(
      ["-e", "net 2 1; dump to \"w.nn\"; dump to \"\(hidden.path)/v.nn\""], in: hidden)
    #expect(result.status == 0, "\(result.error)")
  }

  @Test func safeModeWritesNewFilesBelowOnly() throws {
    let folder = try Folder()
    try folder.write("precious", "keep.txt")
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "sub"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appending(path: "out").path, withDestinationPath: "/tmp")
    let name = "x-\(UUID().uuidString)"
    for path in [
      "keep.txt", "../\(name)", "/tmp/\(name)", "out/\(name)", "sub/../../\(name)", ".new", "/dev/stdout",
    ] {
      let result = try folder.run("net 2 1; dump to \"\(path)\"", ["--safe"])
      #expect(result.status == 73, "\(path): \(result.error)")
    }
    #expect(folder.text("keep.txt") == "precious")
    #expect(!FileManager.default.fileExists(atPath: "/tmp/\(name)"))
    let result = try folder.run("net 2 1; dump to \"new.nn\"; save \"sub/new.nnet\"", ["--safe"])
    #expect(result.status == 0 && folder.names.contains("new.nn"), "\(result.error)")
  }

  /// A link is followed, whether its file is there or not.
  @Test func linksWithoutAFileAreFollowed() throws {
    let folder = try Folder()
    for (link, target) in [("link", "nowhere"), ("chain", "link2"), ("link2", "elsewhere")] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.url.appending(path: link).path, withDestinationPath: target)
    }
    let result = try folder.run("net 2 1; dump to \"link\"; dump to \"chain\"; dump to \"link\"")
    #expect(result.status == 0, "\(result.error)")
    #expect(folder.text("nowhere") != nil && folder.text("nowhere") == folder.text("elsewhere"))
    #expect(folder.names == ["chain", "elsewhere", "link", "link2", "nowhere"])
    let kinds = folder.names.map {
      (try? FileManager.default.attributesOfItem(atPath: folder.url.appending(path: $0).path))?[.type]
        as? FileAttributeType
    }
    #expect(kinds == [.typeSymbolicLink, .typeRegular, .typeSymbolicLink, .typeSymbolicLink, .typeRegular])
  }

  @Test(arguments: [200, 240, 245, 250, 255])
  func namesAsLongAsTheSystemAllows(_ length: Int) throws {
    let folder = try Folder()
    let name = String(repeating: "n", count: length)
    let result = try folder.run("net 2 1; dump to \"\(name)\"; dump to \"\(name)\"")
    #expect(result.status == 0 && folder.names == [name], "\(result.error)")
    let longer = try folder.run("net 2 1; dump to \"\(name)\(String(repeating: "n", count: 256 - length))\"")
    #expect(longer.status == 73 && longer.error.contains("too long"), "\(longer.error)")
  }

  /// What a killed nn left behind is taken over by the next that writes the file.
  @Test func leftoversOfAKilledSaveAreTakenOver() throws {
    let folder = try Folder()
    let script = "net 1000 1000 10; init ones; save \\\"big\\\""
    _ = try Command.shell(
      "for t in 0.4 0.5 0.6 0.7; do nn -e \"\(script)\" > /dev/null & sleep $t; kill -9 $!; done; sleep 0.2",
      in: folder.url)
    let left = folder.names.filter { $0.hasSuffix(".tmp") }
    #expect(left.count <= 1, "\(left)")
    let result = try folder.run("net 2 1; save \"big\"")
    #expect(result.status == 0 && folder.names == ["big"], "\(result.error) \(folder.names)")
    #expect(try folder.run("load \"big\"; expect parameters == 3").status == 0)
  }

  /// Killed between giving a ledger its name and taking the other name away, nn leaves both. The ledger is not written over
  /// in place by whoever takes the other name for a file of its own, and the name goes.
  @Test func aSecondNameOfALedgerIsNoFileOfItsOwn() throws {
    let folder = try Folder()
    let sweep = "data xor\nnet 2 2 1\nsweep seeds 0..3\n  init torch\n  train sgd epochs 2\nend\n"
    try folder.write(sweep, "s.nn")
    let line = ["sweep", "s.nn", "--ledger", "a.jsonl"]
    #expect(try Command.run(line, in: folder.url).status == 0)
    let whole = try #require(folder.text("a.jsonl"))
    let path = folder.url.resolvingSymlinksInPath().appending(path: "a.jsonl").path
    let hash = path.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    let name = ".nn-\(String(hash, radix: 36)).tmp"
    func leaveBoth() throws {
      try FileManager.default.linkItem(
        at: folder.url.appending(path: "a.jsonl"), to: folder.url.appending(path: name))
    }
    try leaveBoth()
    #expect(try Command.run(line, in: folder.url).status == 0)
    #expect(folder.names == ["a.jsonl", "s.nn"] && folder.text("a.jsonl") == whole)
    // Out of order, so that it is written again as a whole.
    let lines = whole.split(separator: "\n").map(String.init)
    try folder.write(([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n", "a.jsonl")
    try leaveBoth()
    let resumed = try folder.run("data xor; net 2 2 1; sweep resume \"a.jsonl\"")
    #expect(resumed.status == 0, "\(resumed.error)")
    #expect(folder.names == ["a.jsonl", "s.nn"] && folder.text("a.jsonl") == whole)
  }

  @Test func severalProcessesWriteOneFile() throws {
    let folder = try Folder()
    let result = try Command.shell(
      "printf '1 2 3 4' | xargs -n 1 -P 4 nn -e 'net 200 200 10; init ones; save \"s\"; save \"s\"; load \"s\"' -e > /dev/null; nn -e 'load \"s\"'",
      in: folder.url)
    #expect(result.status == 0 && folder.names == ["s"], "\(result.error) \(folder.names)")
  }

  /// A link that leads to itself is no name of a file: it stays, and so does one of a circle.
  @Test(arguments: [
    "save \"a.nnet\"", "export \"a.json\"",
    "sweep seeds 1..2 to \"a.jsonl\"\ninit torch\ntrain sgd epochs 1\nend",
  ])
  func linksThatLeadToThemselvesStay(_ statement: String) throws {
    let folder = try Folder()
    let name = try #require(statement.split(separator: "\"").dropFirst().first.map(String.init))
    for links in [[(name, name)], [(name, "b"), ("b", name)]] {
      try? FileManager.default.removeItem(at: folder.url.appending(path: name))
      for (from, to) in links {
        try FileManager.default.createSymbolicLink(
          atPath: folder.url.appending(path: from).path, withDestinationPath: to)
      }
      let result = try folder.run("data xor; net 2 2 1; \(statement)")
      let words = result.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(result.status == 73 && words.contains("too many levels of symbolic links"), "\(result.error)")
      #expect(folder.names == links.map(\.0).sorted())
      let path = folder.url.appending(path: name).path
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == links[0].1)
    }
  }

  /// A folder where a ledger is to be is no ledger, and none is begun in its place.
  @Test func aFolderIsNoLedger() throws {
    let folder = try Folder()
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "a.jsonl"), withIntermediateDirectories: true)
    try folder.write(
      "data xor\nnet 2 2 1\nsweep seeds 1..2 to \"a.jsonl\"\ninit torch\ntrain sgd epochs 1\nend\n", "a.nn")
    for (line, status) in [("nn a.nn", 73), ("nn sweep a.nn", 66), ("nn sweep merge a.jsonl", 66)]
      as [(String, Int32)]
    {
      let result = try Command.shell(line, in: folder.url)
      #expect(result.status == status && result.error.contains("is a directory"), "\(line): \(result.error)")
    }
    #expect(folder.names == ["a.jsonl", "a.nn"])
  }

  // MARK: Endless and idle streams

  /// What never ends is left early, with little memory taken.
  @Test(arguments: ["data", "load", "run"])
  func endlessDevicesAreLeft(_ statement: String) throws {
    let result = try Command.shell(
      "ulimit -v 3000000; timeout 60 nn -e '\(statement) \"/dev/zero\"'",
      in: FileManager.default.temporaryDirectory)
    #expect(result.status == 65, "\(result.status) \(result.error)")
  }

  @Test func aTableWithoutLineEndsIsRefused() throws {
    let folder = try Folder()
    try folder.write("a,b\n" + String(repeating: "1,", count: 9_000_000), "wide.csv")
    let result = try folder.run("data \"wide.csv\"")
    #expect(
      result.status == 65 && result.error.contains("line 2: it has no end"), "\(result.error.prefix(300))")
  }

  /// Ctrl-C ends the wait for a pipe: while it opens, and while nothing comes; else it is killed after two seconds.
  @Test(arguments: ["data \"p\"", "load \"p\"", "net 2 1; save \"p\"", "run \"p\""], [false, true])
  func idlePipesAreInterrupted(_ script: String, _ hasPeer: Bool) throws {
    guard !(hasPeer && script.contains("save")) else { return }
    let folder = try Folder()
    let peer = hasPeer ? "(exec 3<>p; sleep 3) & sleep 0.1;" : ""
    // In the foreground it is one signal: the second of two, where the first was not heard yet, ends without a word.
    let result = try Command.shell(
      "mkfifo p; \(peer) timeout --foreground --preserve-status -k 2 -s INT 0.6 nn -e '\(script)'",
      in: folder.url)
    #expect(result.status == 130 && result.error.contains("interrupted"), "\(result.status) \(result.error)")
  }

  /// A full stream that does not block is waited for without work.
  @Test func aFullStreamIsWaitedFor() throws {
    let folder = try Folder()
    let program = """
      import os, fcntl, subprocess, time, resource, sys
      r, w = os.pipe()
      fcntl.fcntl(w, fcntl.F_SETFL, fcntl.fcntl(w, fcntl.F_GETFL) | os.O_NONBLOCK)
      p = subprocess.Popen([sys.argv[1], '-e', 'repeat 60000\\nprint "aaaaaaaaaaaaaaaaaaaaaaaaa"\\nend'], stdout=w)
      os.close(w)
      time.sleep(2)
      n = 0
      while True:
        b = os.read(r, 65536)
        if not b: break
        n += len(b)
      p.wait()
      print(p.returncode, n, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime + resource.getrusage(resource.RUSAGE_CHILDREN).ru_stime < 1.2)
      """
    try folder.write(program, "full.py")
    let result = try Command.shell("python3 full.py \"$(command -v nn)\"", in: folder.url)
    #expect(result.output == "0 1560000 True\n", "\(result.output) \(result.error)")
  }

  @Test(arguments: ["--help", "--version", "run --help", "test --help", "--generate-completion-script bash"])
  func helpOnAFullDiskFails(_ arguments: String) throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    #expect(try Command.shell("nn \(arguments) > /dev/full").status == 74)
    let shown = try Command.shell("nn \(arguments)")
    #expect(shown.status == 0 && shown.output.count > 5 && shown.output.hasSuffix("\n"))
  }

  // MARK: Depth

  /// The deepest calls and brackets that the language allows, on a stack of 1 MB.
  @Test func deepScriptsRunOnASmallStack() throws {
    let folder = try Folder()
    let brackets = String(repeating: "(", count: 90) + "1" + String(repeating: ")", count: 90)
    try folder.write(
      "define f n\n  if n > 0\n    f (n - 1)\n  else\n    print \(brackets)\n  end\nend\nf 150\n", "deep.nn")
    let result = try Command.shell("ulimit -s 1024; nn deep.nn", in: folder.url)
    let usual = try Command.shell("nn deep.nn", in: folder.url)
    #expect(result.status == usual.status && result.output == usual.output && result.error == usual.error)
  }

  // MARK: Text from outside

  /// No sequence from a file, a name or a script reaches a terminal as it is.
  @Test func controlCharactersAreShownAsMarks() throws {
    let folder = try Folder()
    let bad = "\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\u{2066}\u{7f}\r"
    try folder.write("a\(bad),b\(bad),class\(bad)\n1,2,x\(bad)\n3,4,y\u{1b}[2J\n", "e.csv")
    try folder.write(
      "net 2 1\nprint \"\(bad)\"\nsay \"\(bad)\"\nsection \"\(bad)\"\nnote \"\(bad)\"\n# \(bad)\n", "e.nn")
    let scripts = [
      "data \"e.csv\"", "data \"e.csv\"; show data", "data \"e.csv\" target q", "data \"e\(bad).csv\"",
      "data \"e.csv\"; net 2 2 softmax; init ones; score; eval data; print \"\(bad)\"; guess", "foo\(bad)",
      "print \"\(bad)", "net 2 1; save \"s\(bad)\"; load \"s\(bad)\"; history; transcript",
      "data \"e.csv\"; net 2 2 softmax; init ones; train sgd epochs 3; explain gradient 1 2 -> \"\(bad)\"",
    ]
    for options in [[], ["--echo"], ["--quiet"], ["--json"], ["--color", "always"]] {
      for arguments in scripts.map({ ["-e", $0] }) + [["e.nn"], ["check", "e.nn"], ["nofile\(bad)"]] {
        let isCheck = arguments[0] == "check"
        let result = try Command.run(isCheck ? arguments : options + arguments, in: folder.url)
        let colors = try Regex("\u{1b}\\[[0-9;]*m")
        for text in [result.output, result.error].map({ $0.replacing(colors, with: "") }) {
          let found = text.unicodeScalars.filter {
            $0.value < 32 && $0 != "\n" || (0x7f..<0xa0).contains($0.value)
              || options != ["--json"] && [0x202e, 0x2066].contains($0.value)
          }
          #expect(
            found.isEmpty,
            "\(options) \(arguments): \(found.map(\.value)) in \(text.debugDescription.prefix(400))")
        }
      }
    }
  }

  @Test func infiniteNumbersStopWhereTheyAreMade() throws {
    let folder = try Folder()
    let setup = "net 2 2 1; data xor; init torch seed 1; "
    for line in ["explain gradient 0 1 -> 1e300", "let t = [1e300]; explain gradient 0 1 -> t"] {
      let result = try folder.run(setup + line)
      #expect(result.status == 1 && !result.output.contains("inf"), "\(line): \(result.output)")
    }
    let infinite = "net 1 1; init constant 1e30; data\n  1e30 -> 1\nend\nlet z = loss; "
    for line in ["print z - z", "print z * 0", "print z / z", "print z mod 2"] {
      let result = try folder.run(infinite + line)
      #expect(
        result.status == 1 && !result.output.contains("nan"), "\(line): \(result.output) \(result.error)")
    }
  }

  /// Undo keeps fewer sessions where variables are large, and all where they share one.
  @Test func undoKeepsABoundedAmount() throws {
    let folder = try Folder()
    try folder.write(String(repeating: "let l = [1..1000000]\n", count: 40), "l.nn")
    let result = try Command.shell("ulimit -v 1500000; nn l.nn", in: folder.url)
    #expect(result.status == 0, "\(result.status) \(result.error)")
    let shared = (1...60).map { "let x = \($0)\n" }.joined() + String(repeating: "undo\n", count: 60)
    try folder.write("let l = [1..1000000]\n" + shared + "expect sum(l) > 1000\n", "s.nn")
    let undone = try Command.shell("nn s.nn", in: folder.url)
    #expect(undone.status == 0, "\(undone.error)")
  }
}
