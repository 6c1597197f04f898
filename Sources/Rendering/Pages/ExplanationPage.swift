import Explaining
import Interpreter
import Language
import NeuralCore
import Standard

/// A calculation by hand as a text in another notation.
public enum ExplanationPage {
  /// - Parameter notation: nil for plain text.
  public static func text(_ explanation: Explanation, _ notation: NotationChoice?) -> String {
    let lines =
      switch notation {
      case .markdown: FormulaPage(explanation: explanation, isDocument: false).lines()
      case .latex: FormulaPage(explanation: explanation, isDocument: true).lines()
      case .python: PythonPage(explanation: explanation).lines()
      case nil:
        TerminalWriter().lines(Document(ExplanationReport(explanation: explanation).blocks())).map(\.text)
      }
    return lines.map { $0 + "\n" }.joined()
  }

  static func title(_ explanation: Explanation) -> String {
    switch explanation.kind {
    case .outputs: "The outputs of a net \(explanation.network.sizesText) by hand"
    case .gradient(let gradient):
      "The gradient of \(gradient.subject.text)\(gradient.isByInputs ? " by the inputs," : "") by hand, net \(explanation.network.sizesText)"
    case .update(let update):
      "Update \(update.number) of \(update.line) by hand, net \(explanation.network.sizesText)"
    }
  }
}
