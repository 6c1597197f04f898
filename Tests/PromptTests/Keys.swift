/// What keys send.
enum Keys {
  static let ctrlA = "\u{1}"
  static let ctrlC = "\u{3}"
  static let ctrlD = "\u{4}"
  static let ctrlE = "\u{5}"
  static let ctrlR = "\u{12}"
  static let ctrlZ = "\u{1a}"
  static let backspace = "\u{7f}"
  static let escape = "\u{1b}"
  static let up = "\u{1b}[A"
  static let down = "\u{1b}[B"
  static let right = "\u{1b}[C"
  static let left = "\u{1b}[D"
  static let pageUp = "\u{1b}[5~"

  /// A text as a terminal marks a paste.
  static func paste(_ text: String) -> String {
    "\u{1b}[200~" + text.replacing("\n", with: "\r") + "\u{1b}[201~"
  }
}

extension PseudoTerminal {
  /// Ctrl-C, and an empty prompt again: what is typed before that is dropped too.
  func drops() -> Bool {
    type(Keys.ctrlC)
    return sees { $0.lines[$0.cursor.row].hasSuffix(">") && $0.lines[$0.cursor.row].hasPrefix("nn") }
  }

  /// Ctrl-D at the next prompt: before it is there, the terminal would take the key for itself.
  func leave() -> Int32? {
    // An entry of several lines has prompts, too, once it is read.
    guard shows("> "), sees({ $0.lines[$0.cursor.row].hasSuffix(">") }) else { return nil }
    type(Keys.ctrlD)
    return ends()
  }
}
