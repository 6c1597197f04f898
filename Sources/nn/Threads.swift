import Interpreter

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Work on all processors at the same time.
enum Threads {
  /// Those that this process may use, or as many as the environment says in `NN_PROCESSORS`.
  static let processors: Int = max(1, min(requestedCount ?? Host.Processors.allowed, 1024))

  private static var requestedCount: Int? { requested.flatMap { Int($0) } }

  /// nil if the environment asks for nothing, or for an empty text.
  private static var requested: String? {
    let text = getenv("NN_PROCESSORS").map { String(cString: $0) } ?? ""
    return text.isEmpty ? nil : text
  }

  /// What is wrong with what the environment asks for; nil if nothing.
  static var problem: String? {
    guard let requested, (requestedCount ?? 0) < 1 else { return nil }
    return "NN_PROCESSORS=\(requested) is no number of processors: a whole number from 1 on"
  }

  /// Room for the deepest expression that the language allows.
  private static let stackSize = 16 << 20

  fileprivate final class Work: Sendable {
    let number: Int
    let body: @Sendable (Int) -> Void

    init(_ number: Int, _ body: @escaping @Sendable (Int) -> Void) {
      (self.number, self.body) = (number, body)
    }

    func run() {
      // Ctrl-C is for the thread that reads and waits.
      var all = sigset_t()
      sigfillset(&all)
      pthread_sigmask(SIG_BLOCK, &all, nil)
      body(number)
    }
  }

  #if canImport(Glibc)
    private typealias Thread = pthread_t
    private static let none = pthread_t()
  #else
    private typealias Thread = pthread_t?
    private static let none: Thread = nil
  #endif

  /// Runs a piece of work for each number below `count`, that of 0 on this thread, and waits for all. Where the system
  /// gives no thread, this one does the work after its own.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let others = (1..<max(1, count)).map { Work($0, body) }
    var threads = others.map { _ in none }
    let isMade = others.indices.map { start(others[$0], &threads[$0]) }
    body(0)
    for (k, work) in others.enumerated() {
      if isMade[k] { join(threads[k]) } else { body(work.number) }
    }
  }

  /// Starts work that goes on beside all else until the process ends.
  static func detach(_ body: @escaping @Sendable () -> Void) {
    let work = Work(0) { _ in body() }
    let kept = Unmanaged.passRetained(work)
    var thread = none
    guard start(work, &thread) else { return kept.release() }
    #if canImport(Glibc)
      pthread_detach(thread)
    #else
      if let thread { pthread_detach(thread) }
    #endif
  }

  /// - Returns: whether the system gave a thread.
  private static func start(_ work: Work, _ thread: inout Thread) -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, stackSize)
    let pointer = Unmanaged.passUnretained(work).toOpaque()
    #if canImport(Glibc)
      return pthread_create(
        &thread, &attributes,
        { work in
          if let work { Unmanaged<Work>.fromOpaque(work).takeUnretainedValue().run() }
          return nil
        }, pointer) == 0
    #else
      return pthread_create(
        &thread, &attributes,
        { work in
          Unmanaged<Work>.fromOpaque(work).takeUnretainedValue().run()
          return nil
        }, pointer) == 0
    #endif
  }

  private static func join(_ thread: Thread) {
    #if canImport(Glibc)
      pthread_join(thread, nil)
    #else
      if let thread { pthread_join(thread, nil) }
    #endif
  }
}
