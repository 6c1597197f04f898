import Language
import NeuralCore
import Standard

/// What happened, as values. The terminal's text and the JSON lines are renderings of these.
///
/// Numbers of the net and the data stand here as the language sees them: as the shortest decimal that reads back.
public enum Event: Sendable {
  /// A statement is about to run.
  case statement(StatementEcho)
  case net(NetReport)
  case data(DataReport)
  case table(TableReport)
  case split([(part: Part, rows: Int)], seed: Int64, isSeedChosen: Bool)
  case scale(ScaleReport)
  case showData(DataSummary)
  case start(InitializationReport)
  case set([WeightValue], of: Int)
  case dump([WeightValue])
  case wrote(file: String, lines: Int)
  case fingerprint(String)
  case reset(weights: Int)
  case trainStarted(TrainStarted)
  case epoch(Int, loss: Double, rate: Double?)
  case precision(Precision)
  case language(Int)
  case gradientCheck(GradientReport)
  case train(TrainReport)
  case attempt(TrainReport.Attempt, number: Int)
  case frozen(count: Int, of: Int)
  case eval([EvalRow], classes: [String], digits: Int)
  case explain(Explanation, notation: String?)
  case guess(GuessReport)
  case epochs(EpochsReport)
  case wentTo(TravelReport)
  case compare(ComparisonReport)
  case diagnosis(Diagnosis, isShort: Bool)
  case score([ScoreReport])
  case show(SessionReport)
  case value(Value)
  /// Something that explains what follows.
  case note(String)
  case print(String)
  case expect(String)
  case bound(name: String, Value)
  case say(String)
  case section(String)
  case pause
  /// For the speaker of a demo.
  case speakerNote(String)
  case help(HelpTopic)
  /// Of a code of mistakes; with the message if it was the last one.
  case why(DiagnosticCode, String?)
  case seeded(Int64)
  case seedChosen(Int64)
  case digits(Int)
  case undone(String)
  case redone(String)
  case history([String])
  /// The lines of a script.
  case transcript([String])
  case color(ColorChoice?)
  case timing(Bool)
  /// The seconds that the statement before took.
  case timed(Double)
  case loaded(file: String, SessionReport)
  /// The tour is asked for: whoever shows events shows it too, or says where there is one.
  case tour
  case cleared
  case failure(Diagnostic)
}

/// A statement as it stands in the source, and the session in short before it.
public struct StatementEcho: Sendable {
  public let text: String
  /// Empty where the door does not show prompts.
  public let prompt: String
  /// `say`, `section`, `note` or `pause`: what it shows speaks for itself.
  public let isNarration: Bool
}

public struct NetReport: Sendable {
  public let network: Network
}

public struct DataReport: Sendable {
  public let name: String
  public let rows: Int
  public let inputs: Int
  public let targets: Int
  /// Nobody asked for it: the net has the shape of xor.
  public let isFallback: Bool
  public let classes: [String]
  /// What the points were drawn from, if they were.
  public let seed: Int64?
  public let isSeedChosen: Bool
}

/// How a file was read.
public struct TableReport: Sendable {
  public let file: String
  public let rows: Int
  public let delimiter: String
  public let hasHeader: Bool
  public let targets: [String]
  /// Missing values that became means, and rows left out.
  public let filled: Int
  public let dropped: Int
}

public struct ScaleReport: Sendable {
  /// nil: taken back.
  public let scaling: Scaling?
  public let columns: [String]
}

/// What `show data` shows.
public struct DataSummary: Sendable {
  public struct Column: Sendable {
    public let name: String
    public let least: Double
    public let mean: Double
    public let most: Double
  }

  public let report: DataReport
  public let parts: [(part: Part, rows: Int)]
  public let scaling: String?
  public let inputs: [Column]
  public let targets: [Column]
  /// How many rows each class has; empty if the targets are no classes.
  public let balance: [(name: String, rows: Int)]
  public let first: [EvalRow]
}

public struct InitializationReport: Sendable {
  public struct LayerReport: Sendable {
    /// 1 is the first behind the inputs.
    public let number: Int
    public let inputs: Int
    public let outputs: Int
    public let weights: Initializer.Distribution
    /// nil for a layer without biases.
    public let biases: Initializer.Distribution?
    public let least: Double
    public let most: Double
  }

  public let name: String
  public let form: String?
  /// nil for a start that draws nothing.
  public let seed: Int64?
  /// The seed was not given but chosen.
  public let isSeedChosen: Bool
  /// The start was not asked for: `train` came first.
  public let isImplied: Bool
  public let layers: [LayerReport]
}

public struct WeightValue: Sendable, Equatable {
  public let name: WeightName
  public let value: Double
}

