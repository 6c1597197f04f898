import Explaining
import Interpreter
import Language
import NeuralCore

/// A calculation with typeset formulas: a LaTeX document, or Markdown with formulas between dollars.
struct FormulaPage {
  let explanation: Explanation
  let isDocument: Bool

  private var text: ExplanationReport { ExplanationReport(explanation: explanation) }
  private var derivation: Derivation { explanation.derivation }

  func lines() -> [String] {
    let title = ExplanationPage.title(explanation)
    let body = update + explanation.sections.flatMap(lines) + closing
    guard isDocument else { return ["# \(title)"] + body }
    return [
      "\\documentclass{article}", "\\usepackage[a4paper,margin=2cm]{geometry}",
      "\\usepackage{amsmath}", "\\allowdisplaybreaks", "\\setlength{\\parindent}{0pt}", "\\begin{document}",
      "\\section*{\(prose(title))}",
    ] + body + ["\\end{document}"]
  }

  // MARK: Prose

  /// Words that may hold names and signs of plain formulas.
  private func prose(_ words: String) -> String {
    guard isDocument else { return words }
    let signs: [Character: String] = [
      "·": "$\\cdot$", "−": "$-$", "δ": "$\\delta$", "Σ": "$\\Sigma$", "²": "$^2$", "³": "$^3$",
      "√": "$\\surd$",
      "π": "$\\pi$", "^": "\\^{}", "_": "\\_", "%": "\\%", "&": "\\&", "#": "\\#", "|": "$|$", "<": "$<$",
      ">": "$>$", "…": "\\dots{}", "→": "$\\to$", "₀": "$_0$", "\\": "\\textbackslash{}", "{": "\\{",
      "}": "\\}",
      "$": "\\$", "~": "\\~{}",
    ]
    return words.map { signs[$0] ?? String($0) }.joined()
  }

  private func heading(_ words: String, _ level: Int = 2) -> [String] {
    isDocument
      ? ["", "\\\(level > 2 ? "subsubsection" : "subsection")*{\(prose(words))}"]
      : ["", String(repeating: "#", count: level) + " \(words)", ""]
  }

  private func paragraph(_ words: String) -> [String] { ["", prose(words)] }

  private var update: [String] {
    guard case .update(let update) = explanation.kind else { return [] }
    let settings = update.settings.map { "\($0.name) = \($0.value.plainText)" }.joined(separator: ", ")
    var lines = paragraph("Loss before it: \(update.loss.shown). " + (settings.isEmpty ? "" : settings + "."))
    if let search = update.search { lines += table(search) }
    return lines
  }

  private var closing: [String] {
    let sentences = text.closingSentences
    return sentences.isEmpty ? [] : paragraph(sentences.joined(separator: " "))
  }

  /// Direction and new weight of every weight, of a rule that searches.
  private func table(_ search: Explanation.Search) -> [String] {
    let rows = explanation.shown(search).map { weight in
      [
        weight.name.joined, weight.before.plainText, weight.direction.plainText, weight.after.plainText,
      ]
    }
    let head = ["weight", "before", "direction", "after"]
    let note = paragraph("The first move goes \(search.length.plainText) times the direction.")
    guard isDocument else {
      return note + ["", "| " + head.joined(separator: " | ") + " |", "| --- | ---: | ---: | ---: |"]
        + rows.map { "| " + $0.joined(separator: " | ") + " |" }
    }
    return note + ["", "\\begin{tabular}{lrrr}", head.joined(separator: " & ") + " \\\\"]
      + rows.map { row in row.map { prose($0) }.joined(separator: " & ") + " \\\\" } + ["\\end{tabular}"]
  }

  // MARK: Formulas

  private func lines(_ section: Derivation.Section) -> [String] {
    if case .row(let row, let inputs, let targets) = section.title {
      return heading(
        "row \(row + 1): \(inputs.map(\.plainText).joined(separator: " ")) → \(targets.map(\.plainText).joined(separator: " "))"
      )
    }
    guard !section.groups.isEmpty else { return [] }
    return heading(section.title.text, 3) + section.groups.flatMap(lines)
  }

  private func lines(_ group: Derivation.Group) -> [String] {
    var label: [String] = []
    if case .weight(let name) = group.subject, group.steps.count > 1 {
      label = paragraph("\(name.joined) = \(derivation.value(Quantity(.weight(name))).plainText)")
    }
    let rows = group.steps.map { step in
      let names = broken(step.formula, symbols), numbers = broken(step.formula, self.numbers)
      let value = math(explanation.digits.text(step.value))
      return "\(Self.name(step.quantity)) &= \(names) \\\\\n  &= \(numbers)"
        + (numbers == value ? "" : " = \(value)")
    }
    let body = rows.joined(separator: " \\\\\n")
    return label
      + (isDocument
        ? ["\\begin{align*}", body, "\\end{align*}"]
        : ["", "$$", "\\begin{aligned}", body, "\\end{aligned}", "$$"])
  }

