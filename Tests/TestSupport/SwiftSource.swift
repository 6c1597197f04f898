import Foundation

/// A Swift file as tokens: comments and the text of string literals are left out, code in interpolations is kept.
///
/// Made for the tests of layering and tidiness, which ask what a file declares and mentions. It does not parse Swift.
public struct SwiftSource: Sendable {
  /// The path from the root of the package, as in `Sources/Language/Lexing/Lexer.swift`.
  public let path: String
  /// The lines as they are in the file.
  public let lines: [String]
  /// Words, numbers and single marks; a string literal is one token, `"`.
  public let tokens: [Token]

  public struct Token: Sendable {
    public let text: String
    /// Counted from 1.
    public let line: Int

    /// Whether it begins as a name does; keywords do, too.
    var isName: Bool { text.first?.isLetter == true || text.first == "_" }
  }

  public init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var scanner = Scanner(text)
    scanner.run()
    tokens = scanner.tokens
  }

  /// Every Swift file below a folder of the package, in the order of their paths.
  public static func all(in folder: String) -> [SwiftSource] {
    let root = Documents.root.appending(path: folder)
    let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".swift") }.sorted().map {
      SwiftSource(path: "\(folder)/\($0)", text: Documents.text("\(folder)/\($0)"))
    }
  }

  /// The top-level types that the file declares; an `extension` declares none.
  public var declaredTypes: Set<String> {
    var (depth, names): (Int, Set<String>) = (0, [])
    for (index, token) in tokens.enumerated() {
      switch token.text {
      case "{", "(", "[": depth += 1
      case "}", ")", "]": depth -= 1
      case "struct", "enum", "class", "protocol", "actor", "typealias":
        if depth == 0, index + 1 < tokens.count { names.insert(tokens[index + 1].text) }
      default: break
      }
    }
    return names
  }

  /// Names that begin with a capital letter, each with the first line that mentions it. A name after a dot is a member
  /// (`Activation.Kernels`), and a generic parameter or nested type of the file's own hides a type of the same name.
  public var mentionedTypes: [String: Int] {
    var (mentions, hidden): ([String: Int], Set<String>) = ([:], [])
    for (index, token) in tokens.enumerated() where token.text.first?.isUppercase == true {
      let before = index > 0 ? tokens[index - 1].text : ""
      let after = index + 1 < tokens.count ? tokens[index + 1].text : ""
      if ["struct", "enum", "class", "protocol", "actor", "typealias", "associatedtype"].contains(before)
        || ["<", ","].contains(before) && after == ":" && isInAngles(index)
      {
        hidden.insert(token.text)
      } else if before != "." && mentions[token.text] == nil {
        mentions[token.text] = token.line
      }
    }
    return mentions.filter { !hidden.contains($0.key) }
  }

  /// Every name that the file declares: types, members, cases, parameters, labels and variables.
  public var declaredNames: Set<String> {
    var (names, isInCases) = (Set<String>(), false)
    for (index, token) in tokens.enumerated() where token.isName {
      let before = index > 0 ? tokens[index - 1].text : ""
      let after = index + 1 < tokens.count ? tokens[index + 1].text : ""
      if before == "case" { isInCases = true }
      if before != "case", before != "," { isInCases = false }
      if isInCases || Self.declaring.contains(before) || after == ":" { names.insert(token.text) }
    }
    return names
  }

  /// The names of members and nested types that the file declares in extensions of types that are not among its own.
  public func extensionMembers(besides own: Set<String>) -> Set<String> {
    var names: Set<String> = []
    var (depth, extended): (Int, String?) = (0, nil)
    for (index, token) in tokens.enumerated() {
      switch token.text {
      case "{": depth += 1
      case "}":
        depth -= 1
        if depth == 0 { extended = nil }
      case "extension" where depth == 0: extended = index + 1 < tokens.count ? tokens[index + 1].text : nil
      default:
        guard depth == 1, index > 0, Self.declaring.contains(tokens[index - 1].text), let extended,
          !own.contains(extended)
        else { continue }
        names.insert(token.text)
      }
    }
    return names
  }

  /// Every word of the file that the file itself does not declare, with the first line that has it.
  public var mentionedNames: [String: Int] {
    let own = declaredNames
    var mentions: [String: Int] = [:]
    for token in tokens where token.isName && !own.contains(token.text) && mentions[token.text] == nil {
      mentions[token.text] = token.line
    }
    return mentions
  }

  private static let declaring: Set<String> = [
    "func", "var", "let", "case", "struct", "enum", "class", "protocol", "actor", "typealias", "for",
  ]

  /// Whether the token is inside `<…>`, looking back over a list of generic parameters.
  private func isInAngles(_ index: Int) -> Bool {
    for token in tokens[..<index].reversed() {
      if token.text == "<" { return true }
      guard token.text.first?.isLetter == true || [",", ":", "&", "."].contains(token.text) else {
        return false
      }
    }
    return false
  }
}

