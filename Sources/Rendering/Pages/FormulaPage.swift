import Explaining
import Interpreter
import Language
import NeuralCore

/// A calculation with typeset formulas: a LaTeX document, or Markdown with formulas between dollars; a fragment is what
/// stands in one.
struct FormulaPage {
  let explanation: Explanation
  let form: ExplanationForm

  var text: ExplanationReport { ExplanationReport(explanation: explanation) }
  private var derivation: Derivation { explanation.derivation }
  /// LaTeX, and not Markdown.
  var isDocument: Bool { form.notation == .latex }
  private var names: QuantityNames { QuantityNames(choice: form.names, sizes: explanation.network.sizes) }

  func lines() -> [String] {
    let title = ExplanationPage.title(explanation)
    let body = givens + update + explanation.sections.flatMap(lines) + closing + legend
    guard isDocument else {
      return (form.isFragment ? [] : ["# \(title)"]) + body.withoutFirstGap(form.isFragment)
    }
    // The calculation of a weight may be longer than a slide.
    if form.isFragment { return ["% \(title): needs the package amsmath", "\\allowdisplaybreaks"] + body }
    return [
      "\\documentclass{article}", "\\usepackage[a4paper,margin=2cm]{geometry}",
      "\\usepackage{amsmath}", "\\allowdisplaybreaks", "\\setlength{\\parindent}{0pt}", "\\begin{document}",
      "\\section*{\(prose(title))}",
    ] + body + ["\\end{document}"]
  }

  // MARK: Prose

