import NeuralCore

/// What the hidden units do.
extension ModelAnalysis {
  /// Hidden units by what is wrong with them.
  public struct Units: Sendable {
    /// Off for every row, so that no gradient reaches them.
    public var dead: [NeuronName] = []
    /// Flat for nine rows of ten, at the ends.
    public var saturated: [NeuronName] = []
    /// Pairs that give nearly the same output for every row.
    public var twins: [(NeuronName, NeuronName)] = []
    /// Pairs whose weights are the same, in and out: training cannot separate them.
    public var mirrored: [(NeuronName, NeuronName)] = []
  }

  /// A derivative below this share of the steepest one is flat.
  static let flat = 0.05
  /// A unit that is flat for this share of the rows is saturated.
  static let most = 0.9
  /// Outputs this near, relative to their range, are the same.
  static let same = 0.01

  /// Hidden units that are off for every row.
  public var deadUnits: [NeuronName] { units.dead }

  /// Hidden units by what is wrong with them.
  public var units: Units {
    var units = Units()
    for layer in network.layers.indices.dropLast() {
      let activation = network.layers[layer].activation
      guard activation.isElementwise, !activation.isLinear, activation.isDifferentiable else { continue }
      let names = (0..<network.layers[layer].outputs).map { NeuronName(layer: layer + 1, index: $0) }
      for (k, name) in names.enumerated() where !stop.isGiven {
        let (sums, outputs) = values[layer]
        let derivatives = sums.indices.map {
          activation.derivative(at: sums[$0, k], output: outputs[$0, k]).magnitude
        }
        if derivatives.allSatisfy({ $0 == 0 }), activation.canDie {
          units.dead.append(name)
        } else if !activation.canDie,
          Double(derivatives.count { $0 <= Self.flat * activation.steepestDerivative })
            >= Self.most * Double(derivatives.count)
        {
          units.saturated.append(name)
        }
      }
      addTwins(names, layer, &units)
    }
    return units
  }

  private func addTwins(_ names: [NeuronName], _ layer: Int, _ units: inout Units) {
    guard names.count <= 64 else { return }
    let gone = Set(units.dead + units.saturated)
    let ranges = names.indices.map { outputRange(layer, $0) }
    for a in names.indices where !gone.contains(names[a]) {
      for b in names.indices where b > a && !stop.isGiven && !gone.contains(names[b]) {
        if isMirrored(layer, a, b) {
          units.mirrored.append((names[a], names[b]))
        } else if isTwin(layer, a, b, ranges) {
          units.twins.append((names[a], names[b]))
        }
      }
    }
  }

  /// The least and the greatest output of a unit; nil where there is none.
  private func outputRange(_ layer: Int, _ unit: Int) -> ClosedRange<Double>? {
    var (low, high) = (Double.infinity, -Double.infinity)
    let outputs = values[layer].outputs
    for row in outputs.indices {
      if row.isMultiple(of: 4096), stop.isGiven { return nil }
      let output = outputs[row, unit]
      (low, high) = (min(low, output), max(high, output))
    }
    return low <= high ? low...high : nil
  }

  /// Whether two units say the same of every row, but for rounding.
  private func isTwin(_ layer: Int, _ a: Int, _ b: Int, _ ranges: [ClosedRange<Double>?]) -> Bool {
    guard let x = ranges[a], let y = ranges[b] else { return false }
    let (low, high) = (min(x.lowerBound, y.lowerBound), max(x.upperBound, y.upperBound))
    let scale = Self.same * max(high - low, 1e-12)
    let outputs = values[layer].outputs
    // Beyond float64 all distances are within an infinite one.
    return high > low && scale.isFinite
      && outputs.indices.allSatisfy { (outputs[$0, a] - outputs[$0, b]).magnitude <= scale }
  }

  /// The same weights in and out, to the last bit.
  private func isMirrored(_ layer: Int, _ a: Int, _ b: Int) -> Bool {
    let names = network.weightNames(into: layer + 1)
    func values(_ unit: Int) -> [Double] {
      let inward = names.filter { $0.to.index == unit }.compactMap(network.index(of:))
      let outward = network.weightNames(into: layer + 2).filter {
        $0.from == .neuron(NeuronName(layer: layer + 1, index: unit))
      }
      .compactMap(network.index(of:))
      return (inward + outward).map { network.parameters[$0] }
    }
    return values(a) == values(b)
  }

  /// The first layer at which the rows of a group are the same, 0 for the inputs; nil if they differ up to the output.
  public func layerThatMerges(_ group: [Int]) -> Int? {
    if group.allSatisfy({ inputs[$0] == inputs[group[0]] }) { return 0 }
    return network.layers.indices.first { layer in
      let activation = network.layers[layer].activation
      return (0..<network.layers[layer].outputs).allSatisfy { unit in
        let all = values[layer].outputs.column(unit)
        let own = group.map { all[$0] }
        let reach = activation.range.upperBound - activation.range.lowerBound
        let scale = reach.isFinite ? reach : all.reduce(1e-12) { max($0, $1.magnitude) }
        return (own.max() ?? 0) - (own.min() ?? 0) <= Self.flat * scale
      }
    }.map { $0 + 1 }
  }

  /// The most rows whose gradients are computed one by one.
  private static let mostRows = 64

  /// For each layer the root mean square of the derivatives of the loss of single rows by the weights into it. Over all rows
  /// derivatives may cancel; those of single rows show what comes through.
  public var gradientsByLayer: [Double] {
    var squares = [Double](repeating: 0, count: network.layers.count)
    let rows = inputs.indices.prefix(Self.mostRows)
    for row in rows where !stop.isGiven {
      let one = Dataset(name: "", rows: [(Array(inputs[row]), Array(targets[row]))], network.precision)
      let gradient = network.gradient(of: objective, on: one)
      for layer in network.layers.indices {
        let start = network.offset(ofLayer: layer)
        for place in start..<start + network.layers[layer].parameterCount {
          squares[layer] += gradient[place] * gradient[place]
        }
      }
    }
    return network.layers.indices.map { layer in
      (squares[layer] / Double(rows.count * network.layers[layer].parameterCount)).squareRoot()
    }
  }
}
