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
  /// The folder was made for this terminal, and goes with it.
  private let isHomeOwn: Bool
  /// What a person sees.
  private(set) var screen: Screen
  /// All that was sent, escape sequences and all.
  private(set) var raw: [UInt8] = []

  /// Bytes, because a read may end in the middle of a character.
  private var sent: [UInt8] = []
  private var mark = 0

  struct CannotStart: Error {}

  /// - Parameters:
  ///   - program: with its arguments, on a path on which `nn` is the built one; nn with `arguments` if nil.
  ///   - home: the folder with the history; a new one if nil.
  ///   - folder: where it works; where the tests do if nil.
  init(
    _ arguments: [String] = [], program: [String]? = nil, home: URL? = nil,
    environment: [String: String] = [:], rows: Int = 40, columns: Int = 80, in folder: URL? = nil
  ) throws {
    screen = Screen(rows: rows, columns: columns)

    isHomeOwn = home == nil
    self.home = home ?? FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: self.home, withIntermediateDirectories: true)
    var variables = [
      "HOME": self.home.path, "NN_HISTORY": self.home.appending(path: "history").path,
      "TERM": "xterm-256color",
      "LANG": "C.UTF-8", "PATH": Command.products.path + ":/usr/bin:/bin",
    ]
    variables.merge(environment) { $1 }
    let words = program ?? [Command.nn] + arguments
    let working = strdup(folder?.path ?? "")
    defer { free(working) }
    var arguments = words.map { strdup($0) } + [nil]

    var settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (arguments + settings).forEach { free($0) } }
    var process = pid_t()
    master = pty_spawn(words[0], &arguments, &settings, working, Int32(rows), Int32(columns), &process)
    self.process = process
    guard master >= 0 else { throw CannotStart() }
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
  }

  deinit {
    kill(process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    close(master)
    if isHomeOwn { try? FileManager.default.removeItem(at: home) }
  }

  func resize(rows: Int, columns: Int) {
    screen.resize(rows: rows, columns: columns)
    pty_resize(master, Int32(rows), Int32(columns))
  }

  /// Sends the process a signal.
  func signal(_ number: Int32) { kill(process, number) }

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
    raw += chunk[..<count]
    screen.feed(chunk[..<count])
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

  /// Waits until the screen is as it should be; false after a while in which it is not.
  func sees(within seconds: Double = 30, _ isRight: (Screen) -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      read()
      if isRight(screen) { return true }
      usleep(2000)
    }
    return false
  }

  /// Waits until the cursor's row begins so, with the cursor behind so many columns.
  func hasRow(_ text: String, cursor column: Int? = nil) -> Bool {
    sees { $0.lines[$0.cursor.row] == text && (column == nil || $0.cursor.column == column) }
  }

  /// Reads on for a while.
  func wait(_ seconds: Double) {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      read()
      usleep(2000)
    }
  }

  /// The exit status, or the signal that ended it as a negative number; nil if it does not end.
  func ends(within seconds: Double = 30) -> Int32? {
    let end = ContinuousClock.now + .seconds(seconds)
    var status: Int32 = 0
    while ContinuousClock.now < end {
      read()
      if waitpid(process, &status, WNOHANG) == process {
        return status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
      }
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
