import Interpreter
import Language
import NeuralCore
import Rendering
import Synchronization
import Testing

/// Ctrl-C reaches everything that takes long: an interrupt at any poll ends the statement, says so, and keeps the state.
/// Counted in polls, not in milliseconds; what lies between two polls is a bounded piece of work.
struct InterruptTests {
  private static let large = "net 2 100 100 1\ndata moons 2000 seed 1\ninit torch seed 1\n"
  private static let small = "net 2 8 8 1\ndata moons 40 seed 1\ninit torch seed 1\n"

  struct Case: Sendable, CustomTestStringConvertible {
    let setup: String
    let statement: String
    var testDescription: String { statement }
  }

  static let readers = [
    "let x = loss", "let x = accuracy", "let x = gradient(L0N0->L1N0)", "eval data", "eval data to \"e.csv\"",
    "score", "show", "if loss < 0\n  print 1\nend", "while loss < 0\n  print 1\nend", "expect loss > 0",
    "print \"{loss}\"", "[loss, accuracy]", "dump to \"d.nn\"", "diagnose",

    "explain 0.5 1", "explain data", "explain gradient 0.5 1 -> 1",
  ].map { Case(setup: large, statement: $0) }

  private static let wide = "net 500 500 1\ninit torch seed 1\ndata\n  [1..500] -> 1\nend\n"

  static let others = [
    Case(setup: wide, statement: "fingerprint"), Case(setup: wide, statement: "save \"s\""),
    Case(setup: small, statement: "check gradient"), Case(setup: small, statement: "explain gradient data"),
    Case(setup: small + "train adam epochs 3\n", statement: "explain step"),
    Case(setup: small, statement: "explain curvature"),
    Case(setup: large + "train sgd epochs 3\n", statement: "compare epoch 1 2"),
    Case(setup: large + "split 0.5 seed 1\n", statement: "let x = val.loss"),
    Case(setup: large + "split 0.5 seed 1\n", statement: "let x = val.accuracy"),
    Case(setup: large + "precision double\n", statement: "score"),
  ]

  /// An interrupt at a poll: the statement ends as interrupted or had just been done, nothing else is said, and the
  /// session is the one before it.
  @Test(arguments: readers + others) func readersCanBeStopped(_ one: Case) throws {
    let whole = TestSession()
    whole.run(one.setup)
    let before = whole.session.fingerprint
    whole.run(one.statement)
    #expect(whole.problems.isEmpty, "\(whole.problems.map(\.message))")
    let polls = whole.polls
    #expect(polls >= 3, "\(one.statement): \(polls)")

    for patience in Set([1, 2, polls / 3, polls / 2, polls - 1]) where patience < polls {
      let stage = TestSession()
      stage.run(one.setup)
      let seen = stage.events.count
      stage.patience = patience
      let end = stage.run(one.statement)
      #expect(end == .failed(130) || end == .interrupted, "\(patience): \(end)")
      #expect(stage.problems.map(\.code) == [.interrupted], "\(patience)")
      #expect(stage.session.fingerprint == before, "\(patience)")
      if end == .failed(130) {
        #expect(stage.events.count == seen + 2, "only the statement and its end: \(patience)")
      }
      stage.patience = .max
      #expect(stage.run("score") == .done && stage.session.fingerprint == before)
    }
  }

