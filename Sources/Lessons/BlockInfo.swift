/// What is written after an opening fence: a language, and words about the block.
struct BlockInfo {
  /// What a block is for.
  enum Purpose: Equatable {
    /// Statements to run.
    case test(Lesson.Test.Kind)
    /// What the statements before print.
    case output
    /// Marked as not to be run or compared.
    case ignored
    /// Of another language.
    case foreign
    /// Most likely a misspelled word, with the one that was meant.
    case misspelled(String)
  }

  /// In lower case, as in `nn`, `NN`, `{nn}`, `{.nn}` and `nn title="x"`.
  let language: String
  /// The other words; values in quotes are none.
  let words: [String]

  private static let outputs: Set<String> = ["", "text", "txt", "plain", "plaintext", "output", "console"]
  private static let slips: Set<String> = ["n", "nnn", "nm", "mn"]

  init(_ info: String) {
    let unquoted = info.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset.isMultiple(of: 2) }.map { String($0.element) }.joined()
    var words = unquoted.split { " \t{},:".contains($0) }.filter { $0.first != "#" }
      .map { $0.first == "." ? String($0.dropFirst()) : String($0) }
    language = words.isEmpty ? "" : words.removeFirst().lowercased()
    self.words = words
  }

  var purpose: Purpose {
    if words.contains("ignore") { return .ignored }
    if Self.outputs.contains(language) { return .output }
    if language == "nn-error" { return .test(.failsAlone(code: words.first ?? "")) }
    guard language == "nn" else {
      if Self.slips.contains(language) { return .misspelled("nn") }
      return language.hasPrefix("nn-") ? .misspelled("nn-error") : .foreign
    }
    guard let mark = words.firstIndex(of: "fails") else { return .test(.runs) }
    let code = words[(mark + 1)...].first { !$0.contains("=") }
    return .test(.fails(code: code))
  }
}
