import Language
import Standard

/// `exercise`, and the words of whoever works at one.
extension Executor {
  @inline(never)
  mutating func run(_ exercise: ExerciseStatement) throws(Diagnostic) -> Flow {
    switch host.input.exercises {
    case .passedOver:
      emit(.note("an exercise is passed over here"))
      return .normal
    case .worked: return try open(exercise)
    case .checked: return try check(exercise)
    }
  }

  @inline(never)
  mutating func run(_ step: ExerciseStep) throws(Diagnostic) -> Flow {
    guard host.input.exercises != .passedOver else { return .normal }
    guard let exercise = session.exercise else { throw .noExercise(step) }
    switch step {
    case .hint: try showHint(exercise)
    case .done:
      let judgment = try wholeJudgment(of: exercise, .work)
      if judgment.isSolved { session.exercise = nil }
      emit(.judged(judgment))
    case .solution: return try showSolution(exercise)
    case .skip:
      session.exercise = nil
      emit(.skipped(exercise.title))
    }
    return .normal
  }

  // MARK: Somebody works

  /// Sets an exercise up, and leaves it open.
  private mutating func open(_ statement: ExerciseStatement) throws(Diagnostic) -> Flow {
    if let other = session.exercise { throw .openExercise(other.title) }
    let title = try words(statement.title)
    emit(.section(title))
    let flow = try prepare(statement)
    guard flow == .normal else { return flow }
    let exercise = try begun(title, statement)
    session.exercise = exercise
    emit(.exercise(exercise.report))
    return .normal
  }

  private mutating func showHint(_ exercise: OpenExercise) throws(Diagnostic) {
    let hints = exercise.statement.hints
    guard exercise.hintsShown < hints.count else {
      let solution = exercise.statement.solution == nil ? "" : " `solution` shows how it can be done."
      emit(.note((hints.isEmpty ? "this exercise has no hints." : "there are no more hints.") + solution))
      return
    }
    session.exercise?.hintsShown += 1
    let outer = context
    context = Context(exercise.source)
    defer { context = outer }
    let text = try words(hints[exercise.hintsShown])
    emit(.hint(text, number: exercise.hintsShown + 1, of: hints.count))
  }

  /// The exercise begins anew with its own solution.
  private mutating func showSolution(_ exercise: OpenExercise) throws(Diagnostic) -> Flow {
    guard let solution = exercise.statement.solution else { throw .noSolution(exercise.title) }
    emit(.solution(solution.map { exercise.source.block($0.span) }))
    let waiting = session.exercises.waiting
    session = exercise.beginning
    session.exercises.waiting = waiting
    let flow = try run(solution, of: exercise)
    emit(.judged(try wholeJudgment(of: exercise, .solution)))
    return flow
  }

  // MARK: Nobody works

  /// Its criteria have to fail before the solution and to hold after it.
  private mutating func check(_ statement: ExerciseStatement) throws(Diagnostic) -> Flow {
    let title = try words(statement.title)
    var flow = try unshown { (executor) throws(Diagnostic) in try executor.prepare(statement) }
    guard flow == .normal else { return flow }
    let exercise = try begun(title, statement)
    guard let solution = statement.solution else { throw .untestable(title) }
    flow = try unshown { (executor) throws(Diagnostic) in try executor.run(solution, of: exercise) }
    guard flow == .normal else { return flow }
    let judgment = try wholeJudgment(of: exercise, .test)
    let faults = faults(exercise, judgment)
    guard let first = faults.first else {
      emit(.judged(judgment))
      return .normal
    }
    // The others are told as they are; the statement fails with the first.
    for fault in faults.dropFirst() { emit(.failure(fault)) }
    throw first
  }

