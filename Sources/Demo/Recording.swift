import Charts
import Interpreter
import Language
import Rendering
import Synchronization

/// A demo as an asciinema recording, version 2 (docs.asciinema.org/manual/asciicast/v2): typed at the pace of the demo, with a
/// fixed wait before every statement, on a screen of 80 columns. No clock of this world and no chance are in it, so that the
/// same script gives the same bytes.
public struct Recording {
  private let pace: Pace
  private let wait: Double
  private let isColored: Bool

  /// The first bytes of every recording.
  public static let mark = #"{"version":2,"width":80,"height":24,"title":"#

  private static let size = (rows: 24, columns: 80)
  /// Seconds between two lines of output, and after a line of narration.
  private static let (lineTime, readingTime) = (0.03, 0.6)

  /// - Parameter wait: seconds between a statement that stands typed and its run.
  public init(pace: Pace, wait: Double = 2, isColored: Bool = true) {
    (self.pace, self.wait, self.isColored) = (pace, wait, isColored)
  }

  /// Plays a script from beginning to end, or to the first statement that fails.
  ///
  /// - Parameters:
  ///   - world: the files and interrupts of the session; clock and seeds are the recording's own.
  ///   - mistakes: takes mistakes, which are not recorded.
  public func play(
    _ source: Source, identity: String?, world: (any EventSink) -> Host, mistakes: any EventSink
  ) -> (end: Interpreter.End, cast: Asciicast) {
    let recording = RecordingClock(title: Self.title(source), Self.size)
    var host = world(sink(recording, mistakes))
    host.clock.now = { recording.tick() }
    host.entropy.chooseSeed = { 1 }
    let interpreter = Interpreter(host: host)
    guard let script = DemoScript(source, identity: identity, on: interpreter) else {
      return (.failed(65), recording.result)
    }
    for step in script.steps {
      let end = record(step, of: script, interpreter, recording)
      switch end {
      case .done: continue
      case .quit, .failedAndQuit: return (.done, recording.result)
      case .failed, .interrupted: return (end, recording.result)
      }
    }
    return (.done, recording.result)
  }

  private func record(
    _ step: DemoScript.Step, of script: DemoScript, _ interpreter: Interpreter, _ recording: RecordingClock
  ) -> Interpreter.End {
    switch step.kind {
    case .typed, .question: type(step.text, prompt: interpreter.prompt, recording)
    case .pause, .narration, .note, .hidden, .check: break
    }
    recording.isMuted = step.kind == .hidden || step.kind == .check
    defer { recording.isMuted = false }
    let end = interpreter.run(step.statement, of: script.source, identity: script.identity)
    if step.kind == .narration { recording.pass(Self.readingTime) }
    if step.kind == .pause { recording.pass(recording.pause ?? wait) }
    return end
  }

  private func type(_ text: String, prompt: String, _ recording: RecordingClock) {
    for (number, line) in TypedLine.lines(of: text, prompt: prompt).enumerated() {
      recording.show((number == 0 ? "" : "\r\n") + self.text(Line(Text(line.prompt, .prompt))))
      for (character, delay) in zip(line.text, pace.delays(of: line.text)) {
        recording.pass(delay)
        recording.show(String(character))
      }
    }
    recording.pass(wait)
    recording.show("\r\n")
  }

  private func text(_ line: Line) -> String { isColored ? line.colored : line.text }

  private func sink(_ recording: RecordingClock, _ mistakes: any EventSink) -> any EventSink {
    let renderer = TextRenderer(verbosity: .demo, width: Self.size.columns, showsTimes: false)
    let isColored = isColored
    let text: @Sendable (Line) -> String = { isColored ? $0.colored : $0.text }
    let movies = MovingPicture()
    let draw: @Sendable (Chart) -> Void = { chart in
      recording.show(movies.redraw.withLock { $0.draw(renderer.lines(.plot(chart)), text) })
      recording.pass(Movie.seconds)
    }
    return RecordingSink(pictures: draw) { event in
      if case .failure = event { return mistakes.receive(event) }
      if case .pause(let pause) = event {
        recording.pause = if case .seconds(let seconds) = pause { seconds } else { nil }
      }
      guard !recording.isMuted else { return }
      if case .play(let movie) = event {
        for frame in movie.frames { draw(frame.chart) }
        return movies.redraw.withLock { $0.leave() }
      }
      recording.show(movies.redraw.withLock { $0.clear() })
      for line in renderer.lines(event) {
        recording.show((isColored ? line.colored : line.text) + "\r\n")
        recording.pass(Self.lineTime)
      }
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
  private let paused = Mutex<Double?>(nil)
  private let cast: Mutex<Asciicast>
  private let ticks = Mutex(0)
  /// A clock that goes by how often it is read: what stops after some seconds stops, and at the same place each time.
  private static let tickTime = 0.01

  init(title: String, _ size: (rows: Int, columns: Int)) {
    cast = Mutex(Asciicast(title: title, rows: size.rows, columns: size.columns))
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

  /// The seconds of the last pause, if it gave some.
  var pause: Double? {
    get { paused.withLock { $0 } }
    set { paused.withLock { $0 = newValue } }
  }

  func pass(_ seconds: Double) { cast.withLock { $0.pass(seconds) } }
  func show(_ text: String) { cast.withLock { $0.show(text) } }
  var result: Asciicast { cast.withLock { $0 } }
}
