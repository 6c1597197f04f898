import NeuralCore
import Testing

/// Gradients in double precision, by parameters and by inputs, some of them exactly on kinks.
enum GradientOracle {
  static func comparisons() throws -> [Comparison] {
    try Vectors.file("grad", VectorFile.self).cases.map(compare).merged()
  }

  private static func compare(_ test: Field) throws -> Comparison {
    let id = try #require(test["id"]?.text)
    let sizes = try #require(test["layers"]?.numbers).map { Int($0) }
    let (outputs, loss) = try TorchNames.outputAndLoss(
      try #require(test["output"]?.text), try #require(test["loss"]?.text))
    let parameters = try #require(test["params"]).parameters(.double)
    let network = Network(
      sizes: sizes, hidden: try TorchNames.activation(try #require(test["hidden"]?.text)),
      outputs: outputs, parameters: parameters, .double)
    let inputs = try #require(test.numbers("x", .double))
    let rows = inputs.count / sizes[0]
    let targets =
      test["classes"]?.numbers.map { classes in
        classes.flatMap { c in (0..<network.outputs).map { Double($0) == c ? 1 : 0 } }
      } ?? test.numbers("y", .double)
    let data = Dataset(
      name: "", inputCount: sizes[0], targetCount: network.outputs, inputs: Vector(inputs),
      targets: Vector(try #require(targets)))
    var result = Comparison("Whole nets", "gradient", .double)
    let objective = Objective(loss)
    result.add(
      network.loss(objective, on: data), try #require(test.numbers("value", .double))[0], "\(id) loss")
    let own = network.gradient(of: objective, on: data).prefix(parameters.count)
    result.add(own, try #require(test["grads"]).parameters(.double), "\(id) gradient")
    let spread = Spread(network, rows: rows, inputs, Array(data.targets), .double)
    result.add(
      spread.slopes(objective), try #require(test.numbers("grad_x", .double)), "\(id) gradient by inputs")
    return result
  }
}