  /// A long sum goes on in the next line.
  private func broken(_ formula: QuantityFormula, _ notation: Notation<Quantity>) -> String {
    guard case .sum(let terms) = text.shortened(formula), terms.count > 4 else {
      return notation.text(text.shortened(formula))
    }
    var lines: [String] = []
    for start in stride(from: 0, to: terms.count, by: 4) {
      let part = notation.text(.sum(Array(terms[start..<min(start + 4, terms.count)])))
      lines.append(start == 0 || part.hasPrefix(notation.minus) ? part : "+ " + part)
    }
    return lines.joined(separator: " \\\\\n  &\\quad ")
  }

  private var symbols: Notation<Quantity> {
    Self.notation(quantity: Self.name, number: { math($0.constantText) }, values: nil)
  }

  private var numbers: Notation<Quantity> {
    let text = text
    return Self.notation(
      quantity: { math(text.number($0)) }, number: { math(text.constant($0)) },
      values: { text.derivation.value($0) })
  }

  private static func notation(
    quantity: @escaping @Sendable (Quantity) -> String, number: @escaping @Sendable (Double) -> String,
    values: (@Sendable (Quantity) -> Double)?
  ) -> Notation<Quantity> {
    var notation = Notation<Quantity>(
      variable: { name in
        if case .omitted = name.kind { return "\\cdots" }
        return quantity(name)
      },
      number: { $0 == .pi ? "\\pi" : number($0) },
      power: { base, exponent in "{\(base)}^{\(exponent.text)}" },
      call: { function, arguments in
        let inner = arguments.map(\.text).joined(separator: ", ")
        switch function {
        case .exp: return .init("e^{\(inner)}", .power)
        case .sqrt: return .init("\\sqrt{\(inner)}", .atom)
        case .abs: return .init("\\left|\(inner)\\right|", .atom)
        case .ln, .max, .min, .tanh: return .init("\\\(function.rawValue)\\left(\(inner)\\right)", .atom)
        case .sign, .erf: return .init("\\operatorname{\(function.rawValue)}\\left(\(inner)\\right)", .atom)
        }
      },
      choice: { condition, then, otherwise in
        "\\begin{cases} \(then) & \(condition) \\\\ \(otherwise) & \\text{else} \\end{cases}"
      })
    (notation.minus, notation.times) = ("-", " \\cdot ")
    notation.brackets = ("\\left(", "\\right)")
    notation.quotient = { "\\frac{\($0)}{\($1)}" }
    notation.values = values
    return notation
  }

  // MARK: Names

  private static func roman(_ neuron: NeuronName) -> String { "\\mathrm{\(neuron)}" }

  private static func weight(_ name: WeightName) -> String {
    "w_{\\mathrm{\(name.from)} \\to \\mathrm{\(name.to)}}"
  }

  static func name(_ quantity: Quantity) -> String {
    let row = quantity.row.map { "^{(\($0 + 1))}" } ?? ""
    let subject = quantity.differentiated.map(roman) ?? "E"
    switch quantity.kind {
    case .preActivation(let neuron): return "s\(row)_{\(roman(neuron))}"
    case .output(let neuron): return roman(neuron) + row
    case .weight(let name): return weight(name)
    case .target(let k): return "t\(row)_{\(k)}"
    case .result(let k): return "y\(row)_{\(k)}"
    case .loss: return "E" + row
    case .byOutput(let neuron): return "\\frac{\\partial \(subject)}{\\partial \(roman(neuron))\(row)}"
    case .byPreActivation(let neuron): return "\\delta\(row)_{\(roman(neuron))}"
    case .byWeight(let name): return "\\frac{\\partial \(subject)}{\\partial \(weight(name))}"
    case .byGivenInput(let k): return "\\frac{\\partial \(subject)}{\\partial x\(row)_{\(k)}}"
    case .largest(let layer): return "m\(row)_{\(layer)}"
    case .total(let layer): return "\\Sigma\(row)_{\(layer)}"
    case .blend(let layer): return "b\(row)_{\(layer)}"
    case .targetShare(let k): return "q\(row)_{\(k)}"
    case .update(let variable), .ofWeight(let variable, _): return local(variable.description)
    case .gradientLength, .clipFactor, .weightLength, .omitted: return local(quantity.description)
    }
  }

  /// `m₀`, `mhat`, `μ`, `beta1`.
  private static func local(_ name: String) -> String {
    let greek = [
      "μ": "\\mu", "μnext": "\\mu_{t+1}", "η": "\\eta", "ρ": "\\rho", "ρmax": "\\rho_{\\infty}",
      "mhat": "\\hat m", "vhat": "\\hat v", "beta1": "\\beta_1", "beta2": "\\beta_2", "eps": "\\varepsilon",
      "alpha": "\\alpha", "rho": "\\rho",
    ]
    if let known = greek[name] { return known }
    let isOld = name.hasSuffix("₀")
    let bare = isOld ? String(name.dropLast()) : name
    return (bare.count == 1 ? bare : "\\mathrm{\(bare)}") + (isOld ? "_0" : "")
  }
}

/// A number of the plain notation as TeX reads it.
private func math(_ text: String) -> String {
  let plain = text.map { $0 == "−" ? "-" : String($0) }.joined()
  guard let place = plain.firstIndex(of: "e"), let exponent = Int(plain[plain.index(after: place)...]) else {
    return plain == "π" ? "\\pi" : plain
  }
  return "\(plain[..<place]) \\cdot 10^{\(exponent)}"
}
