import Foundation
import TestSupport
import Testing

/// Files whose names stand on the command line, or come from a script or page of somebody else: they are what they look
/// like, and where they are seen.
struct NamedOutputTests {
  /// A folder with a lesson of somebody else, who brings links along, and a neighbor that is nobody's business.
  private final class Lesson {
    let url: URL
    var folder: URL { url.appending(path: "lesson") }

    init() throws {
      url = FileManager.default.temporaryDirectory.appending(path: "nn-named-\(UUID().uuidString)")
      for name in ["lesson/site", "home/.config/nn"] {
        try FileManager.default.createDirectory(
          at: url.appending(path: name), withIntermediateDirectories: true)
      }
      try write("# T\n\n[setup](init.nn)\n\n```nn\nprint 1\n```\n", "README.md")
      try write("print \"stranger\"\n", "init.nn")
      try write("data xor\nnet 2 2 1\nsweep seeds 0..1\n  train adam lr 0.1 epochs 2\nend\n", "x.nn")
      let exercise = "exercise \"A\"\n  expect a == 1\nsolution\n  let a = 1\nend\n"
      try write(exercise, "exercise.nn")
      try write("let a = 1\n", "work.nn")
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ text: String, _ name: String) throws {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    func link(_ name: String, to target: String) throws {
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: name).path, withDestinationPath: target)
    }

