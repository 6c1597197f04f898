import Charts
import Interpreter
import NeuralCore

/// `explain neuron`.
extension Reporter {
  /// Terms of a sum that are written out.
  private static let mostTerms = 8

  func neuron(_ report: NeuronReport) -> [Block] {
    let layer = report.network.layers[report.neuron.layer - 1]
    let head =
      "\(report.neuron) of net \(report.network.sizesText), \(layer.activation.name), over \(report.dataName)"
    var blocks: [Block] = [.paragraph(Text(head)), .paragraph(Text("  s = " + sum(report)), hang: 6)]
    if report.isUnscaled {
      blocks.append(.paragraph("(with the inputs as given; the net sees scaled ones)", indent: 2))
    }
    if report.neuron.layer == 1, let line = line(report) {
      blocks.append(.paragraph(Text("s = 0 on the line \(line)"), indent: 2))
    }
    let (above, below, on) = report.sides
    let sides =
      "\(counted(above, "row")) with s > 0, \(below) with s < 0" + (on > 0 ? ", \(on) on the line" : "")
    blocks += [.blank, .paragraph(Text(sides)), .table(table(report))]
    let left = above + below + on - report.rows.count
    if left > 0 { blocks.append(.paragraph("… \(counted(left, "more row"))", indent: 2)) }
    blocks += parts(report)
    if let chart = report.chart { blocks += [.blank, .chart(chart)] }
    return blocks
  }

  private func sum(_ report: NeuronReport) -> String {
    var text = ""
    func add(_ number: Double, _ name: String) {
      let size = Self.coefficient(number.magnitude, report)
      let sign = text.isEmpty ? (number < 0 ? "−" : "") : (number < 0 ? " − " : " + ")
      text += sign + size + (name.isEmpty ? "" : "·" + name)
    }
    for term in report.terms.prefix(Self.mostTerms) { add(term.weight, term.name) }
    if report.terms.count > Self.mostTerms { text += " + … (\(report.terms.count - Self.mostTerms) more)" }
    if report.constant != 0 || report.terms.isEmpty { add(report.constant, "") }
    return text
  }

  /// A weight of inputs as given, which are of any size, keeps its digits: 0.00002540 of an input in thousands counts.
  private static func coefficient(_ number: Double, _ report: NeuronReport) -> String {
    let isSmall = number != 0 && number.magnitude < (report.isUnscaled ? 0.1 : 0.001)
    return isSmall
      ? number.significant(max(1, report.digits)).withMinusSign : number.minus(report.digits)
  }

  /// y = a x + b, or x = c where the line is upright; nil for none.
  private func line(_ report: NeuronReport) -> String? {
    guard report.terms.count == 2 else { return nil }
    let (x, y) = (report.terms[0], report.terms[1])
    if y.weight != 0 {
      let (slope, offset) = (-x.weight / y.weight, -report.constant / y.weight)
      let constant = Self.coefficient(offset.magnitude, report)
      return
        "\(y.name) = \(Self.coefficient(slope, report))·\(x.name) \(offset < 0 ? "−" : "+") \(constant)"
    }
    return x.weight == 0 ? nil : "\(x.name) = \(Self.coefficient(-report.constant / x.weight, report))"
  }

  /// With as much of each row as fits a line.
  private func table(_ report: NeuronReport) -> Table {
    let few = report.rows.first.map { $0.inputs.count + 2 * $0.outputs.count <= 6 } ?? true
    let tables = [(few, 4), (false, 4), (false, 3), (false, 2)].lazy.map {
      self.table(report, hasInputs: $0, most: $1)
    }
    return tables.first { $0.widestRow + $0.indent <= 80 } ?? table(report, hasInputs: false, most: 1)
  }

  private func table(_ report: NeuronReport, hasInputs: Bool, most: Int) -> Table {
    let isOutput = report.parts.isEmpty
    let head: [Text] =
      ["row"] + (hasInputs ? ["inputs"] : []) + ["s", "\(report.neuron.description)"]
      + (isOutput ? [] : ["output", "without \(report.neuron.description)"]) + ["target"]
    var table = Table(
      [.trailing] + (hasInputs ? [.leading] : []) + head.dropFirst(hasInputs ? 2 : 1).map { _ in .trailing },
      head: head,
      indent: 2, hang: 6)
    func list(_ numbers: [Double], _ text: (Double) -> String) -> Text {
      Text(numbers.prefix(most).map(text).joined(separator: " ") + (numbers.count > most ? " …" : ""))
    }
    for row in report.rows {
      let outputs = isOutput ? [] : [row.outputs, row.without].map { list($0) { $0.minus(report.digits) } }
      let role: Role? = row.preActivation > 0 ? .positive : row.preActivation < 0 ? .negative : nil
      table.rows.append(
        [
          "\(row.place + 1)"
        ] + (hasInputs ? [list(row.inputs) { Scale.text(Double($0.significant(4)) ?? $0) }] : []) + [
          Text(row.preActivation.minus(report.digits), role), Text(row.value.minus(report.digits)),
        ] + outputs + [list(row.targets) { $0.text.withMinusSign }])
    }
    return table
  }

  private func parts(_ report: NeuronReport) -> [Block] {
    guard !report.parts.isEmpty else { return [] }
    var list = List(items: [])
    for part in report.parts {
      let change = part.change
      let weight = part.weight.map { "weight \($0.minus(report.digits)); " } ?? ""
      let range = "\(change.least.minus(report.digits)) … \(change.most.minus(report.digits))"
      list.items.append(
        List.Item(
          term: Text(part.output.description),
          meaning: Text("\(weight)it adds \(range), on average \(change.mean.minus(report.digits))")))
    }
    let left = report.network.outputs - report.parts.count
    var blocks: [Block] = [.blank, .paragraph("its part in each output, over all rows"), .list(list)]
    if left > 0 { blocks.append(.paragraph("… \(counted(left, "more output"))", indent: 2)) }
    if let (with, without) = report.losses {
      let accuracy =
        report.accuracies.map { ", accuracy \($0.without.shown) (with it \($0.with.shown))" } ?? ""
      blocks += [
        .blank,
        .paragraph(
          "without \(report.neuron.description): loss (\(report.lossName)) \(without.shown) (with it \(with.shown))\(accuracy)",
          hang: 2),
      ]
    }
    return blocks
  }
}

extension EventTable {
  static let explainedNeuron = EventRow<NeuronReport>("explain_neuron", "`explain neuron`") {
    Field("neuron", "the neuron") { $0.neuron.description }
    Field("names", "of what its pre-activation is a sum of") { $0.terms.map(\.name) }
    Field("weights", "of each; of inputs, as these are given") { $0.terms.map(\.weight) }
    Field("constant", "of the sum") { $0.constant }
    Field("above", "rows with a pre-activation above 0") { $0.sides.above }
    Field("below", "rows with one below 0") { $0.sides.below }
    Field("change", "mean of each output minus that without the neuron; empty for an output") {
      $0.parts.map(\.change.mean)
    }
    Field("loss", "over the training data; `null` for an output") { $0.losses?.with }
    Field("loss_without", "without the neuron") { $0.losses?.without }
    Field("accuracy", "`null` where the targets are not classes") { $0.accuracies?.with }
    Field("accuracy_without", "without the neuron") { $0.accuracies?.without }
  }
}
