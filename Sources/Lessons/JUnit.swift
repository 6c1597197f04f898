import Rendering

/// Outcomes as JUnit XML, which test servers read.
public enum JUnit {
  /// The whole file.
  public static func text(_ outcomes: [LessonRunner.Outcome]) -> String {
    let failed = outcomes.count { $0.failure != nil }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuite name=\"nn\" tests=\"\(outcomes.count)\" failures=\"\(failed)\">\n"
    for outcome in outcomes {
      text += "  <testcase name=\"\(outcome.name.escapedXML)\""
      guard let failure = outcome.failure else {
        text += "/>\n"
        continue
      }
      text += "><failure>\(failure.joined(separator: "\n").escapedXML)</failure></testcase>\n"
    }
    return text + "</testsuite>\n"
  }
}
