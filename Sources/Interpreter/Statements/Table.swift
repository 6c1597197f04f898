import Language
import NeuralCore
import Standard
import Tabular

/// `data "FILE"`: a table as data.
extension Executor {
  mutating func useFile(
    _ file: Expression, _ options: GivenOptions<DataOption>
  ) throws(Diagnostic) {
    let name = try fileName(file)
    let (header, delimiter) = (options[.header]?.name?.node, options[.delimiter])
    var reading = TableOptions()
    reading.header = header.flatMap { HeaderChoice(rawValue: $0) }.map { $0 == .on }
    if let delimiter { reading.delimiter = try self.delimiter(delimiter) }
    let table = try table(name, file.span, reading) { (table) throws(Diagnostic) in
      guard table.origin.format != .idx, !options.contains(.labels) else { return nil }
      var choice = TableChoice(table: table, file: name, span: file.span)
      try choice.take(options)
      var again = reading
      again.names = choice.mistakenNames
      return again.names.isEmpty ? nil : again
    }
    if table.origin.format == .idx || options.contains(.labels) {
      return try usePictures(table, name, file.span, options)
    }
    var choice = TableChoice(table: table, file: name, span: file.span)
    try choice.take(options)
    let read = try choice.dataset()
    let data = try host.interruptibly { (stop) throws(Interrupted) in try read.filled(from: nil, stop) }
    emit(.table(choice.report(data)))
    try use(data, isFallback: false)
    for hint in choice.hints(data) { emit(.note(hint)) }
  }

  /// A built-in table with its columns chosen as those of a file.
  mutating func useColumns(
    _ data: Dataset, _ name: Located<String>, _ options: GivenOptions<DataOption>
  ) throws(Diagnostic) {
    for (key, option) in options.keyed {
      switch key {
      case .target, .inputs, .leave, .classes, .onehot: continue
      case .missing, .labels, .header, .delimiter, .noise, .seed:
        throw Diagnostic(
          .settingMismatch, "`\(name.node)` takes no `\(option.word.node)`", at: option.span,
          help: ["It takes: target COLUMN …, inputs COLUMN …, leave COLUMN …, onehot COLUMN …"])
      }
    }
    var choice = TableChoice(table: try builtinTable(data), file: name.node, span: name.span, isBuiltin: true)
    try choice.take(options)
    let chosen = try choice.dataset()
    emit(.table(choice.report(chosen)))
    try use(chosen, isFallback: false)
  }

  /// The rows of a set as a table: its columns, then the class.
  private func builtinTable(_ data: Dataset) throws(Diagnostic) -> Table {
    var text = TableText.line(data.columns + (data.recipe?.targets ?? []))
    for row in 0..<data.rows {
      let kind = Dataset.className(of: Array(data.target(row)), among: data.classes) ?? ""
      text += TableText.line(data.decimalInputs(row).map(\.text) + [kind])
    }
    let reader = TableReader(TableOptions(isDouble: session.precision == .double))
    do throws(TableFault) {
      try reader.feed(text)
      return try reader.finish()
    } catch {
      throw Diagnostic(.internalFault, error.message)
    }
  }

  /// `tab`, `blank`, or a character in quotes.
  private mutating func delimiter(_ option: GivenOption) throws(Diagnostic) -> Delimiter {
    guard let expression = option.expression else { return .blank }
    if case .name(let name) = expression.node, variable(name) == nil {
      if name == "tab" { return .byte(9) }
      if name == "blank" { return .blank }
    } else if case .string(let text) = try value(expression) {
      if text == " " { return .blank }
      let byte = text.utf8.first ?? 0
      if text.utf8.count == 1, byte != 10, byte != 13, byte != UInt8(ascii: "\"") { return .byte(byte) }
    }
    throw Diagnostic(
      .wrongType, "a delimiter is one character in quotes, tab, or blank", at: expression.span,
      help: ["For example: delimiter \";\"     or: delimiter blank"])
  }

