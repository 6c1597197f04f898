import Explaining
import Foundation
import Interpreter
import Language
import NeuralCore
import Rendering
import Testing

/// Derivatives of an output, and derivatives by the inputs: by hand, as values, and in every notation.
struct SlopeTests {
  private static let weights = """
    L0N0->L1N0 = 0.5
    L0N1->L1N0 = -0.25
    L0N0->L1N1 = -0.75
    L0N1->L1N1 = 1
    L0N0->L1N2 = 0.125
    L0N1->L1N2 = 0.375
    0B->L1N0 = 0.1
    0B->L1N1 = -0.2
    0B->L1N2 = 0.3
    L1N0->L2N0 = 1
    L1N1->L2N0 = -0.5
    L1N2->L2N0 = 0.25
    L1N0->L2N1 = -0.25
    L1N1->L2N1 = 0.75
    L1N2->L2N1 = -1.5
    1B->L2N0 = 0.05
    1B->L2N1 = -0.1
    """

  /// Derivatives at the inputs 0.5 and -1.5 of L2N1 and L1N2, and of the loss for the targets 0 and 1.
  struct Case: Sendable, CustomTestStringConvertible {
    let hidden, output, loss: String
    let byInputs, byWeights, byBiases, byOutputWeights, byHidden, ofHidden, lossByInputs: [Double]
    var testDescription: String { "\(hidden) \(output)" }
  }

  /// Oracle: PyTorch 2.13, torch.autograd.grad in float64.
  static let cases = [
    Case(
      hidden: "tanh", output: "softmax", loss: "cross-entropy",
      byInputs: [-0.07992590867767911, -0.044346669539409155],
      byWeights: [
        -0.04714517632641465, 0.14143552897924394, 0.004680452207873371, -0.014041356623620114,
        -0.10304021615781762, 0.3091206484734529,
      ], byBiases: [-0.0942903526528293, 0.009360904415746742, -0.20608043231563525],
      byOutputWeights: [
        -0.07597057116968464, 0.11873040886065975, 0.024185147678884824, 0.07597057116968466,
        -0.11873040886065976, -0.024185147678884827,
      ], byHidden: [-0.15316724788164043, 0.15316724788164043, -0.2144341470342966],
      ofHidden: [0.12013037287076457, 0.3603911186122937],
      lossByInputs: [0.5590166157819397, 0.3101688243182124]),
    Case(
      hidden: "silu", output: "sigmoid", loss: "mse",
      byInputs: [-0.031052074995678337, -0.05994539370069305],
      byWeights: [
        -0.025596528068805382, 0.07678958420641614, -0.008673387223765672, 0.026020161671297018,
        -0.07386251105008586, 0.2215875331502576,
      ], byBiases: [-0.051193056137610764, -0.017346774447531344, -0.14772502210017172],
      byOutputWeights: [0, 0, 0, 0.12005853360442771, -0.05689494511695383, -0.022130263906403845],
      byHidden: [-0.061450286600622434, 0.1843508598018673, -0.3687017196037346],
      ofHidden: [0.05008283601814377, 0.1502485080544313],
      lossByInputs: [0.07580123634698581, 0.015560324045104233]),
    Case(
      hidden: "gelu", output: "linear", loss: "half-sse",
      byInputs: [-0.14434118166742047, -0.18878561041256062],
      byWeights: [
        -0.12352016519128488, 0.3705604955738546, -0.028935791319968665, 0.086807373959906,
        -0.2568988138243543, 0.7706964414730629,
      ], byBiases: [-0.24704033038256976, -0.05787158263993733, -0.5137976276487086],
      byOutputWeights: [0, 0, 0, 0.5551861389707962, -0.03941102982540746, -0.0841480581121794],
      byHidden: [-0.25, 0.75, -1.5], ofHidden: [0.04281646897072572, 0.12844940691217716],
      lossByInputs: [0.45220040466171946, 0.10913031477817614]),
  ]

