/// `define warmup n` … `end`
public struct DefineStatement: Sendable {
  /// The name that is given or called.
  public let name: Located<String>
  /// Names of the parameters, local to the procedure.
  public let parameters: [Located<String>]
  /// The statements inside, up to `end`.
  public let body: Body
}

/// `warmup 10`: a defined statement is used.
public struct CallStatement: Sendable {
  /// The name that is given or called.
  public let name: Located<String>
  /// One for each parameter.
  public let arguments: [Item]
}

extension StatementSpec {
  static let define = StatementSpec(
    "define", .control, "defines a statement of your own",
    forms: ["define NAME PARAMETERS ; … ; end", "NAME ARGUMENTS      (uses it)"],
    notes: [
      "Parameters, and names that `let` binds inside, are local; other variables can be read.",
      "It may call itself, to a depth of 200.",
    ],
    example:
      "define greet name times\n  repeat times\n    print \"hello {name}\"\n  end\nend\ngreet \"XOR\" 2",
    effects: [.changesSession], mistakes: [.alone("define train ; end", .reservedName)]
  ) { (parser, verb) throws(Diagnostic) in try parser.define(verb) }
}

extension Parser {
  /// define = "define" NAME { NAME } NL body "end" ;
  fileprivate mutating func define(_ verb: Token) throws(Diagnostic) -> Statement {
    let unnamed = (Located("", verb.span), [Located<String>]())
    let (name, parameters) = head(or: unnamed) { (p) throws(Diagnostic) in try p.defineHead() }
    let body = try body(of: verb)
    try closeBlock(verb)
    return .define(DefineStatement(name: name, parameters: parameters, body: body))
  }

  private mutating func defineHead() throws(Diagnostic) -> (Located<String>, [Located<String>]) {
    let name = try freeName("a name for the statement")
    var (parameters, seen): ([Located<String>], Set<String>) = ([], [])
    while !isAtLineEnd {
      let parameter = try freeName("the name of a parameter")
      if !seen.insert(parameter.node).inserted {
        throw Diagnostic(.repeatedOption, "two parameters are named `\(parameter.node)`", at: parameter.span)
      }
      parameters.append(parameter)
    }
    return (name, parameters)
  }

  /// call = NAME { prim } ;   A line that begins with a name is its value, unless an argument follows.
  mutating func valueOrCall(_ word: String) throws(Diagnostic) -> Statement {
    let (name, next) = (current, token(ahead: 1))
    if next.isSymbol(.arrow) { throw .weightInLowerCase(self) }
    let isSign = next.isSymbol(.minus) && next.isSpaced && !token(ahead: 2).isSpaced
    advance()
    let beginsArgument = isAtArgument && (isSign || !current.isSymbol(.minus))
    let isAttached = current.isSymbol(.openParenthesis) || current.isSymbol(.openBracket)
    guard beginsArgument, current.isSpaced || !isAttached, text(name) != "√" else {
      expect(.argument)
      position -= 1
      return .value(try value())
    }
    var arguments: [Item] = []
    while isAtArgument { arguments.append(try argumentOrRange()) }
    expect(.argument)
    return .call(CallStatement(name: Located(word, name.span), arguments: arguments))
  }
}

extension DefineStatement: StatementSyntax {
  func visitBoundNames(_ body: (String) -> Void) { for name in parameters { body(name.node) } }
  var spec: StatementSpec? { .define }
  var bodies: [Body] { [body] }

  func write(to formatter: inout Formatter, _ span: Span) {
    formatter.addBlock(formatter.joined(["define", name.node] + parameters.map(\.node)), body, span)
  }
}

extension CallStatement: LineSyntax {
  func visitExpressions(_ body: (Expression) -> Void) {
    for item in arguments { item.visitExpressions(body) }
  }
  var spec: StatementSpec? { nil }
  var effects: Set<Effect> { [.changesSession] }

  func words(_ formatter: Formatter) -> [String] { [name.node] + arguments.map { formatter.text($0) } }
}

extension Diagnostic {
  /// `l0n0 -> L1N0 = 1`, `B0 -> L1N0: 1`
  fileprivate static func weightInLowerCase(_ parser: Parser) -> Diagnostic {
    let text = parser.text(parser.current)
    let upper = text.uppercased()
    let isBias = upper.first == "B" && upper.dropFirst().allSatisfy(\.isNumber) && upper.count > 1
    let meant = isBias ? "\(upper.dropFirst())B" : upper
    return Diagnostic(
      .unexpectedWord, "`\(text)` is not a neuron: neurons are named like L0N0, biases like 0B",
      at: parser.current.span, label: meant != text ? "did you mean `\(meant)`?" : nil)
  }

  /// `x -1` where x is not a statement: a subtraction was meant.
  static func signAfterName(_ call: CallStatement, _ argument: Expression, _ source: Source) -> Diagnostic {
    let positive = source.text(Span(argument.span.start + 1, argument.span.end))
    return Diagnostic(
      .unexpectedWord, "`-` with a blank before it and none after it is a sign, not a subtraction",
      at: call.name.span.joined(argument.span), help: ["Write: \(call.name.node) - \(positive)"])
  }

  /// A name with arguments that neither the language nor a `define` knows.
  public static func unknownStatement(
    _ name: Located<String>, defined: some Sequence<String>, in vocabulary: Vocabulary
  ) -> Diagnostic {
    let words = StatementSpec.all.map(\.word) + defined
    let meant =
      ForeignWords.statement(naming: name.node, in: vocabulary)
      ?? ForeignWords.meant(by: name.node, among: words)
    return Diagnostic(
      .unknownStatement, "there is no statement called `\(name.node)`", at: name.span,
      label: meant.map { "did you mean `\($0)`?" },
      help: meant == nil ? ["`help all` lists the statements."] : [])
  }
}
