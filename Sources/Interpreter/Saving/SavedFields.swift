import NeuralCore

/// The fields of a saved text, with what each says taken off value by value. Numbers are read from the text itself, so that
/// little more is kept than the text and the arrays.
struct SavedFields {
  private var fields: [String: (line: Int, rest: Substring)] = [:]
  /// All before the last line, and that line, which has its hash.
  private let sealed: Substring
  private let seal: (line: Int, hash: Substring)
  let stop: StopSignal

  init(_ text: String, stop: StopSignal = .never) throws(SavedFault) {
    self.stop = stop
    let lines = try Self.lines(text, stop)
    guard let head = lines.first, head.hasPrefix("nnet ") else {
      throw SavedFault(line: 1, message: "it does not begin with `nnet`")
    }
    guard head.utf8.last != UInt8(ascii: "\r") else {
      throw SavedFault(line: 1, message: "its line ends were changed to CR LF since it was saved")
    }
    guard head == "nnet \(SavedText.version)" else {
      throw SavedFault(
        line: 1, message: "it has the version \(head.dropFirst(5)), and this nn reads \(SavedText.version)")
    }
    guard let end = lines.lastIndex(where: { $0.hasPrefix("end ") }) else {
      throw SavedFault(line: lines.count, message: "its last line is missing: it was cut short")
    }
    (sealed, seal) = (text[..<lines[end].startIndex], (end + 1, lines[end].dropFirst(4)))
    guard lines[(end + 1)...].allSatisfy(\.isEmpty) else { throw changed }
    for (number, line) in lines[..<end].enumerated().dropFirst() where !line.isEmpty {
      let blank = line.utf8.firstIndex(of: UInt8(ascii: " ")) ?? line.endIndex
      fields[String(line[..<blank])] = (number + 1, line[blank...])
    }
  }

  private var changed: SavedFault {
    SavedFault(line: seal.line, message: "it was changed since it was saved: the hash does not fit")
  }

  /// Whether the text is as it was saved: what it says is worth nothing before that is known. It takes as long as reading
  /// some of the numbers.
  func checkSeal() throws(SavedFault) {
    guard let hash = SavedText.hash(sealed, stop) else { throw .interrupted }
    guard seal.hash == hash else { throw changed }
  }

  /// Cut at the bytes LF.
  private static func lines(_ text: String, _ stop: StopSignal) throws(SavedFault) -> [Substring] {
    var (lines, start) = ([Substring](), text.startIndex)
    let ends = text.utf8.withContiguousStorageIfAvailable(Self.lineEnds)
    if stop.isGiven { throw .interrupted }
    for end in ends ?? text.utf8.enumerated().filter({ $0.element == UInt8(ascii: "\n") }).map(\.offset) {
      let place = text.utf8.index(text.startIndex, offsetBy: end)
      lines.append(text[start..<place])
      start = text.utf8.index(after: place)
    }
    return lines + [text[start...]]
  }

  /// Lines of numbers are long: eight bytes are looked at together, by the bits that borrow where one of them is LF (H. Warren,
  /// Hacker's Delight, 6-1).
  private static func lineEnds(_ bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
    let end = UInt8(ascii: "\n")
    let (ones, highs, ends) = (
      UInt64(0x0101_0101_0101_0101), UInt64(0x8080_8080_8080_8080), UInt64(0x0a0a_0a0a_0a0a_0a0a)
    )
    let raw = UnsafeRawBufferPointer(bytes)
    var (found, place): ([Int], Int) = ([], 0)
    while place + 8 <= bytes.count {
      let differences = raw.loadUnaligned(fromByteOffset: place, as: UInt64.self) ^ ends
      if (differences &- ones) & ~differences & highs != 0 {
        for k in place..<place + 8 where bytes[k] == end { found.append(k) }
      }
      place += 8
    }
    for k in place..<bytes.count where bytes[k] == end { found.append(k) }
    return found
  }

