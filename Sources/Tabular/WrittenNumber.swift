/// A number as people write it in tables: `1.234,50 €`, `$1,234.50`, `12 %`, `1 234`, `1'234.50`.
struct WrittenNumber {
  /// The number.
  let value: Double
  /// In digits alone, with a point.
  let decimal: String
  /// Whether its decimal point is a comma.
  let hasComma: Bool

  private static let blanks: Set<Character> = [" ", "\u{a0}", "\u{2009}", "\u{202f}"]
  private static let marks = blanks.union(["'", "\u{2019}"])
  private static let units = ["€", "$", "£", "¥", "%", "EUR", "USD", "GBP", "CHF", "JPY"]

  /// nil where the cell is no number, or could be two: a single point or comma other than `point` parts thousands if three
  /// digits follow.
  ///
  /// - Parameter mayBeComma: whether a single comma is a decimal point, since it does not part the cells.
  init?(_ cell: UnsafeBufferPointer<UInt8>, point: UInt8, mayBeComma: Bool) {
    guard cell.count <= 40, cell.contains(where: { $0 &- 48 <= 9 }),
      let text = String(validating: cell, as: UTF8.self)
    else { return nil }
    let (isNegative, digits) = Self.withoutUnit(Substring(text))
    guard let first = digits.first, first.isASCII, first.isNumber || first == "." || first == "," else {
      return nil
    }
    let usual: Character = point == UInt8(ascii: ",") ? "," : "."
    let mark = Self.decimalPoint(digits, usual, mayBeComma)
    let halves = digits.split(
      separator: mark ?? "\0", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = halves.count > 1 ? halves[1] : ""
    guard let whole = Self.withoutGroups(halves[0]), Self.isOfDigits(fraction) else { return nil }
    decimal =
      (isNegative ? "-" : "") + (whole.isEmpty ? "0" : whole) + "." + (fraction.isEmpty ? "0" : fraction)
    guard let value = Double(decimal) else { return nil }
    self.value = value
    hasComma = mark == ","
  }

  /// Sign and digits, a currency or per cent left out before or behind.
  private static func withoutUnit(_ text: Substring) -> (isNegative: Bool, digits: Substring) {
    var rest = text
    var isNegative = false
    func trim() {
      while let first = rest.first, blanks.contains(first) { rest.removeFirst() }
      while let last = rest.last, blanks.contains(last) { rest.removeLast() }
    }
    func takeSign() {
      guard !isNegative, let first = rest.first, "-−".contains(first) else { return }
      isNegative = true
      rest.removeFirst()
    }
    trim()
    takeSign()
    trim()
    if let unit = units.first(where: { rest.hasPrefix($0) }) {
      rest.removeFirst(unit.count)
    } else if let unit = units.first(where: { rest.hasSuffix($0) }) {
      rest.removeLast(unit.count)
    }
    trim()
    takeSign()
    return (isNegative, rest)
  }

  /// The mark before the fraction: the last of two kinds, or the usual one where it stands once.
  private static func decimalPoint(
    _ digits: Substring, _ usual: Character, _ mayBeComma: Bool
  ) -> Character? {
    let (point, comma) = (digits.lastIndex(of: "."), digits.lastIndex(of: ","))
    if let point, let comma { return point > comma ? "." : "," }
    guard let place = point ?? comma else { return nil }
    let mark = digits[place]
    let isDecimal = mark == usual || mark == "," && mayBeComma
    return isDecimal && digits.firstIndex(of: mark) == place ? mark : nil
  }

  /// The digits of groups of three; nil for others.
  private static func withoutGroups(_ whole: Substring) -> String? {
    guard let mark = whole.first(where: { !$0.isNumber }) else {
      return isOfDigits(whole) ? String(whole) : nil
    }
    guard mark == "." || mark == "," || marks.contains(mark) else { return nil }
    let groups = whole.split(separator: mark, omittingEmptySubsequences: false)
    guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 }),
      groups.allSatisfy({ isOfDigits($0) })
    else { return nil }
    return groups.joined()
  }

  private static func isOfDigits(_ text: Substring) -> Bool { text.utf8.allSatisfy { $0 &- 48 <= 9 } }
}
