import NeuralCore

/// A saved session as text: a line a field, its name and then values with blanks between.
///
///     nnet 2
///     net "net 2 2 1"
///     weights 9 0.1 -0.2 …
///     …
///     end 0123456789abcdef
///
/// Numbers are the shortest decimals that read back as the same bits; the last line is a hash of all before it, so
/// that a file cut short or changed by accident is not taken for one.
struct SavedText {
  static let version = 2
  private(set) var text = "nnet \(SavedText.version)\n"

  mutating func add(_ name: String, _ values: [String]) {
    text += ([name] + values).joined(separator: " ") + "\n"
  }

  mutating func add(_ name: String, _ value: String) { add(name, [value]) }
  mutating func add(_ name: String, _ numbers: Vector) {
    add(name, ["\(numbers.count)"] + numbers.texts)
  }
  mutating func add(_ name: String, whole: [Int]) { add(name, ["\(whole.count)"] + whole.map(\.description)) }
  mutating func add(_ name: String, texts: [String]) {
    add(name, ["\(texts.count)"] + texts.map(Self.quoted))
  }

  /// With the closing line.
  var closed: String { text + "end \(Self.hash(text))\n" }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// FNV-1a, 64 bits, hexadecimal.
  static func hash(_ text: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// Why a file is not a saved session: what is wrong, and in which line.
struct SavedFault: Error {
  let line: Int
  let message: String
}

/// The fields of a saved text, with what each says taken off value by value.
struct SavedFields {
  private var fields: [String: (line: Int, values: [Substring])] = [:]

  init(_ text: String) throws(SavedFault) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let head = lines.first, head.hasPrefix("nnet ") else {
      throw SavedFault(line: 1, message: "it does not begin with `nnet`")
    }
    guard head == "nnet \(SavedText.version)" else {
      throw SavedFault(
        line: 1, message: "it has the version \(head.dropFirst(5)), and this nn reads \(SavedText.version)")
    }
    guard let end = lines.lastIndex(where: { $0.hasPrefix("end ") }) else {
      throw SavedFault(line: lines.count, message: "its last line is missing: it was cut short")
    }
    let body = lines[..<end].map { $0 + "\n" }.joined()
    guard lines[end].dropFirst(4) == SavedText.hash(body) else {
      throw SavedFault(line: end + 1, message: "it was changed since it was saved: the hash does not fit")
    }
    for (number, line) in lines[..<end].enumerated().dropFirst() {
      let values = try Self.split(line, number + 1)
      guard let name = values.first else { continue }
      fields[String(name)] = (number + 1, Array(values.dropFirst()))
    }
  }

  /// Words between blanks; a quoted one keeps its blanks and loses its quotes.
  private static func split(_ line: Substring, _ number: Int) throws(SavedFault) -> [Substring] {
    guard line.contains("\"") else { return line.split(separator: " ") }
    var (words, isQuoted, isEscaped) = ([Substring](), false, false)
    var word = String.UnicodeScalarView()
    // Scalars, since a mark that combines would make one character with a quote before it.
    for character in line.unicodeScalars {
      switch character {
      case _ where isEscaped:
        word.append(character == "n" ? "\n" : character)
        isEscaped = false
      case "\\" where isQuoted: isEscaped = true
      case "\"":
        if isQuoted { words.append(Substring(String(word))) }
        (word, isQuoted) = (.init(), !isQuoted)
      case " " where !isQuoted:
        if !word.isEmpty { words.append(Substring(String(word))) }
        word = .init()
      default: word.append(character)
      }
    }
    guard !isQuoted else { throw SavedFault(line: number, message: "a text in it is not closed") }
    return word.isEmpty ? words : words + [Substring(String(word))]
  }

  func has(_ name: String) -> Bool { fields[name] != nil }

  var names: [String] { Array(fields.keys) }

  func values(_ name: String) throws(SavedFault) -> [Substring] {
    guard let field = fields[name] else { throw SavedFault(line: 1, message: "`\(name)` is missing") }
    return field.values
  }

  func text(_ name: String) throws(SavedFault) -> String {
    guard let first = try values(name).first else { throw fault(name) }
    return String(first)
  }

  func whole(_ name: String, in range: ClosedRange<Int>) throws(SavedFault) -> Int {
    guard let number = Int(try text(name)), range.contains(number) else { throw fault(name) }
    return number
  }

  /// A counted list, each element read by `read`.
  func list<Element>(
    _ name: String, _ read: (Substring) -> Element?
  ) throws(SavedFault) -> [Element] {
    let values = try values(name)
    guard let first = values.first, let count = Int(first), count == values.count - 1 else {
      throw fault(name)
    }
    let elements = values.dropFirst().compactMap(read)
    guard elements.count == count else { throw fault(name) }
    return elements
  }

  func numbers(_ name: String, _ precision: Precision) throws(SavedFault) -> Vector {
    switch precision {
    case .single: Vector(try list(name) { Float($0) })
    case .double: Vector(try list(name) { Double($0) })
    }
  }
  func texts(_ name: String) throws(SavedFault) -> [String] { try list(name) { String($0) } }

  func fault(_ name: String) -> SavedFault {
    SavedFault(line: fields[name]?.line ?? 1, message: "`\(name)` is not as it should be")
  }
}
