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
  }

  private mutating func makeRoom(_ k: Int, _ i: Int) {
    while root.count <= k { root.append([]) }
    if root[k].isEmpty { root[k] = Array(repeating: [], count: Self.width) }
    if root[k][i].isEmpty { root[k][i] = Array(repeating: nil, count: Self.width) }
  }

  mutating func remove(_ name: String) {
    guard let place = table.place(of: name), let old = self[place: place] else { return }
    root[place >> 10][place >> 5 & 31][place & 31] = nil
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
