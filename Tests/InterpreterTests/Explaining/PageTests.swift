import Foundation
import Explaining
import Interpreter
import NeuralCore
import Rendering
import Standard
import Testing

/// Explanations in other notations: the Python runs and prints the digits shown, the LaTeX compiles.
struct PageTests {
  /// Ten nets of the explanation tests, of different activations, losses and optimizers.
  static let cases = stride(from: 0, to: 200, by: 20).map { ExplanationTests.cases[$0 + $0 / 20] }

  private func explanations(_ test: ExplanationTests.Case) -> [Explanation] {
    let stage = TestSession()
    stage.run(
      "precision \(test.precision)\n\(test.net)\ndata\n\(test.rows.joined(separator: "\n"))\nend\n"
        + "init normal 0 0.7 seed \(test.seed)\ntrain \(test.optimizer) loss \(test.loss) epochs 2\n"
        + "explain data\nexplain gradient data\nexplain step")
    #expect(stage.problems.isEmpty, "\(test): \(stage.problems.map(\.message))")
    return stage.events.compactMap { if case .explain(let explanation, _) = $0 { explanation } else { nil } }
  }

  /// Runs a command; nil if there is no such command.
  private func output(_ command: String, _ arguments: [String], in folder: URL) throws -> String? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [command] + arguments
    process.currentDirectoryURL = folder
    let file = folder.appending(path: "output.txt")
    try Data().write(to: file)
    process.standardOutput = try FileHandle(forWritingTo: file)
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus == 127 { return nil }
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(process.terminationStatus == 0, "\(command): \(text.suffix(600))")
    return text
  }

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// Where a number is beyond float64, Python would end.
  @Test func pythonGoesOnWithInfinities() throws {
    let stage = TestSession()
    stage.run("precision double\nnet 1 1\nL0N0->L1N0 = 1e200\nexplain gradient 1 -> 0 to \"e.py\"")
    let program = try #require(stage.file("e.py"))
    try withFolder { folder in
      try program.write(to: folder.appending(path: "e.py"), atomically: true, encoding: .utf8)
      guard let text = try output("python3", ["e.py"], in: folder) else { return }
      #expect(text.contains("s(L1N0) = 1.000e+200\nE = inf\n"), "\(text)")
      #expect(text.hasSuffix("dE/d(L0N0->L1N0) = 2.000e+200\n"))
    }
  }

  /// Every number is the one that the text shows, but for the last digit, where float32 and double may part.
  @Test(arguments: cases)
  func pythonPrintsTheNumbersShown(_ test: ExplanationTests.Case) throws {
    try withFolder { folder in
      let explanations = explanations(test)
      #expect(explanations.count == 3)
      for explanation in explanations {
        let program = ExplanationPage.text(explanation, ExplanationForm(notation: .python))
        try program.write(to: folder.appending(path: "hand.py"), atomically: true, encoding: .utf8)
        guard let text = try output("python3", ["hand.py"], in: folder) else { return }
        let printed = text.split(separator: "\n").map { $0.separated(by: " = ") }
        let steps = explanation.derivation.sections.flatMap(\.groups).flatMap(\.steps)
        #expect(printed.count == steps.count, "\(test)")
        for (line, step) in zip(printed, steps) {
          let shown = explanation.digits.text(step.value)
          guard step.value.isFinite, let own = Double(line[1]) else { continue }
          let unit = lastDigit(shown)
          #expect((own - step.value).magnitude <= 1.6 * unit, "\(test): \(line) beside \(shown)")
          #expect(
            String(line[1]).split(separator: ".").last?.count == shown.split(separator: ".").last?.count)
        }
      }
    }
  }

  /// The worth of the last digit of a number's text.
  private func lastDigit(_ text: String) -> Double {
    let parts = text.split(separator: "e")
    let decimals = parts[0].split(separator: ".").dropFirst().first?.count ?? 0
    return Foundation.pow(10, Double(parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - Double(decimals))
  }

  @Test(arguments: cases)
  func everyLatexPageCompiles(_ test: ExplanationTests.Case) throws {
    try withFolder { folder in
      for explanation in explanations(test) {
        let page = ExplanationPage.text(explanation, ExplanationForm(notation: .latex))
        #expect(isBalanced(page), "\(test)")
        try page.write(to: folder.appending(path: "hand.tex"), atomically: true, encoding: .utf8)
        let arguments = ["-interaction=nonstopmode", "-halt-on-error", "hand.tex"]
        guard let text = try output("pdflatex", arguments, in: folder) else { continue }
        #expect(text.contains("Output written"), "\(test)")
      }
    }
  }

  /// Brackets, braces and environments close in turn, and nothing is left that TeX does not know.
  private func isBalanced(_ page: String) -> Bool {
    var open: [String] = []
    let bare = page.replacing("\\{", with: "").replacing("\\}", with: "")
    for piece in bare.matches(of: /\\(begin|end)\{(\w+\*?)\}|\\left(?![a-z])|\\right(?![a-z])|[{}]/) {
      let text = String(piece.output.0)
      switch text {
      case _ where text.hasPrefix("\\begin"): open.append(String(piece.output.2 ?? ""))
      case _ where text.hasPrefix("\\end"): if open.popLast() != String(piece.output.2 ?? "") { return false }
      case "\\left", "{": open.append(text)
      case "\\right": if open.popLast() != "\\left" { return false }
      default: if open.popLast() != "{" { return false }
      }
    }
    return open.isEmpty && page.unicodeScalars.allSatisfy(\.isASCII)
  }

  @Test(arguments: cases)
  func markdownHasTheSameFormulas(_ test: ExplanationTests.Case) throws {
    for explanation in explanations(test) {
      let page = ExplanationPage.text(explanation, ExplanationForm(notation: .markdown))
      #expect(page.hasPrefix("# "))
      #expect(page.components(separatedBy: "\n$$\n").count % 2 == 1)
      #expect(
        page.components(separatedBy: "\\begin{aligned}").count
          == page.components(separatedBy: "\\end{aligned}").count)
    }
  }

  /// A softmax output takes the derivatives of the loss as they stand, and what begins there is b and δ.
  @Test(arguments: ["loss mse", "loss huber wrt inputs", "of L1N0", "loss mae as latex"])
  func noEnvironmentIsEmpty(what: String) throws {
    let stage = TestSession()
    stage.run("net 4 3 softmax\ninit torch seed 1\ndata iris\nexplain gradient 5.1 3.5 1.4 0.2 \(what)")
    #expect(stage.problems.isEmpty)
    let all = stage.events.compactMap {
      if case .explain(let explanation, _) = $0 { explanation } else { nil }
    }
    let explanation = try #require(all.last)
    #expect(explanation.derivation.sections.flatMap(\.groups).allSatisfy { !$0.steps.isEmpty })
    for notation in [NotationChoice.latex, .markdown] {
      let page = ExplanationPage.text(explanation, ExplanationForm(notation: notation))
      #expect(page.contains("b_{1} &= "))
      #expect(!page.contains("}\n\n\\end{"))
    }
  }

  /// `to "FILE"` writes the page, and the text without `as`.
  @Test func filesAreWritten() throws {
    let stage = TestSession()
    stage.run(
      "net 2 2 1\ninit torch seed 1\ndata xor\nexplain 0 1 as python to \"a.py\"\nexplain 0 1 to \"a.txt\"\n"
        + "explain gradient data as latex to \"a.tex\"\nexplain step adam as markdown to \"a.md\"")
    #expect(stage.problems.isEmpty)
    #expect(stage.file("a.py")?.contains("import math") == true)
    #expect(stage.file("a.txt")?.hasPrefix("inputs   L0N0 = 0   L0N1 = 1\n") == true)
    #expect(stage.file("a.tex")?.hasPrefix("\\documentclass{article}") == true)
    #expect(stage.file("a.md")?.hasPrefix("# Update 1 of adam lr 0.001 by hand, net 2-2-1") == true)
  }

  /// Without `as` a file has the notation of its name.
  @Test(arguments: [
    ("a.md", "# The outputs"), ("a.tex", "\\documentclass"), ("a.PY", "#"), ("a.text", "inputs   L0N0 = 0"),
  ])
  func theNameOfAFileSaysItsNotation(file: String, beginning: String) {
    let stage = TestSession()
    stage.run("net 2 2 1\ninit torch seed 1\nexplain 0 1 to \"\(file)\"")
    #expect(stage.problems.isEmpty && stage.file(file)?.hasPrefix(beginning) == true)
  }

  /// Of l-bfgs there are direction and length of the first move, and the step itself is whole.
  @Test func aRuleThatSearchesShowsItsFirstMove() throws {
    let stage = TestSession()
    stage.run("net 2 2 1\ninit torch seed 1\ndata xor\ntrain l-bfgs epochs 1\nexplain step")
    guard case .explain(let explanation, _)? = stage.events.last, case .update(let update) = explanation.kind,
      let search = update.search
    else {
      Issue.record("no explanation")
      return
    }
    #expect(search.weights.count == 9 && search.length > 0)
    for weight in search.weights {
      #expect((weight.before + search.length * weight.direction - weight.after).magnitude < 1e-5)
    }
    for notation in NotationChoice.allCases {
      #expect(ExplanationPage.text(explanation, ExplanationForm(notation: notation)).contains("L1N0"))
    }
    #expect(stage.lines.contains { $0.contains("There is no formula for one weight") })
    stage.run("step")
    let stepped = stage.session.network
    stage.run("undo\ntrain l-bfgs epochs 1")
    #expect(stage.session.network == stepped)
  }
}
