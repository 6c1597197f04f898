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

/// Writes statements in order and, between them, the comments that stand there.
struct Formatter {
  let source: Source
  private var comments: ArraySlice<Span>
  private var lines: [String] = []
  private var depth = 0
  /// How far the text has been written.
  private var offset = 0

  init(source: Source, comments: [Span]) { (self.source, self.comments) = (source, comments[...]) }

  var finished: String {
    mutating get {
      addComments(before: source.bytes.count)
      while lines.last == "" { lines.removeLast() }
      return lines.map { $0 + "\n" }.joined()
    }
  }

  mutating func add(_ body: Body) {
    for statement in body { add(statement) }
  }

  private mutating func add(_ statement: Located<Statement>) {
    let span = statement.span
    switch statement.node {
    case .weights(let weights):
      for line in weights.lines {
        addLine("\(text(line.weight)) \(line.isBias ? ":" : "=") \(text(line.value))".biasColon, line.span)
      }
    case .conditional(let conditional): add(conditional, span)
    case .loop(let loop): addBlock(head(loop), loop.body, span)
    case .define(let define):
      let names = [define.name.node] + define.parameters.map(\.node)
      addBlock("define " + names.joined(separator: " "), define.body, span)
    case .data(.rows(let body)): addBlock("data", body, span)
    default: addLine(text(statement.node), span)
    }
  }

  // MARK: Lines

  /// One line, with the comments before it, and the one behind it on the same line.
  private mutating func addLine(_ text: String, _ span: Span) {
    addComments(before: span.start)
    addBlankLine(before: span.start)
    lines.append(indent + text)
    offset = span.end
    addTrailingComment()
  }

  private var indent: String { String(repeating: "  ", count: depth) }

  private mutating func addComments(before end: Int) {
    while let comment = comments.first, comment.start < end {
      comments.removeFirst()
      addBlankLine(before: comment.start)
      lines.append(indent + source.text(comment).trimmedAtEnd)
      offset = comment.end
    }
  }

  /// A comment that begins on the line where the last statement ended.
  private mutating func addTrailingComment() {
    guard let comment = comments.first, !lines.isEmpty, !hasLineEnd(offset, comment.start) else { return }
    comments.removeFirst()
    lines[lines.count - 1] += "  " + source.text(comment).trimmedAtEnd
    offset = comment.end
  }

  private func hasLineEnd(_ start: Int, _ end: Int) -> Bool {
    start < end && source.bytes[start..<end].contains(UInt8(ascii: "\n"))
  }

  /// Keeps one of the blank lines that stand before a place; none at the beginning of a text or block.
  private mutating func addBlankLine(before start: Int) {
    guard offset < start, let last = lines.last, last != "", !opensBlock else { return }
    if source.bytes[offset..<start].count(where: { $0 == UInt8(ascii: "\n") }) > 1 { lines.append("") }
  }

  private var opensBlock = false

  // MARK: Blocks

  private mutating func addBlock(_ head: String, _ body: Body, _ span: Span) {
    addHead(head, span.start, body.first?.span.start ?? span.end)
    addBody(body)
    close(span)
  }

  private mutating func addHead(_ head: String, _ start: Int, _ bodyStart: Int) {
    addComments(before: start)
    addBlankLine(before: start)
    lines.append(indent + head)
    // A comment on the head's line ends before the first line end behind it.
    let end = source.bytes[start..<max(start, bodyStart)].firstIndex(of: UInt8(ascii: "\n")) ?? bodyStart
    offset = start
    if let comment = comments.first, comment.start < end {
      comments.removeFirst()
      lines[lines.count - 1] += "  " + source.text(comment).trimmedAtEnd
      offset = comment.end
    } else {
      offset = min(end, bodyStart)
    }
  }

  private mutating func addBody(_ body: Body) {
    depth += 1
    add(body)
  }

  /// `end`, after the comments that stand before it.
  private mutating func close(_ span: Span) {
    let endStart = span.end - 3
    addComments(before: endStart)
    depth -= 1
    lines.append(indent + "end")
    offset = span.end
    addTrailingComment()
  }

  private mutating func add(_ conditional: IfStatement, _ span: Span) {
    for (index, branch) in conditional.branches.enumerated() {
      let head = (index == 0 ? "if " : "else if ") + text(branch.condition)
      let start = index == 0 ? span.start : branch.condition.span.start
      addHead(head, start, branch.body.first?.span.start ?? branch.condition.span.end)
      addBody(branch.body)
      if index < conditional.branches.count - 1 {
        addComments(before: conditional.branches[index + 1].condition.span.start)
        depth -= 1
      }
    }
    if let otherwise = conditional.otherwise {
      if let first = otherwise.first { addCommentsOfLastBranch(before: first.span.start) }
      depth -= 1
      lines.append(indent + "else")
      depth += 1
      add(otherwise)
    }
    close(span)
  }

  /// Comments before `else`: those up to the word itself.
  private mutating func addCommentsOfLastBranch(before start: Int) {
    let word = Array("else".utf8)
    var place = start - word.count
    while place > offset, Array(source.bytes[place..<place + word.count]) != word { place -= 1 }
    addComments(before: place)
    offset = place
  }
}

extension WeightsStatement.Line {
  fileprivate var isBias: Bool { if case .bias = weight.node.from { true } else { false } }
}

extension String {
  /// `0B -> L1N0: 1`, as `dump` writes a bias.
  fileprivate var biasColon: String {
    guard let place = firstIndex(of: ":"), self[..<place].hasSuffix(" ") else { return self }
    return String(self[..<index(before: place)]) + String(self[place...])
  }

  fileprivate var trimmedAtEnd: String {
    var result = self[...]
    while result.last?.isWhitespace == true { result.removeLast() }
    return String(result)
  }
}