  /// A file as a table; a mistake names the row.
  ///
  /// - Parameter rereading: how it is to be read again, where what was read says more; nil where it is right.
  func table(
    _ name: String, _ span: Span, _ options: TableOptions = TableOptions(), isExact: Bool = false,
    rereading: (Table) throws(Diagnostic) -> TableOptions? = { _ in nil }
  ) throws(Diagnostic) -> Table {
    var stream = Stream()
    let table = try read(name, span, options, isExact, &stream)
    guard let again = try rereading(table) else { return table }
    return try read(name, span, again, isExact, &stream)
  }

  /// What was read out of a pipe, which gives it but once.
  private struct Stream {
    /// A pipe with more is not kept.
    static let mostBytes = 100_000_000
    var bytes: [UInt8] = []
    var isKept = false
    var isTooLong: Bool { bytes.count > Self.mostBytes }
  }

  private func read(
    _ name: String, _ span: Span, _ options: TableOptions, _ isExact: Bool, _ stream: inout Stream
  ) throws(Diagnostic) -> Table {
    var options = options
    options.isDouble = isExact || session.precision == .double
    // What is written back stays as it was.
    options.isForSingle = session.precision == .single && !isExact
    options.isStopped = host.input.isInterrupted
    let reader = TableReader(options)
    guard !stream.isKept else { return try read(name, span, stream, into: reader) }
    var fault: TableFault?
    do throws(Diagnostic) {
      try host.files.pieces(context.source.place(of: name)) { piece, total in
        if total == nil {
          stream.isKept = true
          if !stream.isTooLong { stream.bytes += piece }
        }
        do throws(TableFault) {
          try reader.feed(piece, total: total)
          return !host.input.isInterrupted()
        } catch {
          fault = error
          return false
        }
      }
    } catch {
      throw error.at(span).inSource(context.source).advisingBuiltin(name)
    }
    return try table(from: reader, fault, name, span)
  }

  private func read(
    _ name: String, _ span: Span, _ stream: Stream, into reader: TableReader
  ) throws(Diagnostic) -> Table {
    guard !stream.isTooLong else {
      throw Diagnostic(
        .badFile,
        "\"\(name)\" is no file, and would have to be read twice: some of its columns of numbers are names",
        at: span, help: ["Write it into a file first."])
    }
    var fault: TableFault?
    stream.bytes.withUnsafeBytes { bytes in
      do throws(TableFault) { try reader.feed(bytes, total: bytes.count) } catch { fault = error }
    }
    return try table(from: reader, fault, name, span)
  }

  private func table(
    from reader: TableReader, _ fault: TableFault?, _ name: String, _ span: Span
  ) throws(Diagnostic) -> Table {
    func checkInterrupt() throws(Diagnostic) {
      guard host.input.isInterrupted() else { return }
      throw Diagnostic(.interrupted, "interrupted while reading \(name)", at: span)
    }
    try checkInterrupt()
    do throws(TableFault) {
      if let fault { throw fault }
      return try reader.finish()
    } catch {
      try checkInterrupt()
      throw .badTable(error, name, span)
    }
  }
}

/// IDX files: pictures in one file, their classes in another.
extension Executor {
  private mutating func usePictures(
    _ table: Table, _ name: String, _ span: Span, _ options: GivenOptions<DataOption>
  ) throws(Diagnostic) {
    for (key, option) in options.keyed where key != .labels {
      throw Diagnostic(
        .settingMismatch, "a file of pictures takes no `\(option.word.node)`", at: option.span,
        help: ["It takes the file with their classes: data \"\(name)\" labels \"FILE\""])
    }
    guard let option = options[.labels], let file = option.expression else {
      throw Diagnostic(
        .missingArgument,
        "\"\(name)\" holds \(table.rows) \(table.columns.count == 1 ? "labels" : "pictures without their classes")",
        at: span, help: ["The classes are in a file of their own: data \"IMAGES\" labels \"LABELS\""])
    }
    let labels = try self.labels(option, of: table, name)
    let classes = Set(labels).sorted()
    let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    try TableChoice.checkTargetCount("label", words: classes.count, rows: table.rows, at: file.span)
    let data = Dataset(
      name: name, columns: table.columns.map(\.name), inputs: table.cells.vector,
      classes: classes.map(\.text),
      labels: labels.map { places[$0] ?? 0 }, target: "label")
    emit(.table(TableReport(data, table, file: name, targets: ["label"])))
    try use(data, isFallback: false)
  }

