import Foundation
import Interpreter
import Language
import NeuralCore
import Rendering
import Testing

/// The three explanations of 200 random nets, read back from their text and computed again, formula by formula and against
/// the engine.
struct ExplanationTests {
  /// A net with data of one to three rows, and what is to be made small.
  struct Case: CustomStringConvertible {
    let net: String
    let loss: String
    let optimizer: String
    let rows: [String]
    let precision: String
    let seed: Int
    var description: String { "seed \(seed): \(net) · \(loss) · \(optimizer)" }
  }

  static let optimizers = [
    "sgd lr 0.1", "sgd lr 0.1 momentum 0.9", "sgd lr 0.1 momentum 0.9 nesterov",
    "sgd lr 0.05 momentum 0.5 dampening 0.2 l2 0.01", "adam lr 0.01", "adam lr 0.01 amsgrad l1 0.01",
    "adamw lr 0.01 decay 0.1", "nadam lr 0.01", "radam lr 0.01", "adamax lr 0.01",
    "adagrad lr 0.1 lrdecay 0.1",
    "adadelta rho 0.9", "rmsprop lr 0.01", "rmsprop lr 0.01 momentum 0.5 centered", "rprop lr 0.05",
    "sgd lr 0.1 clip value 0.05", "sgd lr 0.1 clip norm 0.1", "adam lr 0.1 maxnorm 0.7",
    "sgd lr 0.1 schedule exponential 0.5 warmup 3", "adagrad lr 0.1 initial 0.1",
  ]

  static let cases: [Case] = {
    var generator = MersenneTwister(seed: 7)
    func pick<Element>(_ all: [Element]) -> Element { all[Int(generator.nextWord()) % all.count] }
    let activations = Activation.all.filter(\.isDifferentiable).map(\.name)
    return (0..<200).map { k in
      let loss = Loss.all[k % (Loss.all.count - 1)]
      let inputs = pick([1, 2, 3])
      let outputs = loss.needs == .softmax ? pick([2, 3]) : pick([1, 1, 2, 3])
      var words = ["net", "\(inputs)"]
      for layer in 0..<pick([1, 2, 3]) {
        words += ["\(pick([1, 2, 3]))", activations[(k + layer) % activations.count]]
      }
      words += ["\(outputs)", loss.needs?.name ?? pick(activations)]
      if pick([0, 0, 0, 1]) == 1 { words += ["without", "bias"] }
      let rows = (0..<pick([1, 2, 3])).map { _ -> String in
        let given = (0..<inputs).map { _ in pick(["0", "1", "-0.5", "0.25", "2", "-1.75"]) }
        let one = pick(Array(0..<outputs))
        let targets = (0..<outputs).map { output -> String in
          switch loss.name {
          case "cross-entropy": output == one ? "1" : "0"
          case "bce": pick(["0", "1"])
          case "hinge": pick(["-1", "1"])
          default: pick(["0", "1", "0.5", "-2", "3"])
          }
        }
        return given.joined(separator: " ") + " -> " + targets.joined(separator: " ")
      }
      let extras =
        loss.takesClasses && k % 2 == 1
        ? " weights [\((0..<outputs).map { _ in pick(["0.5", "1", "2"]) }.joined(separator: ", "))] smoothing 0.1"
        : ""
      return Case(
        net: words.joined(separator: " "), loss: loss.name + extras,
        optimizer: optimizers[k % optimizers.count],
        rows: rows, precision: k % 3 == 0 ? "double" : "single", seed: k)
    }
  }()

  private func stage(_ test: Case) -> TestSession {
    let stage = TestSession()
    stage.run(
      "precision \(test.precision)\n\(test.net)\ndata\n\(test.rows.joined(separator: "\n"))\nend\n"
        + "init normal 0 0.7 seed \(test.seed)\ndigits 9\n"
        + "train \(test.optimizer) loss \(test.loss) epochs 2")
    return stage
  }

  /// The lines of the last event, not wrapped, so that a step is a line.
  private func lines(_ stage: TestSession, _ statement: String) throws -> [String] {
    let before = stage.events.count
    #expect(stage.run(statement) == .done, "\(stage.problems.map(\.message))")
    let renderer = TextRenderer(verbosity: .script, width: 1_000_000)
    return stage.events[before...].flatMap { renderer.lines($0) }.map(\.text)
  }

  /// Every line of numbers has the value that it says.
  private func checkNumbers(_ text: HandText, _ test: Case) {
    // The middle of a long sum is left out.
    for step in text.steps where !step.numbers.contains("more terms") {
      var calculator = PocketCalculator(step.numbers)
      guard let value = calculator.result() else {
        Issue.record("\(test): cannot compute `\(step.numbers)` in: \(step.line)")
        continue
      }
      guard step.value.isFinite, value.isFinite else { continue }
      let tolerance = 2e-6 * max(calculator.largest, step.value.magnitude) + 2e-9
      #expect((value - step.value).magnitude <= tolerance, "\(test): \(value) in \(step.line)")
    }
  }

  @Test func thereAreAllKinds() {
    #expect(Self.cases.count == 200)
    for activation in Activation.all where activation.isDifferentiable {
      #expect(Self.cases.contains { $0.net.split(separator: " ").contains(Substring(activation.name)) })
    }
    for loss in Loss.all where loss != .errors {
      #expect(Self.cases.contains { $0.loss.split(separator: " ").first == Substring(loss.name) })
    }
  }

