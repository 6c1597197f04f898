/// A line of output: results go to standard output, progress and diagnostics to standard error.
public struct Line: Sendable, Equatable {
  public enum Stream: Sendable { case output, error }

  public let text: String
  public let stream: Stream
  /// What parts of it mean, in their order; the rest is plain.
  private var marks: [Mark] = []

  private struct Mark: Sendable, Equatable {
    /// Counted in characters.
    let range: Range<Int>
    let role: Role
  }

  /// A line with a role means it as a whole.
  public init(_ text: String, _ stream: Stream = .output, _ role: Role? = nil) {
    (self.text, self.stream) = (text, stream)
    if let role { marks = [Mark(range: 0..<text.count, role: role)] }
  }

  /// With a role for the first place where a part stands.
  public func marking(_ part: String, _ role: Role) -> Line {
    let (characters, wanted) = (Array(text), Array(part))
    guard !wanted.isEmpty, characters.count >= wanted.count,
      let start = (0...characters.count - wanted.count).first(where: {
        characters[$0..<$0 + wanted.count].elementsEqual(wanted)
      })
    else { return self }
    return marking(start..<start + wanted.count, role)
  }

  func marking(_ range: Range<Int>, _ role: Role) -> Line {
    guard !marks.contains(where: { $0.range.overlaps(range) }) else { return self }
    var line = self
    line.marks = (marks + [Mark(range: range, role: role)]).sorted {
      $0.range.lowerBound < $1.range.lowerBound
    }
    return line
  }

  /// The rows that it takes on a terminal of so many columns.
  public func rows(in width: Int) -> Int { Swift.max(1, (text.columns + width - 1) / Swift.max(1, width)) }

  /// Its beginning, as much as fits.
  public func cut(to width: Int) -> Line {
    var (columns, count) = (0, 0)
    for character in text {
      columns += character.columns
      if columns > width { break }
      count += 1
    }
    var line = Line(String(text.prefix(count)), stream)
    line.marks = marks.compactMap { mark in
      let range = mark.range.clamped(to: 0..<count)
      return range.isEmpty ? nil : Mark(range: range, role: mark.role)
    }
    return line
  }

  /// The columns that it takes.
  public var columns: Int { text.columns }

  /// The text with the terminal's escapes around what is marked.
  public var colored: String {
    guard !marks.isEmpty else { return text }
    let characters = Array(text)
    var (result, end) = ("", 0)
    for mark in marks where !mark.range.isEmpty {
      result += String(characters[end..<mark.range.lowerBound])
      result += mark.role.painted(String(characters[mark.range]))
      end = mark.range.upperBound
    }
    return result + String(characters[end...])
  }
}

/// What a piece of output means. Color says no more than the words do.
public enum Role: Sendable, CaseIterable {
  case error, warning, good
  case heading, prompt, narration, faint
  /// Something to type.
  case code
  /// The last row of a stage.
  case status

  case positive, negative

  /// Between the escapes of ANSI terminals that set and end its look.
  public func painted(_ text: String) -> String { "\u{1b}[\(look)m\(text)\u{1b}[0m" }

  /// Parameters of Select Graphic Rendition, ECMA-48: colors 31 to 36, 1 bold, 2 faint.
  private var look: String {
    switch self {
    case .error: "1;31"
    case .warning: "33"
    case .good: "32"
    case .heading: "1"
    case .prompt: "1;32"
    case .narration: "36"
    case .faint: "2"
    case .code: "36"
    case .status: "7"

    case .positive: "36"
    case .negative: "35"
    }
  }
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
