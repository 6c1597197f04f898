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
  /// Asked while many numbers are written; once it says so, no more are.
  private let stop: StopSignal
  private var isStopped = false

  init(stop: StopSignal = .never) { self.stop = stop }

  mutating func add(_ name: String, _ values: [String]) {
    text += ([name] + values).joined(separator: " ") + "\n"
  }

  mutating func add(_ name: String, _ value: String) { add(name, [value]) }
  mutating func add(_ name: String, _ numbers: Vector) {
    add(name, count: numbers.count) { numbers.text($0) }
  }
  mutating func add(_ name: String, whole: [Int]) { add(name, count: whole.count) { whole[$0].description } }

  private mutating func add(_ name: String, count: Int, _ word: (Int) -> String) {
    text += "\(name) \(count)"
    // Text grows slower by words than by pieces of many.
    var piece: [UInt8] = []
    piece.reserveCapacity(Self.pieceBytes + 64)
    for k in 0..<count where !isStopped {
      if k & 0xffff == 0xffff { isStopped = stop.isGiven }
      piece.append(UInt8(ascii: " "))
      var word = word(k)
      word.withUTF8 { piece.append(contentsOf: $0) }
      if piece.count >= Self.pieceBytes {
        text += String(decoding: piece, as: UTF8.self)
        piece.removeAll(keepingCapacity: true)
      }
    }
    text += String(decoding: piece, as: UTF8.self)
    text += "\n"
  }

  private static let pieceBytes = 1 << 16

  mutating func add(_ name: String, texts: [String]) {
    add(name, ["\(texts.count)"] + texts.map(Self.quoted))
  }

  /// With the closing line; nil if it was interrupted.
  consuming func closed() -> String? {
    guard !isStopped, let hash = Self.hash(text, stop) else { return nil }
    text += "end \(hash)\n"
    return text
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
