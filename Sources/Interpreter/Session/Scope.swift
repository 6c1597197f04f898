/// What a session gives names to: variables and procedures.
struct Scope: Sendable {
  /// The places of both.
  let table: NameTable
  var variables: Names<Value>
  var procedures: Names<Procedure>

  init() {
    table = NameTable()
    (variables, procedures) = (Names(table), Names(table))
  }
}

/// Values by name. A copy of which one value is changed shares all of the rest but one path of a tree: each statement works
/// on a copy of the session, and a script of many thousand names would otherwise copy all of them for each.
struct Names<Element: Named>: Sendable {
  typealias Leaf = [Element?]

  /// Children of a node, and values of a leaf.
  private static var width: Int { 32 }

  private let table: NameTable
  /// By the places of their names: of width² places each, then of width, then of one. Empty where there are none.
  private var root: [[Leaf]] = []
  /// The places of lists that hold no lists, of those that have grown.
  private var flat: Set<Int> = []
  /// Names that have a value.
  private(set) var count = 0
  /// About the bytes of all values.
  private(set) var bytes = 0
  /// The bytes of all values that were ever given, those that are no longer there too. It only grows: what two copies do
  /// not share is at most the difference.
  private(set) var everGiven = 0

  init(_ table: NameTable) { self.table = table }

  /// In the order in which the names were met.
  var keys: [String] { zip(table.names, all).compactMap { name, value in value.map { _ in name } } }
  /// In the order of `keys`.
  var values: [Element] { all.compactMap(\.self) }
  var isEmpty: Bool { count == 0 }

  private var all: some Sequence<Element?> {
    root.lazy.flatMap { node in
      (0..<Self.width).lazy.flatMap { k in
        node.isEmpty || node[k].isEmpty ? Array(repeating: nil, count: Self.width) : node[k]
      }
    }
  }

  subscript(name: String) -> Element? { table.place(of: name).flatMap { self[place: $0] } }

  /// What is at the place of a name in the table.
  subscript(place place: Int) -> Element? {
    @inline(__always) get {
      let (k, i, j) = (place >> 10, place >> 5 & 31, place & 31)
      guard k < root.count, i < root[k].count, j < root[k][i].count else { return nil }
      return root[k][i][j]
    }
  }

  mutating func give(_ name: String, _ newValue: Element) { give(at: table.makePlace(for: name), newValue) }

  @inline(__always)
  mutating func give(at place: Int, _ newValue: Element) {
    let (k, i, j) = (place >> 10, place >> 5 & 31, place & 31)
    makeRoom(k, i)
    let given = newValue.roughBytes
    if let old = root[k][i][j] {
      bytes += given - old.roughBytes
    } else {
      bytes += given
      count += 1
    }
    root[k][i][j] = newValue
    everGiven += given
    if !flat.isEmpty { flat.remove(place) }
  }

  private mutating func makeRoom(_ k: Int, _ i: Int) {
    while root.count <= k { root.append([]) }
    if root[k].isEmpty { root[k] = Array(repeating: [], count: Self.width) }
    if root[k][i].isEmpty { root[k][i] = Array(repeating: nil, count: Self.width) }
  }

  mutating func remove(_ name: String) {
    guard let place = table.place(of: name), let old = self[place: place] else { return }
    root[place >> 10][place >> 5 & 31][place & 31] = nil
    flat.remove(place)
    count -= 1
    bytes -= old.roughBytes
  }

  /// Shows the leaves that are not in `seen` yet, by where they are: copies share them.
  func visitLeaves(_ seen: inout Set<UnsafeRawPointer>, _ body: (Element) -> Void) {
    for leaf in root.joined() where !leaf.isEmpty {
      guard let place = leaf.withUnsafeBytes(\.baseAddress), seen.insert(place).inserted else { continue }
      for case .some(let value) in leaf { body(value) }
    }
  }
}

extension Names<Value> {
  /// Adds to the end of a list where it is, so that a list that grows in a loop is not copied each time.
  ///
  /// - Returns: false if nothing was done: there is no list, it would be too large, or there are lists in it, which count
  ///   with all that they hold.
  mutating func grow(_ name: String, by values: [Value]) -> Bool {
    guard let place = table.place(of: name), let isOfNumbers = isOfNumbers(at: place, with: values) else {
      return false
    }
    let added =
      isOfNumbers
      ? values.count * MemoryLayout<Value>.stride : values.reduce(0) { $0 + $1.roughBytes }
    let isMoved = append(values, toListAt: place)
    bytes += added
    everGiven += isMoved ? self[place: place]?.roughBytes ?? 0 : added
    flat.insert(place)
    return true
  }

  /// Whether the list that grows begins with a number; nil if it cannot grow.
  private func isOfNumbers(at place: Int, with values: [Value]) -> Bool? {
    guard case .list(let list)? = self[place: place], list.count + values.count <= Value.sizeLimit,
      flat.contains(place) || !list.contains(where: \.isList), !values.contains(where: \.isList)
    else { return nil }
    return if case .number? = list.first ?? values.first { true } else { false }
  }

  /// - Returns: whether the list has another place in memory now.
  private mutating func append(_ values: [Value], toListAt place: Int) -> Bool {
    let (k, i, j) = (place >> 10, place >> 5 & 31, place & 31)
    guard case .list(var list)? = root[k][i][j] else { return false }
    let before = list.withUnsafeBytes(\.baseAddress)
    // For a moment the list is here alone, so that it need not be copied.
    root[k][i][j] = nil
    list += values
    let isMoved = list.withUnsafeBytes(\.baseAddress) != before
    root[k][i][j] = .list(list)
    return isMoved
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
  var roughBytes: Int { Self.bytes }
}
