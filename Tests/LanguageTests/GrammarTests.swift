import Standard
import Language
import TestSupport
import Testing

/// grammar.md is the definition: its examples parse, and nothing of the tables is missing from it.
struct GrammarTests {
  @Test(arguments: Documents.blocks("nn"))
  func everyExampleParses(_ block: Block) {
    let problems = parse(Source(name: block.description, text: block.text), .standard).problems
    #expect(problems.isEmpty, "\(problems.map(\.message))")
  }

  /// The sections of grammar.md by their headings.
  private static let sections: [String: String] = {
    var sections: [String: String] = [:]
    var heading = ""
    for line in Documents.text("grammar.md").split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("## ") { heading = String(line.dropFirst(3)) }
      sections[heading, default: ""] += line + "\n"
    }
    return sections
  }()

  private func section(_ spec: StatementSpec) -> String {
    Self.sections[spec.word == "set" ? "Weight lines and set" : spec.word] ?? ""
  }

  @Test(arguments: StatementSpec.all.map(\.word))
  func everyStatementHasASectionAndAnExample(_ word: String) throws {
    let spec = try #require(StatementSpec.named(word))
    let section = section(spec)
    #expect(section.contains("```nn\n"), "no example of \(word)")
    // The settings of the optimizers stand in one place.
    for option in word == "train" ? Vocabulary.standard.options(of: spec) : spec.options {
      #expect(
        section.contains("`\(option.word)") || section.contains(" \(option.word) "), "\(word): \(option.word)"
      )
    }
    #expect(section.contains("\(word)"))
  }

  @Test func everyNameOfTheTablesIsThere() {
    let text = Documents.text("grammar.md")
    for kind in Vocabulary.Kind.allCases {
      for name in Vocabulary.standard.names(kind) {
        let isThere = text.contains(name)
        #expect(isThere, "\(kind.rawValue) \(name)")
      }
    }
    for keyword in Keyword.words {
      let isThere = text.contains("`\(keyword)`")
      #expect(isThere, "\(keyword)")
    }
  }

  /// Every word that the EBNF quotes is a word of the language, and the other way round.
  @Test func ebnfHasTheWordsOfTheTables() throws {
    let block = try #require(Documents.blocks(of: "grammar.md").first { $0.kind == "ebnf" })
    let quoted = Set(
      block.text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
        .filter { $0.allSatisfy(\.isLetter) && !$0.isEmpty })
    let known = StatementSpec.words.union(Keyword.words).union([
      "without", "bias", "normal", "uniform", "all", "layer", "gradient", "epoch", "epochs",
    ])
    #expect(quoted.subtracting(known).isEmpty, "\(quoted.subtracting(known))")
    #expect(StatementSpec.words.subtracting(quoted).isEmpty, "\(StatementSpec.words.subtracting(quoted))")
  }

  @Test(arguments: StatementSpec.all.map(\.word))
  func helpExampleParses(_ word: String) throws {
    let spec = try #require(StatementSpec.named(word))
    #expect(parse(Source(name: word, text: spec.example), .standard).problems.isEmpty)
    #expect(spec.example.contains(word == "set" ? "->" : word))
    #expect(!spec.summary.hasSuffix(".") && spec.summary.count <= 72)
  }

  /// No option may be a word that continues an expression.
  @Test func optionsDoNotContinueExpressions() {
    for spec in StatementSpec.all {
      let words = Vocabulary.standard.options(of: spec).map(\.word)
      #expect(Set(words).count == words.count)
      #expect(words.allSatisfy { !Keyword.words.contains($0) && !$0.contains("-") })
    }
  }
}
