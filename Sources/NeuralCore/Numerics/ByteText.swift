/// A text that is put together byte by byte, of numbers most often: in pieces of memory that stay where they are, so that a
/// long one is copied once, when it is whole.
public final class ByteText {
  private var pieces: [UnsafeMutableBufferPointer<UInt8>] = []
  /// What is being filled, and so far.
  private var piece: UnsafeMutableBufferPointer<UInt8>
  private var filled = 0
  private static let pieceBytes = 1 << 18

  /// An empty one.
  public init() { piece = .allocate(capacity: Self.pieceBytes) }

  deinit {
    for piece in pieces { piece.deallocate() }
    piece.deallocate()
  }

  /// The bytes so far.
  public var count: Int { pieces.reduce(filled) { $0 + $1.count } }

  /// Appends a byte.
  @inline(__always)
  public func add(_ byte: UInt8) {
    makeRoom(for: 1)
    piece[filled] = byte
    filled += 1
  }

  /// Appends the bytes of a text.
  public func add(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      makeRoom(for: bytes.count)
      _ = UnsafeMutableBufferPointer(rebasing: piece[filled...]).update(from: bytes)
      filled += bytes.count
    }
  }

  /// Appends another text, which is empty after that. Nothing is copied.
  public func take(_ other: ByteText) {
    guard other !== self else { return }
    pieces.append(UnsafeMutableBufferPointer(rebasing: piece[..<filled]))
    pieces += other.pieces
    (piece, filled) = (other.piece, other.filled)
    (other.pieces, other.piece, other.filled) = ([], .allocate(capacity: 0), 0)
  }

  /// Appends a number of a precision as the language sees and writes it: `0.1`, `3`.
  public func add(decimal number: Double, _ precision: Precision = .double) {
    switch precision {
    case .single: write { $0.write(decimalOf: Float(number), .plain) }
    case .double: write { $0.write(number, .plain) }
    }
  }

  /// Appends what is written, one number at most.
  @inline(__always)
  func write(_ body: (inout DecimalText) -> Void) {
    makeRoom(for: DecimalText.capacity)
    var text = DecimalText(UnsafeMutableBufferPointer(rebasing: piece[filled...]))
    body(&text)
    filled += text.count
  }

  @inline(__always)
  private func makeRoom(for bytes: Int) { if piece.count - filled < bytes { begin(bytes) } }

  /// Begins a new piece.
  @inline(never)
  private func begin(_ bytes: Int) {
    pieces.append(UnsafeMutableBufferPointer(rebasing: piece[..<filled]))
    (piece, filled) = (.allocate(capacity: max(bytes, Self.pieceBytes)), 0)
  }

  /// Shows the bytes, piece by piece, until `body` says no.
  public func visit(_ body: (UnsafeBufferPointer<UInt8>) -> Bool) {
    for piece in pieces where !body(UnsafeBufferPointer(piece)) { return }
    _ = body(UnsafeBufferPointer(rebasing: piece[..<filled]))
  }

  /// The text, which must be UTF-8. It takes its memory piece by piece as this one gives it back, and leaves it empty.
  public func taken() -> String {
    let count = count
    return String(unsafeUninitializedCapacity: count) { bytes in
      var next = 0
      for piece in pieces {
        _ = UnsafeMutableBufferPointer(rebasing: bytes[next...]).update(from: piece)
        next += piece.count
        piece.deallocate()
      }
      _ = UnsafeMutableBufferPointer(rebasing: bytes[next...]).update(from: piece[..<filled])
      (pieces, filled) = ([], 0)
      return count
    }
  }
}
