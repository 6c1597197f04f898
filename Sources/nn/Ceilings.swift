import Prompt
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a process may take with `--safe`: time of a processor, memory, bytes of files. Whoever reaches one of them is
/// stopped as by Ctrl-C, and told.
enum Ceilings {
  /// Seconds of processors together.
  private static let seconds = 600
  /// Bytes.
  static let memory = 4 << 30
  /// Bytes of all files together.
  static let written = 200 << 20

  private static let isOutOfTime = Atomic<Bool>(false)
  private static let isOutOfMemory = Atomic<Bool>(false)
  private static let bytes = Atomic<Int>(0)
  /// The seconds in force: fewer than `seconds` where the process was started with fewer.
  private static let secondsInForce = Atomic<Int>(seconds)

  /// Why the process was stopped; nil if it was not.
  private static var reason: String? {
    if isOutOfTime.load(ordering: .relaxed) {
      let seconds = secondsInForce.load(ordering: .relaxed)
      return seconds < 120 ? "\(seconds) s of a processor" : "\(seconds / 60) minutes of a processor"
    }
    return isOutOfMemory.load(ordering: .relaxed) ? memoryInWords : nil
  }

  /// Whatever a command made of being interrupted, a process that was stopped says why, and ends with 1.
  static func endIfReached() {
    guard let reason else { return }
    NN.complain(words(reason))
    exit(1)
  }

  private static var memoryInWords: String { "\(memory >> 30) GB of memory" }

  private static func words(_ reason: String) -> String {
    "error: stopped, since with --safe a run takes at most \(reason)"
  }

  private static let noteTime: @convention(c) (Int32) -> Void = { _ in
    Ceilings.isOutOfTime.store(true, ordering: .relaxed)
    Interrupts.request()
  }

  static func install() {
    signal(SIGXCPU, noteTime)
    secondsInForce.store(set(RLIMIT_CPU, seconds, last: seconds + 60), ordering: .relaxed)
    set(RLIMIT_FSIZE, written, last: written)
    // Where nobody asks in time, the system ends the process.
    set(RLIMIT_AS, 4 * memory, last: 4 * memory)
    Threads.detach { watchMemory() }
  }

  /// A statement may take gigabytes between two of its polls.
  private static func watchMemory() {
    while reason == nil {
      usleep(10_000)
      guard taken > memory else { continue }
      isOutOfMemory.store(true, ordering: .relaxed)
      Interrupts.request()
    }
    endIfNobodyAsks()
  }

  /// Whoever does not hear that it is to stop within five seconds, or before it has taken twice the memory, is ended.
  private static func endIfNobodyAsks() {
    var looks = 0
    while taken > memory {
      usleep(10_000)
      looks += 1
      guard looks > 500 || taken > 2 * memory else { continue }
      Keyboard.abandon()
      _ = Array((words(memoryInWords) + "\n").utf8).withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
      _exit(1)
    }
  }

  #if canImport(Glibc)
    private typealias Resource = __rlimit_resource
  #else
    private typealias Resource = Int32
  #endif

  /// Lowers a limit of the system, and says which one is in force: one that was lower already stays.
  @discardableResult
  private static func set(_ resource: Resource, _ limit: Int, last: Int) -> Int {
    #if canImport(Glibc)
      let resource = Int32(resource.rawValue)
    #endif
    var given = rlimit()
    guard getrlimit(resource, &given) == 0 else { return limit }
    // At the hard limit the system asks nobody: a second before it there is time for words.
    let isTime = last > limit
    let most = isTime && given.rlim_max <= rlim_t(limit) ? max(1, given.rlim_max) - 1 : rlim_t(limit)
    given.rlim_cur = max(isTime ? 1 : 0, min(given.rlim_cur, most))
    given.rlim_max = min(given.rlim_max, rlim_t(last))
    setrlimit(resource, &given)
    return Int(clamping: given.rlim_cur)
  }

  /// Asked wherever Ctrl-C is asked about.
  static func areReached() -> Bool { reason != nil }

  /// Bytes of memory that are in use now.
  private static var taken: Int {
    #if canImport(Glibc)
      // The system's own maximum counts what the process was before it became nn.
      let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return 0 }
      defer { close(descriptor) }
      var bytes = [UInt8](repeating: 0, count: 64)
      let count = read(descriptor, &bytes, bytes.count)
      let pages = bytes.prefix(max(0, count)).split(separator: UInt8(ascii: " ")).dropFirst().first
      let number = pages?.reduce(0) { 10 * $0 + Int(clamping: $1 & 15) } ?? 0
      return number * bytesOfPage
    #else
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #endif
  }

  #if canImport(Glibc)
    private static let bytesOfPage = sysconf(Int32(_SC_PAGESIZE))
  #endif

  /// Counts what is written; false where it is too much.
  static func takes(_ count: Int) -> Bool { bytes.add(count, ordering: .relaxed).newValue <= written }
}
