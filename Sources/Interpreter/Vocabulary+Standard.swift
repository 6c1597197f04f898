import Language
import NeuralCore

extension Vocabulary {
  /// The vocabulary of the language, out of the tables of the core and the interpreter.
  public static let standard = Vocabulary(
    entries: [
      .activation: Activation.all.map { Entry($0.name, "\($0.summary): \($0.formula)") },
      .start: Initializer.all.map {
        Entry(
          $0.name, $0.summary, parameters: $0.parameters,
          forms: $0.hasForms ? Initializer.Form.allCases.map(\.rawValue) : [], options: $0.options)
      },
      .optimizer: Optimizer.all.map { Entry($0.name, $0.summary, options: $0.settings.map(\.name)) },
      .loss: Loss.all.map { Entry($0.name, "\($0.summary): \($0.formula)") },
      .data: BuiltinData.all.map {
        Entry(
          $0.name, $0.summary, parameters: $0.parameters.map(\.name),
          options: $0.isDrawn ? ["noise", "seed"] : [])
      },
      .scaling: [
        Entry("standard", "each input less its mean, divided by its standard deviation"),
        Entry("minmax", "each input from 0 for its least to 1 for its greatest value"),
        Entry("none", "as they are"),
      ],
      .metric: Metric.all.map { Entry($0.name, $0.summary) },
      .function: Function.all.map { Entry($0.name, $0.summary) },
      .schedule: Schedule.all.map {
        Entry($0.name, "\($0.summary): \($0.formula)", parameters: $0.parameters.map(\.name))
      },
      .clip: [
        Entry("value", "no slope is further from 0 than the number"),
        Entry("norm", "the whole gradient is no longer than the number"),
      ],
      .precision: [
        Entry("single", "float32, about 7 digits: as PyTorch computes unless told otherwise"),
        Entry("double", "float64, about 16 digits"),
      ],
      .notation: [
        Entry("markdown", "headings and formulas as Markdown pages and notebooks show them"),
        Entry("latex", "a document that LaTeX typesets, with amsmath"),
        Entry("python", "a program that needs nothing but Python and prints the same numbers"),
      ],
      .missing: [
        Entry("mean", "a missing value becomes the mean of its column"),
        Entry("drop", "a row with a missing value is left out"),
      ],
      .promptForm: Session.Display.PromptForm.allCases.map { Entry($0.rawValue, $0.summary) },
      .color: Session.Display.Color.allCases.map { Entry($0.rawValue, $0.summary) },
      .timing: [
        Entry("on", "each statement's time is shown behind its result"), Entry("off", "it is not"),
      ],
      .fan: [Entry("in", "weights into a neuron"), Entry("out", "weights out of a neuron")],
    ],
    settings: trainSettings)

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
