/// The cells of a table as they come, one number each.
struct TableCells {
  let options: TableOptions
  /// Set before the first cell.
  var delimiter = Delimiter.comma {
    didSet { separator = if case .byte(let byte) = delimiter { byte } else { 0 } }
  }
  /// The byte between cells, for the loop over all bytes.
  private(set) var separator = UInt8(ascii: ",")
  /// A comma may be the decimal point where it does not part the cells; it then is in all of them.
  private(set) var point = UInt8(ascii: ".")
  /// The first number with a point, until a comma is known to be the decimal point.
  private var numberWithPoint: Table.Place?
  private var names: [String] = []
  private var hasHeader = false
  private var hasShortHeader = false
  /// Whether the file itself says what each column holds.
  private var hasGivenKinds = false
  private var isNamed: [Bool] = []
  /// The cells of the first rows, until it is known whether they are names.
  private var opening: [[[UInt8]]] = [[]]
  private var isOpen = false
  private(set) var width = 0
  private(set) var row = 0
  /// The lines of a text as they are read; the one that the present row began in, nil where rows are no lines.
  var lineCount = LineCount()
  private var line: Int?
  /// The same of the first rows, until it is known whether they are names.
  private var openingLines: [Int?] = []
  private(set) var firstLine: Int?
  private var column = 0
  /// Whether the last cell behind the last column was empty: a row may end with a delimiter.
  private var isBehindEmpty = false
  private var values: Cells
  private var columns: [ColumnState] = []
  /// What each column holds; apart from the rest, since every cell asks.
  private var kinds: [Kind] = []
  var fault: TableFault?
  var origin = Table.Origin()
  /// Numbers from here on round to infinity in the precision of the cells: for float32 2¹²⁸ less half a last place.
  private let bound: Double

  private var lines = RowLines()
  private var wordBytes = 0

  enum Kind { case unknown, numbers, words }

  init(_ options: TableOptions) {
    self.options = options
    values = Cells(isDouble: options.isDouble)
    bound = options.isDouble ? .infinity : 0x1.ffffffp127
  }

  /// Room for about as many numbers as the text will hold, from its first lines.
  mutating func reserve(_ piece: UnsafeRawBufferPointer, _ total: Int?) {
    guard let total, piece.count > 0 else { return }
    let cells = piece.count { $0 == separator || $0 == 10 }
    let expected = Double(cells) / Double(piece.count) * Double(total) * 1.05
    // The length that a file claims may be far from what is in it.
    values.reserveCapacity(min(Self.mostReserved, Int(exactly: expected.rounded()) ?? 0) + 16)
  }

  mutating func finished() throws(TableFault) -> Table {
    if !isOpen, fault == nil { open() }
    if let fault { throw fault }
    guard width > 0, values.count > 0 else { throw TableFault(line: nil, message: "it has no rows") }
    let all = columns.indices.map { described($0) }
    // The first column has no name because the header is short: that can only be row names.
    if hasShortHeader, all[0].role != .rowNames {
      throw TableFault(
        place: lines.line(of: 0).map { "line \($0)" } ?? "row 2",
        message: "it has \(width) cells, the first has \(width - 1)")
    }
    var table = Table(
      columns: all, cells: values, rows: values.count / width, hasHeader: hasHeader,
      delimiter: delimiter)
    table.origin = origin
    table.origin.lines = line == nil ? nil : lines
    return table
  }

  private func described(_ k: Int) -> Table.Column {
    let state = columns[k]
    return Table.Column(
      name: names[k], role: role(k), kind: kinds[k] == .words ? .words(state.order) : .numbers,
      firstMissing: [state.firstMissing, state.firstDash].compactMap { $0 }.min(), missing: state.missing,
      strayWord: state.strayWord ?? wordAmongNumbers(k), tooLarge: state.tooLarge, written: state.written,
      hasCodes: state.hasCodes)
  }