  /// What an exercise does wrong whose solution was run.
  private func faults(_ exercise: OpenExercise, _ judgment: JudgmentReport) -> [Diagnostic] {
    let criteria = exercise.statement.criteria
    var faults: [Diagnostic] = []
    if exercise.heldBefore.allSatisfy({ $0 }) {
      faults.append(.nothingToDo(exercise, judgment, at: exercise.statement.title.span))
    }
    for (criterion, finding) in zip(criteria, judgment.findings) where !finding.holds {
      faults.append(.unmetBySolution(exercise, criterion.condition, finding))
    }
    return faults.map { $0.inSource(exercise.source) }
  }

  /// Runs something whose events are not shown; mistakes are.
  private mutating func unshown(
    _ work: (inout Executor) throws(Diagnostic) -> Flow
  ) throws(Diagnostic) -> Flow {
    let outer = world
    world = outer.unshowing
    defer { world = outer }
    return try work(&self)
  }

  // MARK: Both

  /// Runs the set-up.
  private mutating func prepare(_ statement: ExerciseStatement) throws(Diagnostic) -> Flow {
    let outer = context
    context = try outer.deeper()
    defer { context = outer }
    for name in statement.askedNames { session.scope.variables.remove(name) }
    return try run(statement.preparation)
  }

  private mutating func run(_ solution: Body, of exercise: OpenExercise) throws(Diagnostic) -> Flow {
    let outer = context
    context = try outer.deeper(in: exercise.source)
    defer { context = outer }
    return try run(solution)
  }

  /// An exercise whose set-up has just run.
  private func begun(
    _ title: String, _ statement: ExerciseStatement
  ) throws(Diagnostic) -> OpenExercise {
    var exercise = OpenExercise(title, statement, context.source, preparedIn: session)
    var executor = self
    executor.locals = [Frame(exercise.meanings, session.scope.table)]
    exercise.asked = statement.criteria.map { executor.missing(in: $0.condition) }
    exercise.heldBefore = statement.criteria.indices.map { finding($0, exercise, heldBefore: false).holds }
    try checkInterrupt()
    return exercise
  }
}

/// Judging.
extension Executor {
  /// What the session says to the criteria. Nothing of it changes.
  func judgment(of exercise: OpenExercise, _ occasion: JudgmentReport.Occasion) -> JudgmentReport {
    JudgmentReport(
      title: exercise.title, occasion: occasion,
      findings: exercise.heldBefore.enumerated().map { finding($0, exercise, heldBefore: $1) },
      hintsLeft: exercise.statement.hints.count - exercise.hintsShown)
  }

  /// The same for a statement: a criterion whose calculation was interrupted is none that is not met.
  private func wholeJudgment(
    of exercise: OpenExercise, _ occasion: JudgmentReport.Occasion
  ) throws(Diagnostic) -> JudgmentReport {
    let judgment = judgment(of: exercise, occasion)
    try checkInterrupt()
    return judgment
  }

  /// A criterion is read by itself: where it draws random numbers, or asks for an output, that is no part of the session.
  private func finding(
    _ number: Int, _ exercise: OpenExercise, heldBefore: Bool
  ) -> JudgmentReport.Finding {
    let criterion = exercise.criteria[number]
    var executor = self
    executor.context = Context(exercise.source)
    executor.locals = [Frame(exercise.meanings, session.scope.table)]
    executor.progress = nil
    if exercise.statement.keepsData, let mark = exercise.dataMark, session.dataMark != mark {
      executor.session.data = exercise.beginning.data
    }
    if exercise.statement.keepsParts {
      executor.session.data = executor.session.data.cut(as: exercise.beginning.data)
    }
    let own = session.objective
    // A loss that somebody chose on the way is not the one that is asked for.
    executor.session.model.chosenObjective = exercise.objective
    var (holds, found) = executor.judge(exercise.statement.criteria[number].condition, exercise)
    let condition = exercise.statement.criteria[number].condition
    if condition.mentions(.loss) || condition.mentions(.validationLoss) {
      let judged = executor.session.objective
      if judged != own { found += " by the exercise's loss, \(judged.text)" }
      let isInUnits = session.data.hasTargets(scaledAs: exercise.beginning.data)
      if exercise.statement.keepsTargets, !isInUnits {
        (holds, found) = (false, "the targets were scaled: the loss is not in the units of the exercise")
      }
    }
    // The other side of the comparison would be the answer.
    if let asked = criterion.asked, let value = executor.variable(asked) {
      found = "\(asked) is \(value.brief())"
    }
    return JudgmentReport.Finding(criterion: criterion, holds: holds, heldBefore: heldBefore, found: found)
  }

