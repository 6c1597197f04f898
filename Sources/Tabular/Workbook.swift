import Archives

/// The first sheet of an Excel workbook (ECMA-376): a zip archive of XML files, of which the texts of cells and one sheet are
/// read. Formulas have the values that Excel stored.
final class WorkbookRows: ByteSink {
  private let store: CellStore
  private var bytes: [UInt8] = []
  /// An archive is kept whole until its end, where its directory is.
  static let mostBytes = 200_000_000

  init(_ store: CellStore) {
    self.store = store
    store.cells.pointee.origin.format = .xlsx
  }

  func take(_ piece: UnsafeRawBufferPointer) throws(TableFault) {
    bytes += piece
    guard bytes.count <= Self.mostBytes else {
      throw TableFault(
        line: nil, message: "an archive of more than \(Self.mostBytes / 1_000_000) MB is too large")
    }
  }

  func end() throws(TableFault) {
    guard let archive = ZipArchive(bytes) else {
      guard Self.isMeant(bytes) else { throw ForeignFile.archive(bytes) }
      throw TableFault(
        line: nil, message: "its archive is damaged or was cut short", help: ["Get the file again."])
    }
    if archive.order.contains(where: { $0.hasSuffix(".npy") }) {
      return try NumPyTable(archive).fill(store)
    }
    guard archive.names.contains("xl/workbook.xml") else { throw ForeignFile.archive(bytes) }
    guard let name = Self.firstSheet(archive), let sheet = archive.file(name) else {
      throw TableFault(line: nil, message: "its first sheet cannot be read")
    }
    try addRows(of: sheet, texts: try texts(archive.file("xl/sharedStrings.xml") ?? []))
  }

  /// Whether the first files of an archive are those of a workbook.
  private static func isMeant(_ bytes: [UInt8]) -> Bool {
    let head = String(decoding: bytes.prefix(4096).map { 32..<127 ~= $0 ? $0 : 32 }, as: UTF8.self)
    return head.contains("xl/") || head.contains("[Content_Types].xml")
  }

  // MARK: Parts

  /// The file of the sheet that the workbook names first.
  private static func firstSheet(_ archive: ZipArchive) -> String? {
    var scanner = XMLScanner(archive.file("xl/workbook.xml") ?? [])
    var id: String?
    while id == nil, let tag = scanner.next() {
      if tag.name == "sheet" { id = tag.attribute("r:id") ?? tag.attribute("id") }
    }
    var links = XMLScanner(archive.file("xl/_rels/workbook.xml.rels") ?? [])
    while let id, let tag = links.next() {
      guard tag.name == "Relationship", tag.attribute("Id") == id, let target = tag.attribute("Target") else {
        continue
      }
      return target.hasPrefix("/") ? String(target.dropFirst()) : "xl/\(target)"
    }
    return archive.names.first { $0.hasPrefix("xl/worksheets/") }
  }

  /// The most characters of a cell, in UTF-16 as Excel counts them. A text may be in any number of cells, so a longer one
  /// would make a table of gigabytes out of a few kilobytes.
  private static let mostCharacters = 32_767

  /// The texts that cells refer to by number; one may be in several runs.
  private func texts(_ bytes: [UInt8]) throws(TableFault) -> [String] {
    var scanner = XMLScanner(bytes)
    var (texts, text, isPhonetic) = ([String](), "", false)
    while let tag = scanner.next() {
      switch tag.name {
      case "si": text = ""
      case "rPh": isPhonetic = true
      case "/rPh": isPhonetic = false
      case "t": if !isPhonetic { text += scanner.text() }
      case "/si":
        if texts.count & 0xff == 0 { try store.look() }
        guard text.utf8.count <= Self.mostCharacters || text.utf16.count <= Self.mostCharacters else {
          throw TableFault(
            line: nil,
            message:
              "it has a text of \(text.utf16.count) characters, and a cell of a workbook has at most \(Self.mostCharacters)"
          )
        }
        texts.append(text)
      default: continue
      }
    }
    return texts
  }

  // MARK: Cells

