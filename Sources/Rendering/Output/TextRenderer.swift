import Interpreter

/// Events as lines for a terminal or a file.
public struct TextRenderer: Sendable {
  /// Decides what is said.
  public var reporter: Reporter
  /// Columns that a line may take.
  public var width: Int
  /// The characters that pictures may use.
  public var glyphs = Glyphs.unicode
  /// Polled while a long table is made, which then ends early.
  public var isInterrupted: @Sendable () -> Bool = { false }

  /// A renderer for somebody who wants to know so much, in so many columns.
  public init(verbosity: Verbosity, width: Int = 80, showsTimes: Bool = true) {
    (reporter, self.width) = (Reporter(verbosity: verbosity, showsTimes: showsTimes), width)
  }

  /// A document in its lines.
  public func lines(_ document: Document) -> [Line] {
    TerminalWriter(width: width, glyphs: glyphs, isInterrupted: isInterrupted).lines(document)
  }

  /// What is shown of an event.
  public func lines(_ event: Event) -> [Line] {
    var reporter = reporter
    reporter.isInterrupted = isInterrupted
    return lines(reporter.document(event))
  }

  /// The same, some lines at a time where there are many, which takes little memory.
  ///
  /// - Parameter take: is given them in order, and says whether to go on.
  public func parts(_ event: Event, _ take: ([Line]) -> Bool) {
    var reporter = reporter
    reporter.isInterrupted = isInterrupted
    for document in reporter.parts(event) where !take(lines(document)) { return }
  }
}
