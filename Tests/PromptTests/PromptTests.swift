import Foundation
import TestSupport
import Testing

/// The prompt through a real pseudo-terminal, keystroke by keystroke.
@Suite(.serialized) struct PromptTests {
  private let ctrlC = "\u{3}"
  private let ctrlD = "\u{4}"
  private let up = "\u{1b}[A"

  /// Ctrl-D at the next prompt: before it is there, the terminal would take the key for itself.
  private func leave(_ terminal: PseudoTerminal) {
    #expect(terminal.shows("> "))
    terminal.type(ctrlD)
    #expect(terminal.ends() == 0)
  }

  @Test func theFiveLinesTyped() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("nn> "))
    terminal.enter("net 2 2 1")
    #expect(terminal.shows("9 parameters"))
    #expect(terminal.shows("nn 2-2-1> "))
    terminal.enter("init xavier seed 1000")
    #expect(terminal.shows("seed 1000"))
    terminal.enter("train adam lr 0.01 until loss<0.01")
    #expect(terminal.shows("no data given: using xor (4 rows)"))
    #expect(terminal.shows("reached loss<0.01 at epoch 1514"))
    #expect(terminal.shows("loss 0.0099617 before its update, 0.0098015 after"))
    #expect(terminal.shows("nn 2-2-1 loss 0.0098> "))
    terminal.enter("dump")
    for name in ["0B -> L1N0:", "0B -> L1N1:", "L0N0 -> L1N0 =", "L0N1 -> L1N1 =", "L1N1 -> L2N0 ="] {
      #expect(terminal.shows(name))
    }
    terminal.enter("eval 0 1")
    #expect(terminal.shows("0 1 -> 0.9097"))
    terminal.enter("quit")
    #expect(terminal.ends() == 0)
    #expect(terminal.isCooked)
  }

  /// Tab completes, lists, and lists again with what the words mean.
  @Test func tabKnowsThePlace() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("nn> "))
    terminal.type("pri\t1+1\r")
    #expect(terminal.shows("2"))
    terminal.enter("net 2 2 1 ; init torch seed 1")
    #expect(terminal.shows("seed 1"))
    terminal.type("0B->\t1 = 0.5\r")
    #expect(terminal.shows("0B -> L1N1: 0.5"))
    terminal.type("init \t")
    #expect(terminal.shows("orthogonal"))
    terminal.type("\t")
    #expect(terminal.shows("factor on the standard deviation"))
    terminal.type("xa\tuni\tse\t7\r")
    #expect(terminal.shows("start xavier (uniform) · seed 7"))
    // Behind the lines of an open block too.
    terminal.enter("repeat 2")
    #expect(terminal.shows("...> "))
    terminal.type("fing\t\r")
    #expect(terminal.shows("...> "))
    terminal.type("en\t\r")
    leave(terminal)
  }

  /// `guess` asks at the prompt; Ctrl-C gives no number.
  @Test func guessAsksAtThePrompt() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("nn> "))
    terminal.enter("net 2 2 1 ; init zeros ; 1B -> L2N0: 0.5")
    terminal.enter("guess 0 1")
    #expect(terminal.shows("the output for 0 1? "))
    terminal.enter("0.25")
    #expect(terminal.shows("you say 0.25; the output is 0.5000: 0.25 too little"))
    terminal.enter("guess 1 1")
    #expect(terminal.shows("the output for 1 1? "))
    terminal.type(ctrlC)
    #expect(terminal.shows("the output is 0.5000"))
    leave(terminal)
  }

  /// A long training shows a line that is gone when it ends, and Ctrl-C ends it at once.
  @Test func aLongTrainingShowsItself() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("nn> "))
    terminal.enter("net 2 2 1 ; init torch seed 1")
    terminal.enter("train adam lr 0.0001 epochs 1000000000")
    #expect(terminal.shows("epochs/s"))
    terminal.type(ctrlC)
    #expect(terminal.shows("interrupted at epoch"))
    leave(terminal)
    #expect(terminal.isCooked)
  }

  @Test func ctrlDLeaves() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("nn> "))
    terminal.type(ctrlD)
    #expect(terminal.ends() == 0)
    #expect(terminal.isCooked)
  }

  @Test func aMistakeLeavesTheSession() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("nn> "))
    terminal.enter("net 2 2 1 ; init torch seed 3 ; fingerprint")
    #expect(terminal.shows("seed 3"))
    terminal.enter("trian adam")
    #expect(terminal.shows("did you mean `train`?"))
    terminal.enter("print \"a\", 1/0")
    #expect(terminal.shows("division by 0"))
    terminal.enter("expect L0N0->L1N0 != 0 and parameters == 9")
    #expect(terminal.shows("holds"))
    leave(terminal)
  }

  /// A line with a mistake is answered at once and not taken; the block goes on without it.
  @Test func aWrongLineInABlock() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("nn> "))
    terminal.enter("data")
    #expect(terminal.shows("...> "))
    terminal.enter("0 1 => 1")
    #expect(terminal.shows("a row has `->` between"))
    #expect(terminal.shows("the block is still open"))
    terminal.enter("0 1 -> 1")
    #expect(terminal.shows("...> "))
    terminal.enter("end")
    #expect(terminal.shows("1 row"))
    terminal.enter("repeat")
    #expect(terminal.shows("how many times"))
    #expect(terminal.shows("nn> "))
    terminal.enter("print (6 *")
    #expect(terminal.shows("...> "))
    terminal.enter("7)")
    #expect(terminal.shows("42"))
    terminal.enter("print (6 *")
    #expect(terminal.shows("...> "))
    terminal.enter(")")
    #expect(terminal.shows("I expected a value"))
    leave(terminal)
  }

  /// A data block says how it is filled, and checks every row as it is typed: a bad one does not lose the good ones.
  @Test func rowsAreCheckedAsTheyAreTyped() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("nn> "))
    terminal.enter("net 3 2")
    #expect(terminal.shows("nn 3-2> "))
    terminal.enter("data")
    #expect(terminal.shows("for example: 0 1 0 -> 1 0"))
    #expect(terminal.shows("...> "))
    terminal.enter("0 1 -> 1")
    #expect(terminal.shows("...> "))
    for (line, says) in [
      ("0 1 0 -> 1", "this row has 3 inputs and 1 target, the first has 2 and 1"),
      ("0 y -> 1", "called `y`"),
      ("seed 3", "`seed` goes before `data`"), ("0 1e99 -> 1", "too large"),
    ] {
      terminal.enter(line)
      #expect(terminal.shows(says), "\(line)")
      #expect(terminal.shows("the block is still open"))
    }
    terminal.enter("let y = 1")
    #expect(terminal.shows("...> "))
    terminal.enter("for x in 1..3")
    #expect(terminal.shows("...> "))
    terminal.enter("(x) (y) -> (1 / x)")
    #expect(terminal.shows("...> "))
    terminal.enter("end")
    #expect(terminal.shows("...> "))
    terminal.enter("end")
    #expect(terminal.shows("4 rows"))
    leave(terminal)
  }

  @Test func ctrlCInTrainKeepsTheLastWholeEpoch() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("nn> "))
    terminal.enter("net 2 2 1 ; init torch seed 3 ; data xor")
    #expect(terminal.shows("nn 2-2-1> "))
    terminal.enter("train sgd lr 1e-9 until loss<0 epochs 1000000000")
    #expect(terminal.shows("epoch      1"))
    terminal.type(ctrlC)
    #expect(terminal.shows("interrupted at epoch"))
    #expect(terminal.shows("> "))
    terminal.enter("expect epoch > 0 and epoch < 1000000000 and not reached")
    #expect(terminal.shows("holds"))
    terminal.enter("train sgd lr 1e-9 epochs 5")
    #expect(terminal.shows("trained 5 epochs"))
    terminal.enter("quit")
    #expect(terminal.ends() == 0)
    #expect(terminal.isCooked)
  }

  @Test func ctrlCAtThePromptDropsTheLine() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("nn> "))
    terminal.type("net 2 2")
    #expect(terminal.shows("net 2 2"))
    terminal.type(ctrlC)
    #expect(terminal.shows("nn> "))
    terminal.enter("data")
    #expect(terminal.shows("...> "))
    terminal.type(ctrlC)
    #expect(terminal.shows("nn> "))
    terminal.enter("print 40 + 2")
    #expect(terminal.shows("\n42"))
    leave(terminal)
  }

  @Test func anOpenBlockAsksForMore() throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.shows("nn> "))
    terminal.enter("data")
    #expect(terminal.shows("...> "))
    terminal.enter("  0 0 -> 0")
    #expect(terminal.shows("...> "))
    terminal.enter("  1 1 -> 1")
    #expect(terminal.shows("...> "))
    terminal.enter("end")
    #expect(terminal.shows("2 rows"))
    terminal.enter("print (1 +")
    #expect(terminal.shows("...> "))
    terminal.enter("2)")
    #expect(terminal.shows("\n3"))
    leave(terminal)
  }

  @Test func linesAreEditedAndComeBack() throws {
    let first = try PseudoTerminal()
    #expect(first.shows("nn> "))
    first.enter("print 1234567")
    #expect(first.shows("\n1234567"))
    #expect(first.shows("nn> "))
    // Five characters back, one erased, one put in.
    first.type("print 11111")
    first.type(String(repeating: "\u{1b}[D", count: 2) + "\u{7f}9\r")
    #expect(first.shows("\n11911"))
    leave(first)
    let second = try PseudoTerminal(home: first.folder)
    #expect(second.shows("nn> "))
    // libedit redraws only what differs, so the line itself need not appear.
    second.type(up + up + "\r")
    #expect(second.shows("\n1234567"))
    leave(second)
  }

  @Test func dumbAndUnknownTerminals() throws {
    for term in ["dumb", "nothing-of-the-kind"] {
      let terminal = try PseudoTerminal(environment: ["TERM": term, "LANG": "C"])
      #expect(terminal.shows("nn> "))
      terminal.enter("print 6 * 7")
      #expect(terminal.shows("\n42"))
      leave(terminal)
      #expect(terminal.isCooked)
    }
  }

  @Test func stayingAfterStatements() throws {
    let terminal = try PseudoTerminal(["-i", "-e", "let x = 41"])
    #expect(terminal.shows("nn> "))
    terminal.enter("x + 1")
    #expect(terminal.shows("\n42"))
    leave(terminal)
  }
}
