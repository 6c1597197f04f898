import Foundation
import Interpreter
import Language
import NeuralCore
import TestSupport
import Testing

/// Saved sessions come back whole, and damaged ones not at all.
struct SaveTests {
  static let setups = [
    "net 2 2 1\ninit xavier seed 1000\ndata xor\ntrain adam lr 0.01 epochs 100",
    "net 2 3 tanh 1 without bias\ninit uniform -1 1 seed 3\ndata xor\ntrain sgd lr 0.1 momentum 0.9 nesterov batch 3 epochs 100",
    "data iris\nsplit 0.7 seed 4 stratified\nscale standard\nnet 4 6 relu 3 softmax\ninit he fan out seed 2\n"
      + "freeze layer 1\ntrain adam lr 0.01 amsgrad l2 1e-3 batch 16 shuffle epochs 100",
    "data blobs 30 seed 1\nnet 2 4 3 softmax\ntrain sgd lr 0.1 epochs 100 loss mae\ndigits 7\neval 0.5 0.25\nseed 5",
  ]

  /// Training 100 epochs, saving, loading in another session and 100 more are 200 in one go, bit for bit.
  @Test(arguments: setups)
  func trainingGoesOn(_ setup: String) throws {
    let (one, two) = (TestSession(), TestSession())
    one.run(setup + "\nsave \"s.nnet\"")
    #expect(one.problems.isEmpty, "\(one.problems.map(\.message))")
    let text = try #require(one.file("s.nnet"))
    let other = TestSession(scripts: ["s.nnet": text])
    other.run("load \"s.nnet\"")
    #expect(other.problems.isEmpty, "\(other.problems.map(\.message))")
    #expect(other.session.fingerprint == one.session.fingerprint)
    for stage in [one, other] { stage.run("train\nscore\nprint loss, epoch, seed, rand()") }
    #expect(other.session.fingerprint == one.session.fingerprint)
    #expect(Array(other.lines.suffix(6)) == Array(one.lines.suffix(6)))
    two.run(setup.replacing("epochs 100", with: "epochs 200"))
    if !setup.contains("seed 5") { #expect(two.session.network == other.session.network) }
    other.run("save \"again.nnet\"")
    one.run("save \"again.nnet\"")
    #expect(other.file("again.nnet") == one.file("again.nnet"))
  }

  /// A hundred epochs, a file, and a hundred more are two hundred, for every optimizer and every schedule.
  @Test(arguments: Self.continued, Precision.allCases)
  func trainingGoesOnBitForBit(_ line: String, _ precision: Precision) throws {
    let begin = """
      precision \(precision.rawValue)
      data iris
      scale standard
      net 4 5 tanh 3 softmax
      init xavier seed 3
      """
    let (one, whole) = (TestSession(), TestSession())
    one.run("\(begin)\ntrain \(line) epochs 20\nsave \"s.nnet\"")
    whole.run("\(begin)\ntrain \(line) epochs 20\ntrain")
    let other = TestSession(scripts: ["s.nnet": try #require(one.file("s.nnet"))])
    other.run("load \"s.nnet\"\ntrain\nsave \"t.nnet\"")
    whole.run("save \"t.nnet\"")
    #expect(one.problems.isEmpty && other.problems.isEmpty, "\(one.problems + other.problems)")
    #expect(other.session.fingerprint == whole.session.fingerprint, "\(line)")
    #expect(other.file("t.nnet") == whole.file("t.nnet"), "\(line)")
    guard !line.contains("shuffle") || line.contains("batch") else { return }
    let atOnce = TestSession()
    atOnce.run("\(begin)\ntrain \(line) epochs 40")
    #expect(atOnce.session.network == whole.session.network, "\(line)")
  }

  /// In the middle of an epoch: the next step takes the next rows, and all later ones are the same to the last bit.
  @Test(
    arguments: [
      "sgd lr 0.1 batch 2", "adam lr 0.05 batch 3 shuffle", "adam lr 0.05 batch 1 accumulate 2",
      "sgd lr 0.1 momentum 0.9 batch 2 shuffle loss sse schedule step 1 0.5",
      "rmsprop lr 0.01 batch 2 dropout 0.3", "l-bfgs batch 3",
    ], 1...3)
  func stepsGoOnInTheMiddleOfAnEpoch(_ line: String, _ steps: Int) throws {
    let begin = "data sine 7 seed 1\nnet 1 4 tanh 1\ninit xavier seed 3\nstep \(line)\n"
    let (one, other) = (TestSession(), TestSession())
    let first = begin + Array(repeating: "step\n", count: steps - 1).joined()
    one.run(first + "save \"s.nnet\"")
    let loaded = TestSession(scripts: ["s.nnet": try #require(one.file("s.nnet"))])
    loaded.run("load \"s.nnet\"")
    other.run(first)
    for _ in 0..<9 {
      for stage in [loaded, other] { stage.run("explain step\nstep\nprint epoch, loss") }
      #expect(loaded.session.fingerprint == other.session.fingerprint)
      #expect(loaded.session.epoch == other.session.epoch)
      #expect(Array(loaded.lines.suffix(20)) == Array(other.lines.suffix(20)))
    }
    for stage in [loaded, other] { stage.run("save \"t.nnet\"") }
    #expect(
      loaded.problems.isEmpty && other.problems.isEmpty,
      "\((loaded.problems + other.problems).map(\.message))")
    #expect(loaded.file("t.nnet") == other.file("t.nnet"))
  }

  /// Two rows a step of four: after one of them the file says so, after two it is between epochs. A place that the rows do
  /// not have is refused.
  @Test func aPlaceIsCheckedAgainstTheRows() throws {
    let one = TestSession()
    one.run("data xor\nnet 2 2 1\ninit torch seed 1\nstep sgd lr 0.1 batch 2 shuffle\nsave \"s.nnet\"")
    let text = try #require(one.file("s.nnet"))
    one.run("step\nsave \"t.nnet\"")
    let isBetweenEpochs = try #require(one.file("t.nnet")).split(separator: "\n").allSatisfy {
      !$0.hasPrefix("place")
    }
    #expect(isBetweenEpochs)
    let lines = text.split(separator: "\n").map(String.init)
    let order = try #require(lines.first { $0.hasPrefix("order") })
    let place = try #require(lines.first { $0.hasPrefix("place") })
    #expect(place.hasPrefix("place 1 "))
    for (field, wrong) in [
      (order, "order 4 0 1 2 2"), (order, "order 3 0 1 2"), (order, "order 4 1 2 3 4"),
      (order, "order 5 0 1 2 3 4"),
      (place, "place 4 0"), (place, "place 0 0"), (place, "place 1"), (place, "place one 0"),
    ] {
      let body = lines.map { $0 == field ? wrong : $0 }
      let other = TestSession(scripts: ["s.nnet": SavedFile.rehashed(body.joined(separator: "\n") + "\n")])
      #expect(other.run("load \"s.nnet\"") != .done, "\(wrong)")
      #expect(other.problems.first?.code == .badFile)
    }
  }

  static let continued =
    Optimizer.all.filter { $0 != .perceptron }.map {
      "\($0.name) lr 0.01" + ($0.takesJacobian ? " loss mse" : "")
    } + [
      "sgd lr 0.1 momentum 0.9 nesterov batch 16 shuffle", "adam lr 0.01 amsgrad dropout 0.2 batch 40",
      "rmsprop lr 0.01 momentum 0.9 centered", "adamw lr 0.02 batch 30 accumulate 2 l1 0.001 l2 0.01",
      "sgd lr 0.1 schedule step 7 0.5", "sgd lr 0.1 schedule exponential 0.95",
      "sgd lr 0.1 schedule cosine over 40", "adam lr 0.05 batch 40 schedule one-cycle over 40",
      "adam lr 0.05 schedule plateau 1 0.5 on loss", "adam lr 0.05 warmup 30",
      "adam lr 0.05 schedule cosine warmup 25 over 40 clip norm 0.1 maxnorm 1",
      "adam lr 0.05 weights [1, 2, 3] smoothing 0.1", "l-bfgs moves 3 history 3",
    ]

  /// A seed that was given and not yet drawn from still decides the next `init`, and one that was drawn from does not.
  @Test(arguments: [("seed 5", true), ("seed 5\nprint rand()", false), ("", false)])
  func aSeedThatWaitsIsKept(_ line: String, _ waits: Bool) throws {
    let one = TestSession()
    one.run("net 2 2 1\n\(line)\nsave \"s\"")
    let two = TestSession(scripts: ["s": try #require(one.file("s"))])
    two.run("load \"s\"")
    for stage in [one, two] { stage.run("init torch") }
    #expect(two.session.fingerprint == one.session.fingerprint)
    #expect(two.lines.contains { $0.hasPrefix("start torch · seed 5") } == waits, "\(two.lines)")
  }

  @Test func aSessionWithoutTrainingComesBack() throws {
    let one = TestSession()
    one.run("let x = 3\nnet 3 2\nsave \"s\"")
    let two = TestSession(scripts: ["s": try #require(one.file("s"))])
    two.run("let y = 4\nload \"s\"\nexpect y == 4 and parameters == 8\neval 1 2 3")
    #expect(two.problems.isEmpty)
  }

  /// Any change of a saved file is refused, and nothing is changed by it. Damage that the hash does not see (because it
  /// was made anew) is found by the checks of the fields.
  @Test func damagedFilesAreRefused() throws {
    let one = TestSession()
    one.run(Self.setups[2] + "\nsave \"s\"")
    let text = try #require(one.file("s"))
    var generator = MersenneTwister(seed: 9)
    func pick(_ n: Int) -> Int { Int(generator.nextWord()) % max(1, n) }
    for round in 0..<400 {
      var bytes = Array(text.utf8)
      for _ in 0...pick(3) {
        switch pick(4) {
        case 0: bytes.remove(at: pick(bytes.count))
        case 1: bytes[pick(bytes.count)] = UInt8(32 + pick(95))
        case 2: bytes.insert(UInt8(32 + pick(95)), at: pick(bytes.count))
        default: bytes.removeSubrange(pick(bytes.count)...)
        }
        if bytes.isEmpty { break }
      }
      var damaged = String(decoding: bytes, as: UTF8.self)
      guard damaged != text else { continue }
      if round.isMultiple(of: 2) { damaged = SavedFile.rehashed(damaged) }
      let two = TestSession(scripts: ["s": damaged])
      two.run("net 2 2 1\ninit torch seed 1")
      let before = two.session.fingerprint
      let end = two.run("load \"s\"")
      if !round.isMultiple(of: 2) { #expect(end == .failed(65)) }
      if end != .done { #expect(two.session.fingerprint == before && two.problems.map(\.code) == [.badFile]) }
      two.run("train adam epochs 2\nscore\nshow data", keepsGoing: true)
    }
  }

  @Test func undoAndRedoGoThroughTheStatements() {
    let stage = TestSession()
    stage.run("net 2 2 1\ninit torch seed 1")
    let first = stage.session.fingerprint
    stage.run("init torch seed 2\ninit torch seed 3")
    let last = stage.session.fingerprint
    stage.run("undo\nundo")
    #expect(stage.session.fingerprint == first)
    stage.run("redo\nredo")
    #expect(stage.session.fingerprint == last)
    #expect(stage.run("redo") == .failed(1))
    stage.run("undo\ninit torch seed 4")
    #expect(stage.run("redo") == .failed(1))
    stage.run("history")
    #expect(stage.lines.contains("   1  net 2 2 1"))
  }
}

/// Numbers of a saved file that later code relies on; the hash put right, since it guards against accidents only.
struct HostileFileTests {
  private static let setup =
    "net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam lr 0.01 epochs 3 schedule cosine over 9\neval 0 1\nsave \"s\""

  @Test(arguments: [
    ("scalar.steps 3.0", "scalar.steps nan"), ("scalar.steps 3.0", "scalar.steps -1"),
    ("scalar.steps 3.0", "scalar.steps 1e300"), ("scalar.steps 3.0", "scalar.steps 2.5"),
    ("scalar.steps 3.0", "scalar.steps 0.0"), ("scalar.power1 0.", "scalar.power1 -0."),
    ("scalar.power1 0.", "scalar.power1 1."), ("scalar.power2 0.", "scalar.power2 5."),
    ("scalar.power1 0.", "scalar.power1 nan "), ("scalar.power1 0.", "scalar.power1 1e39 "),
    ("vector.squares 12 ", "vector.squares 12 -"), ("vector.squares 12 ", "vector.squares 13 nan "),
    ("vector.average 12 0.", "vector.average 12 1e99"), ("vector.average 12 ", "vector.average 11 "),
    ("clock 3 ", "clock 9007199254740992 "), ("clock 3 1.0 -", "clock 3 1.0 nan"),
    ("clock 3 1.0 -", "clock 3 1.0 inf"), ("clock 3 1.0", "clock 3 nan"),
    ("clock 3 1.0 -", "clock 3 1.0 word"),
    ("schedule 1 cosine 0 9 -", "schedule 1 step 0 9 - 0 0.1"),
    ("schedule 1 cosine 0 9 -", "schedule 1 step 0 9 - 3 nan"),
    ("schedule 1 cosine 0 9 -", "schedule 1 exponential 0 9 - -1"),
    ("schedule 1 cosine 0 9 -", "schedule 1 cosine 9 9 -"),
    ("schedule 1 cosine 0 9 -", "schedule 1 cosine 0 9 fame"),
    ("last 2 0.0 1.0", "last 2 nan 1.0"), ("last 2 0.0 1.0", "last 2 1e39 1.0"),
    ("last 2 0.0 1.0", "last 1 0.0"),
    ("epoch 3", "epoch 9007199254740992"), ("history 0", "history 1\nhistory.0 12 0 0 0 0 0 0 0 0 0 0 0 0"),
  ])
  func numbersAreChecked(_ part: String, _ other: String) throws {
    let one = TestSession()
    one.run(Self.setup)
    let text = try #require(one.file("s"))
    try #require(text.contains("\n" + part), "\(part) is not in:\n\(text)")
    let two = TestSession(scripts: ["s": SavedFile.rehashed(text.replacing("\n" + part, with: "\n" + other))])
    #expect(two.run("load \"s\"") == .failed(65), "\(other)")
    #expect(two.problems.map(\.code) == [.badFile])
    two.run("explain step\nstep\ntrain\nexplain", keepsGoing: true)
  }

  /// Numbers near the ends of what is allowed: whatever comes after them does not end the process, and can be saved again.
  @Test(arguments: [
    ("clock 3 ", "clock 4503599627370000 "), ("epoch 3", "epoch 4503599627370000"),
    ("schedule 1 cosine 0 9 -", "schedule 4503599627370000 cosine 0 4503599627370496 -"),
    ("schedule 1 cosine 0 9 -", "schedule 0 cosine 4503599627370495 4503599627370496 -"),
  ])
  func largestCountsGoOn(_ part: String, _ other: String) throws {
    let one = TestSession()
    one.run(Self.setup)
    let text = try #require(one.file("s")).replacing("\n" + part, with: "\n" + other)
    let two = TestSession(scripts: ["s": SavedFile.rehashed(text)])
    two.run("load \"s\"\nexplain step\nstep\ntrain\nsave \"t\"", keepsGoing: true)
    #expect(two.problems.isEmpty, "\(two.problems.map(\.message))")
    let three = TestSession(scripts: ["t": try #require(two.file("t"))])
    #expect(three.run("load \"t\"") == .done, "\(three.problems.map(\.message))")
  }

  /// What says nothing of accidents is said as what it is.
  @Test func changedLineEndsAreNamed() throws {
    let one = TestSession()
    one.run(Self.setup)
    let text = try #require(one.file("s"))
    for changed in [text.replacing("\n", with: "\r\n"), text + "more\n", text + text] {
      let two = TestSession(scripts: ["s": changed])
      #expect(two.run("load \"s\"") == .failed(65))
      #expect(two.problems.first?.message.contains(changed.contains("\r") ? "CR LF" : "hash") == true)
    }
  }

  /// Counters that could be, though no training made them: what explains the next update copes.
  @Test(
    arguments: ["adam", "adam amsgrad", "adamw", "adamax", "nadam", "radam", "adagrad", "l-bfgs"],
    [
      ("scalar.steps ", "1.0"), ("scalar.steps ", "1000.0"), ("scalar.steps ", "4503599627370496.0"),
      ("scalar.power1 ", "0.5"), ("scalar.power1 ", "0.0"), ("scalar.power2 ", "0.25"),
      ("scalar.power2 ", "0.0"),
      ("scalar.product ", "0.9"), ("scalar.made ", "3.0"), ("scalar.length ", "9.0"),
    ])
  func forgedCountersAreExplained(_ optimizer: String, _ forged: (field: String, value: String)) throws {
    let one = TestSession()
    one.run("net 2 2 1\ndata xor\ninit torch seed 1\ntrain \(optimizer) epochs 20\nsave \"s\"")
    let text = try #require(one.file("s"))
    let lines = text.split(separator: "\n").map { line in
      line.hasPrefix(forged.field) ? forged.field + forged.value : String(line)
    }
    let two = TestSession(scripts: ["s": SavedFile.rehashed(lines.joined(separator: "\n") + "\n")])
    for statement in ["load \"s\"", "explain step", "step", "train \(optimizer) epochs 1"] {
      two.run(statement)
      #expect(
        !two.problems.contains { $0.code == .internalFault }, "\(statement): \(two.problems.map(\.message))")
    }
  }

  /// A beta that changes while the averages go on: no file is needed to see it.
  @Test(arguments: ["adam", "adamw", "adamax", "nadam", "radam"], [1, 2, 30])
  func changedBetasAreExplained(_ optimizer: String, _ epochs: Int) {
    let stage = TestSession()
    stage.run("net 2 2 1\ndata xor\ninit torch seed 1\ntrain \(optimizer) epochs \(epochs)")
    stage.run("train \(optimizer) beta1 0.5 beta2 0.7 epochs 1\nexplain step\nstep")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }
}
