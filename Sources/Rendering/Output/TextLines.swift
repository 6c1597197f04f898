import Interpreter

/// Events as lines of text, one after the other.
public struct TextLines: EventSink {
  private let renderer: @Sendable () -> TextRenderer
  private let write: @Sendable (Line) -> Void
  private let writeLines: (@Sendable (String) -> Void)?
  private let isInterrupted: @Sendable () -> Bool

  /// - Parameters:
  ///   - renderer: asked for each event, since widths and verbosity change.
  ///   - isInterrupted: polled while an event of many lines is written, which then ends early.
  ///   - writeLines: takes lines of results without colors, several at once and without the last newline; without it,
  ///     `write` has them one by one.
  ///   - write: takes a line.
  public init(
    renderer: @escaping @Sendable () -> TextRenderer,
    isInterrupted: @escaping @Sendable () -> Bool = { false },
    writeLines: (@Sendable (String) -> Void)? = nil, write: @escaping @Sendable (Line) -> Void
  ) {
    (self.renderer, self.isInterrupted, self.write) = (renderer, isInterrupted, write)
    self.writeLines = writeLines
  }

  /// Writes the lines of the event, if it has any.
  public func receive(_ event: Event) {
    var renderer = renderer()
    if case .logged(let reports) = event, let writeLines, let lines = Reporter.lines(reports) {
      if renderer.reporter.verbosity.shows(event) { writeLines(lines) }
      return
    }
    renderer.isInterrupted = isInterrupted
    var written = 0
    renderer.parts(event) { lines in
      for line in lines {
        written += 1
        // The first lines are always shown: they may be what says that something was interrupted.
        if written & 0xff == 0, isInterrupted() { return false }
        write(line)
      }
      return true
    }
  }
}
