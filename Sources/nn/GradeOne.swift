import ArgumentParser
import Classroom
import Interpreter
import Language

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The process of one hand-in at one exercise, begun by `nn grade`: whatever happens in it happens in it alone.
struct GradeOne: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "grade-one", shouldDisplay: false)

  @Argument var page: String
  @Argument var handIn: String
  @Option var task: Int
  @Option var steps: Int
  @Option var memory: Int
  @Option var seconds: Int
  @Argument var others: [String] = []

  func run() throws {
    let output = Output.standard
    func say(_ line: GradeLine) {
      output.write(line.text)
      output.flush()
    }
    do throws(Diagnostic) {
      let exercises = ExercisePage(try Files.script(page))
      let files = HandInFiles(handIn: handIn, page: page, others: others)
      let grader = Grader(
        exercises, limits: Grader.Limits(steps: steps), studentFiles: files.files,
        world: { Host.system(output: $0, writing: WritingRules(isSafe: true)) })
      guard exercises.tasks.indices.contains(task) else { return say(.fault("there is no such exercise")) }
      let opened: Grader.Opened
      do {
        opened = try grader.open(exercises.tasks[task])
      } catch {
        return say(.fault(error.problem?.message ?? "the exercise was not set up"))
      }
      ProcessLimits.set(memory: memory, seconds: seconds)
      say(.ready)
      let source = try Files.script(handIn, limit: Self.handInLimit)
      let given = HandIn(source, titles: exercises.tasks.map(\.title))
      GradeLine.lines(of: grader.judge(given, exercises.tasks[task], opened)).forEach(say)
    } catch {
      say(.remark(error.message))
    }
  }

  /// Bytes of a hand-in.
  private static let handInLimit = 1_000_000
}

/// What the system lets this process have.
enum ProcessLimits {
  /// - Parameters:
  ///   - memory: bytes of addresses.
  ///   - seconds: of a processor's time, after which the system ends the process.
  static func set(memory: Int, seconds: Int) {
    set(.core, 0, 0)
    // No file grows, whatever a statement finds to write with.
    set(.fileSize, 0, 0)
    set(.files, 64, 64)
    set(.processorTime, seconds, seconds + 1)
    set(.addresses, memory, memory)
  }

  private enum Kind { case core, fileSize, files, processorTime, addresses }

  private static func set(_ kind: Kind, _ soft: Int, _ hard: Int) {
    var limit = rlimit(rlim_cur: rlim_t(soft), rlim_max: rlim_t(hard))
    #if canImport(Glibc)
      let resource: __rlimit_resource =
        switch kind {
        case .core: RLIMIT_CORE
        case .fileSize: RLIMIT_FSIZE
        case .files: RLIMIT_NOFILE
        case .processorTime: RLIMIT_CPU
        case .addresses: RLIMIT_AS
        }
      _ = setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
    #else
      let resource: Int32 =
        switch kind {
        case .core: RLIMIT_CORE
        case .fileSize: RLIMIT_FSIZE
        case .files: RLIMIT_NOFILE
        case .processorTime: RLIMIT_CPU
        case .addresses: RLIMIT_AS
        }
      _ = setrlimit(resource, &limit)
    #endif
  }
}
