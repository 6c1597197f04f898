import TestSupport

/// What a Swift file consists of, as far as the tests of tidiness ask: functions, switches, enums, declarations.
extension SwiftSource {
  /// The token that closes what the token at `index` opens; the last token if nothing does.
  func closing(_ index: Int) -> Int {
    var depth = 0
    for place in index..<tokens.count {
      switch tokens[place].text {
      case "{", "(", "[": depth += 1
      case "}", ")", "]": depth -= 1
      default: break
      }
      if depth == 0 { return place }
    }
    return tokens.count - 1
  }

  struct Function {
    let name: String
    let line: Int
    /// From its `func` to its closing brace.
    let length: Int
  }

  /// Functions and initializers with a body.
  var functions: [Function] {
    tokens.indices.compactMap { index in
      guard tokens[index].text == "func" || tokens[index].text == "init", index + 1 < tokens.count else {
        return nil
      }
      let isCall = index > 0 && tokens[index - 1].text == "."
      guard !isCall, let body = body(after: index) else { return nil }
      let name = tokens[index].text == "init" ? "init" : tokens[index + 1].text
      let end = tokens[closing(body)].line
      return Function(name: name, line: tokens[index].line, length: end - tokens[index].line + 1)
    }
  }

  /// Properties that are computed, as functions.
  var computedProperties: [Function] {
    tokens.indices.compactMap { index in
      guard tokens[index].text == "var", index + 2 < tokens.count, tokens[index + 2].text == ":" else {
        return nil
      }
      var place = index + 3
      while place < tokens.count, tokens[place].text != "{" {
        if ["=", "}", ",", ")", "func", "var", "let", "init", "case", "static"].contains(tokens[place].text) {
          return nil
        }
        place = ["(", "["].contains(tokens[place].text) ? closing(place) + 1 : place + 1
      }
      guard place < tokens.count else { return nil }
      let end = tokens[closing(place)].line
      return Function(
        name: tokens[index + 1].text, line: tokens[index].line, length: end - tokens[index].line + 1)
    }
  }

  /// The brace that opens the body of the function at `index`, if it has one.
  private func body(after index: Int) -> Int? {
    var place = index + 1
    var hasParameters = false
    while place < tokens.count {
      switch tokens[place].text {
      case "(":
        hasParameters = true
        place = closing(place)
      case "[": place = closing(place)
      case "{": return hasParameters ? place : nil
      case "}", "func", "var", "let", "init", "case", "subscript": return nil
      default: break
      }
      place += 1
    }
    return nil
  }

  struct Switch {
    let line: Int
    let hasDefault: Bool
    /// The names of the cases that it tells apart; nil where a pattern is something else than `.name`.
    let names: Set<String>?
  }

  var switches: [Switch] {
    tokens.indices.compactMap { index in
      guard tokens[index].text == "switch", index == 0 || tokens[index - 1].text != "." else { return nil }
      var open = index + 1
      while open < tokens.count, tokens[open].text != "{" {
        open = ["(", "["].contains(tokens[open].text) ? closing(open) + 1 : open + 1
      }
      guard open < tokens.count else { return nil }
      return cases(from: open, to: closing(open), line: tokens[index].line)
    }
  }

  /// The labels at the top level of the braces of a switch.
  private func cases(from open: Int, to end: Int, line: Int) -> Switch {
    var (names, hasDefault, isPlain): (Set<String>, Bool, Bool) = ([], false, true)
    var place = open + 1
    while place < end {
      switch tokens[place].text {
      case "{", "(", "[": place = closing(place)
      case "default" where tokens[place + 1].text == ":": hasDefault = true
      case "case" where isLabel(place):
        for pattern in patterns(after: place) {
          if let name = pattern { names.insert(name) } else { isPlain = false }
        }
      default: break
      }
      place += 1
    }
    return Switch(line: line, hasDefault: hasDefault, names: isPlain ? names : nil)
  }

  /// Whether a `case` is a label and not the pattern of an `if`, `guard`, `for` or `while`.
  private func isLabel(_ index: Int) -> Bool {
    !["if", "guard", "for", "while", ","].contains(tokens[index - 1].text)
  }

  /// The patterns of a label: `name` of `.name` and `.name(let x)`; nil of anything else, as `.name(.other)`.
  private func patterns(after index: Int) -> [String?] {
    var (patterns, place, begins): ([String?], Int, Bool) = ([], index + 1, true)
    while place < tokens.count, tokens[place].text != ":" {
      let text = tokens[place].text
      if begins, text != "let", text != "var" {
        patterns.append(text == "." ? tokens[place + 1].text : nil)
        begins = false
      }
      if text == "where" { return [nil] }
      if ["(", "[", "{"].contains(text) {
        let end = closing(place)
        let isBound = tokens[place...end].allSatisfy { isBinding($0.text) }
        if !isBound { patterns.append(nil) }
        place = end
      }
      if text == "," { begins = true }
      place += 1
    }
    return patterns
  }

