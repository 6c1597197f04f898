import Explaining
import Interpreter
import Language
import NeuralCore

/// A calculation as a Python program that needs nothing else, works with full precision and prints the digits shown.
struct PythonPage {
  let explanation: Explanation
  /// Whether every value is a number. Where one is not, Python has an error instead of an infinity.
  private let isFinite: Bool
  /// Whether a value is shown with an exponent for its size.
  private let isLarge: Bool

  init(explanation: Explanation) {
    self.explanation = explanation
    isFinite = explanation.steps.allSatisfy(\.value.isFinite)
    isLarge = explanation.steps.contains { $0.value.magnitude >= 1e15 && $0.value.isFinite }
  }

  private var derivation: Derivation { explanation.derivation }

  func lines() -> [String] {
    var lines = ["# \(ExplanationPage.title(explanation)). Run it with Python 3."] + prelude
    if case .update(let update) = explanation.kind, let search = update.search {
      return lines + moves(search)
    }
    lines += ["", "# what it begins with"] + givens
    for section in explanation.sections {
      lines += ["", "# \(section.title.text)"]
      for group in section.groups { lines += group.steps.flatMap(self.lines) }
    }
    return lines
  }

  private var prelude: [String] {
    let places = explanation.digits.places
    let shown =
      explanation.digits.isSignificant
      ? [
        "    if x == 0 or abs(x) >= 1: return fixed(x, \(places))",
        "    e = math.floor(math.log10(abs(x)))",
        "    return f\"{x:.\(max(0, places - 1))e}\" if e < -5 else fixed(x, \(max(1, places) - 1) - e)",
      ] : ["    return fixed(x, \(places))"]
    return [
      "import math", "",
      "def exp(x): return math.exp(x) if x < 709 else math.inf",
    ] + (isFinite ? [] : Self.beyondNumbers) + [
      "def sign(x): return (x > 0) - (x < 0)",
      "def fixed(x, places):",
      "    if not math.isfinite(x): return str(x)",
    ] + (isLarge ? ["    if abs(x) >= 1e15: return f\"{x:.3e}\""] : []) + [
      "    if abs(x) >= 10: places = max(0, min(places, \(explanation.digits.most) - len(f\"{abs(x):.0f}\")))",
      "    size = math.floor(abs(x) * 10 ** places + 0.5) / 10 ** places",
      "    return f\"{math.copysign(size, x) if size else 0:.{places}f}\"",
      "def shown(x):",
    ] + shown
  }

  private static let beyondNumbers = [
    "def power(x, n):", "    try: return x ** n",
    "    except OverflowError: return math.copysign(math.inf, x) if n % 2 == 1 else math.inf",
    "def ln(x): return math.log(x) if x > 0 else -math.inf",
  ]

  // MARK: Numbers

  /// Every given quantity and every weight that a formula uses, once.
  private var givens: [String] {
    let steps = explanation.steps
    var seen: Set<Quantity> = []
    var lines: [String] = []
    let made = Set(steps.map(\.quantity))
    for quantity in steps.flatMap(\.formula.variables) where seen.insert(quantity).inserted {
      // The output of a linear neuron whose pre-activation is calculated is an alias of it.
      let isAlias = preActivation(of: quantity).map(made.contains) ?? false
      guard !made.contains(quantity), !isAlias else { continue }
      lines.append("\(Self.name(quantity)) = \(number(derivation.value(quantity)))")
    }
    return lines
  }

  /// A number of the net as its shortest decimal.
  private func number(_ value: Double) -> String {
    let decimal = derivation.network.precision.decimal(value)
    return decimal == value || derivation.network.precision.rounded(decimal) == value
      ? decimal.text : value.text
  }

  /// The pre-activation of a linear neuron, given its output; nil for anything else.
  private func preActivation(of quantity: Quantity) -> Quantity? {
    guard case .output(let neuron) = quantity.kind, neuron.layer > 0,
      derivation.network.layers[neuron.layer - 1].activation == .linear
    else { return nil }
    return Quantity(.preActivation(neuron), row: quantity.row)
  }

