/// What the number of an argument has to be: asked of literals by whoever only reads a text, and of values by whoever runs it.
public struct ArgumentBound: Sendable {
  /// The numbers that are taken.
  public enum Numbers: Sendable {
    case whole(ClosedRange<Int>)
    case within(NumberRange)
    /// A whole number of 64 bits, with a sign or without.
    case seed
    /// A part of all rows.
    case share
    /// How long a pause is.
    case seconds
  }

  /// What a message calls the argument: "`digits`".
  public let what: String
  /// The numbers that are taken.
  public let numbers: Numbers

  /// A whole number of a range.
  public static func whole(_ what: String, in range: ClosedRange<Int>) -> ArgumentBound {
    ArgumentBound(what: what, numbers: .whole(range))
  }

  /// A number of a range that is finite as a float32, too.
  public static func number(_ name: String, in range: NumberRange) -> ArgumentBound {
    ArgumentBound(what: "`\(name)`", numbers: .within(range))
  }

  /// Of `digits`.
  public static let digits = whole("`digits`", in: 0...9)
  /// Of `repeat`.
  public static let times = whole("the number of times", in: 0...1_000_000_000)
  /// Of a size of `net`.
  public static let layerSize = whole("the size of a layer", in: 1...1_000_000_000)
  /// Of `back`.
  public static let back = whole("`back`", in: 0...1_000_000_000)
  /// Of `seed`, the statement and the option.
  public static let seed = ArgumentBound(what: "a seed", numbers: .seed)
  /// Of `split`.
  public static let share = ArgumentBound(what: "a share", numbers: .share)
  /// Of `pause`.
  public static let pause = ArgumentBound(what: "a pause", numbers: .seconds)

  /// Why a number is not taken; nil where it is.
  ///
  /// - Parameter written: the number, as the message shows it.
  public func refusal(of value: Double, written: @autoclosure () -> String, at span: Span) -> Diagnostic? {
    switch numbers {
    case .whole(let range):
      guard Int(exactly: value).map(range.contains) != true else { return nil }
      let upper = range.upperBound == .max ? "" : " to \(range.upperBound)"
      return Diagnostic(
        .outOfRange, "\(what) is a whole number from \(range.lowerBound)\(upper), not \(written())", at: span)
    case .within(let range):
      let isTooLarge = value.isFinite && !Float(value).isFinite
      guard isTooLarge || !range.allows(value) else { return nil }
      return Diagnostic(
        .outOfRange, "\(what) takes \(range.text)\(isTooLarge ? ", at most 3.4e38" : ""), not \(written())",
        at: span)
    case .seed:
      guard Int64(exactly: value) == nil, UInt64(exactly: value) == nil else { return nil }
      return Diagnostic(
        .outOfRange, "\(what) is a whole number of at most 64 bits, not \(written())", at: span)
    case .share:
      guard !(value > 0 && value <= 1) else { return nil }
      return Diagnostic(
        .outOfRange, "\(what) is a number above 0 and at most 1, not \(written())", at: span)
    case .seconds:
      guard !(value >= 0 && value <= 86_400) else { return nil }
      return Diagnostic(
        .outOfRange, "\(what) takes 0 to 86400 seconds, not \(written())", at: span,
        help: ["For example: pause 5"])
    }
  }
}

extension Expression {
  /// The number that it is, whatever the session is; nil where that depends on something.
  var literal: Double? {
    switch bare.node {
    case .number(let number): return number.value
    case .negation(let operand): return operand.literal.map { -$0 }
    case .chain(let first, let rest):
      guard var sum = first.literal else { return nil }
      for (operation, operand) in rest {
        guard let number = operand.literal else { return nil }
        switch operation {
        case .plus: sum += number
        case .minus: sum -= number
        case .times: sum *= number
        case .divide: sum /= number
        case .mod: return nil
        }
      }
      return sum
    case .string, .bool, .weight, .neuron, .name, .call, .list, .index, .not, .power, .conjunction,
      .disjunction, .comparison, .group:
      return nil
    }
  }
}
