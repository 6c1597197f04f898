import Experiments
import Interpreter
import NeuralCore

/// `sweep`.
extension Reporter {
  func sweep(_ report: SweepReport) -> [Block] {
    let summaries = report.result.summaries()
    let head = [headline(report)] + shared(report) + [.blank]
    guard !summaries.isEmpty else { return head }
    let labels = labels(report.result, summaries)
    return head + labels.list + goals(report.result, summaries, labels)
      + ends(report.result, summaries, labels)
      + SweepPairs(report.result, labels).blocks + replays(report)
  }

  /// Names where tables of them fit a line of 80, else numbers.
  private func labels(_ result: SweepResult, _ summaries: [VariantSummary]) -> SweepLabels {
    let labels = SweepLabels(result)
    let tables = [
      goalTable(result, summaries, labels),
      SweepColumns(result, summaries, placesFit: false).table(summaries, labels),
    ]
    return tables.allSatisfy { ($0?.widestRow ?? 0) <= 80 } ? labels : SweepLabels(result, areNumbers: true)
  }

  // MARK: What was run

  private func headline(_ report: SweepReport) -> Block {
    let (result, points) = (report.result, report.result.points)
    var text = Text("\(counted(points.variants, "variant")) × \(counted(points.seeds.count, "seed"))")
    if points.seeds.count > 1 { text.append(" (\(points.seeds.text))") }
    if let folds = points.folds { text.append(" × \(folds) folds") }
    if result.isComplete {
      text.append(": \(counted(points.count, "run"))")
    } else {
      text.append(": ")
      text.append("\("stopped", .warning) after \(result.runs.count) of \(counted(points.count, "run"))")
    }
    if report.known > 0 { text.append(", \(report.known) of them from the ledger") }
    if showsTimes { text.append(" · " + time(report.seconds)) }
    return self.report(text)
  }

  private func shared(_ report: SweepReport) -> [Block] {
    let data = report.outline.data.map { ["\($0.name) (\(counted($0.rows, "row")))"] } ?? []
    let parts = (report.outline.shared + data).filter { $0 != report.result.variants.first?.name }
    return parts.isEmpty ? [] : [self.report(Text("all: " + parts.joined(separator: " · ")), indent: 2)]
  }

  // MARK: When the condition was met

  private func goals(
    _ result: SweepResult, _ summaries: [VariantSummary], _ labels: SweepLabels
  ) -> [Block] {
    guard let table = goalTable(result, summaries, labels) else { return [] }
    let never = summaries.contains { $0.solved != nil && $0.epochs.high == nil }
    let limit = result.variants.map(\.budget).max() ?? 0
    let meaning =
      "25, 50, 75 %: epochs after which more than so many of all runs were solved"
      + (never ? "; > is never within \(limit)" : "")
    return [.table(table), report(Text(meaning, .faint), indent: 2)]
  }

  /// nil where no run has a condition.
  private func goalTable(
    _ result: SweepResult, _ summaries: [VariantSummary], _ labels: SweepLabels
  ) -> Table? {
    guard summaries.contains(where: { $0.solved != nil }) else { return nil }
    let hasPlaces = result.points.folds == nil
    let heads =
      ["variant", "solved", "95 %", "25 %", "50 %", "75 %"] + (hasPlaces ? ["best", "worst"] : [])
    var table = Table(
      [.leading] + heads.dropFirst().map { _ in .trailing }, head: heads.map { Text($0, .faint) })
    for summary in summaries {
      let epochs = [summary.epochs.low, summary.epochs.median, summary.epochs.high].map(Self.epochs)
      table.rows.append(
        [labels.cell(summary.variant), solved(summary), interval(summary)] + epochs
          + (hasPlaces ? [SweepColumns.seed(summary.best), SweepColumns.seed(summary.worst)] : []))
    }
    return table
  }

  private func solved(_ summary: VariantSummary) -> Text {
    Text(summary.solved.map { "\($0)/\(summary.runs)" } ?? "")
  }

  private func interval(_ summary: VariantSummary) -> Text {
    guard let share = summary.solvedShare else { return Text("") }
    return Text("\((100 * share.low).fixed(0))–\((100 * share.high).fixed(0)) %")
  }

  private static func epochs(_ epochs: Int?) -> Text { Text(epochs.map { "\($0)" } ?? ">") }

  // MARK: Where the trainings ended

