/// How a value is written in a text: what follows the colon in `{loss:.4}`, `{name:12}`, `{share:.1%}`.
public struct TextFormat: Sendable, Equatable {
  /// The side of its column that a value stands on.
  public enum Side: String, Sendable {
    case left = "<"
    case right = ">"
  }

  /// nil: numbers on the right, all else on the left.
  public var side: Side?
  /// The columns that it takes at least; 0 for as many as it has.
  public var width = 0
  /// Digits behind the point; nil for the shortest decimal.
  public var digits: Int?
  /// Whether it is a share that is written in per cent.
  public var isPercent = false

  /// The most columns, and the most digits behind the point.
  public static let most = (width: 1000, digits: 100)

  /// A value as it is, as `print` shows it.
  public init() {}

  /// format = [ "<" | ">" ] [ WIDTH ] [ "." DIGITS ] [ "%" ] ;   nil if the text is none.
  init?(_ text: some StringProtocol) {
    var rest = Array(text.utf8)[...]
    side = rest.first.flatMap { Side(rawValue: String(UnicodeScalar($0))) }
    if side != nil { rest.removeFirst() }
    if rest.first?.isDigit == true {
      guard let number = Self.number(&rest, most: Self.most.width) else { return nil }
      width = number
    }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard let number = Self.number(&rest, most: Self.most.digits) else { return nil }
      digits = number
    }
    isPercent = rest.elementsEqual(CollectionOfOne(UInt8(ascii: "%")))
    guard !text.isEmpty, rest.isEmpty || isPercent else { return nil }
  }

  /// Takes the digits at the beginning; nil if there are none or the number is too large.
  private static func number(_ rest: inout ArraySlice<UInt8>, most: Int) -> Int? {
    guard rest.first?.isDigit == true else { return nil }
    var number = 0
    while let digit = rest.first, digit.isDigit {
      number = min(10 * number + Int(clamping: digit - UInt8(ascii: "0")), most + 1)
      rest.removeFirst()
    }
    return number <= most ? number : nil
  }
}

extension Diagnostic {
  /// What other languages write behind the colon is answered with what it is here.
  static func badFormat(_ text: Substring, at span: Span) -> Diagnostic {
    let kept = text.filter { !"fFdsgGeE_,+= ".contains($0) }
    let isMeant = !text.isEmpty && kept != text && TextFormat(kept) != nil
    return Diagnostic(
      .badFormat,
      text.isEmpty
        ? "how to write the value is missing after the colon" : "`:\(text)` is no way to write a value",
      at: span, label: isMeant ? "did you mean `:\(kept)`?" : nil,
      help: [
        "For example {loss:.4} for digits, {name:12} for columns, {share:.1%} for per cent.",
        "At most \(TextFormat.most.width) columns and \(TextFormat.most.digits) digits; `<` or `>` first sets the side.",
      ])
  }
}
