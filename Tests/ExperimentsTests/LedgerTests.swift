import Experiments
import NeuralCore
import Testing

struct LedgerTests {
  static let header = Ledger.Header(
    script: String(repeating: "ab", count: 32),
    points: SweepPoints(seeds: .range(first: 3, step: 2, count: 4), folds: 2, variants: 2),
    names: ["init torch", "data \"a \\ b\".csv\" · π"], lines: ["init torch", "train adam epochs 5"],
    metric: "val.loss", session: ["net 2 2 1"], version: "0.1.0", language: 3)

  static func run(_ number: Int, epochs: Int = 5, loss: Double = 0.0099617) -> SweepRun {
    SweepRun(
      number: number, point: header.points[number], end: .until, isSolved: number % 2 == 0, epochs: epochs,
      loss: loss,
      training: Figures(
        loss: 1e-20, accuracy: 0.75, f1: 1 / 3.0, rmse: 2.5, mae: 1.25, r2: -0.5, largestError: .infinity),
      validation: Figures(loss: 0.1 + 0.2, rmse: 3.5, mae: 1.5, largestError: 7), fingerprint: "00ff",
      seconds: 0.25, machine: "node \"3\"")
  }

  static func text(_ runs: [SweepRun]) -> String {
    ([header.line] + runs.map { $0.line(header.names) }).map { $0 + "\n" }.joined()
  }

  @Test func whatIsWrittenIsRead() throws {
    let ledger = try Ledger(reading: Self.text([Self.run(7), Self.run(0)]))
    #expect(ledger.header == Self.header && ledger.torn == 0 && !ledger.isOpen && ledger.repeated == 0)
    #expect(ledger.runs.allSatisfy { $0.machine == "node \"3\"" })
    #expect(ledger.runs.map(\.number) == [7, 0])
    #expect(ledger.runs[0].isSame(as: Self.run(7)) && ledger.runs[0].validation == Self.run(7).validation)
    for metric in TrainingMetric.allCases where metric != .largestError {
      #expect(ledger.runs[0][metric] == Self.run(7)[metric], "\(metric)")
    }
    #expect(ledger.runs[0].training.largestError?.isNaN == true)
    #expect(Ledger.text(ledger.header, ledger.runs) == Self.text([Self.run(0), Self.run(7)]))
  }

