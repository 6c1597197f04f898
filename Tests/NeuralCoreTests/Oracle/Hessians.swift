import Diagnosing
import NeuralCore
import Testing

/// Second derivatives by torch.func.hessian and their eigenvalues, in double precision.
enum HessianOracle {
  /// A difference may be this part of the largest number of its kind (and of 1e-3, which a kink leaves at 0).
  private static let tolerance = 1e-12

  static func comparisons() throws -> [Comparison] {
    try Vectors.file("hessians", VectorFile.self).cases.flatMap(compare).merged()
  }

  private static func compare(_ test: Field) throws -> [Comparison] {
    let (network, objective, data, name) = try setting(test)
    let own = try Hessian(network, objective, on: data)
    var gradient = Comparison("Second derivatives", "gradient", .double)
    gradient.add(own.loss, try #require(test.numbers("value", .double))[0], "\(name) loss")
    gradient.add(own.gradient, try #require(test.numbers("grad", .double)), "\(name) gradient")
    let upper = own.matrix.indices.flatMap { own.matrix[$0][$0...] }
    #expect(own.cornerRows == 0, "\(name)")
    let values = SurfacePoint(own).eigenvalues
    return [
      gradient, entries("matrix", upper, try #require(test.numbers("hessian", .double)), name),
      entries("eigenvalues", values, try #require(test.numbers("eigenvalues", .double)), name),
    ]
  }

  private static func entries(
    _ what: String, _ own: [Double], _ theirs: [Double], _ name: String
  ) -> Comparison {
    var result = Comparison("Second derivatives", what, .double)
    #expect(own.count == theirs.count)
    let largest = theirs.reduce(1e-3) { max($0, $1.magnitude) }
    for (k, pair) in zip(own, theirs).enumerated() {
      result.add(pair.0, pair.1, tolerance: tolerance * largest, "\(name) \(what) \(k)")
    }
    return result
  }

  private static func setting(_ test: Field) throws -> (Network, Objective, Dataset, String) {
    let sizes = try #require(test["layers"]?.numbers).map { Int($0) }
    let loss = try #require(test["loss"]?.text)
    let words = try #require(test["activations"]?.list).compactMap(\.text)
    let bias = test["bias"]?.numbers ?? words.map { _ in 1 }
    let layers = try words.indices.map { k in
      let activation =
        k < words.count - 1
        ? try TorchNames.activation(words[k]) : try TorchNames.outputAndLoss(words[k], loss).outputs[0]
      return Layer(
        inputs: sizes[k], outputs: sizes[k + 1], activation: activation, hasBias: bias[k] == 1)
    }
    var network = Network(layers: layers, .double)
    network.parameters = Vector(try #require(test.numbers("params", .double)))
    let classes = test["classes"]?.numbers.map { classes in
      classes.flatMap { c in (0..<network.outputs).map { Double($0) == c ? 1.0 : 0 } }
    }
    let data = Dataset(
      name: "", inputCount: sizes[0], targetCount: network.outputs,
      inputs: Vector(try #require(test.numbers("x", .double))),
      targets: Vector(try #require(classes ?? test.numbers("y", .double))))
    let objective = Objective(
      try TorchNames.outputAndLoss("linear", loss).loss,
      weights: test["weight"]?.numbers ?? test["pos_weight"]?.numbers ?? [],
      smoothing: test["label_smoothing"]?.number ?? 0)
    return (network, objective, data, "\(sizes) \(words) \(loss)")
  }
}
