import Language

/// The one drawing of a mistake: place, message, the source line with a caret, and what to type instead.
public struct DiagnosticText: Sendable {
  public var width: Int

  public init(width: Int = 80) { self.width = width }

  public func lines(_ diagnostic: Diagnostic) -> [Line] {
    var lines = head(diagnostic)
    if let source = diagnostic.source, let span = diagnostic.span {
      lines += excerpt(source, span, diagnostic.label)
    }
    for help in diagnostic.help {
      lines +=
        help.hasPrefix("    ")
        ? [Line(help, .error, .code)] : help.wrapped(to: width, indent: "  ").map { Line($0, .error) }
    }
    return lines
  }

  private func head(_ diagnostic: Diagnostic) -> [Line] {
    var place = ""
    if let source = diagnostic.source, let span = diagnostic.span {
      let position = source.position(of: span.start)
      place = "\(source.name):\(position.line):\(position.column): "
    } else if let source = diagnostic.source {
      place = "\(source.name): "
    }
    let lines = (place + "error: " + diagnostic.message.visible).wrapped(to: width, indent: "  ")
    return lines.enumerated().map {
      $0 == 0 ? Line($1, .error).marking("error:", .error) : Line($1, .error)
    }
  }

  private func excerpt(_ source: Source, _ span: Span, _ label: String?) -> [Line] {
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
    let pointer = margin + String(repeating: " ", count: before.columns) + caret
    let place = pointer.count - caret.count..<pointer.count
    return [Line("  \(number) | \(before)\(shown)\(after)", .error)]
      + labelled(pointer, label, margin).enumerated().map {
        $0 == 0 ? Line($1, .error).marking(place, .error) : Line($1, .error)
      }
  }

  /// The label beside the caret, or below it where there is no room.
  private func labelled(_ pointer: String, _ label: String?, _ margin: String) -> [String] {
    guard let label else { return [pointer] }
    guard pointer.columns + 1 + label.columns > width else { return [pointer + " " + label] }
    return [pointer] + label.wrapped(to: width - margin.columns).map { margin + $0 }
  }
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
}
