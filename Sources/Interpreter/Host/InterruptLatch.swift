import Synchronization

/// Holds on to an interrupt that was seen, until the text that runs has ended.
///
/// Work that was stopped is dropped by whoever asked for it, who looks again: a world that said so only once would let
/// half of it pass for all of it.
final class InterruptLatch: Sendable {
  private let isHeld = Atomic<Bool>(false)

  /// The same world, whose interrupts stay.
  func holding(_ host: Host) -> Host {
    var held = host
    held.input.isInterrupted = { [self, isInterrupted = host.input.isInterrupted] in
      if isHeld.load(ordering: .relaxed) { return true }
      guard isInterrupted() else { return false }
      isHeld.store(true, ordering: .relaxed)
      return true
    }
    return held
  }

  /// Another text begins.
  func release() { isHeld.store(false, ordering: .relaxed) }
}
