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
  private let bytes = ByteText()
  /// Asked while many numbers are written; once it says so, no more are.
  private let stop: StopSignal
  private var isStopped = false
  private let writer: Writer

  /// Writes so many items behind a text, by calls for some of them, maybe several at the same time; false if one said so.
  typealias Writer = (
    _ items: Int, _ text: ByteText, _ some: @escaping @Sendable (Range<Int>, ByteText) -> Bool
  ) -> Bool

  init(stop: StopSignal = .never, _ writer: @escaping Writer = { $2(0..<$0, $1) }) {
    (self.stop, self.writer) = (stop, writer)
    bytes.add("nnet \(SavedText.version)\n")
  }

  mutating func add(_ name: String, _ values: [String]) {
    bytes.add(([name] + values).joined(separator: " ") + "\n")
  }

  mutating func add(_ name: String, _ value: String) { add(name, [value]) }
  mutating func add(_ name: String, _ numbers: Vector) {
    add(name, count: numbers.count) { numbers.write($0, to: $1) }
  }
  mutating func add(_ name: String, whole: [Int]) {
    add(name, count: whole.count) { $1.add(whole[$0].description) }
  }

  private mutating func add(
    _ name: String, count: Int, _ write: @escaping @Sendable (Int, ByteText) -> Void
  ) {
    guard !isStopped else { return }
    bytes.add("\(name) \(count)")
    let stop = stop
    let isWhole = writer(count, bytes) { places, bytes in
      for k in places {
        if k & 0xffff == 0xffff, stop.isGiven { return false }
        bytes.add(UInt8(ascii: " "))
        write(k, bytes)
      }
      return true
    }
    isStopped = !isWhole
    bytes.add(UInt8(ascii: "\n"))
  }

  mutating func add(_ name: String, texts: [String]) {
    add(name, ["\(texts.count)"] + texts.map(Self.quoted))
  }

  /// With the closing line; nil if it was interrupted.
  consuming func closed() -> String? {
    var (hash, isGiven) = (FNV1a(), isStopped)
    bytes.visit { piece in
      for byte in piece { hash.mix(byte) }
      isGiven = isGiven || stop.isGiven
      return !isGiven
    }
    guard !isGiven else { return nil }
    add("end", hash.hexadecimal)
    return bytes.taken()
  }

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

  /// FNV-1a, 64 bits, hexadecimal; nil if it was interrupted.
  static func hash(_ text: some StringProtocol, _ stop: StopSignal = .never) -> String? {
    text.utf8.withContiguousStorageIfAvailable { hash(bytes: $0, stop) } ?? hash(bytes: text.utf8, stop)
  }

  @inline(__always)
  private static func hash(bytes: some Sequence<UInt8>, _ stop: StopSignal) -> String? {
    var (hash, left) = (FNV1a(), 1 << 24)
    for byte in bytes {
      hash.mix(byte)
      left -= 1
      guard left == 0 else { continue }
      left = 1 << 24
      if stop.isGiven { return nil }
    }
    return hash.hexadecimal
  }
}

/// Why a file is not a saved session: what is wrong, and in which line.
struct SavedFault: Error {
  let line: Int
  let message: String
}
