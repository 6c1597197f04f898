import Interpreter
import Prompt
import Rendering

/// Going elsewhere: back, to a section, to a live prompt.
extension Player {
  /// Keeps the demo as it stands, where somebody may want to come back to.
  func keep() {
    let isStop = place >= script.steps.count || [.typed, .pause].contains(script.steps[place].kind)
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
    place = index
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
      if step.kind == .typed {
        let lines = TypedLine.lines(of: step.text, prompt: interpreter.prompt)
        stage.draw(lines.map { stage.text($0.line) + "\n" }.joined())
      }
      let end = step.kind == .pause ? .done : perform(step)
      place = end == .quit ? script.steps.count : place + 1
      if end == .quit || end == .interrupted { return }
    }
  }

  /// A prompt on the demo's session; what is done there is gone afterwards.
  func dropToPrompt() {
    let state = interpreter.state
    stage.draw("\n")
    stage.say("Your turn, with the demo's session: Ctrl-D goes back to the demo.", .faint)
    keyboard.away { stage.converse(with: interpreter) }
    interpreter.go(back: state)
    shown.cut(to: checkpoints[place]?.shown ?? 0)
    redraw([])
  }
}
