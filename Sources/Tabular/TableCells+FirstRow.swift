/// What the first row is, what is said of rows that are not like it, and where a cell ends.
extension TableCells {
  /// No cell is a number or missing; a column may have no name.
  func isHeader(_ row: [[UInt8]]) -> Bool {
    let named = row.filter { !$0.isEmpty }
    return !named.isEmpty
      && named.allSatisfy { cell in
        cell.withUnsafeBufferPointer {
          Decimal.parse($0, point: UInt8(ascii: ".")) == nil && !MissingValue.isMeant($0)
            && (delimiter == .comma || Decimal.parse($0, point: UInt8(ascii: ",")) == nil)
            && WrittenNumber($0, point: point, mayBeComma: delimiter != .comma) == nil
        }
      }
  }

  func unevenRow(_ count: Int) -> TableFault {
    let cells = "it has \(count) cell\(count == 1 ? "" : "s"), the first has \(width)"
    let mark =
      switch delimiter {
      case .blank: "blanks"
      case .byte(9): "tabs"
      case .byte(let byte): "`\(String(decoding: [byte], as: UTF8.self))`"
      }
    guard origin.format == .text else { return TableFault(place: placeOfLast, message: cells) }
    let first = firstLine.map { "line \($0)" } ?? "row 1"
    return TableFault(
      place: placeOfLast, message: "\(cells) (parted by \(mark))",
      help: [
        "Look at \(first) and at \(placeOfLast): a title, a comment or a missing value makes rows uneven.",
        "If something else parts the cells: data \"FILE\" delimiter \";\"",
      ])
  }

  /// A cell without the blanks around it.
  func trimmed(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> UnsafeBufferPointer<
    UInt8
  > {
    func isBlank(_ byte: UInt8) -> Bool { (byte == 32 || byte == 9) && byte != separator }
    var (start, end) = (start, end)
    while start < end, isBlank(bytes[start]) { start += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[start..<end])
  }
}
