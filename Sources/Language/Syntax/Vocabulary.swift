/// The named things that a text may speak of. The parser is handed them: to it `adam` is a row of a list, so a new
/// optimizer changes nothing here.
public struct Vocabulary: Sendable {
  /// One named thing: its word, what it is, and what may follow it.
  public struct Entry: Sendable {
    public let name: String
    public let summary: String
    /// The numbers that must follow: `low high`.
    public let parameters: [String]
    /// Words one of which may follow: `normal`, `uniform`.
    public let forms: [String]
    /// The options that it understands beyond those of its statement.
    public let options: [String]

    public init(
      _ name: String, _ summary: String, parameters: [String] = [], forms: [String] = [],
      options: [String] = []
    ) {
      (self.name, self.summary, self.parameters) = (name, summary, parameters)
      (self.forms, self.options) = (forms, options)
    }
  }

  /// The kinds of named things. The raw value is the word for one in messages.
  public enum Kind: String, Sendable, CaseIterable {
    case activation, initialization, optimizer, loss, schedule, scaling, metric, function, precision, notation

    case data = "data set"
    /// `in` or `out`.
    case fan
    /// `value` or `norm`.
    case clip = "way to clip"
    /// `mean` or `drop`.
    case missing
    case promptForm = "form of the prompt"
    /// `on`, `off` or `auto`.
    case color
    /// `on` or `off`.
    case timing

    /// As the form of an option shows it: the words themselves where there are two.
    public var form: String {
      switch self {
      case .fan: "in|out"
      case .clip: "value|norm"
      case .missing: "mean|drop"
      case .notation: "markdown|latex|python"
      case .promptForm: "full|net|short"
      case .color: "on|off|auto"
      case .timing: "on|off"
      default: rawValue.uppercased()
      }
    }

    /// With its article.
    public var text: String {
      switch self {
      case .activation, .initialization, .optimizer: "an \(rawValue)"
      default: "a \(rawValue)"
      }
    }
  }

  public var entries: [Kind: [Entry]]
  /// The options of `train` that come from the optimizers: `lr`, `momentum`, `nesterov` …
  public var settings: [OptionSpec]

  public init(entries: [Kind: [Entry]], settings: [OptionSpec]) {
    (self.entries, self.settings) = (entries, settings)
  }

  public func names(_ kind: Kind) -> [String] { (entries[kind] ?? []).map(\.name) }
  public func entry(_ kind: Kind, _ name: String) -> Entry? { entries[kind]?.first { $0.name == name } }

  /// The options of a statement, those of its named things included.
  public func options(of spec: StatementSpec) -> [OptionSpec] {
    spec.takesSettings ? spec.options + settings : spec.options
  }
}
