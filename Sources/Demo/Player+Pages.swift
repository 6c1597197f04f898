import Interpreter
import Rendering

/// What the screen has no room for comes page by page: nothing leaves it before the speaker goes on.
extension Player {
  /// Rows of the screen but for the next prompt and the status; nil where nothing is held back.
  var fullRows: Int? { keyboard.canMove && style.auto == nil ? max(4, stage.size.rows - 2) : nil }

  /// Shows what was held back, page by page.
  ///
  /// - Returns: what the speaker wants rather; nil once all is shown.
  func revealed() -> DemoCommand? {
    isReading = true
    defer { isReading = false }
    while !reveal.held.isEmpty {
      switch wish() {
      case .next: turn(after: place - 1)
      case .skip:
        reveal.rest()
        reveal.allIsSeen(rows: fullRows)
      case .prompt: dropToPrompt()
      case .sections, .edit, .reload:
        reveal.rest()
        return lastWish
      case .back, .quit, .interrupt:
        reveal.forget()
        return lastWish
      case .redraw, .keys, .view: continue
      }
    }
    return nil
  }

  /// Before something that would push off the screen what nobody had time to read.
  ///
  /// - Returns: what the speaker wants rather than to go on.
  func pageBreak(before step: DemoScript.Step) -> DemoCommand? {
    guard !reveal.hasRoom(rows: rows(of: place)) else { return nil }
    isReading = true
    defer { isReading = false }
    while true {
      switch wish() {
      case .next, .skip:
        turn(after: nil)
        return nil
      case .redraw, .keys, .view: continue
      case .back, .sections, .prompt, .edit, .reload, .quit, .interrupt: return lastWish
      }
    }
  }

  /// The next wish; looks at the keys, at what was shown and new sizes are dealt with here.
  private func wish() -> DemoCommand {
    drawStatus([])
    let command = DemoCommand.next(from: keyboard, within: style.auto, byKeys: style.byKeys) ?? .next
    clearStatus()
    lastWish = command
    switch command {
    case .redraw: redraw([])
    case .keys:
      if let leaving = showKeys() {
        lastWish = leaving
        return leaving
      }
      redraw([])
    case .view: view()
    case .next, .skip, .back, .sections, .prompt, .edit, .reload, .quit, .interrupt: break
    }
    return command
  }

  /// A new page, with the title of the section over it, and the statement whose answer goes on.
  private func turn(after index: Int?) {
    guard let rows = fullRows else { return reveal.rest() }
    var head: [Line] = []
    let begun = script.section(of: index ?? min(place, script.steps.count - 1))
    let isTitle = index == nil && script.sections.contains { $0.step == place }
    if let begun, !isTitle {
      head = stage.lines(.section(script.sections[begun].title)).filter { !$0.text.isEmpty }
    }
    if index != nil, let first = lastTyped { head.append(Line(Text(first.plain, .faint))) }
    clear()
    stage.draw(head.map { stage.text($0) + "\n" }.joined())
    reveal.allIsSeen(rows: rows - head.count)
    if !reveal.held.isEmpty { reveal.next() }
  }

  /// The first row of the statement whose answer is shown: that of the script, or what the speaker put in its place.
  private var lastTyped: Text? {
    let echo = shown.entries.last { shown in
      guard case .statement(let echo)? = shown.event else { return false }
      return !echo.isNarration
    }
    guard case .statement(let echo)? = echo?.event else { return nil }
    return TypedLine.rows(of: echo.text, prompt: echo.prompt, columns: stage.size.columns).first
  }

  /// Rows that a step takes before anything runs, with the first ones of what a title stands over.
  private func rows(of place: Int) -> Int {
    guard script.steps.indices.contains(place) else { return 0 }
    let step = script.steps[place]
    switch step.kind {
    case .note, .hidden, .check: return 0
    case .typed, .question, .solution: return typed(step).count
    case .pause, .narration, .exercise: break
    }
    switch step.content {
    case .prose(let document): return stage.rows(stage.fitting(stage.lines(document)))
    case .statement, .section, .whole:
      let isTitle = script.sections.contains { $0.step == place }
      let columns = max(1, stage.size.columns)
      return isTitle ? 2 + min(8, rows(of: place + 1)) : 2 + step.text.count / columns
    }
  }
}
