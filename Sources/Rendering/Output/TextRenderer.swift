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

  /// The same some lines at a time, where there are many: they take little memory and can be interrupted.
  ///
  /// - Parameter take: has them in order.
  public func parts(_ event: Event, _ take: ([Line]) -> Void) {
    var reporter = reporter
    reporter.isInterrupted = isInterrupted
    for (k, document) in reporter.parts(event).enumerated() {
      // The first is always shown: it may be what says that something was interrupted.
      if k > 0, isInterrupted() { return }
      take(lines(document))
    }
  }
}
