import Explaining
import Foundation
import Interpreter
import Rendering
import Standard
import TestSupport
import Testing

/// Explanations in other notations, word for word: fractions the right way up, weights from where they come from.
struct NotationTests {
  static let statements: [(name: String, text: String)] = [
    ("outputs", "explain 0 1"), ("gradient", "explain gradient 0 1 -> 1"),
    ("neuron", "explain gradient 0 1 -> 1 neuron L1N0"), ("update", "explain step adam lr 0.01"),
  ]

  private func explanation(_ statement: String) throws -> Explanation {
    let run = RenderedRun(
      "net 2 2 1\ninit xavier seed 1000\ndata\n0 1 -> 1\nend\ntrain sgd lr 0.1 epochs 1\n\(statement)")
    guard case .explain(let explanation, _)? = run.events.last else {
      throw Missing(description: run.text().map(\.text).joined(separator: "\n"))
    }
    return explanation
  }

  private struct Missing: Error, CustomStringConvertible { let description: String }

  @Test(arguments: statements.map(\.name), NotationChoice.allCases)
  func pagesAreAsRecorded(_ name: String, _ notation: NotationChoice) throws {
    let statement = try #require(Self.statements.first { $0.name == name }).text
    let ending =
      switch notation {
      case .markdown: "md"
      case .latex: "tex"
      case .python: "py"
      }
    let now = ExplanationPage.text(try explanation(statement), notation)
    let path = "Tests/RenderingTests/Golden/\(name).\(ending)"
    #expect(try Golden.text(path, now: now) == now)
  }
}
