import Interpreter
import Language
import Lessons
import Rendering
import Standard
import Synchronization

/// Where a lesson is gone through.
public protocol CourseStage: AnyObject {
  /// The world of a session whose events go to the sink.
  func world(output: any EventSink) -> Host

  /// Shows an event.
  func show(_ event: Event)

  /// Shows words of the page; what is longer than the screen comes in pages, unless nobody waits.
  ///
  /// - Returns: false if the lesson is left.
  func tell(_ document: Document, waits: Bool) -> Bool

  /// Waits until whoever learns wants to go on.
  func wait() -> CourseWish

  /// Asks whether to go on where the lesson was left.
  ///
  /// - Parameter part: what stands there.
  func resume(at part: String) -> CourseResumption

  /// Whoever learns works at the exercise that is open, until none is.
  ///
  /// - Returns: false if the lesson is left.
  func work(with interpreter: Interpreter) -> Bool
}

/// What is to become of a lesson that was left.
public enum CourseResumption: Sendable { case goOn, fromTheTop, leave }

/// What whoever learns wants.
public enum CourseWish: Sendable {
  case goOn
  /// Without further waiting to the next exercise.
  case hurry
  case leave
}

/// The way out of a lesson where it asks for a guess: `q`, as everywhere in it.
private final class Exit: Sendable {
  private let state = Atomic<Bool>(false)

  var isTaken: Bool { state.load(ordering: .relaxed) }

  /// The same world, in which an answer may be the way out.
  func watching(_ host: Host) -> Host {
    var watched = host
    watched.input.ask = { [self, ask = host.input.ask] question in
      guard let answer = ask(question) else { return nil }
      guard ["q", "quit"].contains(answer.split(separator: " ").joined(separator: " ").lowercased()) else {
        return answer
      }
      state.store(true, ordering: .relaxed)
      return nil
    }
    return watched
  }
}

/// Goes through a lesson: words and blocks, and a live prompt at each exercise.
public final class CourseRun {
  private let lesson: CourseLesson
  private let stage: any CourseStage
  private let save: (Progress) -> Void
  /// What was done so far.
  public private(set) var progress: Progress
  private let watcher: Watcher
  /// The session of the page, as whoever wrote it sees it.
  private var page: Interpreter
  private var isHurrying = false
  /// Something stands on the screen since the last wait.
  private var isUnread = false
  private let exit = Exit()

  /// - Parameter save: keeps progress, each time that there is some.
  public init(
    _ lesson: CourseLesson, on stage: any CourseStage, progress: Progress, save: @escaping (Progress) -> Void
  ) {
    (self.lesson, self.stage, self.progress, self.save) = (lesson, stage, progress, save)
    watcher = Watcher(stage)
    page = Interpreter(host: exit.watching(stage.world(output: watcher)))
  }

  /// Goes through it, from where it was left, if whoever learns wants that.
  ///
  /// - Parameter fromTheTop: all of it.
  /// - Returns: false if it was left.
  @discardableResult
  public func play(fromTheTop: Bool = false) -> Bool {
    let parts = lesson.parts
    var place = 0
    if !fromTheTop, let left = progress.place(lesson.name, of: parts.count) {
      switch stage.resume(at: lesson.words(at: left)) {
      case .goOn:
        guard prepare(parts[..<left]) else { return false }
        place = left
      case .fromTheTop: break
      case .leave: return false
      }
    }
    for (number, part) in parts.enumerated().dropFirst(place) {
      guard show(part) else {
        keep(place: number)
        return false
      }
      // Behind the last one is no place: the next time it begins again.
      keep(place: number + 1)
    }
    return stage.tell(
      Document([.paragraph(Paragraph(text: Text(summary, .good)))]), waits: false)
  }

  private func keep(place: Int) {
    progress.note(place: place, of: lesson.parts.count, lesson.name)
    save(progress)
  }

  /// Runs the blocks before the place where a lesson goes on, unseen, with the solutions of exercises.
  ///
  /// - Returns: false if it was interrupted.
  private func prepare(_ parts: ArraySlice<CourseLesson.Part>) -> Bool {
    let log = EventLog()
    var host = stage.world(output: log)
    host.input.exercises = .checked
    host.input.ask = { _ in nil }
    let unseen = Interpreter(host: host)
    unseen.go(back: page.state)
    for case .block(let source, let body, let kind) in parts {
      if case .failsAlone = kind { continue }
      if Self.isUnreadable(source, kind) { continue }
      for statement in body where unseen.run(statement, of: source) == .interrupted { return false }
      for case .guess in log.take() { watcher.guessCount += 1 }
    }
    page.go(back: unseen.state)
    return true
  }

  private var summary: String {
    let points = lesson.exercises.reduce(0) { $0 + (progress.work(lesson.name, $1.title)?.points ?? 0) }
    let most = lesson.exercises.reduce(0) { $0 + $1.points }
    return "The end of \(lesson.title): \(points) of \(most) points so far."
  }

