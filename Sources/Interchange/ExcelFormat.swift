import Archives
import NeuralCore

/// A workbook whose formulas compute the net, neuron by neuron.
extension FileFormat {
  /// Excel and LibreOffice: a workbook that computes the net by formulas.
  public static let excel = FileFormat(
    "excel", [".xlsx"], tool: "Excel and LibreOffice", "a workbook that computes the net by formulas",
    limits: [
      "Sheet `weights` holds them as cells, a row a neuron; `net` has the rows of the data, \(WorkbookText.mostRows) at most, and a column a neuron.",
      "A workbook has \(WorkbookText.mostColumns) columns: wider nets do not go into one.",
    ],
    mark: .start("PK", has: "<!-- written by nn -->", within: 1000),
    writer: { (net, request) throws(ExchangeFault) in
      try net.requireFinite()
      var book = try WorkbookText(net)
      return .bytes(try book.archive(request.rows, request.stop))
    })
}

/// The two sheets of a net.
private struct WorkbookText {
  static let mostRows = 2000
  static let mostColumns = 16_384
  /// Formulas in a workbook: more take too long to open.
  static let mostFormulas = 400_000

  let net: ExchangedNet
  private var weights = Sheet()
  private var sheet = Sheet()
  /// The columns of `net` that hold what the next step takes, by name of the first and the last.
  private var inputs = (first: 0, count: 0)

  init(_ net: ExchangedNet) throws(ExchangeFault) {
    self.net = net
    // A column a neuron at least: what is much too wide is not laid out first.
    try Self.check(net.network.sizes.reduce(0, +))
  }

  private static func check(_ columns: Int) throws(ExchangeFault) {
    guard columns <= mostColumns else {
      throw ExchangeFault(
        "its sheet had \(columns) columns, and a workbook has \(mostColumns) at most",
        advice: ["A file of C or JavaScript has no such bound: export \"net.h\""])
    }
  }

  // MARK: Weights

  /// Where things stand on the sheet `weights`: the row of the first neuron of each layer, of scalings and classes.
  private struct Places {
    var layers: [Int] = []
    var inputShift = 0
    var targetShift = 0
    var classes = 0
  }

  private mutating func fillWeights(_ stop: StopSignal) throws(ExchangeFault) -> Places {
    var places = Places()
    weights.add([.text(net.headline)])
    if let scaling = net.inputScaling { places.inputShift = add(scaling, "inputs", net.inputNames) }
    for (k, layer) in net.network.layers.enumerated() {
      let from = (0..<layer.inputs).map { Cell.text("L\(k)N\($0)") }
      weights.add([])
      weights.add([.text("layer \(k + 1), \(layer.activation.name)"), .text("bias")] + from)
      places.layers.append(weights.rows + 1)
      let start = net.network.offset(ofLayer: k)
      for neuron in 0..<layer.outputs {
        guard !stop.isGiven else { throw .interrupted }
        let bias = layer.hasBias ? number(start + layer.weightCount + neuron) : .blank
        let row = (0..<layer.inputs).map { number(start + neuron * layer.inputs + $0) }
        weights.add([.text("L\(k + 1)N\(neuron)"), bias] + row)
      }
    }
    if let scaling = net.targetScaling { places.targetShift = add(scaling, "outputs", outputNames) }
    if net.namesClasses {
      weights.add([])
      weights.add([.text("classes")] + net.classes.map { .text($0) })
      places.classes = weights.rows
    }
    return places
  }

  private func number(_ place: Int) -> Cell { .number(net.network.parameters.decimal(place).text) }

  /// Three rows: names, shift and scale; the place of the second. The third has the offset in front of its numbers.
  private mutating func add(_ scaling: Scaling, _ what: String, _ names: [String]) -> Int {
    weights.add([])
    weights.add([.text("scaling of \(what)"), .text("offset")] + names.map { .text($0) })
    weights.add(
      [.text("shift"), .number(scaling.offset.text)] + scaling.shift.decimals.map { .number($0.text) })
    weights.add([.text("scale"), .blank] + scaling.scale.decimals.map { .number($0.text) })
    return weights.rows - 1
  }

