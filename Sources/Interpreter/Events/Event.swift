import Charts
import Explaining
import Language
import NeuralCore
import Standard

/// What happened, as a value. A terminal's text, JSON lines and pages are renderings of events.
///
/// Numbers of the network and the data are given as the language sees them: as the shortest decimal that reads back.
public enum Event: Sendable {
  // MARK: Statements

  /// A statement is about to run.
  case statement(StatementEcho)
  /// A statement failed, or a text does not parse.
  case failure(Diagnostic)
  /// Something that explains what follows.
  case note(String)
  /// The seconds that the statement before took, where timing is on.
  case timed(Double)

  // MARK: Network and weights

  case net(NetReport)
  /// The session in short, for `show`.
  case show(SessionReport)
  case precision(Precision)
  /// The version of the language that was asked for.
  case language(Int)
  case initialized(InitializationReport)
  /// Weights that were set, and how many the network has.
  case set([WeightValue], of: Int)
  case dump(WeightValues)
  case frozen(count: Int, of: Int)
  /// So many weights are again as they were drawn.
  case reset(weights: Int)
  case fingerprint(String)

  // MARK: Data

  case data(DataReport)
  /// How a file was read; `data` follows.
  case table(TableReport)
  case split(SplitReport)
  case scale(ScaleReport)
  case showData(DataSummary)

  // MARK: Training

  case trainStarted(TrainStarted)
  /// Epochs that the log shows.
  case logged([EpochReport])
  /// One of several starts came to an end.
  case attempt(TrainReport.Attempt, number: Int)
  case train(TrainReport)
  case epochs(EpochsReport)
  case wentTo(TravelReport)
  case compare(ComparisonReport)

  // MARK: Reading a network

  case eval(EvalRows, classes: [String], digits: Int)
  case explain(Explanation, ExplanationForm)
  case gradientCheck(GradientReport)
  case curvature(CurvatureReport)
  case explainInit(StartReport)
  case explainNeuron(NeuronReport)
  case guess(GuessReport)
  /// The whole diagnosis, or the short form that follows a `train` that missed its condition.
  case diagnosis(Diagnosis, isShort: Bool)
  /// A report for each part of the data.
  case score([ScoreReport])
  case plot(Chart)
  /// A training shown again, picture by picture.
  case play(Movie)
  /// Decimals that are shown from now on.
  case digits(Int)

  // MARK: Experiments

  /// One run of a sweep is over.
  case run(SweepRunReport)
  case sweep(SweepReport)
  /// A part of a sweep is over, whose other runs another process makes.
  case sweepShare(SweepShareReport)
  /// What ledgers of one sweep have together.
  case ledgers(LedgersReport)

  // MARK: Values

  case value(Value)
  case print(String)
  /// A condition held; its text.
  case expect(String)
  case bound(name: String, Value)
  /// The generator begins with this seed.
  case seeded(Int64)
  /// The same where nobody gave one.
  case seedChosen(Int64)

  // MARK: Teaching

  case say(String)
  case section(String)
  case pause(PauseReport)
  /// For the speaker of a demo.
  case speakerNote(String)
  /// An exercise is open: what has to hold.
  case exercise(ExerciseReport)
  /// The next hint of so many, counted from 1.
  case hint(String, number: Int, of: Int)
  /// An exercise was judged, or tried with nobody there.
  case judged(JudgmentReport)
  /// The statements of a solution, which runs now.
  case solution([String])
  /// An exercise was left.
  case skipped(String)
  case help(HelpTopic)
  /// An explanation of a code of mistakes; with the message if it was the last mistake.
  case why(DiagnosticCode, String?, of: StatementSpec?)
  /// The tour is asked for: whoever shows events shows it too, or says where there is one.
  case tour

  // MARK: The session

  case undone(String)
  case redone(String)
  case history([String])
  /// The lines of a script.
  case transcript([String])
  case color(ColorChoice?)
  case timing(Bool)
  case quiet(Bool)
  /// Whether long output is to come in pages: whoever shows events at a terminal decides.
  case pager(Bool)
  /// Pictures that are shown while a training runs, and whether the last ones stay.
  case watch([String], keeps: Bool)
  case wrote(file: String, lines: Int)
  case loaded(file: String, SessionReport)
  /// The net was written for another tool.
  case exported(ExportReport)
  /// A net came from a file of another tool.
  case imported(ImportReport)
  case cleared

  /// A report that `quiet` keeps from being shown. Lines for other programs have it all the same.
  indirect case unshown(Event)
}

/// What a pause waits for.
public enum PauseReport: Sendable, Equatable {
  /// A key.
  case key
  /// So many seconds, or a key before.
  case seconds(Double)
  /// A key, while the audience reads this.
  case text(String)
}

/// A statement as it is in the source, and the session in short before it.
public struct StatementEcho: Sendable {
  /// As it was typed, without its newline.
  public let text: String
  /// Empty where the output does not show prompts.
  public let prompt: String
  /// `say`, `section`, `note` or `pause`: what it shows needs no echo.
  public let isNarration: Bool

  /// A statement, with the prompt before it.
  public init(text: String, prompt: String, isNarration: Bool = false) {
    (self.text, self.prompt, self.isNarration) = (text, prompt, isNarration)
  }
}
