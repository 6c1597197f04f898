#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The incremental search of ^R. libedit's own puts the rest of an arrow key into the line, mistakes letters
/// beyond ASCII for others and loses the place in the history.
struct Search {
  /// What a key did to the search.
  enum Step: Equatable {
    /// Still searching; the position is what to show.
    case show(HistoryCursor.Position)
    /// Nothing more to find.
    case miss
    /// Accepted; the key is then processed as usual.
    case accept
    /// Cancelled; the line is as it was.
    case cancel
  }

  private(set) var pattern = ""
  private(set) var place: Int?
  private(set) var failed = false
  /// The line the search began with.
  let original: HistoryCursor.Position

  init(from original: HistoryCursor.Position) { self.original = original }

  /// What is shown in place of the prompt.
  var prompt: String { "\(failed ? "no such entry" : "search") '\(pattern)': " }

  /// Takes a key: ^R and ^S go on, ^G gives up, Delete takes a letter back, letters are searched for.
  mutating func take(key: UInt32, in entries: [String]) -> Step {
    switch key {
    case 0x07: return .cancel
    case 0x12: return find(before: place ?? entries.count, in: entries)
    case 0x13: return find(after: place ?? entries.count, in: entries)
    case 0x08, 0x7F:
      guard !pattern.isEmpty else { return .miss }
      pattern.unicodeScalars.removeLast()
      return find(before: entries.count, in: entries)
    default:
      guard key >= 0x20, let scalar = Unicode.Scalar(key) else { return .accept }
      pattern.unicodeScalars.append(scalar)
      return find(before: place.map { $0 + 1 } ?? entries.count, in: entries)
    }
  }

  /// The same text again would be no progress.
  private mutating func find(before end: Int, in entries: [String]) -> Step {
    let shown = place == end ? entries[end] : nil
    return settle(entries[..<end].lastIndex { $0 != shown && $0.offset(of: pattern) != nil }, in: entries)
  }

  private mutating func find(after start: Int, in entries: [String]) -> Step {
    settle(entries.dropFirst(start + 1).firstIndex { $0.offset(of: pattern) != nil }, in: entries)
  }

  private mutating func settle(_ found: Int?, in entries: [String]) -> Step {
    guard !pattern.isEmpty else {
      (place, failed) = (nil, false)
      return .show(original)
    }
    failed = found == nil
    guard let found else { return .miss }
    place = found
    return .show(
      HistoryCursor.Position(text: entries[found], cursor: entries[found].offset(of: pattern) ?? 0))
  }
}

extension String {
  /// The byte offset of the first occurrence of a text in this one.
  func offset(of pattern: String) -> Int? {
    var (text, wanted) = (self, pattern)
    return text.withUTF8 { text in wanted.withUTF8 { Self.offset(of: $0, in: text) } }
  }

  /// Compares only where the first byte matches: a search goes through a hundred thousand entries between two keys.
  private static func offset(
    of wanted: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    guard let first = wanted.first, let sought = wanted.baseAddress, let begin = text.baseAddress else {
      return wanted.isEmpty ? 0 : nil
    }
    var place = 0
    while place + wanted.count <= text.count {
      guard let found = memchr(begin + place, Int32(first), text.count - wanted.count + 1 - place) else {
        return nil
      }
      place = UnsafeRawPointer(found) - UnsafeRawPointer(begin)
      if memcmp(found, sought, wanted.count) == 0 { return place }
      place += 1
    }
    return nil
  }
}
