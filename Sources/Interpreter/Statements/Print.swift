import Language

/// `print`.
extension Executor {
  mutating func print(_ items: [Item]) throws(Diagnostic) {
    var texts: [String] = []
    for item in items { texts.append(try value(item).text) }
    emit(.print(texts.joined(separator: " ")))
  }
}
