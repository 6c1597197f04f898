import NeuralCore

/// Numbers of this core beside PyTorch's: how many, the largest difference, and those outside the tolerance.
struct Comparison: Sendable {
  /// Where it is in docs/parity.md, what is compared and in which precision.
  let section: String
  let name: String
  let precision: Precision
  private(set) var count = 0
  /// Numbers with the same bits, but for the sign of 0.
  private(set) var equal = 0
  private(set) var largest = 0.0
  /// The largest difference as a share of its tolerance.
  private(set) var share = 0.0
  private(set) var failures: [String] = []

  init(_ section: String, _ name: String, _ precision: Precision) {
    (self.section, self.name, self.precision) = (section, name, precision)
  }

  mutating func add(_ own: Double, _ theirs: Double, tolerance: Double, _ place: @autoclosure () -> String) {
    count += 1
    if own == theirs || own.isNaN && theirs.isNaN {
      equal += 1
      return
    }
    let difference = (own - theirs).magnitude
    guard difference <= tolerance else {
      failures.append("\(place()): \(own), PyTorch \(theirs), allowed \(tolerance)")
      return
    }
    largest = max(largest, difference)
    share = max(share, difference / tolerance)
  }

  /// With the tolerance that forward.json and grad.json state.
  mutating func add(_ own: Double, _ theirs: Double, _ place: @autoclosure () -> String) {
    let tolerance =
      precision == .single
      ? 1e-6 * theirs.magnitude + 5e-7 : 1e-12 * theirs.magnitude + 1e-14
    add(own, theirs, tolerance: tolerance, place())
  }

  mutating func add(
    _ own: some Sequence<Double>, _ theirs: some Sequence<Double>, _ place: @autoclosure () -> String
  ) {
    for (k, pair) in zip(own, theirs).enumerated() { add(pair.0, pair.1, "\(place()) number \(k)") }
  }

  mutating func merge(_ other: Comparison) {
    (count, equal) = (count + other.count, equal + other.equal)
    (largest, share) = (max(largest, other.largest), max(share, other.share))
    failures += other.failures
  }
}

extension [Comparison] {
  /// One a name and precision, in the order in which they came.
  func merged() -> [Comparison] {
    var result: [Comparison] = []
    for comparison in self {
      let place = result.firstIndex {
        ($0.section, $0.name, $0.precision) == (comparison.section, comparison.name, comparison.precision)
      }
      if let place { result[place].merge(comparison) } else { result.append(comparison) }
    }
    return result
  }
}
