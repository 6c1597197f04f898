/// Whether output is what was expected: numbers to the digits written, `…` for anything, a line `…` for any lines.
public enum Match {
  /// Whether lines of output are those expected.
  public static func matches(_ expected: [String], _ actual: [String]) -> Bool {
    lines(expected[...], actual[...])
  }

  private static func lines(_ expected: ArraySlice<String>, _ actual: ArraySlice<String>) -> Bool {
    var (expected, actual) = (expected, actual)
    while let first = expected.first {
      if first.trimmed == "…" {
        let rest = expected.dropFirst()
        return (actual.startIndex...actual.endIndex).contains { lines(rest, actual[$0...]) }
      }
      guard let line = actual.first, matches(first, line) else { return false }
      (expected, actual) = (expected.dropFirst(), actual.dropFirst())
    }
    return actual.isEmpty
  }

  /// One line; blanks at its end do not count.
  public static func matches(_ expected: String, _ actual: String) -> Bool {
    pieces(Piece.split(expected.trimmed)[...], Piece.split(actual.trimmed)[...])
  }

  private static func pieces(_ expected: ArraySlice<Piece>, _ actual: ArraySlice<Piece>) -> Bool {
    var (expected, actual) = (expected, actual)
    while let first = expected.first {
      if first == .anything {
        let rest = expected.dropFirst()
        return (actual.startIndex...actual.endIndex).contains { pieces(rest, actual[$0...]) }
      }
      guard let piece = actual.first, first.covers(piece) else { return false }
      (expected, actual) = (expected.dropFirst(), actual.dropFirst())
    }
    return actual.isEmpty
  }

  /// A number, a character of anything else, or `…`.
  private enum Piece: Equatable {
    case number(String)
    case character(Character)
    case anything

    static func split(_ line: String) -> [Piece] {
      var (pieces, number) = ([Piece](), "")
      func flush() { if !number.isEmpty { pieces.append(.number(number)) } }
      for character in line {
        if character.isNumber && character.isASCII || character == "." && number.last?.isNumber == true {
          number.append(character)
        } else {
          flush()
          number = ""
          pieces.append(character == "…" ? .anything : .character(character))
        }
      }
      flush()
      return pieces
    }

    func covers(_ other: Piece) -> Bool {
      guard case .number(let text) = self, case .number(let given) = other, text != given,
        let wanted = Double(text), let value = Double(given), let point = text.firstIndex(of: ".")
      else { return self == other }
      let places = text.distance(from: point, to: text.endIndex) - 1
      let unit = (0..<places).reduce(1.0) { unit, _ in unit / 10 }
      return (wanted - value).magnitude <= 0.500001 * unit
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    var result = self[...]
    while result.last?.isWhitespace == true { result.removeLast() }
    return String(result)
  }
}