  @Test(arguments: cases)
  func outputsMatchTheEngine(_ test: Case) throws {
    let stage = stage(test)
    let network = try #require(stage.session.network)
    let data = try #require(stage.session.data.whole)
    let inputs = Array(data.input(0))
    let text = HandText(try lines(stage, "explain " + test.rows[0].separated(by: " ->")[0]))
    checkNumbers(text, test)
    for (layer, values) in network.values(for: inputs).enumerated() {
      for k in values.preActivations.indices {
        let name = "L\(layer + 1)N\(k)"
        let sum = try #require(text.value("s", of: name), "\(test): \(name)")
        #expect(isNear(sum, values.preActivations[k]), "\(test): sum of \(name)")
        let activation = network.layers[layer].activation
        guard activation != .linear else { continue }
        let output = try #require(text.value("\(activation.name)(s)", of: name), "\(test): \(name)")
        #expect(isNear(output, values.outputs[k]), "\(test): output of \(name)")
      }
    }
  }

  @Test(arguments: cases)
  func gradientsMatchTheEngine(_ test: Case) throws {
    let stage = stage(test)
    let network = try #require(stage.session.network)
    let data = try #require(stage.session.data.whole)
    let row = Dataset(
      name: "", rows: [(Array(data.input(0)), Array(data.target(0)))], network.precision)
    let objective = try objective(test)
    let one = HandText(try lines(stage, "explain gradient " + test.rows[0]))
    try check(one, network, objective, row, test)
    let all = HandText(try lines(stage, "explain gradient data"))
    try check(all, network, objective, data, test)
  }

  private func objective(_ test: Case) throws -> Objective {
    let words = test.loss.split(separator: " ", maxSplits: 1)
    let loss = try #require(Loss.named(String(words[0])))
    guard words.count > 1 else { return Objective(loss) }
    let list = words[1].separated(by: "[")[1].separated(by: "]")[0]
    return Objective(loss, weights: list.separated(by: ", ").compactMap { Double($0) }, smoothing: 0.1)
  }

  private func check(
    _ text: HandText, _ network: Network, _ objective: Objective, _ data: Dataset, _ test: Case
  ) throws {
    checkNumbers(text, test)
    let loss = try #require(text.value("E"), "\(test)")
    #expect(isNear(loss, network.loss(objective, on: data)), "\(test): loss")
    let gradient = network.gradient(of: objective, on: data)
    let largest = gradient.reduce(0) { max($0, $1.magnitude) }
    // What float32 leaves of a difference of numbers near 1.
    let rounding = network.precision == .single ? 1e-7 : 1e-9

    for (place, name) in network.names.enumerated() {
      let slope = try #require(text.value("dE/d(\(name.joined))"), "\(test): \(name)")
      #expect((slope - gradient[place]).magnitude <= 1e-5 * largest + rounding, "\(test): \(name)")
    }
    checkSymbols(text, network, test)
  }

  /// The formulas with names, computed from the values that the text gave to those names before.
  private func checkSymbols(_ text: HandText, _ network: Network, _ test: Case) {
    var known = Dictionary(
      uniqueKeysWithValues: network.names.enumerated().map { ("(\($1.joined))", network.parameters[$0]) })
    for step in text.steps {
      if let symbols = step.symbols, step.name != symbols {
        var calculator = PocketCalculator(symbols, known)
        // Names of the outputs stand in short lines above, which are no steps.
        if let value = calculator.result(), step.value.isFinite {
          let tolerance = 1e-5 * max(calculator.largest, step.value.magnitude) + 1e-8
          #expect((value - step.value).magnitude <= tolerance, "\(test): \(value) in \(step.line)")
        }
      }
      known[step.name] = step.value
    }
  }

  @Test(arguments: cases)
  func updatesMatchTheEngine(_ test: Case) throws {
    let stage = stage(test)
    let before = try #require(stage.session.network)
    let said = HandText(try lines(stage, "explain step"))
    #expect(stage.session.network == before, "explain step changes nothing")
    checkNumbers(said, test)
    let done = HandText(try lines(stage, "step"))
    #expect(done.steps.map(\.value.bitPattern) == said.steps.map(\.value.bitPattern), "\(test)")
    let after = try #require(stage.session.network)
    for (place, name) in after.names.enumerated() {
      let new = try #require(said.value("new", of: name.joined), "\(test): \(name)")
      #expect(isNear(new, after.parameters[place]), "\(test): \(name)")
    }
    try checkAgainstTraining(stage, before, after, test)
  }

  /// `step` is the update that `train` does.
  private func checkAgainstTraining(
    _ stage: TestSession, _ before: Network, _ after: Network, _ test: Case
  ) throws {
    stage.run("undo\ntrain \(test.optimizer) loss \(test.loss) epochs 1")
    #expect(stage.session.network == after, "\(test): step and train part")
  }

  private func isNear(_ a: Double, _ b: Double) -> Bool {
    (a - b).magnitude <= 1e-6 * max(a.magnitude, b.magnitude) + 2e-9 || a.isNaN && b.isNaN
  }
}
