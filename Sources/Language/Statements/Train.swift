/// `train adam lr 0.01 until loss<0.01`; without an optimizer the last line again. `step` has the same form.
public struct TrainStatement: Sendable {
  /// nil repeats the last line.
  public let optimizer: Located<String>?
  /// Those of `TrainOption`, and settings of the optimizer.
  public let options: GivenOptions<TrainOption>
}

/// The options of `train`, besides the settings of its optimizer.
public enum TrainOption: String, OptionKey {
  case until, epochs, seconds, batch, shuffle, patience, least, on, restart, keeping, log
  case loss, weights, smoothing, schedule, warmup, over, clip, maxnorm, dropout, accumulate, mingrad
  case `as`

  /// The most epochs of a line that names neither epochs nor seconds, and no condition.
  public static let defaultEpochs = 100
  /// The most epochs of a line that names neither epochs nor seconds, with `until` or `mingrad`.
  public static let defaultEpochsWithGoal = 100_000

  /// The option's row: what follows it, and its line of help.
  public var spec: OptionSpec {
    switch self {
    case .until:
      option([.expression("CONDITION")], "stops after the first epoch for which the condition holds")
    case .epochs:
      option(
        [.argument("N")], "at most N epochs", .count,
        fallback: "\(Self.defaultEpochs); \(Self.defaultEpochsWithGoal) with until or mingrad",
        isMeantByNumber: true)
    case .seconds: option([.argument("X")], "at most X seconds", .positive)
    case .batch: option([.argument("N")], "rows per batch", .count, fallback: "all rows")
    case .shuffle: option([], "takes the rows in a new order each epoch, like PyTorch's DataLoader")
    case .patience:
      option(
        [.argument("N")], "stops after N epochs without improvement and restores the best weights", .count)
    case .least:
      option(
        [.argument("X")], "with patience: the least improvement that counts", .positive, fallback: "any")
    case .on:
      option(
        [.word(.metric)],
        "metric that patience and plateau monitor: val.loss if there is a validation set, else loss")
    case .restart:
      option(
        [.literal("every"), .argument("N")], "restarts from new weights every N epochs without success",
        .count)
    case .keeping:
      option(
        [.literal("optimizer")],
        "restarts keep the optimizer's state and the generator's sequence, as the notebook does")
    case .log:
      option(
        [.literal("every"), .argument("N")], "shows the loss of every N-th epoch", .count,
        fallback: "1, 10, 100 …")
    case .loss: LossOption.loss.spec
    case .weights: LossOption.weights.spec
    case .smoothing: LossOption.smoothing.spec
    case .schedule: option([.named(.schedule)], "how the learning rate changes from epoch to epoch")
    case .warmup:
      option([.argument("N")], "the learning rate rises from lr/N to lr over the first N epochs", .count)
    case .over:
      option([.argument("N")], "number of epochs that a schedule covers", .count, fallback: "epochs")
    case .clip:
      option(
        [.word(.clip), .argument("X")], "limits each component of the gradient (value) or its norm (norm)",
        .positive)
    case .maxnorm: option([.argument("X")], "maximum norm of the weights into a neuron", .positive)
    case .dropout:
      option(
        [.argument("P")], "probability that a hidden output is dropped in a pass", .fraction, fallback: "0")
    case .accumulate:
      option(
        [.argument("N")], "one update for every N batches, with their mean gradient", .count, fallback: "1")
    case .mingrad:
      option([.argument("X")], "stops after an epoch with no gradient component above X", .positive)
    case .as: option([.argument("\"NAME\"")], "name of the run, for plot loss")
    }
  }

  /// Whether it makes sense for one update, and so for `step`.
  public var isOfOneUpdate: Bool {
    switch self {
    case .batch, .shuffle, .loss, .weights, .smoothing, .schedule, .warmup, .over, .clip, .maxnorm, .dropout,
      .accumulate:
      true
    case .until, .epochs, .seconds, .patience, .least, .on, .restart, .keeping, .log, .mingrad, .as: false
    }
  }

  private func option(
    _ values: [OptionSpec.Value], _ summary: String, _ range: NumberRange? = nil, fallback: String? = nil,
    isMeantByNumber: Bool = false
  ) -> OptionSpec {
    OptionSpec(rawValue, values, summary, range, fallback: fallback, isMeantByNumber: isMeantByNumber)
  }
}