/// Splits the text of a Swift file into tokens.
private struct Scanner {
  private let bytes: [UInt8]
  private var place = 0
  private var line = 1
  private(set) var tokens: [SwiftSource.Token] = []

  init(_ text: String) { bytes = Array(text.utf8) }

  private func byte(_ offset: Int = 0) -> UInt8 { place + offset < bytes.count ? bytes[place + offset] : 0 }
  private func isAt(_ text: String) -> Bool { bytes[place...].starts(with: text.utf8) }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where place < bytes.count {
      if bytes[place] == UInt8(ascii: "\n") { line += 1 }
      place += 1
    }
  }

  /// Up to the end of the file, or to the parenthesis that closes an interpolation.
  mutating func run(isInterpolation: Bool = false) {
    var depth = 0
    while place < bytes.count {
      if isAt("//") {
        while place < bytes.count, byte() != UInt8(ascii: "\n") { advance() }
      } else if isAt("/*") {
        comment()
      } else if isAt("\"") || byte() == UInt8(ascii: "#") && hashes > 0 {
        literal()
      } else if isAt("/"), let length = regexLength {
        tokens.append(.init(text: "/", line: line))
        advance(length)
      } else if isWord(byte()) {
        word()
      } else if byte() <= 32 {
        advance()
      } else {
        if byte() == UInt8(ascii: "(") { depth += 1 }
        if byte() == UInt8(ascii: ")") { depth -= 1 }
        if isInterpolation, depth < 0 { return }
        tokens.append(.init(text: String(decoding: [byte()], as: UTF8.self), line: line))
        advance()
      }
    }
  }

  /// The length of a regex literal here: after an opening mark, closed in the same line.
  private var regexLength: Int? {
    guard ["(", ",", "=", "[", ":"].contains(tokens.last?.text), byte(1) > 32 else { return nil }
    var length = 1
    while byte(length) != UInt8(ascii: "/") {
      if byte(length) == UInt8(ascii: "\n") || byte(length) == 0 { return nil }
      length += byte(length) == UInt8(ascii: "\\") ? 2 : 1
    }
    return length + 1
  }

  private func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "`"), 128...:
      true
    default: false
    }
  }

  private mutating func word() {
    let start = place
    while isWord(byte()) { advance() }
    tokens.append(.init(text: String(decoding: bytes[start..<place], as: UTF8.self), line: line))
  }

  /// Block comments nest.
  private mutating func comment() {
    var depth = 0
    repeat {
      if isAt("/*") {
        depth += 1
        advance(2)
      } else if isAt("*/") {
        depth -= 1
        advance(2)
      } else {
        advance()
      }
    } while depth > 0 && place < bytes.count
  }

  /// The number of `#` before a quote here, 0 where no raw literal begins.
  private var hashes: Int {
    var count = 0
    while byte(count) == UInt8(ascii: "#") { count += 1 }
    return byte(count) == UInt8(ascii: "\"") ? count : 0
  }

  private mutating func literal() {
    let marks = String(repeating: "#", count: hashes)
    tokens.append(.init(text: "\"", line: line))
    advance(marks.utf8.count)
    let quote = isAt("\"\"\"") ? "\"\"\"" : "\""
    advance(quote.utf8.count)
    while place < bytes.count, !isAt(quote + marks) {
      if isAt("\\" + marks + "(") {
        advance(2 + marks.utf8.count)
        run(isInterpolation: true)
        advance()
      } else if marks.isEmpty, isAt("\\") {
        advance(2)
      } else {
        advance()
      }
    }
    advance((quote + marks).utf8.count)
  }
}
