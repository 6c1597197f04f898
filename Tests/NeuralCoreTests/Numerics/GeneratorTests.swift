import NeuralCore
import Testing

/// The generator and samplers against PyTorch's raw draws: rng.json, every entry of it.
struct GeneratorTests {
  private struct Case {
    let seed: Int64
    let fields: [(name: String, field: Field)]
    var generator: MersenneTwister { MersenneTwister(seed: seed) }
  }

  private func cases() throws -> [Case] {
    try Vectors.file("rng", VectorFile.self).cases.map { test in
      guard case .object(let fields) = test else { throw CancellationError() }
      let text = try #require(fields["seed"]?.text)
      let seed = try #require(Int64(text) ?? UInt64(text).map { Int64(bitPattern: $0) })
      return Case(seed: seed, fields: fields.map { ($0.key, $0.value) })
    }
  }

  @Test func everyEntryIsRead() throws {
    var checked: [String: Int] = [:]
    for test in try cases() {
      for (name, field) in test.fields where name != "seed" && name != "sequence" {
        let parts = name.split(separator: "_").map(String.init)
        try check(name, parts, field, test)
        checked[parts[0], default: 0] += 1
      }
    }
    #expect(checked.values.allSatisfy { $0 >= 6 } && checked.count >= 11, "\(checked)")
  }

  private func check(_ name: String, _ parts: [String], _ field: Field, _ test: Case) throws {
    var generator = test.generator
    switch parts[0] {
    case "u32":
      let words = (0..<1252).map { _ in Double(generator.nextWord()) }
      let (first, last) = (try #require(Int(parts[1])), try #require(Int(parts[2])))
      let range = first...last
      #expect(Array(words[range]) == field.numbers, "\(name)")
    case "uniform", "normal", "trunc", "sequence":
      let expected = Vectors.singles(try #require(field.text))
      let own = try samples(parts, test)
      #expect(own.map(\.bitPattern) == expected.map(\.bitPattern), "\(name) seed \(test.seed)")
    case "orthogonal":
      let expected = Vectors.singles(try #require(field.text))
      for (own, theirs) in zip(try samples(parts, test), expected) {
        #expect((own - theirs).magnitude < 1e-5, "\(name)")
      }
    case "rand":
      let expected = Vectors.numbers(try #require(field.text), .double)
      #expect(expected.map { _ in generator.nextDouble() } == expected, "\(name)")
    case "randperm":
      let count = try #require(Int(parts[1]))
      #expect(generator.permutation(count).map { Double($0) } == field.numbers, "\(name)")
    case "randint":
      let bound = try #require(UInt32(parts[1]))
      let own = (field.numbers ?? []).map { _ in Double(generator.nextWord() % bound) }
      #expect(own == field.numbers, "\(name)")
    default: try checkChances(name, parts, field, &generator)
    }
  }

  private func checkChances(
    _ name: String, _ parts: [String], _ field: Field, _ generator: inout MersenneTwister
  ) throws {
    switch (parts[0], parts[1]) {
    case ("bernoulli", "tensor"):
      let own = (0..<24).map { _ in generator.nextFloat() < Float(0.3) ? "1" : "0" }.joined()
      #expect(own == field.text, "\(name)")
    case ("bernoulli", _):
      let own = (0..<24).map { _ in generator.nextDouble() < 0.3 ? "1" : "0" }.joined()
      #expect(own == field.text, "\(name)")
    case ("dropout", _):
      let own = (0..<20).map { _ in generator.nextDouble() < 1 - 0.2 ? Float(1 / (1 - 0.2)) : 0 }
      #expect(own == Vectors.singles(try #require(field.text)), "\(name)")
    case ("dataloader", "10"):
      #expect(try orders(&generator) == (field.list ?? []).map(flat), "\(name)")
    case ("dataloader", "own"):
      // The generator is handed to the loader: three draws of its own, which nn has no use for.
      for epoch in field.list ?? [] {
        _ = generator.nextDoubleWord()
        #expect(generator.permutation(10).map { Double($0) } == flat(epoch), "\(name)")
        _ = generator.permutation(10)
      }
    default: Issue.record("an entry that nobody reads: \(name)")
    }
  }

  private func flat(_ epoch: Field) -> [Double] { (epoch.list ?? []).flatMap { $0.numbers ?? [] } }

  /// The order of the rows in three epochs: a net that gives row k the loss k, one row a batch.
  private func orders(_ generator: inout MersenneTwister) throws -> [[Double]] {
    let network = Network(layers: [Layer(inputs: 1, outputs: 1, activation: .linear, hasBias: false)])
    let data = Dataset(name: "", rows: (0..<10).map { ([0], [Double($0)]) }, .single)
    var plan = TrainingConfiguration(.sgd, Settings(Optimizer.sgd.settings), Objective(.mae))
    (plan.batch, plan.shuffles) = (1, true)
    let training = network.training(plan, on: data, generator: generator)
    return (0..<3).map { _ in (0..<10).map { _ in training.step() } }
  }

  private func samples(_ parts: [String], _ test: Case) throws -> [Float] {
    var generator = test.generator
    switch parts[0] {
    case "sequence":
      let steps = test.fields.first { $0.name == "sequence" }?.field.list ?? []
      return try steps.flatMap { step -> [Float] in
        let count = try #require(step.list?[1].whole)
        return step.list?[0].text == "normal"
          ? generator.normal(count, mean: 0, deviation: 1) : generator.uniform(count, low: 0, high: 1)
      }
    case "uniform", "normal":
      let count = try #require(Int(parts[1]))
      let (first, second) = (try #require(Double(parts[2])), try #require(Double(parts[3])))
      return parts[0] == "uniform"
        ? generator.uniform(count, low: first, high: second)
        : generator.normal(count, mean: first, deviation: second)
    case "trunc":
      var options = Initializer.Options()
      options.numbers = parts[3...].compactMap(Double.init)
      return drawn(.truncated, options, inputs: try #require(Int(parts[2])), outputs: 1, &generator)
    default:
      let shape = parts[1].split(separator: "x").compactMap { Int($0) }
      return drawn(.orthogonal, .init(), inputs: shape[1], outputs: shape[0], &generator)
    }
  }

  private func drawn(
    _ initializer: Initializer, _ options: Initializer.Options, inputs: Int, outputs: Int,
    _ generator: inout MersenneTwister
  ) -> [Float] {
    var network = Network(
      layers: [Layer(inputs: inputs, outputs: outputs, activation: .linear, hasBias: false)])
    network.initialize(initializer, options, from: &generator)
    return network.parameters.map { Float($0) }
  }

  /// Normal draws come in pairs; the second of a pair does not outlive a new seed.
  @Test(arguments: [1, 2, 15, 16, 17])
  func reseedingForgetsEveryDraw(_ count: Int) {
    var (used, fresh) = (MersenneTwister(seed: 3), MersenneTwister(seed: 8))
    _ = used.normal(count, mean: 0, deviation: 1)
    used.reseed(8)
    #expect(used == fresh)
    #expect(used.normal(5, mean: 0, deviation: 1) == fresh.normal(5, mean: 0, deviation: 1))
  }

  @Test func onlyTheLowHalfOfASeedCounts() {
    #expect(MersenneTwister(seed: 7) == MersenneTwister(seed: 1 << 32 + 7))
    #expect(MersenneTwister(seed: -1) == MersenneTwister(seed: 1 << 32 - 1))
  }
}
