import Language

/// What was done with a session, in order: enough to write it down as a script that does it again.
struct Transcript: Sendable {
  enum Entry: Sendable {
    /// - Parameter changes: `undo` takes it back.
    case statement(String, changes: Bool)
    /// A line of comment.
    case comment(String)
    /// A text that failed, and why.
    case mistake(String, String)
    case undo
    case redo
  }

  private(set) var entries: [Entry] = []

  mutating func add(_ entry: Entry) { entries.append(entry) }

  /// The lines of the script; `isWithoutMistakes` leaves out what failed, and what was taken back and not done again.
  func lines(isWithoutMistakes: Bool) -> [String] {
    (isWithoutMistakes ? Self.settled(entries) : entries).flatMap { entry -> [String] in
      switch entry {
      case .statement(let text, _): text.splitLines
      case .comment(let text): [text]
      case .mistake(let text, let message):
        text.splitLines.map { "# \($0)" } + ["#   " + message.replacingLineEnds]
      case .undo: ["undo"]
      case .redo: ["redo"]
      }
    }
  }

  /// Without mistakes and what `undo` took back. What was only looked at behind an undone statement goes with it, as it
  /// showed a state that is no more.
  private static func settled(_ entries: [Entry]) -> [Entry] {
    var (kept, undone): ([Entry], [[Entry]]) = ([], [])
    for entry in entries {
      switch entry {
      case .mistake: continue
      case .comment: kept.append(entry)
      case .statement(_, let changes):
        kept.append(entry)
        if changes { undone = [] }
      case .undo:
        guard let last = kept.lastIndex(where: \.isChange) else { continue }
        undone.append(Array(kept[last...]))
        kept.removeSubrange(last...)
      case .redo: kept += undone.popLast() ?? []
      }
    }
    return kept
  }
}

extension Transcript.Entry {
  fileprivate var isChange: Bool { if case .statement(_, true) = self { true } else { false } }
}

extension String {
  fileprivate var splitLines: [String] {
    split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  fileprivate var replacingLineEnds: String { String(map { $0.isNewline ? " " : $0 }) }
}

extension Transcript {
  /// What to write for a statement that ran, so that it gives the same again: with the seeds that were chosen for it, and
  /// no further than a clock or a person let it go. nil where that cannot be written.
  static func script(
    for statement: Located<Statement>, in source: Source, from before: Session, to after: Session
  ) -> [String]? {
    let text = source.text(statement.span)
    switch statement.node {
    case .train(let train): return script(for: train, statement.span, source, before, after)
    case .data, .split:
      guard let seed = after.chosenSeeds.first else { return [text] }
      return after.chosenSeeds.count == 1 && !text.contains("\n") ? ["\(text) seed \(seed)"] : nil
    case .initialize:
      return [after.chosenSeeds.first.map { "\(text) seed \($0)" } ?? text]
    default: return seeded([text], before, after)
    }
  }

  /// The generator that was seeded on the way is seeded before.
  private static func seeded(_ lines: [String], _ before: Session, _ after: Session) -> [String]? {
    guard let seed = after.chosenSeeds.first else { return lines }
    return before.seed == nil && after.chosenSeeds.count == 1 && after.seed != nil
      ? [seed < 0 ? "seed (\(seed))" : "seed \(seed)"] + lines : nil
  }

  private static func script(
    for train: TrainStatement, _ span: Span, _ source: Source, _ before: Session, _ after: Session
  ) -> [String]? {
    guard let end = after.lastEnd, end == .seconds || end == .interrupted else {
      return seeded([source.text(span)], before, after)
    }
    let options = train.options.map(\.word.node)
    guard !options.contains("restart") else { return nil }
    // A schedule goes by the length of the whole training, so that is run, and gone back from.
    let isScheduled = options.contains("schedule")
    let epochs = after.epochsOfLastTrain
    guard epochs > 0 else { return nil }
    var text = source.text(span)
    for option in train.options.reversed() {
      guard option.word.node == "seconds" || option.word.node == "epochs" && !isScheduled else { continue }
      text.removeBytes(option.span.start - span.start..<option.span.end - span.start)
    }
    if !isScheduled { text += " epochs \(epochs)" }
    return seeded(isScheduled ? [text, "goto epoch \(after.epoch)"] : [text], before, after)
  }
}

extension String {
  /// With the blanks before them.
  fileprivate mutating func removeBytes(_ range: Range<Int>) {
    var bytes = Array(utf8)
    var start = range.lowerBound
    while start > 0, bytes[start - 1] == 0x20 { start -= 1 }
    bytes.removeSubrange(start..<range.upperBound)
    self = String(decoding: bytes, as: UTF8.self)
  }
}
