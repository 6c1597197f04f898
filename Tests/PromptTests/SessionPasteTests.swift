import Foundation
import TestSupport
import Testing

/// Sessions pasted with prompts and answers, long pastes of terminals that do not mark them, and output in pages.
@Suite(.serialized) struct SessionPasteTests {
  @Test func promptsAndAnswersAreLeftOut() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("nn> "))
    terminal.type(
      Keys.paste(
        "nn> net 2 2 1\nnet 2-2-1 · 9 parameters · hidden sigmoid, output linear\nnn 2-2-1> init zeros\nstart zeros\n"
          + "nn 2-2-1 loss 0.5> print 6*7\n42\n"))
    #expect(terminal.shows("2 lines of answers left out") || terminal.shows("3 lines of answers left out"))
    terminal.type("\r")
    #expect(terminal.shows("start zeros"))
    #expect(terminal.shows("42"))
    #expect(!terminal.hasRow("error"))
    #expect(terminal.leave() == 0)
  }

  @Test func theFirstStatementMayLackItsPrompt() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("nn> "))
    terminal.type(Keys.paste("let a = 5\na = 5\nnn> print a + 1\n6"))
    #expect(terminal.shows("of answers left out"))
    terminal.type("\r")
    #expect(terminal.shows("\na = 5"))
    #expect(terminal.leave() == 0)
  }

  @Test func typedPromptsAreTakenOff() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("nn> "))
    terminal.enter("nn> print 40+2")
    #expect(terminal.shows("42"))
    terminal.enter("nn 2-2-1 loss 0.01> print 50+5")
    #expect(terminal.shows("55"))
    #expect(terminal.leave() == 0)
  }

  /// Without marks a long line comes as keys; it is drawn a few times, not once for each.
  @Test func longPastesWithoutMarksAreTakenInAtOnce() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("nn> "))
    let text = "let x = 1" + String(repeating: "+1", count: 4000)
    let before = terminal.raw.count
    terminal.type(text + "\r")
    #expect(terminal.shows("x = 4001"))
    #expect(terminal.raw.count - before < 40 * text.utf8.count, "\(terminal.raw.count - before)")
    terminal.enter("print 6*7")
    #expect(terminal.shows("42"))
    #expect(terminal.leave() == 0)
  }

  // MARK: Pages

  @Test func longHelpComesInPages() throws {
    let terminal = try PseudoTerminal(environment: ["PAGER": "sed s/^/page:/"], rows: 24)
    #expect(terminal.shows("nn> "))
    terminal.enter("help all")
    #expect(terminal.shows("page:"))
    #expect(terminal.shows("nn> "))
    terminal.enter("print 6*7")
    #expect(terminal.shows("42"))
    #expect(terminal.leave() == 0)
  }

  @Test(arguments: [
    ["PAGER": "cat"], ["PAGER": ""], ["PAGER": "no-such-pager-here"],
    ["PAGER": "sed s/^/page:/", "TERM": "dumb"],
  ])
  func withoutAPagerItScrolls(_ environment: [String: String]) throws {
    let terminal = try PseudoTerminal(environment: environment, rows: 24)
    #expect(terminal.shows("nn> "))
    terminal.enter("help all")
    #expect(terminal.shows("The five lines that carry the idea"))
    #expect(!String(decoding: terminal.raw, as: UTF8.self).contains("page:"))
    terminal.enter("quit")
    #expect(terminal.ends() == 0)
  }

  @Test func shortOutputAndPagerOffAreNotPaged() throws {
    let terminal = try PseudoTerminal(environment: ["PAGER": "sed s/^/page:/"], rows: 24)
    #expect(terminal.shows("nn> "))
    terminal.enter("help")
    #expect(terminal.shows("Also: why"))
    terminal.enter("pager off")
    #expect(terminal.shows("scrolls by"))
    terminal.enter("help all")
    #expect(terminal.shows("The five lines that carry the idea"))
    #expect(!String(decoding: terminal.raw, as: UTF8.self).contains("page:"))
    #expect(terminal.leave() == 0)
  }
}
