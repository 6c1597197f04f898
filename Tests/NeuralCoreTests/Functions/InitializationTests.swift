import NeuralCore
import Testing

/// What starts say of themselves; PyTorch's bits are in the parity tests.
struct InitializationTests {
  private func drawn(
    _ name: String, _ sizes: [Int], _ seed: Int64 = 5,
    _ change: (inout Initializer.Options) -> Void = { _ in }
  ) throws -> Network {
    var network = Network(sizes: sizes, hidden: .sigmoid, outputs: [.linear], parameters: [], .single)
    var generator = MersenneTwister(seed: seed)
    var options = Initializer.Options()
    change(&options)
    network.initialize(try #require(Initializer.named(name)), options, from: &generator)
    return network
  }

  /// The variance of many draws is the one in the formula.
  @Test(arguments: ["xavier", "he", "lecun"], [Initializer.Form.normal, .uniform])
  func varianceIsThatOfTheFormula(_ name: String, _ form: Initializer.Form) throws {
    let network = try drawn(name, [200, 100]) { $0.form = form }
    let weights = network.parameters.prefix(20_000)
    let variance = weights.reduce(0) { $0 + $1 * $1 } / 20_000
    let variances: [String: Double] = ["xavier": 2.0 / 300, "he": 2.0 / 200, "lecun": 1.0 / 200]
    let expected = try #require(variances[name])
    #expect((variance / expected - 1).magnitude < 0.05)
    #expect(network.parameters.suffix(100).allSatisfy { $0 == 0 })
  }

  @Test func constantsDrawNothing() throws {
    let half = try drawn("constant", [2, 3, 1]) { $0.numbers = [0.5] }
    #expect(Array(half.parameters) == [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0.5, 0.5, 0.5, 0])
    #expect(try drawn("zeros", [2, 3, 1]).parameters.allSatisfy { $0 == 0 })
    #expect(Array(try drawn("ones", [2, 1]).parameters) == [1, 1, 0])
    #expect(Array(try drawn("identity", [2, 3]).parameters) == [1, 0, 0, 1, 0, 0, 0, 0, 0])
    for start in Initializer.all where !start.isDrawn {
      var options = Initializer.Options()
      options.numbers = start.parameters.map { _ in 0.5 }
      var network = Network(sizes: [2, 2], hidden: .sigmoid, outputs: [.linear], parameters: [], .single)
      var generator = MersenneTwister(seed: 1)
      network.initialize(start, options, from: &generator)
      #expect(generator == MersenneTwister(seed: 1))
    }
  }

  @Test(arguments: [[30, 20], [20, 30], [7, 7]])
  func orthogonalIsOrthogonal(_ sizes: [Int]) throws {
    let network = try drawn("orthogonal", sizes) { $0.gain = 2 }
    let (inputs, outputs) = (sizes[0], sizes[1])
    let isWide = outputs < inputs
    func vector(_ k: Int) -> [Double] {
      isWide
        ? (0..<inputs).map { network.parameters[k * inputs + $0] }
        : (0..<outputs).map { network.parameters[$0 * inputs + k] }
    }
    for a in 0..<min(inputs, outputs) {
      for b in 0...a {
        let product = zip(vector(a), vector(b)).reduce(0) { $0 + $1.0 * $1.1 }
        #expect((product - (a == b ? 4 : 0)).magnitude < 1e-5)
      }
    }
  }

  @Test func truncatedStaysWithin() throws {
    let network = try drawn("truncated", [100, 50]) { $0.numbers = [0.1, 1, -0.5, 0.8] }
    #expect(network.parameters.prefix(5000).allSatisfy { $0 >= -0.5 && $0 <= Double(Float(0.8)) })
    #expect(Initializer.Distribution.truncated(mean: 0, deviation: 1, low: 10, high: 1e6).acceptance < 1e-3)
  }

  /// One layer alone, from where the generator is; both precisions start from the same weights.
  @Test func layersAreDrawnAloneInBothPrecisions() throws {
    let network = try drawn("xavier", [2, 3, 2])
    var other = network
    var generator = MersenneTwister(seed: 9)
    other.initialize(.he, Initializer.Options(), only: 1..<2, from: &generator)
    #expect(other.parameters.prefix(9).elementsEqual(network.parameters.prefix(9)))
    var fresh = MersenneTwister(seed: 9)
    let drawn = fresh.normal(6, mean: 0, deviation: 2.0.squareRoot() / 3.0.squareRoot())
    #expect(Array(other.parameters[9..<15]) == drawn.map { Double($0) })
    var double = network.converted(to: .double)
    generator = MersenneTwister(seed: 5)
    double.initialize(.xavier, Initializer.Options(), from: &generator)
    #expect(double.parameters == network.parameters.converted(to: .double))
  }
}