  private var outputNames: [String] {
    if net.hasOneOutputForTwoClasses { return [net.classes[1]] }
    let names = net.classes.isEmpty ? net.outputNames : net.classes
    return names.count == net.network.outputs ? names : (0..<net.network.outputs).map { "y\($0)" }
  }

  // MARK: Net

  /// A column of `net`: its two lines at the top, and what it has in a row.
  private struct Column {
    let group: String
    let title: String
    let cell: (Int) -> Cell
  }

  mutating func archive(_ rows: ExchangedRows?, _ stop: StopSignal) throws(ExchangeFault) -> [UInt8] {
    let places = try fillWeights(stop)
    var columns: [Column] = []
    let most = max(1, Self.mostFormulas / max(1, net.network.sizes.reduce(0, +)))
    let cells = net.cells(rows, atMost: min(Self.mostRows, most))
    addInputs(&columns, cells, places)
    for k in net.network.layers.indices { addLayer(k, &columns, places) }
    addOutputs(&columns, places)
    try Self.check(max(columns.count, weights.columns))
    sheet.add(columns.map { .text($0.group) })
    sheet.add(columns.map { .text($0.title) })
    for row in cells.indices {
      guard !stop.isGiven else { throw .interrupted }
      sheet.add(columns.map { $0.cell(row + 3) })
    }
    return try Workbook.archive([("net", sheet), ("weights", weights)], stop)
  }

  private mutating func addInputs(_ columns: inout [Column], _ cells: [[ExchangedNet.Cell]], _ places: Places)
  {
    let names = net.hasWords ? net.columns.map(\.name) : net.inputNames
    for (k, name) in names.enumerated() {
      columns.append(
        Column(group: "data", title: name) { row in
          switch cells[row - 3][k] {
          case .number(let text): .number(text)
          case .word(let word): .text(word)
          case .missing: .blank
          }
        })
    }
    inputs = (0, names.count)
    if net.hasWords { addWords(&columns) }
    guard let scaling = net.inputScaling else { return }
    let (first, shift) = (inputs.first, places.inputShift)
    inputs.first = columns.count
    let offset = scaling.offset == 0 ? "" : "+weights!$B$\(shift)"
    for (k, name) in net.inputNames.enumerated() {
      let place = Sheet.column(k + 2)
      columns.append(
        Column(group: "scaled", title: name) { row in
          .formula(
            "(\(Sheet.column(first + k))\(row)-weights!$\(place)$\(shift))/weights!$\(place)$\(shift + 1)\(offset)"
          )
        })
    }
  }

  /// Words become 1 among zeros: the word is in the second line of its column.
  private mutating func addWords(_ columns: inout [Column]) {
    inputs = (columns.count, net.network.inputs)
    for (k, column) in net.columns.enumerated() {
      let source = Sheet.column(k)
      for index in 0..<column.width {
        let own = Sheet.column(columns.count)
        let title = column.words.isEmpty ? column.name : column.words[index]
        let missing = column.means.isEmpty ? nil : column.means[index].text
        columns.append(
          Column(group: column.words.isEmpty ? "input" : column.name, title: title) { row in
            let cell = "$\(source)\(row)"
            let value = column.words.isEmpty ? cell : "IF(EXACT(\(cell),\(own)$2),1,0)"
            return .formula(missing.map { "IF(\(cell)=\"\",\($0),\(value))" } ?? value)
          })
      }
    }
  }

