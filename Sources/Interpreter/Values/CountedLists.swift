/// Lists whose memory is counted, each of them once: sessions share them.
struct CountedLists: Sendable {
  /// Where elements are. A place stands for a list only as long as somebody has it.
  typealias Place = UInt

  /// Of lists that were counted before and are still there: a million elements are not gone through at every statement.
  let before: [Place: Int]
  /// Of those that were counted now and hold no lists. What others take depends on what was counted before them.
  private(set) var bytes: [Place: Int] = [:]
  private var seen: Set<Place> = []

  /// Shorter lists are gone through in less time than they are looked up.
  private static let leastKept = 256

  init(before: [Place: Int] = [:]) { self.before = before }

  /// What the elements take, and the value that holds them.
  mutating func bytes(_ values: [Value]) -> Int {
    let own = MemoryLayout<Value>.stride
    guard let address = values.withUnsafeBytes(\.baseAddress) else { return own }
    let place = Place(bitPattern: address)
    guard seen.insert(place).inserted else { return own }
    if let known = before[place] {
      bytes[place] = known
      return known
    }
    var (sum, isFlat) = (own, true)
    for value in values {
      if value.isList { isFlat = false }
      sum += value.bytes(notIn: &self)
    }
    if isFlat, values.count >= Self.leastKept { bytes[place] = sum }
    return sum
  }
}
