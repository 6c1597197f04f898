import ArgumentParser
import Classroom
import Interpreter
import Language

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The process of one exercise, begun by `nn grade`: the page sets it up once, and each hand-in is judged in a copy of
/// this process, so that whatever happens in it happens in it alone.
///
/// It reads the numbers of hand-ins, a line each, and tells what came of them as lines (`GradeLine`).
struct GradeOne: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "grade-one", shouldDisplay: false)

  @Argument var page: String
  @Argument var handIns: [String]
  @Option var task: Int
  @Option var steps: Int
  @Option var memory: Int
  @Option var seconds: Double

  func run() throws {
    Self.endWithParent()
    let exercises: ExercisePage
    do throws(Diagnostic) {
      exercises = ExercisePage(try Files.script(page))
    } catch {
      return say(.fault(error.message))
    }
    guard exercises.tasks.indices.contains(task) else { return say(.fault("there is no such exercise")) }
    let (held, opened): (HeldFiles, Grader.Opened)
    do {
      held = HeldFiles()
      let files = HandInFiles(handIn: page, page: page, others: [], ofPage: held)
      opened = try grader(of: exercises, files).open(exercises.tasks[task])
    } catch {
      return say(.fault(error.problem?.placed ?? "the exercise was not set up"))
    }
    say(.ready)
    while let line = readLine(), let number = Int(line), handIns.indices.contains(number) {
      say(.ended(judge(number, exercises, opened, held)))
    }
  }

  /// However `nn grade` ends, its end of the pipe is closed then: this process and its copy end as well, whatever they are at.
  private static func endWithParent() {
    Threads.detach {
      var questions = pollfd(fd: 0, events: 0, revents: 0)
      while poll(&questions, 1, -1) < 0, errno == EINTR {}
      kill(getpgrp() == getpid() ? 0 : getpid(), SIGKILL)
    }
  }

  /// Judges a hand-in in a copy of this process. If that has to be ended, another copy runs it up to the statement at
  /// which that was, and judges what it had reached.
  ///
  /// - Returns: the signal that ended it all the same, or 0.
  private func judge(
    _ number: Int, _ exercises: ExercisePage, _ opened: Grader.Opened, _ held: HeldFiles
  ) -> Int32 {
    let begun = SharedNumber()
    let files = HandInFiles(handIn: handIns[number], page: page, others: handIns, ofPage: held)
    let signal = inCopy { judge(number, exercises, opened, files, upTo: nil) { begun.value = $0 } }
    guard signal != 0, signal != SIGCHLD else { return signal }
    say(.again)
    let reason =
      [SIGALRM, SIGKILL, SIGXCPU].contains(signal)
      ? "it took more than \(seconds.shortest) s, which may be otherwise on another machine"
      : "it took more than \(memory / 1_000_000) MB of memory"
    let reached = Grader.Reached(statements: begun.value, because: reason)
    return inCopy { judge(number, exercises, opened, files, upTo: reached) { _ in } } == 0 ? 0 : signal
  }

  private func grader(of exercises: ExercisePage, _ files: HandInFiles) -> Grader {
    let (begin, seconds) = (ContinuousClock.now, seconds)
    let folder = Files.folder(of: page)
    let rules = WritingRules(isSafe: true, readable: [Files.identity(of: folder.isEmpty ? "." : folder)])
    return Grader(
      exercises,
      limits: Grader.Limits(steps: steps, seconds: seconds) {
        ContinuousClock.now - begin > .seconds(seconds)
      },
      studentFiles: files.files,
      world: { output in
        var host = Host.system(output: output, rules)
        host.files = files.ofPage.files(rules)
        return host
      })
  }

  private func judge(
    _ number: Int, _ exercises: ExercisePage, _ opened: Grader.Opened, _ files: HandInFiles,
    upTo reached: Grader.Reached?, begins: (Int) -> Void
  ) {
    let handIn = handIns[number]
    let source: Source
    do throws(Diagnostic) {
      guard !Files.isStream(handIn) else {
        throw Diagnostic(.badFile, "\"\(handIn)\" is no file, but a pipe or a device")
      }
      if let refusal = files.refusalOfHandIn(handIn) {
        throw Diagnostic(.badFile, "\"\(handIn)\" is not read: \(refusal)")
      }
      source = try Files.script(handIn, limit: Self.handInLimit)
    } catch {
      return say(.unread(error.message))
    }
    let given = HandIn(source, of: exercises)
    let result = grader(of: exercises, files).judge(
      given, exercises.tasks[task], opened, upTo: reached, begins: begins)
    GradeLine.lines(of: result).forEach(say)
  }

  private func say(_ line: GradeLine) {
    Output.standard.write(line.text)
    Output.standard.flush()
  }

  /// Runs something in a copy of this process, within its limits, and waits for its end.
  ///
  /// - Returns: the signal that ended it, or 0.
  private func inCopy(_ work: () -> Void) -> Int32 {
    let copy = ProcessCopy.make()
    if copy == 0 {
      // At its time it is asked to stop, and what it reached is judged; the system ends what does not hear.
      ProcessLimits.set(memory: memory, seconds: 1.25 * seconds + 1)
      work()
      // What it holds need not be given back piece by piece.
      _exit(0)
    }
    guard copy > 0 else { return SIGCHLD }
    var status: Int32 = 0
    while waitpid(copy, &status, 0) < 0, errno == EINTR {}
    // What was told may have ended within a line.
    Output.standard.write("")
    return status & 0x7f
  }

  /// Bytes of a hand-in.
  private static let handInLimit = 1_000_000
}

