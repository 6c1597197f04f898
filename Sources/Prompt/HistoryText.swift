/// The format of the history file: one entry a line, so that a single append of a line is a whole entry.
enum HistoryText {
  private static let backslash = UInt8(ascii: "\\")
  private static let newline = UInt8(ascii: "\n")
  private static let letterN = UInt8(ascii: "n")

  /// One line, without the newline that ends it.
  static func escape(_ entry: String) -> [UInt8] {
    var line: [UInt8] = []
    for byte in entry.utf8 {
      switch byte {
      case backslash: line += [backslash, backslash]
      case newline: line += [backslash, letterN]
      default: line.append(byte)
      }
    }
    return line
  }

  /// Other backslashes are left as they are, for a file that somebody edited by hand.
  static func unescape(_ line: some Collection<UInt8>) -> String {
    var bytes: [UInt8] = []
    var escaped = false
    for byte in line {
      if escaped {
        bytes += byte == letterN ? [newline] : byte == backslash ? [byte] : [backslash, byte]
        escaped = false
      } else if byte == backslash {
        escaped = true
      } else {
        bytes.append(byte)
      }
    }
    if escaped { bytes.append(backslash) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The entries of a file, oldest first: of equal ones only the newest, and of those the newest `limit`.
  static func entries(in file: some Collection<UInt8>, limit: Int) -> [String] {
    var seen: Set<String> = []
    var newestFirst: [String] = []
    for line in file.split(separator: newline).reversed() {
      if newestFirst.count == limit { break }
      let entry = unescape(line)
      if seen.insert(entry).inserted { newestFirst.append(entry) }
    }
    return newestFirst.reversed()
  }
}
