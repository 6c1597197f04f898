/// So many mistakes of a text get a line to type: nobody reads on, and a file of another kind has thousands.
let mostAdvised = 50

/// The problems of a text, each with the line that was probably meant.
func corrected(_ problems: [Diagnostic], _ source: Source, _ vocabulary: Vocabulary) -> [Diagnostic] {
  if let table = Diagnostic.table(source) { return [table] }
  if let whole = Diagnostic.foreignProgram(problems, source, vocabulary) { return [whole] }
  var (advised, lines) = ([Diagnostic](), Set<Int>())
  let problems = TypedRow.firstOfTable(problems)
  // What is wrong with a line says more than that its block is never closed.
  let order = problems.filter { $0.code != .missingEnd } + problems.filter { $0.code == .missingEnd }
  for problem in order {
    guard let span = problem.span, problem.code != .transposedDump else {
      advised.append(problem)
      continue
    }
    let place = source.position(of: span.start).line
    if problem.code == .missingEnd || problem.code == .unclosedBracket {
      if !lines.contains(place) { advised.append(problem) }
    } else if advised.count < mostAdvised,
      let help = lineInstead(of: source.statement(around: span), vocabulary)
    {
      lines.insert(place)
      advised.append(problem.answered(help))
    } else if let whole = problem.lineWithWordMeant(source, vocabulary) {
      advised.append(problem.advising(["Write: \(whole)"] + problem.help))
    } else {
      advised.append(problem)
    }
  }
  return advised.sorted { $0.span?.start ?? 0 < $1.span?.start ?? 0 }
}

/// The line that was probably meant by one that cannot be read, or that names what there is not; nil if that is not known.
public func correction(of line: String, _ vocabulary: Vocabulary) -> String? {
  Correction.of(line) { reads($0, vocabulary) }.map { withOwnActivations($0, vocabulary) }
}

/// A `net` line with the activations as nn calls them: to the parser any name is one of a size.
private func withOwnActivations(_ line: String, _ vocabulary: Vocabulary) -> String {
  guard line.hasPrefix("net ") else { return line }
  let names = vocabulary.names(.activation)
  return line.split(separator: " ", omittingEmptySubsequences: false).map { word in
    guard word.first?.isLetter == true, !names.contains(String(word)) else { return String(word) }
    let lower = word.lowercased()
    return names.contains(lower) ? lower : ForeignWords.translation(of: lower, among: names) ?? String(word)
  }.joined(separator: " ")
}

/// Advice for such a line: what to type here, or in the shell.
func lineInstead(of line: String, _ vocabulary: Vocabulary) -> [String]? {
  otherAdvice(for: line, vocabulary) ?? correction(of: line, vocabulary).map { ["Write: \($0)"] }
}

/// Advice for a line that no other line of nn stands for alone.
private func otherAdvice(for line: String, _ vocabulary: Vocabulary) -> [String]? {
  ShellLine.advice(for: line) { reads($0, vocabulary) }.map { [$0] }
    ?? OtherHabits.advice(for: line, reads: { reads($0, vocabulary) }) { correction(of: $0, vocabulary) }
}

/// Whether a line reads, and is no call of what may not be there.
private func reads(_ text: String, _ vocabulary: Vocabulary) -> Bool {
  let read = program(Source(name: "correction", text: text), vocabulary)
  let isRead =
    read.problems.allSatisfy { $0.code == .missingEnd } || text == "end" || text.hasPrefix("else")
  guard isRead else { return false }
  return !read.statements.contains { if case .call = $0.node { true } else { false } }
}

extension Diagnostic {
  /// A call of what there is not.
  public static func unknownFunction(_ name: Located<String>, among names: [String]) -> Diagnostic {
    Diagnostic(
      .unknownFunction, "there is no function called `\(name.node)`", at: name.span,
      label: ForeignWords.meant(by: name.node, among: names).map { "did you mean `\($0)`?" },
      help: ["There are: " + names.joined(separator: ", ")])
  }

  /// For a name that means nothing: the line that was probably meant, if one is known.
  public func advised(_ line: String, in vocabulary: Vocabulary) -> Diagnostic {
    let isOfNet = code == .wrongType && line.hasPrefix("net")
    guard [.unknownMetric, .unknownFunction, .unknownName, .unknownStatement].contains(code) || isOfNet,
      source?.name != "correction"
    else { return self }
    if let other = otherAdvice(for: line, vocabulary) { return advising(other) }
    guard let better = correction(of: line, vocabulary), isOfNet || !keepsWord(better) else { return self }
    return advising(["Write: \(better)"])
  }

