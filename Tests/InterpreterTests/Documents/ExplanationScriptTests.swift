import Language
import Testing

/// The scripts that `why` shows: the wrong one raises its code, the right one runs.
struct ExplanationScriptTests {
  @Test(arguments: DiagnosticCode.allCases.filter { !$0.explanation.wrong.isEmpty })
  func theWrongScriptRaisesIt(_ code: DiagnosticCode) {
    let stage = TestSession()
    let end = stage.run(code.explanation.wrong)
    #expect(stage.problems.first?.code == code, "\(stage.problems.map(\.message))")
    #expect(end == .failed(code.exitStatus))
  }

  @Test(arguments: DiagnosticCode.allCases)
  func theRightScriptRuns(_ code: DiagnosticCode) {
    let stage = TestSession()
    let end = stage.run(code.explanation.right)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(end == .done)
  }
}
