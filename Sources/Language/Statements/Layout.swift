/// A text in the canonical layout: one statement a line, blocks indented by two blanks, blanks around operators, comments
/// and single blank lines kept. The meaning stays: the same statements with the same values.
///
/// - Returns: nil if the text has mistakes.
public func formatted(_ source: Source, _ vocabulary: Vocabulary) -> String? {
  let program = parse(source, vocabulary)
  guard program.problems.isEmpty else { return nil }
  var formatter = Formatter(source: source, comments: program.comments)
  formatter.add(program.statements)
  return formatter.finished
}

/// One statement in the canonical layout on one line, its lines parted by ` ; `.
///
/// - Parameter value: what is written in the place of an expression; nil for the expression itself.
public func line(
  of statement: Located<Statement>, in source: Source, value: @escaping (Expression) -> String?
) -> String {
  var formatter = Formatter(source: source, comments: [], value: value)
  formatter.add([statement])
  return formatter.plainLines.joined(separator: " ; ")
}

extension Formatter {
  mutating func add(_ body: Body) {
    for statement in body { statement.node.syntax.write(to: &self, statement.span) }
  }

  /// A block: its head, its statements and `end`.
  mutating func addBlock(_ head: String, _ body: Body, _ span: Span) {
    addHead(head, span.start, body.first?.span.start ?? span.end)
    addBody(body)
    close(span)
  }

  mutating func addBody(_ body: Body) {
    indentMore()
    add(body)
  }
}
