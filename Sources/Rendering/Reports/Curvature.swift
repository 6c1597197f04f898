import Diagnosing
import Interpreter
import NeuralCore

/// `explain curvature`.
extension Reporter {
  func curvature(_ report: CurvatureReport) -> [Block] {
    let words = SurfaceWords(report: report)
    return [.paragraph(words.head, hang: 2), .blank, .paragraph(words.kind), .blank, .list(words.numbers)]
      + words.corners + words.descent + words.departure
  }
}

/// A place on the surface of the loss in words.
private struct SurfaceWords {
  let report: CurvatureReport

  /// More components of a direction are left out.
  private static let mostComponents = 8
  /// As many eigenvalues are shown all; else so many at each end.
  private static let mostEigenvalues = (all: 9, ends: 4)

  private var place: SurfacePoint { report.place }
  private var counts: (negative: Int, flat: Int, positive: Int) { place.counts }

  var head: Text {
    "net \(report.network.sizesText) on \(report.dataName) (\(counted(report.rows, "row"))) at epoch \(report.epoch): \(report.lossName) \(report.loss.shown)"
  }

  // MARK: The kind of place

  var kind: Text {
    switch place.kind {
    case .slope:
      "\("SLOPE", .heading): the gradient leads down, and training has somewhere to go. \(bends)"
    case .minimum:
      "\("MINIMUM", .heading): the surface bends up in every direction. No small step lowers the loss; another start may find a lower minimum, and a larger net has others."
    case .saddle:
      "\("SADDLE", .heading): the gradient is next to nothing, and along \(counted(counts.negative, "direction")) the surface bends down. That is a way out, which the gradient hardly shows."
    case .valley:
      "\("FLAT VALLEY", .heading): the gradient is next to nothing, \(none)and along \(counted(counts.flat, "direction")) the surface is flat\(all). \(side)\(valley)"
    case .maximum:
      "\("MAXIMUM", .heading): the gradient is next to nothing, and the surface bends down in every direction. Any step leaves it."
    }
  }

  private var none: String { counts.negative == 0 ? "no direction bends down, " : "" }

  private var side: String {
    guard counts.negative > 0 else { return "" }
    return "It bends down only here, on the valley's side: on its floor, a Newton step away, it does not. "
  }

  private var all: String { counts.positive == 0 ? ", which is all of them" : "" }

  private var bends: String {
    counts.negative > 0
      ? "The surface bends down along \(counted(counts.negative, "direction"))."
      : "The surface bends down along no direction."
  }

  /// What a flat direction may be: a rim that goes on falling, or a floor.
  private var valley: String {
    place.decrease > place.noise
      ? "Training only creeps along \(counts.flat == 1 ? "it" : "them")."
      : "A step along \(counts.flat == 1 ? "it" : "them") changes the loss by next to nothing."
  }

  // MARK: The numbers

  var numbers: List {
    List(
      items: [
        List.Item(term: "gradient", meaning: Text("length \(number(place.gradientNorm)); \(gain)")),
        List.Item(term: "eigenvalues", meaning: Text(eigenvalues)),
        List.Item(
          term: "",
          meaning: Text(
            "\(counts.negative) below 0, \(counts.flat) near 0 (within ±\(number(place.flat))), \(counts.positive) above 0"
          )),
      ])
  }

  /// What the quadratic model says that the best step of at most 1 along each direction gains.
  private var gain: String {
    guard place.decrease > place.noise else { return "0 to the accuracy of the weights" }
    let share = 100 * place.decrease / report.loss.magnitude
    let text =
      share >= 99.5
      ? "the whole loss" : share < 0.01 ? "under 0.01 % of the loss" : "\(share.significant(2)) % of the loss"
    return "by it and the curvature here, a step of at most 1 gains \(text)"
  }

  private func number(_ value: Double) -> String {
    let size = value.magnitude
    // Eigenvalues are exact to some roundings of the largest.
    if size < 1e-13 * (place.eigenvalues.map(\.magnitude).max() ?? 0) { return "0" }
    guard size < 1e-3, size > 0 else { return value.significant(3).withMinusSign }
    return value.scientific(2).withMinusSign
  }

  private var eigenvalues: String {
    let texts = place.eigenvalues.map(number)
    guard texts.count > Self.mostEigenvalues.all else { return texts.joined(separator: "  ") }
    let ends = Self.mostEigenvalues.ends
    return texts.prefix(ends).joined(separator: "  ") + "  …  " + texts.suffix(ends).joined(separator: "  ")
  }

