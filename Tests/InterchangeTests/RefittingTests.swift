import NeuralCore
import Testing

import Interchange

/// A net of a file between inputs and outputs of a session: other scaling, other precision, other order of classes.
struct RefittingTests {
  private static let rows = [[0.5, -1, 2], [3, 0.25, -7], [0, 0, 0]]

  private static func net(_ output: Activation, bias: Bool = true, _ precision: Precision = .single)
    -> ExchangedNet
  {
    ExchangedNet(
      network: WrittenNets.network(3, [(4, .tanh), (2, output)], bias: bias, precision),
      inputScaling: Scaling(
        shift: Vector([0.1, -2, 4], precision), scale: Vector([0.3, 7, 0.5], precision), offset: -1),
      targetScaling: Scaling(shift: Vector([10, 0.7], precision), scale: Vector([3, 0.11], precision)))
  }

  private static func scaling(_ width: Int, _ seed: Double) -> Scaling {
    Scaling(
      shift: Vector((0..<width).map { seed + Double($0) }, .double),
      scale: Vector((0..<width).map { 1 / (1 + seed + Double($0)) }, .double), offset: 0.25)
  }

  /// Outputs in units of the data are the same, whatever lies between: nothing, scaling of either side, of both.
  @Test(arguments: [Activation.linear, .sigmoid], [true, false])
  func outputsStayTheSame(_ output: Activation, _ bias: Bool) throws {
    let net = Self.net(output, bias: bias, .double)
    for inputs in [nil, Self.scaling(3, 0.5), net.inputScaling] {
      for targets in [nil, Self.scaling(2, 2), net.targetScaling] {
        let (network, remarks) = try net.refitted(inputs: inputs, targets: targets)
        let other = ExchangedNet(network: network, inputScaling: inputs, targetScaling: targets)
        let rows = Vector(Self.rows.flatMap { $0 }, .double)
        let difference = try net.largestDifference(to: other, over: rows)
        #expect(difference < 1e-11)
        #expect(
          remarks.count == (inputs == net.inputScaling ? 0 : 1) + (targets == net.targetScaling ? 0 : 1))
        let isOwnLayer = output == .sigmoid && targets != net.targetScaling
        #expect(network.layers.count == (isOwnLayer ? 3 : 2))
      }
    }
  }

  /// Numbers of float32 that are folded are not rounded to float32 again.
  @Test func foldedNumbersKeepTheirDigits() throws {
    var net = ExchangedNet(network: WrittenNets.network(1, [(1, .linear)], .single))
    net.inputScaling = Scaling(shift: Vector([0.1], .single), scale: Vector([0.3], .single))
    let (network, _) = try net.refitted(inputs: nil, targets: nil)
    let (w, b) = (net.network.parameters[0], net.network.parameters[1])
    let (shift, scale) = (Double(Float(0.1)), Double(Float(0.3)))
    #expect(network.precision == .double)
    #expect(network.parameters[0] == w * (1 / scale) && network.parameters[1] == b + w * (-shift / scale))
    // Nothing is folded: nothing changes.
    #expect(try net.refitted(inputs: net.inputScaling, targets: nil).network == net.network)
  }

  /// A layer for the scaling of outputs has as many weights as their square.
  @Test func layersThatAreTooWideAreRefused() throws {
    let wide = ExchangedNet(
      network: Network(
        layers: [Layer(inputs: 1, outputs: 20_000, activation: .sigmoid, hasBias: true)], .single))
    let targets = Scaling(
      shift: Vector(zeros: 20_000, .single), scale: Vector(Array(repeating: 2, count: 20_000), .single))
    let fault = #expect(throws: ExchangeFault.self) { try wide.refitted(inputs: nil, targets: targets) }
    #expect(fault?.message.contains("20000 × 20000 weights") == true)
    #expect(fault?.advice == ["Write before it: scale targets none"])
    let fitting = Self.net(.sigmoid)
    #expect(throws: ExchangeFault.interrupted) {
      try fitting.refitted(inputs: nil, targets: nil, StopSignal { true })
    }
  }

  // MARK: Classes

  @Test(arguments: [true, false]) func outputsComeIntoTheOrderOfTheData(_ bias: Bool) throws {
    var net = ExchangedNet(
      network: WrittenNets.network(3, [(4, .tanh), (3, .softmax)], bias: bias), classes: ["c", "a", "b"])
    net.targetScaling = Scaling(shift: Vector([1, 2, 3], .single), scale: Vector([4, 5, 6], .single))
    let (other, remark) = try #require(net.matching(["a", "b", "c"]))
    #expect(other.classes == ["a", "b", "c"])
    #expect(
      remark
        == "Its classes are c, a, b, and those of the data a, b, c: the outputs were put into the order of the data."
    )
    for row in Self.rows {
      let (old, new) = (
        try net.outputs(for: Vector(row, .single)), try other.outputs(for: Vector(row, .single))
      )
      for (a, b) in zip([old[1], old[2], old[0]], new) { #expect(abs(a - b) < 1e-5) }
    }
  }

  @Test func singleOutputsAreTurnedRound() throws {
    for output in [Activation.sigmoid, .hardSigmoid] {
      let net = ExchangedNet(
        network: WrittenNets.network(2, [(3, .tanh), (1, output)], .double), classes: ["no", "yes"])
      let (other, _) = try #require(net.matching(["yes", "no"]))
      let (old, new) = (
        try net.outputs(for: Vector([1, 2], .double)), try other.outputs(for: Vector([1, 2], .double))
      )
      #expect(abs(old[0] + new[0] - 1) < 1e-15 && other.classes == ["yes", "no"])
    }
    let other = ExchangedNet(network: WrittenNets.network(2, [(1, .tanh)]), classes: ["no", "yes"])
    let kept = try #require(other.matching(["yes", "no"]))
    #expect(kept.net == other && kept.remark.hasSuffix("outputs are taken in their order."))
  }

  @Test func otherNamesAreSaid() throws {
    let net = ExchangedNet(network: WrittenNets.network(2, [(3, .softmax)]), classes: ["0", "1", "2"])
    let (kept, remark) = try #require(net.matching(["a", "b", "c"]))
    #expect(
      kept == net
        && remark
          == "Its classes are 0, 1, 2, and those of the data a, b, c: outputs are taken in their order."
    )
    #expect(
      net.matching(["0", "1", "2"]) == nil && net.matching([]) == nil && net.matching(["0", "1"]) == nil)
  }

  // MARK: Inputs

  @Test func inputsComeIntoTheOrderOfTheData() throws {
    var net = ExchangedNet(
      network: WrittenNets.network(3, [(4, .tanh), (2, .linear)]),
      columns: [Recipe.Input(name: "x"), Recipe.Input(name: "k", words: ["a", "b"])])
    net.inputScaling = Scaling(shift: Vector([1, 2, 3], .single), scale: Vector([4, 5, 6], .single))
    let wanted = [Recipe.Input(name: "k", words: ["a", "b"]), Recipe.Input(name: "x")]
    let (other, remark) = try #require(net.matching(inputs: wanted))
    #expect(
      remark
        == "Its inputs are x, k=a, k=b, and those of the data k=a, k=b, x: they were put into the order of the data."
    )
    #expect(other.inputNames == ["k=a", "k=b", "x"])
    let (old, new) = (
      try net.outputs(for: Vector([0.5, 1, 0], .single)),
      try other.outputs(for: Vector([1, 0, 0.5], .single))
    )
    for (a, b) in zip(old, new) { #expect(abs(a - b) < 1e-5) }
    #expect(net.matching(inputs: net.columns) == nil && net.matching(inputs: []) == nil)
    let kept = try #require(net.matching(inputs: ["u", "v", "w"].map { Recipe.Input(name: $0) }))
    #expect(
      kept.net == net && kept.remark.hasSuffix("those of the data u, v, w: they are taken in their order."))
    let nameless = ExchangedNet(network: net.network)
    #expect(nameless.matching(inputs: wanted) == nil)
  }
}
