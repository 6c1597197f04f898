import Experiments
import NeuralCore

/// The last sweep of a session: what came of it, and what a run of it needs to be made again.
public struct Sweep: Sendable {
  /// All its runs.
  public let result: SweepResult
  /// What its table says besides its runs.
  let outline: SweepOutline
  /// That it took.
  let seconds: Double
  /// The file with a line for each run; nil for none.
  let ledger: String?
  /// One for each variant of the result.
  let variants: [SweepVariant]
}

/// A variant as it was before any run of it.
struct SweepVariant: Sendable {
  /// The network, its weights not drawn yet, with what belongs to it.
  let model: Model
  /// Split and scaled as the session had it; folds are cut out of it anew.
  let data: DataState
  /// How weights begin.
  let start: SweepStart
  /// Its `train` line, with values in the place of variables.
  let train: String
}

/// How the weights of a run begin.
enum SweepStart: Sendable {
  /// They are drawn, the first draw from the seed of the run.
  case draws([Initialization.Step])
  /// They are those of the model; the seed is for whatever else is drawn.
  case weights
}
