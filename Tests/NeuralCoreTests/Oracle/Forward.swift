import NeuralCore
import Testing

/// Activations, losses and whole nets, value and slope, for inputs up to the ends of float32.
enum ForwardOracle {
  static let files = ["forward", "forward_more"]

  static func comparisons() throws -> [Comparison] {
    var all: [Comparison] = []
    for test in try files.flatMap({ try Vectors.file($0, VectorFile.self).cases }) {
      for precision in Precision.allCases {
        switch test["kind"]?.text {
        case "activation": all.append(try activation(test, precision))
        case "loss_elementwise":
          // Of probabilities; here bce is computed from the sums alone.
          if test["loss"]?.text != "bce" { all.append(try elements(test, precision)) }
        case "cross_entropy_rows", "bce_rows", "loss_batch", "softmax_rows":
          all.append(try rows(test, precision))
        case "net": all.append(try net(test, precision))
        default: Issue.record("a kind of case that nobody reads: \(test["kind"]?.text ?? "none")")
        }
      }
    }
    return all.merged()
  }

  /// A net whose output is the activation of its input.
  private static func unit(_ activation: Activation, width: Int = 1, _ precision: Precision) -> Network {
    var network = Network(
      layers: [Layer(inputs: width, outputs: width, activation: activation, hasBias: true)], precision)
    for k in 0..<width { network.parameters[k * (width + 1)] = 1 }
    return network
  }

  private static func row(
    _ inputs: [Double], _ targets: [Double], width: Int, _ precision: Precision
  ) -> Dataset {
    Dataset(
      name: "", inputCount: width, targetCount: width, inputs: Vector(inputs, precision),
      targets: Vector(targets, precision))
  }

