import Interpreter
import Prompt
import Rendering

/// Drawing.
extension Player {
  /// The end of what was shown, as much as there is room for, and the statement that stands typed.
  func redraw(_ typed: [Text]) {
    let standing = typed.map { stage.text(Line($0)) }.joined(separator: "\n")
    guard keyboard.canMove else { return stage.draw("\n" + standing) }
    let size = stage.size
    var room = size.rows - 2 - stage.rows(typed.map { Line($0) })
    var (fitting, unseen): ([Line], Int) = ([], reveal.held.count)
    for shown in shown.entries.reversed() where room > 0 {
      for line in lines(shown).reversed() where room > 0 {
        unseen -= 1
        guard unseen < 0 else { continue }
        room -= line.rows(in: size.columns)
        if room >= 0 { fitting.append(line) }
      }
    }
    stage.draw("\u{1b}[H\u{1b}[2J" + fitting.reversed().map { stage.text($0) + "\n" }.joined() + standing)
    reveal.allIsSeen(rows: fullRows)
  }

  /// What was shown, as it stands on the screen.
  private func lines(_ shown: ShownLog.Shown) -> [Line] {
    switch shown {
    case .prose(let document): return stage.fitting(stage.lines(document))
    case .event(.statement(let echo)):
      return echo.isNarration
        ? []
        : TypedLine.rows(of: echo.text, prompt: echo.prompt, columns: stage.size.columns).map { Line($0) }
    case .event(let event): return stage.fitting(stage.lines(event))
    }
  }

  /// The section, and how many of the statements were typed, with the one that stands there.
  var placeText: String { placeText(.max) }

  /// - Parameter most: characters of the title.
  private func placeText(_ most: Int) -> String {
    let begun = isReading ? max(0, place - 1) : place
    let section = script.section(of: begun).map {
      let title = script.sections[$0].title
      let shown = title.count > most ? title.prefix(most - 1) + "…" : title[...]
      return "\($0 + 1)/\(script.sections.count) \(shown) · "
    }
    let isTyped = !isReading && place < script.steps.count && script.steps[place].kind.isTyped
    let typed = script.steps.prefix(place).count { $0.kind.isTyped } + (isTyped ? 1 : 0)
    return (section ?? "") + "\(typed) of \(script.typedCount)"
  }

  /// In the last row of the terminal, below a free one.
  ///
  /// - Parameter secondsLeft: until the demo goes on by itself.
  func drawStatus(_ typed: [Text], secondsLeft: Double? = nil) {
    guard keyboard.canMove else { return }
    let size = stage.size
    let keys =
      isAsking
      ? "space reveals the answer"
      : isReading
        ? "space more · s all of it · v view"
        : place >= script.steps.count
          ? "the end · space leaves · b back · g sections · p prompt"
          : "space next · ? keys · b back · p prompt"
    // Half a row for the title: where one is, and what to press, is to be seen beside it.
    var place = placeText(max(2, size.columns / 2))
    if let secondsLeft { place += " · \(Int(clamping: secondsLeft.rounded(.up))) s" }
    if let notice { place += " · \(notice)" }
    let status = Line(Text(" \(fitting(place, keys, size.columns - 1)) ", .status)).cut(
      to: size.columns - 1)
    let column = (typed.last.map { Line($0).columns } ?? 0) % size.columns
    // A line feed makes room where the cursor stands in the last row.
    stage.draw(
      "\n\u{1b}[A\u{1b}[\(column + 1)G\u{1b}7\u{1b}[\(size.rows);1H\u{1b}[2K" + stage.text(status)
        + "\u{1b}8")
  }

  /// Place and keys, without the last keys where the row is too short for them: no word is cut.
  private func fitting(_ place: String, _ keys: String, _ columns: Int) -> String {
    var parts = [place] + keys.split(separator: " · ").map(String.init)
    while parts.count > 1, parts.joined(separator: " · ").count + 2 > columns { parts.removeLast() }
    return parts.joined(separator: " · ")
  }

  /// Scrolls through all that was shown, until another key.
  func view() {
    guard keyboard.canMove else { return }
    let all = Array(shown.entries.flatMap(lines).dropLast(reveal.held.count))
    var end = all.count
    while true {
      let size = stage.size
      var (room, start) = (size.rows - 2, end)
      while start > 0, room >= all[start - 1].rows(in: size.columns) {
        start -= 1
        room -= all[start].rows(in: size.columns)
      }
      clear()
      stage.draw(all[start..<end].map { stage.text($0) + "\n" }.joined())
      drawViewStatus(start, end, all.count, size)
      let page = max(1, end - start)
      switch keyboard.next() {
      case .up, .character("k"): end = max(min(end, page), end - 1)
      case .down, .character("j"): end = min(all.count, end + 1)
      case .pageUp: end = max(min(end, page), end - page + 1)
      case .pageDown: end = min(all.count, end + page - 1)
      case .home: end = min(end, page)
      case .end: end = all.count
      case .redraw, .timeout: continue
      default: return redraw([])
      }
    }
  }

  private func drawViewStatus(_ start: Int, _ end: Int, _ count: Int, _ size: (rows: Int, columns: Int)) {
    let status = Line(
      Text(" lines \(start + 1) to \(end) of \(count) · ↑ ↓ PageUp PageDown · any other key: back ", .status))
    stage.draw("\u{1b}[\(size.rows);1H\u{1b}[2K" + stage.text(status.cut(to: size.columns - 1)))
  }

  /// Asks the audience: nobody types, and a key reveals the answer.
  func ask(_ question: String) -> String {
    // Nobody is asked what nobody sees.
    guard !reveal.isMuted else { return "" }
    stage.flush()
    stage.draw(question + "\n")
    isAsking = true
    defer { isAsking = false }
    drawStatus([])
    while keyboard.next(within: style.auto) == .redraw {}
    clearStatus()
    return ""
  }

  func clearStatus() {
    guard keyboard.canMove else { return }
    stage.draw("\u{1b}7\u{1b}[\(stage.size.rows);1H\u{1b}[2K\u{1b}8")
  }

  func clear() { stage.draw(keyboard.canMove ? "\u{1b}[H\u{1b}[2J" : "\n") }

  /// - Returns: the wish to leave, where that was the key that followed.
  func showKeys() -> DemoCommand? {
    clear()
    let width = DemoCommand.table.map(\.key.count).max() ?? 0
    for row in DemoCommand.table {
      let gap = String(repeating: " ", count: width + 2 - row.key.count)
      stage.draw("  \(row.key)\(gap)\(row.meaning)\n")
    }
    stage.draw("\nany key: back to the demo")
    switch keyboard.next() {
    case .interrupt: return .interrupt
    case .endOfInput: return .quit
    default: return nil
    }
  }

  enum Choice: Equatable { case section(Int), none, leave }

  func askForSection() -> Choice {
    guard !script.sections.isEmpty else { return .none }
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
        if typed.count >= "\(script.sections.count)".count { return choice(typed) }
      case .backspace where !typed.isEmpty:
        typed.removeLast()
        stage.draw("\u{8} \u{8}")
      case .enter: return choice(typed)
      case .redraw, .timeout: continue
      case .interrupt, .endOfInput: return .leave
      default: return .none
      }
    }
  }

  private func choice(_ typed: String) -> Choice {
    Int(typed).flatMap { script.sections.indices.contains($0 - 1) ? .section($0 - 1) : nil } ?? .none
  }
}
