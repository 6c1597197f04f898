import Interpreter
import Language
import Rendering
import Standard
import Synchronization

/// Where events go: rendered, to standard output and standard error. The one place that prints.
final class Console: EventSink {
  private struct Look {
    var verbosity: Verbosity
    /// As the statement `color` said; nil while the command line and the environment decide.
    var color: ColorChoice?
  }

  private let look: Mutex<Look>
  /// The command line says whether there is color.
  let isColorGiven: Bool

  private let json: JSONRenderer?
  private let output = Output(descriptor: 1)
  private let error = Output(descriptor: 2)
  private let isLive = Terminal.isTerminal(1)
  /// What the command line and the environment say of standard output and standard error.
  private let colored: (output: Bool, error: Bool)

  private let progressLine: ProgressLine?
  /// How whoever sits at the terminal is asked for a line; nil where nobody does.
  private let question = Mutex<(@Sendable (String) -> String?)?>(nil)

  init(verbosity: Verbosity, json: Bool, appearance: Appearance) {
    look = Mutex(Look(verbosity: verbosity))
    isColorGiven = appearance.color != .auto
    colored = (appearance.hasColor(1), appearance.hasColor(2))
    self.json = json ? JSONRenderer() : nil
    progressLine = json || verbosity == .quiet ? nil : ProgressLine()
  }

  /// The world as a session sees it through this stage.
  var host: Host {
    var host = Host.system(output: self)
    host.input.ask = { [self] in question.withLock { $0 }?($0) }
    return host
  }

  var progress: (@Sendable (TrainProgress) -> Void)? {
    guard let progressLine else { return nil }
    return { progressLine.show($0) }
  }

  var showsPrompts: Bool { verbosity == .echo || verbosity == .demo }

  func receive(_ event: Event) {
    if case .tour = event { Tour.play(on: self) } else { show(event) }
  }

  private var verbosity: Verbosity { look.withLock { $0.verbosity } }

  /// Shows something in another manner, and is then as before, in its colors too.
  func lend<Result>(to verbosity: Verbosity, _ body: () -> Result) -> Result {
    let before = look.withLock { look in
      defer { look.verbosity = verbosity }
      return look
    }
    defer { look.withLock { $0 = before } }
    return body()
  }

  func hasColor(_ stream: Document.Stream) -> Bool {
    switch look.withLock({ $0.color }) {
    case .on: true
    case .off: false
    case .auto, nil: stream == .output ? colored.output : colored.error
    }
  }

  func show(_ event: Event) {
    progressLine?.clear()
    if case .color(let color) = event { look.withLock { $0.color = color } }
    for line in lines(event) {
      switch line.stream {
      case .output: output.write(text(line))
      case .error:
        output.flush()
        error.write(text(line))
        error.flush()
      }
    }
    if isLive || event.isProgress { output.flush() }
  }

  /// An event as it is shown now, in the terminal's present width.
  func lines(_ event: Event) -> [Line] {
    if let json { return json.lines(event) }
    let width = isLive ? min(Terminal.width, 100) : 80
    return TextRenderer(verbosity: verbosity, width: width).lines(event)
  }

  /// A line with its colors, where its stream has any.
  func text(_ line: Line) -> String {
    hasColor(line.stream) ? line.colored : line.text
  }

  /// From now on questions of a session go here.
  ///
  /// - Returns: where they went before.
  @discardableResult
  func answerQuestions(by answer: (@Sendable (String) -> String?)?) -> (@Sendable (String) -> String?)? {
    question.withLock { question in
      defer { question = answer }
      return question
    }
  }

  /// A word to whoever watches, on standard error.
  func say(_ line: String, _ role: Role? = nil) {
    output.flush()
    error.write(text(Line(Text(line, role), .error)))
    error.flush()
  }

  /// Puts a text on the terminal as it is.
  func draw(_ text: String) {
    output.write(text, newline: false)
    output.flush()
  }

  /// Takes colors as a session has them.
  func take(_ color: ColorChoice?) { look.withLock { $0.color = color } }

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
