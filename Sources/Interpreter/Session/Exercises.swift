import Language

/// The exercise that somebody works at, and what waits until it is left.
struct Exercises: Sendable {
  /// nil if none is open.
  var open: OpenExercise?
  /// What is left of texts with several exercises while one of them is open: from the next one on.
  var waiting: [WaitingText] = []
}

/// The rest of a text that is being run.
struct WaitingText: Sendable {
  let source: Source
  let statements: ArraySlice<Located<Statement>>
  let context: Context
  /// A statement that fails does not end the run.
  let keepsGoing: Bool
}
