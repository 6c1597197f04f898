import Prompt

/// Keys and what they mean to a demo.
extension Player.DemoCommand {
  static let table: [(key: String, meaning: String)] = [
    ("space, n, Enter, →, ↓, PageDown", "run what stands typed, and type the next"),
    ("b, Backspace, ←, ↑, PageUp", "back to the step before, with its session"),
    ("s", "skip it, or the pages of a long answer"),
    ("g", "go to a section"),
    ("v", "view: scroll back; other keys return"),
    ("p", "a live prompt; Ctrl-D comes back"),
    ("e", "edit: run another statement in its place"),
    ("r", "read the script again, and go on"),
    ("q, Ctrl-D", "leave"),
    ("?, h", "these keys"),
  ]

  /// nil for a key that means nothing.
  init?(_ key: Keyboard.Key) {
    switch key {
    case .character(" "), .character("n"), .enter, .right, .down, .pageDown: self = .next
    case .character("b"), .left, .up, .pageUp, .backspace: self = .back
    case .character("s"): self = .skip
    case .character("g"): self = .sections
    case .character("p"): self = .prompt
    case .character("e"): self = .edit
    case .character("r"): self = .reload
    case .character("v"): self = .view
    case .character("q"), .endOfInput: self = .quit
    case .character("?"), .character("h"): self = .keys
    case .interrupt: self = .interrupt
    case .redraw: self = .redraw
    default: return nil
    }
  }

  /// The first key that means something; nil if the time is over before. Where the speaker's keys type, letters come on beyond the end of a line, and mean
  /// nothing there.
  static func next(from keyboard: any Keys, within seconds: Double?, byKeys: Bool) -> Self? {
    while true {
      let key = keyboard.next(within: seconds)
      if key == .timeout { return nil }
      if byKeys, case .character(let letter) = key, letter != " " { continue }
      if let command = Self(key) { return command }
    }
  }
}
