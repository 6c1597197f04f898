import Foundation

/// A calculation by hand, read back from its text: what a person with a pocket calculator has. Nothing here comes from nn.
struct HandText {
  struct Step {
    let name: String
    let symbols: String?
    let numbers: String
    let value: Double
    /// What the lines above said this is about: a neuron or a weight.
    let subject: String
    let line: String
  }

  private(set) var steps: [Step] = []

  /// - Parameter lines: not wrapped, so that a step is one line.
  init(_ lines: [String]) {
    var subject = ""
    for line in lines {
      var text = Substring(line.drop { $0 == " " })
      let indent = line.count - text.count
      guard indent >= 2, text.contains(" = ") else { continue }
      // `L1N0   s = …` begins a neuron, `0B->L1N0 = −0.9720` a weight.
      let words = text.split(separator: " ", omittingEmptySubsequences: true)
      if indent == 2, let place = text.range(of: "   "), words[0].first == "L", !words[0].contains("->") {
        subject = String(words[0])
        text = text[place.upperBound...].drop { $0 == " " }
      } else if indent == 2, words[0].contains("->"), words.count == 3 {
        subject = String(words[0])
      }
      // Settings, several on a line.
      if text.contains("   ") { continue }
      let parts = text.separated(by: " = ").map(String.init)

      guard let value = Double(parts[parts.count - 1].plainSign) else { continue }
      var calculator = PocketCalculator(parts.count == 3 ? parts[1] : "")
      // Where the numbers put in are the value itself, they are not written twice.
      let hasSymbols = parts.count > 3 || parts.count == 3 && calculator.result() == nil
      let numbers =
        parts.count > 3 ? parts[2] : parts.count == 3 && !hasSymbols ? parts[1] : parts[parts.count - 1]
      steps.append(
        Step(
          name: parts[0], symbols: hasSymbols ? parts[1] : nil, numbers: numbers, value: value,
          subject: subject, line: line))
    }
  }

  /// The first value of a name.
  func value(_ name: String, of subject: String? = nil) -> Double? {
    steps.first { $0.name == name && (subject == nil || $0.subject == subject) }?.value
  }
}

/// Computes a formula as it stands in a text, from the left, with the values of its names.
struct PocketCalculator {
  private let text: [Character]
  private let names: [(name: [Character], value: Double)]
  private var place = 0
  /// The largest number on the way: what the last digits of the result may suffer from.
  private(set) var largest = 0.0

  init(_ formula: String, _ names: [String: Double] = [:]) {
    text = Array(formula)
    self.names = names.map { (Array($0.key), $0.value) }.sorted { $0.name.count > $1.name.count }
  }

  /// nil if it is no formula.
  mutating func result() -> Double? {
    guard let value = choice(), place == text.count else { return nil }
    return value
  }

  private mutating func eat(_ word: String) -> Bool {
    let letters = Array(word)
    guard place + letters.count <= text.count, Array(text[place..<place + letters.count]) == letters else {
      return false
    }
    place += letters.count
    return true
  }

  private mutating func note(_ value: Double) -> Double {
    if value.isFinite { largest = max(largest, value.magnitude) }
    return value
  }

  /// `a if b > c else d`
  private mutating func choice() -> Double? {
    guard let then = sum() else { return nil }
    guard eat(" if ") else { return then }
    guard let left = sum() else { return nil }
    let isAbove = eat(" > ")
    guard isAbove || eat(" < "), let right = sum(), eat(" else "), let otherwise = choice() else {
      return nil
    }
    return (isAbove ? left > right : left < right) ? then : otherwise
  }

  private mutating func sum() -> Double? {
    guard var total = product() else { return nil }
    while true {
      if eat(" + ") {
        guard let next = product() else { return nil }
        total = note(total + next)
      } else if eat(" − ") {
        guard let next = product() else { return nil }
        total = note(total - next)
      } else {
        return total
      }
    }
  }

  private mutating func product() -> Double? {
    let isNegative = eat("−")
    guard var total = power() else { return nil }
    while true {
      if eat("·") {
        guard let next = power() else { return nil }
        total = note(total * next)
      } else if eat(" / ") {
        guard let next = power() else { return nil }
        total = note(total / next)
      } else {
        return isNegative ? -total : total
      }
    }
  }

  private mutating func power() -> Double? {
    if eat("e^") { return exponent().map { Foundation.exp($0) } }
    guard let base = atom() else { return nil }
    if eat("²") { return note(base * base) }
    if eat("³") { return note(base * base * base) }
    guard eat("^") else { return base }
    return exponent().map { Foundation.pow(base, $0) }
  }

  private mutating func exponent() -> Double? {
    let isNegative = eat("−")
    return atom().map { isNegative ? -$0 : $0 }
  }

  private mutating func atom() -> Double? {
    for (word, f) in Self.functions where eat(word + "(") {
      guard let values = arguments(), eat(")") else { return nil }
      return note(f(values))
    }
    for (name, value) in names where place + name.count <= text.count {
      guard Array(text[place..<place + name.count]) == name else { continue }
      place += name.count
      return note(value)
    }
    if eat("√") { return atom().map { note($0.squareRoot()) } }
    if eat("|") {
      guard let value = sum(), eat("|") else { return nil }
      return note(value.magnitude)
    }
    if eat("(") {
      guard let value = choice(), eat(")") else { return nil }
      return value
    }
    if eat("π") { return .pi }
    return number()
  }

  private mutating func arguments() -> [Double]? {
    guard let first = choice() else { return nil }
    var all = [first]
    while eat(", ") {
      guard let next = choice() else { return nil }
      all.append(next)
    }
    return all
  }

  private mutating func number() -> Double? {
    let start = place
    while place < text.count, text[place].isDigit || text[place] == "." { place += 1 }
    guard place > start else { return nil }
    if place + 1 < text.count, text[place] == "e", "+-−".contains(text[place + 1]) {
      place += 2
      while place < text.count, text[place].isDigit { place += 1 }
    }
    return Double(String(text[start..<place]).plainSign).map { note($0) }
  }

  private static let functions: [(String, @Sendable ([Double]) -> Double)] = [
    ("max", { $0.max() ?? .nan }), ("min", { $0.min() ?? .nan }), ("ln", { Foundation.log($0[0]) }),
    ("tanh", { Foundation.tanh($0[0]) }), ("erf", { Foundation.erf($0[0]) }),
    ("sign", { $0[0] > 0 ? 1 : $0[0] < 0 ? -1 : 0 }),
  ]
}

extension Character {
  fileprivate var isDigit: Bool { isASCII && isNumber }
}

extension String {
  /// With ASCII's minus.
  var plainSign: String { replacingOccurrences(of: "−", with: "-") }
}

extension StringProtocol {
  func separated(by separator: String) -> [SubSequence] {
    var (parts, start) = ([SubSequence](), startIndex)
    while let found = self[start...].range(of: separator) {
      parts.append(self[start..<found.lowerBound])
      start = found.upperBound
    }
    return parts + [self[start...]]
  }
}