  @Test func theFormIsThatOfEveryTool() {
    #expect(Self.header.line.hasPrefix(Ledger.mark))
    #expect(Self.header.line.contains("\"over\":[[\"seed\",[3,9,2]],[\"fold\",[1,2,1]],[\"variant\",["))
    #expect(Self.header.line.contains("\"points\":16,\"nn\":\"0.1.0\",\"language\":3"))
    #expect(
      Self.run(7).line(Self.header.names).hasPrefix(
        "{\"k\":7,\"variant\":\"init torch\",\"seed\":9,\"fold\":2,"))
  }

  /// Ledgers of before had fewer figures; they are gone on with.
  @Test func figuresMayBeMissing() throws {
    let whole = Self.run(7).line(Self.header.names)
    let old = whole.replacing("\"f1\":0.3333333333333333,\"rmse\":2.5,\"mae\":1.25,\"r2\":-0.5,", with: "")
      .replacing("\"val_rmse\":3.5,\"val_mae\":1.5,\"val_largest_error\":7,", with: "")
    #expect(old.count < whole.count - 80)
    let ledger = try Ledger(reading: Self.header.line + "\n" + old + "\n")
    #expect(ledger.runs[0].isSame(as: Self.run(7)))
    #expect(ledger.runs[0][.rmse] == nil && ledger.runs[0][.accuracy] == 0.75)
    #expect(ledger.runs[0][.validationLoss] == 0.1 + 0.2 && ledger.runs[0][.validationRMSE] == nil)
  }

  @Test func listsOfSeedsComeBack() throws {
    let points = SweepPoints(seeds: .list([1, 5, .min]), folds: nil, variants: 1)
    let header = Ledger.Header(
      script: "", points: points, names: ["x"], lines: [], metric: nil, session: [], version: "", language: 1)
    #expect(try Ledger(reading: header.line + "\n").header == header)
  }

  /// Cut anywhere behind the header, what is whole is there and what is torn is not.
  @Test func aTornLineIsLeftOut() throws {
    let whole = Self.text([Self.run(0), Self.run(1)])
    let bytes = Array(whole.utf8)
    let first = Self.text([Self.run(0)]).utf8.count
    for end in Self.header.line.utf8.count...bytes.count {
      let ledger = try Ledger(reading: String(decoding: bytes[..<end], as: UTF8.self))
      // Only its end may be missing: then the line is whole.
      #expect(ledger.runs.count == (end >= bytes.count - 1 ? 2 : end >= first - 1 ? 1 : 0))
      #expect(ledger.isOpen == (bytes[end - 1] != 10))
      let isBetween = [Self.header.line.utf8.count, first - 1, bytes.count - 1].contains(end)
      #expect(ledger.torn == (ledger.isOpen && !isBetween ? 1 : 0))
      // Whoever adds the next line closes it first.
      let rest = Self.run(3).line(Self.header.names) + "\n"
      let closed = String(decoding: bytes[..<end], as: UTF8.self) + (ledger.isOpen ? "\n" : "") + rest
      #expect(try Ledger(reading: closed).runs.map(\.number) == ledger.runs.map(\.number) + [3])
    }
  }

  /// Two processes in one line, bytes of nothing after a machine has failed, empty lines, ends of another system.
  @Test func whatOthersLeaveInALedger() throws {
    let line = Self.run(1).line(Self.header.names)
    let text =
      Self.header.line + "\r\n" + line.prefix(30) + line + "\n" + String(repeating: "\0", count: 50) + "\n\n"
      + Self.run(2).line(Self.header.names) + "\r\nx\n  \n"
    let ledger = try Ledger(reading: text)
    #expect(ledger.header == Self.header && ledger.runs.map(\.number) == [2] && ledger.torn == 3)
  }

  @Test func whatATableNeedsIsThere() throws {
    let outline = SweepOutline(
      variants: [
        .init(
          name: "init torch", lines: ["init torch", "train adam epochs 5"], budget: 5, hasGoal: false,
          loss: nil),
        .init(
          name: "data \"a \\ b\".csv\" · π", lines: ["train adam epochs 5"], budget: 7, hasGoal: true,
          loss: "cross-entropy weights [1, 2]"),
      ], outcome: .metric(.validationLoss), shared: ["train adam epochs 5"], data: .init(name: "x", rows: 12))
    let header = Ledger.Header(
      script: Self.header.script, points: Self.header.points, names: Self.header.names,
      lines: Self.header.lines, metric: "val.loss", session: [], version: "0.1.0", language: 3,
      outline: outline, origin: SweepOrigin(file: "my run's.nn", number: 2))
    let ledger = try Ledger(reading: header.line + "\n")
    #expect(ledger.header == header && ledger.header.outline == outline)
    #expect(try Ledger(reading: Self.header.line).header.outline == nil)
    let result = SweepResult(points: header.points, outline: outline, runs: [Self.run(7)])
    #expect(result.summaries().map(\.name) == ["init torch"])
  }

  @Test(arguments: [
    ("", 1), ("\n", 1), ("net 2 2 1\n", 1), ("{\"sweep\":2,\"x\":1}\n", 1), ("{\"sweep\":1}\n", 1),
    ("{\"sweep\":1,\n", 1),
    ("[" + String(repeating: "[", count: 100_000), 1),
  ])
  func whatIsNoLedger(_ text: String, _ line: Int) {
    #expect { try Ledger(reading: text) } throws: { ($0 as? Ledger.Fault)?.line == line }
  }

  /// What a header claims costs nothing: more runs than a sweep can have are refused before anything is made for them.
  @Test func noMoreRunsThanASweepHas() throws {
    func header(_ seeds: Int, folds: Int? = nil) -> Ledger.Header {
      Ledger.Header(
        script: "",
        points: SweepPoints(seeds: .range(first: 0, step: 1, count: seeds), folds: folds, variants: 1),
        names: ["x"], lines: [], metric: nil, session: [], version: "", language: 1)
    }
    for (seeds, folds) in [(100_000_000_000, nil), (1_000_001, nil), (333_334, 3)] {
      #expect { try Ledger(reading: header(seeds, folds: folds).line + "\n") } throws: {
        ($0 as? Ledger.Fault)?.message.contains("more than a sweep can have") == true
      }
    }
    let ledger = try Ledger(reading: header(1_000_000).line + "\n")
    #expect(LedgerUnion(ledger, "a").missing.count(of: 1_000_000) == 1_000_000)
  }

  @Test func linesThatDoNotBelong() {
    for line in [
      "{}", Self.run(1).line(Self.header.names).replacing("\"k\":1", with: "\"k\":16"),
      Self.run(1).line(Self.header.names).replacing("\"seed\":5", with: "\"seed\":7"),
      Self.run(1).line(Self.header.names).replacing("init torch", with: "init he"),
      Self.run(1).line(Self.header.names).replacing("\"end\":\"until\"", with: "\"end\":\"bored\""),
    ] {
      #expect { try Ledger(reading: Self.text([Self.run(0)]) + line + "\n") } throws: {
        ($0 as? Ledger.Fault)?.line == 3
      }
    }
  }

  /// Two machines that made the same run agree, or something is wrong with one of them.
  @Test func theSameRunTwice() throws {
    #expect(try Ledger(reading: Self.text([Self.run(2), Self.run(2)])).runs.count == 1)
    let other = Self.run(2, epochs: 6, loss: 0.0099618)
    let ledger = try Ledger(reading: Self.text([Self.run(2), other]))
    #expect(ledger.runs.count == 1 && ledger.repeated == 1 && ledger.differences.count == 1)
    let found = ledger.differences[0].first.differences(from: ledger.differences[0].second)
    #expect(found.map(\.field) == ["epochs", "loss"] && found.map(\.value) == ["5", "0.0099617"])
    #expect(found.map(\.other) == ["6", "0.0099618"])
  }

  @Test func hashesOfTheStandard() {
    #expect(
      SHA256.hexadecimal("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      SHA256.hexadecimal("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      SHA256.hexadecimal(String(repeating: "a", count: 1_000))
        == "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3")
    #expect(
      SHA256.hexadecimal("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }
}
