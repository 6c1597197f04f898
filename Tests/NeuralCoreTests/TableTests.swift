import Foundation
import NeuralCore
import TestSupport
import Testing

/// No row without an oracle, a check of its own, a text of help, and a place in the manual.
struct TableTests {
  private struct Row {
    let kind: String
    let name: String
    let summary: String
    let source: String
  }

  private static let rows: [Row] =
    Activation.all.map { Row(kind: "activation", name: $0.name, summary: $0.summary, source: $0.source) }
    + Loss.all.map { Row(kind: "loss", name: $0.name, summary: $0.summary, source: $0.source) }
    + Initializer.all.map { Row(kind: "start", name: $0.name, summary: $0.summary, source: $0.source) }
    + Optimizer.all.map { Row(kind: "optimizer", name: $0.name, summary: $0.summary, source: $0.source) }
    + Schedule.all.map { Row(kind: "schedule", name: $0.name, summary: $0.summary, source: $0.source) }

  @Test func textsAreWellFormed() {
    for kind in Set(Self.rows.map(\.kind)) {
      let rows = Self.rows.filter { $0.kind == kind }
      #expect(Set(rows.map(\.name)).count == rows.count)
    }
    for row in Self.rows {
      let isShort = !row.summary.isEmpty && row.summary.count <= 72 && !row.summary.hasSuffix(".")
      let isThere = isShort && !row.source.isEmpty
      #expect(isThere, "\(row.kind) \(row.name): \(row.summary.count)")
    }
    for optimizer in Optimizer.all {
      #expect(optimizer.settings.allSatisfy { $0.allows($0.fallback) && !$0.summary.isEmpty })
      #expect(optimizer.settings.contains { $0.name == "lr" })
    }
    for schedule in Schedule.all { #expect(schedule.parameters.allSatisfy { $0.allows($0.fallback) }) }
  }

  /// A named paper takes PyTorch's place where PyTorch has no such thing.
  private static let withoutPyTorch = [
    "loss errors", "activation step", "activation heaviside", "optimizer perceptron", "optimizer quickprop",
    "optimizer lm",
  ]

  @Test func everyRowHasAnOracle() throws {
    let seen =
      try ForwardOracle.comparisons() + InitializationOracle.comparisons() + TrajectoryOracle.comparisons()
    let sections = [
      "activation": ["Activations"], "loss": ["Losses", "Losses in training"], "start": ["Initializations"],
      "optimizer": ["Optimizers"], "schedule": ["Schedules"],
    ]
    for row in Self.rows where !Self.withoutPyTorch.contains("\(row.kind) \(row.name)") {
      let compared = seen.filter { sections[row.kind]?.contains($0.section) == true && $0.count > 0 }
      let names = compared.map { $0.name.split(separator: " ")[0] }
      let isThere = names.contains { $0 == row.name }
      // Starts that are a constant by definition: StartTests has their numbers.
      let isDefined = ["start zeros", "start constant"].contains("\(row.kind) \(row.name)")
      #expect(isThere || isDefined, "\(row.kind) \(row.name) was never compared with PyTorch")
    }
  }

  /// Examples: the manual runs, and names every row in a block that runs.
  @Test func everyRowHasAnExample() {
    let blocks = Documents.blocks(of: "grammar.md").filter { $0.kind == "nn" }.map(\.text).joined()
    let words = Set(blocks.split { " \n;()".contains($0) }.map(String.init))
    for row in Self.rows {
      let isThere = words.contains(row.name)
      #expect(isThere, "\(row.kind) \(row.name) in a block of grammar.md")
    }
  }

  /// The transcript that every build has to repeat names every row.
  @Test func everyRowIsInTheTranscript() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Determinism/everything.nn")
    let text = try String(contentsOf: url, encoding: .utf8)
    let words = Set(text.split { " \n".contains($0) }.map(String.init))
    for row in Self.rows {
      let isThere = words.contains(row.name)
      #expect(isThere, "\(row.kind) \(row.name) in everything.nn")
    }
  }

  @Test func convergenceIsSeenOfEveryOptimizer() {
    #expect(Set(ConvergenceTests.rates.keys) == Set(Optimizer.all.map(\.name)))
  }
}
