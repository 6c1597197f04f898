import Interpreter
import Rendering
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The one line that shows a training under way: on a terminal only, drawn over itself, and gone when anything else is
/// written.
final class ProgressLine: Sendable {
  private let isShown = Mutex(false)

  /// nil where nobody watches, or the terminal cannot go back in a line.
  init?() {
    guard Terminal.isTerminal(2), Terminal.isTerminal(1), Terminal.canMove else { return nil }
  }

  func show(_ progress: TrainProgress) {
    let text = ProgressText(width: min(Terminal.width, 100), hasBlocks: Terminal.isUTF8)
    show(text.line(progress))
  }

  func show(_ progress: SweepProgress) {
    let text = ProgressText(width: min(Terminal.width, 100), hasBlocks: Terminal.isUTF8)
    show(text.line(progress))
  }

  private func show(_ line: String) {
    write("\r\(line)\u{1b}[K")
    isShown.withLock { $0 = true }
  }

  func clear() {
    let wasShown = isShown.withLock { shown in
      defer { shown = false }
      return shown
    }
    if wasShown { write("\r\u{1b}[K") }
  }

  private func write(_ text: String) { _ = Files.writeAll(Array(text.utf8), to: 2) }
}
