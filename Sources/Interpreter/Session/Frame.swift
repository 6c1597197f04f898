/// The variables of a procedure that is running, or of a line of a sweep: few most often, so they are looked for one by one.
struct Frame: Sendable {
  private let table: NameTable
  private var places: [Int] = []
  private var values: [Value] = []
  /// Where each is, once they are many.
  private var indices: [Int: Int] = [:]
  private static let few = 16

  init(_ table: NameTable) { self.table = table }

  init(_ values: [String: Value], _ table: NameTable) {
    self.init(table)
    for (name, value) in values { self[name] = value }
  }

  private func index(of place: Int) -> Int? {
    if places.count > Self.few { return indices[place] }
    for index in places.indices where places[index] == place { return index }
    return nil
  }

  /// The value of a name by its place in the table; one that has a value keeps one.
  subscript(place place: Int) -> Value? {
    get { index(of: place).map { values[$0] } }
    set {
      guard let newValue else { return }
      if let index = index(of: place) {
        values[index] = newValue
      } else {
        add(newValue, at: place)
      }
    }
  }

  private mutating func add(_ value: Value, at place: Int) {
    places.append(place)
    values.append(value)
    if places.count == Self.few + 1 {
      for (index, place) in places.enumerated() { indices[place] = index }
    } else if places.count > Self.few {
      indices[place] = places.count - 1
    }
  }

  subscript(name: String) -> Value? {
    get { table.place(of: name).flatMap { self[place: $0] } }
    set { self[place: table.makePlace(for: name)] = newValue }
  }

  /// All of them.
  var byName: [String: Value] {
    let names = table.names
    return Dictionary(uniqueKeysWithValues: zip(places.map { names[$0] }, values))
  }
}