  /// What cuts and scales data leaves it cut and scaled as it was, whenever it is stopped.
  @Test(arguments: [
    "split 0.7 seed 2", "split 0.6 0.2 0.2 stratified seed 2", "split 0.5 ordered", "scale standard",
    "scale minmax -1 1", "scale none", "precision double", "split 1", "data moons 40000 seed 2",
  ])
  func dataIsCutAndScaledWholeOrNotAtAll(_ statement: String) {
    let setup = "data circle 40000 seed 1\nsplit 0.8 seed 1\nscale standard\n"
    let whole = TestSession()
    whole.run(setup)
    let before = whole.session.data
    whole.run(statement)
    let polls = whole.polls
    #expect(polls >= 4, "\(polls)")
    for patience in Set([0, 1, polls / 2, polls - 2]) {
      let stage = TestSession()
      stage.run(setup)
      stage.patience = patience
      #expect(stage.run(statement) == .failed(130), "\(patience) of \(polls)")
      #expect(stage.problems.map(\.code) == [.interrupted], "\(patience)")
      #expect(stage.session.data.parts == before.parts, "\(patience)")
      #expect(stage.session.data.whole == before.whole)
    }
  }

  /// What draws leaves weights and generator alone.
  @Test(arguments: [
    "init torch seed 2", "init xavier seed 2", "init orthogonal seed 2", "init truncated 0 1 -2 2 seed 2",
    "init truncated 0 1 3 4 seed 2",
  ])
  func drawsCanBeStopped(_ statement: String) {
    let whole = TestSession()
    whole.run("net 300 300 1\ninit torch seed 1")
    let before = whole.session.fingerprint
    whole.run(statement)
    for patience in [0, 1, 2, whole.polls - 2] where patience >= 0 {
      let stage = TestSession()
      stage.run("net 300 300 1\ninit torch seed 1")
      stage.patience = patience
      #expect(stage.run(statement) == .failed(130), "\(patience) of \(whole.polls)")
      #expect(stage.session.fingerprint == before, "\(patience)")
      stage.patience = .max
      stage.run("seed 5\nprint rand()")
      let fresh = TestSession()
      fresh.run("seed 5\nprint rand()")
      #expect(stage.lines.last == fresh.lines.last)
    }
  }

  /// Functions of long lists.
  @Test(arguments: ["let m = round(l, 2)", "let m = sin(l)"])
  func functionsOfListsCanBeStopped(_ statement: String) {
    let stage = TestSession()
    stage.run("let l = [1..5000]\nlet m = 7")
    stage.patience = 2
    #expect(stage.run(statement) == .failed(130))
    stage.patience = .max
    #expect(stage.run("expect m == 7") == .done)
  }

  /// A condition that takes a pass: the training ends with the last whole epoch, and that is the epoch's own state.
  @Test(arguments: [
    "until accuracy >= 2", "until val.loss < 0", "until val.accuracy >= 2", "patience 9 on val.loss",
    "patience 9 on accuracy", "schedule plateau 2 0.5 on val.loss",
  ])
  func conditionsCanBeStopped(_ condition: String) throws {
    let setup = Self.large + "split 0.5 seed 1\n"
    let line = "train sgd lr 0.01 \(condition) epochs 4"
    let whole = TestSession()
    whole.run(setup)
    whole.run(line)
    for patience in stride(from: 3, to: whole.polls - 1, by: max(1, whole.polls / 12)) {
      let stage = TestSession()
      stage.run(setup)
      stage.patience = patience
      let end = stage.run(line)
      #expect(end == .interrupted || end == .failed(130), "\(patience): \(end)")
      guard let report = stage.reports.last, report.epochs > 0 else { continue }
      #expect(report.reason == .interrupted || report.epochs == 4, "\(patience): \(report.reason)")
      let fresh = TestSession()
      fresh.run(setup + "train sgd lr 0.01 epochs \(report.epoch)")
      #expect(stage.session.network?.parameters == fresh.session.network?.parameters, "\(patience)")
    }
  }

  /// A loop keeps what its earlier statements did.
  @Test func loopsKeepWhatWasDone() {
    let stage = TestSession()
    stage.run(Self.large)
    stage.patience = 30
    #expect(stage.run("repeat 50\n  train sgd lr 0.01 epochs 1\n  score\nend") == .interrupted)
    #expect(stage.session.epoch > 0)
    // A training that was interrupted is told of too.
    #expect((0...1).contains(stage.reports.count - stage.session.epoch))
  }

