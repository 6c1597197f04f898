import Charts
import Interpreter
import Language
import Rendering
import Synchronization

/// A demo as an asciinema recording, version 2 (docs.asciinema.org/manual/asciicast/v2): typed at the pace of the demo, with a
/// fixed wait before every statement, on a screen of 80 columns. No clock of this world and no chance are in it, so that the
/// same script gives the same bytes.
public struct Recording: Sendable {
  private let pace: Pace
  private let wait: Double
  private let isColored: Bool
  private let size: (rows: Int, columns: Int)
  private let theme: Theme

  /// The first bytes of every recording.
  public static let mark = #"{"version":2,"width":"#

  /// Seconds between two lines of output, and after a line of narration.
  private static let (lineTime, readingTime) = (0.03, 0.6)

  /// What came of a script.
  public struct Result: Sendable {
    /// How it ended.
    public let end: Interpreter.End
    /// What was recorded until then.
    public let cast: Asciicast
    /// The first line of the statement that ended it before its time; nil if it came to its end.
    public let stoppedAt: String?
  }

  /// - Parameters:
  ///   - wait: seconds between a statement that stands typed and its run.
  ///   - size: of the screen.
  ///   - theme: of its colors; a player takes the ground from it.
  public init(
    pace: Pace, wait: Double = 2, isColored: Bool = true, size: (rows: Int, columns: Int) = (24, 80),
    theme: Theme = .plain
  ) {
    self.theme = theme
    (self.pace, self.wait, self.isColored, self.size) = (pace, wait, isColored, size)
  }

  /// Plays a script or a page from beginning to end, or to the first statement that fails and is not meant to.
  ///
  /// - Parameters:
  ///   - world: the files and interrupts of the session; clock and seeds are the recording's own.
  ///   - mistakes: takes mistakes that are not meant, which are not recorded.
  public func play(
    _ source: Source, identity: String?, world: (any EventSink) -> Host, mistakes: any EventSink
  ) -> Result {
    let recording = RecordingClock(title: Self.title(source), size, theme)
    let sink = sink(recording, mistakes)
    var host = world(sink)
    host.clock.now = { recording.tick() }
    host.entropy.chooseSeed = { 1 }
    host.input.exercises = .worked
    let interpreter = Interpreter(host: host)
    guard let script = DemoScript(source, identity: identity, on: interpreter) else {
      return Result(end: .failed(65), cast: recording.result, stoppedAt: nil)
    }
    for (place, step) in script.steps.enumerated() {
      for section in script.sections where section.step == place { recording.mark(section.title) }
      let end = record(step, of: script, interpreter, recording, sink)
      switch end {
      case .done: continue
      case .quit: return Result(end: .done, cast: recording.result, stoppedAt: nil)
      case .failed, .failedAndQuit, .interrupted:
        return Result(end: end, cast: recording.result, stoppedAt: step.text.linesOfText.first ?? "")
      }
    }
    return Result(end: .done, cast: recording.result, stoppedAt: nil)
  }

  private func record(
    _ step: DemoScript.Step, of script: DemoScript, _ interpreter: Interpreter, _ recording: RecordingClock,
    _ sink: any EventSink
  ) -> Interpreter.End {
    if step.kind.isTyped { type(step.text, prompt: interpreter.prompt, recording) }
    recording.isMuted = step.kind == .hidden || step.kind == .check
    recording.takesMistakes = step.isMeantToFail
    defer { (recording.isMuted, recording.takesMistakes) = (false, false) }
    let end = run(step, of: script, interpreter, recording, sink)
    if step.kind == .narration || step.kind == .exercise { recording.pass(Self.readingTime) }
    if step.kind == .pause { recording.pass(recording.pause ?? wait) }
    return end
  }

  private func run(
    _ step: DemoScript.Step, of script: DemoScript, _ interpreter: Interpreter, _ recording: RecordingClock,
    _ sink: any EventSink
  ) -> Interpreter.End {
    switch step.content {
    case .statement(let statement, let source):
      return interpreter.run(statement, of: source, identity: script.identity)
    case .whole(let source, let isAlone):
      let end = interpreter.run(source, isAlone: isAlone)
      return end.isFinal ? end : .done
    case .section(let title): sink.receive(.section(title))
    case .prose(let document): show(renderer.lines(document), recording)
    }
    return .done
  }

