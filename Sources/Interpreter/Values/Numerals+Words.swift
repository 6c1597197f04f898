/// Large numbers for people.
extension Double {
  /// 1,000,000
  var grouped: String {
    let digits = fixed(0)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return magnitude < 1e15 ? result : significant(3)
  }

  /// A number of bytes in the unit that suits it.
  var bytes: String {
    var (value, unit) = (self, "B")
    for next in ["kB", "MB", "GB", "TB", "PB", "EB"] where value >= 1000 {
      value /= 1000
      unit = next
    }
    return value.significant(2) + " " + unit
  }
}
