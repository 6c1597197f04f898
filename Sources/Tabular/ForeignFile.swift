/// Files of other kinds, by their first bytes: what they are, and how to get a table out of them.
enum ForeignFile {
  private struct Kind {
    let start: [UInt8]
    let name: String
    let help: String

    init(_ start: String, _ name: String, _ help: String) {
      self.init(Array(start.utf8), name, help)
    }

    init(_ start: [UInt8], _ name: String, _ help: String) {
      (self.start, self.name, self.help) = (start, name, help)
    }
  }

  private static let excel = "In Excel: File, Save As, \"CSV UTF-8 (Comma delimited)\"."
  private static let pandas = "In Python: pandas.read_%(\"FILE\").to_csv(\"FILE.csv\", index=False)"
  private static let r = "In R: write.csv(x, \"FILE.csv\", row.names = FALSE)"
  private static let matlab = "In MATLAB: writematrix(x, \"FILE.csv\")"
  private static let page = "Save the file itself, not the page that shows it (on GitHub: Raw)."
  private static let picture =
    "A picture is a table after its numbers were written as rows, one picture a row."

  private static func byPandas(_ kind: String) -> String {
    pandas.split(separator: "%").joined(separator: kind)
  }

  private static let kinds = [
    Kind([0xd0, 0xcf, 0x11, 0xe0], "an Excel workbook of the old kind (.xls)", excel),
    Kind("PAR1", "a Parquet file", byPandas("parquet")),
    Kind("ARROW1", "an Arrow file", byPandas("feather")),
    Kind([0x89] + Array("HDF".utf8), "an HDF5 file", byPandas("hdf")),
    Kind("MATLAB 5.0", "a MATLAB file", matlab),
    Kind("RDX", "a saved session of R", r),
    Kind([0x58, 0x0a, 0x00], "a saved object of R (.rds)", r),
    Kind(
      "SQLite format 3", "a database of SQLite",
      "sqlite3 -header -csv FILE \"select * from TABLE\" > FILE.csv"),
    Kind("BZh", "compressed by bzip2", "Take it apart first: bunzip2 FILE"),
    Kind([0xfd] + Array("7zXZ".utf8), "compressed by xz", "Take it apart first: unxz FILE"),
    Kind([0x28, 0xb5, 0x2f, 0xfd], "compressed by zstd", "Take it apart first: unzstd FILE"),
    Kind("7z\u{bc}", "a 7z archive", "Take it apart first: 7z x FILE"),
    Kind("%PDF", "a PDF document", "Copy the table into a spreadsheet, and save that as CSV."),
    Kind([0x89] + Array("PNG".utf8), "a PNG picture", picture),
    Kind([0xff, 0xd8, 0xff], "a JPEG picture", picture),
    Kind([0x80, 0x04, 0x95], "a pickled Python object", byPandas("pickle")),
    Kind([0x80, 0x05, 0x95], "a pickled Python object", byPandas("pickle")),
    Kind("<!DOCTYPE", "a web page", page), Kind("<!doctype", "a web page", page),
    Kind("<html", "a web page", page), Kind("<?xml", "an XML file", byPandas("xml")),
    Kind("[{", "a JSON file", byPandas("json")), Kind("{\"", "a JSON file", byPandas("json")),
    Kind("nnet ", "a saved session of nn", "load \"FILE\""),
  ]

  /// What a file is that no table is read from; nil for what may be text.
  static func fault(_ head: [UInt8]) -> TableFault? {
    if let kind = kinds.first(where: { head.starts(with: $0.start) }) {
      return TableFault(line: nil, message: "it is \(kind.name)", help: [kind.help], isOfOtherKind: true)
    }
    guard head.contains(0) else { return nil }
    return TableFault(
      line: nil, message: "it holds bytes that are no text",
      help: ["A table is text: save it as CSV in the program that wrote it."], isOfOtherKind: true)
  }

  /// How a zip archive begins: workbooks are archives, too.
  static let archiveMark: [UInt8] = [0x50, 0x4b, 0x03, 0x04]

  /// A zip archive that is no workbook of Excel.
  static func archive(_ head: [UInt8]) -> TableFault {
    let text = String(decoding: head.prefix(4096).map { 32..<127 ~= $0 ? $0 : 32 }, as: UTF8.self)
    let (name, help) =
      if text.contains("opendocument.spreadsheet") {
        ("a LibreOffice workbook", "In LibreOffice: File, Save As, \"Text CSV\".")
      } else {
        ("a zip archive", "Take it apart first: unzip FILE")
      }
    return TableFault(line: nil, message: "it is \(name)", help: [help], isOfOtherKind: true)
  }
}
