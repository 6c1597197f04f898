import Interpreter
import Language
import Standard
import TestSupport
import Testing

/// What the documents show runs, and fails as they say.
struct DocumentTests {
  @Test(arguments: Documents.blocks("nn"))
  func everyExampleRuns(_ block: Block) {
    let stage = TestSession()
    stage.run(block.text)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }

  @Test(arguments: Documents.blocks("nn-error"))
  func everyErrorExampleFails(_ block: Block) {
    let stage = TestSession()
    stage.run(block.text)
    #expect(stage.problems.map(\.code.rawValue) == [block.argument], "\(stage.problems.map(\.message))")
  }

  @Test(arguments: StatementSpec.all.map(\.word))
  func helpExampleRuns(_ word: String) throws {
    let stage = TestSession()
    stage.run(try #require(StatementSpec.named(word)).example)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }

  /// The mistakes that help warns of are made, and are what it says.
  @Test(arguments: StatementSpec.all.map(\.word))
  func helpsMistakesHappen(_ word: String) throws {
    let spec = try #require(StatementSpec.named(word))
    for mistake in spec.mistakes {
      let stage = TestSession()
      stage.run(mistake.setup)
      #expect(stage.problems.isEmpty, "\(mistake.setup): \(stage.problems.map(\.message))")
      stage.run(mistake.wrong)
      #expect(stage.problems.first?.code == mistake.code, "\(mistake.wrong): \(stage.problems.map(\.code))")
    }
    let takesMore = spec.forms.contains { $0.contains(" ") } && ![.teaching].contains(spec.family)
    let isSafe = [
      "show", "unfreeze", "while", "check", "language", "prompt", "color", "timing", "pager", "transcript",
    ]
    #expect(!spec.mistakes.isEmpty || !takesMore || isSafe.contains(word), "\(word)")
  }

  /// docs/errors.md has a section and a script for every code. One code has none: nothing known raises it.
  @Test func everyCodeIsDocumented() {
    let text = Documents.text("docs/errors.md")
    let shown = Set(Documents.blocks(of: "docs/errors.md").map(\.argument))
    for code in DiagnosticCode.allCases {
      #expect(text.contains("### \(code.rawValue)\n"), "\(code.rawValue)")
      #expect(shown.contains(code.rawValue) || code == .internalFault, "\(code.rawValue)")
    }
    let headings = text.split(separator: "\n").filter { $0.hasPrefix("### ") }.map { String($0.dropFirst(4)) }
    #expect(Set(headings) == Set(DiagnosticCode.allCases.map(\.rawValue)))
  }

  @Test func aproposFindsNamesFirst() {
    let stage = TestSession()
    stage.run("apropos momentum")
    #expect(stage.lines.first?.hasPrefix("momentum — setting of train") == true)
    #expect(stage.lines.contains { $0.hasPrefix("sgd — optimizer") })
    #expect(stage.lines.allSatisfy { $0.count <= 80 })
    #expect(stage.run("apropos zebra") == .failed(65))
    #expect(stage.run("apropos") == .failed(65))
  }

  @Test(
    arguments: StatementSpec.all.map(\.word) + Vocabulary.Kind.allCases.flatMap(Vocabulary.standard.names))
  func helpAnswersEveryWord(_ word: String) {
    let stage = TestSession()
    stage.run("help \(word)")
    #expect(stage.problems.isEmpty)
    #expect(stage.lines.contains { $0.contains(word) })
    #expect(stage.lines.allSatisfy { $0.count <= 80 })
  }
}
