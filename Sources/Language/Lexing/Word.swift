/// A word of a text: a number for it, the same wherever the text has the word, and what it is to the language.
struct Word: Sendable, Equatable {
  let place: UInt32
  let role: Role

  /// What a word is to the language, as numbers that whoever makes the table of words chooses; 0 for none.
  struct Role: Sendable, Equatable {
    var keyword: UInt8 = 0
    var verb: UInt8 = 0

    /// Whether it is a word of the language.
    var isReserved: Bool { keyword != 0 || verb != 0 }
  }
}

/// The different words of a text. A word is found by its bytes, without a String; it becomes one once.
struct WordTable: Sendable {
  private struct Row: Sendable {
    let hash: UInt32
    let start: UInt32
    let role: Word.Role
  }

  private var rows: [Row] = []
  private var texts: [String] = []
  /// The bytes of all words, one after the other.
  private var bytes: [UInt8] = []
  /// Open addressing: the place of a word and 1; 0 where none is. A power of two.
  private var slots: [UInt32] = []

  /// None.
  init() {}

  /// Those that are words to the language. Where one is there twice, its first role holds.
  init(_ words: some Sequence<(text: String, role: Word.Role)>) {
    for (text, role) in words { add(text, role) }
  }

  subscript(word: Word) -> String { texts[Int(clamping: word.place)] }

  /// A word by its bytes; a new one is added.
  ///
  /// - Parameter hash: `hash` of those bytes.
  mutating func word(_ source: [UInt8], from start: Int, to end: Int, hash: UInt32) -> Word {
    if let place = find(source, start, end, hash) {
      return Word(place: place, role: rows[Int(clamping: place)].role)
    }
    return insert(source[start..<end], hash, Word.Role())
  }

  /// A word that is no part of the text.
  mutating func word(_ text: String) -> Word {
    let bytes = Array(text.utf8)
    return word(bytes, from: 0, to: bytes.count, hash: bytes.reduce(Self.emptyHash, Self.hash))
  }

  /// The hash of no bytes.
  static let emptyHash: UInt32 = 2_166_136_261

  /// The hash of some bytes and one more (Fowler, Noll, Vo 1991: FNV-1a).
  @inline(__always) static func hash(_ hash: UInt32, _ byte: UInt8) -> UInt32 {
    (hash ^ UInt32(byte)) &* 16_777_619
  }

  private func find(_ source: [UInt8], _ start: Int, _ end: Int, _ hash: UInt32) -> UInt32? {
    guard !slots.isEmpty else { return nil }
    let mask = slots.count - 1
    var slot = Int(clamping: hash) & mask
    while slots[slot] != 0 {
      let place = slots[slot] - 1
      if rows[Int(clamping: place)].hash == hash, isSame(Int(clamping: place), source, start, end) {
        return place
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private func isSame(_ place: Int, _ source: [UInt8], _ start: Int, _ end: Int) -> Bool {
    let first = Int(clamping: rows[place].start)
    let behind = place + 1 < rows.count ? Int(clamping: rows[place + 1].start) : bytes.count
    guard behind - first == end - start else { return false }
    return bytes.withUnsafeBufferPointer { own in
      source.withUnsafeBufferPointer { other in
        for k in 0..<(end - start) where own[first + k] != other[start + k] { return false }
        return true
      }
    }
  }

  private mutating func add(_ text: String, _ role: Word.Role) {
    let bytes = Array(text.utf8)
    let hash = bytes.reduce(Self.emptyHash, Self.hash)
    guard find(bytes, 0, bytes.count, hash) == nil else { return }
    _ = insert(bytes[...], hash, role)
  }

  private mutating func insert(_ word: ArraySlice<UInt8>, _ hash: UInt32, _ role: Word.Role) -> Word {
    let place = UInt32(truncatingIfNeeded: rows.count)
    rows.append(Row(hash: hash, start: UInt32(truncatingIfNeeded: bytes.count), role: role))
    texts.append(String(decoding: word, as: UTF8.self))
    bytes.append(contentsOf: word)
    // At most half full, so that a search is short.
    if 2 * rows.count > slots.count { grow() } else { enter(place) }
    return Word(place: place, role: role)
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: max(512, 4 * slots.count))
    for place in rows.indices { enter(UInt32(truncatingIfNeeded: place)) }
  }

  private mutating func enter(_ place: UInt32) {
    let mask = slots.count - 1
    var slot = Int(clamping: rows[Int(clamping: place)].hash) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = place + 1
  }
}
