/// How roles look on a terminal. Words say all that colors say.
public enum Theme: String, Sendable, CaseIterable {
  /// The sixteen colors of the terminal, as its owner has set them.
  case plain
  /// Colors of a fixed darkness, for a projector and a light ground.
  case light
  /// Colors of a fixed brightness, for a projector and a dark ground.
  case dark
  /// No colors: bold, underlined and reversed, at the full contrast of the terminal.
  case contrast

  /// Parameters of Select Graphic Rendition, ECMA-48; empty for text that looks like all other.
  func look(_ role: Role) -> String {
    switch self {
    case .plain: Self.plain(role)
    case .light: Self.painted(role, Self.onLight(role))
    case .dark: Self.painted(role, Self.onDark(role))
    case .contrast: Self.uncolored(role)
    }
  }

  /// Colors 31 to 36, 1 bold, 2 faint, 3 slanted, 7 reverse.
  private static func plain(_ role: Role) -> String {
    switch role {
    case .error: "1;31"
    case .warning, .quotation, .second: "33"
    case .good, .fourth: "32"
    case .heading, .strong, .verb: "1"
    case .prompt: "1;32"
    case .narration, .code, .literal, .numeral, .positive, .first: "36"
    case .faint: "2"
    case .status: "7"
    case .emphasis: "3"
    case .negative, .neuron, .third: "35"
    case .fifth: "34"
    case .sixth: "31"
    }
  }

  private static func painted(_ role: Role, _ color: Int?) -> String {
    let isBold = [.error, .heading, .prompt, .strong, .verb].contains(role)
    let parts = [isBold ? "1" : nil, role == .status ? "7" : nil, color.map { "38;5;\($0)" }]
    return parts.compactMap(\.self).joined(separator: ";")
  }

  /// Of the 256 colors of xterm, each at least 4.5 times as dark as white (WCAG 2.2, 1.4.3).
  static func onLight(_ role: Role) -> Int? {
    switch role {
    case .error, .sixth: 124
    case .warning, .quotation: 94
    case .good, .prompt, .fourth: 22
    case .narration, .code, .literal, .numeral, .positive: 24
    case .faint: 240
    case .negative, .neuron, .third: 90
    case .first: 25
    case .second: 130
    case .fifth: 18
    case .heading, .status, .emphasis, .strong, .verb: nil
    }
  }

  /// The same on black.
  static func onDark(_ role: Role) -> Int? {
    switch role {
    case .error, .sixth: 210
    case .warning, .quotation: 221
    case .good, .prompt, .fourth: 120
    case .narration, .code, .literal, .numeral, .positive: 123
    case .faint: 250
    case .negative, .neuron, .third: 219
    case .first: 117
    case .second: 215
    case .fifth: 153
    case .heading, .status, .emphasis, .strong, .verb: nil
    }
  }

  private static func uncolored(_ role: Role) -> String {
    switch role {
    case .error: "1;4"
    case .heading, .warning, .good, .prompt, .strong, .verb: "1"
    case .emphasis: "4"
    case .status: "7"
    case .narration, .faint, .code, .literal, .numeral, .quotation, .neuron, .positive, .negative, .first,
      .second, .third, .fourth, .fifth, .sixth:
      ""
    }
  }
}

extension Role {
  /// The text between the escapes of ANSI terminals that set and end the look of this role.
  public func painted(_ text: String, _ theme: Theme = .plain) -> String {
    let look = theme.look(self)
    return look.isEmpty ? text : "\u{1b}[\(look)m\(text)\u{1b}[0m"
  }
}
