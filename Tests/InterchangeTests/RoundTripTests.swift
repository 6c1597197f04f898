import NeuralCore
import Testing

import Interchange

/// What nn wrote it reads again: the same weights, scaling and names, bit for bit.
struct RoundTripTests {
  static let formats = FileFormat.all.filter { $0.isRead && $0.isWritten }.map(\.name)

  private static func network(
    _ sizes: [Int], _ activations: [Activation], bias: Bool, _ precision: Precision, seed: Int64
  ) -> Network {
    var network = Network(
      layers: zip(zip(sizes, sizes.dropFirst()), activations).map { size, activation in
        Layer(inputs: size.0, outputs: size.1, activation: activation, hasBias: bias)
      }, precision)
    var generator = MersenneTwister(seed: seed)
    for i in network.parameters.indices {
      let value = generator.standardNormal()
      network.parameters[i] = precision == .single ? Double(Float(value)) : value
    }
    return network
  }

  private static func back(
    _ net: ExchangedNet, _ format: FileFormat, _ choices: Set<FileFormat.Choice> = []
  ) throws -> ExchangedNet {
    let file = try format.export(net, ExportRequest(choices: choices))
    return try format.load(file.bytes, ImportRequest()).net
  }

  private static func expectSame(_ a: Scaling?, _ b: Scaling?) {
    #expect(a?.shift == b?.shift && a?.scale == b?.scale && a?.offset == b?.offset)
  }

  @Test(arguments: RoundTripTests.formats, Activation.all.map(\.name))
  func everyActivationComesBack(_ name: String, _ word: String) throws {
    let format = try #require(FileFormat.named(name))
    let activation = try #require(Activation.named(word))
    for (bias, precision) in [(true, Precision.single), (false, .single), (true, .double), (false, .double)] {
      // Two layers are square, the last is of one output.
      for sizes in [[3, 3, 3, 2], [1, 4, 1]] {
        let words =
          sizes.dropFirst(2).map { _ in activation } + [activation.isElementwise ? activation : .softmax]
        let net = ExchangedNet(network: Self.network(sizes, words, bias: bias, precision, seed: 3))
        for choices in format.choices.contains(.matmul) ? [[], [.matmul]] : [Set<FileFormat.Choice>()] {
          let back = try Self.back(net, format, choices)
          #expect(back.network == net.network, "\(sizes) \(bias) \(precision)")
          #expect(back.inputScaling == nil && back.targetScaling == nil)
        }
      }
    }
  }

  @Test(arguments: RoundTripTests.formats, [true, false])
  func scalingWordsAndNamesComeBack(_ name: String, _ bias: Bool) throws {
    let format = try #require(FileFormat.named(name))
    for (precision, offset) in [(Precision.single, 0.0), (.double, -1), (.single, 0.25)] {
      for output in [Activation.linear, .sigmoid] {
        var net = ExchangedNet(
          network: Self.network([3, 4, 2], [.tanh, output], bias: bias, precision, seed: 9),
          columns: [
            Recipe.Input(name: "größe (m)"),
            Recipe.Input(name: "sex", words: ["f\"x", "m, y"], means: [0.25, 0.75]),
          ], outputNames: ["a", "b c"])
        net.inputScaling = Scaling(
          shift: Vector([0.1, -2, 3e-5], precision), scale: Vector([0.3, 7, 1e-3], precision), offset: offset)
        net.targetScaling = Scaling(
          shift: Vector([10, 0.7], precision), scale: Vector([3, 0.11], precision), offset: offset)
        let back = try Self.back(net, format)
        #expect(back.network == net.network)
        Self.expectSame(back.inputScaling, net.inputScaling)
        Self.expectSame(back.targetScaling, net.targetScaling)
        #expect(back.columns == net.columns && back.outputNames == net.outputNames)
      }
    }
  }

  @Test(arguments: RoundTripTests.formats)
  func namesOfClassesComeBack(_ name: String) throws {
    let format = try #require(FileFormat.named(name))
    for (sizes, classes) in [([2, 3], ["a", "b", "日本"]), ([2, 1], ["no", "yes"])] {
      let output = sizes[1] == 1 ? Activation.sigmoid : .softmax
      let net = ExchangedNet(
        network: Self.network(sizes, [output], bias: true, .single, seed: 2), classes: classes)
      let back = try Self.back(net, format)
      #expect(back.classes == classes && back.network == net.network)
    }
  }

  /// A file that says its activations is not told others.
  @Test(arguments: RoundTripTests.formats)
  func activationsAreSaidOnce(_ name: String) throws {
    let format = try #require(FileFormat.named(name))
    let net = ExchangedNet(network: Self.network([2, 2], [.tanh], bias: true, .single, seed: 2))
    let bytes = try format.export(net, ExportRequest()).bytes
    #expect(throws: ExchangeFault.saysActivations) {
      try format.load(bytes, ImportRequest(activations: [.relu]))
    }
  }
}
