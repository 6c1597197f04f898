import Interpreter
import NeuralCore

/// `export` and `import`.
extension Reporter {
  func exported(_ report: ExportReport) -> [Block] {
    let lines = report.lines > 0 ? ", \(counted(report.lines, "line"))" : ""
    var blocks = [self.report("wrote \"\(report.file)\"\(lines), for \(report.tool)")]
    if !report.parts.isEmpty {
      blocks.append(self.report("with \(report.parts.joined(separator: ", "))", indent: 2))
    }
    if let difference = report.difference {
      let rows = report.rows == 0 ? "for inputs of 0" : "over \(counted(report.rows, "row"))"
      let words =
        difference == 0 ? "the same outputs" : "outputs that differ by at most \(difference.significant(2))"
      blocks.append(self.report("read again: \(words) \(rows)", indent: 2))
    }
    return blocks
  }

  func imported(_ report: ImportReport) -> [Block] {
    var blocks = [self.report("net \(report.network.sizesText) from \"\(report.file)\" (\(report.format))")]
    for (name, layer) in zip(report.layers, report.network.layers) {
      blocks.append(
        self.report("\(name): \(layer.inputs)→\(layer.outputs) \(layer.activation.name)", indent: 2))
    }
    if !report.classes.isEmpty {
      blocks.append(self.report("classes: \(report.classes.joined(separator: ", "))", indent: 2))
    }
    return blocks + report.remarks.map { .paragraph(Text("(\($0))", .faint), indent: 2, hang: 2) }
  }
}

extension EventTable {
  static let exported = EventRow<ExportReport>("export", "the net was written for another tool") {
    Field("file", "as typed") { $0.file }
    Field("format", "as `as` takes it") { $0.format }
    Field("lines", "of a text; 0 for other files") { $0.lines }
    Field("with", "what went along with the weights, in words") { $0.parts }
    Field("difference", "the largest of an output once the file was read again; null where nn cannot") {
      $0.difference
    }
    Field("rows", "of the data that the difference is over; 0 where there are none, for inputs of 0") {
      $0.rows
    }
  }

  static let imported = EventRow<ImportReport>("import", "a net was taken from a file of another tool") {
    Field("file", "as typed") { $0.file }
    Field("format", "its kind") { $0.format }
    Field("sizes", "neurons by layer, the inputs first") { $0.network.sizes }
    Field("activations", "by layer") { $0.network.layers.map(\.activation.name) }
    Field("layers", "what they were called, with their shapes in the file") { $0.layers }
    Field("classes", "their names, where the file has some") { $0.classes }
    Field("remarks", "what was left out or decided") { $0.remarks }
  }
}
