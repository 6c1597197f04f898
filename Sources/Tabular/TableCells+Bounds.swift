/// What a table may take where its file is short and its cells are many.
extension TableCells {
  /// A table takes no more memory than these allow, however long its text: 400 million numbers (1.6 GB as float32), and
  /// 200 MB of different words. A file that only claims to be long gets room for the first.
  static let mostCells = 400_000_000
  /// Of files whose columns have no names of their own: each gets one.
  static let mostColumns = 1_000_000
  /// Numbers that room is made for before they come, and bytes of different words.
  static let (mostReserved, mostWordBytes) = (100_000_000, 200_000_000)

  /// What is not in a file takes memory too, in formats that leave cells out: beyond the first number a table has at most
  /// the second as many cells as values.
  private static let (mostEmpty, mostOfValue) = (4_000_000, 1000)

  /// Whether a table of so many rows and columns may be made of so many values, before it takes memory.
  ///
  /// - Parameter place: where its last row is.
  static func check(rows: Int, width: Int, values: Int, place: String) throws(TableFault) {
    guard rows <= mostCells / max(1, width) else {
      throw TableFault(
        place: place, message: "more than \(mostCells / 1_000_000) million cells are too many to be kept")
    }
    let cells = rows * width
    guard cells <= mostEmpty || cells / mostOfValue <= values else {
      throw TableFault(
        place: place,
        message: "\(rows) rows of \(width) cells are too many for the \(values) values that are there")
    }
  }
}
