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
    for piece in event.pieces {
      for (k, line) in renderer.lines(piece).enumerated() {
        if k & 0xff == 0xff, isInterrupted() { return }
        write(line)
      }
    }
  }
}

extension Event {
  /// Lines of an event that are rendered at once.
  private static var pieceOfLines: Int { 1024 }

  /// The same in parts, where the lines of an event have nothing to do with each other: so that a long one begins to show
  /// at once and can be interrupted.
  var pieces: [Event] {
    guard case .dump(let weights) = self else { return [self] }
    return weights.pieces(of: Self.pieceOfLines).map { .dump($0) }
  }

  /// The same where each line is an object of its own.
  var piecesOfObjects: [Event] {
    guard case .eval(let rows, let classes, let digits) = self else { return pieces }
    return rows.pieces(of: Self.pieceOfLines).map { .eval($0, classes: classes, digits: digits) }
  }
}

extension Array {
  fileprivate func pieces(of count: Int) -> [[Element]] {
    guard self.count > count else { return [self] }
    return stride(from: 0, to: self.count, by: count).map {
      Array(self[$0..<Swift.min($0 + count, self.count)])
    }
  }
}