  /// Wherever the time goes: here into the condition.
  @Test func aConditionThatIsInterruptedKeepsTheTurnsBeforeIt() {
    let stage = TestSession()
    stage.run(Self.large + "\nlet n = 0")
    stage.patience = 40
    #expect(stage.run("while loss + loss + loss > 0\n  let n = n + 1\nend") == .interrupted)
    stage.patience = .max
    #expect(stage.run("expect n > 0") == .done)
  }

  @Test func goingToAnEpochCanBeStopped() {
    let stage = TestSession()
    stage.run(Self.large + "train sgd epochs 40")
    stage.patience = 1
    #expect(stage.run("goto epoch 3") == .failed(130))
    #expect(stage.session.epoch == 40)
    stage.patience = .max
    #expect(stage.run("goto epoch 3") == .done && stage.session.epoch == 3)
  }

  /// What is shown ends as well: a table of many rows, as text and as JSON.
  @Test func longOutputCanBeStopped() throws {
    let stage = TestSession()
    stage.run("net 2 1\ndata moons 3000 seed 1\ninit torch seed 1\neval data\nnet 60 60 1\ndump")
    let events = stage.events.filter {
      switch $0 {
      case .eval, .dump: true
      default: false
      }
    }
    for event in events {
      let counter = Counter(stopsAfter: 3)
      TextLines(
        renderer: { TextRenderer(verbosity: .script) }, isInterrupted: { counter.asks() },
        write: { _ in counter.writes() }
      ).receive(event)
      #expect(counter.written < 1200)
      let objects = Counter(stopsAfter: 3)
      JSONLines(isInterrupted: { objects.asks() }) { _ in objects.writes() }.receive(event)
      #expect((200..<1200).contains(objects.written))
    }
    #expect(events.count == 2)
  }

  /// To read a text of some megabytes takes as long as a statement may.
  @Test func longTextsCanBeStopped() {
    let text = String(repeating: "let a = 1\n", count: 100_000)
    let whole = TestSession()
    #expect(whole.run(text) == .done)
    // Tokens, statements, names; then each statement is asked before it runs.
    for patience in [0, 2, 10, 25, 40] {
      let stage = TestSession()
      stage.patience = patience
      #expect(stage.run(text) == .failed(130), "\(patience)")
      #expect(stage.problems.map(\.message) == ["interrupted; nothing was changed"], "\(patience)")
      stage.patience = .max
      #expect(stage.run("print a") != .done)
      #expect(stage.run("let a = 1") == .done)
    }
  }

  /// Many lines that are one answer end as well, and what says that something was stopped is shown whole.
  @Test func manyLinesCanBeStopped() throws {
    let stage = TestSession()
    stage.run("let a = \"\"\nfor k in 1..2000 ; let a = \"{a}row {k}\\n\" ; end\nprint a")
    stage.run("prnt 1")
    for event in stage.events {
      let counter = Counter(stopsAfter: 0)
      TextLines(
        renderer: { TextRenderer(verbosity: .script) }, isInterrupted: { counter.asks() },
        write: { _ in counter.writes() }
      ).receive(event)
      if case .print = event { #expect(counter.written == 255) }
      if case .failure = event { #expect(counter.written > 1) }
    }
    #expect(stage.events.contains { if case .print = $0 { true } else { false } })
    #expect(!stage.problems.isEmpty)
  }

  private final class Counter: Sendable {
    private let counts: Mutex<(asked: Int, written: Int)>
    private let limit: Int
    init(stopsAfter limit: Int) {
      self.limit = limit
      counts = Mutex((0, 0))
    }
    func asks() -> Bool {
      counts.withLock { counts in
        counts.asked += 1
        return counts.asked > limit
      }
    }
    func writes() { counts.withLock { $0.written += 1 } }
    var written: Int { counts.withLock { $0.written } }
  }
}