  /// Words that may hold signs of plain formulas, and names that somebody gave: no markup.
  private func prose(_ words: String) -> String {
    isDocument
      ? words.latex
      : words.visibleOnOneLine.map { "<&*[]$\\|".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  /// A title, whose formulas are typeset.
  func heading(_ words: [Words], _ level: Int = 2) -> [String] {
    let text = words.map(inline).joined()
    guard isDocument else { return ["", String(repeating: "#", count: level) + " \(text)", ""] }
    // A slide has no sections.
    if form.isFragment { return ["", "\\medskip\\noindent\\textbf{\(text)}\\par"] }
    return ["", "\\\(level > 2 ? "subsubsection" : "subsection")*{\(text)}"]
  }

  /// A piece of a sentence.
  enum Words {
    case words(String)
    case math(String)
  }

  private func inline(_ words: Words) -> String {
    switch words {
    case .words(let words): prose(words)
    case .math(let formula): "$\(formula)$"
    }
  }

  private func paragraph(_ words: String) -> [String] { ["", prose(words)] }
  func paragraph(_ words: [Words]) -> [String] { ["", words.map(inline).joined()] }

  /// What the calculation begins with: inputs, and targets where they are known.
  private var givens: [String] {
    guard explanation.rows.count == 1, explanation.rowsLeft == 0,
      derivation.sections.first?.title.isRow != true
    else {
      return isOfUpdate
        ? []
        : paragraph(
          TerminalWriter(width: .max).lines(Document(text.head())).map(\.text).joined(separator: " "))
    }
    let row = explanation.rows[0]
    let isScaled = derivation.sections.contains { if case .scaledInputs = $0.title { true } else { false } }
    let inputs = row.inputs.enumerated().map { place, value in
      given(Quantity(.output(NeuronName(layer: 0, index: place))), value, isNamed: !isScaled)
    }
    var words: [Words] = [.words(isScaled ? "Inputs as given: " : "Inputs: ")] + listed(inputs)
    if let targets = row.targets {
      let areScaled = derivation.sections.contains {
        if case .scaledTargets = $0.title { true } else { false }
      }
      let shown = targets.enumerated().map { given(Quantity(.target($0)), $1, isNamed: !areScaled) }
      words +=
        [.words(areScaled ? ". Targets as given: " : targets.count == 1 ? ". Target: " : ". Targets: ")]
        + listed(shown)
    }
    return paragraph(words + [.words(".")])
  }

  private var isOfUpdate: Bool { if case .update = explanation.kind { true } else { false } }

  private func given(_ quantity: Quantity, _ value: Double, isNamed: Bool) -> String {
    (isNamed ? names.name(quantity) + " = " : "") + math(text.digits.givenText(value))
  }

  private func listed(_ formulas: [String]) -> [Words] {
    abbreviated(formulas, most: ExplanationReport.mostTerms).enumerated().flatMap {
      place, formula -> [Words] in
      (place == 0 ? [] : [.words(", ")]) + [formula.hasPrefix("…") ? .words(formula) : .math(formula)]
    }
  }

  private var update: [String] {
    guard case .update(let update) = explanation.kind else { return [] }
    let settings = update.settings.map { "\($0.name) = \($0.value.settingText)" }.joined(separator: ", ")
    var lines = paragraph("Loss before it: \(update.loss.shown). " + (settings.isEmpty ? "" : settings + "."))
    if let search = update.search { lines += table(search) }
    return lines
  }

  private var closing: [String] {
    text.closingSentences.flatMap { sentence in
      // What a terminal sets apart by blanks.
      let parts = sentence.split(separator: "   ").map { $0.drop { $0 == " " } }
      return paragraph(parts.count > 1 ? parts.joined(separator: ", ") + "." : sentence)
    }
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
      return heading([
        .words(
          "\(explanation.name(ofRow: row)): \(inputs.map(\.plainText).joined(separator: " ")) → \(targets.map(\.plainText).joined(separator: " "))"
        )
      ])
    }
    guard !section.groups.isEmpty else { return [] }
    return title(section.title) + section.groups.flatMap(lines)
  }

  private func lines(_ group: Derivation.Group) -> [String] {
    // TeX refuses an environment with nothing in it.
    guard !group.steps.isEmpty else { return [] }
    var label: [String] = []
    if case .weight(let name) = group.subject, group.steps.count > 1 {
      let weight = Quantity(.weight(name))
      let value = math(explanation.digits.text(derivation.value(weight)))
      label = paragraph([.math("\(names.name(weight)) = \(value)")])
    }
    // All stand where the widest name ends.
    let names = group.steps.map { FormulaWidth.of(self.names.name($0.quantity)) }
    let room = Self.lineWidth - (names.max() ?? 0) - 2
    let rows = group.steps.map { row($0, room, of: group.subject) }
    let body = rows.joined(separator: " \\\\\n")
    // A new slide begins with a new calculation rather than within one.
    return (form.isFragment && isDocument ? ["", "\\pagebreak[2]"] : []) + label + display(body)
  }

  /// Rows of formulas that stand by themselves.
  func display(_ rows: String) -> [String] {
    isDocument
      ? ["\\begin{align*}", rows, "\\end{align*}"]
      : ["", "$$", "\\begin{aligned}", rows, "\\end{aligned}", "$$"]
  }

  /// A quantity with its formula by names, by numbers, and its value.
  private func row(_ step: Derivation.Step, _ room: Double, of subject: Derivation.Subject) -> String {
    let name = names.name(step.quantity)
    let formula = text.shortened(step.formula)
    let symbols = self.symbols(of: subject).lines(of: formula, within: room)
    let numbers = self.numbers.lines(of: formula, within: room)
    // A formula of constants alone, as of a scaled input, is numbers from the beginning.
    let named =
      step.formula.variables.isEmpty ? "" : symbols.joined(separator: Self.continued) + " \\\\\n  &= "
    let head = "\(name) &= " + named + numbers.joined(separator: Self.continued)
    let value = math(explanation.digits.text(step.value))
    if numbers == [value] { return head }
    let last = FormulaWidth.of(numbers[numbers.count - 1]) + (numbers.count > 1 ? 2 : 0)
    return head + (last + 2 + FormulaWidth.of(value) > room ? " \\\\\n  &= \(value)" : " = \(value)")
  }

  /// What goes on in the next line.
  static let continued = " \\\\\n  &\\quad "

  /// Digits that have room on a line of a slide, 128 mm wide.
  static let lineWidth = 54.0

  private func symbols(of subject: Derivation.Subject) -> Notation<Quantity> {
    let names = names
    return Self.notation(
      variable: { if case .omitted = $0.kind { "\\cdots" } else { names.name($0, beside: subject) } },
      number: { math($0.constantText) }, values: nil)
  }

  private var numbers: Notation<Quantity> {
    let text = text
    return Self.notation(
      variable: { if case .omitted = $0.kind { "\\cdots" } else { math(text.number($0)) } },
      number: { math(text.digits.constantText($0)) }, values: { text.derivation.value($0) })
  }

  static func notation<Variable>(
    variable: @escaping @Sendable (Variable) -> String, number: @escaping @Sendable (Double) -> String,
    values: (@Sendable (Variable) -> Double)?
  ) -> Notation<Variable> {
    var notation = Notation<Variable>(
      variable: variable,
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

  /// More names than so many are told by their rule.
  private static let mostNames = 40

  /// The names of the formulas beside those of the program.
  private var legend: [String] {
    guard form.names == .math else { return [] }
    let named = self.named
    guard named.count <= Self.mostNames else { return legendOfMany }
    let title = heading([.words("names")], 3)
    let rows = named.map { ("$\(names.name($0))$", Self.program($0), "$\(math(text.number($0)))$") }
    guard isDocument else {
      return title + ["| here | in the program | value |", "| --- | --- | ---: |"]
        + rows.map { "| \($0) | `\($1)` | \($2) |" }
    }
    // A table does not break across pages: columns beside each other, and on slides one table after the other.
    guard !form.isFragment else {
      return title
        + stride(from: 0, to: rows.count, by: Self.rowsOfSlide).flatMap {
          table(Array(rows[$0..<min(rows.count, $0 + Self.rowsOfSlide)]), across: 1)
        }
    }
    return title + table(rows, across: rows.count > 12 ? 2 : 1)
  }

  /// Rows of a table that have room on a slide below a title.
  private static let rowsOfSlide = 11

  private func table(_ rows: [(String, String, String)], across: Int) -> [String] {
    let down = (rows.count + across - 1) / across
    let lines = (0..<down).map { line in
      (0..<across).map { column in
        let place = column * down + line
        guard place < rows.count else { return " & & " }
        return "\(rows[place].0) & \\texttt{\(Self.texttt(rows[place].1))} & \(rows[place].2)"
      }.joined(separator: " & ") + " \\\\"
    }
    let columns = Array(repeating: "llr", count: across).joined(separator: "@{\\qquad}")
    return ["", "{\\renewcommand{\\arraystretch}{1.3}", "\\begin{tabular}{\(columns)}"] + lines
      + ["\\end{tabular}}"]
  }

  private var legendOfMany: [String] {
    heading([.words("names")], 3)
      + paragraph([
        .words("In the program "), .math("x_{i}"), .words(" is L0N(i − 1), "), .math("w^{(l)}_{ji}"),
        .words(" leads from neuron i − 1 of layer l − 1 into neuron j − 1 of layer l, counted from 0, and "),
        .math("b^{(l)}_{j}"), .words(" is its bias."),
      ])
  }

  /// Inputs, neurons, weights and targets that the calculation speaks of, each once.
  private var named: [Quantity] {
    let all = explanation.steps.flatMap { [$0.quantity] + $0.formula.variables }.map { quantity in
      var bare = quantity
      if quantity.row != nil, explanation.rows.count > 1 { bare.row = nil }
      return bare
    }.uniqued
    func rank(_ quantity: Quantity) -> [Int]? {
      switch quantity.kind {
      case .output(let neuron): [0, neuron.layer, neuron.index]
      case .target(let k): [1, k, 0]
      case .weight(let name):
        if case .neuron(let from) = name.from {
          [2, name.to.layer, name.to.index, from.index + 1]
        } else {
          [2, name.to.layer, name.to.index, 0]
        }
      case .preActivation, .result, .loss, .byOutput, .byPreActivation, .byWeight, .byGivenInput, .largest,
        .total, .blend, .targetShare, .update, .ofWeight, .gradientLength, .clipFactor, .weightLength,
        .omitted:
        nil
      }
    }
    return all.compactMap { quantity in rank(quantity).map { (quantity, $0) } }
      .sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
  }

  /// As one types it.
  private static func program(_ quantity: Quantity) -> String {
    if case .weight(let name) = quantity.kind { return name.description }
    return quantity.description
  }

  private static func texttt(_ text: String) -> String { text.replacing("->", with: "\\(\\to\\)") }
}

extension [String] {
  /// A fragment of Markdown does not begin with an empty line.
  fileprivate func withoutFirstGap(_ isFragment: Bool) -> [String] {
    isFragment && first == "" ? Array(dropFirst()) : self
  }
}

/// A number of the plain notation as TeX reads it.
func math(_ text: String) -> String {
  let plain = text.map { $0 == "−" ? "-" : String($0) }.joined()
  guard let place = plain.firstIndex(of: "e"), let exponent = Int(plain[plain.index(after: place)...]) else {
    return plain == "π" ? "\\pi" : plain
  }
  return "\(plain[..<place]) \\cdot 10^{\(exponent)}"
}
