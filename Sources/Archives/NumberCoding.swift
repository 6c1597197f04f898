/// How numbers stand in a file: their kind, and which byte of one comes first.
public struct NumberCoding: Sendable, Equatable {
  /// Kinds of numbers.
  public enum Kind: Sendable, Equatable {
    case float64, float32, float16, bfloat16
    /// So many bytes.
    case signed(Int)
    /// So many bytes.
    case unsigned(Int)
    /// A byte, 0 or not.
    case bool
  }

  /// Of the numbers.
  public let kind: Kind
  /// Whether the byte of the highest value comes first.
  public let isBigEndian: Bool

  /// Numbers of a kind.
  public init(_ kind: Kind, isBigEndian: Bool = false) { (self.kind, self.isBigEndian) = (kind, isBigEndian) }

  /// Bytes of a number.
  public var size: Int {
    switch kind {
    case .float64: 8
    case .float32: 4
    case .float16, .bfloat16: 2
    case .signed(let size), .unsigned(let size): size
    case .bool: 1
    }
  }

  /// Whether the numbers are float64.
  public var isDouble: Bool { kind == .float64 }

  /// All numbers of some bytes; what is left of a last one is left out.
  public func numbers(_ bytes: ArraySlice<UInt8>) -> [Double] {
    let size = self.size
    return bytes.withUnsafeBufferPointer { bytes in
      (0..<bytes.count / size).map { k in
        var bits: UInt64 = 0
        for i in 0..<size { bits = bits << 8 | UInt64(bytes[k * size + (isBigEndian ? i : size - 1 - i)]) }
        return number(bits)
      }
    }
  }

  private func number(_ bits: UInt64) -> Double {
    switch kind {
    case .float64: Double(bitPattern: bits)
    case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .float16: Self.half(bits)
    case .bfloat16: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits) << 16))
    case .signed(let size): Double(Int64(bitPattern: bits << UInt64(64 - 8 * size)) >> Int64(64 - 8 * size))
    case .unsigned: Double(bits)
    case .bool: bits == 0 ? 0 : 1
    }
  }

  /// IEEE 754 binary16: a sign, 5 bits of an exponent, 10 of a fraction. Every one of them is a Double.
  private static func half(_ bits: UInt64) -> Double {
    let (exponent, fraction) = (Int(truncatingIfNeeded: bits >> 10 & 31), Double(bits & 1023))
    let size =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? Double.infinity : .nan
      default: Double(sign: .plus, exponent: exponent - 25, significand: 1024 + fraction)
      }
    return bits & 0x8000 == 0 ? size : -size
  }
}