    /// What is outside the folder of the lesson.
    var outside: [String] {
      FileManager.default.subpaths(atPath: url.appending(path: "home").path)?.sorted() ?? []
    }
  }

  /// However lines were broken.
  private static func said(_ result: Command.Result) -> String {
    (result.output + result.error).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test(arguments: [
    ["page", "README.md", "--to", "out"], ["page", "--safe", "README.md", "--to", "out"],
    ["test", "README.md", "--junit", "out"], ["demo", "init.nn", "--record", "out"],
    ["grade", "exercise.nn", "work.nn", "--csv", "out"], ["grade", "exercise.nn", "--handout", "out"],
    ["sweep", "x.nn", "--ledger", "out"],
  ])
  func linksThatCameAlongAreNotFollowed(_ arguments: [String]) throws {
    let lesson = try Lesson()
    try lesson.link("out", to: "../home/.config/nn/init.nn")
    let before = lesson.outside
    let result = try Command.run(arguments, in: lesson.folder)
    #expect(result.status == 64, "\(Self.said(result))")
    #expect(Self.said(result).contains("\"out\" is a link to ../home/.config/nn/init.nn: name that one"))
    #expect(lesson.outside == before)
    // A link to a neighbor is that neighbor.
    try FileManager.default.removeItem(at: lesson.folder.appending(path: "out"))
    try lesson.link("out", to: "real")
    #expect(try Command.run(arguments, in: lesson.folder).status == 0)
    #expect(FileManager.default.fileExists(atPath: lesson.folder.appending(path: "real").path))
  }

  /// What is rewritten in its place, too, is the file that is seen there.
  @Test(arguments: [
    (["fmt"], "own.nn", "print  1\n"),
    (["test", "--update"], "own.md", "```nn\nprint 1\n```\n\n```text\n2\n```\n"),
  ])
  func linksAreNotRewritten(_ arguments: [String], _ name: String, _ text: String) throws {
    let lesson = try Lesson()
    let own = lesson.url.appending(path: "home/\(name)")
    try text.write(to: own, atomically: true, encoding: .utf8)
    try lesson.link(name, to: "../home/\(name)")
    let result = try Command.run(arguments + [name], in: lesson.folder)
    #expect(result.status == 73, "\(Self.said(result))")
    #expect(Self.said(result).contains("\"\(name)\" is a link to "))
    #expect(Self.said(result).contains("/home/\(name): name that one, if you mean it"))
    #expect(try String(contentsOf: own, encoding: .utf8) == text)
    #expect(try Command.run(arguments + ["../home/\(name)"], in: lesson.folder).status == 0)
    #expect(try String(contentsOf: own, encoding: .utf8) != text)
  }

  @Test(arguments: ["a\u{1b}[2Jb", "a\u{202e}lmth.b", "a\u{9b}b"])
  func namesThatHideSomethingAreRefused(_ name: String) throws {
    let lesson = try Lesson()
    for arguments in [
      ["page", "README.md", "--to", name], ["site", "README.md", "--to", name],
      ["test", "README.md", "--junit", name], ["sweep", "x.nn", "--ledger", name],
    ] {
      let result = try Command.run(arguments, in: lesson.folder)
      #expect(result.status == 64 && Self.said(result).contains("cannot be trusted"), "\(arguments[0])")
    }
  }

  @Test func sitesStayInTheirFolder() throws {
    let lesson = try Lesson()
    try lesson.link("site/files", to: "../../home/.config/nn")
    for options in [["--safe"], []] {
      let result = try Command.run(["site"] + options + ["README.md", "--to", "site"], in: lesson.folder)
      #expect(result.status == 73 && Self.said(result).contains("out of the folder of the site"))
    }
    #expect(lesson.outside == [".config", ".config/nn"])
    try FileManager.default.removeItem(at: lesson.folder.appending(path: "site"))
    try lesson.link("site", to: "../home")
    for name in ["site", "site/", "site//", "site/.", "site/./"] {
      #expect(
        try Command.run(["site", "README.md", "--to", name], in: lesson.folder).status == 64, "\(name)")
    }
    #expect(lesson.outside == [".config", ".config/nn"])
    #expect(try Command.run(["site", "README.md", "--to", "new"], in: lesson.folder).status == 0)
    #expect(try Command.run(["site", "README.md", "--to", "new"], in: lesson.folder).status == 0)
    // A page may be hidden; no link is.
    try lesson.write("# H\n\n- [a](.x.md)\n", "h.md")
    try lesson.write("# x\n", ".x.md")
    for _ in 0..<2 {
      #expect(try Command.run(["site", "h.md", "--to", "hid"], in: lesson.folder).status == 0)
    }
    try lesson.write("# I\n\n- [a](<\u{1b}]0;t\u{7}.md>)\n", "i.md")
    try lesson.write("# x\n", "\u{1b}]0;t\u{7}.md")
    let result = try Command.run(["site", "i.md", "--to", "s2"], in: lesson.folder)
    #expect(result.status == 73 && Self.said(result).contains("characters that it does not show"))
  }

  /// The names of ledgers come from scripts, and the command adds to them.
  @Test func ledgersFollowTheRulesOfScripts() throws {
    let lesson = try Lesson()
    let script = try String(contentsOf: lesson.folder.appending(path: "x.nn"), encoding: .utf8)
    try lesson.link("x.0-of-2.jsonl", to: "../home/led")
    try lesson.write(script, ".h.nn")
    try lesson.write(script.replacing("0..1", with: "0..1 to \"/dev/null\""), "z.nn")
    try lesson.write(script, "c\u{1b}[31m.nn")
    for name in ["x.nn", ".h.nn", "z.nn", "c\u{1b}[31m.nn"] {
      let result = try Command.run(["sweep", name, "--shard", "0/2"], in: lesson.folder)
      #expect(result.status == 73, "\(name): \(Self.said(result))")
      #expect(Self.said(result).contains("Name another one: --ledger FILE.jsonl"))
    }
    #expect(lesson.outside == [".config", ".config/nn"])
    #expect(
      try Command.run(["sweep", ".h.nn", "--shard", "0/2", "--ledger", "ok.jsonl"], in: lesson.folder).status
        == 0)
    try lesson.write(script.replacing("0..1", with: "0..1 to \"/dev/stdout\""), "o.nn")
    let result = try Command.run(["o.nn"], in: lesson.folder)
    #expect(result.status == 73 && Self.said(result).contains("it has to be a file"))
  }

  /// What the shell opened has a name too, and a script that is named may be a link.
  @Test func whatIsTypedIsFollowed() throws {
    let lesson = try Lesson()
    #expect(try Command.shell("nn page README.md --to /dev/fd/3 3>p.html", in: lesson.folder).status == 0)
    let page = try String(contentsOf: lesson.folder.appending(path: "p.html"), encoding: .utf8)
    #expect(page.contains("<html"))
    try "print 6 * 7\n".write(
      to: lesson.url.appending(path: "home/far.nn"), atomically: true, encoding: .utf8)
    try lesson.link("far.nn", to: "../home/far.nn")
    for line in ["nn --safe far.nn", "nn --safe /dev/stdin < far.nn", "cat far.nn | nn --safe"] {
      #expect(try Command.shell(line, in: lesson.folder).output == "42\n", "\(line)")
    }
  }

  /// Whichever limit the system sets, the process ends with words.
  @Test func ceilingsAreToldByEveryCommand() throws {
    let lesson = try Lesson()
    try lesson.write("while 1 > 0\n  let n = 1\nend\n", "endless.nn")
    try lesson.write("```nn\nwhile 1 > 0\n  let n = 1\nend\n```\n", "endless.md")
    for (line, limit) in [
      ("nn --safe endless.nn", "-S -t 1"), ("nn test --safe endless.md", "-S -t 1"),
      ("nn page --safe endless.md --to p.html", "-S -t 1"), ("nn --safe endless.nn", "-t 2"),
    ] {
      let result = try Command.shell("ulimit \(limit); \(line)", in: lesson.folder)
      #expect(result.status == 1, "\(line): \(Self.said(result))")
      #expect(Self.said(result).contains("stopped, since with --safe a run takes at most 1 s of a processor"))
    }
  }

  /// What a page or a script is given to write is below a folder that is allowed; hidden files are not allowed with it.
  @Test func allowedFoldersAllowNoHiddenFile() throws {
    let lesson = try Lesson()
    try lesson.write("net 2 1\nsave \".hid\"\n", "hid.nn")
    try lesson.write("net 2 1\nsave \"../home/x.nnet\"\n", "far.nn")
    let result = try Command.run(["--allow-write", ".", "hid.nn"], in: lesson.folder)
    #expect(result.status == 73 && Self.said(result).contains("Take a name that does not begin with a dot."))
    #expect(try Command.run(["--allow-write", "../home", "far.nn"], in: lesson.folder).status == 0)
  }

  /// What is passed over on a page is told in the words of the page.
  @Test func languagesOfBlocksSteerNoTerminal() throws {
    let lesson = try Lesson()
    let fence = "\u{1b}[8m\u{1b}]0;pwn\u{7}\u{202e}\u{9b}c"
    try lesson.write("# T\n\n```\(fence)\nx\n```\n\n```nn\nprint 1\n```\n", "l.md")
    let result = try Command.run(["test", "l.md"], in: lesson.folder)
    #expect(result.status == 0 && Self.said(result).contains("blocks passed over: ·[8m·]0;pwn··"))
    let link = "https://playground.tensorflow.org/#dataset=\u{202e}x\u{2066}"
    let error = try Command.run(["playground", link], in: lesson.folder).error
    #expect(error.contains("dataset is ·x·") && !error.contains("\u{202e}"))
  }

  /// Nobody writes into these pipes: whoever waited for them would wait for ever.
  @Test func pipesAreNoPartsOfPages() throws {
    let lesson = try Lesson()
    for name in ["p.png", "p.md", "p.nn"] { mkfifo(lesson.folder.appending(path: name).path, 0o600) }
    try lesson.write("# T\n\n![x](p.png)\n", "picture.md")
    try lesson.write("# T\n\n[x](p.md)\n", "link.md")
    for (arguments, status) in [
      (["page", "picture.md", "--to", "o.html"], 1), (["site", "link.md", "--to", "s"], 0),
      (["--safe", "p.nn"], 66), (["test", "--safe", "p.md"], 66),
      (["page", "--safe", "p.md", "--to", "q.html"], 66),
      (["demo", "--safe", "--instant", "p.nn"], 66),
    ] as [([String], Int32)] {
      let result = try Command.shell(
        "timeout 20 nn " + arguments.joined(separator: " "), in: lesson.folder)
      #expect(result.status == status, "\(arguments): \(Self.said(result))")
    }
  }
}
