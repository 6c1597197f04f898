/// What Tab does with the candidates for a word.
struct Completion: Equatable {
  enum Outcome: Equatable {
    /// The text with the word completed, as far as the candidates agree.
    case replace(HistoryCursor.Position)
    /// They do not agree on a further letter: show them.
    case list([String])
    case nothing
  }

  /// - Parameters:
  ///   - position: the text and the cursor at the end of the word.
  ///   - start: the byte where the word starts.
  static func outcome(for candidates: [String], at position: HistoryCursor.Position, from start: Int)
    -> Outcome
  {
    let bytes = Array(position.text.utf8)
    let cursor = min(max(position.cursor, 0), bytes.count)
    let start = min(max(start, 0), cursor)
    guard let first = candidates.first else { return .nothing }
    let rest = bytes[cursor...]
    guard candidates.count > 1 else {
      return replacement(bytes[..<start], Array((first + gap(after: first, before: rest)).utf8), rest)
    }
    let common = Array(commonPrefix(of: candidates).utf8)
    let isLonger = common.count > cursor - start && common.starts(with: bytes[start..<cursor])
    return isLonger ? replacement(bytes[..<start], common, rest) : .list(candidates)
  }

  private static func replacement(
    _ head: ArraySlice<UInt8>, _ word: [UInt8], _ rest: ArraySlice<UInt8>
  ) -> Outcome {
    let text = String(decoding: head + word + rest, as: UTF8.self)
    return .replace(HistoryCursor.Position(text: text, cursor: head.count + word.count))
  }

  /// A blank after a whole word, but not after one that goes on, as a folder or `loss<` does.
  private static func gap(after word: String, before rest: ArraySlice<UInt8>) -> String {
    guard let last = word.unicodeScalars.last, rest.first.map({ $0 <= 0x20 }) ?? true else { return "" }
    if rest.first == 0x20 { return "" }
    return last.properties.isAlphabetic || last.properties.numericType != nil ? " " : ""
  }

  /// By whole scalars, so that no character is cut in its bytes.
  static func commonPrefix(of candidates: [String]) -> String {
    guard var common = candidates.first.map({ Array($0.unicodeScalars) }) else { return "" }
    for candidate in candidates.dropFirst() {
      let agreed = zip(common, candidate.unicodeScalars).prefix { $0 == $1 }.count
      common.removeLast(common.count - agreed)
    }
    var text = ""
    text.unicodeScalars.append(contentsOf: common)
    return text
  }
}