extension Diagnostic {
  /// With the line of the page that it is in.
  fileprivate var placed: String {
    guard let span, let source else { return message }
    return "line \(source.position(of: span.start).line): \(message)"
  }
}

/// A number that this process and its copies share.
private final class SharedNumber {
  private let place: UnsafeMutablePointer<Int>?

  init() {
    let size = MemoryLayout<Int>.size
    let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)
    place = memory == MAP_FAILED ? nil : memory?.bindMemory(to: Int.self, capacity: 1)
    place?.initialize(to: 0)
  }

  deinit { if let place { munmap(place, MemoryLayout<Int>.size) } }

  /// 0 if there is no memory for it.
  var value: Int {
    get { place?.pointee ?? 0 }
    set { place?.pointee = newValue }
  }
}

/// A copy of this process, which has but the one thread that asks for it.
enum ProcessCopy {
  /// - Returns: 0 in the copy, its number in this process, below 0 if there is none.
  static func make() -> pid_t {
    #if canImport(Glibc)
      return fork()
    #else
      // Darwin hides it from Swift for the sake of programs with threads.
      guard let symbol = dlsym(UnsafeMutableRawPointer(bitPattern: -2), "fork") else { return -1 }
      return unsafeBitCast(symbol, to: (@convention(c) () -> pid_t).self)()
    #endif
  }
}

/// What the system lets this process have.
enum ProcessLimits {
  /// - Parameters:
  ///   - memory: bytes of addresses.
  ///   - seconds: after which the system ends the process by SIGALRM, from now on.
  static func set(memory: Int, seconds: Double) {
    // Whoever began this process may have had signals blocked.
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    let null = open("/dev/null", O_RDONLY)
    dup2(null, 0)
    let whole = Int(seconds)
    var timer = itimerval()
    timer.it_value = timeval(
      tv_sec: whole, tv_usec: .init(max(1, ((seconds - Double(whole)) * 1e6).rounded(.down))))
    #if canImport(Glibc)
      setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
    #else
      setitimer(ITIMER_REAL, &timer, nil)
    #endif
    set(.core, 0, 0)
    // No file grows, whatever a statement finds to write with.
    set(.fileSize, 0, 0)
    set(.files, 64, 64)
    set(.processorTime, whole + 1, whole + 2)
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
