import Interpreter
import Testing
import TestSupport

/// Loops of numbers, which are computed as one, come to what their statements come to one by one.
struct NumberLoopTests {
  private static let names = ["a", "b", "c", "d", "k"]

  /// Bodies that nobody chose: some divide by zero, some read what has no value, some grow too large.
  private struct Source {
    var draws: Draws

    mutating func expression(_ depth: Int) -> String {
      guard depth > 0 else {
        return draws.coin()
          ? draws.one(of: NumberLoopTests.names) : draws.one(of: ["0", "1", "2", "0.5", "3", "1e200", "7"])
      }
      let (x, y) = (expression(depth - 1), expression(draws.number(0...depth - 1)))
      switch draws.number(0...11) {
      case 0...2: return "\(x) + \(y)"
      case 3: return "\(x) - (\(y))"
      case 4, 5: return "(\(x)) * (\(y))"
      case 6: return "(\(x)) / (\(y) + 0.5)"
      case 7: return "(\(x)) / (\(y))"
      case 8: return "(\(x)) mod (\(y) + 3.5)"
      case 9: return "-(\(x))"
      case 10: return "\(draws.one(of: ["sqrt", "abs", "exp", "tanh", "sin"]))(\(x))"
      default: return "(\(x)) ^ 2"
      }
    }

    mutating func condition(_ depth: Int) -> String {
      let plain = "\(expression(1)) \(draws.one(of: ["<", "<=", ">", ">=", "==", "!="])) \(expression(1))"
      guard depth > 0 else { return plain }
      switch draws.number(0...3) {
      case 0: return "(\(condition(depth - 1)) and \(condition(depth - 1)))"
      case 1: return "(\(condition(depth - 1)) or \(condition(depth - 1)))"
      case 2: return "not (\(condition(depth - 1)))"
      default: return plain
      }
    }

    mutating func body(_ depth: Int) -> String {
      (0...draws.number(0...2)).map { _ in
        if depth > 0, draws.number(0...2) == 0 {
          let otherwise = draws.coin() ? "else\n\(body(depth - 1))" : ""
          let middle = draws.coin() ? "else if \(condition(1))\n\(body(depth - 1))" : ""
          return "if \(condition(2))\n\(body(depth - 1))\(middle)\(otherwise)end\n"
        }
        return "let \(draws.one(of: NumberLoopTests.names)) = \(expression(draws.number(0...3)))\n"
      }.joined()
    }
  }

  /// Values of all variables after a text, or the mistake that ended it.
  private func outcome(_ text: String, _ stage: TestSession) -> [String] {
    stage.run(text)
    return stage.problems.map(\.message)
      + Self.names.map { name in
        let before = stage.lines.count
        stage.run("print \(name)")
        return stage.lines.count > before ? stage.lines[before] : "none"
      }
  }

  /// The oracle runs one statement after the other in an `if`, which is not made ready.
  @Test(arguments: 0..<8) func turnsAreTheirStatements(_ part: Int) {
    var source = Source(draws: Draws(seed: Int64(part)))
    var (complete, failed) = (0, 0)
    for _ in 0..<60 {
      let (body, turns) = (source.body(2), source.draws.number(1...6))
      let start = [
        "let a = 1\nlet b = 2\nlet c = 0.25\n", "let a = 3\nlet b = \"t\"\n",
        "let k = 4\nlet d = 5\nlet a = 0\n",
      ]
      let given = source.draws.one(of: start)
      let (loop, unrolled): (String, String)
      if source.draws.coin() {
        loop = "for k in 1..\(turns) by 1\n\(body)end\n"
        unrolled = (1...turns).map { "let k = \($0)\n\(body)" }.joined()
      } else {
        loop = "repeat \(turns)\n\(body)end\n"
        unrolled = String(repeating: body, count: turns)
      }
      let computed = outcome(given + loop, TestSession(ignored: [.acknowledgment]))
      let expected = outcome(given + "if true\n\(unrolled)end\n", TestSession())
      #expect(computed == expected, "\(given + loop)")
      if computed.count == Self.names.count { complete += 1 } else { failed += 1 }
    }
    #expect(complete > 5 && failed > 5, "both ways are tried: \(complete), \(failed)")
  }

  /// A condition is computed in front of each turn, and where it comes to nothing it says so.
  @Test(arguments: 0..<4) func conditionsEndLoops(_ part: Int) {
    var source = Source(draws: Draws(seed: Int64(100 + part)))
    for _ in 0..<40 {
      let (body, condition) = (source.body(1), source.condition(1))
      let given = "let a = 1\nlet b = 2\nlet c = 0.25\nlet n = 0\n"
      let turns = 5
      let loop = "while n < \(turns) and \(condition)\nlet n = n + 1\n\(body)end\n"
      let unrolled = (0..<turns).reduce("") { text, _ in text + "if \(condition)\nlet n = n + 1\n\(body)" }
      let ends = String(repeating: "end\n", count: turns)
      let computed = outcome(given + loop, TestSession(ignored: [.acknowledgment]))
      let expected = outcome(given + "if true\n\(unrolled)\(ends)end\n", TestSession())
      #expect(computed == expected, "\(given + loop)")
    }
  }

  /// What is asked about Ctrl-C is asked every few turns, and what was done is kept.
  @Test(arguments: ["for i in 1..1000000000", "repeat 1000000000", "while n >= 0"])
  func ctrlCEndsWhatIsComputed(_ head: String) {
    let stage = TestSession(patience: 50, ignored: [.acknowledgment])
    #expect(stage.run("let n = 0\n\(head)\nlet n = n + 1\nend") == .interrupted)
    #expect(stage.polls < 60)
    stage.patience = .max
    #expect(stage.run("expect n > 1000 and n < 5000") == .done)
  }
}
