import NeuralCore

/// Values as reports have them, which are read and not calculated with.
extension Value {
  /// More elements than that, those of lists in a list counted too, nobody reads.
  private static let mostShown = 200
  /// So many stand at each end of a list that is cut.
  private static let shownAtEnds = 3

  /// As `text`, but for the middle of a long list: `[1, 2, 3, …, 998, 999, 1000] (1,000 values)`.
  public var shown: String { shown { $0.text } }

  /// The same with six digits of a number; with all where the rounded one would be equal to what it is compared with.
  func brief(besides other: Double? = nil) -> String {
    shown { value in
      let rounded = value.significant(6)
      return rounded.count < value.text.count && Double(rounded) != other ? rounded : value.text
    }
  }

  private func shown(_ number: (Double) -> String) -> String {
    guard case .list(let values) = self, size > Self.mostShown else { return written(isCut: false, number) }
    return written(isCut: true, number) + " (\(Double(values.count).grouped) values)"
  }

  private func written(isCut: Bool, _ number: (Double) -> String) -> String {
    switch self {
    case .number(let value): return number(value)
    case .string, .bool: return text
    case .list(let values):
      func texts(_ values: some Sequence<Value>) -> [String] {
        values.map { $0.written(isCut: isCut, number) }
      }
      let ends = Self.shownAtEnds
      let parts =
        isCut && values.count > 2 * ends
        ? texts(values.prefix(ends)) + ["…"] + texts(values.suffix(ends)) : texts(values)
      return "[" + parts.joined(separator: ", ") + "]"
    }
  }

  /// Where a list and another one part, in words; nil where one of them is none, or they do not.
  ///
  /// - Parameter tolerance: how far apart numbers may be, those of lists in lists one after another; nil for elements that
  ///   have to be equal.
  func firstDifference(from other: Value, within tolerance: Double?) -> String? {
    guard case .list(var own) = self, case .list(var others) = other else { return nil }
    if tolerance != nil {
      guard let numbers = numbers, let otherNumbers = other.numbers else { return nil }
      (own, others) = (numbers.map { .number($0) }, otherNumbers.map { .number($0) })
    }
    guard own.count == others.count else {
      return "one has \(Double(own.count).grouped) values, the other \(Double(others.count).grouped)"
    }
    func part(_ one: Value, _ other: Value) -> Bool {
      guard let tolerance, case .number(let x) = one, case .number(let y) = other else { return one != other }
      return !((x - y).magnitude <= tolerance)
    }
    guard let place = own.indices.first(where: { part(own[$0], others[$0]) }) else { return nil }
    return "they part at [\(place)]: \(own[place].shown) and \(others[place].shown)"
  }
}
