/// Saved files that a test has changed.
enum SavedFile {
  /// The text with a last line whose hash, FNV-1a of 64 bits, fits the lines above it.
  static func rehashed(_ text: String) -> String {
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("end ") }
    let body = lines.map { $0 + "\n" }.joined()
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in body.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return body + "end " + String(repeating: "0", count: 16 - digits.count) + digits + "\n"
  }
}