  /// The word that a column of numbers began with, where nobody said that they are words.
  private func wordAmongNumbers(_ k: Int) -> Table.Place? {
    guard !hasGivenKinds, kinds[k] == .words, !options.words.contains(names[k]), !columns[k].joinsNumbers,
      let word = Decimal.firstWord(among: columns[k].order, commas: delimiter != .comma),
      let row = (0..<values.count / width).first(where: { values[$0 * width + k] == Double(word) })
    else { return nil }
    return (lines.line(of: row) ?? row + (hasHeader ? 2 : 1), columns[k].order[word])
  }

  // MARK: Rows

  /// A row begins in this line of the file.
  mutating func beginRow(line: Int) { self.line = line }

  /// Where the row that is being read is: its line, else its number.
  private var here: Int { line ?? row + 1 }

  /// The same in words, of the row that ended last.
  var placeOfLast: String { line.map { "line \($0)" } ?? "row \(row)" }

  /// The same of the row that is being read.
  var placeOfNext: String { "\(line == nil ? "row" : "line") \(here)" }

  /// Whole rows without quotes. As libcsv has it: blanks around a cell do not count, a row without anything is none.
  mutating func addRows(_ rows: UnsafeRawBufferPointer) {
    let (bytes, separator) = (rows.bindMemory(to: UInt8.self), self.separator)
    var start = 0
    for i in bytes.indices {
      let byte = bytes[i]
      guard byte == separator || byte == 10 || byte == 13 else { continue }
      let isRowEnd = byte != separator
      let cell = trimmed(bytes, start, i)
      let isDirectlyBehind = start == i
      start = i + 1
      if column == 0 { line = lineCount.line }
      guard isRowEnd else {
        add(cell)
        continue
      }
      lineCount.pass(end: byte, isDirectlyBehind: isDirectlyBehind)
      if column == 0, cell.isEmpty { continue }
      add(cell)
      endRow()
    }
  }

  @inline(__always)
  mutating func add(_ cell: UnsafeBufferPointer<UInt8>) {
    if !isOpen {
      opening[opening.count - 1].append(Array(cell))
    } else if column < width {
      values.append(value(cell, column))
    } else {
      isBehindEmpty = cell.isEmpty
    }
    column += 1
  }

  mutating func add(_ cell: [UInt8]) { cell.withUnsafeBufferPointer { add($0) } }

  /// A number that was no text, of columns whose names are known; the last of a row ends it.
  mutating func add(number: Double) {
    take(number: number)
    if column == width { (column, row) = (0, row + 1) }
  }

  mutating func take(number: Double) {
    if !(number.magnitude < bound), columns[column].tooLarge == nil {
      columns[column].tooLarge = (here, "\(number)")
    }
    values.append(number)
    column += 1
  }

  mutating func endRow() {
    defer { column = 0 }
    row += 1
    guard isOpen else {
      openingLines.append(line)
      if opening.count == 2 { open() } else { opening.append([]) }
      return
    }
    check(column)
  }

  private mutating func check(_ count: Int) {
    guard fault == nil else { return }
    if let line { lines.note(row: values.count / width - 1, line: line) }
    if count != width, !(count == width + 1 && isBehindEmpty) {
      fault = unevenRow(count)
    } else if values.count > Self.mostCells {
      fault = TableFault(
        place: placeOfLast,
        message: "more than \(Self.mostCells / 1_000_000) million cells are too many to be kept")
    }
  }

  // MARK: Names

  /// Columns whose kinds, and names if they have some, are known before the first row.
  mutating func open(names: [String], kinds: [Kind], hasHeader: Bool = true) {
    (isOpen, self.hasHeader, width) = (true, hasHeader, names.count)
    begin(names)
    (self.kinds, hasGivenKinds) = (kinds, true)
  }

