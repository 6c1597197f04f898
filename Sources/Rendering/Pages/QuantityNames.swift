import Explaining
import NeuralCore
import Standard

/// What the quantities of a calculation are called in typeset formulas: as in the language, or as textbooks call them.
struct QuantityNames: Sendable {
  let choice: NamingChoice
  /// Of the network, the inputs first.
  let sizes: [Int]

  private var isMath: Bool { choice == .math }

  /// In TeX.
  func name(_ quantity: Quantity) -> String {
    let row = quantity.row
    let subject = quantity.differentiated.map { neuron($0, row: nil) } ?? "E"
    func slope(_ variable: String) -> String { "\\frac{\\partial \(subject)}{\\partial \(variable)}" }
    switch quantity.kind {
    case .preActivation(let neuron): return indexed("s", by: neuron, row)
    case .output(let neuron): return self.neuron(neuron, row: row)
    case .weight(let name): return weight(name)
    case .target(let k): return counted("t", k, row)
    case .result(let k): return isMath ? counted("y^{*}", k, row) : counted("y", k, row)
    case .loss: return "E" + superscript(nil, row)
    case .byOutput(let neuron): return slope(self.neuron(neuron, row: row))
    case .byPreActivation(let neuron): return indexed("\\delta", by: neuron, row)
    case .byWeight(let name): return slope(weight(name))
    case .byGivenInput(let k): return slope(isMath ? counted("x^{*}", k, row) : counted("x", k, row))
    case .largest(let layer): return "m\(superscript(nil, row))_{\(layer)}"
    case .total(let layer): return "\\Sigma\(superscript(nil, row))_{\(layer)}"
    case .blend(let layer): return "b\(superscript(nil, row))_{\(layer)}"
    case .targetShare(let k): return counted("q", k, row)
    case .update(let variable), .ofWeight(let variable, _): return Self.local(variable.description)
    case .weightLength(let neuron) where isMath: return "\\lVert w_{\(self.neuron(neuron, row: nil))} \\rVert"
    case .gradientLength, .clipFactor, .weightLength, .omitted: return Self.local(quantity.description)
    }
  }

  /// As it stands in a step about a weight, a neuron or all: what is of another weight says of which.
  func name(_ quantity: Quantity, beside subject: Derivation.Subject) -> String {
    guard case .ofWeight(_, let weight) = quantity.kind, subject != .weight(weight) else {
      return name(quantity)
    }
    return name(quantity) + "(\(self.weight(weight)))"
  }

  // MARK: Neurons and weights

  /// `L1N0`, or x₁ for an input, y₁ for an output, h₁ between, with the layer where there are several.
  func neuron(_ neuron: NeuronName, row: Int?) -> String {
    guard isMath else { return "\\mathrm{\(neuron)}" + superscript(nil, row) }
    let last = sizes.count - 1
    let base = neuron.layer == 0 ? "x" : neuron.layer == last ? "y" : "h"
    let layer = base == "h" && last > 2 ? neuron.layer : nil
    return base + superscript(layer, row) + "_{\(neuron.index + 1)}"
  }

  /// `w` from one end to the other; or b and w of a layer, the neuron that it leads into first, as in PyTorch's matrices.
  func weight(_ name: WeightName) -> String {
    guard isMath else { return "w_{\\mathrm{\(name.from)} \\to \\mathrm{\(name.to)}}" }
    let layer = "^{(\(name.to.layer))}"
    guard case .neuron(let from) = name.from else { return "b\(layer)_{\(name.to.index + 1)}" }
    let (to, of) = (name.to.index + 1, from.index + 1)
    return "w\(layer)_{\(to)\(to > 9 || of > 9 ? "," : "")\(of)}"
  }

  private func indexed(_ base: String, by neuron: NeuronName, _ row: Int?) -> String {
    isMath
      ? base + superscript(neuron.layer, row) + "_{\(neuron.index + 1)}"
      : base + superscript(nil, row) + "_{\\mathrm{\(neuron)}}"
  }

  /// Targets and the like: textbooks count from 1.
  private func counted(_ base: String, _ k: Int, _ row: Int?) -> String {
    let above = superscript(nil, row)
    return (base.contains("^") && !above.isEmpty ? "{\(base)}" : base) + above + "_{\(isMath ? k + 1 : k)}"
  }

  /// The layer and the row of the data.
  private func superscript(_ layer: Int?, _ row: Int?) -> String {
    let parts = (layer.map { "(\($0))" } ?? "") + (row.map { isMath ? "[\($0 + 1)]" : "(\($0 + 1))" } ?? "")
    return parts.isEmpty ? "" : "^{\(parts)}"
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
