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

  /// The word that it begins with.
  public let word: String
  /// All its fixed words: `check gradient`.
  let verb: String
  /// Where help and the manual list it.
  public let family: Family
  /// One line for help, without a final stop.
  public let summary: String
  /// Its forms, as one types them.
  public let forms: [String]
  /// Besides the settings of optimizers.
  public let options: [OptionSpec]
  /// Defaults and meanings, a sentence each.
  public let notes: [String]
  /// Statements that run.
  public let example: String
  /// The settings of optimizers are options too.
  public let takesSettings: Bool
  /// The kinds of named things that its help lists.
  public let speaksOf: [Vocabulary.Kind]
  /// What it does, apart from its result; options may add to that.
  public let effects: Set<Effect>
  /// What often goes wrong with it; help shows it, and the test suite makes each mistake.
  public let mistakes: [Mistake]
  /// Its production, for what follows the word; the token is the word.
  let parse: @Sendable (inout Parser, Token) throws(Diagnostic) -> Statement

  init(
    _ word: String, verb: String? = nil, _ family: Family, _ summary: String, forms: [String],
    options: [OptionSpec] = [], notes: [String] = [], example: String, takesSettings: Bool = false,
    speaksOf: [Vocabulary.Kind] = [], effects: Set<Effect> = [], mistakes: [Mistake] = [],
    parse: @escaping @Sendable (inout Parser, Token) throws(Diagnostic) -> Statement
  ) {
    (self.word, self.verb, self.family, self.summary) = (word, verb ?? word, family, summary)
    (self.forms, self.options, self.notes) = (forms, options, notes)
    (self.example, self.takesSettings, self.speaksOf) = (example, takesSettings, speaksOf)
    (self.effects, self.mistakes, self.parse) = (effects, mistakes, parse)
  }
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
    .save, .load, .report, .clear, .quit,
  ]

  /// The words that begin a statement, and those that continue or close a block.
  public static let words: Set<String> = Set(all.map(\.word)).union([
    Keyword.end.rawValue, Keyword.else.rawValue,
  ])

  private static let byWord = Dictionary(all.map { ($0.word, $0) }) { first, _ in first }

  /// The row of a word; nil if no statement begins with it.
  public static func named(_ word: String) -> StatementSpec? { byWord[word] }
}

extension Vocabulary {
  /// The options of a statement, the settings of optimizers included where it takes them.
  public func options(of spec: StatementSpec) -> [OptionSpec] {
    spec.takesSettings ? spec.options + settings : spec.options
  }
}
