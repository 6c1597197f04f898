import Interpreter
import Language
import NeuralCore
import Testing

/// Dumps that come back bit for bit, and dumps from elsewhere.
struct WeightTests {
  /// A net with one to three hidden layers, every activation, with and without bias.
  private func randomNet(_ generator: inout MersenneTwister) -> String {
    func pick(_ n: UInt32) -> Int { Int(generator.nextWord() % n) }
    var words = ["net", "\(1 + pick(4))"]
    for _ in 0...pick(3) { words += ["\(1 + pick(5))", Activation.all[pick(5)].name] }
    return words.joined(separator: " ") + (pick(4) == 0 ? " without bias" : "")
  }

  /// What is dumped and pasted into a fresh session gives the same outputs to the last bit, over 50 random nets.
  @Test func dumpsComeBack() throws {
    var generator = MersenneTwister(seed: 77)
    for seed in 0..<50 {
      let net = randomNet(&generator)
      let spread = ["normal 0 1e-6", "normal 0 1", "uniform -30 30", "normal 0 1e20"][seed % 4]
      let one = TestSession()
      one.run("\(net)\ninit \(spread) seed \(seed)\ndump")
      let dump = one.lines.filter { $0.contains(" -> L") }.joined(separator: "\n")
      let two = TestSession()
      two.run("\(net)\n\(dump)")
      let (first, second) = (try #require(one.session.network), try #require(two.session.network))
      #expect(first.parameters.bits == second.parameters.bits, "\(net)")
      for _ in 0..<5 {
        let inputs = generator.normal(first.inputs, mean: 0, deviation: 3).map { Double($0) }
        #expect(first.outputs(for: inputs).bits == second.outputs(for: inputs).bits)
      }
      #expect(dump.split(separator: "\n").count == first.parameters.count)
    }
  }

  /// Any float32, printed and read, is itself.
  @Test func everyFloatComesBack() {
    var generator = MersenneTwister(seed: 5)
    let stage = TestSession()
    stage.run("net 1 1 without bias")
    for _ in 0..<2000 {
      let value = Float(bitPattern: generator.nextWord())
      guard value.isFinite else { continue }
      stage.run("L0N0 -> L1N0 = \(value)")
      #expect(stage.session.network?.parameters.bits[0] == UInt64(value.bitPattern), "\(value)")
    }
    #expect(stage.problems.isEmpty)
  }

  /// A file that dump wrote is a script.
  @Test func aDumpedFileIsAScript() throws {
    let one = TestSession()
    one.run("net 3 4 relu 2 softmax without bias\ninit he seed 2\ndump to \"w.nn\"")
    let two = TestSession()
    two.run(try #require(one.file("w.nn")))
    #expect(two.session.network == one.session.network)
  }

  static let kerasBlock = """
    0B -> L1N0: 1.3025760914331386e-08
    0B -> L1N1: -1.4192625741316078e-08
    L0N0                   -> L1N0 = 0.659289538860321
    L0N0                   -> L1N1 = -0.9533336758613586
    L0N1                   -> L1N0 = -0.659289538860321
    L0N1                   -> L1N1 = 0.9533336758613586
    1B -> L2N0: -1.9757269598130733e-08
    L1N0                   -> L2N0 = 1.5167843103408813
    L1N1                   -> L2N0 = 1.0489506721496582
    """

  @Test func theKerasBlockIsAcceptedAsItStands() {
    let stage = TestSession()
    stage.run("net 2 2 relu 1 relu\n" + Self.kerasBlock)
    #expect(stage.problems.isEmpty)
    stage.run("expect out(0, 1) == 1 within 1e-4 and out(1, 0) == 1 within 1e-4\nexpect out(0, 0) < 1e-6")
    #expect(stage.problems.isEmpty)
    stage.run("undo\nexpect L0N0->L1N0 == 0")
    #expect(stage.problems.isEmpty)
  }

  /// The output of the Keras net was linear; the relu came with the notebook's hand calculation. The answers are the same.
  @Test func theKerasNetHadALinearOutput() {
    let stage = TestSession()
    stage.run("net 2 2 relu 1\n" + Self.kerasBlock)
    stage.run(
      """
      expect out(0, 0) == 0 within 1e-6 and out(0, 1) == 1 within 1e-5
      expect out(1, 0) == 1 within 1e-5 and out(1, 1) == 0 within 1e-6
      """)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.help))")
  }

