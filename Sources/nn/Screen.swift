import Interpreter
import Rendering
import Standard
import Synchronization

/// The two streams of the process as somebody looks at them: how much is said, in which width and colors.
final class Screen: Sendable {
  private struct Settings {
    var verbosity: Verbosity
    /// As the statement `color` said; nil while the command line and the environment decide.
    var color: ColorChoice?
  }

  let output = Output(descriptor: 1)
  private let error = Output(descriptor: 2)
  /// Whether standard output is a terminal.
  let isLive = Terminal.isTerminal(1)
  private let settings: Mutex<Settings>
  private let glyphs: Glyphs
  /// How roles look where there is color.
  let theme: Theme
  /// What the command line and the environment say of standard output and standard error.
  private let colored: (output: Bool, error: Bool)

  init(verbosity: Verbosity, appearance: Appearance, theme: Theme) {
    self.theme = theme
    settings = Mutex(Settings(verbosity: verbosity))
    glyphs = Terminal.speaksUTF8(isLive: isLive) ? .unicode : .ascii
    colored = (appearance.hasColor(1), appearance.hasColor(2))
  }

  var verbosity: Verbosity { settings.withLock { $0.verbosity } }

  /// A renderer for the present verbosity and width.
  var renderer: TextRenderer {
    var renderer = TextRenderer(verbosity: verbosity, width: isLive ? min(Terminal.width, 100) : 80)
    renderer.glyphs = glyphs
    return renderer
  }

  func lend<Result>(to verbosity: Verbosity, _ body: () -> Result) -> Result {
    let before = settings.withLock { settings in
      defer { settings.verbosity = verbosity }
      return settings
    }
    defer { settings.withLock { $0 = before } }
    return body()
  }

  func take(_ color: ColorChoice?) { settings.withLock { $0.color = color } }

  func hasColor(_ stream: Document.Stream) -> Bool {
    switch settings.withLock({ $0.color }) {
    case .on: true
    case .off: false
    case .auto, nil: stream == .output ? colored.output : colored.error
    }
  }

  /// A line with its colors, where its stream has any.
  func text(_ line: Line) -> String { hasColor(line.stream) ? line.colored(theme) : line.text }

  /// Writes a line; one of standard error at once, after what came before it.
  func write(_ line: Line) {
    switch line.stream {
    case .output: output.write(text(line))
    case .error:
      output.flush()
      error.write(text(line))
      error.flush()
    }
  }
}
