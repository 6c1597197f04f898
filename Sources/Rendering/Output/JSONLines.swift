import Interpreter

/// Events as JSON lines: one flat object each, stable names, full precision.
public struct JSONLines: EventSink {
  private let write: @Sendable (String) -> Void
  private let isInterrupted: @Sendable () -> Bool

  /// - Parameters:
  ///   - isInterrupted: polled while an event of many lines is written, which then ends early.
  ///   - write: takes a line or more, without the last newline.
  public init(
    isInterrupted: @escaping @Sendable () -> Bool = { false }, write: @escaping @Sendable (String) -> Void
  ) {
    (self.isInterrupted, self.write) = (isInterrupted, write)
  }

  /// Writes the lines of the event, if it has any.
  public func receive(_ event: Event) {
    if case .logged(let reports) = event, let lines = EventTable.lines(reports) { return write(lines) }
    for (k, object) in EventTable.objects(event).enumerated() {
      if k & 0xff == 0xff, isInterrupted() { return }
      write(object.text)
    }
  }

  /// The lines of an event; some events have none, some have a line for each row or weight.
  public static func lines(_ event: Event) -> [String] { EventTable.objects(event).map(\.text) }
}
