#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Room for nested calls. The deepest text that the language allows takes more than a small `ulimit -s` gives.
enum Stack {
  /// Bytes: what Linux and macOS give by default.
  private static let needed = 8 << 20

  /// Runs the command where its calls have room: on this thread, or on one with a larger stack.
  static func run(_ body: @escaping () -> Void) {
    #if canImport(Glibc)
      guard isSmall else { return body() }
      runOnThread(body)
    #else
      body()
    #endif
  }

  #if canImport(Glibc)
    private static var isSmall: Bool {
      var limit = rlimit()
      let kind = __rlimit_resource_t(RLIMIT_STACK.rawValue)
      return getrlimit(kind, &limit) == 0 && limit.rlim_cur < rlim_t(needed)
    }

    private final class Work {
      let body: () -> Void
      init(_ body: @escaping () -> Void) { self.body = body }
    }

    private static func runOnThread(_ body: @escaping () -> Void) {
      var attributes = pthread_attr_t()
      var thread = pthread_t()
      pthread_attr_init(&attributes)
      pthread_attr_setstacksize(&attributes, 2 * needed)
      let work = Unmanaged.passRetained(Work(body)).toOpaque()
      let isMade =
        pthread_create(
          &thread, &attributes,
          { work in
            if let work { Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body() }
            return nil
          }, work) == 0
      guard isMade else { return Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body() }
      // Signals interrupt the calls of the thread that works.
      var all = sigset_t()
      sigfillset(&all)
      pthread_sigmask(SIG_BLOCK, &all, nil)
      pthread_join(thread, nil)
    }
  #endif
}
