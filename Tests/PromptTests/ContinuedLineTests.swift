import Foundation
import TestSupport
import Testing

/// Entries of several lines: how they stand on the screen, and that what stands there can be read back.
@Suite(.serialized) struct ContinuedLineTests {
  private func prompt(rows: Int = 40, columns: Int = 80, _ environment: [String: String] = [:]) throws
    -> PseudoTerminal
  {
    let terminal = try PseudoTerminal(environment: environment, rows: rows, columns: columns)
    #expect(terminal.shows("nn> "))
    return terminal
  }

  /// The end of what is on the screen.
  private func ends(_ terminal: PseudoTerminal, _ lines: String...) -> Bool {
    terminal.sees { $0.text.hasSuffix(lines.joined(separator: "\n")) }
  }

  /// Waits for an empty prompt.
  private func asks(_ terminal: PseudoTerminal) -> Bool {
    terminal.sees { $0.lines[$0.cursor.row].hasPrefix("nn ") && $0.lines[$0.cursor.row].hasSuffix(">") }
  }

  /// Waits for an empty line of a statement that goes on: what is typed before is echoed by the terminal.
  private func goesOn(_ terminal: PseudoTerminal) -> Bool {
    terminal.sees { $0.lines[$0.cursor.row].trimmingCharacters(in: .whitespaces) == "...>" }
  }

  // MARK: Pastes

