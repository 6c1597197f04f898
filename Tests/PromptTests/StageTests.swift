import Foundation
import TestSupport
import Testing

/// The stage, key by key: what the audience reads, and what the speaker puts right on the spot.
@Suite(.serialized) struct StageTests {
  private func file(_ text: String, _ name: String = "talk.nn") throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    return folder.appending(path: name)
  }

  private func demo(
    _ file: URL, _ options: [String] = [], rows: Int = 24, columns: Int = 80
  ) throws -> PseudoTerminal {
    try PseudoTerminal(["demo", "--instant"] + options + [file.path], rows: rows, columns: columns)
  }

  private func stands(_ terminal: PseudoTerminal, _ typed: String) -> Bool {
    terminal.sees { $0.lines[$0.cursor.row] == typed && ($0.lines.last ?? "").contains("space next") }
  }

  /// Waits until the last row says so: it is drawn after what stands above it.
  private func status(_ terminal: PseudoTerminal, _ holds: (String) -> Bool) -> Bool {
    terminal.sees { holds($0.lines.last ?? "") }
  }

  private static let long = """
    section "Counting"
    for i in 1..50
      print "line {i}"
    end
    print "after"
    """

  // MARK: Reading

  @Test func aLongAnswerComesPageByPage() throws {
    let terminal = try demo(file(Self.long))
    #expect(terminal.sees { $0.lines[$0.cursor.row] == "...> end" })
    #expect(status(terminal) { $0.hasPrefix(" 1/1 Counting · 1 of 2") })
    terminal.type(" ")
    #expect(terminal.sees { $0.text.contains("line 19\n") && $0.lines[23].contains("space more") })
    // The statement stands over its answer, and is still the first.
    #expect(terminal.screen.lines[0] == "nn> for i in 1..50")
    #expect(status(terminal) { $0.hasPrefix(" 1/1 Counting · 1 of 2") })
    terminal.type(" ")
    #expect(terminal.sees { $0.text.contains("line 20\n") && $0.lines[23].contains("space more") })
    // A new page begins with the title and the statement.
    #expect(terminal.screen.lines[0].hasPrefix("── Counting ──"))
    #expect(terminal.screen.lines[1] == "nn> for i in 1..50" && terminal.screen.lines[2] == "line 20")
    terminal.type("s")
    #expect(terminal.sees { $0.text.contains("line 50\nnn> print \"after\"") })
    #expect(status(terminal) { $0.hasPrefix(" 1/1 Counting · 2 of 2") })
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  @Test func allThatWasShownCanBeScrolled() throws {
    let terminal = try demo(file(Self.long))
    #expect(terminal.sees { $0.lines[$0.cursor.row] == "...> end" })
    terminal.type(" s")
    #expect(stands(terminal, "nn> print \"after\""))
    terminal.type("v")
    #expect(terminal.sees { $0.lines[23].contains("of 55") && $0.text.contains("line 50") })
    terminal.type("\u{1b}[H")
    #expect(terminal.sees { $0.text.contains("── Counting ──") && $0.lines[23].hasPrefix(" lines 1 to 22") })
    terminal.type("j")
    #expect(terminal.sees { $0.lines[23].hasPrefix(" lines 2 to 23") })
    terminal.type(Keys.pageUp + "x")
    #expect(stands(terminal, "nn> print \"after\""))
    // In the midst of an answer nothing is seen that was not revealed.
    terminal.type("b")
    #expect(terminal.sees { $0.lines[$0.cursor.row] == "...> end" })
    terminal.type(" v")
    #expect(terminal.sees { $0.lines[23].contains("of 24") && !$0.text.contains("line 20") })
    terminal.type("qq")
    #expect(terminal.ends() == 0)
  }

  /// What nobody had time to read is not pushed off by what comes of itself.
  @Test func narrationWaitsForRoom() throws {
    let text = "for i in 1..18\n  print i\nend\nsay \"Words.\"\nsay \"More words.\"\nprint \"after\"\n"
    let terminal = try demo(file(text))
    #expect(terminal.sees { $0.lines[$0.cursor.row] == "...> end" })
    terminal.type(" ")
    #expect(terminal.sees { $0.text.hasPrefix("nn> for i") && $0.lines[23].contains("space more") })
    #expect(!terminal.screen.text.contains("Words."))
    terminal.type(" ")
    #expect(stands(terminal, "nn> print \"after\""))
    #expect(terminal.screen.text.contains("Words.\n\nMore words.") && !terminal.screen.text.contains("18"))
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  /// Pictures of 21 lines have room with the statement that draws them.
  @Test(arguments: ["plot boundary", "plot loss", "plot net", "plot data", "plot weights", "plot histogram"])
  func aPictureStandsWithItsStatement(_ plot: String) throws {
    let text =
      "hide\n  data xor\n  net 2 2 1\n  init xavier seed 5\n  train adam lr 0.1 epochs 50\nend\n\(plot)\nprint 1\n"
    let terminal = try demo(file(text))
    #expect(terminal.sees { $0.lines[$0.cursor.row].hasSuffix("> " + plot) })
    terminal.type(" ")
    #expect(terminal.sees { $0.lines[$0.cursor.row].hasSuffix("> print 1") })
    #expect(terminal.screen.text.contains("> \(plot)\n"), "\(terminal.screen.text)")
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  @Test func moviesMoveAndStay() throws {
    let text =
      "hide\n  data xor\n  net 2 2 1\n  init xavier seed 5\n  train adam lr 0.1 epochs 20\nend\n"
      + "play boundary epochs 0..20 every 10\nprint 1\n"
    let terminal = try demo(file(text))
    #expect(terminal.sees { $0.lines[$0.cursor.row].hasSuffix("every 10") })
    terminal.type(" ")
    #expect(terminal.sees { $0.lines[$0.cursor.row].hasSuffix("> print 1") })
    #expect(terminal.screen.text.contains("every 10\n") && terminal.screen.text.contains("epoch 20"))
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  @Test func noNameIsBrokenOnANarrowStage() throws {
    let sum = "L0N0->L1N0 + L0N1->L1N0 + 0B->L1N0 + L1N0->L2N0"
    let terminal = try demo(file("net 2 2 1\nprint \"words and more\", \(sum)\n"), columns: 60)
    #expect(stands(terminal, "nn> net 2 2 1"))
    terminal.type(" ")
    #expect(stands(terminal, "         0B->L1N0 + L1N0->L2N0"), "\(terminal.screen.text)")
    #expect(
      terminal.screen.text.contains("\nnn 2-2-1> print \"words and more\", L0N0->L1N0 + L0N1->L1N0 +\n"))
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  // MARK: Asking and hiding

  @Test func aPauseCountsDown() throws {
    let terminal = try demo(file("pause 2\nprint 1\n"))
    #expect(terminal.sees { $0.lines[23].hasPrefix(" 0 of 1 · 2 s · space next") })
    #expect(terminal.sees { $0.lines[23].hasPrefix(" 0 of 1 · 1 s · space next") })
    #expect(stands(terminal, "nn> print 1"))
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  @Test func aQuestionStandsUntilTheNextKey() throws {
    let terminal = try demo(file("hide\n  net 1 1\n  L0N0 -> L1N0 = 2\n  guess 3\nend\nguess 4\nprint 1\n"))
    #expect(stands(terminal, "nn 1-1> guess 4"))
    terminal.type(" ")
    #expect(terminal.sees { $0.text.contains("the output for 4?") && $0.lines[23].contains("reveals") })
    #expect(!terminal.screen.text.contains("is 8") && !terminal.screen.text.contains("for 3"))
    terminal.type(" ")
    #expect(terminal.sees { $0.text.contains("the output is 8") })
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  // MARK: Putting right

  @Test func aFailedStatementIsEditedAndRunAgain() throws {
    let terminal = try demo(file("net 2 2 1\neval 1 2 3\nprint 7\n"))
    #expect(stands(terminal, "nn> net 2 2 1"))
    terminal.type("  ")
    #expect(terminal.sees { $0.text.contains("error:") && $0.lines[$0.cursor.row].hasSuffix("> print 7") })
    terminal.type("e")
    // It stands there to be changed.
    #expect(terminal.sees { $0.lines[$0.cursor.row] == "nn 2-2-1> eval 1 2 3" })
    terminal.type(Keys.backspace + Keys.backspace + "\r")
    #expect(stands(terminal, "nn 2-2-1> print 7"))
    // And on the screen it is as if it had been typed so.
    #expect(terminal.screen.text.contains("\nnn 2-2-1> eval 1 2\n"))
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  @Test func aBlockIsEditedAsAWhole() throws {
    let terminal = try demo(file("repeat 2\n  print \"a\"\nend\nprint 7\n"))
    #expect(terminal.sees { $0.lines[$0.cursor.row] == "...> end" })
    terminal.type("e")
    #expect(
      terminal.sees { screen in
        // Below what `e` says: there the keys are the editor's.
        let said = screen.lines.lastIndex { $0.hasPrefix("Change the statement") }
        return said.map { screen.cursor.row > $0 && screen.lines[screen.cursor.row].hasSuffix("end") }
          ?? false
      })
    terminal.type(Keys.up + Keys.ctrlE + Keys.backspace + "b\"" + Keys.down + "\r")
    #expect(terminal.sees { $0.text.contains("\nab\nab\nnn> print 7") }, "\(terminal.screen.text)")
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  @Test func theScriptIsReadAgainAndSaysSo() throws {
    let script = try file("print 1\nprint 2\nprint 3\n")
    let terminal = try demo(script)
    #expect(stands(terminal, "nn> print 1"))
    terminal.type(" ")
    #expect(stands(terminal, "nn> print 2"))
    terminal.type("r")
    #expect(terminal.sees { $0.lines[23].contains("read again: unchanged") })
    // A mistake is shown below what stands typed, and changes nothing.
    try "print 1\nprnt 2\n".write(to: script, atomically: true, encoding: .utf8)
    terminal.type("r")
    #expect(terminal.sees { $0.text.contains("nn> print 2\n") && $0.text.contains("talk.nn:2:1: error:") })
    terminal.type("x")
    #expect(stands(terminal, "nn> print 2"))
    #expect(status(terminal) { $0.contains("not read again") })
    #expect(!terminal.screen.text.contains("error"))
    try "print 10\nprint 2\n".write(to: script, atomically: true, encoding: .utf8)
    terminal.type("r")
    #expect(stands(terminal, "nn> print 10"))
    #expect(status(terminal) { $0.contains("back to where it differs") })
    terminal.type(" ")
    #expect(terminal.sees { $0.text.contains("nn> print 10\n10\n") && !$0.lines[23].contains("differs") })
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  // MARK: Pages

  private static let page = """
    # Sums

    First some *prose* with `code`.

    ```nn
    let a = 6
    print a * 7
    ```

    ```
    42
    ```

    ## Mistakes

    - a list
    - of two

    ```nn-error no-net
    eval 0
    ```

    ![dots](dots.svg)

    ```nn
    print a
    ```
    """

  @Test func aPageIsATalk() throws {
    let notes = FileManager.default.temporaryDirectory.appending(path: "notes-\(UUID().uuidString)")
    let terminal = try demo(file(Self.page, "talk.md"), ["--notes", notes.path])
    #expect(stands(terminal, "nn> let a = 6"))
    #expect(terminal.screen.text.hasPrefix("\n── Sums ──"))
    #expect(terminal.screen.text.contains("\n\nFirst some prose with `code`.\nnn> let a = 6"))
    #expect(status(terminal) { $0.hasPrefix(" 1/2 Sums · 1 of 4") })
    terminal.type("  ")
    #expect(stands(terminal, "nn> eval 0"))
    let shown = terminal.screen.text
    #expect(shown.contains("nn> print a * 7\n42\n\n── Mistakes ──") && shown.contains("• a list\n• of two\n"))
    // The speaker's view knows the sections of the page.
    #expect(try String(contentsOf: notes, encoding: .utf8).contains("2/2 Mistakes · 3 of 4"))
    terminal.type(" ")
    #expect(stands(terminal, "nn> print a"))
    #expect(
      terminal.screen.text.contains("Make one first")
        && terminal.screen.text.contains("[picture: dots"))
    terminal.type(" ")
    #expect(terminal.sees { $0.text.contains("nn> print a\n6") && $0.lines[23].contains("the end") })
    terminal.type("b")
    #expect(stands(terminal, "nn> print a"))
    terminal.type("g1")
    #expect(stands(terminal, "nn> let a = 6"))
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  @Test func longProseComesPageByPage() throws {
    let words = Array(repeating: "word", count: 60).joined(separator: " ")
    let paragraphs = (1...12).map { "P\($0) \(words)\n" }.joined(separator: "\n")
    let terminal = try demo(file("# Long\n\n\(paragraphs)\n```nn\nprint 1\n```\n", "talk.md"))
    #expect(terminal.sees { $0.lines[23].contains("space more") && $0.text.contains("P4") })
    #expect(!terminal.screen.text.contains("P5") && terminal.screen.text.hasPrefix("\n── Long ──"))
    terminal.type(" ")
    #expect(
      terminal.sees {
        $0.text.hasPrefix("── Long ──") && $0.text.contains("P5") && $0.lines[23].contains("more")
      })
    terminal.type(" ")
    #expect(stands(terminal, "nn> print 1"))
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  @Test func aPageWithAMistakeIsNotPlayed() throws {
    let terminal = try demo(file("# A\n\nwords\n\n```nn\nprnt 1\n```\n", "talk.md"))
    #expect(terminal.shows("talk.md:6:1: error:"))
    #expect(terminal.ends() == 65)
  }

  // MARK: The stage comes back

  /// In the midst of a long answer, at a pause, and where narration waits for room.
  @Test func aPromptGivesTheStageBackAsItWas() throws {
    let terminal = try demo(file("pause \"Ready?\"\n" + Self.long))
    #expect(terminal.sees { $0.text.contains("Ready?") && $0.lines[23].contains("space next") })
    let paused = terminal.screen.text
    terminal.type("p")
    #expect(terminal.sees { $0.text.contains("Your turn") })
    terminal.enter("print 12345")
    // Ctrl-D ends nothing while no line is being read.
    #expect(terminal.sees { $0.text.contains("\n12345\nnn>") })
    terminal.type("\u{4}")
    #expect(terminal.sees { !$0.text.contains("12345") && $0.lines[23].contains("space next") })
    #expect(terminal.screen.text == paused)
    terminal.type("  ")
    #expect(terminal.sees { $0.text.contains("line 18\n") && $0.lines[23].contains("space more") })
    let before = terminal.screen.lines.dropLast(2).filter { !$0.isEmpty }
    terminal.type("p")
    #expect(terminal.sees { $0.text.contains("Your turn") })
    // All of what is said there is shown, however long it is.
    terminal.enter("for k in 1..60 ; print \"row {k}\" ; end")
    #expect(terminal.sees { $0.text.contains("row 60\nnn>") })
    terminal.type("\u{4}")
    #expect(terminal.sees { !$0.text.contains("row 60") && $0.lines[23].contains("space more") })
    #expect(terminal.screen.lines.dropLast(2).filter { !$0.isEmpty }.suffix(12) == before.suffix(12))
    terminal.type("s")
    #expect(terminal.sees { $0.text.contains("line 50\nnn> print \"after\"") })
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  /// What was played of steps that the script has no longer is gone, where nothing before them waits either.
  @Test func readingAgainLeavesNothingOfWhatIsNoLongerSo() throws {
    let script = try file("say \"Old words.\"\nprint 1\nprint 2\nprint 3\n")
    let terminal = try demo(script)
    #expect(stands(terminal, "nn> print 1"))
    terminal.type("  ")
    #expect(stands(terminal, "nn> print 3"))
    try "say \"New words.\"\nprint 1\nprint 2\nprint 3\n".write(to: script, atomically: true, encoding: .utf8)
    terminal.type("r")
    #expect(terminal.sees { $0.text.contains("New words.") && !$0.text.contains("Old words.") })
    #expect(stands(terminal, "nn> print 1") && !terminal.screen.text.contains("print 3"))
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  /// The answer to a statement of the speaker's own is read as any; then the next one stands there.
  @Test func theNextStatementFollowsAnEditedOne() throws {
    let terminal = try demo(file("print 1\nprint 2\nprint 3\n"))
    #expect(stands(terminal, "nn> print 1"))
    terminal.type("e")
    #expect(terminal.sees { $0.lines[$0.cursor.row] == "nn> print 1" && $0.text.contains("Change the") })
    terminal.enter(" ; for k in 1..60 ; print \"row {k}\" ; end")
    #expect(terminal.sees { $0.text.contains("row 10") && $0.lines[23].contains("space more") })
    #expect(!terminal.screen.text.contains("row 60"))
    terminal.type("s")
    #expect(terminal.sees { $0.text.contains("row 60\nnn> print 2") && $0.lines[23].contains("space next") })
    terminal.type(" ")
    #expect(stands(terminal, "nn> print 3") && terminal.screen.text.contains("nn> print 2\n2\n"))
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  @Test func theSpeakersViewOfAPageHasItsWords() throws {
    let page = try file(
      "# A net\n\nIt has nine numbers, and they are all of them drawn by chance, so that no two units are alike.\n\n"
        + "```nn\nprint 1\n```\n\nNow ask the room.\n\n```nn\nprint 2\n```\n", "talk.md")
    let notes = page.deletingLastPathComponent().appending(path: "notes.txt")
    let terminal = try demo(page, ["--notes", notes.path])
    #expect(stands(terminal, "nn> print 1"))
    let first = try String(contentsOf: notes, encoding: .utf8)
    #expect(first.contains("said  ── A net ──") && first.contains("\n      It has nine numbers, and"))
    #expect(first.contains("\nnow   print 1\nthen  Now ask the room.\nnext  print 2\n"), "\(first)")
    #expect(first.split(separator: "\n").allSatisfy { $0.count <= 87 })
    terminal.type(" ")
    #expect(stands(terminal, "nn> print 2"))
    let all = try String(contentsOf: notes, encoding: .utf8)
    let last = all.components(separatedBy: "\u{1b}[H\u{1b}[2J").last ?? ""
    #expect(last.contains("\nsaid  Now ask the room.\nnow   print 2\n"), "\(last)")
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }
}
