/// `let lr = 0.01`
public struct LetStatement: Sendable {
  /// The name that is given or called.
  public let name: Located<String>
  /// The value that the name stands for.
  public let value: Item
}

extension StatementSpec {
  static let `let` = StatementSpec(
    "let", .control, "gives a value a name", forms: ["let NAME = EXPRESSION"],
    example: "let lr = 0.01\nlet inputs = 0..1 by 0.25", effects: [.changesSession],
    mistakes: [.alone("x = 3", .missingLet), .alone("let loss = 3", .reservedName)]
  ) { (parser, _) throws(Diagnostic) in
    // let = "let" NAME "=" (expr | range) ;
    let name = try parser.freeName("a name")
    if parser.current.isSymbol(.openBracket), !parser.current.isSpaced {
      throw .elementAssigned(at: name.span)
    }
    guard parser.eat(.assign) else { throw .missing("`=`", parser) }
    return .bind(LetStatement(name: name, value: try parser.item()))
  }
}

/// Names that a text defines.
extension Parser {
  /// A name that is not a word of the language.
  mutating func freeName(_ what: String) throws(Diagnostic) -> Located<String> {
    expect(.newName)
    guard case .word(let word) = current.kind else { throw .missing(what, self) }
    let located = Located(text(word), current.span)
    // It is read as the function, wherever it stands.
    guard text(current) != "√" else { throw .missing(what, self) }
    try checkFree(located, word)
    advance()
    return located
  }

  private func checkFree(_ name: Located<String>, _ word: Word) throws(Diagnostic) {
    let isMetric = name.node.utf8.contains(UInt8(ascii: ".")) || vocabulary.has(.metric, name.node)
    guard isMetric || word.role.isReserved else { return }
    let other = String(name.node.map { $0 == "." ? "_" : $0 })
    throw Diagnostic(
      .reservedName, "`\(name.node)` is a word of the language and cannot name a value", at: name.span,
      help: ["Use another name, for example `my_\(other)`."])
  }
}

extension LetStatement: LineSyntax {
  func visitExpressions(_ body: (Expression) -> Void) { value.visitExpressions(body) }
  func visitBoundNames(_ body: (String) -> Void) { body(name.node) }
  var spec: StatementSpec? { .let }

  func words(_ formatter: Formatter) -> [String] { ["let", name.node, "=", formatter.text(value)] }
}
