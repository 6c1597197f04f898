import NeuralCore

/// A JSON value of a file: keys keep their order, numbers their digits.
public indirect enum JSONText: Sendable {
  case string(String)
  /// As it is written.
  case number(String)
  case bool(Bool)
  case null
  case list([JSONText])
  /// A list of nothing but numbers, of a text that was read: millions of them are no values each.
  case numbers(Numbers)
  case object([Pair])

  /// A member of an object.
  public struct Pair: Sendable {
    /// Its name.
    public let key: String
    /// What it is.
    public let value: JSONText
  }

  /// One number or more, one after another.
  public struct Numbers: Sendable {
    /// As they are written, with commas between them.
    fileprivate var texts: [UInt8] = []
    /// What they are.
    public fileprivate(set) var values: [Double] = []
  }

  /// A number, `null` where it is not finite.
  public static func double(_ value: Double) -> JSONText { value.isFinite ? .number(value.text) : .null }

  /// A whole number.
  public static func int(_ value: some BinaryInteger) -> JSONText { .number("\(value)") }

  /// An object; what is nil is left out.
  public static func fields(_ pairs: [(String, JSONText?)]) -> JSONText {
    .object(pairs.compactMap { pair in pair.1.map { Pair(key: pair.0, value: $0) } })
  }

  // MARK: Parts

  /// The member of an object; the first, if there are several of the name.
  public subscript(key: String) -> JSONText? {
    guard case .object(let pairs) = self else { return nil }
    return pairs.first { $0.key == key }?.value
  }

  /// Of a string.
  public var text: String? { if case .string(let text) = self { text } else { nil } }
  /// Of a bool.
  public var truth: Bool? { if case .bool(let value) = self { value } else { nil } }
  /// Of a whole number that fits.
  public var int: Int? { if case .number(let text) = self { Int(text) } else { nil } }
  /// The same of 64 bits.
  public var int64: Int64? { if case .number(let text) = self { Int64(text) } else { nil } }
  /// Of a list.
  public var items: [JSONText]? {
    switch self {
    case .list(let items): items
    case .numbers(let numbers): numbers.written.split(separator: ",").map { .number(String($0)) }
    case .string, .number, .bool, .null, .object: nil
    }
  }

  /// Of a list of anything but numbers, which may be millions; an empty one too.
  public var others: [JSONText]? { if case .list(let items) = self { items } else { nil } }

  /// Of a list of numbers; nil where anything else is among them, `null` too.
  public var doubles: [Double]? {
    switch self {
    case .numbers(let numbers): return numbers.values
    case .list(let items):
      let numbers = items.compactMap { if case .number = $0 { $0.double } else { nil } }
      return numbers.count == items.count ? numbers : nil
    case .string, .number, .bool, .null, .object: return nil
    }
  }

  /// A number; `null` is one that is not finite.
  public var double: Double? {
    switch self {
    case .number(let text): Double(text)
    case .null: .nan
    case .string, .bool, .list, .numbers, .object: nil
    }
  }

  // MARK: Text

  /// On one line without blanks.
  public var written: String {
    switch self {
    case .string(let text): Self.quoted(text)
    case .number(let text): text
    case .bool(let value): value ? "true" : "false"
    case .null: "null"
    case .list(let items): "[" + items.map(\.written).joined(separator: ",") + "]"
    case .numbers(let numbers): "[" + numbers.written + "]"
    case .object(let pairs):
      "{" + pairs.map { Self.quoted($0.key) + ":" + $0.value.written }.joined(separator: ",") + "}"
    }
  }

  /// A text of JSON.
  ///
  /// - Parameter isShort: whether ends of lines and tabs have their short escapes, as people know them.
  public static func quoted(_ text: String, isShort: Bool = false) -> String {
    guard text.utf8.contains(where: { $0 < 32 || $0 == 34 || $0 == 92 || $0 >= 127 }) else {
      return "\"" + text + "\""
    }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\" + String(scalar)
      case "\n" where isShort: result += "\\n"
      case "\t" where isShort: result += "\\t"
      case "\r" where isShort: result += "\\r"
      case _ where scalar.isUnseen:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Reads one value that is the whole of a text; nil if it is not JSON (RFC 8259), or nests deeper than 20.
  public init?(reading line: UnsafeBufferPointer<UInt8>) {
    var reader = JSONReader(line, .never)
    guard let value = reader.value(depth: 0), reader.isAtEnd else { return nil }
    self = value
  }

  /// The same for a text that may be long.
  public init?(reading text: UnsafeBufferPointer<UInt8>, _ stop: StopSignal) throws(Interrupted) {
    var reader = JSONReader(text, stop)
    let value = reader.value(depth: 0)
    if reader.isStopped { throw Interrupted() }
    guard let value, reader.isAtEnd else { return nil }
    self = value
  }
}

extension JSONText.Numbers {
  fileprivate var written: String { String(decoding: texts, as: UTF8.self) }
}

/// Reads JSON (RFC 8259) from bytes.
private struct JSONReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0
  private static let depthLimit = 20

  private let stop: StopSignal
  private var values = 0
  /// Whether it ended for that.
  private(set) var isStopped = false

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ stop: StopSignal) { (self.bytes, self.stop) = (bytes, stop) }

  var isAtEnd: Bool {
    mutating get {
      skipBlanks()
      return place == bytes.count
    }
  }

  mutating func value(depth: Int) -> JSONText? {
    skipBlanks()
    count()
    guard !isStopped else { return nil }
    guard depth < Self.depthLimit, place < bytes.count else { return nil }
    switch bytes[place] {
    case UInt8(ascii: "\""): return string().map { .string($0) }
    case UInt8(ascii: "["): return list(depth)
    case UInt8(ascii: "{"): return object(depth)
    case UInt8(ascii: "t"): return word("true", .bool(true))
    case UInt8(ascii: "f"): return word("false", .bool(false))
    case UInt8(ascii: "n"): return word("null", .null)
    default: return number()
    }
  }

  private mutating func skipBlanks() {
    while place < bytes.count, Self.isBlank(bytes[place]) { place += 1 }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
  }

  private mutating func eat(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func word(_ word: String, _ value: JSONText) -> JSONText? {
    guard bytes[place...].starts(with: word.utf8) else { return nil }
    place += word.utf8.count
    return value
  }

  private mutating func number() -> JSONText? {
    number(at: digits()).map { .number($0.text) }
  }

  /// Where the characters of a number stand, from here on.
  private mutating func digits() -> Range<Int> {
    let start = place
    while place < bytes.count, Self.isOfNumber(bytes[place]) { place += 1 }
    return start..<place
  }

  private func number(at range: Range<Int>) -> (text: String, value: Double)? {
    let text = String(decoding: bytes[range], as: UTF8.self)
    guard let value = Double(text), value.isFinite else { return nil }
    return (text, value)
  }

  /// The rest of a list that has nothing but numbers; nil, at the same place, for any other.
  private mutating func numbers() -> JSONText.Numbers? {
    let start = place
    var numbers = JSONText.Numbers()
    repeat {
      skipBlanks()
      let range = digits()
      guard !isStopped, let value = number(at: range)?.value else {
        place = start
        return nil
      }
      count()
      if !numbers.values.isEmpty { numbers.texts.append(UInt8(ascii: ",")) }
      numbers.texts += bytes[range]
      numbers.values.append(value)
    } while eat(",")
    if eat("]") { return numbers }
    place = start
    return nil
  }

  /// Counts a value, and asks now and then whether to stop.
  private mutating func count() {
    values += 1
    if values & 0x3fff == 0, stop.isGiven { isStopped = true }
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"),
      UInt8(ascii: "E"), UInt8(ascii: "+"):
      true
    default: false
    }
  }

  private mutating func list(_ depth: Int) -> JSONText? {
    place += 1
    if eat("]") { return .list([]) }
    if depth + 1 < Self.depthLimit, let numbers = numbers() { return .numbers(numbers) }
    var items: [JSONText] = []
    repeat {
      guard let item = value(depth: depth + 1) else { return nil }
      items.append(item)
    } while eat(",")
    return eat("]") ? .list(items) : nil
  }

  private mutating func object(_ depth: Int) -> JSONText? {
    place += 1
    if eat("}") { return .object([]) }
    var pairs: [JSONText.Pair] = []
    pairs.reserveCapacity(16)
    repeat {
      skipBlanks()
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\""), let key = string(), eat(":"),
        let value = value(depth: depth + 1)
      else { return nil }
      pairs.append(JSONText.Pair(key: key, value: value))
    } while eat(",")
    return eat("}") ? .object(pairs) : nil
  }

  private mutating func string() -> String? {
    place += 1
    let start = place
    while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\"),
      bytes[place] >= 32
    {
      place += 1
    }
    guard place < bytes.count else { return nil }
    let text = bytes[start..<place]
    if bytes[place] == UInt8(ascii: "\"") {
      place += 1
      return String(decoding: text, as: UTF8.self)
    }
    return escaped(Array(text))
  }

  /// The rest of a text that has escapes in it, behind its beginning.
  private mutating func escaped(_ beginning: [UInt8]) -> String? {
    var text = beginning
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
      guard byte >= 32 else { return nil }
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      guard let escaped = escape() else { return nil }
      text += Array(String(escaped).utf8)
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    guard place < bytes.count else { return nil }
    let byte = bytes[place]
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "u"):
      guard let first = unit() else { return nil }
      guard 0xd800..<0xdc00 ~= first else { return Unicode.Scalar(first) }
      guard bytes[place...].starts(with: "\\u".utf8) else { return nil }
      place += 2
      guard let second = unit(), 0xdc00..<0xe000 ~= second else { return nil }
      return Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    default: return nil
    }
  }

  private mutating func unit() -> UInt32? {
    guard place + 4 <= bytes.count else { return nil }
    let text = String(decoding: bytes[place..<place + 4], as: UTF8.self)
    place += 4
    return UInt32(text, radix: 16)
  }
}

extension Unicode.Scalar {
  /// Whether an editor acts on it rather than shows it: controls, separators of lines, and what turns the direction of a
  /// text, as far as every language has an escape for it, which is the first plane. In a program a text must not look like
  /// another one.
  public var isUnseen: Bool {
    guard value < 0x10000 else { return false }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
