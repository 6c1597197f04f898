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

  static func clear() { pending.store(false, ordering: .relaxed) }

  static func install() {
    signal(SIGINT) { _ in
      if Interrupts.pending.exchange(true, ordering: .relaxed) { _exit(130) }
    }
  }
}
