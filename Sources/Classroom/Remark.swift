import Language

/// Something to say of a hand-in that is no criterion.
public struct Remark: Sendable, Hashable {
  /// The line of the hand-in that it is about; nil where it is about all of it.
  public let line: Int?
  /// On one line.
  public let words: String

  /// A remark; what a terminal would obey is taken out of its words.
  public init(_ words: String, line: Int? = nil) { (self.words, self.line) = (words.harmless, line) }

  /// A mistake, with the line that it is in.
  init(_ problem: Diagnostic) {
    guard let span = problem.span, let source = problem.source else {
      self.init(problem.message)
      return
    }
    self.init(problem.message, line: source.position(of: span.start).line)
  }

  /// As it is shown.
  var text: String { line.map { "line \($0): \(words)" } ?? words }

  /// Each once: by their lines, and then what is about all of a hand-in.
  static func inOrder(_ remarks: [Remark]) -> [Remark] {
    var seen: Set<Remark> = []
    let once = remarks.filter { seen.insert($0).inserted }
    let placed = once.enumerated().filter { $0.element.line != nil }
    // Those of a line stay in the order in which they came.
    let sorted = placed.sorted { ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset) }
    return sorted.map(\.element) + once.filter { $0.line == nil }
  }
}
