/// What stands in a cell for a value that is not there.
enum MissingValue {
  /// A dash is no value among numbers, and a word among words: `+` and `-` may be classes.
  static let dashes: Set<String> = ["-", "--", "–", "—"]

  /// What pandas takes for missing, too, and the errors of Excel's formulas.
  private static let words: Set<String> = [
    "", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "None", "<NA>", "#N/A", "#NA", "-nan", "-NaN", "?",
    "#NV", "#DIV/0!", "#VALUE!", "#WERT!", "#REF!", "#NUM!", "#ZAHL!", "#BEZUG!",
  ]

  static func isMeant(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    cell.count <= 8 && words.contains(String(decoding: cell, as: UTF8.self))
  }
}
