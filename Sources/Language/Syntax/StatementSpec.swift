/// One statement of the language: the row from which the parser takes its options, and help and the manual their
/// text.
public struct StatementSpec: Sendable {
  public enum Family: String, Sendable, CaseIterable {
    case structure, data, weights, training, reading, control, teaching, session
  }

  public let word: String
  public let family: Family
  /// One line, without a final stop.
  public let summary: String
  /// Its forms, as one types them.
  public let forms: [String]
  public let options: [OptionSpec]
  /// Defaults and meanings, a sentence each.
  public let notes: [String]
  /// Statements that run.
  public let example: String
  /// The settings of optimizers are options too.
  public let takesSettings: Bool
  /// The kinds of named things that it speaks of; help lists them.
  public let speaksOf: [Vocabulary.Kind]

  init(
    _ word: String, _ family: Family, _ summary: String, forms: [String], options: [OptionSpec] = [],
    notes: [String] = [], example: String, takesSettings: Bool = false, speaksOf: [Vocabulary.Kind] = []
  ) {
    (self.word, self.family, self.summary, self.forms) = (word, family, summary, forms)
    (self.options, self.notes, self.example) = (options, notes, example)
    (self.takesSettings, self.speaksOf) = (takesSettings, speaksOf)
  }

  public static let all: [StatementSpec] =
    structure + dataFamily + weights + training + reading + control + teaching + session

  public static let words: Set<String> = Set(all.map(\.word)).union(["end", "else"])

  public static func named(_ word: String) -> StatementSpec? { all.first { $0.word == word } }

  /// Words that no variable may have, besides statement words and figures.
  public static let keywords: Set<String> = [
    "true", "false", "and", "or", "not", "mod", "end", "else", "in", "within", "by",
  ]
}

/// An option: its word and the pattern of what follows.
public struct OptionSpec: Sendable {
  public enum Value: Sendable {
    /// One argument; the text says what it is in help: "N".
    case argument(String)
    /// An expression in expression mode.
    case expression(String)
    /// A bare word of a table.
    case word(Vocabulary.Kind)
    /// A bare word of a table and the numbers that its row asks for.
    case named(Vocabulary.Kind)
    /// One or more names of columns.
    case names(String)
    /// A fixed word: `log every 100`.
    case literal(String)
  }

  /// The numbers that an option takes.
  public enum Range: Sendable {
    /// A whole number of at least 1.
    case count
    case positive, notNegative
    /// At least 0 and below 1.
    case fraction

    public var text: String {
      switch self {
      case .count: "a whole number from 1"
      case .positive: "a number above 0"
      case .notNegative: "a number of at least 0"
      case .fraction: "a number of at least 0 and below 1"
      }
    }
  }

  public let word: String
  public let values: [Value]
  public let summary: String
  public let range: Range?
  /// What holds without it, in words.
  public let fallback: String?

  public init(
    _ word: String, _ values: [Value], _ summary: String, _ range: Range? = nil, fallback: String? = nil
  ) {
    (self.word, self.values, self.summary) = (word, values, summary)
    (self.range, self.fallback) = (range, fallback)
  }

  /// What it does, what it takes, and what holds without it.
  public var explanation: String {
    ([summary, range?.text].compactMap { $0 } + (fallback.map { ["default \($0)"] } ?? [])).joined(
      separator: "; ")
  }

  /// The kind of named thing that follows, if one does.
  public var kind: Vocabulary.Kind? {
    for value in values {
      switch value {
      case .word(let kind), .named(let kind): return kind
      case .argument, .expression, .names, .literal: continue
      }
    }
    return nil
  }

  /// As one types it: `log every N`.
  public var form: String {
    ([word]
      + values.map {
        switch $0 {
        case .argument(let name), .expression(let name), .names(let name): name
        case .word(let kind): kind.form
        case .named(let kind): kind.form + " …"
        case .literal(let word): word
        }
      }).joined(separator: " ")
  }
}
