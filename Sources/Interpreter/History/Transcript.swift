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
    /// It was caused by the step before it, and `undo` takes them back together.
    var joins = false
    /// The exercise that it opened: a section of that title begins before its lines.
    var opens: String?
  }

  private(set) var entries: [Entry] = []
  /// About what the entries take.
  private var bytes = 0
  /// Entries at the beginning that had to go.
  private var left = 0

  /// What a session that goes on for weeks may keep: some 300,000 statements as they are typed.
  var mostBytes = 64_000_000

  /// Keeps an entry, and lets the oldest quarter go where there are too many.
  mutating func add(_ entry: Entry) {
    entries.append(entry)
    bytes += entry.bytes
    guard bytes > mostBytes, entries.count > 1 else { return }
    let gone = max(1, entries.count / 4)
    for entry in entries.prefix(gone) { bytes -= entry.bytes }
    entries.removeFirst(gone)
    left += gone
  }

  /// The lines of the script; `isWithoutMistakes` leaves out what failed, and what was taken back and not done again.
  func lines(isWithoutMistakes: Bool) -> [String] {
    var writing = Writing()
    if left > 0 {
      writing.lines.append(
        "# The first \(left) statements are not kept any more: this does not begin where the session did.")
    }
    for entry in isWithoutMistakes ? Self.settled(entries) : entries { writing.write(entry) }
    return writing.lines
  }

  /// A script as it is written, entry after entry.
  private struct Writing {
    var lines: [String] = []
    private var (done, undone): ([Change], [Change]) = ([], [])
    private var isBehindWeightLine = false
    /// The exercise that the lines are in.
    private var section: String?

    /// What one `undo` takes back: a step, and those that it caused, each with the section before it.
    private struct Change { var parts: [(step: Step, before: String?)] }

    mutating func write(_ entry: Entry) {
      var isWeightLine = false
      switch entry {
      case .done(let step):
        write(step)
        isWeightLine = step.isWeightLine || step.lines.isEmpty && isBehindWeightLine
      case .comment(let text):
        lines.append(text)
        isWeightLine = isBehindWeightLine
      case .mistake(let text, let message):
        lines += text.splitLines.map { "# \($0)" } + ["#   " + message.splitLines.joined(separator: " ")]
        isWeightLine = isBehindWeightLine
      case .undo: undo()
      case .redo: redo()
      }
      isBehindWeightLine = isWeightLine
    }

    private mutating func write(_ step: Step) {
      let before = section
      begin(step.opens)
      if step.isWeightLine, isBehindWeightLine { lines.append(Transcript.separator) }
      lines += step.lines.flatMap(\.splitLines)
      guard step.changes else { return }
      undone = []
      if step.joins, !done.isEmpty {
        done[done.count - 1].parts.append((step, before))
      } else {
        done.append(Change(parts: [(step, before)]))
      }
    }

    /// What was done at an exercise is taken back in its section: a hand-in is graded by that.
    private mutating func undo() {
      guard let change = done.popLast() else { return }
      undone.append(change)
      for (step, before) in change.parts.reversed() {
        lines += step.lines.map { _ in "undo" }
        if step.opens != nil { begin(before) }
      }
    }

    private mutating func redo() {
      guard let change = undone.popLast() else { return }
      done.append(change)
      for (step, _) in change.parts {
        begin(step.opens)
        lines += step.lines.map { _ in "redo" }
      }
    }

    private mutating func begin(_ title: String?) {
      guard let title else { return }
      section = title
      lines.append("section \"\(title.replacing("\"", with: "'"))\"")
    }
  }

  /// Shows nothing to anybody.
  fileprivate static let separator = "note \"\"  # keeps the weight lines apart, which were typed one by one"

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
        guard let last = kept.lastIndex(where: \.beginsChange) else { continue }
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
  /// About what it takes: texts, and what holds them.
  fileprivate var bytes: Int {
    let texts =
      switch self {
      case .done(let step): step.lines.reduce(0) { $0 + $1.utf8.count + 32 }
      case .comment(let text): text.utf8.count
      case .mistake(let text, let message): text.utf8.count + message.utf8.count
      case .undo, .redo: 0
      }
    return MemoryLayout<Self>.stride + 64 + texts
  }

  /// What the next `undo` takes back begins here.
  fileprivate var beginsChange: Bool {
    if case .done(let step) = self { step.changes && !step.joins } else { false }
  }
  fileprivate var writesFile: Bool { if case .done(let step) = self { step.writesFile } else { false } }
}

extension String {
  /// A carriage return and a line feed are one end.
  var splitLines: [String] {
    split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
  }
}
