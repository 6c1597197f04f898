import Testing

/// A terminal with so few columns that libedit would abort.
@Suite(.serialized) struct NarrowTests {
  /// Once it is wide again, a line is read and run.
  private func expectToBeRead(_ terminal: PseudoTerminal, _ columns: Int) {
    terminal.resize(rows: 40, columns: 80)
    terminal.wait(0.1)
    terminal.enter("")
    terminal.enter("print 6*7000")
    #expect(terminal.shows("42000"), "\(columns) columns: \(terminal.screen.lines)")
    terminal.enter("quit")
    #expect(terminal.ends() == 0)
  }

  /// From the start: lines are read as the terminal gives them, and run.
  @Test(arguments: 1...9)
  func aNarrowTerminalIsReadFrom(_ columns: Int) throws {
    let terminal = try PseudoTerminal(["-e", "print 1", "-i"], columns: columns)
    terminal.wait(0.5)
    for keys in ["(", "\r", "1)", "\r", Keys.ctrlR, "p", "\r", "x\r"] {
      terminal.type(keys)
      terminal.wait(0.05)
    }
    terminal.type(Keys.ctrlC)
    terminal.wait(0.2)
    expectToBeRead(terminal, columns)
  }

  /// What the prompt says of itself is broken between words.
  @Test func proseIsBrokenBetweenWords() throws {
    let terminal = try PseudoTerminal(columns: 60)
    #expect(terminal.shows("nn> "))
    #expect(terminal.screen.lines.contains { $0.hasSuffix("tour · help ·") }, "\(terminal.screen.lines)")
    terminal.enter("data")
    #expect(terminal.shows("...> "))
    terminal.enter("0 1 => 1")
    #expect(terminal.shows("    closes, Ctrl-C drops it."))
    #expect(terminal.screen.lines.contains { $0.hasSuffix("still open: `end`") }, "\(terminal.screen.lines)")
    terminal.type(Keys.ctrlC)
    #expect(terminal.shows("nn> "))
    terminal.wait(0.2)
    terminal.enter("quit")
    #expect(terminal.ends() == 0)
  }

  /// While a line is edited or searched for.
  @Test(arguments: 1...9)
  func aTerminalBecomesNarrow(_ columns: Int) throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("nn> "))
    terminal.enter("print 5")
    #expect(terminal.shows("nn> "))
    for keys in ["print [1, 2, 3] ", Keys.ctrlR, "pri", Keys.ctrlC, "(\r", "1", Keys.ctrlR, "é漢", Keys.ctrlC]
    {
      terminal.type(keys)
      terminal.wait(0.05)
      terminal.resize(rows: 10, columns: columns)
      terminal.wait(0.05)
      terminal.type("a")
      terminal.wait(0.05)
      terminal.resize(rows: 24, columns: 60)
      terminal.wait(0.05)
    }
    terminal.type(Keys.ctrlC)
    terminal.wait(0.2)
    terminal.enter("")
    terminal.enter("print 6*7000")
    #expect(terminal.shows("42000"), "\(columns) columns: \(terminal.screen.lines)")
    terminal.enter("quit")
    #expect(terminal.ends() == 0)
  }

  /// A prompt whose last cell, which ends its color, is the first of the second row: libedit would look for that color in the
  /// prompt of the search, which has none.
  @Test(arguments: [(9, "net 2 2 1"), (10, "net 2 16 1"), (13, "net 2 16 16 1"), (16, "net 2 16 16 16 1")])
  func aSearchFillsTheRowOfTheColoredPrompt(_ columns: Int, _ net: String) throws {
    let terminal = try PseudoTerminal(["-e", net, "-i"], columns: columns)
    terminal.wait(0.5)
    for keys in ["", "1 + 23456789012345678"] {
      terminal.type(keys)
      for key in [Keys.ctrlR, "1", "2", Keys.ctrlC] {
        terminal.type(key)
        terminal.wait(0.05)
      }
      terminal.type(Keys.ctrlC)
      terminal.wait(0.05)
    }
    expectToBeRead(terminal, columns)
  }
}
