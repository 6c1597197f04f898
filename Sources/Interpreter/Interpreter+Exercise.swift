import Language

/// The exercise that is open, for whoever shows it.
extension Interpreter {
  /// The hints of the exercise that is open, in order.
  public var hints: [String] {
    guard let exercise = session.exercise else { return [] }
    var executor = executor(Context(exercise.source))
    return exercise.statement.hints.map { (try? executor.words($0)) ?? exercise.source.text($0.span) }
  }

  /// What the session says to the criteria of an exercise, open or not. Nothing changes.
  public func judgment(of exercise: OpenExercise) -> JudgmentReport {
    latch.release()
    return executor(Context(exercise.source)).judgment(of: exercise, .work)
  }
}
