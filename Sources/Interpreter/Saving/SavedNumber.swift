import Tabular

/// Numbers of a saved text, read from its bytes: the same as `Double(text)` and `Float(text)`.
enum SavedNumber {
  /// nil for what is no plain decimal.
  static func double(_ word: UnsafeBufferPointer<UInt8>) -> Double? {
    Decimal.parse(word, point: UInt8(ascii: "."))
  }

  /// The float32 that is nearest to the decimal. Rounded to float64 and then again to float32 it is that too, unless the first
  /// step ended in the middle between two of them, or below the normal ones, which are closer together.
  static func single(_ word: UnsafeBufferPointer<UInt8>) -> Float? {
    guard let double = double(word) else { return nil }
    let isMiddle = double.bitPattern & 0x1fff_ffff == 0x1000_0000
    guard !isMiddle, double.magnitude >= Double(Float.leastNormalMagnitude) || double == 0 else {
      return Float(String(decoding: word, as: UTF8.self))
    }
    return Float(double)
  }
}
