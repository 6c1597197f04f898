import Foundation
import Testing

/// Typing, as it is seen on the screen.
@Suite(.serialized) struct EditingTests {
  private func prompt(_ environment: [String: String] = [:], columns: Int = 80) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(environment: environment, columns: columns)
    #expect(terminal.shows("nn> "))
    return terminal
  }

  @Test func editingInTheMiddle() throws {
    let terminal = try prompt()
    terminal.type("print 1 + 3")
    #expect(terminal.hasRow("nn> print 1 + 3", cursor: 15))
    terminal.type(String(repeating: Keys.left, count: 4) + "00")
    #expect(terminal.hasRow("nn> print 100 + 3", cursor: 13))
    terminal.type(Keys.backspace + Keys.ctrlA)
    #expect(terminal.hasRow("nn> print 10 + 3", cursor: 4))
    terminal.type("\r")
    #expect(terminal.shows("\n13\n"))
    #expect(terminal.leave() == 0)
  }

  /// A wide character takes two cells, and is one step and one erasure.
  @Test func wideCharactersAreOne() throws {
    let terminal = try prompt()
    terminal.type("print \"世界é🙂\"")
    #expect(terminal.hasRow("nn> print \"世界é🙂\"", cursor: 19))
    terminal.type(Keys.left + Keys.left + Keys.left)
    #expect(terminal.hasRow("nn> print \"世界é🙂\"", cursor: 15))
    terminal.type(Keys.backspace)
    #expect(terminal.hasRow("nn> print \"世é🙂\"", cursor: 13))
    terminal.type("a")
    #expect(terminal.hasRow("nn> print \"世aé🙂\"", cursor: 14))
    terminal.type("\r")
    #expect(terminal.shows("\n世aé🙂\n"))
    #expect(terminal.leave() == 0)
  }

  /// Equal characters on both sides of the margin, and an edit before them.
  @Test func aLineOfSeveralRows() throws {
    let terminal = try prompt(columns: 40)
    let text = "print " + String(repeating: "1+", count: 20) + "10000000000"
    terminal.type(text)
    #expect(terminal.sees { $0.text.hasSuffix("10000000000") })
    terminal.type(Keys.ctrlA + String(repeating: Keys.right, count: 6) + "2+")
    let whole = "nn> print 2+" + String(repeating: "1+", count: 20) + "10000000000"
    #expect(
      terminal.sees { screen in
        let row = screen.cursor.row
        guard screen.cursor.column == 12, row + 1 < screen.lines.count else { return false }
        return screen.lines[row] + screen.lines[row + 1] == whole
      })
    terminal.type("\r")
    #expect(terminal.shows("\n10000000022\n"))
    #expect(terminal.leave() == 0)
  }

  /// Wide characters across the margin, drawn again as a whole.
  @Test func aWideLineOfSeveralRows() throws {
    let terminal = try prompt(columns: 30)
    let wide = String(repeating: "世", count: 20)
    terminal.type("print \"\(wide)\"")
    // 30 cells a row: 4 of the prompt, 7 before the text, 9 wide characters, and one cell that none fits into.
    let row = { (count: Int) in String(repeating: "世", count: count) }
    #expect(
      terminal.sees { $0.text.hasSuffix("nn> print \"" + row(9) + "\n" + row(11) + "\"") })
    terminal.type(Keys.ctrlA + String(repeating: Keys.right, count: 7) + "a")
    #expect(
      terminal.sees { screen in
        screen.text.hasSuffix("nn> print \"a" + row(9) + "\n" + row(11) + "\"")
          && screen.cursor == (screen.lines.lastIndex { $0.hasPrefix("nn> print") } ?? 0, 12)
      })
    terminal.type("b")
    #expect(
      terminal.sees { screen in
        screen.text.hasSuffix("nn> print \"ab" + row(8) + "\n" + row(12) + "\"") && screen.cursor.column == 13
      })
    terminal.type(Keys.backspace + Keys.backspace + "\r")
    #expect(terminal.shows("\n" + wide + "\n"))
    #expect(terminal.leave() == 0)
  }

  /// Two prompts at once lose nothing of each other's; entries are the user's alone to read.
  @Test func twoPromptsAtOnce() throws {
    let first = try prompt()
    let second = try PseudoTerminal(home: first.folder)
    #expect(second.shows("nn> "))
    for number in 1...3 {
      first.enter("print \"first {\(number)}\"")
      #expect(first.shows("first \(number)\n"))
      second.enter("print \"second {\(number)}\"")
      #expect(second.shows("second \(number)\n"))
    }
    second.enter("print \"second {3}\"")
    first.enter("repeat 2\r  print \"a\\\\b\"\rend")
    #expect(first.shows("a\\b\na\\b\n"))
    #expect(first.leave() == 0 && second.leave() == 0)

    let third = try PseudoTerminal(home: first.folder)
    #expect(third.shows("nn> "))
    // The newest is the block, whole.
    third.type(Keys.up)
    #expect(third.sees { $0.text.hasSuffix("nn> repeat 2\n  print \"a\\\\b\"\nend") })
    #expect(third.drops())
    let file = first.folder.appending(path: "history")
    let entries = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    #expect(entries.count == 7, "neighbors are not repeated: \(entries)")
    #expect((1...3).allSatisfy { n in entries.contains { $0.contains("first {\(n)}") } })
    #expect((1...3).allSatisfy { n in entries.contains { $0.contains("second {\(n)}") } })
    let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(third.leave() == 0)
  }

  @Test func searchingTheHistory() throws {
    let terminal = try prompt()
    for text in ["print 111", "let x = 222", "print 333"] { terminal.enter(text) }
    #expect(terminal.shows("333\n"))
    #expect(terminal.shows("nn> "))
    terminal.type(Keys.ctrlR + "x =")
    #expect(terminal.sees { $0.text.contains("search 'x =': let x = 222") })
    // Ctrl-S, which stops the output of other programs, goes forward.
    terminal.type("\u{13}")
    #expect(terminal.sees { $0.text.contains("no such entry 'x ='") })
    // Enter takes what was found.
    terminal.type("\r")
    #expect(terminal.shows("x = 222\n"))
    #expect(terminal.shows("nn> "))
    // From text that was typed, Up finds what begins with it.
    terminal.type("let" + Keys.up)
    #expect(terminal.hasRow("nn> let x = 222"))
    #expect(terminal.drops())
    terminal.type("print 1" + Keys.up)
    #expect(terminal.hasRow("nn> print 111"))
    terminal.type(Keys.down)
    #expect(terminal.hasRow("nn> print 1"))
    #expect(terminal.drops())
    terminal.type(Keys.ctrlD)
    #expect(terminal.ends() == 0)
  }

  /// Enter inside a recalled block breaks the line there; on its last line it runs the block.
  @Test func enterInARecalledBlock() throws {
    let terminal = try prompt()
    terminal.enter("repeat 1\r  print 12\rend")
    #expect(terminal.shows("\n12\n"))
    #expect(terminal.shows("nn> "))
    // Up into the block, to the end of the line above its last, and Enter there.
    terminal.type(Keys.up + Keys.up + Keys.ctrlE + "\r")
    #expect(terminal.sees { $0.text.hasSuffix("nn> repeat 1\n  print 12\n\nend") })
    terminal.type("print 34" + Keys.down + "\r")
    #expect(terminal.shows("\n12\n34\n"))
    #expect(terminal.leave() == 0)
  }

  /// A pasted script is one entry, its lines counted from its first; our own prompts in it are taken off.
  @Test func aPasteOfFiveHundredLines() throws {
    let terminal = try prompt()
    let lines = (1...500).map { "let x\($0) = \($0)" }
    terminal.type(Keys.paste(lines.joined(separator: "\n") + "\n"))
    terminal.type("\r")
    #expect(terminal.shows("x500 = 500\n"))
    #expect(terminal.shows("nn> "))
    terminal.enter("print x1 + x250 + x500")
    #expect(terminal.shows("\n751\n"))
    terminal.type(Keys.paste("nn> net 2 2 1\nnn 2-2-1> init zeros\n...> say \"x\"\nnn> print oops\n"))
    terminal.type("\r")
    #expect(terminal.shows("prompt:4:7: error"))
    #expect(terminal.shows("nn 2-2-1> "))
    // Up brings all of it back as one.
    terminal.type(Keys.up)
    #expect(terminal.sees { $0.text.hasSuffix("net 2 2 1\ninit zeros\nsay \"x\"\nprint oops") })
    #expect(terminal.drops())
    terminal.type(Keys.ctrlD)
    #expect(terminal.ends() == 0)
  }

  /// vi keys and other settings of ~/.editrc are honoured.
  @Test func editrcIsHonoured() throws {
    let home = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    try "bind -v\n".write(to: home.appending(path: ".editrc"), atomically: true, encoding: .utf8)
    let terminal = try PseudoTerminal(home: home)
    #expect(terminal.shows("nn> "))
    terminal.type("print 12")
    #expect(terminal.hasRow("nn> print 12"))
    // Command mode: to the start of the word, a character replaced, and Enter.
    terminal.type(Keys.escape)
    usleep(200_000)
    terminal.type("br9\r")
    #expect(terminal.shows("\n92\n"))
    #expect(terminal.leave() == 0)
  }

  /// Without a place to write, everything works, and one line says so.
  @Test func withoutAHomeThereIsNoHistory() throws {
    let terminal = try PseudoTerminal(environment: ["NN_HISTORY": "/proc/none/history", "HOME": "/proc/none"])
    #expect(terminal.shows("history is not kept"))
    #expect(terminal.shows("nn> "))
    terminal.enter("print 6 * 7")
    #expect(terminal.shows("\n42\n"))
    #expect(terminal.shows("nn> "))
    terminal.type(Keys.up)
    #expect(terminal.hasRow("nn> print 6 * 7"))
    terminal.type("\r")
    #expect(terminal.shows("\n42\n"))
    #expect(!terminal.screen.everything.dropFirst(4).contains { $0.contains("history") })
    #expect(terminal.leave() == 0)
  }
}
