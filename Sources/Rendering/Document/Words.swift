import Language
import NeuralCore

/// `1 row`, `2 rows`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// The first line of a statement, with a mark where there are more.
func firstLine(_ text: String) -> String {
  let lines = text.linesOfText.filter { !$0.isEmpty }
  return (lines.first ?? "") + (lines.count > 1 ? " …" : "")
}

/// The first ones, how many are left out, and the last.
func abbreviated(_ parts: [String], most: Int) -> [String] {
  guard parts.count > most else { return parts }
  return parts.prefix(most - 3) + ["… (\(parts.count - most + 2) more)", parts[parts.count - 1]]
}

/// At most twelve words with blanks between.
func short(_ texts: [String]) -> String { abbreviated(texts, most: 12).joined(separator: " ") }

/// At most twelve numbers with blanks between; of more than twelve the last and as many as leave room in a line.
func numbers(_ texts: [String]) -> String {
  let texts = texts.map(\.withMinusSign)
  guard texts.count > 12 else { return texts.joined(separator: " ") }
  func text(_ first: Int) -> String {
    texts.prefix(first).joined(separator: " ") + " … " + texts[texts.count - 1]
  }
  return text((3...10).last { text($0).count <= 64 } ?? 3)
}

/// A time as long as it is interesting.
func duration(_ seconds: Double) -> String {
  switch seconds {
  case ..<0.001: "\((seconds * 1000).fixed(1)) ms"
  case ..<1: "\((seconds * 1000).significant(2)) ms"
  case ..<100: "\(seconds.significant(3)) s"
  default: "\(Int(clamping: seconds) / 60) min \(Int(clamping: seconds) % 60) s"
  }
}

extension Double {
  /// Five significant digits, for losses and other metrics.
  var shown: String { withSign(significant: 5) }

  /// So many significant digits, for tables of metrics: a negative R² has a real minus sign.
  func withSign(significant digits: Int) -> String {
    self < 0 ? significant(digits).withMinusSign : significant(digits)
  }

  /// So many decimals with a real minus sign, for reading.
  func minus(_ places: Int) -> String { fixed(places).withMinusSign }
}

extension String {
  /// A number's text with a real minus sign in front, for reading.
  var withMinusSign: String {
    guard let place = utf8.firstIndex(of: UInt8(ascii: "-")) else { return self }
    let rest = self[place...].dropFirst()
    if place == startIndex, !rest.utf8.contains(UInt8(ascii: "-")) { return "−" + rest }
    return String(String.UnicodeScalarView(unicodeScalars.map { $0 == "-" ? "−" : $0 }))
  }
}

extension Array where Element: Hashable {
  /// Each once, in the order of their coming.
  var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
