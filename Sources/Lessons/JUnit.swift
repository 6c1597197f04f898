import Rendering

/// Outcomes as JUnit XML, which test servers read.
public enum JUnit {
  /// How the file begins.
  public static let mark = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"nn\""

  /// The whole file.
  public static func text(_ outcomes: [Outcome]) -> String {
    let failed = outcomes.count { $0.failure != nil }
    let skipped = outcomes.count { $0.reason != nil }
    var text = mark
    text += " tests=\"\(outcomes.count)\" failures=\"\(failed)\" skipped=\"\(skipped)\">\n"
    for outcome in outcomes {
      text += "  <testcase name=\"\(outcome.name.escapedXML)\"" + ending(outcome.result) + "\n"
    }
    return text + "</testsuite>\n"
  }

  private static func ending(_ result: Outcome.Result) -> String {
    switch result {
    case .passed: "/>"
    case .different(let lines), .failed(let lines):
      "><failure>\(lines.joined(separator: "\n").escapedXML)</failure></testcase>"
    case .skipped(let reason): "><skipped message=\"\(reason.escapedXML)\"/></testcase>"
    }
  }
}