  private func show(_ part: CourseLesson.Part) -> Bool {
    switch part {
    case .prose(let blocks):
      let isNew = blocks.contains { if case .heading = $0 { true } else { false } }
      if isNew, isUnread, !wait() { return false }
      isUnread = true
      return stage.tell(Document(blocks), waits: !isHurrying)
    case .block(let source, let body, let kind):
      let own = interpreter(for: kind)
      if Self.isUnreadable(source, kind) {
        let lines = source.text(Span(0, source.bytes.count)).textLines.filter { !$0.isEmpty }
        stage.show(.statement(StatementEcho(text: lines.joined(separator: "\n"), prompt: own.prompt)))
        own.run(source)
        isUnread = true
        return wait()
      }
      for (k, statement) in body.enumerated() {
        guard run(statement, source, on: own, isLast: k == body.count - 1) else { return false }
      }
      isUnread = true
      return wait()
    }
  }

  private func wait() -> Bool {
    defer { isUnread = false }
    if isHurrying { return true }
    switch stage.wait() {
    case .goOn: return true
    case .hurry:
      isHurrying = true
      return true
    case .leave: return false
    }
  }

  /// - Parameter isLast: whether it ends its block, after which there is a wait.
  private func run(
    _ statement: Located<Statement>, _ source: Source, on interpreter: Interpreter, isLast: Bool
  ) -> Bool {
    if case .exercise(let exercise) = statement.node {
      return work(statement, exercise, source, isLast: isLast)
    }
    let end = interpreter.run(statement, of: source)
    note(guesses: watcher.takeGuesses())
    return end != .interrupted && !exit.isTaken
  }

  /// Whether none of a block runs, since it is meant to fail, and does so by not being read.
  private static func isUnreadable(_ source: Source, _ kind: Lesson.Test.Kind) -> Bool {
    kind != .runs && !parse(source, .standard).problems.isEmpty
  }

  /// The page's own session, or for a block that stands alone a new one.
  private func interpreter(for kind: Lesson.Test.Kind) -> Interpreter {
    if case .failsAlone = kind { return Interpreter(host: exit.watching(stage.world(output: watcher))) }
    return page
  }

  // MARK: Exercises

  /// The page's session goes on as the page has it, with the exercise's own solution, so that what follows says what the
  /// page says.
  private func work(
    _ statement: Located<Statement>, _ exercise: ExerciseStatement, _ source: Source, isLast: Bool
  ) -> Bool {
    isHurrying = false
    var host = exit.watching(stage.world(output: watcher))
    host.input.exercises = .worked
    let student = Interpreter(host: host)
    student.go(back: page.state)
    guard student.run(statement, of: source) == .done, let open = student.session.exercise else {
      return true
    }
    student.begin()
    remind(of: open.title)
    let goesOn = stage.work(with: student)
    let judgments = watcher.takeJudgments()
    note(guesses: watcher.takeGuesses())
    if let best = judgments.filter({ $0.occasion == .work }).max(by: { $0.points < $1.points }) {
      progress.note(
        Progress.Work(points: best.points, most: best.most, isSolved: best.isSolved), lesson.name, open.title)
      save(progress)
    }
    guard goesOn, !exit.isTaken else { return false }
    // What it shows is to be read.
    if judgments.last?.occasion == .solution, !isLast, !wait() { return false }
    goOn(after: statement, exercise, source, student)
    return true
  }

  private func remind(of title: String) {
    guard let work = progress.work(lesson.name, title), work.isSolved else { return }
    stage.show(.note("you solved this before, for \(work.points) of \(work.most) points; `skip` goes on"))
  }

  private func goOn(
    after statement: Located<Statement>, _ exercise: ExerciseStatement, _ source: Source,
    _ student: Interpreter
  ) {
    var host = stage.world(output: EventLog())
    host.input.exercises = .checked
    let own = Interpreter(host: host)
    own.go(back: page.state)
    let isSolved = own.run(statement, of: source) == .done
    let state = isSolved ? own.state : student.state
    page.go(back: state)
    if isSolved, own.session.fingerprint != student.session.fingerprint {
      stage.show(.note("the lesson goes on with its own solution"))
    }
  }

  private func note(guesses: [GuessReport]) {
    for guess in guesses {
      watcher.guessCount += 1
      guard let typed = guess.guesses else { continue }
      progress.note(guess: watcher.guessCount, isRight: Self.isClose(typed, guess.row.outputs), lesson.name)
      save(progress)
    }
  }

  /// Within 0.05, or a tenth of the number itself where that is more.
  static func isClose(_ guesses: [Double], _ outputs: [Double]) -> Bool {
    zip(guesses, outputs).allSatisfy { ($0 - $1).magnitude <= max(0.05, 0.1 * $1.magnitude) }
  }

  /// Shows events, and keeps those that progress is made of.
  private final class Watcher: EventSink, @unchecked Sendable {
    private let stage: any CourseStage
    private var guesses: [GuessReport] = []
    private var judgments: [JudgmentReport] = []
    /// Of the lesson so far.
    var guessCount = 0

    init(_ stage: any CourseStage) { self.stage = stage }

    func receive(_ event: Event) {
      if case .guess(let report) = event { guesses.append(report) }
      if case .judged(let report) = event { judgments.append(report) }
      stage.show(event)
    }

    var showsPrompts: Bool { true }

    func takeGuesses() -> [GuessReport] {
      defer { guesses = [] }
      return guesses
    }

    func takeJudgments() -> [JudgmentReport] {
      defer { judgments = [] }
      return judgments
    }
  }
}
