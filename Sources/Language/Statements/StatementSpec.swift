/// One statement of the language: the row from which the parser takes its production and options, help and the manual
/// their text, and the history what it does. Each is in the file of its statement.
public struct StatementSpec: Sendable {
  /// The groups of the manual and of help.
  public enum Family: String, Sendable, CaseIterable {
    case structure, data, weights, training, reading, experiments, control, teaching, session

    /// The heading of its part of the manual.
    public var title: String {
      switch self {
      case .structure: "Nets"
      case .data: "Data sets"
      case .weights: "Weights"
      case .training: "Training"
      case .reading: "Results and explanations"
      case .experiments: "Experiments"
      case .control: "Values and control flow"
      case .teaching: "Lessons and help"
      case .session: "The session"
      }
    }
  }

  /// A line that goes wrong, and how.
  public struct Mistake: Sendable {
    /// Statements that run before it.
    public let setup: String
    /// The line that fails.
    public let wrong: String
    /// What the line fails with.
    public let code: DiagnosticCode

    static func after(_ setup: String, _ wrong: String, _ code: DiagnosticCode) -> Mistake {
      Mistake(setup: setup, wrong: wrong, code: code)
    }

    static func alone(_ wrong: String, _ code: DiagnosticCode) -> Mistake { after("", wrong, code) }

    /// A net with data, and with weights.
    static func afterXor(_ wrong: String, _ code: DiagnosticCode) -> Mistake {
      after("net 2 2 1\ninit torch seed 1\ndata xor", wrong, code)
    }

    /// A net that has been trained for three epochs.
    static func afterTraining(_ wrong: String, _ code: DiagnosticCode) -> Mistake {
      after("net 2 2 1\ninit torch seed 1\ndata xor\ntrain adam epochs 3", wrong, code)
    }
  }

  /// Its production, for what follows the word; the token is the word.
  typealias Production = @Sendable (inout Parser, Token) throws(Diagnostic) -> Statement

  /// The word that it begins with.
  public var word: String { row.word }
  /// All its fixed words: `check gradient`.
  var verb: String { row.verb }
  /// Where help and the manual list it.
  public var family: Family { row.family }
  /// One line for help, without a final stop.
  public var summary: String { row.summary }
  /// Its forms, as one types them.
  public var forms: [String] { row.forms }
  /// Besides the settings of optimizers.
  public var options: [OptionSpec] { row.options.rows }
  /// Defaults and meanings, a sentence each.
  public var notes: [String] { row.notes }
  /// Statements that run.
  public var example: String { row.example }
  /// The settings of optimizers are options too.
  public var takesSettings: Bool { row.takesSettings }
  /// The kinds of named things that its help lists.
  public var speaksOf: [Vocabulary.Kind] { row.speaksOf }
  /// What it does, apart from its result; options may add to that.
  public var effects: Set<Effect> { row.effects }
  /// Whether it runs another script.
  var runsScript: Bool { row.runsScript }
  /// What often goes wrong with it; help shows it, and the test suite makes each mistake.
  public var mistakes: [Mistake] { row.mistakes }
  /// What its argument has to be, where it is one number and nothing else.
  var bound: ArgumentBound? { row.bound }
  /// Its options by their words.
  var optionTable: OptionTable { row.options }
  var parse: Production { row.parse }

  /// Whoever has a row has a pointer to it: each statement of a text asks for its own.
  private let row: Row

  private final class Row: Sendable {
    let word: String
    let verb: String
    let family: Family
    let summary: String
    let forms: [String]
    let options: OptionTable
    let notes: [String]
    let example: String
    let takesSettings: Bool
    let speaksOf: [Vocabulary.Kind]
    let effects: Set<Effect>
    let runsScript: Bool
    let mistakes: [Mistake]
    let bound: ArgumentBound?
    let parse: Production

