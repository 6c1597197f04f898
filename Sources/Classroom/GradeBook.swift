import Language
import Rendering

/// What students handed in, and what it earned.
public struct GradeBook: Sendable {
  /// An exercise of the page.
  public struct Column: Sendable, Equatable {
    /// Of the exercise.
    public let title: String
    /// The criteria with their points.
    public let criteria: [(condition: String, points: Int)]

    /// What the criteria count together.
    public var most: Int { criteria.reduce(0) { $0 + $1.points } }

    /// Equal where title and criteria are.
    public static func == (a: Column, b: Column) -> Bool {
      a.title == b.title && a.criteria.map(\.condition) == b.criteria.map(\.condition)
        && a.criteria.map(\.points) == b.criteria.map(\.points)
    }
  }

  /// A student.
  public struct Row: Sendable {
    /// The name of the file.
    public let student: String
    /// One an exercise.
    public let results: [Grader.Result]

    /// A row of a book.
    public init(student: String, results: [Grader.Result]) {
      (self.student, self.results) = (student, results)
    }

    /// For all exercises; nil if one of them was not judged.
    public var points: Int? { isJudged ? earned : nil }

    /// For the exercises that were judged.
    var earned: Int { results.reduce(0) { $0 + $1.points } }

    var isJudged: Bool { results.allSatisfy { $0.notJudged == nil } }

    /// Whether none was judged, each for this reason.
    func isUnjudged(because reason: String?) -> Bool {
      reason != nil && results.allSatisfy { $0.notJudged == reason }
    }
  }

  /// The exercises.
  public let columns: [Column]
  /// In the order in which they were given.
  public var rows: [Row] = []

  /// A book without students.
  public init(_ page: ExercisePage) {
    columns = page.tasks.map { task in
      Column(
        title: task.title.harmless,
        criteria: task.exercise.criteria.map {
          (task.source.text($0.condition.span).harmless, $0.points)
        })
    }
  }

  /// What there is to get.
  public var most: Int { columns.reduce(0) { $0 + $1.most } }

  /// Of work that had to be stopped: what it would have come to nobody knows, and it earns nothing.
  public func stopped(at column: Int, because reason: String) -> Grader.Result {
    Grader.Result(
      findings: columns[column].criteria.map {
        Grader.Result.Finding(
          condition: $0.condition, holds: false, heldBefore: false, points: $0.points, found: "stopped")
      }, points: 0, remarks: [Remark(reason)])
  }

  /// Of work that nobody could judge.
  public static func notJudged(because reason: String) -> Grader.Result {
    var result = Grader.Result(findings: [], points: 0, remarks: [])
    result.notJudged = reason.harmless
    return result
  }

  // MARK: Text

  /// Remarks of a student that are shown.
  private static let mostRemarks = 12

  /// Of all exercises, each once. What is about one exercise as a whole names it.
  private func remarks(_ row: Row) -> [Remark] {
    let all = zip(columns, row.results).flatMap { column, result in
      result.remarks.map { remark in
        let isOfAll = remark.line != nil || row.results.allSatisfy { $0.remarks.contains(remark) }
        return isOfAll ? remark : Remark("\(column.title): \(remark.words)")
      }
    }
    return Remark.inOrder(all)
  }

  /// The table for people.
  public var document: Document {
    Document(rows.flatMap(blocks) + [.paragraph(Paragraph(text: Text(summary)))])
  }

  private func blocks(_ row: Row) -> [Block] {
    var blocks: [Block] = [.paragraph(Paragraph(text: Text(headline(row), .heading)))]
    let shared = row.results.first?.notJudged
    for (column, result) in zip(columns, row.results) {
      if let reason = result.notJudged {
        // Where none was judged for one reason it stands behind the name.
        guard !row.isUnjudged(because: shared) else { continue }
        let title = columns.count > 1 ? "\(column.title): " : ""
        blocks.append(
          .paragraph(Paragraph(text: Text("\(title)not judged: \(reason)", .warning), indent: 2, hang: 4)))
        continue
      }
      if columns.count > 1 {
        blocks.append(
          .paragraph(Paragraph(text: Text("\(column.title): \(result.points) of \(column.most)"), indent: 2)))
      }
      blocks.append(.table(table(result)))
    }
    let remarks = remarks(row)
    blocks += remarks.prefix(Self.mostRemarks).map { remark($0.text) }
    if remarks.count > Self.mostRemarks {
      blocks.append(remark("\(remarks.count - Self.mostRemarks) more; --json has all"))
    }
    return blocks + [.blank]
  }

  private func headline(_ row: Row) -> String {
    let student = row.student.harmless
    guard !row.isJudged else { return "\(student): \(row.earned) of \(most) points" }
    let judged = zip(columns, row.results).filter { $1.notJudged == nil }
    guard !judged.isEmpty else {
      let shared = row.results.first?.notJudged
      return "\(student): not judged" + (row.isUnjudged(because: shared) ? ": \(shared ?? "")" : "")
    }
    let possible = judged.reduce(0) { $0 + $1.0.most }
    return "\(student): \(row.earned) of \(possible) points, "
      + "\(columns.count - judged.count) of \(columns.count) exercises not judged"
  }

