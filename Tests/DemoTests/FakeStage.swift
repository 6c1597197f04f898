import Demo
import Interpreter
import Prompt
import Rendering
import Synchronization

/// A stage that keeps what is drawn on it.
final class FakeStage: Stage {
  private let drawn = Mutex("")
  private let conversation: @Sendable (Interpreter) -> Void

  /// - Parameter conversation: what the speaker does at a live prompt.
  init(conversation: @escaping @Sendable (Interpreter) -> Void = { _ in }) {
    self.conversation = conversation
  }

  /// Everything drawn so far.
  var text: String { drawn.withLock { $0 } }

  /// What is on the screen: all since it was cleared last, without the movements of the cursor.
  var screen: String {
    let last = text.components(separatedBy: "\u{1b}[2J").last ?? ""
    return last.replacing(/\u{1b}(\[[0-9;]*[A-Za-z]|[78])/, with: "")
  }

  func world(output: any EventSink) -> Host { Host(output: output) }
  func receive(_ event: Event) { show(event) }
  func show(_ event: Event) { draw(lines(event).map { $0.text + "\n" }.joined()) }
  func lines(_ event: Event) -> [Line] {
    TextRenderer(verbosity: .demo, showsTimes: false).lines(event)
  }
  func lines(_ document: Document) -> [Line] { TextRenderer(verbosity: .demo).lines(document) }
  func text(_ line: Line) -> String { line.text }
  func draw(_ text: String) { drawn.withLock { $0 += text } }
  func say(_ line: String, _ role: Role?) { draw("[\(line)]\n") }
  func flush() {}
  var size: (rows: Int, columns: Int) { (24, 80) }
  func converse(with interpreter: Interpreter, recalling statements: [String], untilDone: Bool) {
    remembered.withLock { $0 = statements }
    conversation(interpreter)
  }
  private let remembered = Mutex<[String]>([])
  var recalled: [String] { remembered.withLock { $0 } }
  func forgetInterrupts() {}
  var showsPrompts: Bool { true }
}

/// Keys that were thought of beforehand; then the speaker leaves.
final class FakeKeys: Keys {
  private var keys: [Keyboard.Key]
  let canMove: Bool
  /// The longest that a key was waited for.
  private(set) var patience: Double?

  init(_ keys: String, canMove: Bool = true) {
    (self.keys, self.canMove) = (keys.map { $0 == "^" ? .interrupt : .character($0) }, canMove)
  }

  func steer<Result>(_ body: () -> Result) -> Result { body() }
  func work<Result>(_ body: () -> Result) -> Result { body() }
  func away<Result>(_ body: () -> Result) -> Result { body() }

  func next(within seconds: Double?) -> Keyboard.Key {
    if let seconds { patience = max(patience ?? 0, seconds) }
    // Ctrl-D, which leaves in every mode: by keys, `q` would type a character.
    return keys.isEmpty ? .endOfInput : keys.removeFirst()
  }
}
