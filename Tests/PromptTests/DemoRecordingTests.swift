import Foundation
import TestSupport
import Testing

/// `nn demo` without a terminal: played at once, or recorded.
struct DemoRecordingTests {
  @Test func pipedItPlaysAtOnce() throws {
    let path = try DemoScript.file()
    let demo = try Command.run(["demo", path])
    let echo = try Command.run(["--echo", path])
    let timeless = { (text: String) in text.replacing(/[0-9.]+ ms/, with: "ms") }
    #expect(demo.status == 0 && timeless(demo.output) == timeless(echo.output))
  }

  /// The recording is the same from run to run, and holds what the demo shows.
  @Test func recordingsRepeatToTheByte() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let casts = try (0..<2).map { number in
      let path = folder.appending(path: "\(number).cast").path
      let made = try Command.shell("COLUMNS=\(40 + number) nn demo examples/xor.nn --record \(path) 2>&1")
      #expect(made.status == 0 && made.output.contains("for asciinema play"))
      return try String(contentsOfFile: path, encoding: .utf8)
    }
    #expect(casts[0] == casts[1])
    let lines = casts[0].split(separator: "\n")
    let head = try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any]
    #expect(
      head?["version"] as? Int == 2 && head?["width"] as? Int == 80 && head?["title"] as? String == "xor.nn")
    var screen = Screen(rows: 24, columns: 80)
    var (last, chapters) = (0.0, [String]())
    for line in lines.dropFirst() {
      let frame = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any])
      let (time, text) = (try #require(frame[0] as? Double), try #require(frame[2] as? String))
      #expect(time >= last)
      last = time
      if frame[1] as? String == "m" { chapters.append(text) } else { screen.feed(text.utf8) }
    }
    #expect(
      chapters == ["A net with nine numbers", "A start", "Training", "What was learned", "Checked by hand"])
    let shown = screen.everything.joined(separator: "\n")
    #expect(shown.contains("nn 2-2-1> train adam lr 0.01 until loss < 0.01"))
    #expect(shown.contains("reached loss < 0.01 at epoch 1514\n"), "no time of a clock")
    #expect(shown.contains("0 1      0.9097        1   −0.0903"))
    #expect(last > 20 && last < 120)
    // Debian's player, where it is installed.
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/asciinema") else { return }
    let player = try PseudoTerminal(
      program: ["/usr/bin/asciinema", "play", "-s", "100", "\(folder.path)/0.cast"], rows: 24)
    #expect(player.ends() == 0)
    #expect(player.screen.text.hasSuffix("->L2N0 within 1e-6\nholds"))
  }

  @Test func aFailingScriptIsNotRecorded() throws {
    let path = try DemoScript.file("net 2 2 1\neval 1\n")
    let made = try Command.run(["demo", path, "--record", path + ".cast"])
    #expect(made.status == 1 && made.error.contains("error:"))
    #expect(!FileManager.default.fileExists(atPath: path + ".cast"))
    let itself = try Command.run(["demo", path, "--record", path])
    #expect(itself.status == 64 && itself.error.contains("is the script itself"))
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("net 2 2 1"))
    let unwritable = try Command.run([
      "demo", try DemoScript.file("print 1\n"), "--record", "/proc/none/x.cast",
    ])
    #expect(unwritable.status == 73 && unwritable.error.contains("cannot write"))
  }

  /// The screen is as large as was asked for, the theme's ground is told, and where it stops is said.
  @Test func recordingsHaveSizesThemesAndReasons() throws {
    let path = try DemoScript.file("section \"A\"\nnet 2 2 1\nprint \"x\"\n")
    let cast = path + ".cast"
    let made = try Command.run(["demo", path, "--record", cast, "--size", "100x30", "--theme", "light"])
    #expect(made.status == 0)
    let text = try String(contentsOfFile: cast, encoding: .utf8)
    #expect(text.hasPrefix(#"{"version":2,"width":100,"height":30,"#) && text.contains(##""bg":"#ffffff""##))
    #expect(text.contains(#"[0.000000, "m", "A"]"#))
    for wrong in ["100", "x30", "10x30", "100x3000", "axb"] {
      #expect(try Command.run(["demo", path, "--record", cast, "--size", wrong]).status == 64)
    }
    #expect(try Command.run(["demo", path, "--size", "100x30"]).status == 64)
    let failing = try DemoScript.file("net 2 2 1\neval 1\nprint 2\n")
    let failed = try Command.run(["demo", failing, "--record", failing + ".cast"])
    #expect(
      failed.status == 1 && failed.error.contains("stops at `eval 1`")
        && failed.error.contains("not recorded"))
    let page = try DemoScript.file(
      "# A\n\nwords\n\n```nn\nprint 6 * 7\n```\n\n```nn-error no-net\neval 0\n```\n", "a.md")
    #expect(try Command.run(["demo", page, "--color", "never", "--record", page + ".cast"]).status == 0)
    let talk = try String(contentsOfFile: page + ".cast", encoding: .utf8)
    #expect(talk.contains("words\\r\\n") && talk.contains("42\\r\\n") && talk.contains("Make one first"))
  }
}
