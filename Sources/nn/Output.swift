import Rendering
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A stream with a buffer. A reader who has gone ends the process as any tool is ended, by SIGPIPE; a full disk is said
/// and ends it with status 74.
final class Output: Sendable {
  private let descriptor: Int32
  private let buffer = Mutex<[UInt8]>([])
  private static let capacity = 1 << 16

  init(descriptor: Int32) { self.descriptor = descriptor }

  static let standard = Output(descriptor: 1)

  func write(_ line: String, newline: Bool = true) {
    let isFull = buffer.withLock { buffer in
      buffer.append(contentsOf: line.utf8)
      if newline { buffer.append(UInt8(ascii: "\n")) }
      return buffer.count >= Self.capacity
    }
    if isFull { flush() }
  }

  /// A line for people, with names and texts of others in it: what could steer a terminal is shown as `·`.
  func say(_ line: String) { write(line.steersTerminals ? line.visible : line) }

  /// A whole text, as it is where it goes into a file or a pipe.
  func writeText(_ text: String) {
    write(text.steersTerminals && isatty(descriptor) != 0 ? text.visible : text, newline: false)
  }

  func flush() {
    let bytes = buffer.withLock { buffer in
      defer { buffer.removeAll(keepingCapacity: true) }
      return buffer
    }
    guard !Files.writeAll(bytes, to: descriptor), descriptor != 2 else { return }
    let reason = String(cString: strerror(errno))
    _ = Files.writeAll(Array("error: I cannot write the output: \(reason)\n".utf8), to: 2)
    exit(74)
  }
}