  /// Whether the first row is names is decided by the rows after it.
  private mutating func open() {
    isOpen = true
    var (first, second) = (opening[0], opening.count > 1 && !opening[1].isEmpty ? opening[1] : nil)
    opening = []
    hasHeader = options.header ?? isHeader(first)
    if hasHeader, let next = second {
      // R's write.table gives row names no name; a line may end with a delimiter that others do not have.
      if next.count == first.count + 1, next.last?.isEmpty == false {
        first.insert([], at: 0)
        hasShortHeader = true
      } else if first.count == next.count + 1, first.last?.isEmpty == true {
        first.removeLast()
      }
    }
    width = first.count
    begin(hasHeader ? first.map { text($0) } : first.map { _ in "" })
    let (firstRow, lastRow) = (row - (second == nil ? 0 : 1), row)
    let lastLine = openingLines.last ?? nil
    firstLine = openingLines.first ?? nil
    openingLines = []
    if hasHeader { row = firstRow } else { take(first, row: firstRow, line: firstLine) }
    if let cells = second {
      second = nil
      take(cells, row: lastRow, line: lastLine)
    }
  }

  private mutating func take(_ cells: [[UInt8]], row: Int, line: Int?) {
    // A cell that is odd is noted with the rows that are complete.
    (self.row, self.line) = (row - 1, line)
    for (k, cell) in cells.enumerated() {
      cell.withUnsafeBufferPointer { cell in
        if k < width { values.append(value(cell, k)) } else { isBehindEmpty = cell.isEmpty }
      }
    }
    self.row = row
    check(cells.count)
  }

  /// A name for every column: those without one are counted, those with the same are told apart.
  private mutating func begin(_ given: [String]) {
    // What pandas calls a column of row numbers when it reads its own file again.
    isNamed = given.map { !$0.isEmpty && !$0.hasPrefix("Unnamed: ") }
    columns = given.map { _ in ColumnState() }
    defer { markNames() }
    var taken = Set(given)
    if taken.count == given.count, !taken.contains("") { return names = given }
    var uses: [String: Int] = [:]
    for name in given where !name.isEmpty { uses[name, default: 0] += 1 }
    origin.sharedNames = given.reduce(into: []) {
      if uses[$1, default: 0] > 1, !$0.contains($1) { $0.append($1) }
    }
    var counters: [String: Int] = [:]
    names = given.enumerated().map { k, name in
      guard name.isEmpty || uses[name, default: 0] > 1 else { return name }
      let stem = name.isEmpty ? "column" : "\(name)."
      // What was passed over for a name before is taken still.
      var number = max(name.isEmpty ? k + 1 : 1, counters[name, default: 0] + 1)
      while taken.contains("\(stem)\(number)") { number += 1 }
      counters[name] = number
      taken.insert("\(stem)\(number)")
      return "\(stem)\(number)"
    }
  }

  private mutating func markNames() {
    kinds = names.map { options.words.contains($0) || options.names.contains($0) ? .words : .unknown }
    for k in names.indices { columns[k].joinsNumbers = options.names.contains(names[k]) }
  }

  private func role(_ k: Int) -> Table.Role {
    guard !isNamed[k] else { return .values }
    let rows = values.count / width
    if columns[k].missing == rows { return .nothing }
    guard k == 0, hasHeader, columns[k].missing == 0 else { return .values }
    // Numbers and words together: in a column of values that would be a mistake.
    if columns[k].strayWord != nil { return .rowNames }
    if kinds[k] == .words { return columns[k].order.count == rows ? .rowNames : .values }
    var seen: Set<Double> = []
    for row in 0..<rows {
      let value = values[row * width]
      guard value == value.rounded(), seen.insert(value).inserted else { return .values }
    }
    return .rowNames
  }

  // MARK: Cells

  private mutating func value(_ cell: UnsafeBufferPointer<UInt8>, _ k: Int) -> Double {
    if kinds[k] != .words {
      if let number = number(cell, point) {
        if kinds[k] == .unknown { kinds[k] = .numbers }
        if delimiter != .comma, numberWithPoint == nil, point == UInt8(ascii: "."),
          cell.contains(UInt8(ascii: "."))
        {
          numberWithPoint = (here, excerpt(cell))
        }
        if !(number.magnitude < bound) { noteTooLarge(cell, k) }
        if Decimal.isCode(cell, number) { columns[k].hasCodes = true }
        return number
      }
      if delimiter != .comma, let number = number(cell, UInt8(ascii: ",")) {
        useComma(cell)
        kinds[k] = .numbers
        if !(number.magnitude < bound) { noteTooLarge(cell, k) }
        return number
      }
      if let number = WrittenNumber(cell, point: point, mayBeComma: delimiter != .comma) {
        return take(number, cell, k)
      }
    }
    return wordOrMissing(cell, k)
  }

