/// ARFF, the format of Weka: lines that begin with `@` declare the columns, rows follow `@data`. What is declared nominal,
/// string or date is words, even where it looks like numbers.
final class ARFFRows: ByteSink {
  private let store: CellStore
  private let lines = LineCutter()
  private var attributes: [(name: String, kind: TableCells.Kind, first: [UInt8])] = []
  private var isInData = false

  init(_ store: CellStore) {
    self.store = store
    store.cells.pointee.origin.format = .arff
  }

  /// Whether the first line that is no comment begins with `@relation`.
  static func isMeant(_ head: [UInt8]) -> Bool {
    let lines = head.split(whereSeparator: LineCutter.isEnd).lazy.map { CellCutter.partedByBlanks(Array($0)) }
    let first = lines.first { $0.first.map { $0.first != UInt8(ascii: "%") } ?? false }
    return first?.first.map { String(decoding: $0, as: UTF8.self).lowercased() == "@relation" } ?? false
  }

  func take(_ piece: UnsafeRawBufferPointer) throws(TableFault) {
    try lines.take(piece) { (line) throws(TableFault) in try add(line) }
  }

  func end() throws(TableFault) {
    try lines.end { (line) throws(TableFault) in try add(line) }
    guard isInData else { throw TableFault(line: nil, message: "it has no line `@data`") }
  }

  private func add(_ line: [UInt8]) throws(TableFault) {
    let text = Array(line.drop { $0 == 32 || $0 == 9 })
    guard let first = text.first, first != UInt8(ascii: "%") else { return }
    guard !isInData else { return try addRow(text) }
    guard first == UInt8(ascii: "@") else { throw fault("it does not begin with `@`") }
    let word = String(decoding: text.prefix { $0 != 32 && $0 != 9 }, as: UTF8.self).lowercased()
    switch word {
    case "@attribute": try addAttribute(Array(text.dropFirst(word.utf8.count)))
    case "@data":
      guard !attributes.isEmpty else { throw fault("no `@attribute` comes before it") }
      isInData = true
      store.cells.pointee.open(names: attributes.map(\.name), kinds: attributes.map(\.kind))
    case "@relation": break
    default: throw fault("`\(word)` is no line of an ARFF file")
    }
  }

  private func fault(_ message: String) -> TableFault { TableFault(line: lines.number, message: message) }

  private func addAttribute(_ text: [UInt8]) throws(TableFault) {
    var rest = text[...]
    let name = Self.token(&rest, ends: [32, 9])
    let type = rest.drop { $0 == 32 || $0 == 9 }
    guard !name.isEmpty, !type.isEmpty else { throw fault("an attribute has a name and a type") }
    var (kind, first) = (TableCells.Kind.words, [UInt8]())
    if type.first == UInt8(ascii: "{") {
      var values = type.dropFirst()
      first = Self.token(&values, ends: [UInt8(ascii: ","), UInt8(ascii: "}")])
    } else {
      let word = String(decoding: type.prefix { $0 != 32 && $0 != 9 }, as: UTF8.self).lowercased()
      switch word {
      case "numeric", "real", "integer": (kind, first) = (.numbers, [UInt8(ascii: "0")])
      case "string", "date": break
      default: throw fault("I know no attributes of type `\(word)`")
      }
    }
    attributes.append((String(decoding: name, as: UTF8.self), kind, first))
  }

  private func addRow(_ text: [UInt8]) throws(TableFault) {
    store.cells.pointee.beginRow(line: lines.number)
    if text.first == UInt8(ascii: "{") { return try addSparseRow(text) }
    var (rest, count) = (text[...], 0)
    while true {
      addCell(Self.token(&rest, ends: [UInt8(ascii: ",")]))
      count += 1
      guard rest.first == UInt8(ascii: ",") else { break }
      rest = rest.dropFirst()
    }
    guard count == attributes.count else {
      throw fault("it has \(count) cells, and \(attributes.count) attributes are declared")
    }
    store.cells.pointee.endRow()
    try store.check()
  }

  /// `{1 X, 3 Y}`: what is not given is 0, or the first word.
  private func addSparseRow(_ text: [UInt8]) throws(TableFault) {
    var cells = attributes.map(\.first)
    var rest = text.dropFirst()
    while true {
      rest = rest.drop { $0 == 32 || $0 == 9 || $0 == UInt8(ascii: ",") }
      guard let next = rest.first, next != UInt8(ascii: "}") else { break }
      let place = Self.token(&rest, ends: [32, 9])
      guard let k = Int(String(decoding: place, as: UTF8.self)), cells.indices.contains(k) else {
        throw fault("`\(String(decoding: place, as: UTF8.self))` is no place of an attribute")
      }
      rest = rest.drop { $0 == 32 || $0 == 9 }
      cells[k] = Self.token(&rest, ends: [UInt8(ascii: ","), UInt8(ascii: "}")])
    }
    for cell in cells { addCell(cell) }
    store.cells.pointee.endRow()
    try store.check()
  }

  private func addCell(_ cell: [UInt8]) { store.cells.pointee.add(cell) }

  /// A word up to one of these bytes, which stays; in quotes of either kind, it may hold them.
  private static func token(_ rest: inout ArraySlice<UInt8>, ends: [UInt8]) -> [UInt8] {
    rest = rest.drop { $0 == 32 || $0 == 9 }
    var token: [UInt8] = []
    if let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
      rest = rest.dropFirst()
      while let byte = rest.first, byte != quote {
        if byte == UInt8(ascii: "\\") { rest = rest.dropFirst() }
        if let byte = rest.first { token.append(byte) }
        rest = rest.dropFirst()
      }
      rest = rest.dropFirst()
      rest = rest.drop { $0 == 32 || $0 == 9 }
      return token
    }
    while let byte = rest.first, !ends.contains(byte) {
      token.append(byte)
      rest = rest.dropFirst()
    }
    while let last = token.last, last == 32 || last == 9 { token.removeLast() }
    return token
  }
}
