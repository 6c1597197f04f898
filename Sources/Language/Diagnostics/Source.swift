/// A text with a name: a script, a line typed at the prompt, the text of `-e`.
public struct Source: Sendable {
  /// As messages name it: a path, `prompt`, `-e`.
  public let name: String
  /// Its text in UTF-8; spans are offsets into it.
  public let bytes: [UInt8]
  /// Where each line begins.
  private let lineStarts: [Int]
  /// The number of its first line: what is typed later at a prompt counts on.
  public let firstLine: Int
  /// Characters in front of each line where it stands: the margin of a block in a list of a page.
  public let margin: Int
  /// Whoever runs nn typed it, at a prompt or on the command line; a script, a page, a pipe may be somebody else's.
  public let isTyped: Bool

  /// A text; `firstLine` is the number of its first line, `margin` what stands in front of each.
  public init(name: String, text: String, firstLine: Int = 1, margin: Int = 0, isTyped: Bool = false) {
    self.name = name
    (self.firstLine, self.margin, self.isTyped) = (firstLine, margin, isTyped)
    var bytes = Array(text.utf8)
    // Where no line ends otherwise, a CR ends it: some editors on a Mac write so. In a text it is a part of it.
    if bytes.contains(UInt8(ascii: "\r")), !bytes.contains(UInt8(ascii: "\n")),
      bytes.split(separator: UInt8(ascii: "\r")).allSatisfy(\.hasWholeTexts)
    {
      for place in bytes.indices where bytes[place] == UInt8(ascii: "\r") {
        bytes[place] = UInt8(ascii: "\n")
      }
    }
    self.bytes = bytes
    var starts = [0]
    bytes.withUnsafeBufferPointer { bytes in
      for place in 0..<bytes.count where bytes[place] == UInt8(ascii: "\n") { starts.append(place + 1) }
    }
    lineStarts = starts
  }

  /// The part of the text at a place.
  public func text(_ span: Span) -> String {
    let start = min(max(span.start, 0), bytes.count)
    return String(decoding: bytes[start..<min(max(span.end, start), bytes.count)], as: UTF8.self)
  }

  /// The part of the text at a place, with its further lines as far in as they are beside the first.
  public func block(_ span: Span) -> String {
    let text = text(span)
    guard text.utf8.contains(UInt8(ascii: "\n")) else { return text }
    let first = self.text(Span(line(around: span.start).start, span.start))
    let indent = first.prefix { $0 == " " || $0 == "\t" }.count
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let rest = lines.dropFirst().map { line in
      line.dropFirst(min(indent, line.prefix { $0 == " " || $0 == "\t" }.count))
    }
    return (lines.prefix(1) + rest).joined(separator: "\n")
  }

  /// The part of the text at a place as one line, so that what is said of it does not depend on where its author, or
  /// `nn fmt`, broke it.
  public func oneLine(_ span: Span) -> String {
    let text = text(span)
    guard text.utf8.contains(UInt8(ascii: "\n")) else { return text }
    var line = ""
    for part in text.split(whereSeparator: \.isNewline) {
      var piece = part.drop(while: \.isWhitespace)
      while let last = piece.last, last.isWhitespace || last == "\\" { piece.removeLast() }
      let isTight = line.isEmpty || "([".contains(line.last ?? " ") || ")]".contains(piece.first ?? " ")
      line += (isTight ? "" : " ") + piece
    }
    return line
  }

  /// The part of the text at a place, as what it says where it is a string.
  public func words(_ span: Span) -> String {
    let text = text(span)
    let isQuoted = text.hasPrefix("\"") && text.hasSuffix("\"") && text.utf8.count > 1
    return isQuoted ? String(text.dropFirst().dropLast()).withoutEscapes : text
  }

  /// Line and column of an offset, both from 1; a column is a character.
  public func position(of offset: Int) -> (line: Int, column: Int) {
    let index = lineIndex(of: offset)
    let before = text(Span(lineStarts[index], offset))
    return (index + firstLine, before.count + 1 + margin)
  }

  /// The whole line around an offset, without its end.
  public func line(around offset: Int) -> Span {
    let index = lineIndex(of: offset)
    let next = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : bytes.count
    let end = next > lineStarts[index] && bytes[next - 1] == UInt8(ascii: "\r") ? next - 1 : next
    return Span(lineStarts[index], end)
  }

  private func lineIndex(of offset: Int) -> Int {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}

/// A half-open range of UTF-8 offsets in a source.
public struct Span: Sendable, Equatable {
  // A tree has one at each node, and no text has four thousand million bytes.
  private let first: UInt32
  private let behind: UInt32

  /// The first byte.
  public var start: Int { Int(clamping: first) }
  /// The byte after the last.
  public var end: Int { Int(clamping: behind) }

  /// A half-open range of bytes.
  public init(_ start: Int, _ end: Int) {
    (first, behind) = (UInt32(clamping: start), UInt32(clamping: end))
  }

  /// The smallest span that holds both.
  public func joined(_ other: Span) -> Span { Span(min(start, other.start), max(end, other.end)) }
}

/// A node of the tree with the place that it was read from.
public struct Located<Node: Sendable>: Sendable {
  /// What is at the place.
  public let node: Node
  /// The place.
  public let span: Span

  /// A node at a place.
  public init(_ node: Node, _ span: Span) { (self.node, self.span) = (node, span) }
}

extension StringProtocol {
  /// The lines of a text, without their ends: LF or CR LF. Cut by bytes, since CR LF is one Character.
  package var linesOfText: [String] {
    utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
    }
  }
}

extension ArraySlice<UInt8> {
  /// Whether no text in quotes goes on behind the line.
  fileprivate var hasWholeTexts: Bool { count { $0 == UInt8(ascii: "\"") }.isMultiple(of: 2) }
}

extension String {
  /// As a text of the language.
  public var inQuotes: String {
    "\"" + replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("{", with: "{{") + "\""
  }

  /// What a text of the language says that is being typed: the inverse of `inQuotes`, without quotes.
  var withoutEscapes: String {
    var (result, rest) = ("", self[...])
    while let first = rest.popFirst() {
      if first == "\\" || first == "{" && rest.first == "{", let next = rest.popFirst() {
        result.append(first == "\\" && next == "n" ? "\n" : first == "\\" && next == "t" ? "\t" : next)
      } else {
        result.append(first)
      }
    }
    return result
  }
}
