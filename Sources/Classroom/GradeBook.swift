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

    /// For all exercises.
    public var points: Int { results.reduce(0) { $0 + $1.points } }
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

  /// Of a hand-in that was not judged at an exercise.
  public func nothing(at column: Int, because remark: String) -> Grader.Result {
    Grader.Result(
      findings: columns[column].criteria.map {
        Grader.Result.Finding(condition: $0.condition, holds: false, points: $0.points, found: "not judged")
      }, points: 0, remarks: [remark.harmless])
  }

  // MARK: Text

  /// The table for people.
  public var document: Document {
    Document(rows.flatMap(blocks) + [.paragraph(Paragraph(text: Text(summary)))])
  }

  private func blocks(_ row: Row) -> [Block] {
    var blocks: [Block] = [
      .paragraph(
        Paragraph(text: Text("\(row.student.harmless): \(row.points) of \(most) points", .heading)))
    ]
    for (column, result) in zip(columns, row.results) {
      if columns.count > 1 {
        blocks.append(
          .paragraph(Paragraph(text: Text("\(column.title): \(result.points) of \(column.most)"), indent: 2)))
      }
      var table = Table([.leading, .leading, .leading, .leading], indent: columns.count > 1 ? 4 : 2)
      for finding in result.findings {
        table.rows.append([
          word(finding, result), Text(finding.condition),
          Text("\(result.earned(finding)) of \(finding.points)"), Text(finding.found, .faint),
        ])
      }
      blocks.append(.table(table))
      blocks += result.remarks.map(remark)
    }
    return blocks + [.blank]
  }

  /// What held before the work began counts once something else does.
  private func word(_ finding: Grader.Result.Finding, _ result: Grader.Result) -> Text {
    guard finding.holds else { return Text("does not hold", .warning) }
    return result.points > 0 ? Text("holds", .good) : Text("held before", .faint)
  }

  private func remark(_ text: String) -> Block {
    .paragraph(Paragraph(text: Text("remark: \(text)", .faint), indent: 4, hang: 2))
  }

  private var summary: String {
    let count = rows.count == 1 ? "1 hand-in" : "\(rows.count) hand-ins"
    guard !rows.isEmpty else { return count }
    let full = rows.count { $0.points == most }
    // Rounded to a tenth.
    let tenths = (20 * rows.reduce(0) { $0 + $1.points } + rows.count) / (2 * rows.count)
    return "\(count) · mean \(tenths / 10).\(tenths % 10) of \(most) points · \(full) with all"
  }

  // MARK: CSV

  /// A line a student: points for each exercise and criterion, what was found, remarks (RFC 4180).
  public var csv: String {
    var head = ["student", "points", "of"]
    for column in columns {
      head.append("\(column.title): points")
      for criterion in column.criteria {
        head += ["\(column.title): \(criterion.condition)", "found"]
      }
    }
    let lines = [head.map(Self.cell) + [Self.cell("remarks")]] + rows.map(cells)
    return lines.map { $0.joined(separator: ",") + "\r\n" }.joined()
  }

  private func cells(_ row: Row) -> [String] {
    var cells = [Self.cell(row.student), "\(row.points)", "\(most)"]
    for result in row.results {
      cells.append("\(result.points)")
      for finding in result.findings {
        cells += ["\(result.earned(finding))", Self.cell(finding.found)]
      }
    }
    return cells + [Self.cell(row.results.flatMap(\.remarks).joined(separator: "; "))]
  }

  /// A text that no spreadsheet takes for a formula.
  static func cell(_ text: String) -> String {
    var text = text.harmless
    if let first = text.first(where: { $0 != " " }), "=+-@|%".contains(first) { text = "'" + text }
    guard text.contains(where: { ",\"\r\n;".contains($0) }) || text.hasPrefix(" ") else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  // MARK: JSON

  /// A line for each exercise of each student.
  public var jsonLines: [String] {
    rows.flatMap { row in
      zip(columns, row.results).map { column, result in
        let findings = result.findings.map { finding in
          "{\"condition\":\(Self.quoted(finding.condition)),\"holds\":\(finding.holds),"
            + "\"points\":\(result.earned(finding)),\"of\":\(finding.points),"
            + "\"found\":\(Self.quoted(finding.found))}"
        }
        return "{\"event\":\"grade\",\"student\":\(Self.quoted(row.student.harmless)),"
          + "\"exercise\":\(Self.quoted(column.title)),\"points\":\(result.points),\"of\":\(column.most),"
          + "\"criteria\":[\(findings.joined(separator: ","))],"
          + "\"remarks\":[\(result.remarks.map(Self.quoted).joined(separator: ","))]}"
      }
    }
  }

  /// A harmless text holds no control characters.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