  private func lines(_ step: Derivation.Step) -> [String] {
    let name = Self.name(step.quantity)
    var lines = ["\(name) = \(notation.text(step.formula))"]
    lines.append("print(\"\(label(step))\", \"=\", shown(\(name)))")
    if case .preActivation(let neuron) = step.quantity.kind {
      let output = Quantity(.output(neuron), row: step.quantity.row)
      if preActivation(of: output) != nil { lines.append("\(Self.name(output)) = \(name)") }
    }
    return lines
  }

  private func label(_ step: Derivation.Step) -> String {
    if case .ofWeight(let name, let weight) = step.quantity.kind {
      return "\(weight.joined) \(name.description)"
    }
    return step.quantity.description
  }

  private var notation: Notation<Quantity> {
    var notation = Notation<Quantity>(
      variable: Self.name,
      number: { $0 == $0.rounded() && $0.magnitude < 1e15 ? "\(Int(clamping: $0))" : "\($0)" },
      power: { base, exponent in
        isFinite
          ? "\(base) ** \(exponent.strength == .atom ? exponent.text : "(\(exponent.text))")"
          : "power(\(base), \(exponent.text))"
      },
      call: { function, arguments in
        let inner = arguments.map(\.text).joined(separator: ", ")
        switch function {
        case .max where arguments.count == 1, .min where arguments.count == 1: return arguments[0]
        case .exp, .sign, .abs, .max, .min: return .init("\(function.rawValue)(\(inner))", .atom)
        case .ln: return .init("\(isFinite ? "math.log" : "ln")(\(inner))", .atom)
        case .sqrt, .tanh, .erf: return .init("math.\(function.rawValue)(\(inner))", .atom)
        }
      },
      choice: { "\($1) if \($0) else \($2)" })
    (notation.minus, notation.times) = ("-", " * ")
    return notation
  }

  private func moves(_ search: Explanation.Search) -> [String] {
    ["", "# the first move: every weight goes so far along its direction", "length = \(search.length)", ""]
      + explanation.shown(search).flatMap { weight in
        let name = Self.name(Quantity(.weight(weight.name)))
        return [
          "\(name) = \(weight.before.text) + length * \(weight.direction)",
          "print(\"\(weight.name.joined)\", \"=\", shown(\(name)))",
        ]
      }
  }

  // MARK: Names

  private static func joined(_ name: WeightName) -> String { "\(name.from)_\(name.to)" }

  static func name(_ quantity: Quantity) -> String {
    let row = quantity.row.map { "_row\($0 + 1)" } ?? ""
    let subject = quantity.differentiated?.description ?? "E"
    switch quantity.kind {
    case .preActivation(let neuron): return "s_\(neuron)\(row)"
    case .output(let neuron): return "\(neuron)\(row)"
    case .weight(let name): return "w_\(joined(name))"
    case .target(let k): return "t\(k)\(row)"
    case .result(let k): return "y\(k)\(row)"
    case .loss: return "E\(row)"
    case .byOutput(let neuron): return "d\(subject)_d\(neuron)\(row)"
    case .byPreActivation(let neuron): return "delta_\(neuron)\(row)"
    case .byWeight(let name): return "d\(subject)_dw_\(joined(name))"
    case .byGivenInput(let k): return "d\(subject)_dx\(k)\(row)"
    case .largest(let layer): return "top_\(layer)\(row)"
    case .total(let layer): return "total_\(layer)\(row)"
    case .blend(let layer): return "blend_\(layer)\(row)"
    case .targetShare(let k): return "q\(k)\(row)"
    case .update(let variable): return local(variable.description)
    case .ofWeight(let variable, let weight): return "\(local(variable.description))_\(joined(weight))"
    case .gradientLength, .clipFactor, .weightLength, .omitted: return local(quantity.description)
    }
  }

  private static func local(_ name: String) -> String {
    let greek: [Character: String] = ["μ": "mu", "η": "eta", "ρ": "rho", "₀": "0", "(": "_", ")": ""]
    return name.map { greek[$0] ?? String($0) }.joined()
  }
}