  private mutating func addLayer(_ k: Int, _ columns: inout [Column], _ places: Places) {
    let layer = net.network.layers[k]
    let (first, last) = (Sheet.column(inputs.first), Sheet.column(inputs.first + layer.inputs - 1))
    let end = Sheet.column(layer.inputs + 1)
    let start = places.layers[k]
    let sums = columns.count
    let isLinear = layer.activation == .linear
    for neuron in 0..<layer.outputs {
      let place = start + neuron
      columns.append(
        Column(group: "layer \(k + 1)\(isLinear ? "" : ", sums")", title: "L\(k + 1)N\(neuron)") { row in
          .formula(
            "weights!$B$\(place)+SUMPRODUCT($\(first)\(row):$\(last)\(row),weights!$C$\(place):$\(end)$\(place))"
          )
        })
    }
    inputs = (sums, layer.outputs)
    guard !isLinear else { return }
    inputs.first = columns.count
    let all = (Sheet.column(sums), Sheet.column(sums + layer.outputs - 1))
    let text = (try? ActivationCode.of(layer.activation))?.excel ?? ""
    for neuron in 0..<layer.outputs {
      let own = Sheet.column(sums + neuron)
      columns.append(
        Column(group: "layer \(k + 1), \(layer.activation.name)", title: "L\(k + 1)N\(neuron)") { row in
          let range = "$\(all.0)\(row):$\(all.1)\(row)"
          return .formula(
            layer.activation == .softmax
              ? "EXP(\(own)\(row)-MAX(\(range)))/SUMPRODUCT(EXP(\(range)-MAX(\(range))))"
              : Self.formula(text, of: "\(own)\(row)"))
        })
    }
  }

  /// The expression with a cell in the place of s.
  private static func formula(_ expression: String, of cell: String) -> String {
    String(expression.flatMap { $0 == "s" ? Array(cell) : [$0] })
  }

  private mutating func addOutputs(_ columns: inout [Column], _ places: Places) {
    let first = inputs.first
    // Outputs have a column of their own even where nothing is to be scaled back: with their names.
    inputs.first = columns.count
    let shift = places.targetShift
    for (k, name) in outputNames.enumerated() {
      let (own, place) = (Sheet.column(first + k), Sheet.column(k + 2))
      let offset = (net.targetScaling?.offset ?? 0) == 0 ? "" : "-weights!$B$\(shift)"
      let isScaled = net.targetScaling != nil
      columns.append(
        Column(group: "output", title: name) { row in
          .formula(
            isScaled
              ? "(\(own)\(row)\(offset))*weights!$\(place)$\(shift + 1)+weights!$\(place)$\(shift)"
              : "\(own)\(row)")
        })
    }
    guard net.namesClasses else { return }
    let range = (Sheet.column(inputs.first), Sheet.column(inputs.first + net.network.outputs - 1))
    let last = Sheet.column(net.classes.count)
    let classes = "weights!$B$\(places.classes):$\(last)$\(places.classes)"
    let isOne = net.hasOneOutputForTwoClasses
    columns.append(
      Column(group: "class", title: "class") { row in
        let outputs = "\(range.0)\(row):\(range.1)\(row)"
        return .formula(
          "INDEX(\(classes),1,"
            + (isOne ? "IF(\(range.0)\(row)>0.5,2,1)" : "MATCH(MAX(\(outputs)),\(outputs),0)")
            + ")")
      })
  }
}

/// A cell of a workbook.
private enum Cell {
  case blank
  case number(String)
  case text(String)
  case formula(String)
}

/// A sheet as SpreadsheetML (ECMA-376), row by row.
private struct Sheet {
  private(set) var rows = 0
  /// Of the longest row.
  private(set) var columns = 0
  /// The rows.
  let text = ByteText()

  mutating func add(_ cells: [Cell]) {
    rows += 1
    columns = max(columns, cells.count)
    text.add("<row r=\"\(rows)\">")
    for (k, cell) in cells.enumerated() {
      let start = "<c r=\"\(Self.column(k))\(rows)\""
      switch cell {
      case .blank: break
      case .number(let number): text.add("\(start)><v>\(number)</v></c>")
      case .text(let words):
        text.add("\(start) t=\"inlineStr\"><is><t xml:space=\"preserve\">\(words.inXML)</t></is></c>")
      case .formula(let formula): text.add("\(start)><f>\(formula.inXML)</f></c>")
      }
    }
    text.add("</row>\n")
  }