extension StatementSpec {
  static let train: StatementSpec = StatementSpec(
    "train", .training, "trains the network: minimizes the loss",
    forms: ["train OPTIMIZER [OPTIONS]", "train      (the last line again)"], options: TrainOption.specs,
    notes: [
      "With `seconds` and without `epochs`, there are as many epochs as the time allows.",
      "In `until`, `loss` is that of the pass before the update, as in PyTorch.",
      "A net whose weights were never set gets `init torch` first.",
      "A second `train` with the same optimizer continues with its state and the settings of its own line.",
      "The default loss is mse; for a softmax output, cross-entropy.",
      "A line with the same schedule as the line before continues it until it ends.",
    ],
    example: "net 2 2 1\ninit xavier seed 1000\ntrain adam lr 0.01 until loss<0.01", takesSettings: true,
    speaksOf: [.optimizer, .loss, .schedule], effects: [.changesSession, .trains],
    mistakes: [
      .afterXor("train lr 0.01", .missingArgument), .afterXor("train adam lr -1", .outOfRange),
      .afterXor("train adam momentum 0.9", .settingMismatch),
      .afterXor("train adam until los<0.01", .unknownMetric), .after("net 3 2 1", "train adam", .noData),
    ]
  ) { (parser, _) throws(Diagnostic) in .train(try parser.training(.train)) }

  static let step: StatementSpec = StatementSpec(
    "step", .training, "makes one update and shows every number of it",
    forms: ["step      (of the last train line)", "step OPTIMIZER [OPTIONS]"],
    options: TrainOption.allCases.filter(\.isOfOneUpdate).map(\.spec),
    notes: [
      "`explain step` shows the same without making the update.",
      "With `batch` an update takes the next rows; an epoch ends when all rows have been used.",
      "`train` after steps begins a new epoch.",
    ],
    example: "net 2 2 1\ndata xor\ninit torch seed 1\nstep adam lr 0.01\nstep", takesSettings: true,
    speaksOf: [.optimizer], effects: [.changesSession],
    mistakes: [.afterXor("step lr 0.01", .missingArgument), .alone("step adam", .noNet)]
  ) { (parser, _) throws(Diagnostic) in .step(try parser.training(.step)) }
}

extension Parser {
  /// train = ( "train" | "step" ) [ OPTIMIZER { option } ] ;
  fileprivate mutating func training(_ spec: StatementSpec) throws(Diagnostic) -> TrainStatement {
    expect(.named(.optimizer))
    guard !isAtLineEnd else { return TrainStatement(optimizer: nil, options: GivenOptions()) }
    let table = options(of: spec)
    guard !isAtOption(table) else {
      throw Diagnostic(
        .missingArgument, "`\(spec.word)` names its optimizer before the options", at: current.span,
        help: ["For example: \(spec.word) \(optimizer(with: text(from: current))) \(text(from: current))"])
    }
    let optimizer = try word(of: .optimizer)
    self.optimizer = optimizer.node
    defer { self.optimizer = nil }
    return TrainStatement(optimizer: optimizer, options: try options(of: spec, TrainOption.self))
  }

  /// One that has the settings of a line: adam, or the first that has all of them.
  private func optimizer(with options: Substring) -> String {
    let given = Set(options.split(separator: " ").map(String.init))
    let settings = given.intersection(vocabulary.settings.map(\.word))
    return (["adam"] + vocabulary.names(.optimizer)).first { name in
      settings.isSubset(of: vocabulary.entry(.optimizer, name)?.options ?? [])
    } ?? "adam"
  }
}

/// A training line under its word, `train` or `step`.
struct TrainSyntax: LineSyntax {
  let spec: StatementSpec?
  let train: TrainStatement

  var givenOptions: [GivenOption] { train.options.all }

  func checkLiterals(_ check: inout LiteralCheck) { train.checkLiterals(&check) }

  func words(_ formatter: Formatter) -> [String] { [spec?.word ?? ""] + train.words(formatter) }
}

extension TrainStatement {
  /// The optimizer and the options.
  func words(_ formatter: Formatter) -> [String] {
    [optimizer?.node ?? ""] + options.map { formatter.text($0) }
  }
}