    init(
      word: String, verb: String, family: Family, summary: String, forms: [String], options: [OptionSpec],
      notes: [String], example: String, takesSettings: Bool, speaksOf: [Vocabulary.Kind],
      effects: Set<Effect>, mistakes: [Mistake], bound: ArgumentBound?, parse: @escaping Production
    ) {
      (self.word, self.verb, self.family, self.summary) = (word, verb, family, summary)
      (self.forms, self.options, self.notes) = (forms, OptionTable(options), notes)
      (self.example, self.takesSettings, self.speaksOf) = (example, takesSettings, speaksOf)
      (self.effects, runsScript) = (effects, effects.contains(.runsScript))
      (self.mistakes, self.bound, self.parse) = (mistakes, bound, parse)
    }
  }

  init(
    _ word: String, verb: String? = nil, _ family: Family, _ summary: String, forms: [String],
    options: [OptionSpec] = [], notes: [String] = [], example: String, takesSettings: Bool = false,
    speaksOf: [Vocabulary.Kind] = [], effects: Set<Effect> = [], mistakes: [Mistake] = [],
    bound: ArgumentBound? = nil, parse: @escaping Production
  ) {
    row = Row(
      word: word, verb: verb ?? word, family: family, summary: summary, forms: forms, options: options,
      notes: notes, example: example, takesSettings: takesSettings, speaksOf: speaksOf, effects: effects,
      mistakes: mistakes, bound: bound, parse: parse)
  }

  /// Whether it is the same row.
  func isSame(as other: StatementSpec) -> Bool { row === other.row }
}

extension StatementSpec {
  /// All statements, by family, in the order of help and the manual.
  public static let all: [StatementSpec] = [
    .net, .show, .precision,
    .data, .split, .scale,
    .initialize, .set, .dump, .fingerprint, .reset,
    .train, .step, .goto, .back, .compare, .watch, .play, .freeze, .unfreeze,
    .eval, .explain, .score, .plot, .diagnose, .guess, .check, .digits,
    .sweep, .replay,
    .if, .repeat, .for, .while, .define, .run, .let, .print, .expect,
    .say, .section, .pause, .hide, .note, .exercise, .hint, .done, .solution, .skip, .help, .apropos, .why,
    .tour,
    .seed, .language, .undo, .redo, .history, .transcript, .prompt, .color, .timing, .quiet, .pager,
    .save, .load, .export, .import, .report, .clear, .quit,
  ]

  /// The words that begin a statement, and those that continue or close a block.
  public static let words: Set<String> = Set(all.map(\.word)).union([
    Keyword.end.rawValue, Keyword.else.rawValue,
  ])

  /// The words that are words to the language.
  fileprivate static let roles: [(text: String, role: Word.Role)] =
    Keyword.allCases.map { ($0.rawValue, Word.Role(keyword: $0.number)) }
    + all.enumerated().map { ($1.word, Word.Role(verb: UInt8($0 + 1))) }

  fileprivate init?(_ role: Word.Role) {
    guard role.verb > 0 else { return nil }
    self = Self.all[Int(clamping: role.verb) - 1]
  }

  private static let byWord = Dictionary(all.map { ($0.word, $0) }) { first, _ in first }

  /// The row of a word; nil if no statement begins with it.
  public static func named(_ word: String) -> StatementSpec? { byWord[word] }
}

extension WordTable {
  /// Keywords, and the words of statements; of two statements with one word the first has it.
  static let ofLanguage = WordTable(StatementSpec.roles)
}

extension Word {
  /// The statement that begins with it; nil if none does.
  var spec: StatementSpec? { StatementSpec(role) }
}

extension Token {
  /// The statement that begins with it; nil if none does.
  var spec: StatementSpec? { StatementSpec(role) }
  func isVerb(_ spec: StatementSpec) -> Bool { self.spec?.isSame(as: spec) == true }
}

extension Vocabulary {
  /// The options of a statement, the settings of optimizers included where it takes them.
  public func options(of spec: StatementSpec) -> [OptionSpec] {
    spec.takesSettings ? spec.options + settings : spec.options
  }

  /// The same by their words.
  func optionTable(of spec: StatementSpec) -> OptionTable {
    spec.takesSettings ? OptionTable(options(of: spec)) : spec.optionTable
  }
}
