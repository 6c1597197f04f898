import Interpreter
import Language
import Rendering

/// A file with exercises that is judged each time it is saved: what stands below an exercise is the work at it.
public struct ExerciseWatch: Sendable {
  /// A look at the file.
  public struct Look: Sendable {
    /// What is wrong with the file.
    public var mistakes = Document()
    /// Of the exercise that is worked at, the first that is not solved: its title and the words of its set-up.
    public var task = Document()
    /// What the work at it shows.
    public var shown = Document()
    /// Answers of the work that came before those, too many to be kept.
    public var unkept = 0
    /// What was found of each criterion of each exercise.
    public var verdict = Document()
    /// The hints of that exercise; none if all are solved.
    public var hints: [String] = []
    /// Where the work belongs, if none was found there.
    var advice: String?
    /// Each exercise that was reached.
    public var judgments: [JudgmentReport] = []
    /// Whether the work ran. If not, the exercises were set up and judged without it.
    public var isWhole = true

    /// Whether the file can be read as a page with exercises.
    public var isRead = true

    /// A look at the file.
    public init(mistakes: Document = Document()) { self.mistakes = mistakes }

    /// A look at a file that is no page with exercises.
    fileprivate init(unread mistakes: Document) { (self.mistakes, isRead) = (mistakes, false) }

    /// Whether all criteria of all exercises hold.
    public var isSolved: Bool { isWhole && !judgments.isEmpty && judgments.allSatisfy(\.isSolved) }
  }

  private let world: @Sendable (any EventSink) -> Host

  /// - Parameter world: what the file runs in.
  public init(world: @escaping @Sendable (any EventSink) -> Host) { self.world = world }

  /// Runs the file and judges each exercise in it by the statements below it, up to the next exercise.
  ///
  /// - Parameter begin: is told what is about to run: its line, and its text up to the end of that line.
  public func look(at source: Source, begin: (Int, String) -> Void = { _, _ in }) -> Look {
    let page = ExercisePage(source)
    guard !page.tasks.isEmpty else {
      guard page.problems.isEmpty else { return Look(unread: mistakes(page.problems)) }
      let text = "There is no exercise in this file: a block `exercise \"…\"` … `end`."
      return Look(unread: Document([.paragraph(Paragraph(text: Text(text, .warning)))]))
    }
    return look(at: page, begin)
  }

  private func look(at page: ExercisePage, _ begin: (Int, String) -> Void) -> Look {
    var look = Look(mistakes: mistakes(page.problems))
    (look.isWhole, look.isRead) = (page.problems.isEmpty, page.problems.isEmpty)
    let log = WorkLog()
    var host = world(log)
    host.input.exercises = .worked
    let interpreter = Interpreter(host: host)
    var problems: [Diagnostic] = []
    var (words, shown) = (WorkLog.Kept(), WorkLog.Kept())
    for (index, step) in page.steps.enumerated() {
      if case .exerciseStep = step.statement.node { continue }
      let isTask = page.tasks.contains { $0.step == index }
      guard isTask || look.isWhole else { continue }
      begin(step.line, step.firstLine)
      let end = interpreter.run(step.statement, of: step.source)
      let kept = log.take()
      problems += kept.problems
      if isTask { (words, shown) = (kept, WorkLog.Kept()) } else { shown.add(kept) }
      let isLast = index + 1 == page.steps.count || end == .interrupted
      if isLast || !look.isWhole || page.tasks.contains(where: { $0.step == index + 1 }) {
        let task = page.tasks.last { $0.step <= index }
        judge(interpreter, &look, words, shown, task.flatMap { misplaced($0, hasWork: $0.step < index) })
        _ = log.take()
      }
      if end == .interrupted { break }
    }
    look.mistakes.blocks += mistakes(problems).blocks
    look.verdict = verdict(look)
    return look
  }

  /// Judges the exercise that is open, and leaves it: the next one opens on what was done so far.
  private func judge(
    _ interpreter: Interpreter, _ look: inout Look, _ words: WorkLog.Kept, _ shown: WorkLog.Kept,
    _ misplaced: String?
  ) {
    guard let open = interpreter.session.exercise else { return }
    let judgment = interpreter.judgment(of: open)
    if look.judgments.allSatisfy(\.isSolved) {
      look.task = document(words.events.filter(\.isOfTask))
      look.shown = document(shown.events)
      look.unkept = shown.dropped
      look.hints = judgment.isSolved ? [] : interpreter.hints
      look.advice = judgment.isSolved ? nil : misplaced
    }
    look.judgments.append(judgment)
    interpreter.run(Source(name: "", text: "skip"))
  }

  /// What whoever works should hear whose work seems to stand in the block of the exercise; nil if none does.
  private func misplaced(_ task: ExercisePage.Task, hasWork: Bool) -> String? {
    guard !hasWork else { return nil }
    if task.exercise.solution != nil {
      return
        "What stands behind `solution` is not run here: your work belongs below the `end` of the exercise."
    }
    return "Your work belongs below the `end` of the exercise; what stands inside sets it up."
  }

  private func document(_ events: [Event]) -> Document {
    let reporter = Reporter(verbosity: .prompt)
    return Document(events.flatMap { reporter.document($0).blocks })
  }

  private func mistakes(_ problems: [Diagnostic]) -> Document {
    let reporter = Reporter(verbosity: .script)
    return Document(problems.prefix(3).flatMap { reporter.document(.failure($0)).blocks })
  }

  /// Of the exercises that are solved a line each; of the one that is worked at all criteria.
  private func verdict(_ look: Look) -> Document {
    let reporter = Reporter(verbosity: .prompt)
    let current = look.judgments.firstIndex { !$0.isSolved } ?? look.judgments.count - 1
    var blocks: [Block] = []
    for (number, judgment) in look.judgments.enumerated() {
      if number == current {
        blocks += reporter.document(.judged(judgment)).blocks
      } else {
        let state = judgment.isSolved ? "solved, " : ""
        blocks.append(
          .paragraph(
            Paragraph(
              text: Text(
                "\(judgment.title): \(state)\(judgment.points) of \(judgment.most) points",
                judgment.isSolved ? .good : .faint))))
      }
    }
    if let advice = look.advice { blocks.append(.paragraph(Paragraph(text: Text(advice, .faint)))) }
    let solved = look.judgments.count(where: \.isSolved)
    let isAll = solved == look.judgments.count
    blocks.append(
      .paragraph(Paragraph(text: Text("\(solved) of \(look.judgments.count) solved", isAll ? .good : nil))))
    return Document(blocks)
  }
}

extension ExercisePage.Step {
  /// Where it begins.
  fileprivate var line: Int { source.position(of: statement.span.start).line }

  fileprivate var firstLine: String {
    String(source.text(statement.span).textLines.first ?? "").harmless
  }
}

extension Event {
  /// Words of the set-up, to those who work at it.
  fileprivate var isOfTask: Bool {
    if case .section = self { return true }
    if case .say = self { return true }
    if case .print = self { return true }
    if case .value = self { return true }
    if case .plot = self { return true }
    return false
  }
}
