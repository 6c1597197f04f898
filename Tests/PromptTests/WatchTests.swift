import Foundation
import TestSupport
import Testing

/// `nn course FILE.nn` beside an editor: work without an end, and work in the wrong place.
@Suite(.serialized) struct WatchTests {
  /// While it runs without an end: saving it begins again, r too, and q leaves.
  @Test func aRunWithoutAnEndIsStopped() throws {
    let place = try CourseTests.Place()
    try place.write(CourseTests.file + "while true\nend\n", "six.nn")
    let terminal = try place.course(["six.nn"])
    #expect(terminal.shows("running … line 8: while true") && terminal.shows("q: leave"))
    try place.write(CourseTests.file + "let mine = 6\nnet 2 2 1\n", "six.nn")
    #expect(terminal.shows("1 of 1 solved"))
    #expect(!terminal.screen.text.contains("interrupted") && !terminal.screen.text.contains("running"))
    try place.write(
      CourseTests.file + "let mine = 6\nsweep seeds 0..9999\ntrain adam epochs 100000\nend\n", "six.nn")
    #expect(terminal.shows("running … line 9: sweep"))
    try place.write(
      CourseTests.file + "let mine = 6\nnet 2 2 1\ntrain sgd lr 1e-9 epochs 1000000000\n", "six.nn")
    #expect(terminal.shows("running … line 10: train"))
    terminal.type("r")
    #expect(terminal.shows("running … line 10: train"))
    terminal.type("q")
    #expect(terminal.ends() == 0)
    let again = try place.course(["six.nn"])
    #expect(again.shows("running … line 10: train"))
    again.type("\u{3}")
    // Whoever stops it sees what was found.
    #expect(again.shows("interrupted") && again.shows("1 of 1 solved"))
    again.type("q")
    #expect(again.ends() == 0)
  }

  /// What is printed without end is not kept, and that is said.
  @Test func printingWithoutAnEndFillsNothing() throws {
    let place = try CourseTests.Place()
    let text = "let mine = 5\nlet k = 0\nwhile true\n  let k = k + 1\n  print \"row {k}\"\nend\n"
    try place.write(CourseTests.file + text, "six.nn")
    let terminal = try place.course(["six.nn"])
    #expect(terminal.shows("running … line 10: while true"))
    terminal.wait(1.5)
    terminal.type("\u{3}")
    #expect(terminal.shows("answers, too many to be kept") && terminal.shows("mine is 5"))
    #expect(terminal.screen.text.contains("… 9"), "\(terminal.screen.text)")
    terminal.type("q")
    #expect(terminal.ends() == 0)
    // Where nobody watches it comes to an end by itself.
    try place.write(CourseTests.file + "for k in 1..4321\n  print \"row {k}\"\nend\n", "six.nn")
    let lines = try Command.run(["course", "six.nn"], in: place.url).lines
    #expect(lines.contains("… 3321 answers, too many to be kept") && !lines.contains("row 3321"))
    #expect(lines.contains("row 3322") && lines.contains("row 4321"))
  }

  /// Where nobody is at the keys the exit status says what the file is.
  @Test(arguments: [("print (\n", 65), ("print 1\n", 65), (CourseTests.file + "let mine = 5\n", 1)])
  func statusesSayWhatTheFileIs(_ text: String, _ status: Int32) throws {
    let place = try CourseTests.Place()
    try place.write(text, "six.nn")
    let result = try Command.run(["course", "six.nn"], in: place.url)
    #expect(result.status == status, "\(result.output)\(result.error)")
  }

  /// Work that stands inside the block is none, and who wrote it is told so.
  @Test func workInsideTheBlockIsNone() throws {
    let place = try CourseTests.Place()
    let inside = "exercise \"Six\"\n  expect mine == 6\n  net 2 1\n  let mine = 6\nend\n"
    try place.write(inside, "six.nn")
    let result = try Command.run(["course", "six.nn"], in: place.url)
    #expect(result.status == 1 && result.output.contains("0 of 1 solved"), "\(result.output)")
    #expect(result.output.contains("all of it held when the exercise opened"))
    #expect(result.output.contains("belongs below the `end`"))
    try place.write(inside.replacing("  net 2 1\n", with: "solution\n"), "six.nn")
    let solved = try Command.run(["course", "six.nn"], in: place.url)
    #expect(solved.status == 1 && solved.output.contains("What stands behind `solution` is not run"))
    try place.write(inside.replacing("  let mine = 6\n", with: "") + "let mine = 6\n", "six.nn")
    let below = try Command.run(["course", "six.nn"], in: place.url)
    #expect(below.status == 0 && !below.output.contains("belongs below"), "\(below.output)")
  }
}