  /// What a pattern is made of that takes any payload.
  private func isBinding(_ text: String) -> Bool {
    ["(", ")", ",", ":", "let", "var", "_", "?"].contains(text)
      || text.first?.isLowercase == true && text != "true" && text != "false"
  }

  /// The enums of the file with their cases.
  var enums: [(name: String, cases: Set<String>)] {
    types(["enum"]).map { ($0.name, caseNames(from: $0.open)) }
  }

  /// Types that have rows as static constants, with the names of the rows that the file declares.
  var rows: [String: Set<String>] {
    var result: [String: Set<String>] = [:]
    for (name, open) in types(["extension", "struct"]) {
      let names = rowNames(from: open, of: name)
      if !names.isEmpty { result[name, default: []].formUnion(names) }
    }
    return result
  }

  /// Types declared or extended by these keywords, with the brace that opens them.
  private func types(_ keywords: Set<String>) -> [(name: String, open: Int)] {
    tokens.indices.compactMap { index in
      guard keywords.contains(tokens[index].text), index + 1 < tokens.count,
        let open = brace(after: index)
      else { return nil }
      return (tokens[index + 1].text, open)
    }
  }

  private func brace(after index: Int) -> Int? {
    tokens[index...].firstIndex { $0.text == "{" }
  }

  private func caseNames(from open: Int) -> Set<String> {
    var (names, place): (Set<String>, Int) = ([], open + 1)
    let end = closing(open)
    while place < end {
      switch tokens[place].text {
      case "{": place = closing(place)
      case "case":
        // case a, b(Int), c = 1
        var next = place + 1
        while next < end {
          names.insert(tokens[next].text.filter { $0 != "`" })
          next += 1
          if tokens[next].text == "(" { next = closing(next) + 1 }
          if tokens[next].text == "=" { next += 2 }
          guard tokens[next].text == "," else { break }
          next += 1
        }
        place = next - 1
      default: break
      }
      place += 1
    }
    return names
  }

  /// `static let adam = Optimizer(` in an extension of Optimizer, or in Optimizer itself.
  private func rowNames(from open: Int, of type: String) -> Set<String> {
    var names: Set<String> = []
    for place in open..<closing(open) where tokens[place].text == "static" && place + 4 < tokens.count {
      let window = tokens[(place + 1)...(place + 4)].map(\.text)
      if window[0] == "let", window[2] == "=", [type, "Self"].contains(window[3]) {
        names.insert(window[1].filter { $0 != "`" })
      }
    }
    return names
  }

  /// The functions that are marked `@Test`.
  var testNames: [String] {
    tokens.indices.compactMap { index in
      guard tokens[index].text == "Test", index > 0, tokens[index - 1].text == "@" else { return nil }
      var place = index + 1
      if place < tokens.count, tokens[place].text == "(" { place = closing(place) + 1 }
      while place < tokens.count, tokens[place].text != "func" { place += 1 }
      return place + 1 < tokens.count ? tokens[place + 1].text : nil
    }
  }

  struct Declaration {
    let keyword: String
    let name: String
    let line: Int
    let isDocumented: Bool
  }

  /// What other modules see: public and package declarations, and the cases of such enums.
  var sharedDeclarations: [Declaration] {
    let kinds: Set = [
      "struct", "enum", "class", "protocol", "actor", "typealias", "func", "var", "let", "init",
    ]
    let modifiers: Set = [
      "static", "final", "mutating", "indirect", "internal", "(", "set", ")", "private", "fileprivate",
      "nonisolated",
      "override", "convenience", "lazy", "unowned", "weak",
    ]
    return tokens.indices.compactMap { index in
      guard ["public", "package"].contains(tokens[index].text) else { return nil }
      var place = index + 1
      while place < tokens.count, modifiers.contains(tokens[place].text) { place += 1 }
      guard place + 1 < tokens.count, kinds.contains(tokens[place].text) else { return nil }
      let keyword = tokens[place].text
      return Declaration(
        keyword: keyword, name: keyword == "init" ? "init" : tokens[place + 1].text, line: tokens[index].line,
        isDocumented: isDocumented(tokens[index].line))
    }
  }

  /// Whether `///` is above a line, with attributes in between.
  private func isDocumented(_ line: Int) -> Bool {
    for text in lines[..<(line - 1)].reversed() {
      let text = text.drop { $0 == " " }
      if text.hasPrefix("///") { return true }
      guard text.hasPrefix("@") || text.hasPrefix("//") || text.hasPrefix("#") else { return false }
    }
    return false
  }
}
