import Interpreter
import Language
import Rendering
import Synchronization

/// Where events go: rendered, to standard output and standard error. The one place that prints.
final class Stage: Sendable {
  private let text: TextRenderer
  private let json: JSONRenderer?
  private let output = Output(descriptor: 1)
  private let error = Output(descriptor: 2)
  private let isLive = Terminal.isTerminal(1)
  private let progress: ProgressLine?
  /// How whoever sits at the terminal is asked for a line; nil where nobody does.
  private let question = Mutex<(@Sendable (String) -> String?)?>(nil)

  init(manner: TextRenderer.Manner, json: Bool, appearance: Appearance) {
    let diagnostics = DiagnosticText(width: min(Terminal.width, 100), hasColour: appearance.hasColour(2))
    text = TextRenderer(manner: manner, diagnostics: diagnostics)
    self.json = json ? JSONRenderer() : nil
    progress = json || manner == .quiet ? nil : ProgressLine()

  }

  /// The world as a session sees it through this stage.
  var door: Door {
    var door = Door.system { [self] in show($0) }
    if let progress { door.progress = { progress.show($0) } }
    door.ask = { [self] in question.withLock { $0 }?($0) }
    return door
  }

  private func show(_ event: Event) {
    progress?.clear()

    for line in json?.lines(event) ?? text.lines(event) {
      switch line.stream {
      case .output: output.write(line.text)
      case .error:
        output.flush()
        error.write(line.text)
        error.flush()
      }
    }
    if isLive || event.isProgress { output.flush() }
  }

  /// From now on questions of a session go here.
  func answerQuestions(by answer: @escaping @Sendable (String) -> String?) {
    question.withLock { $0 = answer }
  }

  /// A word to whoever watches, on standard error.
  func say(_ line: String) {
    output.flush()
    error.write(line)
    error.flush()
  }

  func flush() { output.flush() }
}

extension Event {
  /// Somebody may be waiting for the next event for long.
  fileprivate var isProgress: Bool {
    switch self {
    case .trainStarted, .epoch: true
    default: false
    }
  }
}
