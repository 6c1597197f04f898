import Explaining
import Interpreter
import Language
import NeuralCore
import Standard

/// A calculation by hand as a text in another notation.
public enum ExplanationPage {
  /// In the form asked for.
  public static func text(_ explanation: Explanation, _ form: ExplanationForm) -> String {
    let lines =
      switch form.notation {
      case .markdown, .latex: FormulaPage(explanation: explanation, form: form).lines()
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
