import Interpreter

/// Events as lines of text, one after the other.
public struct TextLines: EventSink {
  private let renderer: @Sendable () -> TextRenderer
  private let write: @Sendable (Line) -> Void

  /// - Parameters:
  ///   - renderer: asked for each event, since widths and verbosity change.
  ///   - write: takes a line.
  public init(
    renderer: @escaping @Sendable () -> TextRenderer, write: @escaping @Sendable (Line) -> Void
  ) {
    (self.renderer, self.write) = (renderer, write)
  }

  /// Writes the lines of the event, if it has any.
  public func receive(_ event: Event) { renderer().lines(event).forEach(write) }
}
