import Foundation
import Interpreter
import Rendering
import Testing

/// A script, `diagnose` after it, and what that said.
struct DiagnosedRun {
  let stage: TestSession
  let diagnosis: Diagnosis
  /// As a line of JSON has it.
  let fields: [String: Any]

  var findings: [String] { fields["findings"] as? [String] ?? [] }

  init(_ script: String, on stage: TestSession = TestSession()) throws {
    self.stage = stage
    stage.run(script + "\ndiagnose")
    #expect(stage.problems.isEmpty, "\(script)\(stage.problems.map(\.message))")
    let event = try #require(
      stage.events.last { if case .diagnosis(_, false) = $0 { true } else { false } })
    guard case .diagnosis(let diagnosis, _) = event else { throw CancellationError() }
    self.diagnosis = diagnosis
    fields =
      try JSONSerialization.jsonObject(with: Data((JSONLines.lines(event).first ?? "{}").utf8))
      as? [String: Any] ?? [:]
  }
}
