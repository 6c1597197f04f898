/// Expected output brought up to date: what still holds is kept as it was written, with its `…` and its rounding.
enum Renewal {
  /// - Parameters:
  ///   - expected: as the page has it.
  ///   - actual: what was seen, with `…` in the place of what is another each time.
  static func lines(_ expected: [String], _ actual: [String]) -> [String] {
    var (result, missing): ([String], [String]) = ([], [])
    for step in Difference.steps(expected, actual) {
      switch step {
      case .same(let i, _), .skipped(let i, _):
        result.append(expected[i])
        missing = []
      case .missing(let i): missing.append(expected[i])
      case .added(let j):
        // The line that was there before may have had its `…`.
        result.append(missing.isEmpty ? actual[j] : line(missing.removeFirst(), actual[j]))
      }
    }
    return result
  }

  /// A line with the `…` of the one that was there before, if most of that one is still there.
  private static func line(_ expected: String, _ actual: String) -> String {
    guard expected.contains("…") else { return actual }
    let (old, new) = (words(expected), words(actual))
    var (result, kept) = ([String](), 0)
    for step in Difference.steps(old, new) {
      switch step {
      case .same(let i, _):
        result.append(old[i])
        kept += 1
      case .skipped(let i, _): result.append(old[i])
      case .missing: break
      case .added(let j): result.append(new[j])
      }
    }
    let renewed = result.joined()
    return 2 * kept >= old.count - 1 && Match.matches(renewed, actual) ? renewed : actual
  }

  /// Words, and the blanks between them; a `…` is a word of its own.
  private static func words(_ line: String) -> [String] {
    var words: [String] = []
    for character in line {
      let isApart = character.isWhitespace || character == "…"
      if let last = words.last?.last, !isApart, !last.isWhitespace, last != "…" {
        words[words.count - 1].append(character)
      } else {
        words.append(String(character))
      }
    }
    return words
  }
}
