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
    let now = ExplanationPage.text(try explanation(statement), ExplanationForm(notation: notation))
    let path = "Tests/RenderingTests/Golden/\(name).\(ending)"
    #expect(try Golden.text(path, now: now) == now)
  }

  // MARK: For slides

  private func page(_ script: String, _ form: ExplanationForm) throws -> String {
    let events = RenderedRun(script).events
    guard case .explain(let explanation, _)? = events.last else {
      throw Missing(description: script)
    }
    return ExplanationPage.text(explanation, form)
  }

  private static let script = "net 2 2 1\ninit xavier seed 1000\ndata xor\n"

  @Test func pagesBeginWithInputsAndTargets() throws {
    for statement in ["explain 0 1", "explain gradient 0 1 -> 1"] {
      let latex = try page(Self.script + statement, ExplanationForm(notation: .latex))
      #expect(latex.contains("Inputs: $\\mathrm{L0N0} = 0$, $\\mathrm{L0N1} = 1$. Target: $t_{0} = 1$."))
    }
    // A row that the data does not have has no target.
    let other = try page(Self.script + "explain 0.5 1", ExplanationForm(notation: .markdown, names: .math))
    #expect(other.contains("Inputs: $x_{1} = 0.5$, $x_{2} = 1$.\n") && !other.contains("Target"))
    let scaled = try page(
      "data iris\nscale standard\nnet 4 3 3 softmax\nexplain 5.1 3.5 1.4 0.2",
      ExplanationForm(notation: .latex, names: .math))
    #expect(scaled.contains("Inputs as given: $5.1$, $3.5$, $1.4$, $0.2$. Targets: $t_{1} = 1$, $t_{2} = 0$"))
  }

  @Test func namesOfTextbooksHaveALegend() throws {
    let page = try page(
      Self.script + "explain gradient 0 1", ExplanationForm(notation: .markdown, names: .math))
    for piece in [
      "s^{(1)}_{1} &= x_{1} \\cdot w^{(1)}_{11} + x_{2} \\cdot w^{(1)}_{12} + b^{(1)}_{1}", "h_{2} &= ",
      "\\frac{\\partial E}{\\partial w^{(2)}_{12}}", "\\delta^{(2)}_{1}", "f(s) = \\dfrac{1}{1 + e^{-s}}",
      "| $h_{1}$ | `L1N0` | $0.", "| $w^{(1)}_{21}$ | `L0N0 -> L1N1` |", "| $b^{(2)}_{1}$ | `1B -> L2N0` |",
      "| $t_{1}$ | `t0` | $1$ |", "| $y_{1}$ | `L2N0` |",
    ] { #expect(page.contains(piece), "\(piece)") }
    #expect(!page.contains("mathrm"))
    // Two hidden layers are told apart, and many weights by their rule.
    let deep = try self.page(
      "net 3 12 3 1\ninit he seed 1\nexplain 1 2 3", ExplanationForm(notation: .latex, names: .math))
    #expect(deep.contains("h^{(1)}_{12}") && deep.contains("w^{(1)}_{10,1}") && deep.contains("h^{(2)}_{1}"))
    #expect(deep.contains("leads from neuron i $-$ 1") && !deep.contains("texttt"))
  }

  @Test func fragmentsHaveNoPreamble() throws {
    let latex = try page(Self.script + "explain 0 1", ExplanationForm(notation: .latex, isFragment: true))
    #expect(latex.hasPrefix("% The outputs of a net 2-2-1 by hand: needs the package amsmath\n"))
    for word in ["documentclass", "usepackage", "begin{document}", "section"] {
      #expect(!latex.contains(word), "\(word)")
    }
    let markdown = try page(
      Self.script + "explain 0 1", ExplanationForm(notation: .markdown, isFragment: true))
    #expect(markdown.hasPrefix("Inputs: ") && !markdown.contains("# The outputs"))
  }
}