  private func addRows(of sheet: [UInt8], texts: [String]) throws(TableFault) {
    var scanner = XMLScanner(sheet)
    /// The cells of a row by their columns.
    var (row, column, kind, value): ([Int: String], Int, String, String) = ([:], 0, "", "")
    var (rows, width, filled) = ([[Int: String]](), 0, 0)
    while let tag = scanner.next() {
      switch tag.name {
      case "row": (row, column) = ([:], 0)
      case "c":
        column = tag.attribute("r").flatMap(Self.column) ?? column + 1
        (kind, value) = (tag.attribute("t") ?? "n", "")
      case "v", "t": if !tag.isEmpty { value += scanner.text() }
      case "/c":
        let text = Self.text(value, kind, texts)
        if !text.isEmpty { row[column] = text }
      case "/row":
        if rows.count & 0xff == 0 { try store.look() }
        if row.isEmpty { continue }
        width = max(width, row.keys.max() ?? 0)
        filled += row.count
        rows.append(row)
        try TableCells.check(rows: rows.count, width: width, values: filled, place: "row \(rows.count)")
      default: continue
      }
    }
    // A table may begin to the right of the first column.
    let first = rows.compactMap { $0.keys.min() }.min() ?? 1
    for (number, row) in rows.enumerated() {
      if number & 0xff == 0 { try store.look() }
      for column in first...max(first, width) { store.cells.pointee.add(Array((row[column] ?? "").utf8)) }
      store.cells.pointee.endRow()
      try store.check()
    }
  }

  private static func text(_ value: String, _ kind: String, _ texts: [String]) -> String {
    switch kind {
    case "s": Int(value).flatMap { texts.indices.contains($0) ? texts[$0] : nil } ?? ""
    case "b": value == "1" ? "TRUE" : "FALSE"
    default: value
    }
  }

  /// `AB12` → 28.
  private static func column(_ reference: String) -> Int? {
    var column = 0
    for byte in reference.utf8 {
      guard (65...90).contains(byte) else { break }
      column = column * 26 + Int(byte) - 64
      guard column <= 16_384 else { return nil }
    }
    return column > 0 ? column : nil
  }
}

/// The tags of an XML text, one after the other, and the text behind one. Enough for files that Excel and its like wrote.
struct XMLScanner {
  /// A tag: its name (with `/` before that of an end), and what else stands in it.
  struct Tag {
    let name: String
    fileprivate let rest: ArraySlice<UInt8>
    /// `<v/>`
    var isEmpty: Bool { rest.last == UInt8(ascii: "/") }

    func attribute(_ name: String) -> String? {
      let mark = Array(" \(name)=".utf8)
      guard
        let start = rest.indices.first(where: { rest[$0...].starts(with: mark) })
          .map({ $0 + mark.count }), start < rest.endIndex
      else { return nil }
      let value = rest[(start + 1)...].prefix { $0 != rest[start] }
      return XMLScanner.decoded(value)
    }
  }

  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> Tag? {
    guard let start = bytes[place...].firstIndex(of: UInt8(ascii: "<")),
      let end = bytes[start...].firstIndex(of: UInt8(ascii: ">"))
    else { return nil }
    place = end + 1
    let inside = bytes[start + 1..<end]
    var name = inside.prefix { $0 != 32 && $0 != 10 && $0 != 13 && $0 != 9 }
    let rest = inside[name.endIndex...]
    if name.count > 1, name.last == UInt8(ascii: "/") {
      name = name.dropLast()
      return Tag(name: Self.local(name), rest: [UInt8(ascii: "/")])
    }
    return Tag(name: Self.local(name), rest: rest)
  }

  /// Without the prefix of its namespace.
  private static func local(_ name: ArraySlice<UInt8>) -> String {
    let text = String(decoding: name, as: UTF8.self)
    guard let colon = text.firstIndex(of: ":") else { return text }
    return (text.hasPrefix("/") ? "/" : "") + text[text.index(after: colon)...]
  }

  /// What stands before the next tag.
  func text() -> String { Self.decoded(bytes[place...].prefix { $0 != UInt8(ascii: "<") }) }

  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    let parts = text.split(separator: "&", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(into: String(parts[0])) { result, part in
      let (name, rest) = (part.prefix { $0 != ";" }, part.drop { $0 != ";" }.dropFirst())
      result += character(name).map { String($0) + rest } ?? "&\(part)"
    }
  }

  private static func character(_ name: Substring) -> Character? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.hasPrefix("#") else { return nil }
      let isHexadecimal = name.hasPrefix("#x")
      let code = UInt32(name.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10)
      return code.flatMap(UnicodeScalar.init).map(Character.init)
    }
  }
}