  private mutating func judge(_ condition: Expression, _ exercise: OpenExercise) -> (Bool, String) {
    if let name = missing(in: condition) { return (false, "`\(name)` has no value yet: let \(name) = …") }
    do throws(Diagnostic) {
      let holds = try truth(condition)
      // How far apart they are can be seen.
      let sides = try sides(condition.bare, exercise.source, isBrief: true)
        .filter { $0 != Self.saysNothing && !$0.hasSuffix(" apart") }
      return (holds, sides.joined(separator: "; "))
    } catch {
      return (false, error.message)
    }
  }

  /// A name in a condition that has no value; it is that of a variable that somebody has yet to make.
  private func missing(in condition: Expression) -> String? {
    for part in condition.all {
      guard case .name(let name) = part.node, !hasValue(name) else { continue }
      return name
    }
    return nil
  }
}

extension OpenExercise {
  var criteria: [Criterion] {
    statement.criteria.enumerated().map { number, criterion in
      Criterion(
        condition: source.oneLine(criterion.condition.span), points: criterion.points,
        asked: asked.indices.contains(number) ? asked[number] : nil)
    }
  }

  var report: ExerciseReport {
    ExerciseReport(
      title: title,
      criteria: criteria, hints: statement.hints.count, hasSolution: statement.solution != nil)
  }
}

extension Diagnostic {
  fileprivate static func noExercise(_ step: ExerciseStep) -> Diagnostic {
    let word: String
    switch step {
    case .hint: word = "hint"
    case .done: word = "done"
    case .solution: word = "solution"
    case .skip: word = "skip"
    }
    return Diagnostic(
      .misplaced, "no exercise is open, so there is nothing for `\(word)`",
      help: ["An `exercise` block opens one at the prompt; `nn course` goes through lessons with exercises."])
  }

  fileprivate static func openExercise(_ title: String) -> Diagnostic {
    Diagnostic(
      .misplaced, "the exercise \"\(title)\" is still open",
      help: ["End it first: done     or: solution     or: skip"])
  }

  fileprivate static func noSolution(_ title: String) -> Diagnostic {
    Diagnostic(
      .misplaced, "\"\(title)\" was handed out without a solution",
      help: ["`hint` may help, and `skip` leaves the exercise."])
  }

  fileprivate static func untestable(_ title: String) -> Diagnostic {
    Diagnostic(
      .expectationFailed, "the exercise \"\(title)\" has no solution, so nothing shows that it can be done",
      help: ["Work at it: nn course FILE"])
  }

  fileprivate static func nothingToDo(
    _ exercise: OpenExercise, _ judgment: JudgmentReport, at span: Span
  ) -> Diagnostic {
    Diagnostic(
      .expectationFailed,
      "every criterion of \"\(exercise.title)\" holds before the solution: nothing is left to do", at: span,
      help: judgment.findings.map { "\($0.criterion.condition) holds from the start" })
  }

  fileprivate static func unmetBySolution(
    _ exercise: OpenExercise, _ condition: Expression, _ finding: JudgmentReport.Finding
  ) -> Diagnostic {
    let fixed = exercise.prepared.keys.sorted().filter { condition.mentions(name: $0) }
    return Diagnostic(
      .expectationFailed,
      "the solution of \"\(exercise.title)\" does not meet the criterion \(finding.criterion.condition)",
      at: condition.span,
      help: (finding.found.isEmpty ? [] : [finding.found])
        + fixed.map { "`\($0)` is read as the set-up left it: whoever works cannot change what is asked." })
  }
}
