import NeuralCore

/// A number that a calculation by hand gives a name.
public struct Quantity: Sendable, Hashable {
  /// What the number is.
  public enum Kind: Sendable, Hashable {
    /// s, a neuron's pre-activation.
    case preActivation(NeuronName)
    /// A neuron's output; of layer 0, an input.
    case output(NeuronName)
    case weight(WeightName)
    /// Of an output, counted from 0.
    case target(Int)
    /// y, an output in the units of the data, counted from 0.
    case result(Int)
    /// E.
    case loss
    /// dE/dy, the derivative of the loss by an output.
    case byOutput(NeuronName)
    /// δ = dE/ds, the derivative of the loss by a pre-activation.
    case byPreActivation(NeuronName)
    /// dE/dw, the derivative of the loss by a weight.
    case byWeight(WeightName)
    /// dE/dx, the derivative of the loss by an input as given, before scaling; counted from 0.
    case byGivenInput(Int)
    /// m, the largest pre-activation of a softmax layer.
    case largest(layer: Int)
    /// Σ, the sum of e^(s − m) that softmax divides by.
    case total(layer: Int)
    /// b = Σ y dE/dy, which the derivative of softmax subtracts.
    case blend(layer: Int)
    /// q, what the target of an output counts, with class weights and smoothing.
    case targetShare(Int)
    /// A number of an update that is the same for all weights: a setting, t, or what the rule computes once.
    case update(UpdateFormulas.Variable)
    /// A number of the update of one weight.
    case ofWeight(UpdateFormulas.Variable, WeightName)
    /// The Euclidean norm of the gradient, and the factor that clips it.
    case gradientLength
    case clipFactor
    /// The Euclidean norm of the weights into a neuron.
    case weightLength(NeuronName)
    /// So many terms of a sum that are not shown.
    case omitted(terms: Int)
  }

  /// What the number is.
  public let kind: Kind
  /// The row of the data that it belongs to, counted from 0; nil where there is only one.
  public var row: Int?
  /// Of a derivative, the neuron whose output is differentiated; nil for the loss.
  public var differentiated: NeuronName?

  /// A number that a calculation gives a name.
  public init(_ kind: Kind, row: Int? = nil, of differentiated: NeuronName? = nil) {
    (self.kind, self.row, self.differentiated) = (kind, row, differentiated)
  }
}

extension Quantity: CustomStringConvertible {
  /// The name in a text. Those of neurons and weights are words of the language: `L0N0·(L0N0->L1N0)` can be typed at the
  /// prompt.
  public var description: String {
    let row = row.map { "[\($0 + 1)]" } ?? ""
    let subject = differentiated?.description ?? "E"
    switch kind {
    case .preActivation(let neuron): return "s\(row)(\(neuron))"
    case .output(let neuron): return "\(neuron)\(row)"
    case .weight(let weight): return "(\(weight.joined))"
    case .target(let k): return "t\(k)\(row)"
    case .result(let k): return "y\(k)\(row)"
    case .loss: return "E\(row)"
    case .byOutput(let neuron): return "d\(subject)/d\(neuron)\(row)"
    case .byPreActivation(let neuron): return "δ\(row)(\(neuron))"
    case .byWeight(let weight): return "d\(subject)/d(\(weight.joined))"
    case .byGivenInput(let k): return "d\(subject)/dx\(k)\(row)"
    case .largest(let layer): return "m\(layer)\(row)"
    case .total(let layer): return "Σ\(layer)\(row)"
    case .blend(let layer): return "b\(layer)\(row)"
    case .targetShare(let k): return "q\(k)\(row)"
    case .update(let variable), .ofWeight(let variable, _): return variable.description
    case .gradientLength: return "length"
    case .clipFactor: return "share"
    case .weightLength(let neuron): return "length(\(neuron))"
    case .omitted(let terms): return "… (\(terms) more terms)"
    }
  }
}

extension WeightName {
  /// Without blanks, as it stands in a formula: `L0N0->L1N0`.
  public var joined: String { "\(from)->\(to)" }
}

/// A formula of the quantities of a network.
public typealias QuantityFormula = Formula<Quantity>

extension Formula where Variable == Quantity {
  /// A quantity as a formula.
  static func quantity(_ quantity: Quantity) -> Formula { .variable(quantity) }

  /// A quantity of one row as a formula; of the only one for nil.
  static func of(_ kind: Quantity.Kind, row: Int? = nil) -> Formula { .variable(Quantity(kind, row: row)) }
}