  private func ends(
    _ result: SweepResult, _ summaries: [VariantSummary], _ labels: SweepLabels
  ) -> [Block] {
    func table(_ columns: SweepColumns, times: Bool = false) -> Table {
      columns.table(summaries, labels, time: times ? { Text("· " + time($0.secondsOfRun)) } : nil)
    }
    let all = SweepColumns(result, summaries)
    let fits = table(all).widestRow <= 80
    var columns = fits ? all : SweepColumns(result, summaries, placesFit: false)
    while columns.metrics.count > 1, table(columns).widestRow > 80 {
      columns = SweepColumns(result, summaries, placesFit: false, most: columns.metrics.count - 1)
    }
    let timed = table(columns, times: true)
    // A column that would not fit into 80 is told in the sentence below.
    let hasTimes = showsTimes && timed.widestRow <= 80
    let times = hasTimes ? "; time of a run" : showsTimes ? spanOfTimes(summaries) : ""
    let shown = hasTimes ? timed : table(columns)
    return (columns.hasGoals ? [.blank] : []) + [.table(shown)] + meaning(result, columns, times)
      + summaries.compactMap { onlyOnce(result, $0, labels) }
      + (columns.hasPlaces ? [] : places(summaries, labels))
  }

  /// Says that a variant's runs are one, where no seed makes a difference to it: then its interval and its p say nothing.
  private func onlyOnce(_ result: SweepResult, _ summary: VariantSummary, _ labels: SweepLabels) -> Block? {
    let runs = result.runs(of: summary.variant)
    let first = summary.best
    // A loss of 0 may be reached on many ways.
    guard runs.count > 1, first.lossAfter != 0, result.points.folds == nil,
      runs.allSatisfy({
        $0.epochs == first.epochs && $0.training == first.training
      })
    else { return nil }
    return self.report(
      Text(
        "\(labels.inSentence(summary.variant)): all \(summary.runs) runs are the same, since nothing in them is drawn; "
          + "intervals and p count them as \(summary.runs), and are not to be used", .warning), indent: 2)
  }

  private func meaning(_ result: SweepResult, _ columns: SweepColumns, _ times: String) -> [Block] {
    let names = columns.metrics.map(\.rawValue).joined(separator: ", ")
    let means = names.isEmpty ? "" : "; \(names): mean ± standard deviation"
    let own = Set(result.variants.map(\.loss)).count > 1 ? " (each variant's own)" : ""
    return [self.report(Text("loss\(own) with the final weights" + means + times, .faint), indent: 2)]
  }

  /// How long runs took, where no column says it.
  private func spanOfTimes(_ summaries: [VariantSummary]) -> String {
    let ends = [summaries.map(\.secondsOfRun).min(), summaries.map(\.secondsOfRun).max()].map {
      time($0 ?? 0)
    }
    return "; a run took " + (ends[0] == ends[1] ? ends[0] : ends.joined(separator: " to "))
  }

  /// The best and the worst run of each variant, where they are in no table.
  private func places(_ summaries: [VariantSummary], _ labels: SweepLabels) -> [Block] {
    let places = summaries.map { summary in
      let (best, worst) = (SweepColumns.seed(summary.best).plain, SweepColumns.seed(summary.worst).plain)
      return "\(labels.inSentence(summary.variant)): seed \(best) and seed \(worst)"
    }
    let all = abbreviated(places, most: 12).joined(separator: "; ")
    return [self.report(Text("best and worst run of " + all, .faint), indent: 2)]
  }

  // MARK: What to do next

  private func replays(_ report: SweepReport) -> [Block] {
    let result = report.result
    guard let worst = result.worst else { return [] }
    let name = result.variants[worst.point.variant].quoted
    let fold = worst.point.fold.map { " fold \($0)" } ?? ""
    return [
      .blank,
      .code(
        Code(
          lines: [
            Code.Line(statement: "replay best"),
            Code.Line(statement: "replay seed \(worst.point.seed) of \(name)\(fold)"),
          ]
            + (report.ledger.map { result.isComplete ? [] : [Code.Line(statement: "sweep resume \"\($0)\"")] }
              ?? []))),
    ]
  }
}

/// What the table of a sweep shows of where trainings ended.
struct SweepColumns {
  struct Column {
    let head: String
    let cell: (VariantSummary) -> Text
  }

  /// Whether another table has the epochs to the condition, and best and worst.
  let hasGoals: Bool
  /// Besides the loss.
  let metrics: [TrainingMetric]
  /// Whether best and worst run are in one of the tables.
  let hasPlaces: Bool
  let all: [Column]