public struct TrainStarted: Sendable {
  public let optimizer: String
  /// Goes on with the averages of the last train.
  public let continues: Bool
}

/// How a training goes while it runs. No event: it is gone when the training ends.
public struct TrainProgress: Sendable {
  /// Since `init`.
  public let epoch: Int
  /// Of this training, and the most that it may have.
  public let epochs: Int
  public let budget: Int
  public let loss: Double
  public let losses: [LossPoint]
  public let seconds: Double
  public let secondsAllowed: Double?

  public init(
    epoch: Int, epochs: Int, budget: Int, loss: Double, losses: [LossPoint], seconds: Double,
    secondsAllowed: Double?
  ) {
    (self.epoch, self.epochs, self.budget, self.loss) = (epoch, epochs, budget, loss)
    (self.losses, self.seconds, self.secondsAllowed) = (losses, seconds, secondsAllowed)
  }
}

public struct TrainReport: Sendable {
  public enum Reason: String, Sendable {
    case until, epochs, seconds, patience, mingrad, interrupted, diverged
  }

  /// One start of a training with restarts.
  public struct Attempt: Sendable {
    /// nil where it drew on from the running generator, so that no seed replays it.
    public let seed: Int64?
    public let epochs: Int
    public let loss: Double
    public let end: Reason
  }

  public let reason: Reason
  /// All attempts, if there were restarts.
  public let attempts: [Attempt]
  /// The line that replays the last attempt alone.
  public let replay: String?
  /// With patience: the epoch whose weights came back, and its figure.
  public let best: (epoch: Int, metric: String, value: Double)?

  /// Epochs of this statement, and since `init`.
  public let epochs: Int
  public let epoch: Int
  /// The loss of the last pass before its update, and with the weights as they are now; nil where a long training was
  /// interrupted.
  public let loss: Double
  public let lossAfter: Double?

  /// The condition as written; nil if there was none.
  public let condition: String?
  /// nil if there was no condition to meet.
  public let reached: Bool?
  /// The loss of the first pass.
  public let firstLoss: Double
  /// The budget was the default one.
  public let isBudgetImplied: Bool
  public let seconds: Double
  public let seed: Int64?
  /// The largest slope that `mingrad` allows, if it ended the training.
  public let slopeLimit: Double?

}

public struct EvalRow: Sendable {
  public let inputs: [Double]
  public let outputs: [Double]
  public let targets: [Double]?
}

public struct ScoreReport: Sendable {
  public let data: String
  public let part: Part
  public let rows: Int
  public let lossName: String
  public let loss: Double
  /// nil where the targets are no classes.
  public let confusion: Confusion?
  public let errors: ErrorSize
}

public struct SessionReport: Sendable {
  public let network: Network?
  public let start: String?
  public let seed: Int64?
  public let data: DataReport?
  public let loss: String
  public let lossValue: Double?
  public let optimizer: String?
  public let epoch: Int
  public let precision: Precision
}

/// What `check gradient` found.
public struct GradientReport: Sendable {
  public let network: Network
  public let check: GradientCheck
  public let loss: String
  public let rows: Int
}

/// What `guess` shows: the outputs beside the number that was typed.
public struct GuessReport: Sendable {
  public let row: EvalRow
  /// nil where none was typed.
  public let guesses: [Double]?
  /// There was nobody to ask.
  public let isPassedBy: Bool
  public let digits: Int
}

/// What `show epochs` shows.
public struct EpochsReport: Sendable {
  public let first: Int
  public let last: Int
  public let here: Int
  /// Losses on the way, each of the pass before the update.
  public let losses: [LossPoint]
  /// The most bytes that kept states take.
  public let bound: Int
}

/// Where `goto` or `back` went.
public struct TravelReport: Sendable {
  public let epoch: Int
  public let last: Int
  public let loss: Double?
}

/// What `compare epoch` shows.
public struct ComparisonReport: Sendable {
  public let network: Network
  public let epochs: (Int, Int)
  public let losses: (Double, Double)?
  public let weights: [(name: WeightName, first: Double, second: Double)]
}

/// What `help` shows.
public enum HelpTopic: Sendable {
  case overview([StatementSpec], metrics: [String], functions: [String])
  case statement(StatementSpec, options: [OptionSpec], named: [(kind: String, entries: [Vocabulary.Entry])])
  case entry(kind: String, Vocabulary.Entry, settings: [Setting], source: String?)
  /// An option, with the statements that take it; if it is a setting, with the optimizers that have it.
  case option(
    OptionSpec, of: [String], named: [Vocabulary.Entry], settings: [(optimizer: String, setting: Setting)])
  /// What has to do with a word: where it was found, its name, its line.
  case found(String, [(kind: String, name: String, summary: String)])

}
