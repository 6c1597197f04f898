extension Unicode.Scalar {
  /// Whether a terminal, or an editor that follows the bidirectional algorithm, would act on it rather than show it: C0
  /// without tab and newline, DEL, C1 (ECMA-48), line and paragraph separators, and the marks, embeddings, overrides and
  /// isolates of UAX #9, which make a line read other than it is.
  fileprivate var isControl: Bool {
    switch value {
    case 0x09, 0x0a: false
    case 0..<0x20, 0x7f..<0xa0, 0x061c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069: true
    default: false
    }
  }
}

extension StringProtocol {
  /// Whether anything in it could steer a terminal. By bytes, since nearly no text does.
  public var steersTerminals: Bool {
    var last: UInt8 = 0
    let isSuspect = utf8.contains { byte in
      defer { last = byte }
      // All from U+2000 to U+207F begin with E2 80 or E2 81; a minus sign, E2 88 92, does not.
      return byte < 0x20 && byte != 0x09 && byte != 0x0a || byte == 0x7f || byte == 0xc2 || byte == 0xd8
        || last == 0xe2 && byte < 0x82
    }
    return isSuspect && unicodeScalars.contains(where: \.isControl)
  }

  /// With a mark, `·`, for every control character, and blanks for tabs.
  public var visible: String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars { result.append(scalar == "\t" ? " " : scalar.isControl ? "·" : scalar) }
    return String(result)
  }

  /// The same on one line: a newline gets a mark, too, so that no name out of a file makes a line of its own.
  var visibleOnOneLine: String {
    let text = steersTerminals ? visible : String(self)
    guard text.utf8.contains(UInt8(ascii: "\n")) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value == 0x0a ? "·" : $0 }))
  }
}
