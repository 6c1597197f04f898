import Interpreter
import Language
import Rendering
import Testing

/// The way a session came: undo and redo, transcripts, `_`, `why`, and how it shows itself.
struct HistoryTests {
  /// A prompt may be open for weeks.
  @Test func transcriptsAreBoundedAndSaySo() throws {
    let stage = TestSession()
    stage.interpreter.keepInTranscript(bytes: 100_000)
    stage.run((0..<3_000).map { "let v = \($0)" }.joined(separator: "\n"))
    stage.run("mistake")
    stage.run("undo\ntranscript to \"all.nn\"\ntranscript without mistakes to \"right.nn\"")
    for (file, last) in [("all.nn", "let v = 2999"), ("right.nn", "let v = 2998")] {
      let lines = try #require(stage.file(file)).split(separator: "\n")
      #expect(lines.count < 700 && lines.contains { $0 == last }, "\(lines.count) \(file)")
      #expect(lines.contains { $0.contains("statements are not kept any more") })
    }
    #expect(stage.run("undo\nprint v") == .done && stage.lines.last == "2997")
  }

  // MARK: Undo

  private static let unchanging = [
    "show", "dump", "fingerprint", "eval", "explain", "score", "diagnose", "guess", "compare", "check",
    "language",
    "expect", "print", "say", "section", "pause", "note", "help", "apropos", "why", "history", "transcript",
    "prompt", "color", "timing", "pager", "watch", "quit",
  ]

  /// Every statement of every example that changes something is taken back whole, and done again whole.
  @Test(arguments: StatementSpec.all.map(\.word))
  func undoGoesOverEverything(_ word: String) throws {
    let spec = try #require(StatementSpec.named(word))
    let stage = TestSession(scripts: ["other.nn": "print 1"])
    // Something of every kind to be lost.
    stage.run("let kept = 3\ndefine f ; print 1 ; end\ndigits 3\nnet 2 3 1\ndata or\ninit torch seed 5")
    let source = Source(name: "test", text: spec.example)
    var befores: [(text: String, state: String)] = []
    for statement in try #require(stage.interpreter.statements(of: source)) {
      let text = source.text(statement.span)
      if ["undo", "redo"].contains(text) { continue }
      befores.append((text, String(describing: stage.session)))
      _ = stage.interpreter.run(statement, of: source)
    }
    var afters: [String] = []
    while !befores.isEmpty {
      let after = String(describing: stage.session)
      stage.run("undo")
      guard case .undone(let text)? = stage.events.last,
        let place = befores.lastIndex(where: { $0.text == text })
      else { break }
      #expect(String(describing: stage.session) == befores[place].state, "\(text)")
      befores.removeSubrange(place...)
      afters.append(after)
    }
    // What is left changed nothing.
    for left in befores {
      #expect(Self.unchanging.contains { left.text.hasPrefix($0) }, "\(left.text)")
    }