  /// Words between blanks; a quoted one keeps its blanks and loses its quotes.
  private static func split(_ line: Substring, _ number: Int) throws(SavedFault) -> [Substring] {
    guard line.utf8.contains(UInt8(ascii: "\"")) else {
      return line.utf8.split(separator: UInt8(ascii: " ")).map(Substring.init)
    }
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
    return try Self.split(field.rest, field.line)
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
    guard let field = fields[name] else { throw SavedFault(line: 1, message: "`\(name)` is missing") }
    guard !field.rest.utf8.contains(UInt8(ascii: "\"")) else {
      return try counted(try values(name).makeIterator(), name, read)
    }
    return try counted(Words(rest: field.rest), name, read)
  }

  private func counted<Element>(
    _ words: some IteratorProtocol<Substring>, _ name: String, _ read: (Substring) -> Element?
  ) throws(SavedFault) -> [Element] {
    var (words, elements) = (words, [Element]())
    guard let count = words.next().flatMap({ Int($0) }), count >= 0 else { throw fault(name) }
    while let word = words.next() {
      guard elements.count < count, let element = read(word) else { throw fault(name) }
      if elements.count & 0xffff == 0xffff, stop.isGiven { throw .interrupted }
      elements.append(element)
    }
    guard elements.count == count else { throw fault(name) }
    return elements
  }

  /// The words between the blanks of a text, one after the other.
  private struct Words: IteratorProtocol {
    var rest: Substring

    mutating func next() -> Substring? {
      let blank = UInt8(ascii: " ")
      guard let start = rest.utf8.firstIndex(where: { $0 != blank }) else { return nil }
      let end = rest[start...].utf8.firstIndex(of: blank) ?? rest.endIndex
      defer { rest = rest[end...] }
      return rest[start..<end]
    }
  }

  func numbers(_ name: String, _ precision: Precision) throws(SavedFault) -> Vector {
    switch precision {
    case .single:
      if let numbers = plain(name, SavedNumber.single) { return Vector(numbers) }
      if stop.isGiven { throw .interrupted }
      return Vector(try list(name) { Float($0) })
    case .double:
      if let numbers = plain(name, SavedNumber.double) { return Vector(numbers) }
      if stop.isGiven { throw .interrupted }
      return Vector(try list(name) { Double($0) })
    }
  }

  /// A counted list of plain decimals; nil for any other field, and where it is interrupted.
  private func plain<Element>(
    _ name: String, _ read: (UnsafeBufferPointer<UInt8>) -> Element?
  ) -> [Element]? {
    fields[name]?.rest.utf8.withContiguousStorageIfAvailable { bytes -> [Element]? in
      var place = 0
      guard let word = Self.nextWord(of: bytes, &place),
        let count = Int(String(decoding: word, as: UTF8.self)), count >= 0, count <= bytes.count
      else { return nil }
      var elements: [Element] = []
      elements.reserveCapacity(count)
      while let word = Self.nextWord(of: bytes, &place) {
        guard elements.count < count, let element = read(word) else { return nil }
        if elements.count & 0xffff == 0xffff, stop.isGiven { return nil }
        elements.append(element)
      }
      return elements.count == count ? elements : nil
    } ?? nil
  }

  private static func nextWord(
    of bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int
  ) -> UnsafeBufferPointer<UInt8>? {
    let blank = UInt8(ascii: " ")
    while place < bytes.count, bytes[place] == blank { place += 1 }
    let start = place
    while place < bytes.count, bytes[place] != blank { place += 1 }
    return start < place ? UnsafeBufferPointer(rebasing: bytes[start..<place]) : nil
  }

  func texts(_ name: String) throws(SavedFault) -> [String] { try list(name) { String($0) } }

  func fault(_ name: String) -> SavedFault {
    SavedFault(line: fields[name]?.line ?? 1, message: "`\(name)` is not as it should be")
  }
}

extension SavedFault {
  static let interrupted = SavedFault(line: 1, message: "reading was interrupted")
}
