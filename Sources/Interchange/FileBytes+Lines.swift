import NeuralCore

/// Lines of texts, which may have many of them: taken from the bytes one after the other.
extension FileBytes {
  /// A line that is longer is none of a file of nets, unless its reader takes it apart piece by piece.
  static let longestLine = 10_000_000

  /// Every line that is not empty, without its end.
  func forEachLine(
    _ stop: StopSignal, _ body: (ArraySlice<UInt8>) throws(ExchangeFault) -> Void
  ) throws(ExchangeFault) {
    var (start, looked) = (0, 0)
    while start < count {
      var end = start
      while end < count, self[end] != 10, self[end] != 13 {
        end += 1
        if end & 0xf_ffff == 0, stop.isGiven { throw .interrupted }
      }
      if end > start { try body(self[start..<end]) }
      start = end + 1
      looked += 1
      if looked & 0xfff == 0, stop.isGiven { throw .interrupted }
    }
  }
}

extension ArraySlice<UInt8> {
  /// As text, in which bytes that are no ASCII are ?.
  var ascii: String { String(decoding: map { $0 < 128 ? $0 : UInt8(ascii: "?") }, as: UTF8.self) }
}
