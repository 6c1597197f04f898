import Language

/// `print`.
extension Executor {
  mutating func print(_ items: [Item]) throws(Diagnostic) {
    var texts: [String] = []
    for item in items {
      let value = try value(item)
      texts.append(try text(of: value))
    }
    emit(.print(texts.joined(separator: " ")))
  }

  /// A value as `print` shows it; to write a long list may be stopped.
  func text(of value: Value) throws(Diagnostic) -> String {
    guard case .list(let elements) = value else { return value.text }
    var text = "["
    for (place, element) in elements.enumerated() {
      try checkInterrupt(at: place)
      if place > 0 { text += ", " }
      text += element.text
    }
    return text + "]"
  }
}
