import Diagnosing
import Interpreter
import NeuralCore

/// What a finding is about, as fields: what its sentence tells.
extension EventTable {
  /// A finding, and the diagnosis that it belongs to.
  struct FindingDetail: Sendable {
    let finding: Diagnosis.Finding
    let diagnosis: Diagnosis
  }

  static func details(_ diagnosis: Diagnosis) -> [FindingDetail] {
    diagnosis.findings.map { FindingDetail(finding: $0, diagnosis: diagnosis) }
  }

  @FieldList<FindingDetail> static var detailFields: [Field<FindingDetail>] {
    Field("kind", "as in `findings`") { name($0.finding) }
    Field("text", "the sentence that tells it") {
      DiagnosisReport(diagnosis: $0.diagnosis).text($0.finding)
    }
    Field(optional: "columns", "names of the columns, or of the target, that it is about") {
      $0.columns?.map(\.name)
    }
    Field(optional: "low", "the least number of each of the columns") {
      $0.columns?.map(\.range.lowerBound)
    }
    Field(optional: "high", "the greatest number of each") { $0.columns?.map(\.range.upperBound) }
    Field(optional: "rows", "that it names, numbered from 1") { $0.rows }
    Field(optional: "values", "of numbers far from the others: theirs, in those rows") { $0.values }
    Field(optional: "units", "their names; of twins and symmetric ones a pair after the other") {
      $0.units?.map(\.description)
    }
    Field(optional: "gradients", "their sizes from the first layer to the last") { $0.gradients }
    Field(optional: "words", "the option, activation, class or classes that it names") { $0.words }
    Field("numbers", "the numbers of its sentence by their names") { JSONMap(pairs: $0.numbers) }
  }
}

extension EventTable.FindingDetail {
  /// Of numbers that lie far off, the range of the others.
  fileprivate var columns: [(name: String, range: ClosedRange<Double>)]? {
    if case .unscaled(let columns) = finding { return columns.map { ($0.name, $0.range) } }
    if case .largeTargets(let column) = finding { return [(column.name, column.range)] }
    if case .farInputs(let column, _, let rest) = finding { return [(column, rest)] }
    return nil
  }

  fileprivate var rows: [Int]? {
    if case .outliers(let rows, _) = finding { return rows.map { $0.place + 1 } }
    if case .farInputs(_, let rows, _) = finding { return rows.map { $0.place + 1 } }
    return nil
  }

  fileprivate var values: [Double]? {
    if case .farInputs(_, let rows, _) = finding { rows.map(\.value) } else { nil }
  }

  fileprivate var units: [NeuronName]? {
    if case .dead(let units) = finding { return units }
    if case .saturated(let units) = finding { return units }
    if case .mirrored(let pairs) = finding { return pairs.flatMap { [$0.0, $0.1] } }
    if case .twins(let pairs) = finding { return pairs.flatMap { [$0.0, $0.1] } }
    return nil
  }

  fileprivate var gradients: [Double]? {
    if case .vanishing(let sizes) = finding { return sizes }
    if case .exploding(let sizes) = finding { return sizes }
    return nil
  }

  fileprivate var words: [String]? {
    if case .numbersForClasses(let activation) = finding { return [activation.name] }
    if case .noDerivative(let activation) = finding { return [activation.name] }
    if case .imbalance(let label, _, _) = finding { return [label] }
    if case .hindered(let word) = finding { return [word] }
    if case .inseparable(_, _, let names) = finding { return [names.0, names.1] }
    return nil
  }

  fileprivate var numbers: [(String, Double)] {
    switch finding {
    case .outOfReach(let rows, let floor): [("rows", Double(rows)), ("floor", floor)]
    case .contradiction(let rows, let groups, let floor):
      [("rows", Double(rows)), ("groups", Double(groups)), ("floor", floor)]
    case .imbalance(_, let rows, let found): [("rows", Double(rows)), ("found", Double(found))]
    case .frozen(let count): [("parameters", Double(count))]
    case .rateByTrial(let rate, let better): [("rate", rate), ("better", better)]
    case .tooLarge(let rate, let limit, let curvature), .tooSmall(let rate, let limit, let curvature):
      [("rate", rate), ("limit", limit), ("curvature", curvature)]
    case .overfitting(let best, let bestLoss, let now):
      [("best_epoch", Double(best)), ("best_loss", bestLoss), ("loss", now)]
    case .drawnWeights(let layer, let spread, let suitable, _):
      [("layer", Double(layer)), ("spread", spread), ("suitable", suitable)]
    case .thrown(let layer, let now, let drawn):
      [("layer", Double(layer)), ("spread", now), ("drawn", drawn)]
    case .outliers(_, let share), .overlap(let share): [("share", share)]
    case .noise(let loss), .leastLoss(let loss): [("loss", loss)]
    case .sums(let rows): [("rows", Double(rows))]
    case .gap(let training, let validation): [("training_loss", training), ("validation_loss", validation)]
    case .unscaled, .largeTargets, .numbersForClasses, .softmaxOfOne, .noDerivative, .hindered, .tooNarrow,
      .mirrored, .dead, .saturated, .twins, .vanishing, .exploding, .inseparable, .noBias, .farInputs,
      .impossible:
      []
    }
  }
}
