#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

import Demo

/// Where the speaker's view goes: a file that `tail -f` shows in another terminal, or that terminal itself.
final class SpeakerNotes {
  /// Clears a terminal that follows the file; the first bytes of every view.
  static let mark = "\u{1b}[H\u{1b}[2J"

  private let descriptor: Int32

  /// A file is emptied first. nil if it cannot be written.
  init?(path: String) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0o644)
    guard descriptor >= 0 else { return nil }
    _ = ftruncate(descriptor, 0)
  }

  deinit { close(descriptor) }

  /// Shows a view in the place of the one before: a terminal that follows the file is cleared first.
  func show(_ view: PresenterView) {
    let text = Self.mark + view.lines.map { $0 + "\n" }.joined()
    _ = Files.writeAll(Array(text.utf8), to: descriptor)
  }
}
