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
    /// Takes the view beside the stage, anew at each stop.
    public var presenter: ((PresenterView) -> Void)?
    /// Seconds that the whole demo is to take, each statement as long as the others; nil without a plan.
    public var planned: Double?
    /// What is explained is shown neuron by neuron.
    public var byNeuron = false
    /// Reads the script again; nil where it has no file, or cannot be read.
    public var reload: (() -> Source?)?

    /// Typed at an unhurried pace, on at a key, without a view beside the stage.
    public init(
      pace: Pace = Pace(), byKeys: Bool = false, auto: Double? = nil,
      presenter: ((PresenterView) -> Void)? = nil
    ) {
      (self.pace, self.byKeys, self.auto, self.presenter) = (pace, byKeys, auto, presenter)
    }
  }

  /// What the speaker wants.
  enum DemoCommand: Equatable {
    case next, back, skip, sections, prompt, edit, reload, view, keys, quit, interrupt, redraw
  }

  /// A demo as it stood before a step.
  struct Checkpoint {
    let state: Interpreter.State
    /// How much of what was shown was shown by then.
    let shown: Int
  }

  var script: DemoScript
  let stage: any Stage
  let keyboard: any Keys
  let style: Style
  let interpreter: Interpreter
  let shown = ShownLog()
  let reveal: Reveal
  let sink: DemoSink
  /// The last note since the stop before.
  private var note: String?
  /// The note at each stop where there was one, for the way back.
  var notes: [Int: String] = [:]
  private let now: @Sendable () -> Double
  private let begin: Double

  /// What is said in the last row until the next key.
  var notice: String?
  /// What was shown is being read: nothing stands typed.
  var isReading = false
  /// What the speaker wanted last.
  var lastWish = DemoCommand.next
  /// A question stands on the screen.
  var isAsking = false
  /// The step that comes next; after the last at the end.
  var place = 0
  /// The pause that was read, and is not to be shown again.
  var pausedAt: Int?
  /// What stood typed was there before: it is not typed out again.
  var comesBack = false
  /// Of the steps that it waits at, and of the beginnings of sections.
  var checkpoints: [Int: Checkpoint] = [:]
  /// The steps at which the demo waited, in the order of their coming.
  var stops: [Int] = []

  /// nil if the text does not parse, which is said.
  public init?(
    _ source: Source, identity: String?, on stage: any Stage, _ keyboard: any Keys, _ style: Style = Style()
  ) {
    reveal = Reveal(on: stage)
    sink = DemoSink(log: shown, stage: stage, reveal: reveal)
    let asked = Question()
    var world = stage.world(output: sink)
    world.input.ask = { asked.player?.ask($0) ?? "" }
    world.input.exercises = .worked
    (now, begin) = (world.clock.now, world.clock.now())
    interpreter = Interpreter(host: world)
    guard let script = DemoScript(source, identity: identity, on: interpreter) else { return nil }
    (self.script, self.stage, self.keyboard, self.style) = (script, stage, keyboard, style)
    reveal.isByNeuron = style.byNeuron
    reveal.allIsSeen(rows: fullRows)
    asked.player = self
  }

  /// Who asks the audience. Held by the world of the session, which the player holds.
  private final class Question: @unchecked Sendable { weak var player: Player? }

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
  func follow(_ command: DemoCommand) -> Interpreter.End? {
    switch command {
    case .next:
      guard place < script.steps.count else { return .done }
      return run(place)
    case .skip:
      place = min(place + 1, script.steps.count)
      redraw([])
    case .back: goBack()
    case .sections: return chooseSection()
    case .prompt: dropToPrompt()
    case .edit: return editHere()
    case .reload: reload()
    case .view: view()
    case .quit: return .done
    case .interrupt: return .interrupted
    case .keys, .redraw: break
    }
    return nil
  }

  /// Shows a step, and waits where it is one to wait at.
  private func step() -> DemoCommand {
    guard place < script.steps.count else { return stop(typing: []) }
    let step = script.steps[place]
    if let command = pageBreak(before: step) { return command }
    switch step.kind {
    case .narration, .note, .hidden, .check, .exercise: return .next
    case .solution where interpreter.session.exercise == nil: return .skip
    case .pause: return pause(step)
    case .typed, .question, .solution: return stop(typing: typed(step))
    }
  }

  /// A step as it is typed, broken between words.
  func typed(_ step: DemoScript.Step) -> [Text] {
    TypedLine.rows(of: step.text, prompt: prompt(of: step), columns: stage.size.columns)
  }

  private func prompt(of step: DemoScript.Step) -> String {
    guard case .whole(_, isAlone: true) = step.content else { return interpreter.prompt }
    return Interpreter(host: Host(output: CallbackSink { _ in })).prompt
  }

  /// The text of a pause is read while it waits; one of so many seconds ends by itself.
  private func pause(_ step: DemoScript.Step) -> DemoCommand {
    if pausedAt != place {
      _ = perform(step)
      pausedAt = place
    }
    if case .pause(.seconds(let seconds))? = shown.last { return stop(typing: [], within: seconds) }
    return stop(typing: [])
  }

  private func stop(typing rows: [Text], within seconds: Double? = nil) -> DemoCommand {
    if stops.last != place { stops.append(place) }
    present()
    var style = style
    if comesBack { (style.pace.isInstant, style.byKeys) = (true, false) }
    comesBack = false
    let command = Typist(stage: stage, keyboard: keyboard, style: style).type(rows)
    defer {
      clearStatus()
      notice = nil
    }
    return wait(command, within: seconds ?? style.auto, countsDown: seconds != nil)
  }

  /// Waits for a wish that leaves the place, the first being what was wished while it typed. Looks at the keys and new
  /// sizes of the screen are dealt with here.
  private func wait(_ first: DemoCommand?, within seconds: Double?, countsDown: Bool) -> DemoCommand {
    var (command, left) = (first, seconds)
    while true {
      switch command {
      case .redraw: redraw(standing)
      case .keys:
        if let leaving = showKeys() { return leaving }
        redraw(standing)
      case nil: break
      case let command?: return command
      }
      drawStatus(standing, secondsLeft: countsDown ? left : nil)
      let slice = left.map { countsDown ? min(1, $0) : $0 }
      command = DemoCommand.next(from: keyboard, within: slice, byKeys: style.byKeys)
      guard command == nil, let slice, let before = left else { continue }
      left = before - slice
      if before - slice <= 0 { return .next }
    }
  }

  /// What stands typed.
  private var standing: [Text] {
    guard place < script.steps.count, script.steps[place].kind.isTyped else { return [] }
    return typed(script.steps[place])
  }

  /// Runs a step as the speaker sees it stand there.
  private func run(_ index: Int) -> Interpreter.End? {
    let step = script.steps[index]
    if step.kind.isTyped { stage.draw("\n") }
    // A pause did what it does when it began, and was read.
    if step.kind == .pause { reveal.allIsSeen(rows: fullRows) }
    let end = step.kind == .pause ? .done : perform(step)
    place = end == .quit ? script.steps.count : index + 1
    if let command = revealed() { return follow(command) }
    return nil
  }

  func perform(_ step: DemoScript.Step) -> Interpreter.End {
    stage.forgetInterrupts()
    reveal.isMuted = step.kind == .hidden || step.kind == .check
    if step.kind.isTyped { reveal.allIsSeen(rows: fullRows.map { $0 - typed(step).count }) }
    defer { reveal.isMuted = false }
    let end = keyboard.work { run(step) }
    stage.forgetInterrupts()
    stage.flush()
    if step.kind == .note, case .speakerNote(let note)? = shown.last { self.note = note }
    return end
  }

  private func run(_ step: DemoScript.Step) -> Interpreter.End {
    switch step.content {
    case .statement(let statement, let source):
      return interpreter.run(statement, of: source, identity: script.identity)
    case .section(let title): sink.receive(.section(title))
    case .prose(let document):
      shown.add(.prose(document))
      reveal.show(document)
    case .whole(let source, let isAlone):
      shown.add(.event(.statement(StatementEcho(text: step.text, prompt: prompt(of: step)))))
      reveal.isWhole = true
      defer { reveal.isWhole = false }
      let end = interpreter.run(source, isAlone: isAlone)
      return end.isFinal ? end : .done
    }
    return .done
  }

  /// The view beside the stage.
  private func present() {
    guard let presenter = style.presenter else { return }
    let typed = script.steps[min(place, script.steps.count)...].filter { $0.kind.isTyped }.map(\.text)
    let isTyped = place < script.steps.count && script.steps[place].kind.isTyped
    let done = Double(script.typedCount - typed.count)
    if let note { notes[place] = note }
    let before = stops.dropLast().last.map { $0 + 1 } ?? 0
    presenter(
      PresenterView(
        place: placeText, note: notes[place], said: script.words(in: min(before, place)..<place),
        standing: isTyped ? typed.first : nil, then: script.words(after: place),
        following: typed.dropFirst(isTyped ? 1 : 0).first, elapsed: now() - begin,
        planned: style.planned.map { ($0 * done / Double(max(1, script.typedCount)), $0) }))
    note = nil
  }

  private func leave(_ end: Interpreter.End) -> Interpreter.End {
    clearStatus()
    stage.draw("\n")
    return end
  }
}
