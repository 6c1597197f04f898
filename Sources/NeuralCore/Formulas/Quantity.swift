/// A number that a hand calculation gives a name.
public struct Quantity: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// What a neuron's activation is applied to.
    case sum(NeuronName)
    /// What a neuron gives; of layer 0, an input.
    case output(NeuronName)
    case weight(WeightName)
    /// Of an output, counted from 0.
    case target(Int)
    case loss
    /// The slope of the loss by an output, by a sum (the error signal δ), and by a weight.
    case byOutput(NeuronName)
    case bySum(NeuronName)
    case byWeight(WeightName)
    /// Of one layer: the largest sum, the total that softmax divides by, and what its slope subtracts.
    case top(layer: Int)
    case total(layer: Int)
    case blend(layer: Int)
    /// How much the target of an output counts, with class weights and smoothing.
    case share(Int)
    /// A name that means something only where it stands: `s`, `lr`, `m`.
    case local(String)
    /// Such a name for one weight.
    case ofWeight(String, WeightName)
  }

  public let kind: Kind
  /// The row of the data that it belongs to, counted from 0; nil where there is only one.
  public var row: Int?

  public init(_ kind: Kind, row: Int? = nil) { (self.kind, self.row) = (kind, row) }
}

extension Quantity: CustomStringConvertible {
  /// The name in a text. Those of neurons and weights are words of the language: `L0N0·(L0N0->L1N0)` can be typed at the
  /// prompt.
  public var description: String {
    let row = row.map { "[\($0 + 1)]" } ?? ""
    switch kind {
    case .sum(let neuron): return "s\(row)(\(neuron))"
    case .output(let neuron): return "\(neuron)\(row)"
    case .weight(let weight): return "(\(weight.joined))"
    case .target(let k): return "t\(k)\(row)"
    case .loss: return "E\(row)"
    case .byOutput(let neuron): return "dE/d\(neuron)\(row)"
    case .bySum(let neuron): return "δ\(row)(\(neuron))"
    case .byWeight(let weight): return "dE/d(\(weight.joined))"
    case .top(let layer): return "m\(layer)\(row)"
    case .total(let layer): return "Σ\(layer)\(row)"
    case .blend(let layer): return "b\(layer)\(row)"
    case .share(let k): return "q\(k)\(row)"
    case .local(let name): return name
    case .ofWeight(let name, _): return name
    }
  }
}

extension WeightName {
  /// Without blanks, as it stands in a formula: `L0N0->L1N0`.
  public var joined: String { "\(from)->\(to)" }
}