    if !befores.isEmpty { stage.run("redo") }
    for after in afters.reversed() {
      stage.run("redo")
      #expect(String(describing: stage.session) == after)
    }
  }

  @Test func aHundredStatementsCanBeTakenBack() {
    let stage = TestSession()
    for number in 1...130 { stage.run("let x = \(number)") }
    for _ in 1...100 { #expect(stage.run("undo") == .done) }
    stage.run("expect x == 30")
    #expect(stage.problems.isEmpty)
    #expect(stage.run("undo") == .failed(1))
    for _ in 1...100 { #expect(stage.run("redo") == .done) }
    stage.run("expect x == 130")
    #expect(stage.problems.map(\.code) == [.nothingToUndo])
  }

  /// Why it goes no further back: nothing was done, all of it was undone, or more was done than is kept.
  @Test func theEndOfUndoIsSaid() {
    let stage = TestSession()
    stage.run("undo")
    stage.run("let a = 1 ; undo ; undo")
    #expect(
      stage.problems.map(\.message) == [
        "there is nothing to undo: no statement has changed anything yet",
        "there is nothing to undo: this is how the session began",
      ])
    for number in 1...101 { stage.run("let a = \(number)") }
    for _ in 1...100 { stage.run("undo") }
    #expect(stage.problems.count == 2)
    stage.run("undo")
    #expect(stage.problems.last?.message == "`undo` goes back no further")
    #expect(stage.problems.last?.help.first?.contains("the last 100 changes") == true)
    stage.run("expect a == 1")
    #expect(stage.problems.count == 3)
  }

  // MARK: Transcripts

  private func transcript(_ stage: TestSession, _ options: String = "") -> String {
    stage.run("transcript to \"t.nn\" \(options)")
    let text = stage.file("t.nn") ?? ""
    // The mark by which nn knows its own files.
    #expect(text.hasPrefix("# written by nn"))
    return String(text.drop { !$0.isNewline }.dropFirst())
  }

  /// Run on a session that would choose other seeds, a transcript gives the same weights, generator and data.
  @Test(arguments: [
    "net 2 2 1 ; init xavier ; train adam epochs 30",
    "net 2 2 1 ; train adam epochs 30",
    "data circle ; net 2 4 1 ; split 0.8 ; init he ; train sgd lr 0.1 epochs 3 batch 10",
    "let a = rand(0, 1) ; net 2 3 1 ; init uniform -1 (1 + a)",
    "seed 3 ; net 2 2 1 ; init torch ; print rand(0, 1)",
    "net 2 3 1 ; undo ; net 2 2 1 ; init torch ; undo ; redo ; dump",
    "repeat 2\n  net 2 3 1\nend\ninit torch",
    "# XOR\nnet 2 2 1 # small\ninit zeros\n0B -> L1N0: 0.5\nL0N0 -> L1N0 = 1",
    "net 2 2 1 ; train adam epochs 5 ; undo ; undo", "net 2 2 1 ; init torch ; color off ; undo ; dump",
    "net 2 2 1 ; init torch ; undo ; prompt short ; undo ; redo ; redo",
    "define f n ; net 2 n 1 ; end\nf 3\nundo\nf 2\ninit torch", "net 2 2 1\r\ninit torch\r\n# note\r\ndump",
    "repeat 2 ; let a = rand() ; end ; net 2 2 1 ; init torch",
    "net 2 2 1 ; init torch ; step sgd lr 0.1 ; train",
    "repeat 1\n  data circle\nend\nnet 2 2 1\ninit torch seed 1",
  ])
  func aTranscriptRepeatsTheSession(_ text: String) {
    let first = TestSession()
    #expect(first.run(text) == .done)
    for options in ["", "without mistakes"] {
      let second = TestSession(chosenSeed: 99)
      let script = transcript(first, options)
      #expect(second.run(script) == .done, "\(script)")
      // A seed chosen for data within a block cannot be written, and the script says so.
      if script.contains("come out differently") { continue }
      expectSame(first, second, script)
    }
  }

  /// The same weights, generator, data and variables, and the optimizer with its averages.
  private func expectSame(_ first: TestSession, _ second: TestSession, _ script: String) {
    #expect(second.session.fingerprint == first.session.fingerprint, "\(script)")
    #expect(second.session.data.whole?.inputs == first.session.data.whole?.inputs)
    #expect(second.session.names.variables == first.session.names.variables)
    guard first.session.network != nil, first.session.data.whole?.inputCount == 2 else { return }
    let (one, two) = (TestSession(), TestSession())
    one.interpreter.go(back: first.interpreter.state)
    two.interpreter.go(back: second.interpreter.state)
    one.run("train adam epochs 3")
    two.run("train adam epochs 3")
    #expect(two.session.fingerprint == one.session.fingerprint, "\(script)")
  }

  /// Typed one by one, each weight line sees the one before; undo takes back one.
  @Test func weightLinesTypedOneByOne() {
    let first = TestSession()
    for line in ["net 2 2 1", "L0N0 -> L1N0 = 1", "L0N0 -> L1N1 = 2 * L0N0->L1N0", "0B -> L1N0: 7", "undo"] {
      first.run(line)
    }
    let second = TestSession()
    second.run(transcript(first))
    #expect(second.session.fingerprint == first.session.fingerprint)
    second.run("expect L0N0->L1N1 == 2 and 0B->L1N0 == 0")
    #expect(second.problems.isEmpty)
  }

  /// A line that was stopped, gone on with by `train` alone, and stopped again.
  @Test func aStoppedTrainingGoesOn() {
    let first = TestSession(patience: 30)
    first.run("net 2 2 1 ; data xor ; init torch seed 1")
    first.run("train adam lr 0.01 until loss<0 epochs 100000000")
    first.run("train")
    first.run("train sgd lr 0.1 schedule cosine epochs 100000000")
    first.run("train")
    #expect(first.reports.map(\.reason) == [.interrupted, .interrupted, .interrupted, .interrupted])
    let script = transcript(first)
    let second = TestSession()
    #expect(second.run(script) == .done)
    expectSame(first, second, script)
  }

  @Test func stoppedBeforeAnEpochWasWhole() {
    let stage = TestSession()
    stage.run("net 2 2 1 ; data xor ; init torch seed 1")
    stage.patience = 0
    stage.run("train sgd lr 0.1 epochs 10")
    #expect(stage.reports.last?.reason == .interrupted)
    #expect(stage.lines.contains { $0.hasPrefix("interrupted") })
  }

  @Test func mistakesAreComments() {
    let stage = TestSession()
    stage.run("net 2 2 1")
    stage.run("trian adam")
    stage.run("print 1 +")
    stage.run("eval 1 2 3")
    stage.run("help train ; prompt short ; history ; print 7")
    #expect(
      transcript(stage) == """
        net 2 2 1
        # trian adam
        #   there is no statement called `trian`
        # print 1 +
        #   I expected a value before the end of the line
        # eval 1 2 3
        #   this net takes 2 inputs, and 3 are given
        print 7

        """)
    #expect(transcript(stage, "without mistakes") == "net 2 2 1\nprint 7\n")
  }

  /// Without mistakes what was taken back is gone, with what was looked at meanwhile.
  @Test func whatWasTakenBackIsGone() {
    let stage = TestSession()
    stage.run("net 3 2 1 ; init torch seed 1 ; eval 1 2 3 ; undo ; undo ; net 2 2 1 ; init torch seed 2")
    #expect(transcript(stage, "without mistakes") == "net 2 2 1\ninit torch seed 2\n")
    stage.run("undo ; print 1 ; redo")
    #expect(transcript(stage, "without mistakes") == "net 2 2 1\nprint 1\ninit torch seed 2\n")
    #expect(transcript(stage).hasPrefix("net 3 2 1\ninit torch seed 1\neval 1 2 3\nundo\nundo\n"))
  }

  /// A line whose condition asks the clock is written with its epochs; a variable whose name only contains the clock's is
  /// not the clock.
  @Test func onlyTheClockIsTheClock() {
    let stage = TestSession()
    stage.run("net 2 2 1 ; data xor ; init xavier seed 1000 ; let n_seconds = 0.2")
    stage.run("train adam lr 0.05 until loss<n_seconds and \"seconds\" != \"\" epochs 4000")
    #expect(
      transcript(stage).hasSuffix(
        "train adam lr 0.05 until loss<n_seconds and \"seconds\" != \"\" epochs 4000\n"))
    stage.run("train adam lr 0.05 until loss<1 or seconds>1e9 epochs 40")
    let epoch = stage.session.epoch
    #expect(transcript(stage).hasSuffix("train adam lr 0.05 until epoch >= \(epoch) epochs 1\n"))
    stage.run("train adam lr 0.05 until \"{seconds}\" == \"-1\" epochs 2")
    #expect(transcript(stage).hasSuffix("until epoch > \(epoch + 2) epochs 2\n"))
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }

  @Test func transcriptIsShownToo() {
    let stage = TestSession()
    stage.run("net 2 2 1 # small\n# and now\ninit zeros\ntranscript")
    #expect(stage.lines.suffix(4) == ["net 2 2 1", "# small", "# and now", "init zeros"])
    stage.run("transcript to \"no-such-folder/where.nn\"")
    #expect(stage.problems.last?.code == .cannotWrite)
  }

  // MARK: The last value

  @Test func underscoreIsTheLastValueShown() {
    let stage = TestSession()
    stage.run("print _")
    #expect(stage.problems.last?.code == .unavailableMetric)
    stage.run("6 * 7 ; expect _ == 42 ; _ / 2 ; expect _ == 21")
    stage.run("net 2 2 1 ; data xor ; init torch seed 1 ; eval 0 1 ; expect _ == out(0, 1)")
    stage.run("score ; expect _ == loss")
    stage.run("train adam epochs 5 ; expect _ == loss")
    stage.run("eval data ; expect _[2] == out(1, 0)")
    stage.run("let a = _ ; expect len(a) == 4")
    stage.run("net 2 2 2 ; init torch seed 1 ; eval 0 1 ; expect len(_) == 2")
    #expect(stage.problems.dropFirst().map(\.message) == [])
    stage.run("let _ = 3")
    #expect(stage.problems.last?.code == .reservedName)
  }

  // MARK: Why

  @Test func whyExplainsTheLastMistake() {
    let stage = TestSession()
    stage.run("why")
    #expect(stage.lines.last == "nothing has gone wrong yet")
    stage.run("eval 0 1")
    stage.run("why")
    #expect(stage.lines.contains { $0.hasPrefix("no-net — ") })
    #expect(
      stage.lines.contains { $0.hasPrefix("Yours: ") && $0.contains(stage.problems[0].message.prefix(20)) })
    stage.run("print (1")
    stage.run("why")
    #expect(stage.lines.contains { $0.hasPrefix("unclosed-bracket — ") })
    stage.run("why out-of-range")
    #expect(stage.lines.contains { $0.hasPrefix("out-of-range — ") })
    stage.run("why out-of-rage")
    #expect(stage.problems.last?.label == "did you mean `out-of-range`?")
  }

  // MARK: How it shows itself

  @Test func thePromptTakesItsForm() {
    let stage = TestSession()
    stage.run("net 2 2 1 ; init xavier seed 1000 ; train adam lr 0.01 until loss<0.01")
    #expect(stage.interpreter.prompt == "nn 2-2-1 loss 0.0098> ")
    stage.run("prompt net")
    #expect(stage.interpreter.prompt == "nn 2-2-1> ")
    stage.run("prompt short")
    #expect(stage.interpreter.prompt == "nn> ")
    stage.run("clear")
    #expect(stage.interpreter.prompt == "nn> " && stage.interpreter.state.preferences.prompt == .short)
    // What concerns the screen alone is not undone.
    stage.run("undo")
    #expect(stage.interpreter.prompt == "nn> ")
    stage.run("prompt net")
    #expect(stage.interpreter.prompt == "nn 2-2-1> ")
    stage.run("prompt loud")
    #expect(stage.problems.last?.code == .unknownName)
  }

  /// Whoever shows the session is told of its color; going back to a state of before tells it too.
  @Test func whoeverShowsIsToldOfTheColor() {
    let stage = TestSession()
    let before = stage.interpreter.state
    stage.run("net 2 2 1 ; color off ; undo ; redo")
    stage.interpreter.go(back: before)
    let told = stage.events.compactMap { event -> String? in
      if case .color(let color) = event { color?.rawValue ?? "none" } else { nil }
    }
    #expect(told == ["off", "none"])
  }

  @Test func timingShowsEachStatement() {
    let stage = TestSession(tick: 0.25)
    stage.run("net 2 2 1 ; timing on ; init zeros ; say \"x\" ; timing off ; init zeros")
    let times = stage.events.compactMap { if case .timed(let seconds) = $0 { seconds } else { nil } }
    #expect(times == [0.25])
    #expect(stage.lines.contains("· 250 ms"))
  }

  @Test func theTourIsForTerminals() {
    let stage = TestSession()
    stage.run("tour")
    #expect(stage.lines == ["the tour runs at the prompt: nn, then tour"])
    stage.run("repeat 1 ; tour ; end")
    #expect(stage.problems.last?.code == .misplaced)
  }
}
