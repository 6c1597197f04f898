import Interpreter
import Language
import Markdown

/// A page that was run, with what came of it.
struct LessonRun {
  /// Of the blocks and of the page, in the order of its lines.
  private(set) var outcomes: [Outcome] = []
  private let lesson: Lesson
  private var renewed: [(block: CodeBlock, lines: [String])] = []

  init(_ source: Source, with runner: LessonRunner) {
    lesson = Lesson(source.text(Span(0, source.bytes.count)))
    let name = source.name
    var all = lesson.faults.map { ($0.line, Outcome(name: "\(name):\($0.line)", .failed([$0.text]))) }
    all += lesson.skipped.map { ($0.line, Outcome(name: "\(name):\($0.line)", .skipped($0.text))) }
    let shared = runner.session()
    for test in lesson.tests {
      let text = Source(name: name, text: test.block.text, firstLine: test.line, margin: test.block.indent)
      var (interpreter, log) = shared
      if case .failsAlone = test.kind { (interpreter, log) = runner.session() }
      let run = TestRun(text, on: interpreter, log)
      let result = Self.result(test, run)
      all.append((test.line, Outcome(name: "\(name):\(test.line)", result)))
      if case .different = result, let output = test.output {
        renewed.append((output, Renewal.lines(Printout.trimmed(output.lines), run.lasting)))
      }
      if run.end == .interrupted { break }
    }
    outcomes = all.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// Whether nothing fails but output that is another one.
  var isUpdatable: Bool {
    outcomes.allSatisfy { if case .failed = $0.result { false } else { true } }
  }

  /// The page with the output that was seen.
  var updated: String { lesson.page.replacing(renewed) }

  static func result(_ test: Lesson.Test, _ run: TestRun) -> Outcome.Result {
    let problem: [String]? =
      switch test.kind {
      case .runs: run.problem
      case .fails(let code): missing(code, run)
      case .failsAlone(let code): missing(code, run)
      }
    if let problem { return .failed(problem + advice(test, run)) }
    guard let expected = test.expected.map(Printout.trimmed), !Match.matches(expected, run.lines),
      // Where a line breaks may hang on how many digits a time has; with its sign in the place of the time it does not.
      !Match.matches(expected, run.lasting)
    else {
      return .passed
    }
    return .different(Difference.lines(expected, run.lines))
  }

  /// What is wrong with a text that has to fail; nil if it did.
  private static func missing(_ code: String?, _ run: TestRun) -> [String]? {
    if run.end == .interrupted { return run.lines }
    if let code, DiagnosticCode(rawValue: code) == nil {
      return ["there is no mistake with the code `\(code)`; `why CODE` explains one"]
    }
    guard let seen = run.code else {
      return ["expected \(code.map { "the mistake \($0)" } ?? "a mistake"), got none"]
    }
    return code == nil || code == seen.rawValue
      ? nil : ["expected the mistake \(code ?? ""), got \(seen.rawValue)"]
  }

  /// Where the page shows a mistake as output, how to say that it is meant.
  private static func advice(_ test: Lesson.Test, _ run: TestRun) -> [String] {
    guard test.kind == .runs, case .failed = run.end, let code = run.code,
      test.expected?.contains(where: { $0.contains("error:") }) == true
    else { return [] }
    return ["If this mistake is meant, mark the block: nn fails \(code.rawValue)"]
  }
}
