/// A word of the field, explained for somebody who meets it for the first time.
public struct GlossaryEntry: Sendable {
  /// The word, in lower case.
  public let name: String
  /// Other words for it.
  public let also: [String]
  /// A few sentences.
  public let text: String
  /// One line that shows it, in a session of its own.
  public let line: String

  /// The entry for a word, its plural or another word for it.
  public static func named(_ word: String) -> GlossaryEntry? {
    let wanted = plain(word)
    return all.first { entry in
      ([entry.name] + entry.also).contains { name in
        let name = plain(name)
        return name == wanted || name + "s" == wanted || name == wanted + "s"
      }
    }
  }

  /// The sentence that holds a word; the first one if none does.
  public func text(about word: String) -> String {
    let sentences = text.split(separator: ". ").map(String.init)
    let found = sentences.first { $0.lowercased().contains(word) } ?? sentences.first ?? text
    return found.hasSuffix(".") ? String(found.dropLast()) : found
  }

  /// Without hyphens and blanks, in which people differ.
  private static func plain(_ word: String) -> String { word.lowercased().filter { $0 != "-" && $0 != " " } }

  /// All entries, in alphabetical order.
  public static let all: [GlossaryEntry] = (networks + learning + trouble + judging + data).sorted {
    $0.name < $1.name
  }

  init(_ name: String, _ also: [String] = [], _ text: String, try line: String) {
    (self.name, self.also, self.text, self.line) = (name, also, text, line)
  }
}
