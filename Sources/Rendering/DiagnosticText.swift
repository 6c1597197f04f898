import Language

/// The one drawing of a mistake: place, message, the source line with a caret, and what to type instead.
public struct DiagnosticText: Sendable {
  public var width: Int
  public var hasColour: Bool

  public init(width: Int = 80, hasColour: Bool = false) { (self.width, self.hasColour) = (width, hasColour) }

  public func lines(_ diagnostic: Diagnostic) -> [String] {
    var lines = head(diagnostic)
    if let source = diagnostic.source, let span = diagnostic.span {
      lines += excerpt(source, span, diagnostic.label)
    }
    for help in diagnostic.help {
      lines += help.hasPrefix("    ") ? [help] : help.wrapped(to: width, indent: "  ")
    }
    return lines
  }

  private func head(_ diagnostic: Diagnostic) -> [String] {
    var place = ""
    if let source = diagnostic.source, let span = diagnostic.span {
      let position = source.position(of: span.start)
      place = "\(source.name):\(position.line):\(position.column): "
    } else if let source = diagnostic.source {
      place = "\(source.name): "
    }
    let lines = (place + "error: " + diagnostic.message.visible).wrapped(to: width, indent: "  ")
    guard hasColour, let first = lines.first, let range = first.range(of: "error:") else { return lines }
    let coloured = first.replacing(range, with: "\u{1b}[1;31merror:\u{1b}[0m")
    return [coloured] + lines.dropFirst()
  }

  private func excerpt(_ source: Source, _ span: Span, _ label: String?) -> [String] {
    let line = source.line(around: span.start)
    let number = "\(source.position(of: span.start).line)"
    // No more of a very long line than can be shown.
    let window = 1000
    let end = min(max(span.end, span.start), line.end)
    var before = source.text(Span(max(line.start, span.start - window), span.start)).visible
    let marked = source.text(Span(span.start, min(end, span.start + window))).visible
    var after = source.text(Span(end, min(line.end, end + window))).visible
    let room = max(20, width - number.count - 5)
    if before.columns + marked.columns > room, before.columns > room / 2 {
      before = "…" + before.suffix(max(0, room / 2 - 1))
    }
    let shown = marked.columns > room / 2 ? String(marked.prefix(room / 2 - 1)) + "…" : marked
    if before.columns + shown.columns + after.columns > room {
      after = after.prefix(max(0, room - before.columns - shown.columns - 1)) + "…"
    }
    let margin = String(repeating: " ", count: number.count + 2) + " | "
    let caret = String(repeating: "^", count: max(1, shown.columns))
    let pointer = margin + String(repeating: " ", count: before.columns) + coloured(caret)
    return ["  \(number) | \(before)\(shown)\(after)"] + labelled(pointer, label, margin)
  }

  /// The label beside the caret, or below it where there is no room.
  private func labelled(_ pointer: String, _ label: String?, _ margin: String) -> [String] {
    guard let label else { return [pointer] }
    guard pointer.columns + 1 + label.columns > width else { return [pointer + " " + label] }
    return [pointer] + label.wrapped(to: width - margin.columns).map { margin + $0 }
  }

  private func coloured(_ text: String) -> String { hasColour ? "\u{1b}[1;31m\(text)\u{1b}[0m" : text }
}

extension StringProtocol {
  /// Tabs as blanks and control characters as a mark, so that text from a file cannot steer a terminal.
  var visible: String {
    String(
      map { character in
        guard let scalar = character.unicodeScalars.first else { return character }
        if character == "\t" { return " " }
        return scalar.value < 32 || (0x7f..<0xa0).contains(scalar.value) ? "·" : character
      })
  }

  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}

extension String {
  fileprivate func replacing(_ range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
