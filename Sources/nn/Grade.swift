import ArgumentParser
import Classroom
import Interpreter
import Language
import Rendering
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `nn grade EXERCISE FILE…`: what students handed in, and what it earns.
struct Grade: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade", abstract: "Grade what students hand in.",
    discussion: """
      The first file is a script or a page with one or several exercises. Each other one is a hand-in: a script, a page, or \
      what was copied from a session at the prompt, of which the statements count and not the answers. A line \
      section "TITLE", or an exercise of that title, begins what belongs to an exercise; what stands before the first \
      belongs to each of them.

      Each hand-in is judged at each exercise in a process of its own: the page has set the exercise up, the student's \
      statements run, and the page's criteria are read. What nobody could judge, because the page does not run or a file \
      cannot be read, is "not judged", and not 0 points. A hand-in writes nothing, reads files of its own folder and of the \
      exercise's only, and ends at a number of steps, which is the same on every machine; the time and the memory that it \
      may take are bounds behind that. Its mistakes, `quit` and its own `expect` lines end nothing.

        nn grade exercise.md hand-ins/*.nn --csv grades.csv
        nn grade exercise.md --handout for-students.md    the same page without solutions

      Exit status: 0 all were judged; 1 an exercise of the page does not run; 64 wrong usage; 65 the page does not parse, \
      or holds no exercise; 66 a hand-in cannot be read; 73 a file cannot be written; 130 interrupted.
      """)

  @Argument(help: "A script or page with exercises.", completion: .file(extensions: ["nn", "md"]))
  var exercise: String

  @Argument(help: "What students handed in.", completion: .file(extensions: ["nn", "md", "txt"]))
  var handIns: [String] = []

  @Option(help: ArgumentHelp("Also write the grades as CSV, a line a student.", valueName: "file"))
  var csv: String?

  @Flag(help: "Print JSON lines instead of the table.")
  var json = false

  @Option(help: ArgumentHelp("Seconds that a hand-in may take for an exercise.", valueName: "seconds"))
  var time = 10.0

  @Option(
    help: ArgumentHelp("Seconds that the page's own statements may take before it.", valueName: "seconds"))
  var pageTime = 120.0

  @Option(help: ArgumentHelp("Steps (statements, epochs …) that it may take.", valueName: "number"))
  var steps = 500_000

  @Option(help: ArgumentHelp("Megabytes of memory that it may take.", valueName: "MB"))
  var memory = 2000

  @Option(help: ArgumentHelp("Write the page without its solutions, for students.", valueName: "file"))
  var handout: String?

  @Flag(help: "Let --csv and --handout overwrite a file that nn did not write.")
  var replace = false

  @OptionGroup var appearance: AppearanceOptions

  func validate() throws {
    guard [time, pageTime].allSatisfy({ $0 > 0 && $0 <= 86_400 }), steps > 0, memory >= 256,
      memory <= 1_000_000
    else {
      throw ValidationError(
        "--time and --page-time are above 0 and at most 86400, --steps is above 0, and --memory from 256 to 1000000"
      )
    }
    guard !handIns.isEmpty || handout != nil else {
      throw ValidationError("name what was handed in: nn grade EXERCISE FILE…")
    }
    for file in handIns {
      if Files.isFolder(file) {
        throw ValidationError(
          "\"\(file)\" is a folder; name the files in it: nn grade \(exercise) \(file)/*.nn")
      }
    }
    for output in [csv, handout].compactMap({ $0 }) {
      let target = Files.identity(of: output)
      guard !([exercise] + handIns).contains(where: { Files.identity(of: $0) == target }) else {
        throw ValidationError("\"\(output)\" is one of the files to read, which would be lost")
      }
    }
    if let handout, let problem = Files.misnamed(handout) { throw ValidationError(problem) }
    if let csv { try Files.guardForeign(csv, [GradeBook.csvMark], replace: replace) }
  }

  func run() throws {
    Interrupts.install()
    let console = Console(verbosity: .script, appearance: appearance.given)
    let (source, page): (Source, ExercisePage)
    do throws(Diagnostic) {
      source = try Files.script(exercise)
      page = ExercisePage(source)
      if let problem = page.problems.first { throw problem }
      guard !page.tasks.isEmpty else { throw .noExercise(exercise) }
    } catch {
      let told =
        json ? Console(verbosity: .script, form: .jsonLines, appearance: appearance.given) : console
      told.show(.failure(error))
      told.flush()
      throw ExitCode(error.code.exitStatus)
    }
    if let handout, !replace, Files.isForeign(handout, []),
      !((try? Files.script(handout)).map { page.wasHandedOut(as: $0) } ?? false)
    {
      throw ValidationError(
        "\"\(handout)\" exists, and is no handout of this page: --replace overwrites it")
    }
    if let handout {
      guard let text = ExercisePage.withoutSolutions(source) else {
        console.say(
          "error: not all of \(exercise) can be read, so solutions might stay in it: "
            + "nn test \(exercise) says where")
        throw ExitCode(65)
      }
      try write(text, to: handout, console)
    }
    guard !handIns.isEmpty else { return }
    try grade(page, console)
  }

  private func grade(_ page: ExercisePage, _ console: Console) throws {
    var book = GradeBook(page)
    let ends = judged(tasks: page.tasks.count)
    for (number, name) in names.enumerated() {
      let results = ends[number].enumerated().map { column, end in result(end, book, column) }
      book.rows.append(GradeBook.Row(student: name, results: results))
    }
    if Interrupts.isPending { throw ExitCode(130) }
    show(book, console)
    if let csv { try write(book.csv, to: csv, console) }
    let all = ends.flatMap { $0 }
    for case .fault(let problem) in all {
      console.say("error: an exercise of \(exercise) cannot be judged: \(problem)")
      throw ExitCode(1)
    }
    if all.contains(where: { if case .unread = $0 { true } else { false } }) { throw ExitCode(66) }
  }

  private func show(_ book: GradeBook, _ console: Console) {
    if json {
      book.jsonLines.forEach { Output.standard.write($0) }
      Output.standard.flush()
    } else {
      console.show(book.document)
      console.flush()
    }
  }

  /// The ends of all hand-ins, by hand-in and exercise. Each processor sets an exercise up once.
  private func judged(tasks: Int) -> [[GradingProcess.End]] {
    let count = handIns.count * tasks
    let ends = Mutex([GradingProcess.End](repeating: .interrupted, count: count))
    let next = Atomic<Int>(0)
    Threads.run(min(Threads.processors, count)) { _ in
      var prepared: (task: Int, process: GradingProcess?)?
      while !Interrupts.isPending {
        let job = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard job < count else { return }
        let (task, handIn) = (job / handIns.count, job % handIns.count)
        if prepared?.task != task { prepared = (task, process(task)) }
        let end = prepared?.process?.judge(handIn, within: time) ?? .notBegun
        if case .notBegun = end { prepared = nil }
        ends.withLock { $0[handIn * tasks + task] = end }
      }
    }
    let all = ends.withLock { $0 }
    return handIns.indices.map { Array(all[$0 * tasks..<($0 + 1) * tasks]) }
  }

  private func process(_ task: Int) -> GradingProcess? {
    GradingProcess(
      arguments: [
        "grade-one", "--task", "\(task)", "--steps", "\(steps)", "--memory", "\(memory * 1_000_000)",
        "--seconds", "\(time)", "--", exercise,
      ] + handIns, preparing: pageTime)
  }

  private func result(_ end: GradingProcess.End, _ book: GradeBook, _ column: Int) -> Grader.Result {
    switch end {
    case .judged(let result): return result
    case .unread(let problem): return GradeBook.notJudged(because: problem)
    case .fault(let problem): return GradeBook.notJudged(because: "the exercise does not run: \(problem)")
    case .late:
      return book.stopped(
        at: column, because: "stopped after \(time.shortest) s; a slower machine may stop earlier")
    case .died(SIGKILL), .died(SIGXCPU):
      return book.stopped(at: column, because: "stopped by the system: it took too much time or memory")
    case .died(SIGCHLD), .notBegun: return GradeBook.notJudged(because: "no process could be begun for it")
    case .died:
      return book.stopped(at: column, because: "its process ended: it took more than \(memory) MB of memory")
    case .interrupted: return GradeBook.notJudged(because: "interrupted")
    }
  }

  /// The files without their folders, where that tells them apart.
  private var names: [String] {
    let short = handIns.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    return Set(short).count == short.count ? short : handIns
  }

  private func write(_ text: String, to file: String, _ console: Console) throws {
    do throws(Host.WriteFailure) {
      try Files.write(file, text)
    } catch {
      console.say("error: I cannot write \"\(file)\": \(error.reason)")
      throw ExitCode(73)
    }
  }
}

extension Diagnostic {
  fileprivate static func noExercise(_ file: String) -> Diagnostic {
    Diagnostic(
      .badFile, "there is no exercise in \"\(file)\"",
      help: ["An exercise is a block of statements: help exercise"])
  }
}
