import Language
import NeuralCore
import Standard
import Testing

/// Tokens are kept small and numbers are read fast; what they say stays.
struct TokenTests {
  private func literal(_ text: String) -> NumberLiteral? {
    let program = parse(Source(name: "test", text: "let x = \(text)"), .standard)
    guard case .bind(let binding)? = program.statements.first?.node,
      case .expression(let value) = binding.value,
      case .number(let literal) = value.node
    else { return nil }
    return literal
  }

  /// Every number is the nearest double and the nearest float32.
  @Test func numbersAreReadRight() {
    var generator = MersenneTwister(seed: 3)
    let given = [
      "0", "00", "0.0", "1", "16777216", "16777217", "1677721.6", "1677721.7", "0.1", ".5", "0.00001",
      "9999999",
      "1.677721", "12345.67", "99999999", "1e5", "0.1e-3", "18446744073709551615", "123456789012",
    ]
    let drawn = (0..<2_000).map { _ -> String in
      let digits = String(generator.nextWord() % 100_000_000)
      let point = Int(generator.nextWord() % 9)
      guard point < digits.count else { return "0." + digits }
      return point == 0 ? digits : digits.dropLast(point) + "." + digits.suffix(point)
    }
    for text in given + drawn {
      let literal = literal(text)
      #expect(literal?.value == Double(text) && literal?.single == Float(text), "\(text)")
      #expect(literal?.whole == UInt64(text), "\(text)")
    }
  }

  /// Every sign is read as itself, between blanks and without.
  @Test(arguments: ["+", "-", "*", "/", "^", "==", "!=", "<", "<=", ">", ">="])
  func signsAreRead(_ sign: String) {
    for text in ["let x = 2\(sign)3", "let x = 2 \(sign) 3"] {
      #expect(parse(Source(name: "test", text: text), .standard).problems.isEmpty, "\(text)")
      #expect(formatted(Source(name: "test", text: text), .standard)?.contains(sign) == true)
    }
  }

  static let texts = [
    "print a\nlet a = 1\nprint b, foo(1), c.d\nwarm 3\ndefine warm n\nprint n, k\nend\nprint accuracy > 95",
    "run \"other.nn\"\nprint whatever\nfoo 1", "load \"s\"\neval color 1\nprint nothing", "x -1\nprint x",
    "for i in 1..3\nprint i, j\nend\nprint j\nexpect val.accuracy >= 95 and z",
    "let x = (1\nnet 2 2\nprint y",
    "import torch\nnet = 1\nfrom x", "", "exercise \"a\"\nexpect solved > 1\nend\nprint solved, unsolved",
    "train adam until accuracy==90 epochs lots\neval a b\nwhile q < 3\nlet q = 1\nend",
  ]

  /// Statements that are not kept make the same mistakes as those that are.
  @Test(arguments: texts) func mistakesAreTheSame(_ text: String) {
    let source = Source(name: "test", text: text)
    for variables in [nil, [], ["a", "z"]] as [[String]?] {
      let kept = parse(source, .standard).mistakes(
        in: source, defined: [], variables: variables, vocabulary: .standard)
      let passing = mistakes(in: source, variables: variables, vocabulary: .standard)
      #expect(kept.map(\.message) == passing.map(\.message))
      #expect(kept.map(\.help) == passing.map(\.help) && kept.map(\.span) == passing.map(\.span))
    }
  }
}
