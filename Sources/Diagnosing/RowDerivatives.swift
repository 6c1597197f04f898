import NeuralCore

/// The formulas from which the derivatives of one network under one objective are made: f′, f″ of each layer, and those of
/// the loss.
struct SlopeFormulas {
  let activations: [(first: Formula<Activation.Variable>, second: Formula<Activation.Variable>)]
  let objective: Objective
  let divisor: Double
  /// By the output; by its pre-activation where the loss is computed together with its activation.
  private let lossDerivative: Formula<Loss.Variable>
  /// Its derivative by the output in turn.
  private let lossSecond: Formula<Loss.Variable>
  private let smoothed: Formula<Loss.Variable>

  init(_ network: Network, _ objective: Objective, on data: Dataset) {
    activations = network.layers.map { ($0.activation.derivative, $0.activation.secondDerivative) }
    self.objective = objective
    divisor = objective.divisor(Array(data.targets), outputs: data.targetCount)
    lossDerivative =
      objective.loss.elements(
        Loss.ElementForm(isWeighted: !objective.weights.isEmpty, targetsSumToOne: false)
      ).derivative
    lossSecond = lossDerivative.derivative(by: .output)
    smoothed = objective.smoothedTarget(outputs: network.outputs)
  }

  /// What the targets of a row count.
  private func counted(_ targets: [Double]) -> [Double] {
    targets.indices.map { k in
      let target = smoothed.value { _ in targets[k] }
      let isWeighted = objective.loss.classes == .exclusive && !objective.weights.isEmpty
      return isWeighted ? objective.weights[k] * target : target
    }
  }

  /// The derivative of the loss by each output of a row (or by its pre-activation), that derivative's own by the output,
  /// and whether one of them jumps there.
  func loss(
    _ preActivations: [Double], _ outputs: [Double], _ targets: [Double]
  ) -> (first: [Double], second: [Double], isAtCorner: Bool) {
    let targets = counted(targets)
    let total = targets.reduce(0, +)
    func value(_ formula: Formula<Loss.Variable>, _ k: Int, _ shift: Double = 0) -> Double {
      formula.value { variable in
        switch variable {
        case .preActivation: preActivations[k]
        case .output: outputs[k] + shift
        case .target: targets[k]
        case .weight: objective.weights.isEmpty ? 1 : objective.weights[k]
        case .targetTotal: total
        // Not in a derivative.
        case .largest, .total: 0
        }
      } / divisor
    }
    let isAtCorner =
      objective.loss.needs == nil
      && outputs.indices.contains { k in
        let near = Self.near(outputs[k])
        return Self.jumps(value(lossDerivative, k, -near), value(lossDerivative, k, near), 2 / divisor)
          || Self.jumps(value(lossSecond, k, -near), value(lossSecond, k, near), 2 / divisor)
      }
    return (
      outputs.indices.map { value(lossDerivative, $0) }, outputs.indices.map { value(lossSecond, $0) },
      isAtCorner
    )
  }

  /// f′ and f″ of each neuron of a layer, and whether one of them jumps there.
  func activation(
    _ layer: Int, _ activation: Activation, _ preActivations: [Double], _ outputs: [Double]
  ) -> (first: [Double], second: [Double], isAtCorner: Bool) {
    let (first, second) = activations[layer]
    func value(_ formula: Formula<Activation.Variable>, _ s: Double, _ y: Double) -> Double {
      let value = formula.value { $0 == .preActivation ? s : y }
      // e^−s overflows in formulas beyond s = −700, where slopes that bend at all are 0 to 300 digits.
      return value.isNaN && s.isFinite && y.isFinite ? 0 : value
    }
    let function = activation.value
    let isAtCorner = preActivations.contains { s in
      guard let function else { return false }
      let (left, right) = (s - Self.near(s), s + Self.near(s))
      func jumps(_ formula: Formula<Activation.Variable>) -> Bool {
        Self.jumps(value(formula, left, function(left)), value(formula, right, function(right)), 1)
      }
      return jumps(first) || jumps(second)
    }
    let all = zip(preActivations, outputs)
    return (all.map { value(first, $0, $1) }, all.map { value(second, $0, $1) }, isAtCorner)
  }

  /// How far on both sides of a number a corner is looked for: some roundings of float32.
  private static func near(_ number: Double) -> Double { 1e-6 * max(1, number.magnitude) }

  /// What is smooth changes by about `near` over twice that distance.
  private static func jumps(_ left: Double, _ right: Double, _ unit: Double) -> Bool {
    (left - right).magnitude > 1e-3 * unit
  }
}

/// The derivatives along one row: what the backward pass leaves, and how all of it moves with a pre-activation.
struct RowDerivatives {
  /// What goes into each layer.
  let inputs: [[Double]]
  /// Whether a derivative or a second one jumps here.
  let isAtCorner: Bool
  private let layers: [Layer]
  private let weights: [[Double]]
  /// y, f′, f″, ∂E/∂y and ∂E/∂s of each layer.
  private let outputs, slopes, bends, byOutputs, errors: [[Double]]
  /// How ∂E/∂y of the last layer, or ∂E/∂s, changes with each output.
  private let lossSecond: [Double]
  private let startsAtPreActivations: Bool

