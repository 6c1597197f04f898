/// An option of a statement: its word, the pattern of what follows it, and its line of help.
public struct OptionSpec: Sendable {
  /// One part of what follows the word.
  public enum Value: Sendable {
    /// An argument; the text names it in help: "N".
    case argument(String)
    /// An expression in expression mode, to the next option.
    case expression(String)
    /// A file name in quotes.
    case file
    /// A neuron: `L1N0`.
    case neuron
    /// One or more neurons.
    case neurons
    /// A bare word of a table.
    case word(Vocabulary.Kind)
    /// A bare word of a table and the numbers that its row asks for: `step 30 0.1`.
    case named(Vocabulary.Kind)
    /// One or more names of columns.
    case names(String)
    /// A fixed word: `log every 100`.
    case literal(String)

    /// The table of which a word is expected.
    var kind: Vocabulary.Kind? {
      switch self {
      case .word(let kind), .named(let kind): kind
      case .argument, .expression, .file, .neuron, .neurons, .names, .literal: nil
      }
    }

    /// As a form shows it: `N`, `"FILE"`, `every`.
    var form: String {
      switch self {
      case .argument(let name), .expression(let name), .names(let name), .literal(let name): name
      case .file: "\"FILE\""
      case .neuron: "L1N0"
      case .neurons: "L1N0 …"
      case .word(let kind): kind.form
      case .named(let kind): kind.form + " …"
      }
    }
  }

  /// The word that begins it.
  public var word: String { row.word }
  /// What follows the word.
  public var values: [Value] { row.values }
  /// One line for help, without a final stop.
  public var summary: String { row.summary }
  /// The numbers that it takes; nil if it takes none, or any.
  public var range: NumberRange? { row.range }
  /// The default, in words.
  public var fallback: String? { row.fallback }
  /// A bare number among the options most likely lacks this word: `init xavier 3`.
  public var isMeantByNumber: Bool { row.isMeantByNumber }
  /// What a statement with this option does besides the effects of its row.
  public var effects: Set<Effect> { row.effects }

  /// Whoever has a row has a pointer to it: each option of a text has one.
  private let row: Row

  private final class Row: Sendable {
    let word: String
    let values: [Value]
    let summary: String
    let range: NumberRange?
    let fallback: String?
    let isMeantByNumber: Bool
    let effects: Set<Effect>

    init(
      _ word: String, _ values: [Value], _ summary: String, _ range: NumberRange?, _ fallback: String?,
      _ isMeantByNumber: Bool, _ effects: Set<Effect>
    ) {
      (self.word, self.values, self.summary) = (word, values, summary)
      (self.range, self.fallback) = (range, fallback)
      (self.isMeantByNumber, self.effects) = (isMeantByNumber, effects)
    }
  }

  /// A row of an option.
  public init(
    _ word: String, _ values: [Value], _ summary: String, _ range: NumberRange? = nil,
    fallback: String? = nil,
    isMeantByNumber: Bool = false, effects: Set<Effect> = []
  ) {
    row = Row(word, values, summary, range, fallback, isMeantByNumber, effects)
  }

  /// Of statements that compute outputs.
  static let without = OptionSpec(
    "without", [.neurons], "as if these hidden units gave 0: a lesion")

  /// Of all statements that write a file.
  static let replace = OptionSpec("replace", [], "overwrites the file even if nn did not write it")

  /// What it does, what it takes, and its default.
  public var explanation: String {
    ([summary, range?.text].compactMap { $0 } + (fallback.map { ["default \($0)"] } ?? [])).joined(
      separator: "; ")
  }

  /// The kind of named thing that follows, if one does.
  public var kind: Vocabulary.Kind? {
    for value in values {
      switch value {
      case .word(let kind), .named(let kind): return kind
      case .argument, .expression, .file, .neuron, .neurons, .names, .literal: continue
      }
    }
    return nil
  }

  /// Its fixed words: `log every`.
  public var phrase: String {
    ([word] + values.compactMap { if case .literal(let fixed) = $0 { fixed } else { nil } })
      .joined(separator: " ")
  }

  /// As one types it: `log every N`.
  public var form: String { ([word] + values.map(\.form)).joined(separator: " ") }
}

/// The options of one statement, an enum whose raw values are their words. Options are looked up by a case, so that a
/// misspelt one does not compile, and read in a switch over all, so that a new one is not forgotten.
public protocol OptionKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  var spec: OptionSpec { get }
}

extension OptionKey {
  /// The rows of all, in the order of the cases.
  static var specs: [OptionSpec] { allCases.map(\.spec) }
}

/// An option as given: its row, its word, and what followed.
public struct GivenOption: Sendable {
  /// What followed an option's word.
  public enum Argument: Sendable {
    case expression(Expression)
    case word(Located<String>)
    /// Names of columns: words, or texts in quotes.
    case names([Located<String>])
  }

  /// Its row.
  public let spec: OptionSpec
  /// The word as it was typed.
  public let word: Located<String>
  /// What followed it.
  public let arguments: [Argument]
  /// Where the whole option is.
  public let span: Span

  /// The first number, text or other expression among its arguments.
  public var expression: Expression? {
    for case .expression(let expression) in arguments { return expression }
    return nil
  }

  /// All expressions among its arguments: of `schedule step 30 0.1`, 30 and 0.1.
  public var expressions: [Expression] {
    arguments.compactMap { if case .expression(let expression) = $0 { expression } else { nil } }
  }

  /// Shows all expressions among its arguments.
  func visitExpressions(_ body: (Expression) -> Void) {
    for case .expression(let expression) in arguments { body(expression) }
  }

  /// The word of a table among its arguments: of `schedule step 30 0.1`, `step`.
  public var name: Located<String>? {
    arguments.lazy.compactMap { if case .word(let word) = $0 { word } else { nil } }.first
  }

  /// The names of columns among its arguments.
  public var names: [Located<String>] {
    arguments.flatMap { (argument) -> [Located<String>] in
      if case .names(let names) = argument { names } else { [] }
    }
  }
}

/// The options given to a statement, in the order of the text; each at most once.
public struct GivenOptions<Key: OptionKey>: Sendable {
  /// In the order in which they were typed.
  public let all: [GivenOption]

  /// Options as they were typed.
  public init(_ all: [GivenOption] = []) { self.all = all }

  /// The option, if it was given.
  public subscript(key: Key) -> GivenOption? { all.first { $0.word.node == key.rawValue } }

  /// Whether this option was given.
  public func contains(_ key: Key) -> Bool { self[key] != nil }

  /// Those with a key, in the order of the text: for a switch over all keys.
  public var keyed: [(key: Key, option: GivenOption)] {
    all.compactMap { option in Key(rawValue: option.word.node).map { ($0, option) } }
  }

  /// The rest: settings of an optimizer, which are rows of its table.
  public var settings: [GivenOption] { all.filter(isSetting) }

  func isSetting(_ option: GivenOption) -> Bool { Key(rawValue: option.word.node) == nil }
}

extension GivenOptions: RandomAccessCollection {
  /// Of the options as typed.
  public var startIndex: Int { all.startIndex }
  /// Of the options as typed.
  public var endIndex: Int { all.endIndex }
  /// In the order in which they were typed.
  public subscript(position: Int) -> GivenOption { all[position] }
}
