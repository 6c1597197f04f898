import Explaining
import Interpreter
import Language
import NeuralCore

/// A calculation by hand as a text in another notation.
public enum ExplanationPage {
  /// - Parameter notation: a name of the table of notations; nil for plain text.
  public static func text(_ explanation: Explanation, _ notation: String?) -> String {
    let lines =
      switch notation {
      case "markdown": FormulaPage(explanation: explanation, isDocument: false).lines()
      case "latex": FormulaPage(explanation: explanation, isDocument: true).lines()
      case "python": PythonPage(explanation: explanation).lines()
      default:
        TerminalWriter().lines(Document(ExplanationReport(explanation: explanation).blocks())).map(\.text)
      }
    return lines.map { $0 + "\n" }.joined()
  }

  static func title(_ explanation: Explanation) -> String {
    switch explanation.kind {
    case .outputs: "The outputs of a net \(explanation.network.sizesText) by hand"
    case .gradient(let loss): "The gradient of \(loss) by hand, net \(explanation.network.sizesText)"
    case .update(let update):
      "Update \(update.number) of \(update.line) by hand, net \(explanation.network.sizesText)"
    }
  }
}
