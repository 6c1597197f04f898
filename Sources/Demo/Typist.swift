import Interpreter
import Prompt
import Rendering

/// Types rows on the stage as a person would.
struct Typist {
  let stage: any Stage
  let keyboard: any Keys
  let style: Player.Style

  /// - Returns: what the speaker wanted meanwhile; nil if nothing but that it goes on. Space brings the rest at once.
  func type(_ rows: [Text]) -> Player.DemoCommand? {
    var command: Player.DemoCommand?
    for (number, row) in rows.enumerated() {
      if number > 0 { stage.draw("\n") }
      var place = 0
      let delays = style.pace.delays(of: row.typed)
      for run in row.runs {
        guard run.role != .prompt else {
          stage.draw(painted(run.text, .prompt))
          continue
        }
        let count = run.text.count
        type(run, Array(delays[place..<min(delays.count, place + count)]), &command)
        place += count
      }
    }
    return command == .next ? nil : command
  }

  /// Once the speaker wants something, the rest is there at once.
  private func type(_ run: Text.Run, _ delays: [Double], _ command: inout Player.DemoCommand?) {
    let characters = Array(run.text)
    for (place, delay) in delays.enumerated() {
      if command == nil, !style.pace.isInstant { command = key(delay) }
      guard command == nil, !style.pace.isInstant else {
        return stage.draw(painted(String(characters[place...]), run.role))
      }
      stage.draw(painted(String(characters[place]), run.role))
    }
  }

  private func painted(_ text: String, _ role: Role?) -> String { stage.text(Line(Text(text, role))) }

  /// The wish before the next character; nil to type it.
  private func key(_ delay: Double) -> Player.DemoCommand? {
    guard style.byKeys else {
      let key = keyboard.next(within: delay)
      return key == .timeout ? nil : Player.DemoCommand(key)
    }
    while true {
      switch keyboard.next() {
      case .character, .timeout: return nil
      case let key: if let command = Player.DemoCommand(key) { return command }
      }
    }
  }
}

extension Text {
  /// What is typed of a row.
  fileprivate var typed: String { runs.filter { $0.role != .prompt }.map(\.text).joined() }
}
