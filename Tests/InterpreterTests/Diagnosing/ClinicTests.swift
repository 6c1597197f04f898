import Foundation
import Interpreter
import NeuralCore
import TestSupport
import Testing

/// Eighty ill nets with twenty illnesses, four each, and twenty healthy ones, on data other than XOR. A file an illness in
/// `Clinic`: the names that count as its cause, and the scripts.
struct ClinicTests {
  private struct Patient {
    let name: String
    let causes: Set<String>
    let script: String
  }

  private static let patients: [Patient] = {
    let folder = Documents.root.appending(path: "Tests/InterpreterTests/Diagnosing/Clinic")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.sorted().flatMap { file -> [Patient] in
      guard let text = try? String(contentsOf: folder.appending(path: file), encoding: .utf8) else {
        return []
      }
      let parts = text.components(separatedBy: "\n## ")
      let causes = Set(
        parts[0].dropFirst(2).trimmingCharacters(in: .whitespacesAndNewlines).split(separator: "|").map(
          String.init))
      return parts.dropFirst().map { part in
        Patient(
          name: "\(file) \(part.prefix { $0 != "\n" })", causes: causes,
          script: String(part.drop { $0 != "\n" }))
      }
    }
  }()

  private func diagnosed(_ script: String) throws -> (Diagnosis, TestSession, named: Set<String>) {
    let run = try DiagnosedRun(script)
    let named = [run.fields["verdict"], run.fields["cause"]].compactMap { $0 as? String }
    return (run.diagnosis, run.stage, Set(named + run.findings))
  }

  /// Whether the first training after a line reaches the goal.
  private func reaches(_ script: String, _ line: String) -> Bool {
    let stage = TestSession()
    stage.run(script)
    let trainings = stage.reports.count
    return stage.run(line) == .done && stage.reports.count > trainings && stage.reports.last?.reached == true
  }

  @Test func illnessesAreNamedAndCured() throws {
    let ill = Self.patients.filter { !$0.causes.contains("healthy") }
    #expect(ill.count == 80)
    var (unnamed, uncured): ([String], [String]) = ([], [])
    for patient in ill {
      let (diagnosis, stage, named) = try diagnosed(patient.script)
      #expect(stage.reports.last?.reached != true, "\(patient.name) is not ill")
      if named.isDisjoint(with: patient.causes) { unnamed.append("\(patient.name): \(named.sorted())") }
      let cures = diagnosis.advice.filter { if case .reached = $0.outcome { true } else { false } }
      for cure in cures where cure.line.contains("train") {
        #expect(reaches(patient.script, cure.line), "\(patient.name): \(cure.line) was said to get there")
      }
      if cures.isEmpty { uncured.append(patient.name) }
      if diagnosis.verdict == .stuck { checkPlateau(diagnosis, patient) }
    }
    print("not named", unnamed, "not cured", uncured)
    #expect(unnamed.count <= 8, "\(unnamed)")
    #expect(uncured.count <= 16, "\(uncured)")
  }

  /// What is called a plateau and not slowness is still there after ten times the epochs.
  private func checkPlateau(_ diagnosis: Diagnosis, _ patient: Patient) {
    guard diagnosis.longTrial != nil else { return }
    let stage = TestSession()
    stage.run(patient.script + "\nlet before = loss\nrepeat 10\n  train\nend\nprint (before - loss)/before")
    #expect(stage.reports.last?.reached != true, "\(patient.name) is said to be stuck, and goes on")
  }

  @Test func healthyNetsRaiseNoAlarm() throws {
    let healthy = Self.patients.filter { $0.causes.contains("healthy") }
    #expect(healthy.count == 20)
    for patient in healthy {
      let (diagnosis, _, named) = try diagnosed(patient.script)
      #expect([.arrived, .converged].contains(diagnosis.verdict), "\(patient.name): \(named.sorted())")
      #expect(diagnosis.findings.isEmpty, "\(patient.name): \(named.sorted())")
    }
  }
}
