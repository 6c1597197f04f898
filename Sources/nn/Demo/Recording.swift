import Interpreter
import Language
import Rendering
import Synchronization

/// A demo as an asciinema recording, version 2 (docs.asciinema.org/manual/asciicast/v2): typed at the pace of the demo, with a
/// fixed wait before every statement, on a screen of 80 columns. No clock of this world and no chance are in it, so that the
/// same script gives the same bytes.
struct Recording {
  let pace: Pace
  /// Seconds between a statement that stands typed and its run.
  let wait: Double
  let isColored: Bool

  private static let size = (rows: 24, columns: 80)
  /// Seconds between two lines of output, and behind a line of narration.
  private static let (lineTime, readingTime) = (0.03, 0.6)

  /// - Returns: the exit status. A script that fails is not recorded.
  func write(_ source: Source, identity: String, to path: String, _ console: Console) -> Int32 {
    let film = RecordingClock(title: Self.title(source), Self.size)
    let interpreter = Interpreter(host: host(film, console))
    guard let script = DemoScript(source, identity: identity, on: interpreter) else { return 65 }
    for step in script.steps {
      let end = record(step, of: script, interpreter, film)
      if end.isFailure || end == .interrupted { return end.exitStatus }
      if end == .quit { break }
    }
    do throws(Host.WriteFailure) {
      try Files.write(path, film.result.text)
    } catch {
      console.show(.failure(Diagnostic(.cannotWrite, "I cannot write \"\(path)\": \(error.reason)")))
      return 73
    }
    console.say("wrote \"\(path)\": \(film.result.seconds) s, for asciinema play")
    return 0
  }

  private func record(
    _ step: DemoScript.Step, of script: DemoScript, _ interpreter: Interpreter, _ film: RecordingClock
  ) -> Interpreter.End {
    switch step.kind {
    case .typed: type(step.text, prompt: interpreter.prompt, film)
    case .pause: film.pass(wait)
    case .narration, .note: break
    }
    let end = interpreter.run(step.statement, of: script.source, identity: script.identity)
    if step.kind == .narration { film.pass(Self.readingTime) }
    return end
  }

  private func type(_ text: String, prompt: String, _ film: RecordingClock) {
    for (number, line) in TypedLine.lines(of: text, prompt: prompt).enumerated() {
      film.show((number == 0 ? "" : "\r\n") + self.text(Line(Text(line.prompt, .prompt))))
      for (character, delay) in zip(line.text, pace.delays(of: line.text)) {
        film.pass(delay)
        film.show(String(character))
      }
    }
    film.pass(wait)
    film.show("\r\n")
  }

  private func text(_ line: Line) -> String { isColored ? line.colored : line.text }

  /// Mistakes go to the stage: a recording of them is not made.
  private func host(_ film: RecordingClock, _ console: Console) -> Host {
    let renderer = TextRenderer(verbosity: .demo, width: Self.size.columns, showsTimes: false)
    let isColored = isColored
    let sink = CallbackSink { event in
      if case .failure = event { return console.show(event) }
      for line in renderer.lines(event) {
        film.show((isColored ? line.colored : line.text) + "\r\n")
        film.pass(Self.lineTime)
      }
    }
    var host = Host.system(output: sink)
    host.clock.now = { film.look() }
    host.entropy.chooseSeed = { 1 }
    return host
  }

  private static func title(_ source: Source) -> String {
    source.name.split(separator: "/").last.map(String.init) ?? source.name
  }
}

/// The recording while it is made.
private final class RecordingClock: Sendable {
  private let cast: Mutex<Asciicast>
  private let looks = Mutex(0)
  /// A clock that goes by how often it is looked at: what stops after some seconds stops, and at the same place each time.
  private static let lookTime = 0.01

  init(title: String, _ size: (rows: Int, columns: Int)) {
    cast = Mutex(Asciicast(title: title, rows: size.rows, columns: size.columns))
  }

  func look() -> Double {
    looks.withLock { looks in
      looks += 1
      return Double(looks) * Self.lookTime
    }
  }

  func pass(_ seconds: Double) { cast.withLock { $0.pass(seconds) } }
  func show(_ text: String) { cast.withLock { $0.show(text) } }
  var result: Asciicast { cast.withLock { $0 } }
}
