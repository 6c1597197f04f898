import Explaining
import NeuralCore

/// Titles of sections, with the formulas of their layers.
extension FormulaPage {
  /// More stands below the title.
  private static let titleWidth = 36.0

  /// A title with its formula typeset, where it has one.
  func title(_ title: Derivation.Title) -> [String] {
    switch title {
    case .layer(let number, let activation):
      if !activation.isElementwise { return heading(softmax(number), 3) }
      if activation.name == "linear" { break }
      return self.title("layer \(number), \(activation.name)", "f(s)", activation.formula)
    case .errors(let layer, let activation, _):
      if !activation.isElementwise || activation.name == "linear" { break }
      return self.title(
        "back through layer \(layer), \(activation.name)", "f'(s)", activation.derivative)
    case .row, .scaledInputs, .scaledTargets, .results, .loss, .slope, .byInputs, .byGivenInputs, .weights,
      .wholeLoss, .common, .update:
      break
    }
    return heading([.words(title.text)], 3)
  }

  private func softmax(_ layer: Int) -> [Words] {
    [
      .words("layer \(layer), softmax: "),
      .math("f(s) = \\frac{e^{s - m_{\(layer)}}}{\\Sigma_{\(layer)}}"),
      .words(", "), .math("m_{\(layer)} = \\max s"), .words(", "),
      .math("\\Sigma_{\(layer)} = \\sum e^{s - m_{\(layer)}}"),
    ]
  }

  /// The formula beside the words, or below them in lines where it is long: TeX does not break it between brackets.
  private func title(_ words: String, _ name: String, _ formula: Formula<Activation.Variable>) -> [String] {
    let text = text
    let notation: Notation<Activation.Variable> = Self.notation(
      variable: { $0 == .totalOfExponentials ? "\\sum e^s" : $0.description },
      number: { math(text.digits.constantText($0)) }, values: nil)
    let isWithOutput = formula.variables.contains(.output)
    let inLine = notation.text(formula).replacing("\\frac", with: "\\dfrac")
    guard FormulaWidth.of(inLine) > Self.titleWidth else {
      return heading(
        [.words(words + ": "), .math("\(name) = \(inLine)")]
          + (isWithOutput ? [.words(", where "), .math("y = f(s)")] : []), 3)
    }
    let lines = notation.lines(of: formula, within: Self.lineWidth - FormulaWidth.of(name) - 2)
    return heading([.words(words)], 3) + display("\(name) &= " + lines.joined(separator: Self.continued))
      + (isWithOutput ? paragraph([.words("where "), .math("y = f(s)")]) : [])
  }
}
