/// The hash FNV-1a of 64 bits: `h ← (h xor byte) · 1099511628211`, from 14695981039346656037. It tells by accident changed
/// text and weights apart; it protects from nobody.
///
/// Source: G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake: The FNV Non-Cryptographic Hash Algorithm, RFC 9923.
public struct FNV1a: Sendable {
  /// The hash of all bytes so far.
  public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The hash of no bytes.
  public init() {}

  /// Takes in a byte.
  public mutating func mix(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* Self.prime }

  /// Takes in the eight bytes of a word, the lowest first.
  public mutating func mix(word: UInt64) {
    for shift in stride(from: UInt64(0), to: 32, by: 8) { mix(UInt8(truncatingIfNeeded: word >> shift)) }
    guard word >> 32 != 0 else {
      // Four bytes of 0 are four factors.
      value = value &* Self.fourthPower
      return
    }
    for shift in stride(from: UInt64(32), to: 64, by: 8) { mix(UInt8(truncatingIfNeeded: word >> shift)) }
  }

  private static let prime: UInt64 = 0x100_0000_01b3
  private static let fourthPower = prime &* prime &* prime &* prime

  /// The hash as 16 hexadecimal digits.
  public var hexadecimal: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