  private func stage(_ test: Case, _ precision: String = "double") -> TestSession {
    let stage = TestSession()
    stage.run(
      "precision \(precision)\ndata\n0 0 -> 0 1\nend\nnet 2 3 \(test.hidden) 2 \(test.output)\n\(Self.weights)\n"
        + "score loss \(test.loss)\neval 0.5 -1.5\ndigits 9")
    return stage
  }

  private func number(_ stage: TestSession, _ expression: String) throws -> Double {
    stage.run(expression)
    guard case .value(.number(let number))? = stage.events.last else {
      throw Problem(text: "\(expression): \(stage.problems.map(\.message))")
    }
    return number
  }

  private struct Problem: Error { let text: String }

  @Test(arguments: cases)
  func valuesAreAutograds(_ test: Case) throws {
    let (double, single) = (stage(test), stage(test, "single"))
    func expect(_ expression: String, _ value: Double) throws {
      let found = try number(double, expression)
      #expect((found - value).magnitude < 1e-14, "\(expression)")
      let rounded = try number(single, expression)
      #expect((rounded - value).magnitude < 1e-6, "\(expression)")
    }
    for i in 0..<2 {
      try expect("gradient(L2N1, L0N\(i))", test.byInputs[i])
      try expect("gradient(L0N\(i))[1]", test.byInputs[i])
      try expect("gradient(L1N2, L0N\(i))", test.ofHidden[i])
      for k in 0..<3 { try expect("gradient(L2N1, L0N\(i)->L1N\(k))", test.byWeights[2 * k + i]) }
    }
    for k in 0..<3 {
      try expect("gradient(L2N1, 0B->L1N\(k))", test.byBiases[k])
      try expect("gradient(L2N1, L1N\(k))", test.byHidden[k])
      for j in 0..<2 { try expect("gradient(L2N1, L1N\(k)->L2N\(j))", test.byOutputWeights[3 * j + k]) }
    }
    try expect("gradient(L1N2, L1N0->L2N0)", 0)
    try expect("gradient(L1N2, L2N0)", 0)
    try expect("gradient(L1N2, L1N2)", 1)
    try expect("gradient(L0N1, L0N1)", 1)
  }

