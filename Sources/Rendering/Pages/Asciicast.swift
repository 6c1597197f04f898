/// A terminal session as asciinema plays it: version 2 of the format, a header and a line for each piece of output.
/// Source: docs.asciinema.org/manual/asciicast/v2.
public struct Asciicast: Sendable {
  /// Shown by players.
  public let title: String
  /// The size of its screen.
  public let rows: Int
  /// Characters in a row.
  public let columns: Int
  private let theme: Theme
  /// In microseconds, since sums of decimals would not be exact.
  private var time = 0
  private var frames: [(time: Int, kind: Kind, text: String)] = []

  /// What a line of the file is: output, or a marker, which players show as a chapter.
  private enum Kind: String { case output = "o", marker = "m" }

  /// An empty one.
  public init(title: String, rows: Int, columns: Int, theme: Theme = .plain) {
    (self.title, self.rows, self.columns, self.theme) = (title, rows, columns, theme)
  }

  /// Lets time go by.
  public mutating func pass(_ seconds: Double) { time += Int(clamping: (seconds * 1e6).rounded()) }

  /// Shows a text now.
  public mutating func show(_ text: String) {
    if !text.isEmpty { frames.append((time, .output, text)) }
  }

  /// A chapter begins now.
  public mutating func mark(_ title: String) { frames.append((time, .marker, title.visible)) }

  /// Its length in whole seconds.
  public var seconds: Int { time / 1_000_000 }

  /// Text and ground of a theme, as players take them, with the colors of a terminal, which no theme uses.
  private var ground: JSON? {
    let colors: (String, String)? =
      switch theme {
      case .plain: nil
      case .light: ("#000000", "#ffffff")
      case .dark, .contrast: ("#ffffff", "#000000")
      }
    return colors.map { text, ground in
      .object([
        ("fg", .string(text)), ("bg", .string(ground)),
        ("palette", .string(Array(repeating: text, count: 8).joined(separator: ":"))),
      ])
    }
  }

  /// The file. It bears no date, so that the same session gives the same bytes.
  public var text: String {
    let head = JSON.object(
      [
        ("version", 2.json), ("width", columns.json), ("height", rows.json), ("title", .string(title)),
        ("env", .object([("TERM", .string("xterm-256color"))])),
      ] + (ground.map { [("theme", $0)] } ?? []))
    let lines = frames.map { frame in
      let micro = "\(frame.time % 1_000_000)"
      let time = "\(frame.time / 1_000_000)." + String(repeating: "0", count: 6 - micro.count) + micro
      return "[\(time), \"\(frame.kind.rawValue)\", \(JSON.string(frame.text).text)]"
    }
    return ([head.text] + lines).map { $0 + "\n" }.joined()
  }
}
