/// What a session gives names to: variables and procedures.
struct Scope: Sendable {
  var variables = Names<Value>()
  var procedures = Names<Procedure>()
}

/// Values by name. A copy of which one value is changed shares nearly all of the rest: each statement works on a copy of the
/// session, and a script of many thousand names would otherwise copy all of them for each.
struct Names<Element: Named>: Sendable {
  private static var bucketCount: Int { 256 }

  private var buckets: [[String: Element]] = []
  /// Names that have a value.
  private(set) var count = 0
  /// About the bytes of all values.
  private(set) var bytes = 0
  /// The bytes of all values that were ever given, those that are no longer there too. It only grows: what two copies do
  /// not share is at most the difference.
  private(set) var everGiven = 0

  var keys: [String] { buckets.flatMap(\.keys) }
  var values: [Element] { buckets.flatMap(\.values) }
  var isEmpty: Bool { count == 0 }

  subscript(name: String) -> Element? { buckets.isEmpty ? nil : buckets[place(name)][name] }

  mutating func give(_ name: String, _ newValue: Element) {
    if buckets.isEmpty { buckets = Array(repeating: [:], count: Self.bucketCount) }
    let place = place(name)
    let before = buckets[place].count
    let old = buckets[place].updateValue(newValue, forKey: name)
    count += buckets[place].count - before
    bytes += newValue.roughBytes - (old?.roughBytes ?? 0)
    everGiven += newValue.roughBytes
  }

  mutating func remove(_ name: String) {
    guard !buckets.isEmpty, let old = buckets[place(name)].removeValue(forKey: name) else { return }
    count -= 1
    bytes -= old.roughBytes
  }

  private func place(_ name: String) -> Int {
    Int(truncatingIfNeeded: UInt(bitPattern: name.hashValue) % UInt(Self.bucketCount))
  }
}

/// What a name can stand for.
protocol Named: Sendable {
  /// About how many bytes it takes, found without looking at every element.
  var roughBytes: Int { get }
}

extension Value: Named {
  var roughBytes: Int {
    switch self {
    case .number, .bool: return MemoryLayout<Value>.stride
    case .string(let text): return MemoryLayout<Value>.stride + text.utf8.count
    case .list(let values):
      let isOfNumbers = if case .number? = values.first { true } else { false }
      return MemoryLayout<Value>.stride
        + (isOfNumbers ? values.count * MemoryLayout<Value>.stride : values.reduce(0) { $0 + $1.roughBytes })
    }
  }
}

extension Procedure: Named {
  var roughBytes: Int { MemoryLayout<Procedure>.stride }
}