  @Test func furtherLinesOfAPasteStandBehindAPrompt() throws {
    let terminal = try prompt()
    terminal.type(Keys.paste("let a = 1\nfor k in 1..2\n  print k + a\nend\n"))
    // As long as it can be changed it stands as it was pasted.
    #expect(ends(terminal, "nn> let a = 1", "for k in 1..2", "  print k + a", "end"))
    terminal.type("\r")
    #expect(
      ends(
        terminal, "nn> let a = 1", "...> for k in 1..2", "...>   print k + a", "...> end", "a = 1", "2", "3",
        "nn>"))
    // So does what is brought back.
    terminal.type(Keys.up + "\r")
    #expect(
      ends(
        terminal, "nn> let a = 1", "...> for k in 1..2", "...>   print k + a", "...> end", "a = 1", "2", "3",
        "nn>"))
    #expect(terminal.leave() == 0)
  }

  /// Rows that are full, characters of two cells, and prompts of another length.
  @Test(arguments: [20, 31, 40, 80])
  func nothingIsLeftOfHowItStoodBefore(_ columns: Int) throws {
    let terminal = try prompt(columns: columns)
    terminal.enter("net 2 2 1")
    #expect(terminal.shows("nn 2-2-1> "))
    let wide = "print \"漢字漢字漢字漢字漢字漢字漢字漢字漢字\""
    let full = "print 1" + String(repeating: " + 1", count: 17)
    terminal.type(Keys.paste("\(full)\n\(wide)\nprint 3"))
    #expect(terminal.sees { $0.lines[$0.cursor.row] == "print 3" })
    terminal.type("\r")
    #expect(terminal.sees { $0.text.hasSuffix("\n3\nnn 2-2-1>") })
    let text = terminal.screen.text.split(separator: "\n").map(String.init).joined()
    #expect(text.components(separatedBy: "print 3").count == 2, "\(terminal.screen.text)")
    #expect(text.contains("nn 2-2-1> " + full.prefix(8)), "\(terminal.screen.text)")
    #expect(text.contains("...> print \"漢"), "\(terminal.screen.text)")
    #expect(terminal.leave() == 0)
  }

  @Test func aPasteHigherThanTheScreenIsWholeOnIt() throws {
    let terminal = try prompt(rows: 10)
    terminal.type(Keys.paste((1...30).map { "let v\($0) = \($0)" }.joined(separator: "\n")))
    #expect(terminal.sees { $0.text.hasSuffix("let v30 = 30") })
    terminal.type("\r")
    #expect(terminal.shows("\nv30 = 30"))
    let raw = String(decoding: terminal.raw, as: UTF8.self).replacing(/\u{1b}\[[0-9;?]*[a-zA-Z]/, with: "")
    for number in 2...30 { #expect(raw.contains("...> let v\(number) = ")) }
    #expect(terminal.leave() == 0)
  }

  /// In a block the lines stand behind its prompt, and what Ctrl-C drops is marked.
  @Test func inABlockAndDropped() throws {
    let terminal = try prompt()
    terminal.enter("repeat 2")
    #expect(ends(terminal, "...>"))
    terminal.type(Keys.paste("print 1\nprint 2"))
    terminal.type("\r")
    #expect(ends(terminal, "nn> repeat 2", "...> print 1", "...> print 2", "...>"))
    terminal.type(Keys.paste("print 3\nprint 4"))
    #expect(terminal.sees { $0.lines[$0.cursor.row] == "print 4" })
    terminal.type(Keys.ctrlC)
    #expect(ends(terminal, "...> print 2", "...> print 3", "...> print 4^C", "nn>"))
    #expect(terminal.leave() == 0)
  }

  private static let exercise = """
    exercise "Learn" points 5
      net 2 2 1
      data xor
      init xavier seed 11
      expect loss < 0.01 points 2
      expect sum([a, b, c]) == 6
      expect k == 7
      expect d == 4
    solution
      net 2 3 1
      init xavier seed 11
      train adam lr 0.01 until loss<0.01
      let a = 1
      let b = 2
      let c = 3
      let d = 4
      let k = 7
    end
    """

  /// Pastes, one that is dropped, a loop, and a mistake that is put right.
  private func work(at terminal: PseudoTerminal) {
    terminal.type(Keys.paste("net 2 3 1\ndata xor\ninit xavier seed 11"))
    terminal.type("\r")
    #expect(terminal.shows("start xavier") && asks(terminal))
    terminal.enter("train adam lr 0.01 \\")
    #expect(goesOn(terminal))
    terminal.enter("until loss<0.01")
    #expect(terminal.shows("reached loss<0.01") && asks(terminal))
    terminal.type(Keys.paste("let a = 1\nlet b = 2"))
    terminal.type("\r")
    #expect(terminal.shows("b = 2\n") && asks(terminal))
    terminal.type(Keys.paste("let a = 9\nlet b = 9"))
    #expect(terminal.shows("let b = 9") && terminal.drops())
    terminal.enter("let k = 0 ; let c = 3")
    #expect(terminal.shows("c = 3\n") && asks(terminal))
    terminal.enter("repeat 7")
    #expect(goesOn(terminal))
    terminal.type(Keys.paste("let k = k + 1\nprint \"let k = 1\""))
    terminal.type("\r")
    #expect(goesOn(terminal))
    terminal.enter("end")
    #expect(terminal.shows("k = 7") && asks(terminal))
    terminal.enter("let d = 5")
    #expect(terminal.shows("d = 5\n") && asks(terminal))
    terminal.enter("let d = 4 +")
    #expect(terminal.shows("error") && asks(terminal))
    terminal.enter("let d = 4")
    #expect(terminal.shows("d = 4\n") && asks(terminal))
  }

  /// What was typed and pasted is graded as it was typed when the screen is handed in.
  @Test func theScreenIsReadBackWhole() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "back-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Self.exercise.write(to: folder.appending(path: "ex.nn"), atomically: true, encoding: .utf8)
    let terminal = try prompt(rows: 100)
    work(at: terminal)
    terminal.enter("transcript")
    #expect(terminal.sees { $0.text.components(separatedBy: "let d = 4").count > 3 } && asks(terminal))
    try terminal.screen.text.write(to: folder.appending(path: "anna.txt"), atomically: true, encoding: .utf8)
    let grades = try Command.run(["grade", "ex.nn", "anna.txt"], in: folder)
    #expect(grades.output.contains("anna.txt: 5 of 5 points"), "\(grades.output)\n\(terminal.screen.text)")
    // The line that is wrong.
    #expect(grades.output.components(separatedBy: "remark:").count == 2, "\(grades.output)")
    #expect(terminal.leave() == 0)
  }

  // MARK: A line that goes on

  /// Lines that each ask for another.
  private func begin(_ terminal: PseudoTerminal, _ lines: String...) {
    for line in lines {
      terminal.enter(line)
      #expect(ends(terminal, line, "...>"), "\(line)")
    }
  }

  @Test func aBackslashGoesOnInTheNextLine() throws {
    let terminal = try prompt()
    begin(terminal, "let a = 1 + \\", "2 + \\")
    terminal.enter("3")
    #expect(ends(terminal, "nn> let a = 1 + \\", "...> 2 + \\", "...> 3", "a = 6", "nn>"))
    // In a block, and in rows.
    begin(terminal, "if a == \\", "6", "print \\", "7")
    terminal.enter("end")
    #expect(ends(terminal, "...> end", "7", "nn>"))
    terminal.enter("data")
    #expect(ends(terminal, "drops it.", "...>"))
    begin(terminal, "0 1 \\", "-> 1")
    terminal.enter("end")
    #expect(terminal.shows("1 row") && ends(terminal, "nn>"))
    // An empty line ends it, and Ctrl-C drops all of it.
    begin(terminal, "print 8 \\")
    terminal.enter("")
    #expect(ends(terminal, "...>", "8", "nn>"))
    begin(terminal, "print 9 \\")
    #expect(terminal.drops())
    terminal.enter("print 10")
    #expect(ends(terminal, "10", "nn>"))
    #expect(!terminal.screen.text.contains("\n9\n"))
    #expect(terminal.leave() == 0)
  }

  /// A mistake is told once the line is whole; in a block it takes only that line.
  @Test func aMistakeInJoinedLines() throws {
    let terminal = try prompt()
    terminal.enter("train adam lrr 1 \\")
    #expect(ends(terminal, "...>"))
    terminal.enter("epochs 5")
    #expect(terminal.shows("prompt:1:12: error:"))
    terminal.enter("data")
    terminal.enter("0 0 -> 0")
    terminal.enter("0 1 \\")
    terminal.enter("=> 1")
    #expect(terminal.shows("prompt:4:1: error:") && terminal.shows("the block is still open"))
    terminal.enter("1 1 \\")
    terminal.enter("-> 1")
    terminal.enter("end")
    #expect(terminal.shows("2 rows · 2 inputs"))
    #expect(terminal.leave() == 0)
  }
}
