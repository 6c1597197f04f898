import Interpreter
import Language
import Prompt
import Rendering
import Synchronization

/// Plays a script at the speaker's keys. Going back is real: the session of each step is kept, and comes back.
final class Player {
  struct Manner {
    var pace = Pace()
    /// The speaker's keys type.
    var byKeys = false
    /// Seconds after which it goes on by itself.
    var auto: Double?
    var notes: SpeakerNotes?
  }

  /// What the speaker wants.
  enum Wish: Equatable { case next, back, skip, sections, prompt, keys, quit, interrupt, redraw }

  /// A demo as it stood before a step.
  private struct Checkpoint {
    let state: Interpreter.State
    /// How much of what was shown was shown by then.
    let shown: Int
  }

  let script: DemoScript
  let stage: Stage
  let keyboard: Keyboard
  let manner: Manner
  let interpreter: Interpreter
  /// What happened, for drawing the screen anew.
  private let shown: Shown

  private var place = 0
  private var checkpoints: [Int: Checkpoint] = [:]
  /// The steps at which the demo waited, in the order of their coming.
  private var stops: [Int] = []
  private var wish: Wish?

  /// nil if the text does not parse, which is said.
  init?(
    _ source: Source, identity: String?, on stage: Stage, _ keyboard: Keyboard, _ manner: Manner = Manner()
  ) {
    let shown = Shown()
    var door = stage.door
    door.emit = { event in
      shown.append(event)
      stage.show(event)
    }
    interpreter = Interpreter(door: door)
    guard let script = DemoScript(source, identity: identity, on: interpreter) else { return nil }
    (self.script, self.stage, self.keyboard, self.manner) = (script, stage, keyboard, manner)
    self.shown = shown
  }

  /// Plays until the end or until the speaker leaves.
  ///
  /// - Returns: the exit status: 0, or 130 after Ctrl-C.
  func play() -> Int32 { keyboard.steer { goOn() } }

  private func goOn() -> Int32 {
    while true {
      checkpoints[place] = Checkpoint(state: interpreter.state, shown: shown.count)
      switch step() {
      case .next: run(place)
      case .skip:
        place = min(place + 1, script.steps.count)
        redraw([])

      case .back: goBack()
      case .sections: chooseSection()
      case .prompt: dropToPrompt()
      case .quit: return leave(0)
      case .interrupt: return leave(130)
      case .keys, .redraw: break
      }
      if place > script.steps.count { return leave(0) }
    }
  }

  /// Shows a step, and waits where it is one to wait at.
  private func step() -> Wish {
    guard place < script.steps.count else { return stop(typing: nil) }
    switch script.steps[place].kind {
    case .narration, .note: return .next
    case .pause: return stop(typing: nil)
    case .typed: return stop(typing: script.steps[place].text)
    }
  }

  private func stop(typing text: String?) -> Wish {
    if stops.last != place { stops.append(place) }
    let typist = Typist(stage: stage, keyboard: keyboard, manner: manner)
    let lines = text.map { TypedLine.lines(of: $0, prompt: interpreter.session.prompt) } ?? []
    var wish = typist.type(lines)
    let typed = lines.map(\.line)
    if wish == .keys { showKeys() }
    if wish == .keys || wish == .redraw { redraw(typed) }
    if wish == nil || wish == .keys || wish == .redraw { wish = wait(typed) }
    clearStatus()
    return wish ?? .next
  }

  /// Waits for a wish that leaves the place; looks at the keys and new sizes of the screen are dealt with here.
  private func wait(_ lines: [Line]) -> Wish {
    while true {
      drawStatus(lines)
      let wish = Wish.next(from: keyboard, within: manner.auto)
      switch wish {
      case .redraw: redraw(lines)
      case .keys:
        showKeys()
        redraw(lines)
      default: return wish
      }
    }
  }

  /// Runs a step as the speaker sees it stand there.
  private func run(_ index: Int) {
    guard index < script.steps.count else {
      place = script.steps.count + 1
      return
    }
    let step = script.steps[index]
    if step.kind == .typed { stage.draw("\n") }
    place = perform(step) == .quit ? script.steps.count : index + 1
  }

  @discardableResult
  private func perform(_ step: DemoScript.Step) -> Interpreter.End {
    Interrupts.clear()
    let end = keyboard.work {
      interpreter.run(step.statement, of: script.source, identity: script.identity)
    }

    Interrupts.clear()
    stage.flush()
    if step.kind == .note, let note = shown.lastNote { manner.notes?.write(note, at: placeText) }
    return end

  }

  // Going elsewhere.

  /// To the stop before this one, with the session that was there.
  private func goBack() {
    if stops.last == place { stops.removeLast() }
    guard let before = stops.last else {
      redraw([])
      return
    }
    restore(before)
  }

  private func restore(_ index: Int) {
    guard let checkpoint = checkpoints[index] else { return }
    interpreter.state = checkpoint.state
    stage.settle(interpreter.session)
    shown.cut(to: checkpoint.shown)
    stops.removeAll { $0 >= index }
    place = index
    redraw([])
  }

