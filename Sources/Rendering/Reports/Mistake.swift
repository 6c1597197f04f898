import Language

/// The one drawing of a mistake: place, message, the source line with the place marked, and what to type instead.
extension Reporter {
  func mistake(_ diagnostic: Diagnostic) -> [Block] {
    var blocks = [head(diagnostic)]
    if let source = diagnostic.source, let span = diagnostic.span {
      blocks.append(.excerpt(excerpt(source, span, diagnostic.label)))
    }
    return blocks
      + diagnostic.help.map { help in
        help.hasPrefix("    ")
          ? .line(Text(help, .code)) : .paragraph(Text(Self.bounded(help)), hang: 2)
      }
  }

  private func head(_ diagnostic: Diagnostic) -> Block {
    var place = ""
    if let source = diagnostic.source, let span = diagnostic.span {
      let position = source.position(of: span.start)
      place = "\(source.name):\(position.line):\(position.column): "
    } else if let source = diagnostic.source {
      place = "\(source.name): "
    }
    return .paragraph("\(place)\("error:", .error) \(Self.bounded(diagnostic.message).visible)", hang: 2)
  }

  /// With the middle of a text left out that no message has: a name in it may be as long as a file.
  private static func bounded(_ text: String) -> String {
    text.utf8.count <= 3000 || text.count <= 3000 ? text : "\(text.prefix(1500)) … \(text.suffix(1400))"
  }

  private func excerpt(_ source: Source, _ span: Span, _ label: String?) -> Excerpt {
    let line = source.line(around: span.start)
    // No more of a very long line than can be shown.
    let window = 1000
    let end = min(max(span.end, span.start), line.end)
    return Excerpt(
      number: source.position(of: span.start).line,
      before: source.text(Span(max(line.start, span.start - window), span.start)).visible,
      marked: source.text(Span(span.start, min(end, span.start + window))).visible,
      after: source.text(Span(end, min(line.end, end + window))).visible, label: label)
  }
}

extension EventTable {
  static let mistake = EventRow<Diagnostic>("error", "a statement failed, or a text does not parse") {
    Field("code", "of the mistake; `why CODE` explains it") { $0.code.rawValue }
    Field("message", "what is wrong") { $0.message }
    Field("file", "where it is, or the file that it is about; `null` if there is none") {
      $0.source?.name ?? $0.file
    }
    Field("line", "from 1") { position($0)?.line }
    Field("column", "in characters, from 1") { position($0)?.column }
    Field("label", "what is said beside the place") { $0.label }
    Field("help", "what to do about it, line by line") { $0.help.joined(separator: "\n") }
  }

  private static func position(_ diagnostic: Diagnostic) -> (line: Int, column: Int)? {
    diagnostic.source.flatMap { source in diagnostic.span.map { source.position(of: $0.start) } }
  }
}
