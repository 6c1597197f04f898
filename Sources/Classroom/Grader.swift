import Interpreter
import Language
import Standard
import Synchronization

/// Judges what was handed in: the page sets an exercise up, the student's statements run in a world of their own, and the
/// page's criteria are read in the session that comes of them.
public struct Grader: Sendable {
  /// What a hand-in may do.
  public struct Limits: Sendable {
    /// So often the work may be asked whether it should stop: between statements, between epochs, and during long passes.
    /// The same work takes as many everywhere.
    public var steps: Int
    /// Seconds that it may take.
    public var seconds: Double
    /// Whether they are over, which is asked as often.
    public var isOver: @Sendable () -> Bool

    /// Limits of a hand-in.
    public init(steps: Int, seconds: Double = .infinity, isOver: @escaping @Sendable () -> Bool = { false }) {
      (self.steps, self.seconds, self.isOver) = (steps, seconds, isOver)
    }
  }

  /// How far a hand-in is run whose process had to be ended: to where it was then. The same statements lead there again.
  public struct Reached: Sendable {
    let statements: Int
    let reason: String

    /// - Parameters:
    ///   - statements: that had run.
    ///   - reason: why the one after them was ended, as in "it took too long".
    public init(statements: Int, because reason: String) {
      (self.statements, self.reason) = (statements, reason)
    }
  }

  /// What came of a hand-in at an exercise.
  public struct Result: Sendable, Equatable {
    /// A criterion as it was found.
    public struct Finding: Sendable, Equatable {
      /// As it is in the page.
      public let condition: String
      /// Whether it holds.
      public let holds: Bool
      /// Whether it held before the hand-in began.
      public let heldBefore: Bool
      /// That it counts.
      public let points: Int
      /// What was found.
      public let found: String

      /// A criterion as it was found.
      public init(condition: String, holds: Bool, heldBefore: Bool, points: Int, found: String) {
        (self.condition, self.holds, self.heldBefore) = (condition, holds, heldBefore)
        (self.points, self.found) = (points, found)
      }
    }

    /// In order.
    public var findings: [Finding]
    /// For the exercise as a whole.
    public var points: Int
    /// What there is to say of the hand-in.
    public var remarks: [Remark]
    /// Why nobody could judge it, which is something else than 0 points; nil if it was judged.
    public var notJudged: String?

    /// The points of a criterion: none for what held from the start as long as nothing was achieved.
    func earned(_ finding: Finding) -> Int { finding.holds && points > 0 ? finding.points : 0 }

    /// What came of a hand-in.
    public init(findings: [Finding], points: Int, remarks: [Remark]) {
      (self.findings, self.points, self.remarks) = (findings, points, remarks)
    }
  }

  /// Why an exercise cannot be judged: the page itself does not run.
  public struct PageFault: Error { public let problem: Diagnostic? }

  /// Epochs of a small net that take about as long as a statement.
  private static let epochsOfAStep = 16

  private let page: ExercisePage
  private let limits: Limits
  private let world: @Sendable (any EventSink) -> Host
  private let studentFiles: Host.Files

  /// - Parameters:
  ///   - world: what the page runs in.
  ///   - studentFiles: what the hand-in sees of files.
  public init(
    _ page: ExercisePage, limits: Limits, studentFiles: Host.Files,
    world: @escaping @Sendable (any EventSink) -> Host
  ) {
    (self.page, self.limits, self.studentFiles, self.world) = (page, limits, studentFiles, world)
  }

  /// A session in which an exercise has just been opened.
  public struct Opened: Sendable {
    let state: Interpreter.State
    let exercise: OpenExercise
    let fixedData: UInt64?
    let fixedSplit: UInt64?
  }

  /// Sets up an exercise of the page: what stands before it on the page runs, with the solutions of exercises there.
  public func open(_ task: ExercisePage.Task) throws(PageFault) -> Opened {
    let log = EventLog()
    let interpreter = Interpreter(host: world(log))
    for step in page.steps[..<task.step] where step.isShared {
      let end = interpreter.run(step.statement, of: step.source)
      guard end == .done || step.mayFail else { throw PageFault(problem: log.problem) }
    }
    var host = world(log)
    host.input.exercises = .worked
    let opening = Interpreter(host: host)
    opening.go(back: interpreter.state)
    guard opening.run(page.steps[task.step].statement, of: task.source) == .done,
      let exercise = opening.session.exercise
    else { throw PageFault(problem: log.problem) }
    opening.begin()
    let session = opening.session
    let ofPage = page.steps[..<task.step].filter(\.isShared).map(\.statement).filter { !$0.isExercise }
    let kept = ExerciseStatement.names(in: ofPage).subtracting(task.exercise.solvedNames)
    return Opened(
      state: opening.state, exercise: exercise.keeping(kept), fixedData: session.dataMark,
      fixedSplit: session.splitMark)
  }

