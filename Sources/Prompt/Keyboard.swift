import CLibEdit

/// Reads single keys from the terminal, unseen, for a program that is steered by them.
public final class Keyboard {
  /// What a person pressed, or what else ends the waiting.
  public enum Key: Equatable, Sendable {
    case character(Character)
    case enter, tab, escape, backspace
    case up, down, left, right, pageUp, pageDown, home, end
    /// ^C
    case interrupt
    /// ^D, or a terminal that went away.
    case endOfInput
    /// Another size, or back from being stopped: the screen has to be drawn anew.
    case redraw
    /// None within the time.
    case timeout
  }

  /// How long the rest of an escape sequence may take.
  private static let escapeTime: Int32 = 50

  /// Whether the terminal can move its cursor: a dumb one cannot, nor one that terminfo does not know.
  public let canMove: Bool
  /// What was read beyond a key.
  private var ahead: [Int] = []

  /// Nil when standard input or output is not a terminal.
  public init?() {
    guard keyboard_open() else { return nil }
    canMove = keyboard_can_move()
  }

  /// Puts the terminal right if keys are being read, for someone who is about to end the process.
  public static func abandon() { keyboard_abandon() }

  /// Keys are read inside `body` only; before and after it the terminal is as it was.
  public func steer<Result>(_ body: () -> Result) -> Result {
    keyboard_enter()
    defer { keyboard_leave() }
    return body()
  }

  /// Within `steer`: a piece of work that Ctrl-C interrupts as the program wants it. Keys typed meanwhile wait.
  public func work<Result>(_ body: () -> Result) -> Result {
    keyboard_release()
    defer { keyboard_retake() }
    return body()
  }

  /// Within `work`: a character (ASCII) that was typed meanwhile, and is then taken; nil if there is none. On any thread, one
  /// at a time.
  public static func typed() -> Character? {
    let code = keyboard_typed()
    return code >= 0 ? Character(Unicode.Scalar(UInt8(truncatingIfNeeded: code))) : nil
  }

  /// Within `steer`: something that wants the terminal as it was.
  public func away<Result>(_ body: () -> Result) -> Result {
    keyboard_leave()
    defer { keyboard_enter() }
    return body()
  }

  /// The next key; waits for ever without `seconds`.
  public func next(within seconds: Double? = nil) -> Key {
    let limit = seconds.map { Int32(min(max(0, $0 * 1000), 1e9)) } ?? -1
    let code = read(limit)
    switch code {
    case KEYBOARD_TIMEOUT: return .timeout
    case KEYBOARD_END, 0x04: return .endOfInput
    case KEYBOARD_INTERRUPT, 0x03: return .interrupt
    case KEYBOARD_REDRAW: return .redraw
    case 0x1b: return sequence()
    case 0x0a, 0x0d: return .enter
    case 0x09: return .tab
    case 0x08, 0x7f: return .backspace
    default: return character(UInt8(truncatingIfNeeded: code))
    }
  }

  private func read(_ limit: Int32) -> Int {
    ahead.isEmpty ? Int(keyboard_next(limit)) : ahead.removeFirst()
  }

  /// What follows an escape: `[` or `O`, numbers, and a letter or `~`.
  private func sequence() -> Key {
    let first = read(Self.escapeTime)
    guard first == 0x5b || first == 0x4f else {
      // The escape came alone.
      if first != KEYBOARD_TIMEOUT { ahead.append(first) }
      return .escape
    }
    var numbers = ""
    while true {
      let code = read(Self.escapeTime)
      guard code > 0 else {
        if code != KEYBOARD_TIMEOUT { ahead.append(code) }
        return .escape
      }
      let byte = UInt8(truncatingIfNeeded: code)
      if (0x40...0x7e).contains(byte) { return Self.named(numbers, Character(Unicode.Scalar(byte))) }
      numbers.append(Character(Unicode.Scalar(byte)))
    }
  }

  private static func named(_ numbers: String, _ last: Character) -> Key {
    switch (numbers, last) {
    case (_, "A"): .up
    case (_, "B"): .down
    case (_, "C"): .right
    case (_, "D"): .left
    case (_, "H"), ("1", "~"), ("7", "~"): .home
    case (_, "F"), ("4", "~"), ("8", "~"): .end
    case ("5", "~"): .pageUp
    case ("6", "~"): .pageDown
    default: .escape
    }
  }

  /// A character of one byte or more.
  private func character(_ first: UInt8) -> Key {
    var bytes = [first]
    let count = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    while bytes.count < count {
      let code = read(Self.escapeTime)
      guard (0x80...0xbf).contains(code) else {
        if code != KEYBOARD_TIMEOUT { ahead.append(code) }
        break
      }
      bytes.append(UInt8(code))
    }
    return .character(String(decoding: bytes, as: UTF8.self).first ?? " ")
  }
}
