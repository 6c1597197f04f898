import Interpreter
import Language
import Prompt
import Rendering

/// Plays a script at the speaker's keys. Going back is real: the session of each step is kept, and comes back.
public final class Player {
  /// How a demo is played.
  public struct Style {
    /// How fast it types.
    public var pace: Pace
    /// The speaker's keys type.
    public var byKeys: Bool
    /// Seconds after which it goes on by itself; nil to wait for a key.
    public var auto: Double?
    /// Takes the speaker's notes, each with the place in the demo that it belongs to.
    public var notes: ((_ note: String, _ place: String) -> Void)?

    /// Typed at an unhurried pace, on at a key, without notes.
    public init(
      pace: Pace = Pace(), byKeys: Bool = false, auto: Double? = nil,
      notes: ((_ note: String, _ place: String) -> Void)? = nil
    ) {
      (self.pace, self.byKeys, self.auto, self.notes) = (pace, byKeys, auto, notes)
    }
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
  let stage: any Stage
  let keyboard: any Keys
  let style: Style
  let interpreter: Interpreter
  let shown: EventLog

  /// The step that comes next; after the last at the end.
  var place = 0
  /// Of the steps that it waits at, and of the beginnings of sections.
  var checkpoints: [Int: Checkpoint] = [:]
  /// The steps at which the demo waited, in the order of their coming.
  var stops: [Int] = []

  /// nil if the text does not parse, which is said.
  public init?(
    _ source: Source, identity: String?, on stage: any Stage, _ keyboard: any Keys, _ style: Style = Style()
  ) {
    let shown = EventLog()
    interpreter = Interpreter(host: stage.world(output: DemoSink(log: shown, stage: stage)))
    guard let script = DemoScript(source, identity: identity, on: interpreter) else { return nil }
    (self.script, self.stage, self.keyboard, self.style) = (script, stage, keyboard, style)
    self.shown = shown
  }

  /// Plays until the end or until the speaker leaves.
  ///
  /// - Returns: `.done`, or `.interrupted` after Ctrl-C.
  public func play() -> Interpreter.End {
    keyboard.steer {
      while true {
        keep()
        if let end = follow(step()) { return leave(end) }
      }
    }
  }

  /// Does what the speaker wants; how the demo ends if that is to leave.
  private func follow(_ command: DemoCommand) -> Interpreter.End? {
    switch command {
    case .next:
      guard place < script.steps.count else { return .done }
      run(place)
    case .skip:
      place = min(place + 1, script.steps.count)
      redraw([])
    case .back: goBack()
    case .sections: return chooseSection()
    case .prompt: dropToPrompt()
    case .quit: return .done
    case .interrupt: return .interrupted
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
    let command = Typist(stage: stage, keyboard: keyboard, style: style).type(lines)
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
      command = DemoCommand.next(from: keyboard, within: style.auto, byKeys: style.byKeys)
    }
  }

  /// Runs a step as the speaker sees it stand there.
  private func run(_ index: Int) {
    let step = script.steps[index]
    if step.kind == .typed { stage.draw("\n") }
    place = perform(step) == .quit ? script.steps.count : index + 1
  }

  func perform(_ step: DemoScript.Step) -> Interpreter.End {
    stage.forgetInterrupts()
    let end = keyboard.work {
      interpreter.run(step.statement, of: script.source, identity: script.identity)
    }
    stage.forgetInterrupts()
    stage.flush()
    if step.kind == .note, case .speakerNote(let note)? = shown.events.last { style.notes?(note, placeText) }
    return end
  }

  private func leave(_ end: Interpreter.End) -> Interpreter.End {
    clearStatus()
    stage.draw("\n")
    return end
  }
}
