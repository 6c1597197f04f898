import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// SIGTERM, as a cluster sends it to a task that has to make room: no further run of a sweep is begun, and those that have
/// begun may end, for some seconds; then they are stopped as by Ctrl-C.
enum Termination {
  private static let isAskedFor = Atomic<Bool>(false)

  /// Whether the process is to end.
  static var isPending: Bool { isAskedFor.load(ordering: .relaxed) }

  /// The exit status then: that of a failure which passes, EX_TEMPFAIL of `sysexits.h`.
  static let exitStatus: Int32 = 75

  /// Clusters give half a minute as a rule before they kill.
  private static let secondsForRuns: UInt32 = 5

  private static let handle: @convention(c) (Int32) -> Void = { signal in
    if signal == SIGTERM, !Termination.isAskedFor.exchange(true, ordering: .relaxed) {
      alarm(Termination.secondsForRuns)
    } else {
      Interrupts.request()
    }
  }

  static func install() {
    // Without SA_RESTART, so that a read ends too.
    var action = sigaction()
    #if canImport(Glibc)
      action.__sigaction_handler.sa_handler = handle
    #else
      action.__sigaction_u.__sa_handler = handle
    #endif
    var mine = sigset_t()
    sigemptyset(&mine)
    for signal in [SIGTERM, SIGALRM] {
      sigaction(signal, &action, nil)
      sigaddset(&mine, signal)
    }
    // Whoever started nn may have had them blocked.
    sigprocmask(SIG_UNBLOCK, &mine, nil)
  }
}
