import Interpreter
import Rendering
import Synchronization
import Testing

/// The lines of a log that are written many at once are those that are written one by one.
struct LogTests {
  static let trainings = [
    "net 2 2 1\ndata xor\ninit xavier seed 4\ntrain adam lr 0.05 epochs 3000 log every 1",
    "precision double\nnet 2 2 1\ndata xor\ninit xavier seed 4\ntrain sgd lr 0.5 epochs 1500 log every 3",
    "net 2 1 linear\ndata xor\ninit xavier seed 1\ntrain sgd lr 1.9 epochs 900 log every 1",
    "net 2 1 linear\ndata xor\ninit xavier seed 1\ntrain sgd lr 0.2 epochs 900 batch 1 log every 1",
    "net 2 1 linear\ndata or\nL0N0 -> L1N0 = 1e18\ntrain sgd lr 1e-30 epochs 2 log every 1",
    "net 2 2 1\ndata xor\ninit xavier seed 4\ntrain adam lr 0.05 patience 9 epochs 3000 log every 2",
    "net 2 2 1\ndata xor\ninit xavier seed 4\ntrain adam lr 0.05 until accuracy==1 epochs 300 log every 1",
    "net 2 2 1\ndata xor\ninit xavier seed 4\ntrain adam schedule cosine epochs 30 log every 1",
    "net 2 2 1\ndata xor\ninit xavier seed 4\ntrain adam until loss<0.1 restart every 90 epochs 900 log every 1",
  ]

  private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0 += line.split(separator: "\n").map(String.init) } }
    var all: [String] { lines.withLock { $0 } }
  }

  @Test(arguments: trainings) func linesAreTheSame(_ text: String) {
    let stage = TestSession()
    stage.run(text)
    let (many, single, objects) = (Lines(), Lines(), Lines())
    for event in stage.events {
      TextLines(
        renderer: { TextRenderer(verbosity: .script) }, writeLines: { many.add($0) },
        write: { many.add($0.text) }
      ).receive(event)
      TextLines(renderer: { TextRenderer(verbosity: .script) }, write: { single.add($0.text) }).receive(event)
      JSONLines { objects.add($0) }.receive(event)
    }
    #expect(many.all == single.all && many.all.count > 1)
    #expect(objects.all == stage.events.flatMap { JSONLines.lines($0) })
  }

  /// Each of the epochs that are asked for, once and in their order, and each with the loss of a training that ends there.
  @Test func epochsAreThoseAskedFor() {
    let begin = "net 2 3 1\ndata xor\ninit xavier seed 4\ntrain adam lr 0.05 epochs "
    let stage = TestSession()
    stage.run(begin + "10\ntrain adam lr 0.05 epochs 9985 log every 7")
    let logged = stage.logged.filter { $0.epoch > 10 }
    #expect(logged.map(\.epoch) == Array(stride(from: 14, through: 9995, by: 7)))
    for report in logged.prefix(3) + logged.suffix(2) {
      let alone = TestSession()
      alone.run(begin + "10\ntrain adam lr 0.05 epochs \(report.epoch - 10)")
      #expect(alone.reports.last?.loss == report.loss)
    }
  }

  /// One line of a log, digits and all.
  @Test func aLineLooksLikeThis() {
    let stage = TestSession()
    stage.run("net 2 1 linear\ndata xor\ninit zeros\ntrain sgd lr 0.1 epochs 1 log every 1")
    #expect(stage.lines.contains("epoch      1   loss 0.50000"))
  }

  /// A negative R² has the minus sign that other numbers for reading have: in a log, with patience, in a sweep.
  @Test func aNegativeMetricHasAMinusSign() {
    let stage = TestSession()
    stage.run(
      "data line 30 noise 3 seed 4\nsplit 0.5 seed 1\nnet 1 8 1\ninit torch seed 1\n"
        + "train adam epochs 9 log every 1 patience 2 on val.r2 until val.r2>0.9\n"
        + "sweep seeds 1..3\n  init torch\n  train adam epochs 2\nend")
    #expect(stage.problems.isEmpty)
    let values = stage.lines.flatMap { $0.matches(of: /val\.r2:? +([-−]?\d\S+)/).map(\.output.1) }
    #expect(values.count == 3 && values.allSatisfy { $0.hasPrefix("−0.00") }, "\(values)")
    #expect(stage.lines.contains { $0.contains("init torch") && $0.contains(/−0\.\d+ ± 0/) })
  }

  /// What a line shows beside the loss fits into 80 columns.
  @Test func aLineOfValidationAndRateFitsInto80Columns() {
    let stage = TestSession()
    stage.run(
      "data iris\nsplit 0.8 seed 1\nscale standard\nnet 4 8 relu 3 softmax\ninit he seed 1\n"
        + "train adam lr 0.01 schedule cosine epochs 3 log every 1")
    let logged = stage.lines.filter { $0.hasPrefix("epoch ") && $0.contains("val.accuracy") }
    #expect(logged.count == 3 && logged.allSatisfy { $0.count <= 80 && $0.contains(" lr ") })
  }
}
