import Foundation
import Interpreter
import NeuralCore
import Testing

/// A saved number is read as the same bits, whichever way it is read.
struct SavedNumberTests {
  /// Weights all over the float32 numbers: ends, neighbors of powers of two, small ones, drawn bits.
  private static var numbers: [Float] {
    var numbers: [Float] = [
      0, -0.0, 1, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, 0x1p-149,

      0x1.fffffep-126, 16_777_216, 16_777_218, 8_388_609, 9_007_199_254_740_992, 1e10, 1e-10,
    ]
    for exponent in -148...126 {
      let power = Float(sign: .plus, exponent: exponent, significand: 1)
      numbers += [power, power.nextUp, -power.nextDown]
    }
    var generator = MersenneTwister(seed: 9)
    while numbers.count < 6_000 {
      let number = Float(bitPattern: generator.nextWord())
      if number.isFinite { numbers.append(number) }
    }
    return numbers
  }

  @Test func singleNumbersComeBack() throws {
    let (numbers, stage) = (Self.numbers, TestSession())
    let rows = numbers.map { "  (\(Double($0))) -> 1" }
    stage.run("net 1 1\ndata\n" + rows.joined(separator: "\n") + "\nend\nsave \"s.nnet\"")
    let (saved, inputs) = (try #require(stage.file("s.nnet")), try #require(stage.session.data.whole?.inputs))
    #expect(Array(inputs) == numbers.map(Double.init))
    stage.run("clear\nload \"s.nnet\"\nsave \"t.nnet\"")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(stage.file("t.nnet") == saved)
    #expect(stage.session.data.whole?.inputs == inputs)
  }

  /// Written otherwise than `save` does, numbers are read all the same.
  @Test func otherFormsAreRead() throws {
    let stage = TestSession()
    stage.run("net 1 1\ninit zeros\nprecision double\nsave \"s.nnet\"")
    let saved = try #require(stage.file("s.nnet"))
    for (form, value) in [("1e-1", 0.1), ("\"0.5\"", 0.5), ("0x1p-3", 0.125), ("+2", 2), ("1e23", 1e23)] {
      let changed = TestSession(scripts: ["c.nnet": Self.resealed(saved, form)])
      changed.run("load \"c.nnet\"\nlet w = L0N0->L1N0")
      #expect(changed.problems.isEmpty, "\(form): \(changed.problems.map(\.message))")
      #expect(changed.session.network?.parameters[0] == value, "\(form)")
    }
    for form in ["1,5", "x", "1 2", "", "1..2", "--1"] {
      let changed = TestSession(scripts: ["c.nnet": Self.resealed(saved, form)])
      #expect(changed.run("load \"c.nnet\"") == .failed(65), "\(form)")
    }
  }

  /// The text with another first weight, and the hash of that.
  private static func resealed(_ text: String, _ form: String) -> String {
    var body = text[..<text.range(of: "end ")!.lowerBound]
    let start = body.range(of: "weights 2 ")!.upperBound
    let end = body[start...].firstIndex(of: " ")!
    body.replaceSubrange(start..<end, with: form)
    var hash = FNV1a()
    for byte in body.utf8 { hash.mix(byte) }
    return body + "end \(hash.hexadecimal)\n"
  }
}
