/// What the language has to know about a statement in the tree: its row, what it contains, and its layout.
protocol StatementSyntax: Sendable {
  /// Its row of the table of statements; nil if it begins with no word of the language.
  var spec: StatementSpec? { get }
  /// The options given.
  var givenOptions: [GivenOption] { get }
  /// Shows the expressions in it, but for those of the statements inside it.
  func visitExpressions(_ body: (Expression) -> Void)
  /// Shows the names that it gives values to: of a `let`, of a loop, of parameters.
  func visitBoundNames(_ body: (String) -> Void)
  /// Values of inputs: words among them may be those of a column of the data.
  var inputs: [Item] { get }
  /// The statements inside it.
  var bodies: [Body] { get }
  /// What it does, apart from its result.
  var effects: Set<Effect> { get }
  /// Looks at its literals, but for those of the statements inside it.
  func checkLiterals(_ check: inout LiteralCheck)
  /// Writes it in the canonical layout.
  func write(to formatter: inout Formatter, _ span: Span)
}

extension StatementSyntax {
  func checkLiterals(_ check: inout LiteralCheck) { check.check(givenOptions) }
  var givenOptions: [GivenOption] { [] }
  func visitExpressions(_ body: (Expression) -> Void) { visitOptions(body) }
  /// The expressions of its options; a file name without its quotes is no name of a value.
  func visitOptions(_ body: (Expression) -> Void) {
    for option in givenOptions where option.word.node != "to" { option.visitExpressions(body) }
  }
  func visitBoundNames(_ body: (String) -> Void) {}
  var inputs: [Item] { [] }
  var bodies: [Body] { [] }
  var effects: Set<Effect> {
    givenOptions.reduce(spec?.effects ?? []) { $1.spec.effects.isEmpty ? $0 : $0.union($1.spec.effects) }
  }
}

/// Whoever looks at statements of all kinds. That it is generic spares a box for each of a long text.
protocol SyntaxVisitor: AnyObject {
  func visit(_ syntax: some StatementSyntax)
}

/// Keeps what it is shown.
final class SyntaxBox: SyntaxVisitor {
  private(set) var syntax: any StatementSyntax = PlainSyntax(.clear)

  func visit(_ syntax: some StatementSyntax) { self.syntax = syntax }
}

/// A statement of one line.
protocol LineSyntax: StatementSyntax {
  /// The line in the canonical layout: its words, empty ones left out.
  func words(_ formatter: Formatter) -> [String]
}

extension LineSyntax {
  func write(to formatter: inout Formatter, _ span: Span) {
    formatter.addLine(formatter.joined(words(formatter)), span)
  }
}

/// A statement that is its words, then arguments, then options: most are.
struct PlainSyntax: LineSyntax {
  let row: StatementSpec
  var word: Located<String>?
  var arguments: [Expression] = []
  var givenOptions: [GivenOption] = []

  init(_ row: StatementSpec, _ word: Located<String>?) { (self.row, self.word) = (row, word) }

  init(_ row: StatementSpec, _ arguments: [Expression] = [], options: [GivenOption] = []) {
    (self.row, self.arguments, givenOptions) = (row, arguments, options)
  }

  var spec: StatementSpec? { row }

  /// The name of a file is none of a value, even without its quotes.
  func visitExpressions(_ body: (Expression) -> Void) {
    let isOfFiles = ["save", "load", "report", "run"].contains(row.word)
    if !isOfFiles { arguments.forEach(body) }
    visitOptions(body)
  }

  func checkLiterals(_ check: inout LiteralCheck) {
    if let bound = row.bound { check.check(arguments.first, bound) }
    check.check(givenOptions)
  }

  func words(_ formatter: Formatter) -> [String] {
    [row.verb, word?.node ?? ""] + arguments.map { formatter.text($0) }
      + givenOptions.map { formatter.text($0) }
  }
}
