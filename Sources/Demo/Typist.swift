import Prompt
import Rendering

/// Types lines on the stage as a person would.
struct Typist {
  let stage: any Stage
  let keyboard: any Keys
  let style: Player.Style

  /// - Returns: what the speaker wanted meanwhile; nil if nothing but that it goes on. Space brings the rest at once.
  func type(_ lines: [TypedLine]) -> Player.DemoCommand? {
    var command: Player.DemoCommand?
    for (number, line) in lines.enumerated() {
      stage.draw((number == 0 ? "" : "\n") + stage.text(Line(Text(line.prompt, .prompt))))

      type(line.text, &command)
    }
    return command == .next ? nil : command
  }

  /// Once the speaker wants something, the rest is there at once.
  private func type(_ text: String, _ command: inout Player.DemoCommand?) {
    let characters = Array(text)
    for (place, delay) in style.pace.delays(of: text).enumerated() {
      if command == nil, !style.pace.isInstant { command = key(delay) }
      guard command == nil, !style.pace.isInstant else {
        return stage.draw(String(characters[place...]))
      }
      stage.draw(String(characters[place]))
    }
  }

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
