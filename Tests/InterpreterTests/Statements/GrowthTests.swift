import Foundation
import Interpreter

import struct Interpreter.Host
import Language
import Standard
import Testing

/// Eight times as much takes about eight times as long, never sixty-four times: the ratio of two sizes on the same machine,
/// the best of some runs each. What counts is the time of the processor in this thread, which knows little of what else
/// the machine does; a ratio that is too large is measured again.
struct GrowthTests {
  private static let tooMuch = 32.0

  /// Whether eight times as much never takes much more than eight times as long.
  private func isLinear(_ small: Int, _ work: (Int) -> Void) -> Bool {
    (0..<4).contains { _ in growth(small, work) < Self.tooMuch }
  }

  /// Seconds for the larger size over those for the smaller one.
  private func growth(_ small: Int, _ work: (Int) -> Void) -> Double {
    func best(_ size: Int) -> Double {
      (0..<3).map { _ in
        let begin = Self.processorSeconds
        work(size)
        return Self.processorSeconds - begin
      }.min() ?? 0
    }
    return best(8 * small) / max(best(small), 1e-4)
  }

  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  struct Text: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let size: Int
    let make: @Sendable (Int) -> String
  }

  static let texts = [
    Text(testDescription: "misspelt lines", size: 500) { String(repeating: "evall 0 1\n", count: $0) },
    Text(testDescription: "misspelt names", size: 500) { n in (0..<n).map { "net lin\($0) 1\n" }.joined() },
    Text(testDescription: "mistakes of the lexer", size: 500) { String(repeating: "print 2x\n", count: $0) },
    Text(testDescription: "statements in one line", size: 2000) {
      String(repeating: "let a = 1;", count: $0)
    },
    Text(testDescription: "a word", size: 100_000) { String(repeating: "a", count: $0) },
    Text(testDescription: "a word as argument", size: 100_000) {
      "net 2 " + String(repeating: "a", count: $0)
    },
    Text(testDescription: "a number", size: 100_000) { "let x = " + String(repeating: "1", count: $0) },
    Text(testDescription: "a text", size: 100_000) { "print \"" + String(repeating: "a", count: $0) + "\"" },
    Text(testDescription: "parameters", size: 2000) { n in
      "define f " + (0..<n).map { "p\($0)" }.joined(separator: " ") + "\nend\n"
    },
    Text(testDescription: "a sum", size: 5000) { "let x = 1" + String(repeating: "+1", count: $0) },
    Text(testDescription: "options", size: 2000) { "train adam" + String(repeating: " lr 0.1", count: $0) },
    Text(testDescription: "brackets", size: 2000) { "let x = " + String(repeating: "(", count: $0) },
    Text(testDescription: "weights", size: 2000) {
      "net 2 1\n" + String(repeating: "L0N0 -> L1N0 = 1\n", count: $0)
    },
    Text(testDescription: "branches", size: 2000) {
      "if 1 > 2\n" + String(repeating: "else if 1 > 2\n", count: $0)
    },
  ]

  @Test(arguments: texts) func readingIsLinear(_ text: Text) {
    #expect(
      isLinear(text.size) { _ = parse(Source(name: "test", text: text.make($0)), .standard) },
      "\(text.testDescription)")
  }

  static let scripts = [
    Text(testDescription: "variables", size: 400) { n in (0..<n).map { "let v\($0) = 1\n" }.joined() },
    Text(testDescription: "procedures", size: 300) { n in
      (0..<n).map { "define f\($0)\n  print 1\nend\n" }.joined()
    },
    Text(testDescription: "lists", size: 300) { n in (0..<n).map { "let l\($0) = [1..100]\n" }.joined() },
    Text(testDescription: "statements", size: 500) { String(repeating: "let a = 1;", count: $0) },
    Text(testDescription: "rows", size: 500) {
      "data\n" + String(repeating: "0 1 -> 1\n", count: $0) + "end\n"
    },
  ]

  @Test(arguments: scripts) func runningIsLinear(_ text: Text) {
    #expect(isLinear(text.size) { TestSession().run(text.make($0)) }, "\(text.testDescription)")
  }

  /// Nobody hears of the variables, since who does keeps a copy of each.
  private struct Deaf: EventSink {
    func receive(_ event: Event) {}
    func ignores(_ interest: Event.Interest) -> Bool { true }
  }

  @Test(arguments: ["append(l, i * i mod 97)", "[l, i]", "[l, \"a\", i]"])
  func aListGrowsWithoutBeingCopied(_ longer: String) {
    let isOneOut = isLinear(2000) { count in
      let script = "let l = []\nfor i in 1..\(count)\n  let l = \(longer)\nend\n"
      _ = Interpreter(host: Host(output: Deaf())).run(Source(name: "test", text: script))
    }
    #expect(isOneOut)
  }

  /// What is shared between sessions is counted once, and what is not shared is bounded.
  @Test func undoStillForgetsWhatIsLarge() {
    let stage = TestSession()
    stage.interpreter.keepToUndo(bytes: 5_000_000)
    stage.run(String(repeating: "let l = [1..10000]\n", count: 60))
    #expect(stage.run(String(repeating: "undo\n", count: 15)) == .done)
    #expect(
      stage.run(String(repeating: "undo\n", count: 25)) == .failed(1),
      "60 lists of 240 kB are more than 5 MB")
  }

  @Test func manyNamesWithoutLargeValuesAreAllKept() {
    let stage = TestSession()
    stage.run((0..<2000).map { "let v\($0) = \($0)\n" }.joined())
    #expect(stage.run(String(repeating: "undo\n", count: 100)) == .done)
    #expect(stage.run("undo") == .failed(1))
    #expect(stage.run("print v1899") == .done)
    #expect(stage.run("print v1900") == .failed(1))
  }
}
