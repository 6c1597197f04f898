/// The lines of a text as bytes: a ledger of a hundred thousand runs is read in the time of a blink, which no way over
/// characters is.
struct LedgerLines {
  typealias Line = UnsafeBufferPointer<UInt8>

  /// Hands over every line with its number, from 1, without its end; `\r\n` is one too. The last one is handed over if there
  /// is anything in it, with whether its end is there.
  static func forEach<Failure: Error>(
    in text: String, _ body: (Line, Int, _ isEnded: Bool) throws(Failure) -> Void
  ) throws(Failure) {
    var text = text
    let result = text.withUTF8 { bytes -> Result<Void, Failure> in
      do throws(Failure) { return .success(try forEach(in: bytes, body)) } catch { return .failure(error) }
    }
    try result.get()
  }

  private static func forEach<Failure: Error>(
    in bytes: UnsafeBufferPointer<UInt8>, _ body: (Line, Int, Bool) throws(Failure) -> Void
  ) throws(Failure) {
    var (start, number) = (0, 1)
    while start < bytes.count {
      let rest = bytes[start...]
      let end = rest.firstIndex(of: UInt8(ascii: "\n"))
      try body(Line(rebasing: bytes[start..<(end ?? bytes.count)]), number, end != nil)
      start = (end ?? bytes.count) + 1
      number += 1
    }
  }
}
