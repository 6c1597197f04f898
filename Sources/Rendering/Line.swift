/// A line of output: results go to standard output, progress and diagnostics to standard error.
public struct Line: Sendable, Equatable {
  public enum Stream: Sendable { case output, error }

  public let text: String
  public let stream: Stream

  public init(_ text: String, _ stream: Stream = .output) { (self.text, self.stream) = (text, stream) }
}

extension Character {
  /// Columns that a terminal gives it: two for wide East Asian characters and emoji, none for controls.
  var columns: Int {
    guard let scalar = unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0..<32, 0x7f..<0xa0, 0x200b...0x200f: return 0
    case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60,
      0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f900...0x1f9ff, 0x20000...0x3fffd:
      return 2
    default: return 1
    }
  }
}

extension StringProtocol {
  var columns: Int { reduce(0) { $0 + $1.columns } }

  func padded(to width: Int) -> String {
    String(self) + String(repeating: " ", count: Swift.max(0, width - columns))
  }
  func leading(to width: Int) -> String {
    String(repeating: " ", count: Swift.max(0, width - columns)) + String(self)
  }

  /// Broken between words so that no line is wider than `width`; later lines begin with `indent`.
  func wrapped(to width: Int, indent: String = "") -> [String] {
    let margin = String(prefix { $0 == " " })
    var lines: [String] = []
    var line = margin
    for word in dropFirst(margin.count).split(separator: " ", omittingEmptySubsequences: false) {
      let isFirst = line == (lines.isEmpty ? margin : indent)
      if !isFirst, line.columns + 1 + word.columns > width {
        lines.append(line)
        line = indent + word
      } else {
        line += (isFirst ? "" : " ") + word
      }
    }
    return lines + [line]
  }
}

/// Rows of cells in columns, two or more blanks between; numbers to the right.
struct Table {
  private var rows: [[String]] = []
  private let isRight: [Bool]

  /// One flag a column: whether its cells stand to the right.
  init(right: [Bool]) { isRight = right }

  mutating func add(_ cells: [String]) { rows.append(cells) }

  func lines(indent: String = "") -> [String] {
    let widths = isRight.indices.map { k in rows.map { k < $0.count ? $0[k].columns : 0 }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { k, cell in
        isRight[k] ? cell.leading(to: widths[k]) : cell.padded(to: widths[k])
      }
      return indent + trimmed(cells.joined(separator: "   "))
    }
  }

  private func trimmed(_ text: String) -> String {
    var result = text
    while result.last == " " { result.removeLast() }
    return result
  }
}
