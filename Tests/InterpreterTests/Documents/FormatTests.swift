import Interpreter
import Language
import NeuralCore
import Standard
import TestSupport
import Testing

/// The canonical layout: idempotent, comments kept, meaning kept.
struct FormatTests {
  private func format(_ text: String) -> String? { formatted(Source(name: "test", text: text), .standard) }

  /// Formats twice, and runs the text before and after.
  private func check(_ text: String) throws {
    let once = try #require(format(text), "\(text)")
    #expect(format(once) == once, "not idempotent: \(text)")
    let (before, after) = (TestSession(patience: 200), TestSession(patience: 200))
    before.run(text, keepsGoing: true)
    after.run(once, keepsGoing: true)
    #expect(before.session.fingerprint == after.session.fingerprint, "\(text)")
    // Reports repeat a condition as it was typed, so blanks do not count.
    func bare(_ stage: TestSession) -> [String] { stage.lines.map { $0.filter { $0 != " " } } }
    #expect(bare(before) == bare(after), "\(text)\n-- became --\n\(once)")
    #expect(before.problems.map(\.code) == after.problems.map(\.code))
    #expect(comments(text) == comments(once))
  }

  private func comments(_ text: String) -> [String] {
    // No text of these tests has a # in quotes.
    text.split(separator: "\n").compactMap { line in
      line.firstIndex(of: "#").map { String(line[$0...]).trimmingBlanks }
    }
  }

  @Test(arguments: Documents.blocks("nn").map(\.text))
  func examplesOfTheManual(_ text: String) throws { try check(text) }

  /// A comment behind several statements of a line belongs to the last one.
  @Test(arguments: [
    ("let a = 1 ; let b = 2 ; let c = 3 # tail", "let a = 1\nlet b = 2\nlet c = 3  # tail\n"),
    ("let a = 1 ; # tail", "let a = 1  # tail\n"), ("let a = 1 ; ; # tail\n", "let a = 1  # tail\n"),
    ("let a = \"x;y\" # tail", "let a = \"x;y\"  # tail\n"),
    ("if true ; print 1 ; end # tail\nprint 2", "if true\n  print 1\nend  # tail\nprint 2\n"),
    ("repeat 2 ; print 1 # in\nend # out", "repeat 2\n  print 1  # in\nend  # out\n"),
    ("print 1 ; print 2 # a\n# b\nprint 3", "print 1\nprint 2  # a\n# b\nprint 3\n"),
    ("data ; 0 -> 1 ; 1 -> 0 # last\nend", "data\n  0 -> 1\n  1 -> 0  # last\nend\n"),
  ])
  func aTailBelongsToTheLastStatement(_ text: String, _ expected: String) {
    #expect(format(text) == expected)
    #expect(format(expected) == expected)
  }

