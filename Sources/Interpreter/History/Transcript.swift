import Language

/// What was done with a session, in order: enough to write it down as a script that does it again.
struct Transcript: Sendable {
  enum Entry: Sendable {
    case done(Step)
    /// A line of comment.
    case comment(String)
    /// A text that failed, and why.
    case mistake(String, String)
    case undo
    case redo
  }

  /// A statement that ran.
  struct Step: Sendable {
    /// The statements of the script that repeat it; none for one that only concerns the screen.
    var lines: [String]
    /// `undo` takes it back.
    var changes: Bool
    var writesFile = false
    /// Weight lines next to each other would be one statement.
    var isWeightLine = false
  }

  private(set) var entries: [Entry] = []

  mutating func add(_ entry: Entry) { entries.append(entry) }

  /// The lines of the script; `isWithoutMistakes` leaves out what failed, and what was taken back and not done again.
  func lines(isWithoutMistakes: Bool) -> [String] {
    var (lines, done, undone): ([String], [Step], [Step]) = ([], [], [])
    var isBehindWeightLine = false
    for entry in isWithoutMistakes ? Self.settled(entries) : entries {
      var isWeightLine = false
      switch entry {
      case .done(let step):
        if step.isWeightLine, isBehindWeightLine { lines.append(Self.separator) }
        lines += step.lines.flatMap(\.splitLines)
        if step.changes { (done, undone) = (done + [step], []) }
        isWeightLine = step.isWeightLine || step.lines.isEmpty && isBehindWeightLine
      case .comment(let text):
        lines.append(text)
        isWeightLine = isBehindWeightLine
      case .mistake(let text, let message):
        lines += text.splitLines.map { "# \($0)" } + ["#   " + message.splitLines.joined(separator: " ")]
        isWeightLine = isBehindWeightLine
      case .undo:
        guard let step = done.popLast() else { continue }
        undone.append(step)
        lines += step.lines.map { _ in "undo" }
      case .redo:
        guard let step = undone.popLast() else { continue }
        done.append(step)
        lines += step.lines.map { _ in "redo" }
      }
      isBehindWeightLine = isWeightLine
    }
    return lines
  }

  /// Shows nothing to anybody.
  private static let separator = "note \"\"  # keeps the weight lines apart, which were typed one by one"

  /// Without mistakes and what `undo` took back. What was only looked at after an undone statement goes with it, as it
  /// showed a state that no longer exists; but not if it wrote a file, which something later may read.
  private static func settled(_ entries: [Entry]) -> [Entry] {
    var (kept, undone): ([Entry], [[Entry]]) = ([], [])
    for entry in entries {
      switch entry {
      case .mistake: continue
      case .comment: kept.append(entry)
      case .done(let step):
        kept.append(entry)
        if step.changes { undone = [] }
      case .undo:
        guard let last = kept.lastIndex(where: \.isChange) else { continue }
        let cut = Array(kept[last...])
        if cut.contains(where: \.writesFile) {
          kept.append(.undo)
        } else {
          undone.append(cut)
          kept.removeSubrange(last...)
        }
      case .redo:
        if let cut = undone.popLast() { kept += cut } else { kept.append(.redo) }
      }
    }
    return kept
  }
}

extension Transcript.Entry {
  fileprivate var isChange: Bool { if case .done(let step) = self { step.changes } else { false } }
  fileprivate var writesFile: Bool { if case .done(let step) = self { step.writesFile } else { false } }
}

extension String {
  /// A carriage return and a line feed are one end.
  var splitLines: [String] {
    split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
  }
}
