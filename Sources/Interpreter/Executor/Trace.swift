/// What a statement did that its text does not tell.
struct Trace: Sendable {
  /// A seed that nobody gave; `restarts` the session's generator, or was that of some data alone.
  struct Seed: Sendable {
    let seed: Int64
    let restarts: Bool
  }

  var seeds: [Seed] = []
  /// A clock or a person decided where it ended.
  var isTimed = false
  var ranProcedure = false
  /// Epochs of the last `train`.
  var epochs = 0
}
