import Language
import NeuralCore

/// Values in texts: `{loss:.4}`.
extension Value {
  /// As the format has it; of a list every element.
  ///
  /// - Throws: if digits or per cent are asked of what is no number.
  func text(_ format: TextFormat) throws(Diagnostic) -> String {
    switch self {
    case .number(let number): return format.placed(format.text(number), isNumber: true)
    case .list(let values):
      var (texts, size): ([String], Int) = ([], 0)
      for value in values {
        texts.append(try value.text(format))
        size += texts[texts.count - 1].utf8.count + 2
        // Before it is put together: a million elements of a thousand columns are a gigabyte.
        guard size <= Value.sizeLimit else { throw .textTooLong }
      }
      return "[" + texts.joined(separator: ", ") + "]"
    case .string, .bool:
      guard format.digits == nil, !format.isPercent else { throw .format(format, of: self) }
      return format.placed(text, isNumber: false)
    }
  }
}

extension TextFormat {
  fileprivate func text(_ number: Double) -> String {
    guard isPercent || digits != nil else { return number.text }
    return number.decimal(places: digits ?? 0, shift: isPercent ? 2 : 0)
      + (isPercent && number.isFinite ? "%" : "")
  }

  /// With blanks up to the width.
  fileprivate func placed(_ text: String, isNumber: Bool) -> String {
    let blanks = String(repeating: " ", count: Swift.max(0, width - text.count))
    switch side ?? (isNumber ? .right : .left) {
    case .left: return text + blanks
    case .right: return blanks + text
    }
  }
}

extension Diagnostic {
  static let textTooLong = Diagnostic(.outOfRange, "a text has at most 1,000,000 characters")

  fileprivate static func format(_ format: TextFormat, of value: Value) -> Diagnostic {
    let what = format.isPercent ? "per cent (`%`)" : "digits behind the point (`.\(format.digits ?? 0)`)"
    return Diagnostic(
      .wrongType, "\(what) are for numbers, and this is \(value.kind)",
      help: format.width > 0
        ? ["Columns alone are for everything: {…:\(format.width)}"]
        : ["Leave them out, or give columns: {…:12}"])
  }
}
