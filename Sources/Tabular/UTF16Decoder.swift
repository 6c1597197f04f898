/// UTF-16 to UTF-8. Windows programs write it, among them Excel's "Unicode text".
final class UTF16Decoder: ByteSink {
  /// Which byte of two comes first.
  enum Order {
    case littleEndian, bigEndian

    /// By the mark at the beginning, or since every second byte is 0: texts in European languages have such bytes.
    init?(_ head: [UInt8]) {
      if head.starts(with: [0xff, 0xfe]) {
        self = .littleEndian
      } else if head.starts(with: [0xfe, 0xff]) {
        self = .bigEndian
      } else {
        let zeros = head.indices.filter { head[$0] == 0 }
        let odd = zeros.count { $0 % 2 == 1 }
        guard head.count >= 4, 4 * zeros.count > head.count, odd == 0 || odd == zeros.count else {
          return nil
        }
        self = odd == 0 ? .bigEndian : .littleEndian
      }
    }
  }

  private let order: Order
  private let next: any ByteSink
  /// The first byte of two.
  private var half: UInt8?
  /// The first of two units that are one character.
  private var high: UInt16?
  private var isAtStart = true

  init(_ order: Order, into next: any ByteSink) { (self.order, self.next) = (order, next) }

  func take(_ piece: UnsafeRawBufferPointer) throws(TableFault) {
    var text = String.UnicodeScalarView()
    for byte in piece {
      guard let first = half else {
        half = byte
        continue
      }
      half = nil
      let (a, b) = (UInt16(first), UInt16(byte))
      add(order == .littleEndian ? b << 8 | a : a << 8 | b, to: &text)
    }
    try next.take(Array(String(text).utf8))
  }

  private func add(_ unit: UInt16, to text: inout String.UnicodeScalarView) {
    defer { isAtStart = false }
    if isAtStart, unit == 0xfeff { return }
    if let first = high {
      high = nil
      if 0xdc00...0xdfff ~= unit {
        let code = 0x10000 + (UInt32(first) - 0xd800) << 10 + (UInt32(unit) - 0xdc00)
        text.append(UnicodeScalar(code) ?? "\u{fffd}")
        return
      }
      text.append("\u{fffd}")
    }
    if 0xd800...0xdbff ~= unit {
      high = unit
    } else {
      text.append(UnicodeScalar(unit) ?? "\u{fffd}")
    }
  }

  func end() throws(TableFault) {
    guard half == nil, high == nil else {
      throw TableFault(line: nil, message: "it is UTF-16 text that ends in the middle of a character")
    }
    try next.end()
  }
}