  /// Whether a line has the name that means nothing, too: then it is no answer to it, and whatever it changed is an accident.
  private func keepsWord(_ line: String) -> Bool {
    guard let span, let source else { return false }
    let word = source.text(span).prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    // A call that is no function may be of what has a value without one: `loss()`.
    if code == .unknownFunction, !word.isEmpty { return line.contains("\(word)(") }
    // `x <- c(1, 2)`: what gets its value there is known then.
    let rest = line.hasPrefix("let \(word) =") ? line.dropFirst("let \(word) =".count) : line[...]
    return !word.isEmpty
      && rest.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }.contains(word)
  }

  /// With other advice in the place of its own, if there is some.
  public func advising(_ lines: [String]) -> Diagnostic {
    var advised = self
    if !lines.isEmpty { advised.help = lines }
    return advised
  }

  /// With the line that was meant. The line says it better than a word of it.
  fileprivate func answered(_ help: [String]) -> Diagnostic {
    func isSaid(_ word: Substring) -> Bool { help.contains { $0.contains(word) } }
    // `until loss = 0.01` is a comparison whatever its sign is to be; `fit(epochs=10)` is none.
    let isComparison = help.contains { $0.replacing("->", with: "").contains(/[<>]|==/) }
    if label?.hasPrefix("write `") == true, !isComparison, let span, let source {
      return Diagnostic(code, "I did not expect `\(source.text(span))` here", at: span, help: help)
        .inSource(source)
    }
    var problem = advising(help)
    if let meant = label?.firstMatch(of: /^did you mean `(.+)`/)?.output.1, !isSaid(meant) {
      problem.label = nil
    }
    return problem
  }

  /// The line with the word that was meant in the place of an option, or of a name of a table, that there is not; nil if that
  /// cannot be read either.
  fileprivate func lineWithWordMeant(_ source: Source, _ vocabulary: Vocabulary) -> String? {
    guard code == .unknownOption || code == .unknownName, let span,
      let meant = label?.firstMatch(of: /^did you mean `(.+)`\?/)?.output.1
    else { return nil }
    let line = source.line(around: span.start)
    let before = source.text(Span(line.start, span.start)).split { $0 == ";" }.last ?? ""
    let behind = source.text(Span(span.end, line.end)).prefix { $0 != ";" && $0 != "#" }
    let whole = "\(before)\(meant)\(behind)".split(separator: " ").joined(separator: " ")
    return reads(whole, vocabulary) ? whole : nil
  }

  static let isOfAnotherLanguage = "this is a program of another language; nn does the same in its own lines"

  /// The one `train` that a loop of steps is.
  private static func trainLine(_ own: [String], _ lines: [String]) -> String {
    let trains = own.filter { $0.hasPrefix("train ") }
    let line = trains.first { $0.contains(" lr ") } ?? trains.first ?? "train adam lr 0.01"
    guard !line.contains(" epochs ") else { return line }
    let loop = lines.lazy.compactMap { $0.firstMatch(of: /^\s*for \w+ in range\((?:\d+, *)?(\d+)\)/) }.first
    return line + (loop.map { " epochs \($0.output.1)" } ?? " until loss<0.01")
  }

  /// A program of another language, pasted whole: one message with the lines that do the same.
  fileprivate static func foreignProgram(
    _ problems: [Diagnostic], _ source: Source, _ vocabulary: Vocabulary
  ) -> Diagnostic? {
    guard problems.count > 1 else { return nil }
    let lines = source.text(Span(0, source.bytes.count)).linesOfText
    let marks = ["import ", "from ", "def ", "class ", "function ", "using ", "library("]
    guard let first = lines.first(where: { line in marks.contains { line.hasPrefix($0) } }) else {
      return nil
    }
    var own: [String] = []
    for line in lines.prefix(200) where !marks.contains(where: { line.hasPrefix($0) }) {
      guard let line = correction(of: line, vocabulary), !own.contains(line),
        !["end", "help"].contains(line),
        !line.hasPrefix("else"), !line.hasPrefix("repeat"), !line.hasPrefix("let ")
      else { continue }
      own.append(line)
    }
    if !own.contains(where: { $0.hasPrefix("net ") }) { own.insert("net 2 2 1", at: 0) }
    own = own.filter { !$0.hasPrefix("train ") && !$0.hasPrefix("step ") } + [trainLine(own, lines)]
    let order = ["seed", "net", "data", "scale", "split", "train", "step", "eval", "score", "show", "save"]
    func rank(_ line: String) -> Int { order.firstIndex { line.hasPrefix($0) } ?? order.count }
    let sorted = own.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
    let start = source.bytes.count == 0 ? 0 : source.offset(of: first)
    return Diagnostic(
      .unexpectedWord, isOfAnotherLanguage, at: Span(start, start + first.utf8.count),
      help: ["In nn:"] + sorted.prefix(10).map { "    " + $0.element }
    ).inSource(source)
  }
}

extension Source {
  /// The statement that holds a place: its line, or what stands between two `;` of it.
  public func statement(around span: Span) -> String { text(self.span(around: span)) }

  /// The same with another text in this place, and single blanks.
  public func statement(around span: Span, with text: String) -> String {
    let whole = self.span(around: span)
    let (before, behind) = (
      self.text(Span(whole.start, span.start)), self.text(Span(span.end, max(span.end, whole.end)))
    )
    return "\(before.drop { $0 == " " || $0 == "\t" })\(text)\(behind[...].trimmingBlanks)"
  }

  func span(around span: Span) -> Span {
    let line = line(around: span.start)
    var (start, end, isInText, place) = (line.start, line.end, false, line.start)
    while place < line.end {
      if bytes[place] == UInt8(ascii: "\"") { isInText.toggle() }
      if bytes[place] == UInt8(ascii: ";"), !isInText {
        if place < span.start { start = place + 1 } else if end == line.end { end = place }
      }
      if bytes[place] == UInt8(ascii: "#"), !isInText, place > span.start { end = min(end, place) }
      place += 1
    }
    return Span(start, end)
  }

  /// Where a line of the text begins.
  fileprivate func offset(of line: String) -> Int {
    let wanted = Array(line.utf8)
    return bytes.indices.first { place in
      (place == 0 || bytes[place - 1] == UInt8(ascii: "\n")) && bytes[place...].starts(with: wanted)
    } ?? 0
  }
}