  /// Runs the statements of a hand-in and judges what came of them.
  ///
  /// - Parameters:
  ///   - reached: where it is to end, if that is known.
  ///   - begins: is told the number of statements that have run, before each and at the end.
  public func judge(
    _ handIn: HandIn, _ task: ExercisePage.Task, _ opened: Opened, upTo reached: Reached? = nil,
    begins: (Int) -> Void = { _ in }
  ) -> Result {
    let log = RemarkLog()
    let budget = Budget(limits)
    let interpreter = Interpreter(host: studentHost(log, budget))
    interpreter.go(back: opened.state)
    let steps = handIn.steps(for: task.title)
    var end: HandIn.Step?
    for (number, step) in steps.prefix(reached?.statements ?? .max).enumerated() {
      begins(number)
      // `quit` ends nothing, and after a mistake the rest is tried.
      guard interpreter.run(step.statement, of: step.source) == .interrupted else { continue }
      end = step
      break
    }
    begins(steps.count)
    // With the page's own host, so that nothing is left over of a budget that is used up.
    let judging = Interpreter(host: world(EventLog()))
    judging.go(back: interpreter.state)
    let judgment = judging.judgment(of: opened.exercise)
    var remarks = handIn.remarks + log.remarks
    if let end { remarks.append(remark(end, budget)) }
    if end == nil, let reached, steps.indices.contains(reached.statements) {
      let words = "\(reached.reason); it was judged by what was done before this line"
      remarks.append(Remark(words, line: steps[reached.statements].line))
    }
    if let remark = remark(on: interpreter.session, task, opened) { remarks.append(remark) }
    return Result(
      findings: judgment.findings.map {
        Result.Finding(
          condition: $0.criterion.condition.harmless, holds: $0.holds, heldBefore: $0.heldBefore,
          points: $0.criterion.points, found: $0.found.harmless)
      }, points: judgment.points, remarks: remarks)
  }

  /// That the data is not what the exercise gave.
  private func remark(on session: Session, _ task: ExercisePage.Task, _ opened: Opened) -> Remark? {
    if opened.fixedData != nil, session.dataMark != opened.fixedData {
      return Remark("the data is another than the exercise gave")
    }
    guard task.exercise.keepsParts, opened.fixedSplit != nil, session.splitMark != opened.fixedSplit else {
      return nil
    }
    return Remark(
      "the split is another than the exercise gave: rows that it validates with may have been trained on")
  }

  /// That a statement was stopped on its way.
  private func remark(_ step: HandIn.Step, _ budget: Budget) -> Remark {
    guard budget.isOver else {
      return Remark(
        "stopped here after \(limits.steps) steps, the most that a hand-in may take; it was judged by what was done until then",
        line: step.line)
    }
    let seconds = Int(exactly: limits.seconds).map(String.init) ?? "\(limits.seconds)"
    return Remark(
      "stopped here after \(seconds) s; it was judged by what was done until then, which may be less on a slower machine",
      line: step.line)
  }

  /// No clock and no chance: time is counted in steps, seeds that nobody gave are 1, and there is one processor.
  private func studentHost(_ log: RemarkLog, _ budget: Budget) -> Host {
    var input = Host.Input(isInterrupted: { budget.spend() }, exercises: .passedOver)
    input.longestStretch = Self.epochsOfAStep
    return Host(
      output: log, input: input, files: studentFiles, clock: Host.Clock(now: { budget.seconds }),
      entropy: Host.Entropy(chooseSeed: { 1 }))
  }
}

/// Counts the steps of a hand-in.
private final class Budget: Sendable {
  private let limits: Grader.Limits
  private let spent = Atomic<Int>(0)
  private let over = Atomic<Bool>(false)

  init(_ limits: Grader.Limits) { self.limits = limits }

  /// - Returns: whether all is spent.
  func spend() -> Bool {
    guard spent.wrappingAdd(1, ordering: .relaxed).newValue <= limits.steps else { return true }
    if limits.isOver() { over.store(true, ordering: .relaxed) }
    return isOver
  }

  /// Its time is over.
  var isOver: Bool { over.load(ordering: .relaxed) }

  /// A clock that the same work moves as far everywhere.
  var seconds: Double { 1e-6 * Double(spent.load(ordering: .relaxed)) }
}

/// Keeps the mistakes of a hand-in, whatever else it shows: each once, and no more than anybody reads.
private final class RemarkLog: EventSink {
  private let kept = Mutex<[Remark]>([])
  private static let most = 50

  func receive(_ event: Event) {
    guard case .failure(let problem) = event, problem.code != .interrupted else { return }
    let remark = Remark(problem)
    kept.withLock { kept in
      if kept.count < Self.most, !kept.contains(remark) { kept.append(remark) }
    }
  }

  var remarks: [Remark] { kept.withLock { $0 } }
}

extension EventLog {
  /// The mistake that ended it: before may be some that the page makes on purpose.
  fileprivate var problem: Diagnostic? {
    events.lazy.compactMap { if case .failure(let problem) = $0 { problem } else { nil } }.last
  }
}

extension String {
  /// Its lines, whatever ends them.
  var textLines: [String] {
    split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
  }

  /// On one line, without what a terminal would obey, and not longer than a table can take.
  public var harmless: String { harmless(limit: 300) }

  func harmless(limit: Int) -> String {
    var text = ""
    for scalar in unicodeScalars.prefix(limit) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate:
        text += [9, 10].contains(scalar.value) ? " " : "\u{fffd}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return unicodeScalars.count > limit ? text + "…" : text
  }
}

extension Located<Statement> {
  fileprivate var isExercise: Bool { if case .exercise = node { true } else { false } }
}
