import Standard
import Language
import Testing

struct ParserTests {
  private func problems(_ text: String) -> [Diagnostic] {
    let source = Source(name: "test", text: text)
    return parse(source, .standard).mistakes(in: source, defined: [], vocabulary: .standard)
  }

  /// A mistake: its text, its code, and the column of its caret.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let text: String
    let code: DiagnosticCode
    let column: Int
    let says: String

    init(_ text: String, _ code: DiagnosticCode, _ column: Int, _ says: String) {
      (self.text, self.code, self.column, self.says) = (text, code, column, says)
    }

    var testDescription: String { text.count < 60 ? text : String(text.prefix(60)) + "…" }
  }

  static let mistakes: [Mistake] = [
    Mistake("net", .missingArgument, 1, "net 2 2 1"),
    Mistake("eval 0,5 1", .decimalComma, 6, "Write: eval 0.5 1"),
    Mistake("eval 1,000 1", .decimalComma, 6, "Write: eval 1.000 1"),
    Mistake("eval 1,0 -> 1 0", .decimalComma, 6, "Write: eval 1 0"),
    Mistake("eval 0,5 1,5 -> 1", .decimalComma, 6, "Write: eval 0.5 1.5"),
    Mistake("explain 1 2 -> x", .unexpectedWord, 13, "Write: explain gradient 1 2 -> x"),
    Mistake("explain 1 2 ->", .unexpectedWord, 13, "Write: explain gradient 1 2 -> 1"),
    Mistake("train lr 0.05 epochs 500 adam", .missingArgument, 7, "Write: train adam lr 0.05 epochs 500"),
    Mistake("train until loss<0.1 sgd", .missingArgument, 7, "Write: train sgd until loss<0.1"),
    Mistake("model = net(2,2,1)", .missingLet, 1, "Write: net 2 2 1"),
    Mistake("m = net(4, 8, 3)", .missingLet, 1, "Write: net 4 8 3"),
    Mistake("x = train adam", .missingLet, 1, "Write: train adam"),
    Mistake("loss = mse", .missingLet, 1, "Write: train adam loss mse"),
    Mistake("loss = mae # x", .missingLet, 1, "Write: train adam loss mae"),
    Mistake("loss = cross_entropy", .missingLet, 1, "Write: train adam loss cross-entropy"),
    Mistake("loss = \"binary_crossentropy\"", .missingLet, 1, "Write: train adam loss bce"),
    Mistake("init normal seed 3", .missingArgument, 13, "For example: init normal 0 0.1 seed 3"),
    Mistake("init uniform seed 7", .missingArgument, 14, "For example: init uniform -1 1 seed 7"),
    Mistake("init normal 0 seed 3", .missingArgument, 15, "For example: init normal 0 0.1 seed 3"),
    Mistake("init truncated", .missingArgument, 15, "For example: init truncated 0 0.5 -1 1"),
    Mistake("train adam schedule step", .missingArgument, 25, "For example: schedule step 30 0.1"),
    Mistake("data moons 3 4", .unexpectedWord, 14, "For example: data moons 200"),
    Mistake("train adam epochs 1,000", .decimalComma, 19, "Write: train adam epochs 1000"),
    Mistake("x = 1,5", .missingLet, 1, "Write: let x = 1.5"),
    Mistake("train adam 10 seconds", .unexpectedWord, 12, "Write: train adam seconds 10"),
    Mistake("train adam 100 epochs", .unexpectedWord, 12, "Write: train adam epochs 100"),
    Mistake("train adam batch size 2 epochs 1", .unexpectedWord, 23, "Write: train adam batch 2 epochs 1"),
    Mistake(
      "train adam until loss < 0.01 or epoch 500", .unexpectedWord, 39,
      "Write: train adam until loss < 0.01 or epoch >= 500"),
    Mistake("train adam seconds 10s", .missingBlank, 20, "Write: train adam seconds 10"),
    Mistake("train adam epochs 10k", .missingBlank, 19, "Write: train adam epochs 10000"),
    Mistake("train adam epochs 1_000", .missingBlank, 19, "Write: train adam epochs 1000"),
    Mistake("let 2x = 3", .missingBlank, 5, "Write: let x2 = 3"),
    Mistake("split 0.8/0.2", .argumentArithmetic, 7, "Write: split 0.8 0.2"),
    Mistake("train adam betas 0.9 0.999", .unknownOption, 12, "Write: train adam beta1 0.9 beta2 0.999"),
    Mistake("export onnx", .fileWithoutQuotes, 8, "Write: export \"net.onnx\""),
    Mistake("print 1...5", .unexpectedCharacter, 8, "Write: print 1..5"),
    Mistake("for i in 1...5", .unexpectedCharacter, 11, "Write: for i in 1..5"),
    Mistake("for i = 1 to 3", .missingArgument, 7, "Write: for i in 1..3"),
    Mistake("for i = 1 to 9 step 2", .missingArgument, 7, "Write: for i in 1..9 by 2"),
    Mistake("repeat while loss > 0.1", .unexpectedWord, 14, "Write: while loss > 0.1"),
    Mistake("repeat until loss < 0.1", .unexpectedWord, 14, "Write: while not (loss < 0.1)"),
    Mistake("say wait... ok", .unexpectedWord, 9, "Write: say \"wait... ok\""),
    Mistake("print hello?", .unexpectedWord, 12, "Write: print \"hello?\""),
    Mistake("print max[1,2]", .unexpectedWord, 12, "max(1, 2)"),
    Mistake("print l[1,2]", .unexpectedWord, 10, "`l[1][2]`"),
    Mistake("let a = 0x1F", .badNumber, 9, "Write `31`"),
    Mistake("print 0b101", .badNumber, 7, "Write `5`"),
    Mistake("print 0x1.5", .missingBlank, 7, "0 x1"),
    Mistake("print 0b102", .missingBlank, 7, "0 b102"),
    Mistake("print 0xffffffffffffffffff", .missingBlank, 7, "0 xffffffffffffffffff"),
    Mistake("plot net to x.svg", .fileWithoutQuotes, 13, "Write: plot net to \"x.svg\""),
    Mistake("score to out/x.csv", .fileWithoutQuotes, 10, "Write: score to \"out/x.csv\""),
    Mistake("train adam mae epochs 3", .unknownOption, 12, "`loss mae`"),
    Mistake("train adam cosine epochs 3", .unknownOption, 12, "`schedule cosine`"),
    Mistake("train until loss<0.1 sgd lr 0.5", .missingArgument, 7, "Write: train sgd until loss<0.1 lr 0.5"),
    Mistake("explain data -> 1", .unexpectedWord, 14, "Write: explain gradient data"),
    Mistake("p = net(0,1)", .missingLet, 1, "Write: let p = net(0,1)"),
    Mistake("goto best on val.loss", .missingArgument, 6, "Write: goto epoch best on val.loss"),
    Mistake("goto best epoch", .missingArgument, 6, "Write: goto epoch best"),
    Mistake("scale standard targets", .unexpectedWord, 16, "Write: scale targets standard"),
    Mistake("scale minmax -1 1 targets", .unexpectedWord, 19, "Write: scale targets minmax -1 1"),
    Mistake("eval a-1", .argumentArithmetic, 6, "Write: eval (a-1)"),
    Mistake("eval a - 1", .argumentArithmetic, 6, "Write: eval (a - 1)"),
    Mistake("eval 1/3 1", .argumentArithmetic, 6, "Write: eval (1/3) 1"),
    Mistake("eval 2 mod 3 1", .argumentArithmetic, 6, "(2 mod 3) 1"),
    Mistake("train adam lr 0.01*2", .argumentArithmetic, 15, "(0.01*2)"),
    Mistake("x = 3", .missingLet, 1, "let x = 3"),
    Mistake("x -1", .unexpectedWord, 1, "x - 1"),
    Mistake("train adam lr 0.01 lr 0.02", .repeatedOption, 20, "lr 0.01"),
    Mistake("save xor.nnet", .fileWithoutQuotes, 6, "save \"xor.nnet\""),
    Mistake("Net 2 2 1", .unknownStatement, 1, "did you mean `net`?"),
    Mistake("predict 0 1", .unknownStatement, 1, "`eval`"),
    Mistake("fit 3", .unknownStatement, 1, "`train`"),
    Mistake("train adam learning_rate 0.01", .unknownOption, 12, "`lr`"),
    Mistake("adam lr 0.01", .unknownStatement, 1, "`train adam`"),
    Mistake("Glorot seed 3", .unknownStatement, 1, "`init xavier`"),
    Mistake("train adam max_iter 10", .unknownOption, 12, "`epochs`"),
    Mistake("train l-bfgs max_iter 10", .unknownOption, 14, "did you mean `moves`?"),
    Mistake("train adamw weight_decay 1", .unknownOption, 13, "did you mean `decay`?"),
    Mistake("step adam weight_decay 1", .unknownOption, 11, "did you mean `l2`?"),
    Mistake("watch all", .unknownName, 7, "There are: loss, boundary, fit, net, weights, histogram"),
    Mistake("watch", .missingArgument, 6, "There are: loss, boundary, fit, net, weights, histogram"),
    Mistake("play confusio", .unknownName, 6, "There are: loss, boundary, fit, net, weights, histogram"),
    Mistake("train epochs 5", .missingArgument, 7, "train adam epochs 5"),
    Mistake("init glorot_uniform", .unknownName, 6, "`xavier uniform`"),
    Mistake("init kaiming", .unknownName, 6, "`he`"),
    Mistake("init uniform -1", .missingArgument, 16, "For example: init uniform -1 1"),
    Mistake("train adam loss MSELoss", .unknownName, 17, "`mse`"),
    Mistake("train adm", .unknownName, 7, "`adam`"),
    Mistake("data xro", .unknownName, 6, "`xor`"),
    Mistake("print 10s", .missingBlank, 7, "print 10 * s"),
    Mistake("eval 10s", .missingBlank, 6, "among arguments `(10 * s)`, or `10 s` for two values"),
    Mistake("print 1.", .badNumber, 7, "1.0"),
    Mistake("print 1e999", .badNumber, 7, "too large"),
    Mistake("print \"abc", .unclosedString, 7, "is missing"),
    Mistake("print \"a\\b\"", .badEscape, 9, "allowed only before"),
    Mistake("print \"a {1+\"", .unclosedBracket, 10, "brace"),
    Mistake("print (1", .unclosedBracket, 7, "never closed"),
    Mistake("print [1, 2\nnet 2 2 1", .unclosedBracket, 7, "never closed"),
    Mistake("print 1 < 2 < 3", .unexpectedWord, 13, "chain"),
    Mistake("expect a = 1", .unexpectedWord, 10, "=="),
    Mistake("print “a”", .unexpectedCharacter, 7, "Write: print \"a\""),
    Mistake("print 7 % 2", .unexpectedCharacter, 9, "mod"),
    Mistake("let mod = 2", .reservedName, 5, "my_mod"),
    Mistake("let loss = 2", .reservedName, 5, "my_loss"),
    Mistake("L0N0 -> L1N0 = ", .missingArgument, 16, "a value"),
    Mistake("0B = 1", .missingArgument, 1, "0B -> L1N0"),
    Mistake("end", .strayEnd, 1, "closes nothing"),
    Mistake("data\n0 -> 1", .missingEnd, 1, "never closed"),
    Mistake("data\n0 1\nend", .missingArgument, 4, "->"),
    Mistake("net 2 2 1 without", .missingArgument, 18, "`bias`"),
    Mistake("score 3", .unexpectedWord, 7, "complete"),
    Mistake("eval", .missingArgument, 1, "eval 0 1"),
    Mistake("train adam log 5", .missingArgument, 16, "every"),
    Mistake("print 1,", .missingArgument, 9, "a value"),
    Mistake("\\ net", .unexpectedCharacter, 1, "last thing"),
    Mistake("print \u{7}", .unexpectedCharacter, 7, "U+7"),
  ]

  @Test(arguments: mistakes)
  func mistakeIsAnsweredOnce(_ mistake: Mistake) throws {
    let found = problems(mistake.text)
    #expect(found.count == 1, "\(found.map(\.message))")
    let problem = try #require(found.first)
    #expect(problem.code == mistake.code)
    let source = try #require(problem.source)
    #expect(source.position(of: try #require(problem.span).start).column == mistake.column)
    let all = ([problem.message, problem.label ?? ""] + problem.help).joined(separator: " ")
    #expect(all.contains(mistake.says), "\(all)")
  }

  @Test func everyMistakeOfATextIsReported() {
    let text =
      "net 2 2 1\ntrian adam\neval 0,5 1\ninit xavier\ndata\n  0 0 0\n  1 1 -> 1,5\nend\nlet loss = 1"
    #expect(
      problems(text).map(\.code) == [
        .unknownStatement, .decimalComma, .missingArgument, .decimalComma, .reservedName,
      ])
  }

  /// Neither depth nor length brings the parser down.
  @Test func depthAndLengthAreBounded() {
    #expect(problems("print " + String(repeating: "(", count: 100_000)).first?.code == .unclosedBracket)
    let nested = String(repeating: "(", count: 100_000) + "1" + String(repeating: ")", count: 100_000)
    #expect(problems("print " + nested).map(\.code) == [.tooDeep])
    for deep in ["-", "not ", "2^", "[", "abs("] {
      #expect(problems("print " + String(repeating: deep, count: 100_000) + "1").count == 1)
    }
    #expect(problems("print " + String(repeating: "1 + ", count: 100_000) + "1").isEmpty)
    #expect(problems("print x" + String(repeating: "[0]", count: 100_000)).isEmpty)
    #expect(problems(String(repeating: "print 1;", count: 50_000)).isEmpty)
    #expect(problems(String(repeating: "$\n", count: 50_000)).count == 100)
    #expect(problems(String(repeating: "\0", count: 1_000_000)).count == 1)
    #expect(problems("print \"{1;net 2 2 1}\"").count == 1)
    #expect(problems("print \"{1 # c}\"").count == 1)
  }

  @Test func incompleteTextAsksForMore() {
    func isIncomplete(_ text: String) -> Bool {
      parse(Source(name: "test", text: text), .standard).isIncomplete
    }
    #expect(isIncomplete("data"))
    #expect(isIncomplete("data\n0 0 -> 0"))
    #expect(isIncomplete("print (1 +"))
    #expect(!isIncomplete("data\n0 0 -> 0\nend"))
    #expect(!isIncomplete("print \"a"))
    #expect(!isIncomplete("data xor"))
    #expect(!isIncomplete("eval"))
  }

  @Test func weightLinesNextToEachOtherAreOneStatement() {
    let text = "net 2 2 1\n0B -> L1N0: 1\n\nset L0N0 -> L1N0 = 2 ; L0N1->L1N0 = 3\nprint 1\n1B -> L2N0: 1"
    let statements = parse(Source(name: "test", text: text), .standard).statements
    #expect(statements.count == 4)
    guard case .weights(let weights) = statements[1].node else { return #expect(Bool(false)) }
    #expect(weights.lines.count == 3)
  }

  /// A line that begins with `not` is a value, as one that begins with `true` or a number is.
  @Test(arguments: [
    "not true", "not loss < 0.1 and epoch > 3", "not not (1 > 2)", "if not true ; not false ; end",
  ])
  func negationsAloneOnALineAreValues(_ text: String) {
    let source = Source(name: "test", text: text + "\n")
    let statements = parse(source, .standard).statements
    #expect(problems(text).isEmpty && statements.count == 1)
    if text.hasPrefix("not"), let first = statements.first {
      guard case .value = first.node else { return #expect(Bool(false)) }
      #expect(formatted(source, .standard) == text + "\n")
    }
  }

  @Test func suggestionsAreConservative() {
    #expect(suggestion(for: "trian", among: ["train", "print"]) == "train")
    #expect(suggestion(for: "ab", among: ["ac"]) == nil)
    #expect(suggestion(for: "LR", among: ["lr"]) == "lr")
    #expect(suggestion(for: "banana", among: ["train", "data"]) == nil)
    for (foreign, own) in ForeignWords.table {
      let known =
        Vocabulary.Kind.allCases.flatMap(Vocabulary.standard.names) + StatementSpec.all.map(\.word)
        + StatementSpec.all.flatMap { Vocabulary.standard.options(of: $0).map(\.word) }
      #expect(known.contains(String(own.prefix { $0 != " " })), "\(foreign) is answered with \(own)")
      #expect(foreign == foreign.lowercased())
    }
    for optimizer in Vocabulary.standard.entries[.optimizer] ?? [] {
      let own = ForeignWords.settings(of: optimizer.name).values
      #expect(own.allSatisfy { optimizer.options.contains($0) }, "\(optimizer.name): \(own)")
    }
  }
}
