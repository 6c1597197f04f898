import NeuralCore

extension [Double] {
  /// The places of the numbers by what is said of each, from the least on, and by themselves where that is equal; nil if it
  /// was stopped.
  func order(_ stop: StopSignal, by key: (Int) -> Double) -> [Int]? {
    var steps = 0
    return try? indices.sorted { one, other in
      steps += 1
      try stop.check(at: steps)
      return (key(one), one) < (key(other), other)
    }
  }
}

extension RandomAccessCollection {
  /// Something of each element, which takes long for many of them and can be stopped.
  func map<Result>(
    _ stop: StopSignal, _ transform: (Element) -> Result
  ) throws(Interrupted) -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(count)
    for element in self {
      try stop.check(at: results.count)
      results.append(transform(element))
    }
    return results
  }
}
