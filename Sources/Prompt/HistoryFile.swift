#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The history on disk. Entries are only ever appended, each with one write, and nothing is written when a
/// session ends: so two prompts at once lose nothing of each other's.
public final class HistoryFile {
  /// What `load` gives at most.
  static let limit = 100_000
  /// How much of the file's end `load` looks at, as the file only ever grows.
  private static let window: off_t = 8 << 20

  private let descriptor: Int32
  private var last: String?

  /// The user's own: `$NN_HISTORY`, else in `$XDG_STATE_HOME`, else in `~/.local/state`. An empty
  /// `$NN_HISTORY` means that nothing is to be kept.
  public static func standard() -> HistoryFile {
    HistoryFile(path: standardPath)
  }

  /// Makes the file and its folders when they are missing. Without a path, or when it cannot be written, the
  /// history is that of the session only.
  public init(path: String?) {
    guard let path, !path.isEmpty else {
      descriptor = -1
      return
    }
    Self.makeFolders(of: path)
    descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// False when entries are lost at the end of the session.
  public var isKept: Bool { descriptor >= 0 }

  /// The newest 100,000 entries, oldest first; of equal ones only the newest.
  public func load() -> [String] {
    let size = max(0, lseek(descriptor, 0, SEEK_END))
    let start = max(0, size - Self.window)
    var bytes = read(from: start, count: Int(size - start))[...]
    if start > 0 { bytes = bytes.drop { $0 != UInt8(ascii: "\n") } }
    let entries = HistoryText.entries(in: bytes, limit: Self.limit)
    last = entries.last
    return entries
  }

  /// Adds an entry, unless it is blank or the same as the one before it.
  public func append(_ entry: String) {
    guard isKept, entry != last, entry.utf8.contains(where: { $0 > 32 }) else { return }
    last = entry
    var line = HistoryText.escape(entry)
    line.append(UInt8(ascii: "\n"))
    if endsInsideLine { line.insert(UInt8(ascii: "\n"), at: 0) }
    // A write cut short by a full disk is not taken up again: somebody else's entry may follow it by now.
    while write(descriptor, line, line.count) < 0 && errno == EINTR {}
  }

  /// True when somebody's last line was cut off, by a full disk for one.
  private var endsInsideLine: Bool {
    let size = lseek(descriptor, 0, SEEK_END)
    return size > 0 && read(from: size - 1, count: 1).last != UInt8(ascii: "\n")
  }

  /// Reads at a place, as much as there is. What cannot be read is left out.
  private func read(from start: off_t, count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: max(0, count))
    var done = 0
    while done < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress! + done, $0.count - done, start + off_t(done))
      }
      if got < 0 && errno == EINTR { continue }
      if got <= 0 { break }
      done += got
    }
    return Array(bytes[..<done])
  }

  /// Where it is; nil where there is no place for it.
  public static var standardPath: String? { standardPath { getenv($0).map { String(cString: $0) } } }

  /// Where the history is for an environment. A path in `$XDG_STATE_HOME` that is not absolute is to be
  /// ignored, says its specification.
  static func standardPath(_ variable: (String) -> String?) -> String? {
    if let path = variable("NN_HISTORY") { return path.isEmpty ? nil : path }
    if let state = variable("XDG_STATE_HOME"), state.hasPrefix("/") { return state + "/nn/history" }
    guard let home = variable("HOME"), !home.isEmpty else { return nil }
    return home + "/.local/state/nn/history"
  }

  /// `mkdir -p` for the folders a path goes through. Failures show when the file is opened.
  private static func makeFolders(of path: String) {
    for index in path.indices.dropFirst() where path[index] == "/" {
      mkdir(String(path[..<index]), 0o700)
    }
  }
}