  @Test func theLayoutIsCanonical() {
    #expect(format("net   2 2 1;init  xavier  seed 1") == "net 2 2 1\ninit xavier seed 1\n")
    #expect(format("print a -1,b*-2") == "print a - 1, b * -2\n")
    #expect(format("eval (a+1)  -0.5") == "eval (a + 1) -0.5\n")
    #expect(format("\n\n\nprint 1\n\n\n\nprint 2\n\n") == "print 1\n\nprint 2\n")
    #expect(format("if a<1;print 1;else;print 2;end") == "if a < 1\n  print 1\nelse\n  print 2\nend\n")
    #expect(format("0B->L1N0:1\nset L0N0->L1N0=2") == "0B -> L1N0: 1\nL0N0 -> L1N0 = 2\n")
    #expect(format("print (1+\n 2) # c") == "print (1 + 2)  # c\n")
    #expect(
      format("train sgd restart every 5 keeping optimizer until loss<1")
        == "train sgd restart every 5 keeping optimizer until loss < 1\n")
    #expect(
      format("print 1 ≤ 2, 2 ≥ 1, 1 ≠ 2, 2 · 3, 2 × 3, 3 − 1\nL0N0 → L1N0 = 1")
        == "print 1 <= 2, 2 >= 1, 1 != 2, 2 * 3, 2 * 3, 3 - 1\nL0N0 -> L1N0 = 1\n")
    #expect(format("trian 3 +") == nil)
    #expect(format("") == "")
    #expect(format("# only this") == "# only this\n")
  }

  /// A thousand scripts with odd blanks, comments and separators.
  @Test func generatedScriptsKeepTheirMeaning() throws {
    var writer = Writer(generator: MersenneTwister(seed: 2024))
    for _ in 0..<1000 { try check(writer.script()) }
  }

  /// Writes scripts that parse, with blanks where they do not matter.
  private struct Writer {
    var generator: MersenneTwister

    mutating func pick(_ n: Int) -> Int { Int(generator.nextWord()) % n }
    mutating func one(_ words: [String]) -> String { words[pick(words.count)] }
    mutating func gap() -> String { String(repeating: " ", count: pick(3)) }
    mutating func blank() -> String { String(repeating: " ", count: 1 + pick(3)) }

    mutating func script() -> String {
      var text = "let a = 2\nlet b = [1, 2, 3]\nnet 2 2 1\ninit torch seed \(pick(9))\ndata xor\n"
      for _ in 0...pick(6) { text += statement(2) + end() }
      return text
    }

    mutating func end() -> String {
      switch pick(6) {
      case 0: return gap() + "# note \(pick(9))\n"
      case 1: return "\n\n\n"
      case 2: return gap() + ";" + gap()
      case 3: return "\n  # apart \(pick(9))\n"
      default: return "\n"
      }
    }

    mutating func statement(_ depth: Int) -> String {
      switch pick(depth > 0 ? 13 : 9) {
      case 0: return "let" + blank() + "a" + gap() + "=" + gap() + number(2)
      case 1: return "print" + blank() + number(3) + gap() + "," + gap() + number(1)
      case 2: return "eval" + blank() + argument() + blank() + argument()
      case 3:
        return "0B" + gap() + "->" + gap() + "L1N\(pick(2))" + gap() + one([":", "="]) + gap() + number(1)
      case 4:
        return "train" + blank() + "sgd lr" + blank() + "0.\(1 + pick(8)) until loss" + gap() + "<" + gap()
          + "0.1 epochs 3"
      case 5: return "expect" + blank() + condition(2)
      case 6:
        return "init" + blank() + one(["xavier", "he  uniform", "normal 0  1", "uniform -1 1"]) + blank()
          + "seed \(pick(9))"
      case 7: return number(2) + gap() + "+" + gap() + "1"
      case 8: return "explain " + argument() + blank() + argument() + " neuron L1N0"
      case 9:
        return "if" + blank() + condition(1) + end() + statement(depth - 1) + end() + "else" + end()
          + statement(depth - 1) + "\nend"
      case 10: return "for k in 1..\(1 + pick(3))" + end() + statement(depth - 1) + "\nend"
      case 11: return "repeat \(pick(3))" + end() + statement(depth - 1) + "\nend"
      default:
        return "data" + end() + "0 0" + gap() + "->" + gap() + "0" + end() + argument() + " 1 -> 1\nend"
      }
    }

    mutating func argument() -> String {
      one(["0", "1", "-0.5", "a", ".25", "(\(number(1)))", "-a", "b[0]", "1e-2"])
    }

    mutating func number(_ depth: Int) -> String {
      guard depth > 0 else {
        return one(["1", "2.5", "a", "b[1]", "1e-3", "L0N0->L1N0", "epoch", "(a)", "parameters"])
      }
      switch pick(7) {
      case 0: return number(depth - 1) + gap() + one(["+", "-", "*"]) + gap() + number(depth - 1)
      case 1: return "(" + gap() + number(depth - 1) + gap() + ")"
      case 2: return "-" + number(depth - 1)
      case 3: return one(["abs", "tanh", "round"]) + "(" + gap() + number(depth - 1) + ")"
      case 4: return "a" + gap() + "^" + gap() + "2"
      case 5: return number(depth - 1) + " mod " + "7"
      default: return number(0)
      }
    }

    mutating func condition(_ depth: Int) -> String {
      guard depth > 0 else {
        return number(1) + gap() + one(["<", "<=", "==", "!=", ">"]) + gap() + number(1)
      }
      switch pick(4) {
      case 0: return condition(depth - 1) + " and " + condition(depth - 1)
      case 1: return "not " + condition(depth - 1)
      case 2: return condition(0) + " or " + condition(depth - 1)
      default: return number(1) + gap() + "==" + gap() + number(1) + " within " + number(0)
      }
    }
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    var result = self[...]
    while result.last?.isWhitespace == true { result.removeLast() }
    return String(result)
  }
}
