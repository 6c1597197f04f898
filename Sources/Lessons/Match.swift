/// Whether output is what was expected: numbers to the digits written, `…` for anything, a line `…` for any lines.
public enum Match {
  /// Whether lines of output are those expected.
  public static func matches(_ expected: [String], _ actual: [String]) -> Bool {
    // Most lines are found to be the same, or others, before they are looked at piece by piece.
    var patterns = [LinePattern?](repeating: nil, count: actual.count)
    return covers(expected.map(LinePattern.init), actual.indices, isWild: \.isAnyLines) { pattern, place in
      if pattern.text == actual[place] { return true }
      let line = patterns[place] ?? LinePattern(actual[place])
      patterns[place] = line
      return pattern.matches(line)
    }
  }

  /// One line; blanks at its end do not count.
  public static func matches(_ expected: String, _ actual: String) -> Bool {
    LinePattern(expected).matches(LinePattern(actual))
  }

  /// Whether a pattern covers a sequence, where a wild element stands for any number of elements.
  ///
  /// What follows a wild element is looked for as early as possible, and later where that leads nowhere; an earlier wild
  /// element never has to be tried again, so the work is at most the product of the lengths.
  static func covers<Pattern, Elements: RandomAccessCollection>(
    _ pattern: [Pattern], _ elements: Elements, isWild: (Pattern) -> Bool,
    _ matches: (Pattern, Elements.Element) -> Bool
  ) -> Bool where Elements.Index == Int {
    var (p, e) = (0, 0)
    var retry: (pattern: Int, element: Int)?
    while e < elements.count {
      if p < pattern.count, isWild(pattern[p]) {
        p += 1
        retry = (p, e)
      } else if p < pattern.count, matches(pattern[p], elements[e]) {
        (p, e) = (p + 1, e + 1)
      } else if let last = retry {
        retry = (last.pattern, last.element + 1)
        (p, e) = (last.pattern, last.element + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy(isWild)
  }
}

/// A line as numbers and characters.
struct LinePattern {
  /// A number, a character of anything else, or `…`.
  enum Piece: Equatable {
    case number(String)
    case character(Character)
    case anything
  }

  /// The line without blanks at its end.
  let text: String
  let pieces: [Piece]

  /// Whether it stands for any number of lines.
  var isAnyLines: Bool { text.allSatisfy { $0.isWhitespace || $0 == "…" } && text.contains("…") }

  init(_ line: String) {
    text = String(line.reversed().drop(while: \.isWhitespace).reversed())
    var (pieces, number) = ([Piece](), "")
    for character in text {
      if character.isASCII && character.isNumber || character == "." && number.last?.isNumber == true {
        number.append(character)
        continue
      }
      if !number.isEmpty { pieces.append(.number(number)) }
      number = ""
      pieces.append(character == "…" ? .anything : .character(character))
    }
    self.pieces = number.isEmpty ? pieces : pieces + [.number(number)]
  }

  func matches(_ actual: LinePattern) -> Bool {
    text == actual.text
      || Match.covers(pieces, actual.pieces, isWild: { $0 == .anything }, { $0.covers($1) })
  }
}

extension LinePattern.Piece {
  /// Whether a number, rounded to the digits of this one, is this one.
  fileprivate func covers(_ other: Self) -> Bool {
    guard case .number(let text) = self, case .number(let given) = other, text != given,
      let wanted = Double(text), let value = Double(given), let point = text.firstIndex(of: ".")
    else { return self == other }
    let places = text.distance(from: point, to: text.endIndex) - 1
    let unit = (0..<places).reduce(1.0) { unit, _ in unit / 10 }
    return (wanted - value).magnitude <= 0.500001 * unit
  }
}
