import NeuralCore
import Testing

/// Every start against PyTorch's own, bit for bit.
struct InitializerTests {
  struct File: Decodable { let cases: [Case] }

  struct Case: Decodable {
    let scheme: String
    let layers: [Int]
    let seed: Int64
    let exact: Bool
    let params: [LayerVector]
    let gain: Double?
    let mean: Double?
    let std: Double?
    let a: Double?
    let b: Double?
    let mode: String?
  }

  /// PyTorch's names for what this core has.
  static func start(_ test: Case) -> (Initializer, Initializer.Options)? {
    var options = Initializer.Options()
    options.gain = test.gain
    if test.mode == "fan_out" { options.fan = .out }
    options.form = test.scheme.hasSuffix("_uniform") ? .uniform : .normal
    switch test.scheme {
    case "torch_default": return (.torch, options)
    case "xavier_normal", "xavier_uniform": return (.xavier, options)
    case "kaiming_normal", "kaiming_uniform": return (.he, options)
    case "normal":
      options.numbers = [test.mean ?? 0, test.std ?? 1]
      return (.normal, options)
    case "uniform":
      options.numbers = [test.a ?? 0, test.b ?? 1]
      return (.uniform, options)
    default: return nil
    }
  }

  @Test func startsHavePyTorchsBits() throws {
    var checked: [String: Int] = [:]
    for test in try Vectors.file("init", File.self).cases {
      guard let (initializer, options) = Self.start(test) else { continue }
      var network = try Network(sizes: test.layers, hidden: "sigmoid", output: "linear")
      var generator = MersenneTwister(seed: test.seed)
      network.initialize(initializer, options, from: &generator)
      let expected = test.params.flatMap(\.parameters)
      #expect(
        network.parameters.map(\.bitPattern) == expected.map(\.bitPattern),
        "\(test.scheme) \(test.layers) seed \(test.seed)")
      #expect(test.exact)
      checked[test.scheme, default: 0] += 1
    }
    #expect(Set(checked.keys) == Set(Self.schemes))
    #expect(checked.values.allSatisfy { $0 >= 25 })
  }

  static let schemes = [
    "torch_default", "xavier_normal", "xavier_uniform", "kaiming_normal", "kaiming_uniform", "normal",
    "uniform",
  ]

  /// What a start says of itself: the variance of many draws is the one in its formula.
  @Test(arguments: ["xavier", "he", "lecun"], [Initializer.Form.normal, .uniform])
  func variance(_ name: String, _ form: Initializer.Form) throws {
    var network = try Network(sizes: [200, 100], hidden: "sigmoid", output: "linear")
    var generator = MersenneTwister(seed: 5)
    var options = Initializer.Options()
    options.form = form
    network.initialize(try #require(Initializer.named(name)), options, from: &generator)
    let weights = network.parameters.prefix(20_000).map(Double.init)
    let variance = weights.reduce(0) { $0 + $1 * $1 } / 20_000
    let variances: [String: Double] = ["xavier": 2.0 / 300, "he": 2.0 / 200, "lecun": 1.0 / 200]
    let expected = try #require(variances[name])
    #expect((variance / expected - 1).magnitude < 0.05)
    #expect(network.parameters.suffix(100).allSatisfy { $0 == 0 })
  }

  @Test func zerosAndConstant() throws {
    var network = try Network(sizes: [2, 3, 1], hidden: "sigmoid", output: "linear")
    var generator = MersenneTwister(seed: 1)
    var options = Initializer.Options()
    options.numbers = [0.5]
    let before = generator
    network.initialize(.constant, options, from: &generator)
    #expect(network.parameters == [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0.5, 0.5, 0.5, 0])
    network.initialize(.zeros, options, from: &generator)
    #expect(network.parameters.allSatisfy { $0 == 0 })
    #expect(generator == before)
  }
}