  /// - Parameter values: of the row, layer by layer.
  init(
    _ network: Network, _ input: [Double], _ targets: [Double],
    _ values: [(preActivations: Vector, outputs: Vector)], _ formulas: SlopeFormulas
  ) {
    let outputs = values.map { Array($0.outputs) }
    let layers = network.layers
    let derivatives = layers.indices.map {
      formulas.activation($0, layers[$0].activation, Array(values[$0].preActivations), outputs[$0])
    }
    let last = layers.count - 1
    let loss = formulas.loss(Array(values[last].preActivations), outputs[last], targets)
    (self.layers, self.outputs, inputs) = (layers, outputs, [input] + outputs.dropLast())
    weights = layers.indices.map {
      let start = network.offset(ofLayer: $0)
      return Array(network.parameters[start..<start + layers[$0].weightCount])
    }
    (slopes, bends) = (derivatives.map(\.first), derivatives.map(\.second))
    (lossSecond, startsAtPreActivations) = (loss.second, formulas.objective.loss.needs != nil)
    isAtCorner = loss.isAtCorner || derivatives.contains(where: \.isAtCorner)

    var (byOutputs, errors) = (outputs, outputs)
    byOutputs[last] = loss.first
    for l in layers.indices.reversed() {
      if l < last { byOutputs[l] = Self.back(errors[l + 1], weights[l + 1], layers[l + 1]) }
      errors[l] =
        l == last && startsAtPreActivations
        ? loss.first : Self.error(layers[l].activation, byOutputs[l], outputs[l], slopes[l])
    }
    (self.byOutputs, self.errors) = (byOutputs, errors)
  }

  // MARK: Along a direction

  /// How outputs and errors change with one pre-activation: R y and R(∂E/∂s), from its layer on.
  struct Tangents {
    var outputs, errors: [[Double]]
  }

  /// Along a unit change of the pre-activation of one neuron; what lies before its layer stays as it is.
  func tangents(ofLayer start: Int, neuron: Int) -> Tangents {
    var sums = layers.map { [Double](repeating: 0, count: $0.outputs) }
    var result = Tangents(outputs: sums, errors: sums)
    sums[start][neuron] = 1
    let last = layers.count - 1
    for l in start...last {
      if l > start { sums[l] = Self.forward(result.outputs[l - 1], weights[l], layers[l]) }
      result.outputs[l] = Self.error(layers[l].activation, sums[l], outputs[l], slopes[l])
    }
    var moved = lossSecond.indices.map { lossSecond[$0] * result.outputs[last][$0] }
    for l in (start...last).reversed() {
      if l < last { moved = Self.back(result.errors[l + 1], weights[l + 1], layers[l + 1]) }
      result.errors[l] =
        l == last && startsAtPreActivations ? moved : error(l, moved, sums[l], result.outputs[l])
    }
    return result
  }

  /// R(∂E/∂s) of a layer, given R(∂E/∂y), R s and R y.
  private func error(_ l: Int, _ moved: [Double], _ sums: [Double], _ outputs: [Double]) -> [Double] {
    let (y, by) = (self.outputs[l], byOutputs[l])
    guard layers[l].activation.isElementwise else {
      // e = y (o − Σ o y), differentiated.
      let center = y.indices.reduce(0) { $0 + by[$1] * y[$1] }
      let movedCenter = y.indices.reduce(0) { $0 + moved[$1] * y[$1] + by[$1] * outputs[$1] }
      return y.indices.map { outputs[$0] * (by[$0] - center) + y[$0] * (moved[$0] - movedCenter) }
    }
    return y.indices.map { moved[$0] * slopes[l][$0] + by[$0] * bends[l][$0] * sums[$0] }
  }

  // MARK: Products

  /// The derivative of a layer's outputs applied to a vector; it is symmetric, so it serves both passes.
  private static func error(
    _ activation: Activation, _ vector: [Double], _ y: [Double], _ slopes: [Double]
  ) -> [Double] {
    guard activation.isElementwise else {
      let center = y.indices.reduce(0) { $0 + vector[$1] * y[$1] }
      return y.indices.map { y[$0] * (vector[$0] - center) }
    }
    return y.indices.map { vector[$0] * slopes[$0] }
  }

  /// W x.
  private static func forward(_ x: [Double], _ weights: [Double], _ layer: Layer) -> [Double] {
    (0..<layer.outputs).map { j in
      var total = 0.0
      for i in x.indices { total += weights[j * layer.inputs + i] * x[i] }
      return total
    }
  }

  /// Wᵀ e.
  private static func back(_ errors: [Double], _ weights: [Double], _ layer: Layer) -> [Double] {
    (0..<layer.inputs).map { i in
      var total = 0.0
      for j in errors.indices { total += errors[j] * weights[j * layer.inputs + i] }
      return total
    }
  }

  // MARK: By the parameters

  /// R of the gradient by the parameters of a layer and of all after it, at their places.
  func write(_ tangents: Tangents, from start: Int, to column: inout [Double]) {
    var place = layers[..<start].reduce(0) { $0 + $1.parameterCount }
    for l in start..<layers.count {
      for j in 0..<layers[l].outputs {
        let (moved, error) = (tangents.errors[l][j], errors[l][j])
        for i in 0..<layers[l].inputs {
          let ofInput = l > start ? error * tangents.outputs[l - 1][i] : 0
          column[place] = moved * inputs[l][i] + ofInput
          place += 1
        }
      }
      guard layers[l].hasBias else { continue }
      for j in 0..<layers[l].outputs {
        column[place] = tangents.errors[l][j]
        place += 1
      }
    }
  }

  /// Adds what the row gives to the gradient by the parameters of a layer.
  func addGradient(ofLayer l: Int, to gradient: inout [Double]) {
    let layer = layers[l]
    let start = layers[..<l].reduce(0) { $0 + $1.parameterCount }
    for j in 0..<layer.outputs {
      for i in 0..<layer.inputs { gradient[start + j * layer.inputs + i] += errors[l][j] * inputs[l][i] }
      if layer.hasBias { gradient[start + layer.weightCount + j] += errors[l][j] }
    }
  }
}
