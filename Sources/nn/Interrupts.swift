import Prompt
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Ctrl-C: the first one asks the running statement to stop, a second one before it did ends the process.
enum Interrupts {
  private static let pending = Atomic<Bool>(false)

  static var isPending: Bool { pending.load(ordering: .relaxed) }

  /// Asks the running statement to stop, as Ctrl-C does.
  static func request() { pending.store(true, ordering: .relaxed) }

  static func clear() { pending.store(false, ordering: .relaxed) }

  private static let handle: @convention(c) (Int32) -> Void = { _ in
    guard Interrupts.pending.exchange(true, ordering: .relaxed) else { return }
    Keyboard.abandon()
    _exit(130)
  }

  static func install() {
    // Without SA_RESTART, so that a read from the standard input ends too.
    var action = sigaction()
    #if canImport(Glibc)
      action.__sigaction_handler.sa_handler = handle
    #else
      action.__sigaction_u.__sa_handler = handle
    #endif
    sigaction(SIGINT, &action, nil)
    // Swift's own handler would take Ctrl-\ for a crash.
    signal(SIGQUIT, SIG_DFL)
    // Whoever started nn may have had it blocked.
    var interrupt = sigset_t()
    sigemptyset(&interrupt)
    sigaddset(&interrupt, SIGINT)
    sigprocmask(SIG_UNBLOCK, &interrupt, nil)
  }
}
