import CPseudoTerminal
import Foundation
import TestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `nn` on a terminal of its own, driven by keys.
final class PseudoTerminal {
  private let master: Int32
  private let process: pid_t
  private let home: URL
  /// Everything that the screen was sent, without escape sequences.
  var screen: String { String(decoding: sent, as: UTF8.self) }
  /// Bytes, because a read may end in the middle of a character.
  private var sent: [UInt8] = []
  private var mark = 0

  struct CannotStart: Error {}

  /// - Parameter home: the folder with the history; a new one if nil.
  init(_ arguments: [String] = [], home: URL? = nil, environment: [String: String] = [:]) throws {
    self.home = home ?? FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: self.home, withIntermediateDirectories: true)
    var variables = [
      "HOME": self.home.path, "NN_HISTORY": self.home.appending(path: "history").path,
      "TERM": "xterm-256color",
      "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin",
    ]
    variables.merge(environment) { $1 }
    var arguments = ([Command.nn] + arguments).map { strdup($0) } + [nil]
    var settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (arguments + settings).forEach { free($0) } }
    var process = pid_t()
    master = pty_spawn(Command.nn, &arguments, &settings, 40, 80, &process)
    self.process = process
    guard master >= 0 else { throw CannotStart() }
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
  }

  deinit {
    kill(process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    close(master)
  }

  func resize(rows: Int, columns: Int) { pty_resize(master, Int32(rows), Int32(columns)) }

  func type(_ keys: String) {
    var bytes = Array(keys.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      if count > 0 { bytes = bytes.dropFirst(count) } else { usleep(2000) }
      read()
    }
  }

  /// Types a line and Enter.
  func enter(_ line: String) { type(line + "\r") }

  private func read() {
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    #if canImport(Glibc)
      let count = Glibc.read(master, &chunk, chunk.count)
    #else
      let count = Darwin.read(master, &chunk, chunk.count)
    #endif
    guard count > 0 else { return }
    sent += chunk[..<count].filter { isText($0) }
  }

  /// Where in an escape sequence the last byte was.
  private enum Escape { case none, begun, inside }
  private var escape = Escape.none

  /// False for escape sequences, and for carriage returns, which Swift joins with a line end into one character.
  private func isText(_ byte: UInt8) -> Bool {
    switch escape {
    case .none where byte == 27:
      escape = .begun
      return false
    case .none: return byte != 13
    case .begun:
      escape = byte == UInt8(ascii: "[") ? .inside : .none
      return false
    case .inside:
      if (0x40...0x7e).contains(byte) { escape = .none }
      return false
    }
  }

  /// Waits until the screen, from the last match on, shows the text; false after a while without it.
  func shows(_ text: String, within seconds: Double = 30) -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      read()
      if let range = sent[mark...].firstRange(of: Array(text.utf8)) {
        mark = range.upperBound
        return true
      }
      usleep(2000)
    }
    return false
  }

  /// The exit status, once the process has ended; nil if it does not.
  func ends(within seconds: Double = 30) -> Int32? {
    let end = ContinuousClock.now + .seconds(seconds)
    var status: Int32 = 0
    while ContinuousClock.now < end {
      read()
      if waitpid(process, &status, WNOHANG) == process { return (status >> 8) & 0xff }
      usleep(2000)
    }
    return nil
  }

  /// Whether the terminal echoes and edits lines itself, as a shell expects to find it.
  var isCooked: Bool {
    var modes = termios()
    guard tcgetattr(master, &modes) == 0 else { return false }
    return modes.c_lflag & tcflag_t(ECHO) != 0 && modes.c_lflag & tcflag_t(ICANON) != 0
  }

  var folder: URL { home }
}
