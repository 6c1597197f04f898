import Interpreter

/// Events as JSON lines: one flat object each, stable names, full precision.
public struct JSONLines: EventSink {
  private let write: @Sendable (String) -> Void

  /// - Parameter write: takes a line.
  public init(write: @escaping @Sendable (String) -> Void) { self.write = write }

  /// Writes the lines of the event, if it has any.
  public func receive(_ event: Event) { Self.lines(event).forEach(write) }

  /// The lines of an event; some events have none, some have a line for each row or weight.
  public static func lines(_ event: Event) -> [String] { EventTable.objects(event).map(\.text) }
}