  private mutating func take(_ number: WrittenNumber, _ cell: UnsafeBufferPointer<UInt8>, _ k: Int)
    -> Double
  {
    if number.hasComma, point != UInt8(ascii: ","), delimiter != .comma { useComma(cell) }
    kinds[k] = .numbers
    let value = number.value(forSingle: options.isForSingle)
    if columns[k].written == nil { columns[k].written = (excerpt(cell), value) }
    if !(value.magnitude < bound) { noteTooLarge(cell, k) }
    return value
  }

  private mutating func useComma(_ cell: UnsafeBufferPointer<UInt8>) {
    point = UInt8(ascii: ",")
    guard let (row, text) = numberWithPoint, fault == nil else { return }
    fault = TableFault(
      place: placeOfNext,
      message:
        "\(excerpt(cell)) has a decimal comma, and \(line == nil ? "row" : "line") \(row) has the number \(text) with a point",
      help: ["Write all numbers with a point, or all with a comma."])
  }

  private mutating func noteTooLarge(_ cell: UnsafeBufferPointer<UInt8>, _ k: Int) {
    if columns[k].tooLarge == nil { columns[k].tooLarge = (here, excerpt(cell)) }
  }

  private mutating func excerpt(_ cell: UnsafeBufferPointer<UInt8>) -> String {
    cell.count > 40 ? String(decoding: cell.prefix(40), as: UTF8.self) + "…" : text(cell)
  }

  private mutating func wordOrMissing(_ cell: UnsafeBufferPointer<UInt8>, _ k: Int) -> Double {
    if MissingValue.isMeant(cell) {
      columns[k].missing += 1
      if columns[k].firstMissing == nil { columns[k].firstMissing = here }
      return .nan
    }
    let word = text(cell)
    if kinds[k] != .words, MissingValue.dashes.contains(word) { return dash(word, k) }
    if kinds[k] == .numbers {
      if columns[k].strayWord == nil { columns[k].strayWord = (here, word) }
      return .nan
    }
    if kinds[k] == .unknown { makeWords(k) }
    if columns[k].joinsNumbers, let number = Decimal.parse(cell, point: point),
      let name = Decimal.name(number)
    {
      return place(of: name, k)
    }
    return place(of: word, k)
  }

  private mutating func dash(_ word: String, _ k: Int) -> Double {
    if kinds[k] == .unknown { columns[k].dashes.append((values.count / width, word)) }
    if columns[k].firstDash == nil { columns[k].firstDash = here }
    columns[k].missing += 1
    return .nan
  }

  private mutating func makeWords(_ k: Int) {
    kinds[k] = .words
    let dashes = columns[k].dashes
    for (row, word) in dashes { values[row * width + k] = place(of: word, k) }
    columns[k].missing -= dashes.count
    (columns[k].dashes, columns[k].firstDash) = ([], nil)
  }

  /// The place of a word among those of its column.
  private mutating func place(of word: String, _ k: Int) -> Double {
    if let place = columns[k].words[word] { return Double(place) }
    columns[k].words[word] = columns[k].order.count
    columns[k].order.append(word)
    wordBytes += word.utf8.count
    if wordBytes > Self.mostWordBytes, fault == nil {
      fault = TableFault(
        place: placeOfNext,
        message: "more than \(Self.mostWordBytes / 1_000_000) MB of different words are too many to be kept")
    }
    return Double(columns[k].order.count - 1)
  }

  private mutating func text(_ cell: [UInt8]) -> String { cell.withUnsafeBufferPointer { text($0) } }

  /// A cell as text. Bytes that are no UTF-8 are what Windows and older systems write: Latin-1.
  private mutating func text(_ cell: UnsafeBufferPointer<UInt8>) -> String {
    if let text = String(validating: cell, as: UTF8.self) { return text }
    origin.encoding = "Latin-1"
    return Latin1.text(cell)
  }
}