  /// The numbers of a file of labels, one for each row of a table.
  mutating func labels(_ option: GivenOption, of table: Table, _ name: String) throws(Diagnostic) -> [Double]
  {
    guard let expression = option.expression else { return [] }
    guard table.origin.format == .idx else {
      throw Diagnostic(
        .settingMismatch, "`labels` belongs to pictures in an IDX file, and \"\(name)\" is a table",
        at: option.span, help: ["The column to predict is named: target COLUMN"])
    }
    let file = try fileName(expression)
    let labels = try self.table(file, expression.span)
    guard labels.columns.count == 1, labels.rows == table.rows, labels.columns[0].kind == .numbers,
      labels.columns[0].missing == 0, labels.columns[0].strayWord == nil
    else {
      let found =
        labels.columns.count == 1
        ? count(labels.rows, "label") : "\(count(labels.columns.count, "number")) a row"
      throw Diagnostic(
        .dataMismatch, "\"\(name)\" has \(table.rows) pictures, and \"\(file)\" has \(found)",
        at: expression.span, help: ["Take the images and the labels of one set."])
    }
    return (0..<labels.rows).map { labels.value($0, 0) }
  }
}

extension Cells {
  /// As numbers of a data set.
  var vector: Vector { isDouble ? Vector(doubles) : Vector(singles) }
}

extension TableReport {
  /// What is the same for all tables.
  init(
    _ data: Dataset, _ table: Table, file: String, targets: [String], isAutoencoder: Bool = false,
    ignored: [(name: String, isOfRowNames: Bool)] = [], filled: [(name: String, cells: Int)] = [],
    dropped: Int = 0, lacking: [Int] = [], used: [Int] = []
  ) {
    let precision: Precision = table.cells.isDouble ? .double : .single
    let columns = used.map { table.columns[$0] }
    self.init(
      file: file, rows: data.rows, format: table.origin.format.rawValue, encoding: table.origin.encoding,
      isCompressed: table.origin.isCompressed, delimiter: table.delimiter.text, hasHeader: table.hasHeader,
      targets: targets, isAutoencoder: isAutoencoder, ignored: ignored, sharedNames: table.origin.sharedNames,
      filled: filled, dropped: dropped,
      missing: lacking.map { table.columns[$0] }.filter { $0.missing > 0 }.map { ($0.name, $0.missing) },
      written: columns.compactMap { column in
        column.written.map { (column.name, $0.text, precision.decimal($0.number)) }
      })
  }
}

extension Diagnostic {
  fileprivate static func badTable(_ fault: TableFault, _ name: String, _ span: Span) -> Diagnostic {
    let place = fault.place.map { "\($0): " } ?? ""
    let what = fault.isOfOtherKind ? "is no table that I can read" : "is not a valid table"
    return Diagnostic(
      .badFile, "\"\(name)\" \(what): \(place)\(fault.message)", at: span,
      help: fault.help.map { $0.replacing("FILE", with: name) })
  }
}

extension Diagnostic {
  /// `data "iris"`: there is no such file, and data that nn has needs no quotes.
  fileprivate func advisingBuiltin(_ name: String) -> Diagnostic {
    guard code == .fileMissing, let builtin = BuiltinData.named(name.lowercased()) else { return self }
    let advised = Diagnostic(
      code, message, at: span, label: label, help: ["Write: data \(builtin.name)"] + help)
    return source.map(advised.inSource) ?? advised
  }
}
