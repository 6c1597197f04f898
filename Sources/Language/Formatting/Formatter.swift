/// Writes lines in the canonical layout and, between them, the comments that the text has there. How a statement is
/// written is in its own file.
struct Formatter {
  let source: Source
  /// What is written in the place of an expression; nil for the expression itself.
  private let value: (Expression) -> String?
  private var comments: ArraySlice<Span>
  private var lines: [String] = []
  /// How many characters of a line are a statement, by the numbers of lines.
  private var statements: [Int: Int] = [:]
  private var depth = 0
  /// How far the text has been written.
  private var offset = 0

  init(source: Source, comments: [Span], value: @escaping (Expression) -> String? = { _ in nil }) {
    (self.source, self.comments, self.value) = (source, comments[...], value)
  }

  /// The text of an expression, or of what stands in its place.
  func text(_ expression: Expression) -> String { value(expression) ?? written(expression) }

  /// Lines so far, without their indents and without comments.
  var plainLines: [String] { lines.map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty } }

  var finished: String {
    mutating get {
      addComments(before: source.bytes.count)
      while lines.last == "" { lines.removeLast() }
      let broken = lines.enumerated().flatMap { number, line in
        statements[number].map { Self.broken(line, statement: $0) } ?? [line]
      }
      return broken.map { $0 + "\n" }.joined()
    }
  }

  // MARK: Lines

  /// One line, with the comments before it, and the one after it on the same line.
  mutating func addLine(_ text: String, _ span: Span) {
    addComments(before: span.start)
    addBlankLine(before: span.start)
    addStatement(text)
    offset = span.end
    addTrailingComment()
  }

  private mutating func addStatement(_ text: String) {
    lines.append(indent + text)
    statements[lines.count - 1] = lines[lines.count - 1].count
  }

  private var indent: String { String(repeating: "  ", count: depth) }

  mutating func addComments(before end: Int) {
    while let comment = comments.first, comment.start < end {
      comments.removeFirst()
      addBlankLine(before: comment.start)
      lines.append(indent + source.text(comment).trimmedAtEnd)
      offset = comment.end
    }
  }

  /// A comment that begins on the line where the last statement ended.
  private mutating func addTrailingComment() {
    guard let comment = comments.first, !lines.isEmpty, !hasLineEnd(offset, comment.start),
      !hasStatement(offset, comment.start)
    else { return }
    comments.removeFirst()
    lines[lines.count - 1] += "  " + source.text(comment).trimmedAtEnd
    offset = comment.end
  }

  private func hasLineEnd(_ start: Int, _ end: Int) -> Bool {
    start < end && source.bytes[start..<end].contains(UInt8(ascii: "\n"))
  }

  /// Whether something follows a `;`: a comment behind that belongs to it.
  private func hasStatement(_ start: Int, _ end: Int) -> Bool {
    guard start < end else { return false }
    let rest = source.bytes[start..<end].drop { $0 != UInt8(ascii: ";") }
    return rest.contains { !" \t\r;".utf8.contains($0) }
  }

  /// Keeps one of the blank lines before a place; none at the beginning of a text or block.
  private mutating func addBlankLine(before start: Int) {
    guard offset < start, let last = lines.last, last != "" else { return }
    if source.bytes[offset..<start].count(where: { $0 == UInt8(ascii: "\n") }) > 1 { lines.append("") }
  }

  // MARK: Blocks

  mutating func indentMore() { depth += 1 }

  mutating func indentLess() { depth -= 1 }

  /// The line that opens a block, or a part of it.
  mutating func addHead(_ head: String, _ start: Int, _ bodyStart: Int) {
    addComments(before: start)
    addBlankLine(before: start)
    addStatement(head)
    // A comment on the head's line ends before the first line end after it.
    let end = headEnd(start, bodyStart)
    offset = start
    if let comment = comments.first, comment.start < end {
      comments.removeFirst()
      lines[lines.count - 1] += "  " + source.text(comment).trimmedAtEnd
      offset = comment.end
    } else {
      offset = min(end, bodyStart)
    }
  }

  /// The first line end at which a head is over: not one in brackets, nor one behind `\`.
  private func headEnd(_ start: Int, _ bodyStart: Int) -> Int {
    var (depth, isInText, isInComment, last) = (0, false, false, UInt8(ascii: " "))
    for place in start..<max(start, bodyStart) {
      let byte = source.bytes[place]
      switch byte {
      case UInt8(ascii: "\n"):
        if depth <= 0, last != UInt8(ascii: "\\") || isInComment { return place }
        (isInComment, isInText) = (false, false)
      case UInt8(ascii: "\""): if !isInComment, !isInText || last != UInt8(ascii: "\\") { isInText.toggle() }
      case UInt8(ascii: "#"): if !isInText { isInComment = true }
      case UInt8(ascii: "("), UInt8(ascii: "["): if !isInText, !isInComment { depth += 1 }
      case UInt8(ascii: ")"), UInt8(ascii: "]"): if !isInText, !isInComment { depth -= 1 }
      default: break
      }
      if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\r") { last = byte }
    }
    return bodyStart
  }

  /// `end`, after the comments before it.
  mutating func close(_ span: Span) {
    let endStart = span.end - 3
    addComments(before: endStart)
    depth -= 1
    lines.append(indent + "end")
    offset = span.end
    addTrailingComment()
  }

  /// A word that stands alone in the middle of a block, after the comments before it.
  mutating func addDivision(_ word: String, _ span: Span) {
    addComments(before: span.start)
    depth -= 1
    lines.append(indent + word)
    depth += 1
    offset = span.end
    addTrailingComment()
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    var result = self[...]
    while result.last?.isWhitespace == true { result.removeLast() }
    return String(result)
  }
}
