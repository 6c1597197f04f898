extension String {
  /// As a text of the language.
  var inQuotes: String {
    "\"" + replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("{", with: "{{") + "\""
  }

  /// As the name of a column or class is typed: in quotes unless it is one word, and none that means something else there.
  public var asColumn: String {
    func isPart(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isAlphabetic || "0"..."9" ~= scalar || scalar == "_"
    }
    let begins = unicodeScalars.first.map { $0.properties.isAlphabetic || $0 == "_" } ?? false
    let isTaken = DataOption(rawValue: self) != nil || Keyword(rawValue: self) != nil
    return begins && unicodeScalars.allSatisfy(isPart) && !isTaken ? self : inQuotes
  }
}
