import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What ends, stops or resizes a prompt; the terminal is left as it was found.
@Suite(.serialized) struct SignalTests {
  private func prompt() throws -> PseudoTerminal {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("nn> "))
    return terminal
  }

  @Test func anEndlessWhileIsInterrupted() throws {
    let terminal = try prompt()
    terminal.enter("let n = 0 ; while true ; let n = n + 1 ; end")
    usleep(100_000)
    terminal.type(Keys.ctrlC)
    #expect(terminal.shows("interrupted"))
    #expect(terminal.shows("nn> "))
    terminal.enter("print n > 0")
    #expect(terminal.shows("true\n"))
    #expect(terminal.leave() == 0 && terminal.isCooked)
  }

  /// A sweep shows how far it is; Ctrl-C ends it, and what was done is in a table.
  @Test func aSweepIsStoppedAndTabulated() throws {
    let terminal = try prompt()
    terminal.enter("net 2 2 1 ; data xor ; sweep seeds 0..99999 ; train adam lr 1e-9 epochs 20000 ; end")
    #expect(terminal.shows("left"))
    #expect(terminal.shows(" of 100000"))
    terminal.type(Keys.ctrlC)
    #expect(terminal.shows("stopped after"))
    #expect(terminal.shows("nn 2-2-1> "))
    terminal.enter("replay best")
    #expect(terminal.shows("trained 20000 epochs"))
    #expect(terminal.leave() == 0 && terminal.isCooked)
  }

  /// The pictures of a training move in one place, and are gone when it ends, or stay if that was said.
  @Test(arguments: [false, true]) func watchedPicturesMoveInOnePlace(_ keeps: Bool) throws {
    let terminal = try prompt()
    terminal.enter("net 2 2 1 ; data xor ; init xavier seed 1 ; watch boundary loss\(keeps ? " keep" : "")")
    #expect(terminal.shows("nn 2-2-1> "))
    terminal.enter("train adam lr 1e-6 epochs 1000000000")
    func title(_ screen: Screen) -> String? {
      screen.lines.first { $0.hasPrefix("epoch ") && $0.contains("· loss ") }
    }
    var first: String?
    #expect(
      terminal.sees {
        first = title($0); return first != nil
      })
    #expect(terminal.sees { screen in title(screen).map { $0 != first } ?? false })
    // One picture and not one over the other.
    #expect(terminal.screen.lines.count { $0.contains("· loss ") } == 1)
    terminal.type(Keys.ctrlC)
    #expect(terminal.shows("interrupted"))
    // The next prompt, which stands below all that is left.
    #expect(
      terminal.sees { screen in screen.lines.last { !$0.isEmpty }?.hasPrefix("nn 2-2-1 loss ") ?? false })
    #expect(terminal.screen.lines.contains { $0.contains("· loss ") } == keeps)
    #expect(terminal.leave() == 0 && terminal.isCooked)
  }

  /// Ctrl-C in a block drops the block, nothing of it runs.
  @Test func aBlockIsDropped() throws {
    let terminal = try prompt()
    terminal.enter("repeat 1")
    #expect(terminal.shows("...> "))
    terminal.enter("  print 111")
    #expect(terminal.shows("...> "))
    terminal.type("  print 222")
    #expect(terminal.drops())
    terminal.enter("print 333")
    #expect(terminal.shows("\n333\n"))
    #expect(!terminal.screen.everything.contains("111"))
    #expect(terminal.leave() == 0)
  }

  /// At the prompt, in a block, and in a training.
  @Test(arguments: ["", "repeat 1\r  pri", "train adam lr 1e-9 epochs 1000000000\r"], [SIGTERM, SIGHUP])
  func aSignalLeavesTheTerminalRight(_ keys: String, _ number: Int32) throws {
    let terminal = try prompt()
    terminal.enter("net 2 2 1 ; init torch seed 1")
    #expect(terminal.shows("nn 2-2-1> "))
    terminal.type(keys)
    if keys.hasPrefix("train") { #expect(terminal.shows("epochs/s")) }
    if keys.hasPrefix("repeat") { #expect(terminal.shows("...>   pri")) }
    terminal.signal(number)
    #expect(terminal.ends() == -number)
    #expect(terminal.isCooked)
    // The mark of pastes is switched off as often as on.
    let text = String(decoding: terminal.raw, as: UTF8.self)
    #expect(
      text.components(separatedBy: "\u{1b}[?2004h").count
        == text.components(separatedBy: "\u{1b}[?2004l").count)
  }

  /// Ctrl-Z gives the shell a terminal that it knows, fg takes it again and draws the line anew.
  @Test func stoppedAndContinued() throws {
    let terminal = try PseudoTerminal(program: ["/bin/sh", "-i"], environment: ["PS1": "shell$ "])
    #expect(terminal.shows("shell$ "))
    terminal.enter("nn")
    #expect(terminal.shows("nn> "))
    terminal.type("print 6 *")
    #expect(terminal.hasRow("nn> print 6 *"))
    terminal.type(Keys.ctrlZ)
    #expect(terminal.shows("shell$ "))
    #expect(terminal.isCooked)
    terminal.enter("fg")
    #expect(terminal.hasRow("nn> print 6 *"))
    terminal.type(" 7\r")
    #expect(terminal.shows("\n42\n"))
    #expect(terminal.shows("nn> "))
    // In a training the system stops it.
    terminal.enter("net 2 2 1 ; init torch seed 1")
    #expect(terminal.shows("nn 2-2-1> "))
    terminal.enter("train adam lr 1e-9 epochs 1000000000")
    #expect(terminal.shows("epochs/s"))
    terminal.type(Keys.ctrlZ)
    #expect(terminal.shows("shell$ "))
    terminal.enter("fg")
    #expect(terminal.shows("epochs/s"))
    terminal.type(Keys.ctrlC)
    #expect(terminal.shows("interrupted at epoch"))
    #expect(terminal.shows("> "))
    terminal.type(Keys.ctrlD)
    #expect(terminal.shows("shell$ "))
    terminal.enter("exit")
    #expect(terminal.ends() == 0 && terminal.isCooked)
  }

  /// The progress line fits into the terminal as it is now, and is gone at the end.
  @Test func resizedWhileTraining() throws {
    let terminal = try prompt()
    terminal.enter("net 2 2 1 ; init torch seed 1")
    #expect(terminal.shows("nn 2-2-1> "))
    terminal.enter("train adam lr 1e-9 epochs 1000000000")
    #expect(terminal.shows("Ctrl-C stops"))
    terminal.resize(rows: 30, columns: 40)
    terminal.wait(0.3)
    let mark = terminal.raw.count
    #expect(
      terminal.sees { $0.lines[$0.cursor.row].hasPrefix("epoch ") && $0.lines[$0.cursor.row].count < 40 })
    terminal.wait(0.3)
    let lately = String(decoding: terminal.raw[mark...], as: UTF8.self)
    for line in lately.components(separatedBy: "\r").dropFirst().dropLast() {
      #expect(line.count < 44, "\(line)")
    }
    terminal.type(Keys.ctrlC)
    #expect(terminal.shows("interrupted at epoch"))
    #expect(terminal.sees { !$0.text.contains("/s") && !$0.text.contains("Ctrl-C stops") })
    #expect(terminal.leave() == 0)
  }

  /// A line that is being typed follows the width of the terminal.
  @Test func resizedWhileTyping() throws {
    let terminal = try prompt()
    terminal.type("print 1111111111 + 2222222222")
    #expect(terminal.hasRow("nn> print 1111111111 + 2222222222"))
    terminal.resize(rows: 20, columns: 60)
    terminal.wait(0.3)
    #expect(terminal.hasRow("nn> print 1111111111 + 2222222222", cursor: 33))
    terminal.type("\r")
    #expect(terminal.shows("\n3333333333\n"))
    #expect(terminal.leave() == 0)
  }
}