  /// What is printed by hand has the oracle's numbers, and its last steps are the derivatives that were asked for.
  @Test(arguments: cases)
  func theCalculationByHandArrives(_ test: Case) throws {
    let stage = stage(test)
    func steps(_ line: String) -> [String: Double] {
      let count = stage.events.count
      stage.run(line)
      #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
      let lines = stage.events.dropFirst(count).flatMap(JSONLines.lines)
      return Dictionary(
        lines.compactMap { line in
          guard let match = line.firstMatch(of: /"name":"([^"]+)","formula":.*"value":([-0-9.e]+)/) else {
            return nil
          }
          return Double(match.2).map { (String(match.1), $0) }
        }
      ) { $1 }
    }
    func expect(_ steps: [String: Double], _ name: String, _ value: Double) throws {
      let found = try #require(steps[name], "\(name) among \(steps.keys.sorted())")
      #expect((found - value).magnitude < 1e-14, "\(name)")
    }
    let slopes = steps("explain gradient 0.5 -1.5 of L2N1 wrt inputs")
    let loss = steps("explain gradient 0.5 -1.5 -> 0 1 wrt inputs")
    let hidden = steps("explain gradient 0.5 -1.5 of L1N2 wrt inputs")
    for i in 0..<2 {
      try expect(slopes, "dL2N1/dL0N\(i)", test.byInputs[i])
      try expect(loss, "dE/dL0N\(i)", test.lossByInputs[i])
      try expect(hidden, "dL1N2/dL0N\(i)", test.ofHidden[i])
    }
    let weights = steps("explain gradient 0.5 -1.5 of L2N1 wrt weights")
    for k in 0..<3 {
      try expect(weights, "dL2N1/d(0B->L1N\(k))", test.byBiases[k])
      try expect(weights, "dL2N1/d(L0N1->L1N\(k))", test.byWeights[2 * k + 1])
      try expect(weights, "dL2N1/d(L1N\(k)->L2N1)", test.byOutputWeights[3 + k])
    }
    #expect(slopes.keys.allSatisfy { !$0.contains("->") } && loss["E"] != nil && slopes["E"] == nil)
  }

  /// A neuron of the micrograd lecture: tanh, output 0.7071, slopes by the inputs -1.5 and 0.5, by the weights 1 and 0, by
  /// the bias 0.5.
  @Test func aPublishedNeuronComesOut() {
    let stage = TestSession()
    stage.run(
      """
      precision double
      net 2 1 tanh
      L0N0 -> L1N0 = -3
      L0N1 -> L1N0 = 1
      0B -> L1N0 = 6.8813735870195432
      eval 2 0
      expect L1N0 == 0.70710678 within 1e-8
      expect gradient(L0N0) == -1.5 within 1e-12 and gradient(L0N1) == 0.5 within 1e-12
      expect gradient(L1N0, L0N0->L1N0) == 1 within 1e-12 and gradient(L1N0, L0N1->L1N0) == 0
      expect gradient(L1N0, 0B->L1N0) == 0.5 within 1e-12
      explain gradient 2 0 of L1N0 wrt inputs
      """)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(
      stage.lines.contains { $0.contains("dL1N0/dL0N0 = δ(L1N0)·(L0N0->L1N0) = 0.5000·(−3.0000) = −1.5000") })
  }

  /// With scaled data the slope of the outputs is that by the input as given: a difference of outputs shows it.
  @Test func scaledInputsAreDifferentiatedAsGiven() throws {
    let stage = TestSession()
    stage.run(
      "precision double\ndata iris\nscale standard\nnet 4 3 tanh 3 softmax\ninit torch seed 1\neval 5 3 1.5 0.2\n"
        + "let by_hand = (out(5, 3, 1.500001, 0.2)[1] - out(5, 3, 1.499999, 0.2)[1]) / 2e-6\n"
        + "expect gradient(L0N2)[1] == by_hand within 1e-9\n"
        + "explain gradient 5 3 1.5 0.2 of L2N1 wrt inputs")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    // What has one name in the calculation and at the prompt is one number.
    let lines = stage.events.flatMap(JSONLines.lines)
    for (name, typed) in [("dL2N1/dx2", "gradient(L0N2)[1]"), ("dL2N1/dL0N2", "gradient(L2N1, L0N2)")] {
      let step = lines.first { $0.contains("\"name\":\"\(name)\"") }
      let value = try #require(step?.firstMatch(of: /"value":([-0-9.e]+)/).flatMap { Double($0.1) })
      #expect((value - (try number(stage, typed))).magnitude < 1e-12, "\(name)")
    }
    #expect(stage.lines.allSatisfy { $0.count <= 80 })
  }

  /// A formula of `explain` can be typed at the prompt, signs and all, with scaled data, too.
  @Test func formulasOfScaledInputsHoldAtThePrompt() throws {
    let stage = TestSession()
    stage.run(
      "precision double\ndata iris\nscale standard\nnet 4 3 tanh 3 softmax\ninit torch seed 1\n"
        + "explain 5 3 1.5 0.2 neuron L1N0")
    let lines = stage.lines.joined(separator: " ")
    let formula = try #require(lines.firstMatch(of: /L1N0 +s = (.*?) +=/)).output.1
    let typed = formula.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    #expect(abs(tanh(try number(stage, typed)) - (try number(stage, "L1N0"))) < 1e-12, "\(typed)")
  }

  /// With scaled targets the slope of the outputs is in the units of the data, that of the neuron is its own.
  @Test func scaledTargetsAreUndone() throws {
    let stage = TestSession()
    stage.run(
      "precision double\ndata line 20 noise 0.1 seed 2\nscale targets standard\nnet 1 3 tanh 1\ninit torch seed 1\neval 0.5\n"
        + "let by_hand = (out(0.5000001) - out(0.4999999)) / 2e-7\nexpect gradient(L0N0) == by_hand within 1e-7\n"
        + "explain gradient 0.5 of L2N0 wrt inputs\nexplain gradient 0.5 -> 2 wrt inputs\n"
        + "expect not gradient(L2N0, L0N0) == by_hand within 1e-3")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }

  /// The Python program prints the digits that the text shows.
  @Test(arguments: ["of L2N1 wrt inputs", "of L2N0", "-> 0 1 wrt inputs", "of L1N2"])
  func thePythonProgramPrintsTheSame(_ what: String) throws {
    let stage = stage(Self.cases[0])
    stage.run(
      "digits 4\nexplain gradient 0.5 -1.5 \(what)\nexplain gradient 0.5 -1.5 \(what) as python to \"p.py\"")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", try #require(stage.file("p.py"))]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let printed = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let shown = stage.events.flatMap { TextRenderer(verbosity: .script, width: 1000).lines($0) }.map(\.text)
      .joined(separator: "\n").replacing("−", with: "-")
    let lines = printed.split(separator: "\n").filter { $0.contains("/d") }
    #expect(lines.count >= 2)
    for line in lines {
      let parts = line.split(separator: " = ")
      #expect(shown.contains("\(parts[0]) = ") && shown.contains("= \(parts[1])"), "\(line)")
    }
  }

  @Test func otherNotationsNameTheNeuron() throws {
    let stage = stage(Self.cases[0])
    stage.run(
      "explain gradient 0.5 -1.5 of L2N1 wrt inputs as latex to \"a.tex\"\nexplain gradient 0.5 -1.5 of L2N1 as markdown to \"a.md\""
    )
    let tex = try #require(stage.file("a.tex"))
    #expect(tex.contains("\\frac{\\partial \\mathrm{L2N1}}{\\partial \\mathrm{L0N0}} &="))
    #expect(!tex.contains("\\partial E") && tex.contains("The gradient of L2N1 by the inputs, by hand"))
    #expect(try #require(stage.file("a.md")).contains("\\partial w_{\\mathrm{0B} \\to \\mathrm{L1N0}}"))
    #expect(
      formatted(Source(name: "", text: "explain gradient  1 0  of  L2N0 wrt  inputs\n"), .standard)
        == "explain gradient 1 0 of L2N0 wrt inputs\n")
  }

  @Test(arguments: [
    ("explain gradient data of L2N0", DiagnosticCode.settingMismatch, "at one row"),
    ("explain gradient data wrt inputs", .settingMismatch, "at one row"),
    ("explain gradient 0 1 of L0N0", .unknownWeight, "is an input"),
    ("explain gradient 0 1 of L7N0", .unknownWeight, "L7N0"),
    ("explain gradient 0 1 -> 1 0 of L2N0", .settingMismatch, "does not depend on targets"),
    ("explain gradient 0 1 of 3", .wrongType, "a neuron is named like L1N0"),
    ("explain gradient 0 1 wrt input", .unknownName, "no kind of derivative called `input`"),
    ("explain 0 1 of L2N0", .unexpectedWord, "about a gradient"),
    ("print gradient(1)", .wrongType, "names of the net"),
    ("print gradient(L2N0, 1)", .wrongType, "names of the net"),
    ("print gradient(L0N0->L1N0, L0N0)", .wrongType, "names of the net"),
    ("print gradient(L2N5, L0N0)", .unknownWeight, "L2N5"),
    ("print gradient(L2N0, L2N0->L3N0)", .unknownWeight, "L3N0"),
  ])
  func wrongUseIsAnswered(_ line: String, _ code: DiagnosticCode, _ message: String) {
    let stage = stage(Self.cases[0])
    stage.run(line)
    #expect(stage.problems.map(\.code) == [code], "\(stage.problems.map(\.message))")
    #expect(stage.problems.first?.message.contains(message) == true, "\(stage.problems.map(\.message))")
  }

  @Test func withoutInputsThereIsNoPlace() {
    let stage = TestSession()
    stage.run("net 2 2 1\ninit torch seed 1\nprint gradient(L0N0)")
    #expect(stage.problems.map(\.code) == [.unavailableMetric])
  }
}
