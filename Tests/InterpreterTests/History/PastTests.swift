import Interpreter
import Testing

/// What `undo` keeps does not grow with the session, and is counted right on the way.
struct PastTests {
  @Test func undoAfterTenThousandStatements() {
    let stage = TestSession()
    stage.run((0..<10_000).map { "let v\($0) = \($0)" }.joined(separator: "\n"))
    for k in (9_900..<10_000).reversed() {
      #expect(stage.run("undo") == .done)
      #expect(stage.run("v\(k)") == .failed(1), "v\(k) is gone")
      if k % 25 == 0 { stage.run("v\(k - 1)\nv0\nv5000") }
    }
    #expect(stage.run("undo") == .failed(1), "a hundred are kept")
    #expect(stage.run("let sum = v0 + v1 + v9899") == .done)
    stage.run("undo\nredo\nprint sum")
    #expect(stage.lines.last == "9900")
  }

  /// Each copy of a session has its own values, whichever of them is changed.
  @Test func copiesShareAndDoNotDisturb() {
    let stage = TestSession()
    stage.run((0..<2_000).map { "let v\($0) = \($0)" }.joined(separator: "\n"))
    stage.run("repeat 3\n  let v7 = v7 + 1\n  let v1999 = v7\nend\nlet v7 = -1")
    stage.run(
      "print v7, v1999, v6\nundo\nprint v7, v1999, v6\nundo\nprint v7, v1999, v6\nredo\nprint v7, v1999")
    #expect(stage.lines.filter { !$0.contains("done") } == ["-1 10 6", "10 10 6", "7 1999 6", "10 10"])
  }

  static let lines = [
    "let a = 1", "let b = \"a text\"", "let xs = [1..1000]", "let xs = append(xs, 1)", "undo", "redo",
    "repeat 100\n  let a = a + 1\nend", "net 2 3 1", "data xor", "init xavier seed 1",
    "train adam epochs 30", "train adam epochs 5", "train sgd lr 0.1 epochs 40", "goto epoch 12", "undo",
    "undo", "redo", "train adam epochs 7", "step adam", "reset", "train adam epochs 3", "xs", "undo", "undo",
    "let xs = 0", "define f n\n  let q = n\nend", "f 3", "repeat 60\n  train adam epochs 2\nend", "clear",
    "let a = 2", "undo",
  ]

  @Test func bytesAreThoseOfARecount() {
    let stage = TestSession(tick: 0.01)
    for line in Self.lines + (0..<120).map({ "let n\($0) = [1..\($0 + 1)]" }) + ["undo", "undo", "redo"] {
      #expect(stage.run(line) == .done, "\(line)")
      let bytes = stage.interpreter.state.bytesToUndo
      #expect(bytes.kept == bytes.recounted, "\(line)")
    }
    stage.interpreter.begin()
    #expect(stage.interpreter.state.bytesToUndo == (0, 0))
  }

  /// What is too large for all to stay lets the oldest go, and never the last.
  @Test func largeOnesGoFirst() {
    let stage = TestSession()
    stage.interpreter.keepToUndo(bytes: 5_000_000)
    for k in 0..<36 { stage.run("let xs = [\(k)..\(k + 9_000)]") }
    let bytes = stage.interpreter.state.bytesToUndo
    #expect(bytes.kept <= 5_000_000 && bytes.kept > 3_000_000)
    #expect(stage.run("undo\nundo\nprint xs[0]") == .done)
    #expect(stage.lines.last == "33")
  }

  /// A variable that stays is one, however many sessions have it.
  @Test func sharedOnesCountOnce() {
    let stage = TestSession()
    stage.interpreter.keepToUndo(bytes: 5_000_000)
    stage.run("let xs = [1..100000]")
    for k in 0..<99 { stage.run("repeat 20\n  let a = \(k)\nend") }
    for _ in 0..<99 { #expect(stage.run("undo") == .done) }
    #expect(stage.run("print len(xs)") == .done)
  }
}