  /// To the beginning of a section: back to where it was, or forward, running what lies between.
  private func chooseSection() {
    guard !script.sections.isEmpty else { return redraw([]) }
    guard let section = askForSection() else { return redraw([]) }
    let target = script.sections[section].step
    if target <= place, checkpoints[target] != nil { return restore(target) }
    redraw([])
    while place < target {
      checkpoints[place] = Checkpoint(state: interpreter.state, shown: shown.count)
      let step = script.steps[place]
      if step.kind == .typed {
        let lines = TypedLine.lines(of: step.text, prompt: interpreter.session.prompt)
        stage.draw(lines.map { stage.text($0.line) + "\n" }.joined())
      }

      if step.kind != .pause { perform(step) }
      place += 1
    }
  }

  /// A prompt on the demo's session; what is done there is gone afterwards.
  private func dropToPrompt() {
    let (state, before) = (interpreter.state, stage.manner)
    stage.draw("\n")
    stage.say("Your turn, with the demo's session: Ctrl-D goes back to the demo.", .faint)
    stage.manner = .prompt
    keyboard.away { Prompting(interpreter: interpreter, stage: stage).converse() }

    stage.manner = before
    interpreter.state = state
    stage.settle(interpreter.session)
    shown.cut(to: checkpoints[place]?.shown ?? 0)
    redraw([])
  }

  private func leave(_ status: Int32) -> Int32 {
    clearStatus()
    stage.draw("\n")
    return status
  }
}

// Drawing.
extension Player {
  /// The end of what was shown, as much as there is room for, and the statement that stands typed.
  private func redraw(_ typed: [Line]) {
    guard Terminal.canMove else { return stage.draw("\n" + typed.map(stage.text).joined(separator: "\n")) }
    let size = Terminal.size
    let lines = shown.events.flatMap { event -> [Line] in
      if case .statement(let echo) = event, !echo.isNarration {
        return TypedLine.lines(of: echo.text, prompt: echo.prompt).map(\.line)
      }

      return stage.lines(event)
    }
    var room = size.rows - 2 - typed.reduce(0) { $0 + $1.rows(in: size.columns) }
    let fitting = lines.reversed().prefix { line in
      room -= line.rows(in: size.columns)
      return room >= 0
    }
    let texts =
      fitting.reversed().map { stage.text($0) + "\n" } + [typed.map(stage.text).joined(separator: "\n")]
    stage.draw("\u{1b}[H\u{1b}[2J" + texts.joined())
  }

  private var placeText: String {
    let section = script.section(of: place).map {
      "\($0 + 1)/\(script.sections.count) \(script.sections[$0].title) · "
    }
    let typed = script.steps.prefix(place).count { $0.kind == .typed }
    return (section ?? "") + "\(min(typed + 1, script.typedCount)) of \(script.typedCount)"
  }

  /// In the last row of the terminal, below a free one.
  private func drawStatus(_ typed: [Line]) {
    guard Terminal.canMove else { return }
    let size = Terminal.size
    let isEnd = place >= script.steps.count
    let keys =
      isEnd
      ? "the end · b back · g sections · p prompt · space leaves" : "space next · b back · p prompt · ? keys"
    let status = String(" \(placeText) · \(keys) ".prefix(size.columns - 1))
    let column = (typed.last?.columns ?? 0) % size.columns
    // A line feed makes room where the cursor stands in the last row.
    stage.draw(
      "\n\u{1b}[A\u{1b}[\(column + 1)G\u{1b}7\u{1b}[\(size.rows);1H\u{1b}[2K"
        + (stage.hasColour(1) ? "\u{1b}[7m\(status)\u{1b}[0m" : status) + "\u{1b}8")
  }

  private func clearStatus() {
    guard Terminal.canMove else { return }
    stage.draw("\u{1b}7\u{1b}[\(Terminal.size.rows);1H\u{1b}[2K\u{1b}8")
  }

  private func clear() { stage.draw(Terminal.canMove ? "\u{1b}[H\u{1b}[2J" : "\n") }

  private func showKeys() {
    clear()
    let rows = Wish.table.map { "  " + $0.key.padding(to: 28) + $0.meaning }
    stage.draw(rows.joined(separator: "\n") + "\n\nany key: back to the demo")
    _ = keyboard.next()
  }

  private func askForSection() -> Int? {
    clear()
    for (number, section) in script.sections.enumerated() {
      stage.draw("  \(number + 1)  \(section.title)\n")
    }
    stage.draw("\nwhich section? ")
    var typed = ""
    while true {
      switch keyboard.next() {
      case .character(let digit) where digit.isASCII && digit.isNumber:
        typed.append(digit)
        stage.draw(String(digit))
        // No further digit could follow.
        if typed.count >= "\(script.sections.count)".count { return section(typed) }
      case .backspace where !typed.isEmpty:
        typed.removeLast()
        stage.draw("\u{8} \u{8}")
      case .enter: return section(typed)
      case .redraw, .timeout: continue
      default: return nil
      }
    }
  }

  private func section(_ typed: String) -> Int? {
    Int(typed).flatMap { script.sections.indices.contains($0 - 1) ? $0 - 1 : nil }
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}

/// The events that a demo has shown, in order.
private final class Shown: Sendable {
  private let collected = Mutex<[Event]>([])

  var events: [Event] { collected.withLock { $0 } }
  var count: Int { collected.withLock { $0.count } }
  func append(_ event: Event) { collected.withLock { $0.append(event) } }
  func cut(to count: Int) { collected.withLock { $0.removeSubrange(min(count, $0.count)...) } }

  var lastNote: String? {
    if case .speakerNote(let text)? = events.last { text } else { nil }
  }
}
