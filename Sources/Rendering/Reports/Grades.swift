/// What somebody's work at an exercise earned, as `nn grade --json` writes it.
public struct GradeReport: Sendable {
  /// A criterion as it was found.
  public struct Criterion: Sendable {
    let condition: String
    let holds: Bool
    let heldBefore: Bool
    let points: Int
    let most: Int
    let found: String

    /// - Parameters:
    ///   - points: that it earned.
    ///   - most: that it counts.
    public init(
      condition: String, holds: Bool, heldBefore: Bool, points: Int, most: Int, found: String
    ) {
      (self.condition, self.holds, self.heldBefore) = (condition, holds, heldBefore)
      (self.points, self.most, self.found) = (points, most, found)
    }
  }

  let student: String
  let exercise: String
  let points: Int?
  let most: Int
  let notJudged: String?
  let criteria: [Criterion]
  let remarks: [String]

  /// - Parameters:
  ///   - points: nil if it was not judged.
  ///   - notJudged: why not.
  public init(
    student: String, exercise: String, points: Int?, most: Int, notJudged: String?,
    criteria: [Criterion], remarks: [String]
  ) {
    (self.student, self.exercise, self.points, self.most) = (student, exercise, points, most)
    (self.notJudged, self.criteria, self.remarks) = (notJudged, criteria, remarks)
  }

  /// As a line of JSON.
  public var json: String { GradeTable.grade.object(self).text }
}

/// What somebody earned for all exercises.
public struct GradeTotal: Sendable {
  let student: String
  let points: Int?
  let most: Int
  let notJudged: Int
  let remarks: [String]

  /// - Parameters:
  ///   - points: nil if an exercise was not judged.
  ///   - notJudged: how many exercises were not.
  public init(student: String, points: Int?, most: Int, notJudged: Int, remarks: [String]) {
    (self.student, self.points, self.most) = (student, points, most)
    (self.notJudged, self.remarks) = (notJudged, remarks)
  }

  /// As a line of JSON.
  public var json: String { GradeTable.total.object(self).text }
}

/// The rows of the lines of `nn grade --json`.
enum GradeTable {
  static let shapes = [grade.shape, total.shape]

  static let grade = EventRow<GradeReport>(
    "grade", "`nn grade --json`: somebody's work at an exercise was graded"
  ) {
    Field("student", "the file that was handed in") { $0.student }
    Field("exercise", "its title") { $0.exercise }
    Field("points", "earned; null if it was not judged") { $0.points }
    Field("of", "the points of the exercise") { $0.most }
    Field("judged", "whether it was judged") { $0.notJudged == nil }
    Field("reason", "why it was not judged, or null") { $0.notJudged }
    Field("criteria", "each with what was found; none if it was not judged", each: criterion) {
      $0.criteria
    }
    Field("remarks", "a line that did not run, a file that was not written") { $0.remarks }
  }

  private static let criterion: [Field<GradeReport.Criterion>] = [
    Field("condition", "as it is on the page") { $0.condition },
    Field("holds", "after the work") { $0.holds },
    Field("held_before", "before the work: such a criterion counts only with one that did not") {
      $0.heldBefore
    },
    Field("points", "earned") { $0.points },
    Field("of", "the points of the criterion") { $0.most },
    Field("found", "the sides of the comparison") { $0.found },
  ]

  static let total = EventRow<GradeTotal>(
    "grades", "`nn grade --json`: all that somebody handed in was graded"
  ) {
    Field("student", "the file that was handed in") { $0.student }
    Field("points", "earned for all exercises; null if one was not judged") { $0.points }
    Field("of", "the points of all exercises") { $0.most }
    Field("not_judged", "how many exercises were not") { $0.notJudged }
    Field("remarks", "those of all exercises, each once, in the order of lines") { $0.remarks }
  }
}