  private func table(_ result: Grader.Result) -> Table {
    var table = Table([.leading, .leading, .leading, .leading], indent: columns.count > 1 ? 4 : 2)
    for finding in result.findings {
      table.rows.append([
        word(finding, result), Text(finding.condition),
        Text("\(result.earned(finding)) of \(finding.points)"), Text(finding.found, .faint),
      ])
    }
    return table
  }

  /// What held before the work began counts once something else does.
  private func word(_ finding: Grader.Result.Finding, _ result: Grader.Result) -> Text {
    guard finding.holds else { return Text("does not hold", .warning) }
    return result.points > 0 ? Text("holds", .good) : Text("held before", .faint)
  }

  private func remark(_ text: String) -> Block {
    .paragraph(Paragraph(text: Text("remark: \(text)", .faint), indent: 2, hang: 2))
  }

  private var summary: String {
    let count = rows.count == 1 ? "1 hand-in" : "\(rows.count) hand-ins"
    let points = rows.compactMap(\.points)
    let left = rows.count - points.count
    let unjudged = left == 0 ? "" : " · \(left) not judged"
    guard !points.isEmpty else { return count + unjudged }
    let full = points.count { $0 == most }
    // Rounded to a tenth.
    let tenths = (20 * points.reduce(0, +) + points.count) / (2 * points.count)
    return "\(count) · mean \(tenths / 10).\(tenths % 10) of \(most) points · \(full) with all\(unjudged)"
  }

  // MARK: CSV

  /// How the file begins.
  public static let csvMark = "student,points,of,"

  /// A line a student: points for each exercise and criterion, what was found, what was not judged, remarks (RFC 4180).
  /// What was not judged has empty cells in the place of points.
  public var csv: String {
    let lines = [head.map(Self.cell)] + rows.map(cells)
    return lines.map { $0.joined(separator: ",") + "\r\n" }.joined()
  }

  /// No two columns have one name.
  private var head: [String] {
    var names = ["student", "points", "of"]
    for column in columns {
      names.append("\(column.title): points")
      for criterion in column.criteria {
        names += [
          "\(column.title): \(criterion.condition)", "\(column.title): \(criterion.condition): found",
        ]
      }
    }
    names += ["not judged", "remarks"]
    var seen: [String: Int] = [:]
    return names.map { name in
      seen[name, default: 0] += 1
      return seen[name] == 1 ? name : "\(name) (\(seen[name] ?? 0))"
    }
  }

  private func cells(_ row: Row) -> [String] {
    var cells = [Self.cell(row.student), row.points.map { "\($0)" } ?? "", "\(most)"]
    var reasons: [String] = []
    for (column, result) in zip(columns, row.results) {
      if let reason = result.notJudged {
        reasons.append("\(column.title): \(reason)")
        cells += [String](repeating: "", count: 1 + 2 * column.criteria.count)
        continue
      }
      cells.append("\(result.points)")
      for finding in result.findings {
        cells += ["\(result.earned(finding))", Self.cell(finding.found)]
      }
    }
    if row.isUnjudged(because: row.results.first?.notJudged) {
      reasons = [row.results.first?.notJudged ?? ""]
    }
    let texts = remarks(row).map(\.text)
    return cells + [reasons, texts].map { Self.cell($0.joined(separator: "; "), limit: 32_000) }
  }

  /// A text that no spreadsheet takes for a formula.
  static func cell(_ text: String) -> String { cell(text, limit: 300) }

  private static func cell(_ text: String, limit: Int) -> String {
    var text = text.harmless(limit: limit)
    if let first = text.first(where: { $0 != " " }), "=+-@|%".contains(first) { text = "'" + text }
    guard text.contains(where: { ",\"\r\n;".contains($0) }) || text.hasPrefix(" ") else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  // MARK: JSON

  /// A line for each exercise of each student, and one for all that a student handed in.
  public var jsonLines: [String] {
    rows.flatMap { row in
      let grades = zip(columns, row.results).map { report($0, $1, row.student.harmless).json }
      let total = GradeTotal(
        student: row.student.harmless, points: row.points, most: most,
        notJudged: row.results.count { $0.notJudged != nil }, remarks: remarks(row).map(\.text))
      return grades + [total.json]
    }
  }

  private func report(_ column: Column, _ result: Grader.Result, _ student: String) -> GradeReport {
    GradeReport(
      student: student, exercise: column.title, points: result.notJudged == nil ? result.points : nil,
      most: column.most, notJudged: result.notJudged,
      criteria: result.findings.map { finding in
        GradeReport.Criterion(
          condition: finding.condition, holds: finding.holds, heldBefore: finding.heldBefore,
          points: result.earned(finding), most: finding.points, found: finding.found)
      }, remarks: Remark.inOrder(result.remarks).map(\.text))
  }
}
