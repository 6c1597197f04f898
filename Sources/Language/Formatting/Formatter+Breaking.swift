/// Lines that are longer than a page is wide go on in the next one.
extension Formatter {
  /// Columns of a line.
  static let width = 100

  /// A statement on one line, in as many as it needs: broken between words, further ones four columns further in. Within
  /// brackets a line end is a blank; elsewhere `\` joins the lines.
  ///
  /// - Parameter statement: how much of the line is the statement; a comment may stand behind it.
  static func broken(_ line: String, statement: Int) -> [String] {
    // The rest is a part of the line, which is never copied; what stands before it is added where it is written.
    var (rest, margin) = (line.prefix(statement), "")
    let comment = String(line.dropFirst(statement))
    let indent = String(repeating: " ", count: rest.prefix { $0 == " " }.count + 4)
    var lines: [String] = []
    var depth = 0
    while !rest.dropFirst(max(0, width - margin.count)).isEmpty {
      guard let place = breakPlace(rest, from: margin.count, &depth) else { break }
      lines.append(margin + rest[..<place.index] + (place.isInBrackets ? "" : " \\"))
      (rest, margin) = (rest[rest.index(after: place.index)...], indent)
    }
    return lines + [margin + rest + comment]
  }

  private struct Place {
    let index: String.Index
    let isInBrackets: Bool
    /// Brackets that are open there.
    let depth: Int
  }

  /// The last blank at which a line can end, outside of texts.
  private static func breakPlace(_ line: Substring, from margin: Int, _ depth: inout Int) -> Place? {
    var (open, isInText, isEscaped, column) = (depth, false, false, margin)
    var best: Place?
    let begin = line.firstIndex { $0 != " " } ?? line.endIndex
    for index in line.indices {
      if column > width - 2, best != nil { break }
      column += 1
      let sign = line[index]
      if isInText {
        if isEscaped {
          isEscaped = false
        } else if sign == "\\" {
          isEscaped = true
        } else if sign == "\"" {
          isInText = false
        }
        continue
      }
      switch sign {
      case "\"": isInText = true
      case "(", "[": open += 1
      case ")", "]": open -= 1
      case " " where index > begin && hasRoom(line[line.index(after: index)...]):
        best = Place(
          index: index, isInBrackets: open > 0 && !beginsStatement(line[line.index(after: index)...]),
          depth: open)
      default: break
      }
    }
    if let best { depth = best.depth }
    return best
  }

  /// Before a text that is longer than a line nothing is won by a break.
  private static func hasRoom(_ text: Substring) -> Bool {
    guard text.first == "\"" else { return true }
    var isEscaped = false
    for (length, sign) in text.enumerated().dropFirst() {
      if length > width - 6 { return false }
      if sign == "\"", !isEscaped { return true }
      isEscaped = sign == "\\" && !isEscaped
    }
    return true
  }

  /// A line that begins with a word within brackets may be read as a statement, before which somebody forgot to close them.
  private static func beginsStatement(_ text: Substring) -> Bool { text.first?.isLetter == true }
}
