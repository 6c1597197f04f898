import NeuralCore
import Testing

/// Every start against PyTorch's own: bit for bit, or within 1e-5 where LAPACK has a part in it.
enum InitializationOracle {
  static let files = ["init", "starts_more"]

  static func comparisons() throws -> [Comparison] {
    try files.flatMap { try Vectors.file($0, VectorFile.self).cases }.flatMap { test in
      let (initializer, options) = try start(test)
      var all = [try compare(test, initializer, options)]
      // Kaiming's with a gain of 1 and the weights into a neuron is LeCun's.
      if initializer == .he, options.gain == 1, options.fan == .in {
        all.append(try compare(test, .lecun, options))
      }
      return all
    }.merged()
  }

  private static func compare(
    _ test: Field, _ initializer: Initializer, _ options: Initializer.Options
  ) throws -> Comparison {
    let sizes = try #require(test["layers"]?.numbers).map { Int($0) }
    let seed = try #require(test["seed"]?.whole)
    var network = Network(
      sizes: sizes, hidden: .sigmoid, outputs: [.linear], parameters: [], .single)
    var generator = MersenneTwister(seed: Int64(seed))
    network.initialize(initializer, options, from: &generator)
    let form = initializer.hasForms ? " \(options.form.rawValue)" : ""
    var result = Comparison("Initializations", initializer.name + form, .single)
    let isExact = test["exact"]?.number == 1
    let expected = try #require(test["params"]).parameters(.single)
    for (k, pair) in zip(network.parameters, expected).enumerated() {
      result.add(
        pair.0, pair.1, tolerance: isExact ? 0 : 1e-5, "\(initializer.name) \(sizes) seed \(seed), \(k)")
    }
    return result
  }

  /// PyTorch's names for what this core has.
  private static func start(_ test: Field) throws -> (Initializer, Initializer.Options) {
    let scheme = try #require(test["scheme"]?.text)
    var options = Initializer.Options()
    options.gain = test["gain"]?.number
    if test["mode"]?.text == "fan_out" { options.fan = .out }
    options.form = scheme.hasSuffix("_uniform") ? .uniform : .normal
    options.numbers = ["mean", "std", "a", "b"].compactMap { test[$0]?.number }
    switch scheme {
    case "torch_default": return (.torch, options)
    case "xavier_normal", "xavier_uniform": return (.xavier, options)
    case "kaiming_normal", "kaiming_uniform":
      options.numbers = []
      return (.he, options)
    case "trunc_normal": return (.truncated, options)
    case "eye": return (.identity, options)
    default: return (try #require(Initializer.named(scheme), "\(scheme)"), options)
    }
  }
}
