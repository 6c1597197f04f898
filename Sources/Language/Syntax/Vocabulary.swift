/// The named things that a text can mention. The parser is given them: to it, `adam` is a row of a list, so a new
/// optimizer changes nothing here.
public struct Vocabulary: Sendable {
  /// One named thing: its word, what it is, and what may follow it.
  public struct Entry: Sendable {
    /// The word of the language.
    public var name: String { row.name }
    /// One line for help, without a final stop.
    public var summary: String { row.summary() }
    /// The numbers that must follow: `low high`.
    public var parameters: [String] { row.parameters }
    /// Words one of which may follow: `normal`, `uniform`.
    public var forms: [String] { row.forms }
    /// The options of its statement that apply to it.
    public var options: [String] { row.options }
    /// A number for each parameter, as it may be typed.
    public var examples: [String] { row.examples }
    /// What its parameters have to be, one each; of an optimizer, its options.
    public var ranges: [NumberRange] { row.ranges }

    private let row: Row

    private final class Row: Sendable {
      let name: String
      /// Only help shows it, and some put a formula into words for it.
      let summary: @Sendable () -> String
      let parameters: [String]
      let examples: [String]
      let forms: [String]
      let options: [String]
      let ranges: [NumberRange]

      init(
        _ name: String, _ summary: @escaping @Sendable () -> String, _ parameters: [String],
        _ examples: [String], _ forms: [String], _ options: [String], _ ranges: [NumberRange]
      ) {
        (self.name, self.summary, self.parameters, self.examples) = (name, summary, parameters, examples)
        (self.forms, self.options, self.ranges) = (forms, options, ranges)
      }
    }

    /// A named thing.
    public init(
      _ name: String, _ summary: @autoclosure @escaping @Sendable () -> String, parameters: [String] = [],
      examples: [String] = [], forms: [String] = [], options: [String] = [], ranges: [NumberRange] = []
    ) {
      row = Row(name, summary, parameters, examples, forms, options, ranges)
    }
  }

  /// The kinds of named things. The raw value is the word for one in messages.
  public enum Kind: String, Sendable, CaseIterable {
    case activation, initialization, optimizer, loss, schedule, scaling, metric, function, constant,
      precision,
      notation, picture
    case data = "data set"
    /// Of files that nets leave in.
    case fileFormat = "file format"
    /// `in` or `out`.
    case fan
    /// `value` or `norm`.
    case clip = "kind of clipping"
    /// `mean` or `drop`.
    case missing = "treatment of missing values"
    case promptForm = "form of the prompt"
    /// What a derivative is by: `weights` or `inputs`.
    case slope = "kind of derivative"
    /// Whose names formulas have: `program` or `math`.
    case naming = "wording"
    /// `on`, `off` or `auto`.
    case color = "color mode"
    /// `on` or `off`.
    case timing = "timing mode"
    /// `on` or `off`.
    case quiet = "quiet mode"
    /// `on` or `off`.
    case header = "header mode"
    /// `on` or `off`.
    case logAxis = "log mode"
    /// `on` or `off`.
    case pager = "pager mode"

    /// As the form of an option shows it: the words themselves if there are few.
    public var form: String {
      switch self {
      case .fan: "in|out"
      case .slope: "weights|inputs"
      case .naming: "program|math"
      case .clip: "value|norm"
      case .missing: "mean|drop"
      case .notation: "markdown|latex|python"
      case .promptForm: "full|net|short"
      case .color: "on|off|auto"
      case .timing, .quiet, .header, .logAxis, .pager: "on|off"
      case .fileFormat: "FORMAT"
      case .activation, .initialization, .optimizer, .loss, .schedule, .scaling, .metric, .function,
        .constant, .precision, .data, .picture:
        rawValue.uppercased()
      }
    }

    /// Of several.
    public var plural: String { rawValue + (rawValue.hasSuffix("s") ? "es" : "s") }

    /// With its article.
    public var text: String {
      switch self {
      case .activation, .initialization, .optimizer: "an \(rawValue)"
      case .loss, .schedule, .scaling, .metric, .function, .constant, .precision, .notation, .data, .picture,
        .fileFormat, .fan,
        .clip,
        .missing,
        .promptForm, .slope, .naming, .color, .timing, .quiet, .header, .logAxis, .pager:
        "a \(rawValue)"
      }
    }

    /// Whether its words only choose one of a few ways, as `on` and `off`. Help looks for options first.
    public var isChoice: Bool {
      switch self {
      case .fan, .clip, .missing, .promptForm, .slope, .naming, .color, .timing, .quiet, .header, .logAxis,
        .pager:
        true
      case .activation, .initialization, .optimizer, .loss, .schedule, .scaling, .metric, .function,
        .constant, .precision,
        .notation, .data, .picture, .fileFormat:
        false
      }
    }
  }

  /// All named things, by kind, in the order of help.
  public let entries: [Kind: [Entry]]
  /// The options of `train` that come from the optimizers: `lr`, `momentum`, `nesterov` …
  public let settings: [OptionSpec]
  /// The things of each name; a name may be that of things of several kinds.
  private let named: [String: [(kind: Kind, entry: Entry)]]

  /// A vocabulary for the parser.
  public init(entries: [Kind: [Entry]], settings: [OptionSpec]) {
    (self.entries, self.settings) = (entries, settings)
    var named: [String: [(kind: Kind, entry: Entry)]] = [:]
    for (kind, entries) in entries {
      for entry in entries { named[entry.name, default: []].append((kind, entry)) }
    }
    self.named = named
  }

  /// The names of a kind, in the order of its table.
  public func names(_ kind: Kind) -> [String] { (entries[kind] ?? []).map(\.name) }

  /// The row of a name; nil if the table has no such name.
  public func entry(_ kind: Kind, _ name: String) -> Entry? {
    named[name]?.first { $0.kind == kind }?.entry
  }

  /// Whether the table of a kind has the name.
  func has(_ kind: Kind, _ name: String) -> Bool { named[name]?.contains { $0.kind == kind } == true }
}
