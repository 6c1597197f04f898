import Language

/// What the language remembers of earlier statements.
struct Recall: Sendable {
  /// The last `train` line: `train` alone repeats it. `text` is nil if it was not typed as a line of its own.
  var train: (statement: TrainStatement, source: Source, text: String?)?
  /// The last sweep: `replay` makes runs of it again.
  var sweep: Sweep?
  /// Trainings that `as` gave a name, the oldest first.
  var runs: [LossRun] = []
  /// What `_` is: the last value that was shown.
  var value: Value?
}
