extension StatementSpec {
  /// A line that goes wrong, and how: `setup` runs before it.
  public struct Mistake: Sendable {
    /// Statements that run.
    public let setup: String
    /// The line that does not.
    public let wrong: String
    public let code: DiagnosticCode
  }

  /// What often goes wrong with it; help shows it, and the test suite makes each mistake.
  public var mistakes: [Mistake] { Self.mistakes[word] ?? [] }

  private static func after(_ setup: String, _ wrong: String, _ code: DiagnosticCode) -> Mistake {
    Mistake(setup: setup, wrong: wrong, code: code)
  }

  private static func alone(_ wrong: String, _ code: DiagnosticCode) -> Mistake { after("", wrong, code) }

  private static let xor = "net 2 2 1\ninit torch seed 1\ndata xor"

  private static let trained = xor + "\ntrain adam epochs 3"

  /// By the word of the statement.
  public static let mistakes: [String: [Mistake]] = [
    "net": [
      alone("net 2-2-1", .argumentArithmetic), alone("net 2 relu2 1", .unknownName),
      alone("net 1000000 1000000", .netTooLarge),
    ],
    "precision": [alone("precision float32", .unknownName)],
    "data": [alone("data xorr", .unknownName), alone("data \"no-such-file.csv\"", .fileMissing)],
    "split": [after("data xor", "split 80", .outOfRange), alone("split 0.8", .noData)],
    "scale": [after("data xor", "scale normal", .unknownName)],
    "init": [
      after("net 2 2 1", "init glorot", .unknownName), after("net 2 2 1", "init uniform 1", .missingArgument),
      alone("init xavier", .noNet),
    ],
    "set": [
      after(xor, "set L1N0 -> L2N1 = 1", .unknownWeight), after(xor, "set L0N0 -> L1N0 1", .missingArgument),
    ],
    "dump": [after(xor, "dump layer 3", .outOfRange), alone("dump", .noNet)],
    "reset": [after("net 2 2 1", "reset", .nothingToRepeat)],
    "train": [
      after(xor, "train lr 0.01", .missingArgument), after(xor, "train adam lr -1", .outOfRange),
      after(xor, "train adam momentum 0.9", .settingMismatch),
      after(xor, "train adam until los<0.01", .unknownMetric), after("net 3 2 1", "train adam", .noData),
    ],
    "step": [after(xor, "step lr 0.01", .missingArgument), alone("step adam", .noNet)],
    "goto": [after(xor, "goto 5", .missingArgument), after(trained, "goto epoch 5", .outOfRange)],
    "back": [after(trained, "back 5", .outOfRange)],
    "compare": [
      after(xor, "compare 1 2", .missingArgument), after(trained, "compare epoch 1 5", .outOfRange),
    ],
    "freeze": [after(xor, "freeze L0N0", .missingArgument), after(xor, "freeze layer 3", .outOfRange)],
    "eval": [after(xor, "eval 0 1 1", .wrongCount), after(xor, "eval 0,5 1", .decimalComma)],
    "explain": [
      after(xor, "explain 0 1 -> 1", .unexpectedWord), after(xor, "explain 0 1 neuron L3N0", .unknownWeight),
    ],
    "score": [after("net 3 2 1\ninit torch seed 1", "score", .noData)],
    "guess": [after(xor, "guess 0", .wrongCount)],
    "digits": [alone("digits 12", .outOfRange)],
    "if": [alone("if loss<0.01", .missingEnd)],
    "repeat": [alone("repeat -1 ; end", .outOfRange)],
    "for": [alone("for s in 3 ; end", .wrongType)],
    "define": [alone("define train ; end", .reservedName)],
    "run": [alone("run lesson.nn", .fileWithoutQuotes), alone("run \"none.nn\"", .fileMissing)],
    "let": [alone("x = 3", .missingLet), alone("let loss = 3", .reservedName)],
    "print": [alone("print 2x", .missingBlank), alone("print hello", .unknownMetric)],
    "expect": [alone("expect 1 == 2", .expectationFailed)],
    "say": [alone("say hello", .unknownMetric)],
    "seed": [alone("seed 1.5", .outOfRange)],
    "undo": [alone("undo", .nothingToUndo)],
    "save": [alone("save xor.nnet", .fileWithoutQuotes)],
    "load": [alone("load \"none.nnet\"", .fileMissing)],
  ]
}
