import Prompt
import Rendering

/// Types lines on the stage as a person would.
struct Typist {
  let stage: Stage
  let keyboard: Keyboard
  let manner: Player.Manner

  /// - Returns: what the speaker wanted meanwhile; nil if nothing but that it goes on. Space brings the rest at once.
  func type(_ lines: [TypedLine]) -> Player.Wish? {
    var wish: Player.Wish?
    for (number, line) in lines.enumerated() {
      stage.draw((number == 0 ? "" : "\n") + stage.text(Line(line.prompt, .output, .prompt)))

      type(line.text, &wish)
    }
    return wish == .next ? nil : wish
  }

  /// Once the speaker wants something, the rest is there at once.
  private func type(_ text: String, _ wish: inout Player.Wish?) {
    let characters = Array(text)
    for (place, delay) in manner.pace.delays(of: text).enumerated() {
      if wish == nil, !manner.pace.isInstant { wish = key(delay) }
      guard wish == nil, !manner.pace.isInstant else { return stage.draw(String(characters[place...])) }
      stage.draw(String(characters[place]))
    }
  }

  /// The wish before the next character; nil to type it.
  private func key(_ delay: Double) -> Player.Wish? {
    guard manner.byKeys else {
      let key = keyboard.next(within: delay)
      return key == .timeout ? nil : Player.Wish(key)
    }
    while true {
      switch keyboard.next() {
      case .character, .timeout: return nil
      case let key: if let wish = Player.Wish(key) { return wish }
      }
    }
  }
}
