import Explaining
import NeuralCore

extension Notation where Variable == Quantity {
  /// A formula of TeX in lines: a sum that is too long goes on in the next one, at an operator; one below a root stays
  /// one line, with the lines of the sum below the root.
  ///
  /// - Parameter room: what a line has room for, in the units of `FormulaWidth`.
  func lines(of formula: QuantityFormula, within room: Double) -> [String] {
    let whole = text(formula)
    guard FormulaWidth.of(whole) > room else { return [whole] }
    switch formula {
    case .sum(let terms): return lines(ofSum: terms, within: room)
    case .call(.sqrt, let arguments):
      guard case .sum(let terms)? = arguments.first else { return [whole] }
      // The sign of the root has its room too.
      let below = lines(ofSum: terms, within: room - 4).joined(separator: " \\\\\n  &")
      return ["\\sqrt{\\begin{aligned}\n  &\(below)\n  \\end{aligned}}"]
    case .number, .variable, .product, .quotient, .power, .negative, .call, .choice: return [whole]
    }
  }

  private func lines(ofSum terms: [QuantityFormula], within room: Double) -> [String] {
    var (lines, begin) = ([String](), 0)
    func part(_ range: Range<Int>) -> String {
      let part = text(.sum(Array(terms[range])))
      return range.lowerBound == 0 || part.hasPrefix(minus) ? part : "+ " + part
    }
    for end in terms.indices {
      // What goes on stands further in.
      let indent = begin == 0 ? 0.0 : 2
      guard end > begin, indent + FormulaWidth.of(part(begin..<end + 1)) > room else { continue }
      lines.append(part(begin..<end))
      begin = end
    }
    return lines + [part(begin..<terms.count)]
  }
}