  var corners: [Block] {
    let count = place.hessian.cornerRows
    guard count > 0 else { return [] }
    return [
      .paragraph(
        "\(counted(count, "row")) \(count == 1 ? "is" : "are") on a corner of an activation or of the loss, where the slope jumps: the second derivative is that of one side.",
        indent: 2)
    ]
  }

  // MARK: The way down

  var descent: [Block] {
    guard place.kind == .saddle || place.kind == .maximum, let least = place.eigenvalues.first else {
      return []
    }
    let components = report.descent
    var table = Table([.leading, .trailing], indent: 4)
    table.rows = components.prefix(Self.mostComponents).map {
      [Text($0.name.description), Text($0.component.significant(3).withMinusSign)]
    }
    let rest = components.count - Self.mostComponents
    return [
      .blank, .paragraph("steepest bend down, eigenvalue \(number(least)):", indent: 2),
      .table(table),
    ] + (rest > 0 ? [.paragraph("… \(rest) smaller", indent: 4)] : [])
  }

  var departure: [Block] {
    guard place.kind == .saddle else { return [] }
    guard let departure = report.departure else {
      return [.blank, .paragraph("A step along it was tried both ways and did not lower the loss.")]
    }
    return [
      .blank, .heading("The way out, tried on a copy"), .code(Code(lines: lines(departure.weights))),
      .paragraph(Text(outcome(departure)), indent: 2),
    ]
  }

  /// Weights to paste, as many a line as fit.
  private func lines(_ weights: [WeightValue]) -> [Code.Line] {
    var lines: [String] = []
    for weight in weights.map(\.line) {
      if let last = lines.last, last.count + weight.count + 3 <= 74 {
        lines[lines.count - 1] = last + " ; " + weight
      } else {
        lines.append(weight)
      }
    }
    return lines.map { Code.Line(statement: $0) }
  }

  private func outcome(_ departure: CurvatureReport.Departure) -> String {
    let step = "There the loss is \(beside(departure.loss, report.loss))."
    guard let trial = departure.trial else { return step }
    let goal = trial.reached ? ", which is the goal" : ""
    return step
      + " Trained on from there as before, a copy came to \(trial.left.shown)\(goal); one from here, in \(counted(trial.epochs, "epoch")), to \(trial.stayed.shown)."
  }

  /// Two losses with as many digits as it takes to tell them apart.
  private func beside(_ one: Double, _ other: Double) -> String {
    let digits = (5...9).first { one.significant($0) != other.significant($0) } ?? 9
    return "\(one.significant(digits)) in place of \(other.significant(digits))"
  }
}

extension EventTable {
  static let curvature = EventRow<CurvatureReport>("curvature", "`explain curvature`") {
    Field(choice: "kind", "of place on the surface of the loss") { $0.place.kind }
    Field("loss", "over the training data") { $0.loss }
    Field("loss_name", "the loss as typed after `loss`") { $0.lossName }
    Field("epoch", "since the initialization") { $0.epoch }
    Field("gradient", "its length") { $0.place.gradientNorm }
    Field("decrease", "of the loss that a step of length 1 against the gradient promises") {
      $0.place.decrease
    }
    Field("eigenvalues", "of the second derivative, ascending") { $0.place.eigenvalues }
    Field("near_zero", "eigenvalues up to this size count as 0") { $0.place.flat }
    Field("negative", "eigenvalues below that") { $0.place.counts.negative }
    Field("positive", "eigenvalues above it") { $0.place.counts.positive }
    Field("corners", "rows on a corner of an activation or the loss") { $0.place.hessian.cornerRows }
    Field("direction", "the steepest bend down by the names of weights; empty where none is clear") {
      report in
      JSONMap(pairs: report.descent.map { ($0.name.description, $0.component) })
    }
    Field("departure", "weights that leave a saddle; `null` elsewhere") { report in
      report.departure.map { JSONMap(pairs: $0.weights.map { ($0.name.description, $0.value) }) }
    }
    Field("departure_loss", "the loss with them") { $0.departure?.loss }
    Field("trial_epochs", "that copies were trained on; `null` without a trial") {
      $0.departure?.trial?.epochs
    }
    Field("trial_loss", "that the copy from the departure came to") { $0.departure?.trial?.left }
    Field("trial_stayed", "that the copy from here came to") { $0.departure?.trial?.stayed }
    Field("trial_reached", "whether the copy from the departure met the condition") {
      $0.departure?.trial?.reached
    }
  }
}
