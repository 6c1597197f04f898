import Interchange
import Language
import NeuralCore

extension Vocabulary {
  /// The vocabulary of the language, from the tables of the core and of this room.
  public static let standard = Vocabulary(
    entries: Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0, standardEntries($0)) }),
    settings: trainSettings)

  private static func standardEntries(_ kind: Kind) -> [Entry] {
    switch kind {
    case .activation: Activation.all.map { Entry($0.name, "\($0.summary): \($0.formula)") }
    case .initialization:
      Initializer.all.map {
        Entry(
          $0.name, $0.summary, parameters: $0.parameters.map(\.name),
          examples: $0.parameters.map(\.example),
          forms: $0.hasForms ? Initializer.Form.allCases.map(\.rawValue) : [],
          options: $0.options.map(\.rawValue), ranges: $0.parameters.map { NumberRange($0.range) })
      }
    case .optimizer:
      Optimizer.all.map {
        Entry(
          $0.name, $0.summary, options: $0.settings.map(\.name),
          ranges: $0.settings.map { NumberRange($0.range) })
      }
    case .loss: Loss.all.map { Entry($0.name, "\($0.summary): \($0.formula)") }
    case .schedule:
      Schedule.all.map {
        Entry(
          $0.name, "\($0.summary): \($0.formula)", parameters: $0.parameters.map(\.name),
          examples: $0.parameters.map(\.fallback.text),
          ranges: $0.parameters.map { NumberRange($0.range) })
      }
    case .data:
      BuiltinData.all.map {
        Entry(
          $0.name, $0.summary, parameters: $0.parameters.map(\.name),
          examples: $0.parameters.map { String($0.fallback) },
          options: $0.isDrawn ? DataOption.allCases.filter { !$0.isOfFiles }.map(\.rawValue) : [],
          ranges: $0.parameters.map { .whole($0.range) })
      }
    case .metric: MetricName.allCases.map { Entry($0.rawValue, $0.summary) }
    case .function: FunctionSignature.all.map { Entry($0.name, $0.summary) }
    case .constant: ConstantName.allCases.map { Entry($0.rawValue, $0.summary) }
    case .scaling: choices(ScalingChoice.self)
    case .precision: choices(Precision.self)
    case .notation: choices(NotationChoice.self)
    case .fan: choices(Initializer.Fan.self)
    case .slope: choices(SlopeChoice.self)
    case .naming: choices(NamingChoice.self)
    case .clip: choices(ClipChoice.self)
    case .missing: choices(MissingChoice.self)
    case .promptForm: choices(PromptForm.self)
    case .color: choices(ColorChoice.self)
    case .timing: choices(TimingChoice.self)
    case .quiet: choices(QuietChoice.self)
    case .header: choices(HeaderChoice.self)
    case .logAxis: choices(LogAxisChoice.self)
    case .picture: Picture.allCases.map { Entry($0.rawValue, $0.summary) }
    case .fileFormat: FileFormat.written.map { Entry($0.name, "\($0.summary) (\($0.suffixes[0]))") }
    case .pager: choices(PagerChoice.self)
    }
  }

  private static func choices<Words: Choice>(_ words: Words.Type) -> [Entry] {
    words.allCases.map { Entry($0.rawValue, $0.summary) }
  }

  /// Every setting of every optimizer once, in the order of the tables.
  private static var trainSettings: [OptionSpec] {
    var specs: [OptionSpec] = []
    for setting in Optimizer.all.flatMap(\.settings) where !specs.contains(where: { $0.word == setting.name })
    {
      specs.append(
        OptionSpec(setting.name, setting.range == .flag ? [] : [.argument("X")], setting.summary))
    }
    return specs
  }
}
