import Interpreter
import Language
import Prompt
import Rendering

/// Plays a script at the speaker's keys. Going back is real: the session of each step is kept, and comes back.
final class Player {
  struct Verbosity {
    var pace = Pace()
    /// The speaker's keys type.
    var byKeys = false
    /// Seconds after which it goes on by itself.
    var auto: Double?
    var notes: SpeakerNotes?
  }

  /// What the speaker wants.
  enum DemoCommand: Equatable { case next, back, skip, sections, prompt, keys, quit, interrupt, redraw }

  /// A demo as it stood before a step.
  struct Checkpoint {
    let state: Interpreter.State
    /// How much of what was shown was shown by then.
    let shown: Int
  }

  let script: DemoScript
  let console: Console
  let keyboard: Keyboard
  let verbosity: Verbosity
  let interpreter: Interpreter
  let shown: EventLog

  /// The step that comes next; behind the last at the end.
  var place = 0
  /// Of the steps that it waits at, and of the beginnings of sections.
  var checkpoints: [Int: Checkpoint] = [:]
  /// The steps at which the demo waited, in the order of their coming.
  var stops: [Int] = []

  /// nil if the text does not parse, which is said.
  init?(
    _ source: Source, identity: String?, on console: Console, _ keyboard: Keyboard,
    _ verbosity: Verbosity = Verbosity()
  ) {
    let shown = EventLog()
    var host = console.host
    host.output = DemoSink(log: shown, console: console)
    interpreter = Interpreter(host: host)
    guard let script = DemoScript(source, identity: identity, on: interpreter) else { return nil }
    (self.script, self.console, self.keyboard, self.verbosity) = (script, console, keyboard, verbosity)
    self.shown = shown
  }

  /// Plays until the end or until the speaker leaves.
  ///
  /// - Returns: the exit status: 0, or 130 after Ctrl-C.
  func play() -> Int32 {
    keyboard.steer {
      while true {
        keep()
        if let status = follow(step()) { return leave(status) }
      }
    }
  }

  /// Does what the speaker wants; the exit status if that is to leave.
  private func follow(_ command: DemoCommand) -> Int32? {
    switch command {
    case .next:
      guard place < script.steps.count else { return 0 }
      run(place)
    case .skip:
      place = min(place + 1, script.steps.count)
      redraw([])
    case .back: goBack()
    case .sections: return chooseSection()
    case .prompt: dropToPrompt()
    case .quit: return 0
    case .interrupt: return 130
    case .keys, .redraw: break
    }
    return nil
  }

  /// Shows a step, and waits where it is one to wait at.
  private func step() -> DemoCommand {
    guard place < script.steps.count else { return stop(typing: nil) }
    switch script.steps[place].kind {
    case .narration, .note: return .next
    case .pause: return stop(typing: nil)
    case .typed: return stop(typing: script.steps[place].text)
    }
  }

  private func stop(typing text: String?) -> DemoCommand {
    if stops.last != place { stops.append(place) }
    let lines = text.map { TypedLine.lines(of: $0, prompt: interpreter.prompt) } ?? []
    let command = Typist(console: console, keyboard: keyboard, verbosity: verbosity).type(lines)
    defer { clearStatus() }
    return wait(lines.map(\.line), command)
  }

  /// Waits for a wish that leaves the place, the first being what was wished while it typed. Looks at the keys and new
  /// sizes of the screen are dealt with here.
  private func wait(_ lines: [Line], _ first: DemoCommand?) -> DemoCommand {
    var command = first
    while true {
      switch command {
      case .redraw: redraw(lines)
      case .keys:
        if let leaving = showKeys() { return leaving }
        redraw(lines)
      case nil: break
      case let command?: return command
      }
      drawStatus(lines)
      command = DemoCommand.next(from: keyboard, within: verbosity.auto, byKeys: verbosity.byKeys)
    }
  }

  /// Runs a step as the speaker sees it stand there.
  private func run(_ index: Int) {
    let step = script.steps[index]
    if step.kind == .typed { console.draw("\n") }
    place = perform(step) == .quit ? script.steps.count : index + 1
  }

  func perform(_ step: DemoScript.Step) -> Interpreter.End {
    Interrupts.clear()
    let end = keyboard.work {
      interpreter.run(step.statement, of: script.source, identity: script.identity)
    }
    Interrupts.clear()
    console.flush()
    if step.kind == .note, let note = shown.lastNote { verbosity.notes?.write(note, at: placeText) }
    return end
  }

  private func leave(_ status: Int32) -> Int32 {
    clearStatus()
    console.draw("\n")
    return status
  }
}
