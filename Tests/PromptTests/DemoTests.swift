import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `nn demo`, key by key.
@Suite(.serialized) struct DemoTests {
  private func demo(_ options: [String] = ["--instant"], _ text: String = DemoScript.text) throws
    -> PseudoTerminal
  {
    try PseudoTerminal(["demo"] + options + [try DemoScript.file(text)], rows: 24)
  }

  /// The statement that stands typed, with the status line in the last row.
  private func stands(_ terminal: PseudoTerminal, _ typed: String) -> Bool {
    terminal.sees {
      $0.lines[$0.cursor.row] == typed && $0.lines[23].contains("space")
    }
  }

  @Test func keysGoForwardStepByStep() throws {
    let terminal = try demo()
    #expect(stands(terminal, "nn> net 2 2 1"))
    #expect(
      terminal.screen.text.contains("── One ──") && terminal.screen.text.contains("Words, words, words."))
    #expect(!terminal.screen.text.contains("9 parameters") && !terminal.screen.text.contains("Ask the room"))
    #expect(terminal.screen.lines[23].hasPrefix(" 1/3 One · 1 of 5"))
    terminal.type(" ")
    #expect(stands(terminal, "nn 2-2-1> init xavier seed 1000"))
    #expect(terminal.screen.text.contains("9 parameters"))
    terminal.type("\r")
    #expect(stands(terminal, "nn 2-2-1> train adam lr 0.01 until loss<0.01"))
    #expect(terminal.screen.lines[23].hasPrefix(" 2/3 Two · 3 of 5"))
    terminal.type("\u{1b}[6~")
    // A pause waits with nothing typed.
    #expect(
      terminal.sees { $0.text.contains("reached loss<0.01 at epoch 1514") && $0.lines[$0.cursor.row] == "" })
    terminal.type(" ")
    #expect(terminal.sees { $0.text.contains("> repeat 2\n...>   print \"twice\"\n...> end") })
    terminal.type(" ")
    #expect(stands(terminal, "nn 2-2-1 loss 0.0098> eval 0 1"))
    terminal.type(" ")
    #expect(terminal.sees { $0.text.contains("0 1 -> 0.9097") && $0.lines[23].contains("the end") })
    #expect(!terminal.screen.text.contains("Ask the room"))
    terminal.type(" ")
    #expect(terminal.ends() == 0 && terminal.isCooked)
  }

  /// The fingerprint at the live prompt of a step.
  private func fingerprint(_ terminal: PseudoTerminal) -> String {
    terminal.type("p")
    #expect(terminal.shows("Your turn"))
    #expect(terminal.shows("> "))
    terminal.enter("fingerprint")
    #expect(terminal.sees { $0.lines.contains { $0.wholeMatch(of: /[0-9a-f]{16}/) != nil } })
    let found = terminal.screen.lines.last { $0.wholeMatch(of: /[0-9a-f]{16}/) != nil } ?? ""
    #expect(terminal.shows("> "))
    terminal.type(Keys.ctrlD)
    return found
  }

  /// Back brings the session of then, and the screen; what was tried at the live prompt is gone.
  @Test func backIsReal() throws {
    let terminal = try demo()
    #expect(stands(terminal, "nn> net 2 2 1"))
    terminal.type(" ")
    #expect(stands(terminal, "nn 2-2-1> init xavier seed 1000"))
    terminal.type(" ")
    #expect(stands(terminal, "nn 2-2-1> train adam lr 0.01 until loss<0.01"))
    let before = fingerprint(terminal)
    #expect(stands(terminal, "nn 2-2-1> train adam lr 0.01 until loss<0.01"))
    terminal.type(" ")
    #expect(terminal.sees { $0.text.contains("at epoch 1514") })
    let after = fingerprint(terminal)
    #expect(after != before)
    #expect(terminal.sees { $0.text.contains("at epoch 1514") && !$0.text.contains("Your turn") })
    terminal.type("b")
    #expect(stands(terminal, "nn 2-2-1> train adam lr 0.01 until loss<0.01"))
    #expect(!terminal.screen.text.contains("1514"))
    #expect(fingerprint(terminal) == before)

    // At the live prompt everything may be ruined.
    #expect(stands(terminal, "nn 2-2-1> train adam lr 0.01 until loss<0.01"))
    terminal.type("p")
    #expect(terminal.shows("Your turn"))
    terminal.enter("net 3 3 3 ; color off ; prompt short")
    #expect(terminal.shows("nn> "))
    terminal.enter("quit")
    #expect(stands(terminal, "nn 2-2-1> train adam lr 0.01 until loss<0.01"))
    terminal.type(" ")
    #expect(terminal.sees { $0.text.contains("at epoch 1514") })
    #expect(fingerprint(terminal) == after)
    // Back to the first, and not further.
    #expect(terminal.sees { $0.text.contains("at epoch 1514") && !$0.text.contains("Your turn") })
    terminal.type("bbbbbb")
    #expect(stands(terminal, "nn> net 2 2 1"))
    terminal.type("q")
    #expect(terminal.ends() == 0 && terminal.isCooked)
  }

  @Test func skippedStepsAndSectionsAreReached() throws {
    let terminal = try demo()
    #expect(stands(terminal, "nn> net 2 2 1"))
    terminal.type(" s")
    #expect(stands(terminal, "nn 2-2-1> train adam lr 0.01 until loss<0.01"))
    #expect(!terminal.screen.text.contains("start xavier"))
    terminal.type("b")
    #expect(stands(terminal, "nn 2-2-1> init xavier seed 1000"))
    // Forward to a section: what lies between is run.
    terminal.type("g")
    #expect(terminal.sees { $0.text.contains("1  One\n  2  Two\n  3  Three") })
    terminal.type("3")
    #expect(terminal.sees { $0.text.contains("loss 0.0098> repeat 2") })
    // And back to one.
    terminal.type("g2")
    #expect(stands(terminal, "nn 2-2-1> train adam lr 0.01 until loss<0.01"))
    // A key that is no number changes nothing.
    terminal.type("gx")
    #expect(stands(terminal, "nn 2-2-1> train adam lr 0.01 until loss<0.01"))
    terminal.type("?")
    #expect(terminal.sees { $0.text.contains("these keys") })
    terminal.type(" ")
    #expect(stands(terminal, "nn 2-2-1> train adam lr 0.01 until loss<0.01"))
    terminal.type(Keys.ctrlD)
    #expect(terminal.ends() == 0)
  }

  @Test func controlCStopsATraining() throws {
    let text = "net 2 2 1\ninit torch seed 1\ntrain adam lr 1e-9 epochs 1000000000\nprint 7\n"
    let terminal = try demo(["--instant"], text)
    #expect(stands(terminal, "nn> net 2 2 1"))
    terminal.type("  ")
    #expect(stands(terminal, "nn 2-2-1> train adam lr 1e-9 epochs 1000000000"))
    terminal.type(" ")
    #expect(terminal.shows("epochs/s"))
    // It ends what runs, and the demo goes on.
    terminal.type(Keys.ctrlC)
    #expect(terminal.shows("interrupted at epoch"))
    #expect(terminal.sees { $0.lines[$0.cursor.row].hasSuffix("> print 7") })
    // Where nothing runs, it ends the demo.
    terminal.type(Keys.ctrlC)
    #expect(terminal.ends() == 130 && terminal.isCooked)
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func aSignalLeavesTheTerminalRight(_ number: Int32) throws {
    let terminal = try demo()
    #expect(stands(terminal, "nn> net 2 2 1"))
    terminal.signal(number)
    #expect(terminal.ends() == -number && terminal.isCooked)
  }

  /// The stage follows the size of the terminal: narration is wrapped anew, the status line stands in the last row.
  @Test func theStageFollowsTheTerminalsSize() throws {
    let long = "say \"" + Array(repeating: "word", count: 30).joined(separator: " ") + "\"\nnet 2 2 1\n"
    let terminal = try demo(["--instant"], long)
    #expect(stands(terminal, "nn> net 2 2 1"))
    terminal.resize(rows: 12, columns: 40)
    #expect(terminal.sees { $0.lines[11].contains("1 of 1") && $0.lines[$0.cursor.row] == "nn> net 2 2 1" })
    let words = terminal.screen.lines.filter { $0.hasPrefix("word") }
    #expect(words.count == 4 && words.allSatisfy { $0.count <= 40 })
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  @Test func stoppedAndContinued() throws {
    let terminal = try PseudoTerminal(program: ["/bin/sh", "-i"], environment: ["PS1": "shell$ "], rows: 24)
    #expect(terminal.shows("shell$ "))
    terminal.enter("nn demo --instant \(try DemoScript.file())")
    #expect(stands(terminal, "nn> net 2 2 1"))
    terminal.type(Keys.ctrlZ)
    #expect(terminal.shows("shell$ "))
    #expect(terminal.isCooked)
    terminal.enter("fg")
    #expect(stands(terminal, "nn> net 2 2 1"))
    terminal.type(" ")
    #expect(stands(terminal, "nn 2-2-1> init xavier seed 1000"))
    terminal.type("q")
    #expect(terminal.shows("shell$ "))
    #expect(terminal.isCooked)
    terminal.enter("exit")
    #expect(terminal.ends() == 0)
  }

  /// A second Ctrl-C ends the process, and the terminal is as it was.
  @Test func ctrlCTwice() throws {
    // One pass over the data takes longer than the time between the two keys.
    let text = "data circle 200000 seed 1\nnet 2 1000 1000 1\ninit torch seed 1\neval data\n"
    let terminal = try demo(["--instant"], text)
    #expect(stands(terminal, "nn> data circle 200000 seed 1"))
    terminal.type("   ")
    #expect(stands(terminal, "nn 2-1000-1000-1> eval data"))
    terminal.type(" ")
    usleep(300_000)
    terminal.type(Keys.ctrlC + Keys.ctrlC)
    #expect(terminal.ends() == 130 && terminal.isCooked)
  }

  /// What a script itself does to the stage.
  @Test func statementsAreShownAsTheyRun() throws {
    let terminal = try demo(["--instant"], "net 2 2 1\ntour\nnet 2 3 1\nundo\ncolor off\nquit\nprint 1\n")
    #expect(stands(terminal, "nn> net 2 2 1"))
    terminal.type("  ")
    #expect(terminal.shows("the tour runs at the prompt"))
    #expect(stands(terminal, "nn 2-2-1> net 2 3 1"))
    terminal.type(" ")
    #expect(stands(terminal, "nn 2-3-1> undo"))
    terminal.type(" ")
    #expect(stands(terminal, "nn 2-2-1> color off"))
    #expect(terminal.screen.style(row: terminal.screen.cursor.row, column: 0).isBold)
    terminal.type(" ")
    #expect(stands(terminal, "nn 2-2-1> quit"))
    #expect(!terminal.screen.style(row: terminal.screen.cursor.row, column: 0).isBold)
    // Back brings the colors of then, and what undo took back stays so.
    terminal.type("b")
    #expect(stands(terminal, "nn 2-2-1> color off"))
    #expect(terminal.screen.style(row: terminal.screen.cursor.row, column: 0).isBold)
    terminal.type(" ")
    #expect(stands(terminal, "nn 2-2-1> quit"))
    terminal.type(" ")
    #expect(terminal.sees { $0.lines[23].contains("the end") })
    terminal.type("?" + Keys.ctrlC)
    #expect(terminal.ends() == 130 && terminal.isCooked)
  }

  /// Ctrl-C on the way to a section stops there.
  @Test func aJumpThatIsStopped() throws {
    let text =
      "net 2 2 1\ninit torch seed 1\ntrain adam lr 1e-9 epochs 1000000000\nprint 7\nsection \"Far\"\nprint 8\n"
    let terminal = try demo(["--instant"], text)
    #expect(stands(terminal, "nn> net 2 2 1"))
    terminal.type("g")
    #expect(terminal.shows("which section?"))
    terminal.type("1")
    #expect(terminal.shows("epochs/s"))
    terminal.type(Keys.ctrlC)
    #expect(terminal.shows("interrupted at epoch"))
    #expect(terminal.sees { $0.lines[$0.cursor.row].hasSuffix("> print 7") })
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  /// Ctrl-Z while a statement runs, and fg: the terminal is the shell's in between, and the demo's again.
  @Test func stoppedWhileTraining() throws {
    let path = try DemoScript.file(
      "net 2 2 1\ninit torch seed 1\ntrain adam lr 1e-9 epochs 1000000000\nprint 7\n")
    let terminal = try PseudoTerminal(program: ["/bin/sh", "-i"], environment: ["PS1": "shell$ "], rows: 24)
    #expect(terminal.shows("shell$ "))
    terminal.enter("nn demo --instant \(path)")
    #expect(stands(terminal, "nn> net 2 2 1"))
    terminal.type("   ")
    #expect(terminal.shows("epochs/s"))
    terminal.type(Keys.ctrlZ)
    #expect(terminal.shows("shell$ "))
    #expect(terminal.isCooked)
    terminal.enter("fg")
    #expect(terminal.shows("epochs/s"))
    terminal.type(Keys.ctrlC)
    #expect(terminal.sees { $0.lines[$0.cursor.row].hasSuffix("> print 7") })
    terminal.type("q")
    #expect(terminal.shows("shell$ "))
    #expect(terminal.isCooked)
    terminal.enter("exit")
    #expect(terminal.ends() == 0)
  }

  /// It types as a person does; any key brings the rest.
  @Test func itTypesAsAPersonDoes() throws {
    let terminal = try demo(["--speed", "0.2"], "print \"a rather long text that takes its time\"\n")
    #expect(terminal.sees { $0.lines[$0.cursor.row] == "nn> print" })
    terminal.type(" ")
    #expect(stands(terminal, "nn> print \"a rather long text that takes its time\""))
    terminal.type("q")
    #expect(terminal.ends() == 0)

    let byKeys = try demo(["--by-keys"], "print 6 * 7\nprint 8\n")
    #expect(byKeys.shows("nn> "))
    byKeys.type("asdfg")
    #expect(byKeys.hasRow("nn> print"))
    byKeys.type("hjklöx")
    #expect(stands(byKeys, "nn> print 6 * 7"))
    byKeys.type("\r")
    #expect(byKeys.shows("42\n"))
    // Keys that are no characters keep their meaning.
    byKeys.type(Keys.pageUp)
    byKeys.type("asdfghjkl;'")
    #expect(stands(byKeys, "nn> print 6 * 7"))
    // Who types blindly types on; the letters mean nothing then.
    byKeys.type("qsbgp" + Keys.ctrlD)
    #expect(byKeys.ends() == 0)
  }

  @Test func itPlaysByItself() throws {
    let terminal = try demo(["--instant", "--auto", "0.05s"])
    #expect(terminal.shows("0 1 -> 0.9097"))
    #expect(terminal.ends() == 0 && terminal.isCooked)
  }

  @Test func notesAreForTheSpeaker() throws {
    let notes = FileManager.default.temporaryDirectory.appending(path: "notes-\(UUID().uuidString)")
    try "old".write(to: notes, atomically: true, encoding: .utf8)
    // Somebody's file is not overwritten.
    let refused = try demo(["--instant", "--notes", notes.path])
    #expect(refused.ends() == 64)
    #expect(try String(contentsOf: notes, encoding: .utf8) == "old")
    let terminal = try demo(["--instant", "--replace", "--notes", notes.path])
    #expect(stands(terminal, "nn> net 2 2 1"))
    #expect(try !String(contentsOf: notes, encoding: .utf8).contains("Ask the room."))
    terminal.type(" ")
    #expect(stands(terminal, "nn 2-2-1> init xavier seed 1000"))
    let view = try String(contentsOf: notes, encoding: .utf8).components(separatedBy: "\u{1b}[2J").last ?? ""
    #expect(
      view.hasPrefix("1/3 One · 2 of 5     0:0") && view.contains("\n\nAsk the room.\n\nnow   "), "\(view)")
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  /// A mistake is shown, and the show goes on.
  @Test func aMistakeOnStage() throws {
    let terminal = try demo(["--instant"], "net 2 2 1\neval 1 2 3\nprint 7\n")
    #expect(stands(terminal, "nn> net 2 2 1"))
    terminal.type("  ")
    #expect(terminal.shows("error:"))
    #expect(terminal.sees { $0.lines[$0.cursor.row].hasSuffix("> print 7") })
    terminal.type(" ")
    #expect(terminal.shows("\n7\n"))
    terminal.type("q")
    #expect(terminal.ends() == 0)
    let wrong = try demo(["--instant"], "net 2 2 1\ntrian adam\n")
    #expect(wrong.shows("did you mean `train`?"))
    #expect(wrong.ends() == 65)
  }

  @Test func onADumbTerminal() throws {
    let terminal = try PseudoTerminal(
      ["demo", "--instant", try DemoScript.file()], environment: ["TERM": "dumb", "LANG": "C"])
    #expect(terminal.shows("nn> net 2 2 1"))
    terminal.type(" ")
    #expect(terminal.shows("nn 2-2-1> init xavier"))
    terminal.type("b")
    #expect(terminal.shows("nn> net 2 2 1"))
    terminal.type("q")
    #expect(terminal.ends() == 0)
    #expect(!terminal.raw.contains(0x1b))
  }

  /// The tour is such a demo, on a session of its own.
  @Test func theTourIsADemo() throws {
    let terminal = try PseudoTerminal(rows: 24)
    #expect(terminal.shows("nn> "))
    terminal.enter("let mine = 41")
    terminal.enter("tour")
    #expect(terminal.sees { $0.lines[23].contains("A net") && $0.text.contains("nn> net 2 2 1") })
    terminal.type("q")
    #expect(terminal.shows("end of the tour"))
    #expect(terminal.shows("nn> "))
    terminal.enter("mine + 1")
    #expect(terminal.shows("\n42\n"))
    #expect(terminal.leave() == 0 && terminal.isCooked)
    let piped = try Command.run(["-e", "tour"])
    #expect(piped.status == 0 && piped.output.contains("explain 0 1") && piped.error == "")
  }
}
