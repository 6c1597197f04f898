import Interpreter
import Language
import Rendering

/// A file with exercises that is judged each time it is saved: what stands below an exercise is the work at it.
public struct ExerciseWatch: Sendable {
  /// A look at the file.
  public struct Look: Sendable {
    /// What to show.
    public let document: Document
    /// The hints of the first exercise that is not solved; none if all are.
    public let hints: [String]
    /// Each exercise that was reached.
    public let judgments: [JudgmentReport]

    /// A look at the file.
    public init(document: Document, hints: [String], judgments: [JudgmentReport]) {
      (self.document, self.hints, self.judgments) = (document, hints, judgments)
    }

    /// Whether all criteria of all exercises hold.
    public var isSolved: Bool { !judgments.isEmpty && judgments.allSatisfy(\.isSolved) }
  }

  private let world: @Sendable (any EventSink) -> Host

  /// - Parameter world: what the file runs in.
  public init(world: @escaping @Sendable (any EventSink) -> Host) { self.world = world }

  /// Runs the file and judges each exercise in it by the statements below it, up to the next exercise.
  public func look(at source: Source) -> Look {
    let log = EventLog()
    let page = ExercisePage(source)
    guard page.problems.isEmpty else {
      return Look(document: mistakes(page.problems), hints: [], judgments: [])
    }
    guard !page.tasks.isEmpty else {
      let text = "There is no exercise in this file: a block `exercise \"…\"` … `end`."
      return Look(
        document: Document([.paragraph(Paragraph(text: Text(text, .warning)))]), hints: [], judgments: [])
    }
    var host = world(log)
    host.input.exercises = .worked
    let interpreter = Interpreter(host: host)
    var (judgments, hints, problems) = ([JudgmentReport](), [String](), [Diagnostic]())
    for (index, step) in page.steps.enumerated() {
      if case .exerciseStep = step.statement.node { continue }
      let end = interpreter.run(step.statement, of: step.source)
      problems += log.take().compactMap { if case .failure(let problem) = $0 { problem } else { nil } }
      let isLast = index + 1 == page.steps.count || end == .interrupted
      guard isLast || page.tasks.contains(where: { $0.step == index + 1 }) else { continue }
      guard let open = interpreter.session.exercise else { continue }
      let judgment = interpreter.judgment(of: open)
      judgments.append(judgment)
      if !judgment.isSolved, hints.isEmpty { hints = interpreter.hints }
      // The next exercise opens on what was done so far.
      interpreter.run(Source(name: "", text: "skip"))
      _ = log.take()
      if end == .interrupted { break }
    }
    return Look(document: report(judgments, problems), hints: hints, judgments: judgments)
  }

  private func mistakes(_ problems: [Diagnostic]) -> Document {
    let reporter = Reporter(verbosity: .script)
    return Document(problems.prefix(3).flatMap { reporter.document(.failure($0)).blocks })
  }

  private func report(_ judgments: [JudgmentReport], _ problems: [Diagnostic]) -> Document {
    let reporter = Reporter(verbosity: .prompt)
    var blocks = mistakes(problems).blocks
    for judgment in judgments {
      blocks.append(.section(judgment.title))
      blocks += reporter.document(.judged(judgment)).blocks
    }
    let solved = judgments.count(where: \.isSolved)
    blocks.append(.blank)
    blocks.append(
      .paragraph(
        Paragraph(
          text: Text("\(solved) of \(judgments.count) solved", solved == judgments.count ? .good : nil))))
    return Document(blocks)
  }
}
