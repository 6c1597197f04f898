import Interpreter
import Prompt
import Rendering

/// Going elsewhere: back, to a section, to a live prompt.
extension Player {
  /// Keeps the demo as it stands, where somebody may want to come back to.
  func keep() {
    guard pausedAt != place else { return }
    let isStop = place == 0 || place >= script.steps.count || script.steps[place].kind.isStop
    guard isStop || script.sections.contains(where: { $0.step == place }) else { return }
    checkpoints[place] = Checkpoint(state: interpreter.state, shown: shown.count)
  }

  /// To the stop before this one, with the session that was there.
  func goBack() {
    if stops.last == place { stops.removeLast() }
    if let before = stops.last { restore(before) } else { redraw([]) }
  }

  private func restore(_ index: Int) {
    guard let checkpoint = checkpoints[index] else { return redraw([]) }
    interpreter.go(back: checkpoint.state)
    shown.cut(to: checkpoint.shown)
    stops.removeAll { $0 >= index }
    (place, pausedAt) = (index, nil)
    redraw([])
  }

  /// To the beginning of a section: back to where it was, or forward, running what lies between.
  ///
  /// - Returns: how the demo ends, if the speaker rather leaves.
  func chooseSection() -> Interpreter.End? {
    let chosen = askForSection()
    if chosen == .leave { return .interrupted }
    guard case .section(let number) = chosen else {
      redraw([])
      return nil
    }
    let target = script.sections[number].step
    if target <= place, checkpoints[target] != nil {
      restore(target)
    } else {
      redraw([])
      hurry(to: target)
    }
    return nil
  }

  /// Runs what lies between without waiting; Ctrl-C and `quit` end it on the way.
  private func hurry(to target: Int) {
    while place < target {
      keep()
      let step = script.steps[place]
      if step.kind.isTyped {
        stage.draw(typed(step).map { stage.text(Line($0)) + "\n" }.joined())
      }
      let end = step.kind == .pause ? .done : perform(step)
      reveal.rest()
      place = end == .quit ? script.steps.count : place + 1
      if end == .quit || end == .interrupted { break }
    }
    reveal.allIsSeen(rows: fullRows)
  }

  /// A prompt on the demo's session; what is done there is gone afterwards.
  func dropToPrompt() {
    let (state, before) = (interpreter.state, shown.count)
    stage.draw("\n")
    stage.say("Your turn, with the demo's session: Ctrl-D goes back to the demo.", .faint)
    reveal.live {
      keyboard.away { stage.converse(with: interpreter, recalling: statementsSoFar, untilDone: false) }
    }
    interpreter.go(back: state)
    shown.cut(to: before)
    comesBack = true
    redraw([])
  }

  /// What the arrow keys bring back at a live prompt: the demo's statements up to the one that stands there.
  private var statementsSoFar: [String] {
    script.steps.prefix(place + 1).filter { $0.kind.isTyped }.map(\.text)
  }

  /// A statement of the speaker's own in the place of the one that stands typed, or of the one before it if that failed.
  ///
  /// - Returns: how the demo ends, if the speaker leaves while what it shows is read.
  func editHere() -> Interpreter.End? {
    let failed = shown.last?.isFailure == true
    let instead = failed ? max(0, place - 1) : place
    stage.draw("\n")
    stage.say("Change the statement: Enter runs it, and what it does stays. Ctrl-D leaves it.", .faint)
    let statements = script.steps.prefix(instead + 1).filter { $0.kind.isTyped }.map(\.text)
    let before = shown.count
    keyboard.away { stage.converse(with: interpreter, recalling: statements, untilDone: true) }
    let isDone = shown.count > before && shown.last?.isFailure != true
    if isDone, !failed { place = min(place + 1, script.steps.count) }
    if isDone { checkpoints[place] = nil }
    comesBack = !isDone
    redraw([])
    return revealed().flatMap(follow)
  }

  /// The script as it is in its file now. What was played stays if it is the same; else the demo goes back to where it
  /// differs. The last row says which.
  func reload() {
    let before = shown.count
    stage.draw("\n")
    guard let reload = style.reload, let source = reload(),
      let fresh = DemoScript(source, identity: script.identity, on: interpreter)
    else {
      if style.reload != nil {
        stage.flush()
        stage.say("The demo goes on with the script as it was. Any key: back to it.", .faint)
        _ = keyboard.next()
      }
      shown.cut(to: before)
      notice = "not read again"
      return redraw([])
    }
    let same = zip(script.steps, fresh.steps).prefix { $0.text == $1.text }.count
    let isSame = same == script.steps.count && same == fresh.steps.count
    script = fresh
    checkpoints = checkpoints.filter { $0.key <= same }
    stops.removeAll { $0 > same }
    notes = notes.filter { $0.key <= same }
    guard place > same, let stop = checkpoints.keys.filter({ $0 <= same }).max() else {
      place = min(place, fresh.steps.count)
      notice = isSame ? "read again: unchanged" : "read again"
      return redraw([])
    }
    restore(stop)
    notice = "read again: back to where it differs"
  }
}
