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
  /// Columns that a terminal gives the text.
  var columns: Int {
    if isPrintableASCII { return utf8.count }
    // Where each character is one scalar that takes a column they need not be put together.
    return isOfSingleColumns ? unicodeScalars.count : reduce(0) { $0 + $1.columns }
  }

  private var isPrintableASCII: Bool {
    utf8.withContiguousStorageIfAvailable { $0.allSatisfy { 0x20..<0x7f ~= $0 } } ?? false
  }

  /// No controls, nothing that combines with what is beside it, nothing wide.
  private var isOfSingleColumns: Bool {
    unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x20..<0x7f, 0xa0..<0x300, 0x2010...0x2027, 0x2070...0x20cf, 0x2190...0x25ff: true
      default: false
      }
    }
  }

  /// The text, preceded by as many blanks as fill the width.
  func leading(to width: Int) -> String {
    String(repeating: " ", count: Swift.max(0, width - columns)) + self
  }
}

/// Blanks, none for a negative count.
func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

extension Text {
  /// Columns that a terminal gives the text.
  var columns: Int { runs.reduce(0) { $0 + $1.text.columns } }

  /// A character and its role.
  private struct Styled {
    let character: Character
    let role: Role?
  }

  private init(_ characters: some Sequence<Styled>) {
    self.init("")
    // A run at a time: one character at a time would copy all before it for each.
    var (run, role) = ("", Role?.none)
    for styled in characters {
      if styled.role != role {
        append(run, role)
        (run, role) = ("", styled.role)
      }
      run.append(styled.character)
    }
    append(run, role)
  }

  private var characters: [Styled] {
    runs.flatMap { run in run.text.map { Styled(character: $0, role: run.role) } }
  }

  /// Broken between words so that no line is wider than `width` columns, unless a word is; further lines begin with
  /// `indent`. Blanks at the beginning stay, blanks at the end of a line go.
  func wrapped(to width: Int, indent: String = "") -> [Text] {
    // A character takes no more columns than bytes.
    guard plain.utf8.count > width else { return [trimmed] }
    let all = characters
    let margin = all.prefix { $0.character == " " }
    let start = indent.map { Styled(character: $0, role: nil) }
    var (lines, line, bare) = ([[Styled]](), Array(margin), margin.count)
    for word in all[margin.count...].split(
      omittingEmptySubsequences: false, whereSeparator: { $0.character == " " })
    {
      let isFirst = line.count == bare
      if !isFirst, Self.columns(line) + 1 + Self.columns(word) > width {
        lines.append(line)
        (line, bare) = (start + word, start.count)
      } else {
        line += (isFirst ? [] : [all[word.startIndex - 1]]) + word
      }
    }
    return (lines + [line]).map { Text($0).trimmed }
  }

  private static func columns(_ characters: some Sequence<Styled>) -> Int {
    characters.reduce(0) { $0 + $1.character.columns }
  }
}