  private func type(_ text: String, prompt: String, _ recording: RecordingClock) {
    for (number, row) in TypedLine.rows(of: text, prompt: prompt, columns: size.columns).enumerated() {
      recording.show(number == 0 ? "" : "\r\n")
      for run in row.runs {
        guard run.role != .prompt else {
          recording.show(self.text(Line(Text(run.text, .prompt))))
          continue
        }
        for (character, delay) in zip(run.text, pace.delays(of: run.text)) {
          recording.pass(delay)
          recording.show(self.text(Line(Text(String(character), run.role))))
        }
      }
    }
    recording.pass(wait)
    recording.show("\r\n")
  }

  private func show(_ lines: [Line], _ recording: RecordingClock) {
    let columns = size.columns
    for line in lines.flatMap({ $0.columns > columns ? $0.wrapped(to: columns) : [$0] }) {
      recording.show(text(line) + "\r\n")
      recording.pass(Self.lineTime)
    }
  }

  private var renderer: TextRenderer {
    TextRenderer(verbosity: .demo, width: min(size.columns, 100), showsTimes: false)
  }

  private func text(_ line: Line) -> String { isColored ? line.colored(theme) : line.text }

  private func sink(_ recording: RecordingClock, _ mistakes: any EventSink) -> any EventSink {
    let renderer = renderer
    let (isColored, rows, theme) = (isColored, size.rows, theme)
    let text: @Sendable (Line) -> String = { isColored ? $0.colored(theme) : $0.text }
    let movies = MovingPicture()
    let draw: @Sendable (Chart) -> Void = { chart in
      let lines = Array(renderer.lines(.plot(chart)).prefix(rows - 2))
      recording.show(movies.redraw.withLock { $0.draw(lines, text) })
      recording.pass(Movie.seconds)
    }
    return RecordingSink(pictures: draw) { event in
      if case .failure = event, !recording.takesMistakes { return mistakes.receive(event) }
      if case .pause(let pause) = event {
        recording.pause = if case .seconds(let seconds) = pause { seconds } else { nil }
      }
      guard !recording.isMuted else { return }
      if case .play(let movie) = event {
        for frame in movie.frames { draw(frame.chart) }
        return movies.redraw.withLock { $0.leave() }
      }
      recording.show(movies.redraw.withLock { $0.clear() })
      show(renderer.lines(event), recording)
    }
  }

  private static func title(_ source: Source) -> String {
    source.name.split(separator: "/").last.map(String.init) ?? source.name
  }
}

/// The picture that stands on the screen of a recording.
private final class MovingPicture: Sendable {
  let redraw = Mutex(Redraw())
}

/// What a recording shows: events, and pictures while a training runs.
private struct RecordingSink: EventSink {
  let pictures: (@Sendable (Chart) -> Void)?
  let take: @Sendable (Event) -> Void

  init(pictures: @escaping @Sendable (Chart) -> Void, _ take: @escaping @Sendable (Event) -> Void) {
    (self.pictures, self.take) = (pictures, take)
  }

  func receive(_ event: Event) { take(event) }
}

/// The recording while it is made.
private final class RecordingClock: Sendable {
  private let muted = Mutex(false)
  private let taking = Mutex(false)
  private let paused = Mutex<Double?>(nil)
  private let cast: Mutex<Asciicast>
  private let ticks = Mutex(0)
  /// A clock that goes by how often it is read: what stops after some seconds stops, and at the same place each time.
  private static let tickTime = 0.01

  init(title: String, _ size: (rows: Int, columns: Int), _ theme: Theme) {
    cast = Mutex(Asciicast(title: title, rows: size.rows, columns: size.columns, theme: theme))
  }

  func tick() -> Double {
    ticks.withLock { ticks in
      ticks += 1
      return Double(ticks) * Self.tickTime
    }
  }

  /// Whether what happens is not seen.
  var isMuted: Bool {
    get { muted.withLock { $0 } }
    set { muted.withLock { $0 = newValue } }
  }

  /// Whether mistakes are meant, and seen.
  var takesMistakes: Bool {
    get { taking.withLock { $0 } }
    set { taking.withLock { $0 = newValue } }
  }

  /// The seconds of the last pause, if it gave some.
  var pause: Double? {
    get { paused.withLock { $0 } }
    set { paused.withLock { $0 = newValue } }
  }

  func pass(_ seconds: Double) { cast.withLock { $0.pass(seconds) } }
  func mark(_ title: String) { cast.withLock { $0.mark(title) } }
  func show(_ text: String) { cast.withLock { $0.show(text) } }
  var result: Asciicast { cast.withLock { $0 } }
}
