import Charts
import Interpreter
import Prompt
import Rendering

/// Where a demo is played: a screen that shows events, and the world around it.
public protocol Stage: EventSink {
  /// The world that a demo's session runs in; its events go to the sink.
  func world(output: any EventSink) -> Host

  /// Shows an event.
  func show(_ event: Event)

  /// An event as it is shown in the present width: to draw the screen anew.
  func lines(_ event: Event) -> [Line]

  /// Prose of a page as it is shown in the present width.
  func lines(_ document: Document) -> [Line]

  /// A line with its colors, if the screen has any.
  func text(_ line: Line) -> String

  /// Puts a text on the screen as it is.
  func draw(_ text: String)

  /// A remark beside the demo.
  func say(_ line: String, _ role: Role?)

  /// Puts on the screen what was held back.
  func flush()

  /// Rows and columns of the screen.
  var size: (rows: Int, columns: Int) { get }

  /// A live prompt on a session, until the speaker leaves it.
  ///
  /// - Parameters:
  ///   - statements: what the arrow keys bring back, the oldest first.
  ///   - untilDone: the last of them stands there to be changed, and it ends by itself once one succeeded.
  func converse(with interpreter: Interpreter, recalling statements: [String], untilDone: Bool)

  /// Forgets that somebody wanted to stop a statement that is over.
  func forgetInterrupts()
}

/// The speaker's keys.
public protocol Keys: AnyObject {
  /// Whether the screen can be drawn over.
  var canMove: Bool { get }

  /// Keys are read inside `body` only.
  func steer<Result>(_ body: () -> Result) -> Result

  /// Within `steer`: a piece of work that Ctrl-C interrupts. Keys typed meanwhile wait.
  func work<Result>(_ body: () -> Result) -> Result

  /// Within `steer`: something that reads keys itself.
  func away<Result>(_ body: () -> Result) -> Result

  /// The next key; waits for ever without `seconds`.
  func next(within seconds: Double?) -> Keyboard.Key
}

extension Keys {
  func next() -> Keyboard.Key { next(within: nil) }
}

extension Keyboard: Keys {}

/// Shows events on a stage and keeps them. A tour within a demo is only mentioned: one stage is enough.
struct DemoSink: EventSink {
  let log: ShownLog
  let stage: any Stage
  /// One thread plays a demo: events come while a statement runs, which the player waits for.
  nonisolated(unsafe) let reveal: Reveal

  func receive(_ event: Event) {
    if case .statement = event, reveal.isWhole { return }
    if !reveal.isMuted || event.isFailure { log.add(.event(event)) }
    reveal.show(event)
  }

  /// What is typed in the course of a demo is drawn again with its prompt, whoever typed it.
  var showsPrompts: Bool { true }
  var progress: (@Sendable (TrainProgress) -> Void)? { stage.progress }
  var pictures: (@Sendable (Chart) -> Void)? { stage.pictures }
}

extension Event {
  var isFailure: Bool { if case .failure = self { true } else { false } }
}
