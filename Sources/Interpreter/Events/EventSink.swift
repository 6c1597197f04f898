import Charts

/// Where events go: a terminal, JSON lines, a page, a recording. A front end is one of these.
public protocol EventSink: Sendable {
  /// Takes the next event. Called in order, on the thread that runs the statement.
  func receive(_ event: Event)

  /// No more events come. Does nothing by default.
  func finish()

  /// Whether echoed statements carry the prompt of their moment, which may take a pass over the data. False by default.
  var showsPrompts: Bool { get }

  /// Takes pictures while a training runs, each in the place of the one before; nil, the default, where nobody watches.
  var pictures: (@Sendable (Chart) -> Void)? { get }

  /// Whether events of this interest show nothing here and change nothing, shown or unshown: they need not be made. False by
  /// default.
  func ignores(_ interest: Event.Interest) -> Bool

  /// Told some times a second how a training goes; nil, the default, where nobody watches.
  var progress: (@Sendable (TrainProgress) -> Void)? { get }

  /// The same of a sweep.
  var sweepProgress: (@Sendable (SweepProgress) -> Void)? { get }
}

extension EventSink {
  /// Does nothing.
  public func finish() {}
  /// False.
  public var showsPrompts: Bool { false }
  /// False.
  public func ignores(_ interest: Event.Interest) -> Bool { false }
  /// Nobody watches.
  public var pictures: (@Sendable (Chart) -> Void)? { nil }
  /// Nobody watches.
  public var progress: (@Sendable (TrainProgress) -> Void)? { nil }
  /// Nobody watches.
  public var sweepProgress: (@Sendable (SweepProgress) -> Void)? { nil }
}

/// An event sink made of a closure.
public struct CallbackSink: EventSink {
  private let callback: @Sendable (Event) -> Void

  /// A sink that hands each event to a closure.
  public init(_ callback: @escaping @Sendable (Event) -> Void) { self.callback = callback }

  /// Hands the event on.
  public func receive(_ event: Event) { callback(event) }
}