  /// The notebook's PyTorch dump as it prints it: its loop reads the [out, in] matrices as [in, out], so the weight from
  /// L1N1 is called L1N0 -> L2N1.
  static let torchBlock = """
    0B -> L1N0: -0.9977866411209106
    0B -> L1N1: -3.027963876724243
    L0N0               -> L1N0 = -2.822441339492798
    L0N0               -> L1N1 = 2.410576105117798
    L0N1               -> L1N0 = 4.310168266296387
    L0N1               -> L1N1 = -4.205879211425781
    1B -> L2N0: -0.34139105677604675
    L1N0               -> L2N0 = 1.5188194513320923
    L1N0               -> L2N1 = 1.6310256719589233
    """

  @Test func theTorchBlockIsRefusedWholeAndShownPutRight() throws {
    let stage = TestSession()
    stage.run("net 2 2 1\ninit torch seed 1")
    let before = stage.session.fingerprint
    #expect(stage.run(Self.torchBlock) == .failed(1))
    #expect(stage.session.fingerprint == before)
    let problem = try #require(stage.problems.first)
    #expect(problem.code == .transposedDump)
    #expect(problem.message == "layer 2 of this net has one neuron, L2N0; there is no L2N1")
    #expect(problem.help.contains { $0.contains("[out, in]") })
    #expect(problem.help.last == "Nothing was set.")
    let position = try #require(problem.source).position(of: try #require(problem.span).start)
    #expect(position.line == 9 && position.column == 23)
    let lines = problem.help.filter { $0.hasPrefix("    ") }
    #expect(lines.count == 9)
    stage.run(lines.joined(separator: "\n"))
    #expect(stage.problems.count == 1)
    stage.run(
      """
      expect L0N1->L1N0 == 2.410576 and L0N0->L1N1 == 4.3101683 and L1N1->L2N0 == 1.6310257
      expect L0N0->L1N0 == -2.8224413 and L0N1->L1N1 == -4.205879 and L1N0->L2N0 == 1.5188195
      expect 0B->L1N0 == -0.99778664 and 0B->L1N1 == -3.0279639 and 1B->L2N0 == -0.34139106
      data xor
      expect out(0, 0) == 0.14306 within 0.000005 and out(0, 1) == 0.88123 within 0.000005
      expect out(1, 0) == 0.96800 within 0.000005 and out(1, 1) == 0.03991 within 0.000005
      expect loss == 0.0092976 within 0.00000005
      """)
    #expect(stage.problems.count == 1, "\(stage.problems.map(\.help))")
  }

  /// A block that fits neither way is an unknown weight and nothing else.
  @Test func aBlockThatFitsNeitherWay() {
    let stage = TestSession()
    stage.run("net 2 2 1")
    stage.run("L0N0 -> L1N0 = 1\nL0N5 -> L1N0 = 2")
    #expect(stage.problems.map(\.code) == [.unknownWeight])
    #expect(stage.session.network?.parameters.allSatisfy { $0 == 0 } == true)
  }

  /// Numbers of the net enter expressions as the decimal that dump prints.
  @Test func expressionsSeeTheDecimal() {
    let stage = TestSession()
    stage.run("net 2 2 1\nL0N0 -> L1N0 = 0.66\nexpect L0N0->L1N0 == 0.66\nprint L0N0->L1N0")
    #expect(stage.problems.isEmpty)
    #expect(stage.lines.last == "0.66")
  }
}
