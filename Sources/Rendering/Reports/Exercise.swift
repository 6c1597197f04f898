import Interpreter

/// `exercise`, `hint`, `done`, `solution`, `skip`.
extension Reporter {
  func exercise(_ report: ExerciseReport) -> [Block] {
    var table = Table([.leading, .leading], indent: 2, hang: 6)
    for criterion in report.criteria {
      table.rows.append([Text(criterion.words), Text(counted(criterion.points, "point"), .faint)])
    }
    let hints = report.hints == 0 ? "" : " · hint helps (\(counted(report.hints, "hint")))"
    let solution = report.hasSolution ? " · solution shows one" : ""
    return [
      .paragraph("To do, for \(counted(report.criteria.reduce(0) { $0 + $1.points }, "point")):"),
      .table(table),
      .paragraph(Text("done judges it\(hints)\(solution) · skip leaves", .faint)),
    ]
  }

  func hint(_ text: String, _ number: Int, _ count: Int) -> [Block] {
    text.linesOfText.enumerated().map { k, line in
      .paragraph((k == 0 ? "hint \(number) of \(count): " : "    ") + Text(line, .narration), hang: 4)
    }
  }

  func solution(_ statements: [String]) -> [Block] {
    [.paragraph("A solution:")] + [.preformatted(statements.flatMap(\.linesOfText).map { Text("  " + $0) })]
  }

  func judged(_ report: JudgmentReport) -> [Block] {
    let most = counted(report.most, "point")
    switch report.occasion {
    case .test:
      return [
        self.report("exercise \(report.title.onOneLine): its solution earns \(most)")
      ]
    case .solution:
      return [.paragraph("That was a solution of \(report.title.onOneLine): no points of \(report.most).")]
    case .work: break
    }
    return [.table(findings(report))] + [.paragraph(verdict(report))]
  }

  private func findings(_ report: JudgmentReport) -> Table {
    var table = Table([.leading, .leading, .leading, .leading], indent: 2, hang: 6)
    for finding in report.findings {
      let points = finding.criterion.points
      table.rows.append([
        finding.holds ? Text("holds", .good) : Text("not yet", .warning), Text(finding.criterion.words),
        Text("\(finding.holds ? points : 0) of \(points)"), Text(finding.found, .faint),
      ])
    }
    return table
  }

  private func verdict(_ report: JudgmentReport) -> Text {
    if report.isSolved { return Text("Solved: \(report.points) of \(counted(report.most, "point")).", .good) }
    if report.heldFromTheStart {
      return Text(
        "0 of \(counted(report.most, "point")): all of it held when the exercise opened, so nothing was left to do."
      )
    }
    let hints = report.hintsLeft > 0 ? " `hint` helps (\(report.hintsLeft) left)." : ""
    let isUntouched = report.points == 0 && report.findings.contains(where: \.holds)
    return Text(
      "\(report.points) of \(counted(report.most, "point")): the exercise stays open."
        + (isUntouched ? " What held from the start counts once more is done." : "") + hints)
  }
}

extension Criterion {
  /// For those who work at it: a criterion on what they are asked for would say the answer.
  fileprivate var words: String { asked.map { "`\($0)` is right" } ?? condition }
}

extension EventTable {
  static let exercise = EventRow<ExerciseReport>("exercise", "an exercise is open") {
    Field("title", "of the exercise") { $0.title }
    Field("criteria", "the conditions that are to hold") { $0.criteria.map(\.condition) }
    Field("points", "of each criterion") { $0.criteria.map(\.points) }
    Field("hints", "that it has") { $0.hints }
  }

  static let hint = EventRow<(text: String, number: Int, count: Int)>("hint", "`hint` in an open exercise") {
    Field("text", "of the hint") { $0.text }
    Field("number", "of the hint, from 1") { $0.number }
    Field("of", "all hints of the exercise") { $0.count }
  }

  static let solution = EventRow<[String]>("solution", "`solution`: its statements run now") {
    Field("statements", "of the solution, as typed") { $0 }
  }

  /// A line for each criterion, then one for the exercise.
  static func judged(_ report: JudgmentReport) -> [JSON] {
    report.findings.map { criterion.object((report, $0)) } + [judgment.object(report)]
  }

  static let criterion = EventRow<(report: JudgmentReport, finding: JudgmentReport.Finding)>(
    "criterion", "an exercise was judged: one for each criterion, then `judgment`"
  ) {
    Field("title", "of the exercise") { $0.report.title }
    Field("condition", "as typed") { $0.finding.criterion.condition }
    Field("holds", "whether it does") { $0.finding.holds }
    Field("held_before", "whether it did when the exercise opened") { $0.finding.heldBefore }
    Field("points", "that it counts") { $0.finding.criterion.points }
    Field("found", "both sides of a comparison, or why it cannot be read") { $0.finding.found }
  }

  static let judgment = EventRow<JudgmentReport>("judgment", "an exercise was judged") {
    Field("title", "of the exercise") { $0.title }
    Field(choice: "occasion", "`work` of a person, the `solution` that was asked for, or a `test` of it") {
      $0.occasion
    }
    Field("solved", "whether all criteria hold; of work, not all of them from the start") { $0.isSolved }
    Field("points", "for what was done; 0 for a solution that was shown") { $0.points }
    Field("most", "points that there are") { $0.most }
  }

  static let skipped = EventRow<String>("skip", "an exercise was left") { Field("title", "of it") { $0 } }
}

extension String {
  /// With a blank in the place of each newline.
  fileprivate var onOneLine: String { linesOfText.joined(separator: " ") }
}
