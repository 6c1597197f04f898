import Foundation
import TestSupport
import Testing

/// What scripts of others may write and read.
struct ScriptRulesTests {
  /// Every statement that writes a file, as a script that gets there.
  static let statements: [(suffix: String, script: @Sendable (String) -> String)] = [
    ("nnet", { "net 2 2 1\nsave \"\($0)\"" }), ("nn", { "net 2 2 1\ndump to \"\($0)\"" }),
    ("nn", { "net 2 2 1\ntranscript to \"\($0)\"" }),
    ("csv", { "net 2 2 1\ninit ones\ndata xor\neval data to \"\($0)\"" }),
    ("md", { "net 2 2 1\ninit ones\nexplain 0 1 to \"\($0)\"" }),
    ("svg", { "net 2 2 1\ninit ones\nplot net to \"\($0)\"" }),
    ("svg", { "data xor\nnet 2 2 1\ninit ones\ntrain sgd epochs 4\nplay boundary epochs 0..4 to \"\($0)\"" }),
    ("html", { "net 2 2 1\nreport \"\($0)\"" }),
    ("jsonl", { "data xor\nnet 2 2 1\nsweep seeds 0..1 to \"\($0)\"\ntrain sgd epochs 2\nend" }),
  ]

  /// However lines were broken.
  private static func words(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private struct Place {
    let url: URL
    var work: URL { url.appending(path: "work") }

    /// A folder with one to work in, a neighbor that is nobody's business, and links that lead there.
    init() throws {
      url = FileManager.default.temporaryDirectory.appending(path: "nn-rules-\(UUID().uuidString)")
      for name in ["work/sub", "other", "home"] {
        try FileManager.default.createDirectory(
          at: url.appending(path: name), withIntermediateDirectories: true)
      }
      try write("precious", "other/keep.txt")
      try FileManager.default.createSymbolicLink(
        atPath: work.appending(path: "out").path, withDestinationPath: "../other")
      try FileManager.default.createSymbolicLink(
        atPath: work.appending(path: "dangling").path, withDestinationPath: "../home/new")
      try FileManager.default.createSymbolicLink(
        atPath: work.appending(path: "link").path, withDestinationPath: "../other/keep.txt")
    }

    func write(_ text: String, _ name: String) throws {
      try text.write(to: url.appending(path: name), atomically: true, encoding: .utf8)
    }

    /// All files outside the working folder, with what is in them.
    var outside: [String] {
      ["other", "home", "."].flatMap { folder in
        ((try? FileManager.default.contentsOfDirectory(atPath: url.appending(path: folder).path)) ?? []).map {
          let text = try? String(contentsOf: url.appending(path: folder).appending(path: $0), encoding: .utf8)
          return "\(folder)/\($0): \(text ?? "")"
        }
      }.sorted()
    }

    func remove() { try? FileManager.default.removeItem(at: url) }
  }

  /// Nine statements, each in nine directions that it must not take: nothing is written anywhere.
  @Test(arguments: statements.indices) func nothingIsWrittenOutside(_ index: Int) throws {
    let (suffix, script) = Self.statements[index]
    let place = try Place()
    defer { place.remove() }
    let before = place.outside
    for name in [
      "../other/x.\(suffix)", place.url.path + "/home/x.\(suffix)", "out/x.\(suffix)", "dangling", "link",
      "sub/../../home/x.\(suffix)", ".x.\(suffix)", "sub/.x/../.y.\(suffix)",
      "/proc/self/cwd/../home/x.\(suffix)",
    ] {
      try place.write(script(name), "work/a.nn")
      let result = try Command.run(["a.nn"], in: place.work)
      #expect(result.status == 73, "\(name): \(result.output)\(result.error)")
      // A name without a suffix is none for a picture either.
      let isPlain = ["dangling", "link"].contains(name)
      // No folder that is allowed allows a hidden file.
      let isHidden = name.split(separator: "/").last?.hasPrefix(".") == true
      let advice = isHidden ? "does not begin with a dot" : "--allow-write"
      #expect(isPlain || Self.words(result.error).contains(advice), "\(result.error)")
      #expect(place.outside == before, "\(name)")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: place.work.path).sorted()
    #expect(names == ["a.nn", "dangling", "link", "out", "sub"])
  }

  /// What nn did not write stays, even with `replace`; what it wrote may be written again.
  @Test(arguments: statements.indices) func nothingForeignIsReplaced(_ index: Int) throws {
    let (suffix, script) = Self.statements[index]
    let place = try Place()
    defer { place.remove() }
    let name = "mine.\(suffix)"
    let replacing = script(name).replacing("to \"\(name)\"", with: "to \"\(name)\" replace")
      .replacing("save \"\(name)\"", with: "save \"\(name)\" replace")
      .replacing("report \"\(name)\"", with: "report \"\(name)\" replace")
    try place.write("my own words\n", "work/\(name)")
    try place.write(replacing, "work/a.nn")
    let refused = try Command.run(["a.nn"], in: place.work)
    #expect(refused.status == 73 && refused.error.contains("--allow-write"), "\(refused.error)")
    #expect(try String(contentsOf: place.work.appending(path: name), encoding: .utf8) == "my own words\n")
    let allowed = try Command.run(["--allow-write", ".", "a.nn"], in: place.work)
    #expect(allowed.status == 0, "\(allowed.error)")
    let again = try Command.run(["a.nn"], in: place.work)
    #expect(again.status == 0, "what nn wrote: \(again.error)")
  }

  /// A pipe that somebody made is no file of nn: a script neither waits for it nor writes into it.
  @Test(arguments: statements.indices) func pipesAreNoFiles(_ index: Int) throws {
    let (suffix, script) = Self.statements[index]
    let place = try Place()
    defer { place.remove() }
    #expect(mkfifo(place.work.appending(path: "pipe.\(suffix)").path, 0o600) == 0)
    try place.write(script("pipe.\(suffix)"), "work/a.nn")
    for options in [[], ["--safe"]] {
      let result = try Command.run(options + ["a.nn"], in: place.work)
      let said = result.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      let isSaid = said.contains(options.isEmpty ? "a pipe or a device" : "nothing is replaced")
      #expect(result.status == 73 && isSaid, "\(result.error)")
    }
    try place.write("data \"pipe.\(suffix)\"\n", "work/b.nn")
    let read = try Command.run(["--safe", "b.nn"], in: place.work)
    let said = read.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(read.status != 0 && said.contains("a pipe or a device"), "\(read.error)")
  }

  /// What stands where a file is begun to be written, and is no file, is in nobody's way.
  @Test func whatStandsInTheWayIsTakenAway() throws {
    let place = try Place()
    defer { place.remove() }
    try place.write("net 2 1\nsave \"a.nnet\"\n", "work/a.nn")
    #expect(try Command.run(["a.nn"], in: place.work).status == 0)
    let saved = try Data(contentsOf: place.work.appending(path: "a.nnet"))
    let real = try #require(realpath(place.work.path, nil).map { String(cString: $0) })
    let hash = "\(real)/a.nnet".utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    let neighbor = "\(real)/.nn-\(String(hash, radix: 36)).tmp"
    #expect(mkfifo(neighbor, 0o600) == 0)
    #expect(try Command.run(["a.nn"], in: place.work).status == 0)
    #expect(symlink("\(place.url.path)/home/x", neighbor) == 0)
    #expect(try Command.run(["a.nn"], in: place.work).status == 0)
    #expect(try Data(contentsOf: place.work.appending(path: "a.nnet")) == saved)
    #expect(!FileManager.default.fileExists(atPath: neighbor))
  }

  /// However a script comes to be run.
  @Test func everyWayToRunOne() throws {
    let place = try Place()
    defer { place.remove() }
    let before = place.outside
    try place.write("net 2 1\nsave \"../home/x.nnet\"\n", "work/a.nn")
    try place.write("# L\n\n```nn\nnet 2 1\nsave \"../home/x.nnet\"\n```\n", "work/l.md")
    try place.write("define leave\n  save \"../home/x.nnet\"\nend\n", "work/d.nn")
    for (line, status) in [
      ("nn a.nn", 73), ("nn < a.nn", 73), ("nn -e 'run \"a.nn\"'", 73), ("nn --json a.nn", 73),
      ("nn --keep-going a.nn", 73),
      ("nn test a.nn", 1), ("nn test l.md", 1), ("nn page l.md --to l.html", 1),
      ("nn demo a.nn --record x.cast", 73),
      ("nn -e 'run \"d.nn\"; net 2 1; leave'", 73), ("nn --html a.nn", 73),
    ] as [(String, Int32)] {
      let result = try Command.shell(line, in: place.work)
      #expect(result.status == status, "\(line): \(result.status) \(result.error)")
      #expect(place.outside == before, "\(line)")
    }
    // What is typed is free, and so is a script that may.
    #expect(try Command.run(["-e", "net 2 1; save \"../home/y.nnet\""], in: place.work).status == 0)
    #expect(try Command.run(["--allow-write", "../home", "a.nn"], in: place.work).status == 0)
    #expect(try Command.run(["test", "--allow-write", "../home", "l.md"], in: place.work).status == 0)
    #expect(try Command.run(["--allow-write", "../other", "a.nn"], in: place.work).status == 73)
    #expect(try Command.run(["--allow-write", "../none", "a.nn"], in: place.work).status == 64)
    #expect(try Command.run(["--safe", "--allow-write", ".", "a.nn"], in: place.work).status == 64)
  }

  /// Beside the script, wherever nn was started, and the other way round.
  @Test func besideTheScript() throws {
    let place = try Place()
    defer { place.remove() }
    try place.write("net 2 1\nsave \"x.nnet\"\nsave \"../y.nnet\"\n", "work/sub/a.nn")
    let result = try Command.run(["work/sub/a.nn"], in: place.url)
    #expect(result.status == 0, "\(result.error)")
    #expect(FileManager.default.fileExists(atPath: place.work.appending(path: "sub/x.nnet").path))
    #expect(FileManager.default.fileExists(atPath: place.work.appending(path: "y.nnet").path))
    try place.write("net 2 1\nsave \"z.nnet\"\n", "other/b.nn")
    #expect(try Command.run(["../other/b.nn"], in: place.work).status == 0)
    #expect(FileManager.default.fileExists(atPath: place.url.appending(path: "other/z.nnet").path))
  }

  @Test(arguments: [
    "a\u{1b}[2Jb", "a\u{7}b", "a\u{202e}gpj.exe", "a\nb", "a\u{9b}b", "a\u{2066}b", "a\u{7f}b", "a\u{2028}b",
  ])
  func namesAreWhatTheyLookLike(_ name: String) throws {
    let place = try Place()
    defer { place.remove() }
    let text = name.replacing("\n", with: "\\n")
    for arguments in [
      ["-e", "net 2 1; save \"\(text)\""], ["--safe", "-e", "net 2 1; dump to \"\(text)\""],
    ] {
      let result = try Command.run(arguments, in: place.work)
      #expect(result.status == 73 && result.error.contains("control characters"), "\(result.error)")
      #expect(!result.error.unicodeScalars.contains { $0.value == 0x1b || $0.value == 0x202e })
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: place.work.path)
    #expect(names.sorted() == ["dangling", "link", "out", "sub"])
  }

  @Test func safeReadsOnlyHere() throws {
    let place = try Place()
    defer { place.remove() }
    try place.write("1,2\n3,4\n", "other/d.csv")
    try place.write("1,2\n3,4\n", "work/d.csv")
    try place.write("print 1\n", "other/b.nn")
    try place.write("data \"d.csv\"\n", "other/a.nn")
    for (line, status) in [
      ("data \"../other/d.csv\"", 66), ("data \"out/d.csv\"", 66),
      ("data \"\(place.url.path)/other/d.csv\"", 66),
      ("run \"../other/b.nn\"", 66), ("load \"../other/x.nnet\"", 66), ("data \"d.csv\"", 0),
      ("sweep resume \"../other/r.jsonl\"", 73),
    ] as [(String, Int32)] {
      let result = try Command.run(["--safe", "-e", line], in: place.work)
      #expect(result.status == status, "\(line): \(result.error)")
    }
    #expect(try Command.run(["--safe", "../other/a.nn"], in: place.work).status == 0, "beside the script")
  }

  /// More than its share of files is refused.
  @Test func safeWritesNoMoreThanItsShare() throws {
    let place = try Place()
    defer { place.remove() }
    let script = "net 1000 1000\ninit torch seed 1\nfor k in 1..100\nsave \"w{k}.nnet\"\nend\n"
    try place.write(script, "work/a.nn")
    let result = try Command.run(["--safe", "a.nn"], in: place.work)
    #expect(result.status == 73 && Self.words(result.error).contains("at most 200 MB"), "\(result.error)")
  }
}
