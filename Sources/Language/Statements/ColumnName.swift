extension String {
  /// Whether it could be the name of a variable.
  var isOneWord: Bool {
    func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic || scalar == "_" }
    return unicodeScalars.first.map(isLetter) == true
      && unicodeScalars.allSatisfy { isLetter($0) || "0"..."9" ~= $0 }
  }

  /// As the name of a column or class is typed: in quotes unless it is one word, and none that means something else there.
  public var asColumn: String {
    let isTaken = DataOption(rawValue: self) != nil || Keyword(rawValue: self) != nil
    return isOneWord && !isTaken ? self : inQuotes
  }
}
