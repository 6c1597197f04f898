/// What was probably meant by a line that cannot be read: one line that can.
///
/// A correction is found by rewriting the text and reading it again, so that nothing is advised which does not parse.
enum Correction {
  /// One way to rewrite a line: where a pattern occurs, a template takes its place, with `$1` for the first group and `$~1` for it in
  /// lower case.
  ///
  /// Unchecked, since a `Regex` may hold closures that are not to be shared: one out of a pattern holds none, and makes its
  /// program atomically at its first use.
  struct Rule: @unchecked Sendable {
    /// Compiled once: that takes longer than a search.
    private let regex: Regex<AnyRegexOutput>?
    private let template: String

    init(_ pattern: String, _ template: String) {
      (regex, self.template) = (try? Regex(pattern).ignoresCase(), template)
    }

    /// The text with every occurrence replaced; nil if there is none.
    func rewritten(_ text: String) -> String? {
      guard let regex, text.contains(regex) else { return nil }
      return text.replacing(regex) { match in
        // What stands in quotes is somebody's own.
        if text[..<match.range.lowerBound].endsInQuotes, text[match.range].first != "\"" {
          return String(text[match.range])
        }
        var result = template
        for k in match.output.indices.dropFirst() {
          let group = match.output[k].substring.map(String.init) ?? ""
          result = result.replacing("$~\(k)", with: group.lowercased()).replacing("$\(k)", with: group)
        }
        return result
      }
    }
  }

  /// A longer line is no slip of the pen.
  private static let longest = 400

  /// The line that was meant.
  ///
  /// - Parameter reads: whether a text can be read as it is.
  /// - Returns: nil if no rewriting makes one that reads.
  static func of(_ line: String, reads: (String) -> Bool) -> String? {
    guard line.utf8.count <= longest else { return nil }
    let text = String(line.drop { $0 == " " || $0 == "\t" })
    for rule in ForeignLines.rules {
      if let own = rule.rewritten(text), own != text, reads(own) { return own }
    }
    var candidate = text
    for rule in Slips.rules(of: text) {
      guard let next = rule.rewritten(candidate), next != candidate else { continue }
      candidate = next.squeezed
      if reads(candidate) { return candidate }
    }
    return nil
  }
}

extension StringProtocol {
  /// Whether a text that was begun in it is still open.
  fileprivate var endsInQuotes: Bool {
    var (isOpen, isEscaped) = (false, false)
    for character in self {
      if character == "\"", !isEscaped { isOpen.toggle() }
      isEscaped = character == "\\" && isOpen && !isEscaped
    }
    return isOpen
  }
}

extension String {
  /// With single blanks, but in texts, and none at the ends.
  fileprivate var squeezed: String {
    var (result, isOpen, isEscaped) = ("", false, false)
    for character in self {
      if character == " ", !isOpen, result.isEmpty || result.last == " " { continue }
      if character == "\"", !isEscaped { isOpen.toggle() }
      isEscaped = character == "\\" && isOpen && !isEscaped
      result.append(character)
    }
    return result.last == " " && !isOpen ? String(result.dropLast()) : result
  }
}
