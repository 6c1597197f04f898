import Language
import Prompt
import Standard

/// A session at the prompt that was copied from a terminal: prompts, what was typed, answers and all.
enum CopiedSession {
  /// Whether a text shows a prompt.
  static func isOne(_ source: Source) -> Bool {
    source.text(Span(0, source.bytes.count)).textLines.contains(where: isPrompted)
  }

  /// What was typed in a text that was copied from a session at the prompt, one after the other and each where it stands:
  /// prompts are taken off, and answers left out, as whatever stands there was not said by nn now. Any other text is one
  /// entry as it is.
  ///
  /// A block that was given up at the prompt ends where the next statement was typed, and of a block the lines that were
  /// not taken are left out, as the prompt left them out.
  static func entries(of source: Source) -> [Entry] {
    let lines = source.text(Span(0, source.bytes.count)).textLines
    guard lines.contains(where: isPrompted) else { return [Entry(source: source, heading: nil)] }
    var (entries, heading): ([(line: Int, heading: String?, text: [String])], String?) = ([], nil)
    for (number, line) in lines.enumerated() {
      let bare = isPrompted(line) ? Paste.withoutPrompt(line) : ""
      if entries.isEmpty || isPrompted(line) && !isContinued(line) {
        entries.append((number, heading, [bare]))
        heading = nil
      } else {
        entries[entries.count - 1].text.append(bare)
      }
      heading = title(line) ?? heading
    }
    return entries.filter { !isDropped($0.text) }.map { entry in
      let typed = Source(
        name: source.name, text: entry.text.joined(separator: "\n"), firstLine: source.firstLine + entry.line,
        margin: source.margin)
      return Entry(source: taken(typed), heading: entry.heading)
    }
  }

  /// What was typed at a prompt, and the heading that was shown right before it: `nn -i` shows one where an exercise begins.
  struct Entry {
    let source: Source
    let heading: String?
  }

  /// `── A title ───────`
  private static func title(_ line: String) -> String? {
    guard let found = line.wholeMatch(of: /\s*──\s(.*\S)\s──+\s*/) else { return nil }
    return String(found.output.1)
  }

  /// Whether Ctrl-C ended the entry before it was run: the prompt writes that behind it.
  private static func isDropped(_ lines: [String]) -> Bool {
    lines.last { !$0.isEmpty }?.hasSuffix("^C") ?? false
  }

  /// Statements of a copied session that were left out, as no prompt stands before them: right below a prompt, where an
  /// answer would begin. There they were pasted, or typed ahead.
  static func bareStatements(of source: Source) -> [Remark] {
    let lines = source.text(Span(0, source.bytes.count)).textLines
    let typed = Set(lines.filter(isPrompted).map { Paste.withoutPrompt($0).trimmed })
    var (remarks, first, count) = ([Remark](), Int?.none, 0)
    var isBelowPrompt = false
    for (number, line) in (lines + [""]).enumerated() {
      let isWork = isStatement(line) || first != nil && line.trimmed == "end"
      if isBelowPrompt, !isPrompted(line), isWork, !typed.contains(line.trimmed) {
        (first, count) = (first ?? number, count + 1)
        continue
      }
      if let begin = first { remarks.append(remark(source.firstLine + begin, count)) }
      (first, count) = (nil, 0)
      isBelowPrompt = isPrompted(line) && !mayAnswerInStatements(Paste.withoutPrompt(line))
    }
    return remarks
  }

  /// Whether a line begins with the word of a statement, and can be read as one or as the beginning of one.
  private static func isStatement(_ line: String) -> Bool {
    let text = line.trimmed
    guard StatementSpec.named(String(text.prefix { $0.isLetter })) != nil else { return false }
    let program = parse(Source(name: "", text: text), .standard)
    return program.problems.isEmpty || program.isIncomplete
  }

  /// Whether what a statement shows may be statements itself, or any text.
  private static func mayAnswerInStatements(_ line: String) -> Bool {
    parse(Source(name: "", text: line), .standard).statements.contains { statement in
      if case .command = statement.node { return true }
      if case .print = statement.node { return true }
      if case .say = statement.node { return true }
      if case .value = statement.node { return true }
      if case .dump = statement.node { return true }
      if case .call = statement.node { return true }
      if case .run = statement.node { return true }
      return false
    }
  }

  /// An entry of several lines without those that the prompt refused.
  private static func taken(_ entry: Source) -> Source {
    var lines = entry.text(Span(0, entry.bytes.count)).textLines
    guard lines.count(where: { !$0.isEmpty }) > 1 else { return entry }
    var entry = entry
    // The first line began the block, so it was taken.
    while let span = parse(entry, .standard).problems.lazy.compactMap(\.span).first(where: {
      $0.start > entry.line(around: 0).end
    }) {
      let number = entry.position(of: span.start).line - entry.firstLine
      guard lines.indices.contains(number), !lines[number].isEmpty else { return entry }
      lines[number] = ""
      entry = Source(
        name: entry.name, text: lines.joined(separator: "\n"), firstLine: entry.firstLine,
        margin: entry.margin)
    }
    return entry
  }

  /// `nn 2-2-1> ` or `...> `
  private static func isPrompted(_ line: String) -> Bool { Paste.withoutPrompt(line) != line }

  /// `...> `
  private static func isContinued(_ line: String) -> Bool {
    line.drop { $0 == " " || $0 == "\t" }.hasPrefix("...>")
  }

  private static func remark(_ line: Int, _ count: Int) -> Remark {
    let words =
      count == 1
      ? "this looks like a statement, but no prompt stands before it: it was not run"
      : "these \(count) lines look like statements, but no prompt stands before them: they were not run"
    return Remark(words, line: line)
  }
}

extension String {
  fileprivate var trimmed: String {
    let end = lastIndex { !$0.isWhitespace }.map(index(after:)) ?? startIndex
    return String(self[..<end].drop(while: \.isWhitespace))
  }
}
