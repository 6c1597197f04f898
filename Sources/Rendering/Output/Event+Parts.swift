import Interpreter

extension Event {
  /// The same in parts, where it has a line for each of many weights or rows.
  var parts: AnySequence<Event> {
    if case .dump(let weights) = self {
      return AnySequence(weights.parts(of: 256).lazy.map { .dump(Array($0)) })
    }
    if case .eval(let rows, let classes, let digits) = self {
      return AnySequence(rows.parts.lazy.map { .eval(Array($0), classes: classes, digits: digits) })
    }
    return AnySequence(CollectionOfOne(self))
  }
}

extension [EvalRow] {
  /// As many rows at a time as are written within a moment, however wide they are.
  var parts: some Sequence<ArraySlice<EvalRow>> {
    let width = first.map { $0.inputs.count + $0.outputs.count } ?? 0
    return parts(of: Swift.max(1, 2048 / Swift.max(8, width)))
  }
}

extension Array {
  fileprivate func parts(of count: Int) -> some Sequence<ArraySlice<Element>> {
    stride(from: 0, to: self.count, by: count).lazy.map { self[$0..<Swift.min($0 + count, self.count)] }
  }
}
