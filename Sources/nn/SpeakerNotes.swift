#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the speaker's notes go: a file that `tail -f` shows in another terminal, or that terminal itself.
final class SpeakerNotes {
  private let descriptor: Int32

  /// A file is emptied first. nil if it cannot be written.
  init?(path: String) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0o644)
    guard descriptor >= 0 else { return nil }
    _ = ftruncate(descriptor, 0)
  }

  deinit { close(descriptor) }

  /// Adds a note under the place in the demo that it belongs to.
  func write(_ note: String, _ place: String) {
    _ = Files.writeAll(Array("\n── \(place)\n\(note)\n".utf8), to: descriptor)
  }
}