  private static func activation(_ test: Field, _ precision: Precision) throws -> Comparison {
    let activation = try TorchNames.activation(try #require(test["activation"]?.text))
    let network = unit(activation, precision)
    var result = Comparison("Activations", activation.name, precision)
    let inputs = Vectors.numbers(try #require(test["x_f32"]?.text), .single)
    let (values, slopes) = (
      try #require(test.numbers("y", precision)), try #require(test.numbers("dy", precision))
    )
    for (k, x) in inputs.enumerated() {
      let value = network.outputs(for: [x])[0]
      result.add(value, values[k], "\(activation.name)(\(x))")
      // PyTorch's slope of hard-sigmoid is 1/6 as a float32, in double precision too.
      let isTheirs = activation == .hardSigmoid && precision == .double
      guard !values[k].isNaN, !isTheirs else { continue }
      // The slope of |output − target| is 1 for a target far below.
      let target = value == -.infinity ? Double.infinity : -.infinity
      let slope = network.gradient(
        of: Objective(.mae), on: row([x], [target], width: 1, precision))[1]
      result.add(target > 0 ? -slope : slope, slopes[k], "slope of \(activation.name) at \(x)")
    }
    return result
  }

  private static func elements(_ test: Field, _ precision: Precision) throws -> Comparison {
    let (outputs, loss) = try TorchNames.outputAndLoss("linear", try #require(test["loss"]?.text))
    let network = unit(outputs[0], precision)
    var result = Comparison("Losses", loss.name, precision)
    let inputs = Vectors.numbers(try #require(test["pred_f32"]?.text), .single)
    let targets = Vectors.numbers(try #require(test["target_f32"]?.text), .single)
    let (values, slopes) = (
      try #require(test.numbers("value", precision)), try #require(test.numbers("grad", precision))
    )
    for k in inputs.indices {
      let data = row([inputs[k]], [targets[k]], width: 1, precision)
      result.add(network.loss(Objective(loss), on: data), values[k], "\(loss.name) of \(inputs[k])")
      let slope = network.gradient(of: Objective(loss), on: data)[1]
      result.add(slope, slopes[k], "slope of \(loss.name) at \(inputs[k]), \(targets[k])")
    }
    let mean = try #require(test.numbers("mean", precision))[0]
    let own = network.loss(Objective(loss), on: row(inputs, targets, width: 1, precision))
    result.add(own, mean, "mean \(loss.name)")
    return result
  }

  private static func rows(_ test: Field, _ precision: Precision) throws -> Comparison {
    let width = try #require(test["columns"]?.whole)
    let hex = test["logits_f32"]?.text ?? test["pred_f32"]?.text
    let inputs = Vectors.numbers(try #require(hex), .single)
    let count = inputs.count / width
    if test["kind"]?.text == "softmax_rows" { return try softmax(test, inputs, width, precision) }
    let name = test["loss"]?.text ?? "cross_entropy"
    let (outputs, loss) = try TorchNames.outputAndLoss("linear", name)
    let objective = Objective(
      loss, weights: test["weight"]?.numbers ?? test["pos_weight"]?.numbers ?? [],
      smoothing: test["label_smoothing"]?.number ?? 0)
    let network = unit(outputs[0], width: width, precision)
    var result = Comparison("Losses", objective.title, precision)
    var targets = test["target_f32"]?.text.map { Vectors.numbers($0, .single) } ?? []
    let classes = test["classes"]?.numbers ?? test["class"]?.number.map { Array(repeating: $0, count: count) }
    if let classes {
      targets = classes.flatMap { c in (0..<width).map { Double($0) == c ? 1 : 0 } }
    }
    let (values, slopes) = (
      try #require(test.numbers("value", precision)), try #require(test.numbers("grad", precision))
    )
    if values.count == 1 {
      compare(
        network, objective, inputs, targets, width, values[0], slopes, precision, into: &result)
    } else {
      for k in 0..<count {
        let range = k * width..<(k + 1) * width
        compare(
          network, objective, Array(inputs[range]), Array(targets[range]), width, values[k],
          Array(slopes[range]), precision, into: &result)
      }
    }
    return result
  }

  /// A batch: its loss, and the slopes by the sums, each row by itself with its share of the divisor.
  private static func compare(
    _ network: Network, _ objective: Objective, _ inputs: [Double], _ targets: [Double], _ width: Int,
    _ value: Double, _ slopes: [Double], _ precision: Precision, into result: inout Comparison
  ) {
    let name = objective.title
    result.add(
      network.loss(objective, on: row(inputs, targets, width: width, precision)), value, name)
    // A slope of one row of a batch: that of the biases if each row has biases of its own, as inputs that only it has.
    let rows = inputs.count / width
    let spread = Spread(network, rows: rows, inputs, targets, precision)
    result.add(spread.slopes(objective), slopes, "slope of \(name)")
  }

  private static func softmax(
    _ test: Field, _ inputs: [Double], _ width: Int, _ precision: Precision
  ) throws -> Comparison {
    // The sums are the biases: an identity matrix would multiply an infinite input with 0.
    var network = Network(
      layers: [Layer(inputs: 1, outputs: width, activation: .softmax, hasBias: true)], precision)
    var result = Comparison("Activations", "softmax", precision)
    let values = try #require(test.numbers("y", precision))
    for k in 0..<inputs.count / width {
      let range = k * width..<(k + 1) * width
      for (place, x) in inputs[range].enumerated() { network.parameters[width + place] = x }
      result.add(network.outputs(for: [0]), values[range], "softmax of row \(k)")
    }
    return result
  }

  private static func net(_ test: Field, _ precision: Precision) throws -> Comparison {
    let sizes = try #require(test["layers"]?.numbers).map { Int($0) }
    let network = Network(
      sizes: sizes, hidden: try TorchNames.activation(try #require(test["hidden"]?.text)),
      outputs: [try TorchNames.activation(try #require(test["output"]?.text))],
      parameters: try #require(test["params"]).parameters(.single), precision)
    var result = Comparison("Whole nets", "forward", precision)
    let inputs = Vectors.numbers(try #require(test["x_f32"]?.text), .single)
    let expected = try #require(test.numbers("pred", precision))
    for k in 0..<inputs.count / sizes[0] {
      let own = network.outputs(for: Array(inputs[k * sizes[0]..<(k + 1) * sizes[0]]))
      result.add(own, expected[k * own.count..<(k + 1) * own.count], "\(test["id"]?.text ?? "") row \(k)")
    }
    return result
  }
}

extension Objective {
  /// The loss, and what it was given.
  var title: String {
    loss.name + (weights.isEmpty ? "" : ", weights") + (smoothing == 0 ? "" : ", smoothing")
  }
}

/// A net in front of which a linear layer hands on inputs that no two rows share, so that its weights' slopes are the
/// slopes by the inputs of each row.
struct Spread {
  private let network: Network
  private let data: Dataset
  private let width: Int

  init(_ network: Network, rows: Int, _ inputs: [Double], _ targets: [Double], _ precision: Precision) {
    let width = network.inputs
    let first = Layer(inputs: rows, outputs: width, activation: .linear, hasBias: false)
    var spread = Network(layers: [first] + network.layers, precision)
    for r in 0..<rows { for k in 0..<width { spread.parameters[k * rows + r] = inputs[r * width + k] } }
    for (k, value) in network.parameters.enumerated() { spread.parameters[rows * width + k] = value }
    (self.network, self.width) = (spread, width)
    let identity = (0..<rows * rows).map { $0 / rows == $0 % rows ? 1.0 : 0 }
    data = Dataset(
      name: "", inputCount: rows, targetCount: network.outputs, inputs: Vector(identity, precision),
      targets: Vector(targets, precision))
  }

  /// Row by row.
  func slopes(_ objective: Objective) -> [Double] {
    let gradient = network.gradient(of: objective, on: data)
    return (0..<data.rows).flatMap { r in (0..<width).map { gradient[$0 * data.rows + r] } }
  }
}
