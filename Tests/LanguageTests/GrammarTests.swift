import Language
import NeuralCore
import Standard
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
      if line.hasPrefix("## ") || line.hasPrefix("### ") {
        heading = String(line.drop { $0 == "#" }.dropFirst())
      }
      sections[heading, default: ""] += line + "\n"
    }
    return sections
  }()

  private static func heading(_ spec: StatementSpec) -> String {
    spec.word == "set" ? "Weight lines and set" : spec.word
  }

  private func section(_ spec: StatementSpec) -> String { Self.sections[Self.heading(spec)] ?? "" }

  /// The page has a part for each family and in it a section for each statement, in the order of the table, and the
  /// contents list them so.
  @Test func theContentsAreTheTableOfStatements() {
    let text = Documents.text("grammar.md")
    let headings = text.split(separator: "\n").filter { $0.hasPrefix("## ") || $0.hasPrefix("### ") }
    let contents = (Self.sections["Contents"] ?? "").split(separator: "[").dropFirst()
      .compactMap { $0.split(separator: "]").first.map(String.init) }
    for family in StatementSpec.Family.allCases {
      let specs = StatementSpec.all.filter { $0.family == family }
      let wanted = [family.title] + specs.map(Self.heading)
      let begin = headings.firstIndex { $0 == "## " + family.title } ?? 0
      let part = headings[begin...].prefix { $0 == headings[begin] || $0.hasPrefix("### ") }
        .map { String($0.drop { $0 == "#" }.dropFirst()) }
      #expect(Array(part.prefix(wanted.count)) == wanted)
      #expect(part.dropFirst(wanted.count).allSatisfy { $0 == "Bare expressions" })
      let place = contents.firstIndex(of: family.title) ?? 0
      #expect(Array(contents[place...].prefix(wanted.count)) == wanted)
    }
  }

  /// The row of a table that begins with this name in backquotes: the text of its other cells.
  private static func row(_ name: String) -> String? {
    Documents.text("grammar.md").split(separator: "\n").first { $0.hasPrefix("| `\(name)` |") }
      .map { String($0.dropFirst(name.count + 6)) }
  }

  /// The table of optimizers gives every setting of an optimizer with its default, and no other.
  @Test(arguments: Optimizer.all.map(\.name))
  func theDefaultsOfAnOptimizerAreThoseOfItsRow(_ name: String) throws {
    let row = try #require(Self.row(name), "no row for \(name)")
    let optimizer = try #require(Optimizer.named(name))
    let given = row.split(separator: "`").dropFirst()
    var defaults: [String: String] = [:]
    for (word, value) in zip(given, given.dropFirst()) where value.hasPrefix(" ") {
      defaults[String(word)] = String(value.dropFirst().prefix { $0 != "," && $0 != " " && $0 != "|" })
    }
    // What all others have alike is said below the table.
    let common: Set<String> = ["l2", "l1", "decay"]
    for setting in optimizer.settings {
      let value = defaults.removeValue(forKey: setting.name)
      if common.contains(setting.name), setting.fallback == 0, value == nil { continue }
      let wanted = try #require(value, "\(name) has no default of \(setting.name)")
      #expect(
        setting.range == .flag ? wanted == "(off)" : Double(wanted) == setting.fallback, "\(setting.name)")
    }
    #expect(defaults.isEmpty, "\(defaults.keys.sorted())")
  }

  /// The table of schedules names the numbers of each.
  @Test(arguments: Schedule.all.map(\.name))
  func theFormOfAScheduleIsThatOfItsRow(_ name: String) throws {
    let schedule = try #require(Schedule.named(name))
    let form = (["schedule", name] + schedule.parameters.map { $0.name.uppercased() }).joined(separator: " ")
    #expect(Self.row(form) != nil, "no row `\(form)`")
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
      "without", "bias", "normal", "uniform", "all", "layer", "gradient", "curvature", "epoch", "epochs",
      "best", "targets", "seeds", "resume", "neuron", "off", "keep", "points", "activations",
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