  /// - Parameter most: the most metrics besides the loss.
  init(_ result: SweepResult, _ summaries: [VariantSummary], placesFit: Bool = true, most: Int = .max) {
    func has(_ metric: TrainingMetric) -> Bool { summaries.contains { $0.means[metric] != nil } }
    let isValidated = has(.validationLoss)
    hasGoals = summaries.contains { $0.solved != nil }
    hasPlaces = result.points.folds == nil && (hasGoals || !isValidated && placesFit)
    var shown = Self.usual(hasClasses: has(.accuracy), isValidated: isValidated).filter(has)
    // What decides is shown, whichever it is, but no more columns than fit.
    if shown.count > most { shown = Array(shown.prefix(most)) }
    if case .metric(let metric) = result.outcome, metric != .loss, !shown.contains(metric) {
      shown = shown.prefix(min(most - 1, isValidated ? 2 : 1)) + [metric]
    }
    metrics = TrainingMetric.allCases.filter(shown.contains)
    var columns = isValidated ? [Self.loss("loss 50 %", \.median)] : Self.quartiles
    columns += metrics.map { metric in Column(head: metric.rawValue) { Self.mean($0, metric) } }
    if summaries.contains(where: { $0.diverged > 0 }) {
      columns.append(Column(head: "diverged") { Text("\($0.diverged)") })
    }
    if hasPlaces, !hasGoals {
      columns.append(Column(head: "best") { Self.seed($0.best) })
      columns.append(Column(head: "worst") { Self.seed($0.worst) })
    }
    all = columns
  }

  /// A row for each variant.
  func table(
    _ summaries: [VariantSummary], _ labels: SweepLabels, time: ((VariantSummary) -> Text)? = nil
  ) -> Table {
    let heads = ["variant"] + all.map(\.head) + (time == nil ? [] : ["time"])
    var table = Table(
      [.leading] + all.map { _ in .trailing } + (time == nil ? [] : [.leading]),
      head: heads.map { Text($0, .faint) }, hang: 4)
    table.rows = summaries.map { summary in
      [labels.cell(summary.variant)] + all.map { $0.cell(summary) } + (time.map { [$0(summary)] } ?? [])
    }
    return table
  }

  /// What is shown where nothing else is asked for; the loss besides.
  private static func usual(hasClasses: Bool, isValidated: Bool) -> [TrainingMetric] {
    switch (hasClasses, isValidated) {
    case (true, true): [.accuracy, .validationLoss, .validationAccuracy]
    case (true, false): [.accuracy]
    case (false, true): [.validationLoss, .validationRMSE, .validationR2]
    case (false, false): [.rmse, .r2]
    }
  }

  private static var quartiles: [Column] {
    [loss("loss 25 %", \.low), loss("50 %", \.median), loss("75 %", \.high)]
  }

  private static func loss(_ head: String, _ part: @escaping (VariantSummary.Quartiles<Double>) -> Double)
    -> Column
  {
    Column(head: head) { Text(part($0.loss).significant(3)) }
  }

  private static func mean(_ summary: VariantSummary, _ metric: TrainingMetric) -> Text {
    guard let mean = summary.means[metric] else { return Text("–") }
    let deviation = summary.deviations[metric].map { " ± " + $0.significant(2) } ?? ""
    return Text(mean.withSign(significant: 3) + deviation)
  }

  static func seed(_ run: SweepRun) -> Text {
    Text("\(run.point.seed)" + (run.point.fold.map { " fold \($0)" } ?? ""))
  }
}

/// How variants are called in the tables of a sweep: by their lines; with a number, where two names do not fit beside
/// each other; by the number alone, where the name does not fit into a table.
struct SweepLabels {
  private let names: [String]
  private let haveNumbers: Bool
  private let areNumbers: Bool

  /// - Parameter areNumbers: whether they are numbers however short the names are.
  init(_ result: SweepResult, areNumbers: Bool = false) {
    names = result.variants.map(\.name)
    let longest = names.count > 1 ? names.map(\.count).max() ?? 0 : 0
    (haveNumbers, self.areNumbers) = (areNumbers || longest > 15, areNumbers || longest > 20)
  }

  /// The numbers with their names, where tables have numbers alone.
  var list: [Block] {
    guard areNumbers else { return [] }
    var table = Table([.trailing, .leading], hang: 4)
    table.rows = names.indices.map { [Text("\($0 + 1)"), Text(names[$0])] }
    return [.table(table), .blank]
  }

  /// In a table.
  func cell(_ variant: Int) -> Text {
    areNumbers || !haveNumbers ? Text(short(variant)) : Text("\(variant + 1) \(names[variant])")
  }

  /// The name, or its number.
  func short(_ variant: Int) -> String { haveNumbers ? "\(variant + 1)" : names[variant] }

  /// In a sentence.
  func inSentence(_ variant: Int) -> String { areNumbers ? short(variant) : "`\(names[variant])`" }
}