  /// 0 is A, 26 is AA.
  static func column(_ index: Int) -> String {
    var (rest, letters) = (index + 1, "")
    while rest > 0 {
      letters = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }

  /// What comes before the rows.
  ///
  /// - Parameter frozen: the rows at the top that stay.
  static func start(frozen: Int) -> String {
    let view =
      frozen == 0
      ? ""
      : "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"\(frozen)\" topLeftCell=\"A\(frozen + 1)\" "
        + "activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
    return Workbook.start
      + "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\(view)"
      + "<sheetFormatPr defaultColWidth=\"14\" defaultRowHeight=\"15\"/><sheetData>\n"
  }

  /// What comes behind them.
  static let end = "</sheetData></worksheet>\n"
}

/// The parts of a workbook that are the same in all of them.
private enum Workbook {
  static let start = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  private static let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"

  static func archive(
    _ sheets: [(name: String, sheet: Sheet)], _ stop: StopSignal
  ) throws(ExchangeFault) -> [UInt8] {
    let numbers = 1...sheets.count
    let parts = numbers.map {
      "<Override PartName=\"/xl/worksheets/sheet\($0).xml\" ContentType=\"\(kind).worksheet+xml\"/>"
    }
    let types =
      "<Types xmlns=\"\(package)/content-types\"><!-- written by nn -->"
      + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
      + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
      + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(kind).sheet.main+xml\"/>"
      + parts.joined() + "</Types>"
    let book =
      "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><sheets>"
      + zip(numbers, sheets).map { "<sheet name=\"\($1.name)\" sheetId=\"\($0)\" r:id=\"rId\($0)\"/>" }
      .joined()
      + "</sheets><calcPr calcId=\"0\" fullCalcOnLoad=\"1\"/></workbook>"
    let links = numbers.map { link("rId\($0)", "\(office)/worksheet", "worksheets/sheet\($0).xml") }
    var archive = ZipWriter()
    func add(_ name: String, _ text: String) { archive.add(name, Array((start + text + "\n").utf8)) }
    add("[Content_Types].xml", types)
    add("_rels/.rels", relationships([link("rId1", "\(office)/officeDocument", "xl/workbook.xml")]))
    add("xl/workbook.xml", book)
    add("xl/_rels/workbook.xml.rels", relationships(links))
    archive.reserve(sheets.reduce(1 << 14) { $0 + $1.sheet.text.count })
    for (number, sheet) in zip(numbers, sheets) {
      archive.begin("xl/worksheets/sheet\(number).xml")
      archive.append(text: Sheet.start(frozen: number == 1 ? 2 : 0))
      sheet.sheet.text.visit { piece in
        archive.append(piece)
        return !stop.isGiven
      }
      guard !stop.isGiven else { throw .interrupted }
      archive.append(text: Sheet.end)
      archive.end()
    }
    return archive.archive()
  }

  private static func link(_ id: String, _ kind: String, _ target: String) -> String {
    "<Relationship Id=\"\(id)\" Type=\"\(kind)\" Target=\"\(target)\"/>"
  }

  private static func relationships(_ links: [String]) -> String {
    "<Relationships xmlns=\"\(package)/relationships\">" + links.joined() + "</Relationships>"
  }
}

extension ZipWriter {
  fileprivate mutating func append(text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }
}

extension String {
  /// As text or attribute of XML; characters that XML does not have are �.
  fileprivate var inXML: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "\t", "\n", "\r": text += "&#\(scalar.value);"
      case _ where scalar.value < 32 || scalar.value == 0xfffe || scalar.value == 0xffff: text += "\u{fffd}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
