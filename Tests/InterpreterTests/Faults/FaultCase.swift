import Experiments
import Interpreter
import Language
import Standard
import Testing

/// A statement that turns to the world, and what came before it.
struct FaultCase: Sendable, CustomTestStringConvertible {
  /// What may be left of a statement that was interrupted, besides nothing and all.
  enum Kept: Sendable {
    /// It is whole or not at all.
    case nothing
    /// As many epochs as it says, with this statement having done them; `EPOCHS` stands for their number.
    case epochs(String)
    /// What one of these texts does.
    case states([String])
    /// Whatever it is, `undo` leads back.
    case anything
  }

  let setup: String
  let line: String
  var kept = Kept.nothing
  var files: [String: [UInt8]] = [:]
  var exercises = Host.Input.Exercises.checked
  /// Who else works where it runs.
  var sharing = FaultyWorld.Sharing()
  /// Whether a clock decides what comes of it.
  var isTimed = false
  /// So many of the turns to a part are tried at most, evenly among all: where each of them takes long.
  var most = 1_000_000

  var testDescription: String { line }

  /// The variables that its texts give values to.
  var names: [String] {
    let words = (setup + "\n" + line).split { " \n;".contains($0) }
    return Set(zip(words, words.dropFirst()).filter { ["let", "for"].contains($0.0) }.map { String($0.1) })
      .sorted()
  }

  /// What the language says of the statement.
  var statement: Statement? { parse(Source(name: "test", text: line), .standard).statements.first?.node }
}

extension FaultCase {
  private static let net = "net 2 2 1\ndata xor\ninit torch seed 1\n"
  private static let trained = net + "train adam lr 0.1 epochs 6\n"
  private static let table = Array("a,b,c\n1,2,3\n4,5,6\n7,8,9.5\n2,1,0\n".utf8)
  private static let letter = Array("a letter".utf8)
  private static let script = Array("let a = 1\ntrain sgd lr 0.1 epochs 2\nlet b = 2\n".utf8)
  /// Three pictures of two pixels, and their classes.
  private static let pictures: [String: [UInt8]] = [
    "images": [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 9, 200, 100, 3, 5, 90],
    "labels": [0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 7],
  ]
  private static let ofPictures =
    "data \"images\" labels \"labels\"\nnet 2 2 softmax\ninit torch seed 1"
  private static let ledger =
    "sweep seeds 1..3 to \"a.jsonl\"\n  init torch\n  train sgd lr 0.1 epochs 2\nend"
  /// A ledger whose second run is half there.
  private static let tornLedger: [UInt8] = {
    let stage = FaultyWorld(fault: (.append, 2))
    stage.run(net + ledger)
    return stage.files["a.jsonl"] ?? []
  }()

  /// One for each statement and each option that writes or reads a file, trains or runs a script.
  static let listed: [FaultCase] = files + reading + training + running + working + shared

  private static let files: [FaultCase] = [
    FaultCase(setup: trained, line: "save \"a.nnet\""),
    FaultCase(setup: trained + "save \"a.nnet\"\ntrain adam epochs 1", line: "save \"a.nnet\""),
    FaultCase(setup: trained, line: "save \"a.txt\" replace", files: ["a.txt": letter]),
    FaultCase(setup: trained, line: "dump to \"a.nn\""),
    FaultCase(setup: trained, line: "eval data to \"a.csv\""),
    FaultCase(setup: trained, line: "explain 0 1 to \"a.md\""),
    FaultCase(setup: trained, line: "explain gradient data as latex to \"a.tex\""),
    FaultCase(setup: trained, line: "show epochs to \"a.csv\""),
    FaultCase(setup: trained, line: "eval data to \"a.json\""),
    FaultCase(setup: trained, line: "score to \"a.csv\""),
    FaultCase(setup: trained, line: "export \"a.json\""),
    FaultCase(
      setup: trained + "export \"a.json\"\ntrain adam epochs 1", line: "import \"a.json\""),
    FaultCase(setup: trained, line: "plot loss to \"a.svg\""),
    FaultCase(setup: trained, line: "plot boundary to \"a.json\""),
    FaultCase(setup: trained, line: "play loss epochs 1..6 by 2 to \"a.svg\""),
    FaultCase(setup: trained + "net 2 3 1\nundo", line: "transcript to \"a.nn\""),
    FaultCase(setup: trained, line: "report \"a.html\""),
    FaultCase(setup: net, line: ledger, kept: .anything),
    FaultCase(
      setup: net, line: "sweep resume \"a.jsonl\"", kept: .anything, files: ["a.jsonl": tornLedger]),
    FaultCase(
      setup: net,
      line: "sweep seeds 1..3 to \"a.txt\" replace\n  init torch\n  train sgd lr 0.1 epochs 2\nend",
      kept: .anything, files: ["a.txt": letter]),
  ]

  private static let sweep = "sweep seeds 1..6\n  init torch\n  train sgd lr 0.1 epochs 2\nend"

  /// Sweeps of which other processes make a part, and work of several processors.
  private static let shared: [FaultCase] = [
    FaultCase(
      setup: net, line: sweep, kept: .anything, sharing: .init(share: SweepShare(shard: "1/2")), most: 40),
    FaultCase(
      setup: net, line: sweep, kept: .anything, sharing: .init(share: SweepShare(numbers: "0-3")), most: 40),
    FaultCase(
      setup: net, line: sweep, kept: .anything,
      sharing: .init(processors: 3, share: SweepShare(shard: "1/2")),
      most: 12),
    FaultCase(
      setup: net, line: "sweep seeds 1..6 to \"a.jsonl\"\n  init torch\n  train sgd lr 0.1 epochs 2\nend",
      kept: .anything, sharing: .init(processors: 3), most: 12),
    FaultCase(
      setup: net, line: "sweep resume \"a.jsonl\"", kept: .anything, files: ["a.jsonl": tornLedger],
      sharing: .init(processors: 3), most: 12),
    FaultCase(
      setup: trained, line: "eval data to \"a.csv\"", sharing: .init(processors: 3), most: 12),
    FaultCase(setup: trained, line: "save \"a.nnet\"", sharing: .init(processors: 3), most: 12),
    FaultCase(
      setup: net, line: "train adam lr 0.1 epochs 4", kept: .epochs("train adam lr 0.1 epochs EPOCHS"),
      sharing: .init(processors: 3)),
  ]

  private static let reading: [FaultCase] = [
    FaultCase(setup: net, line: "data \"a.csv\"", files: ["a.csv": table]),
    FaultCase(
      setup: "net 2 2 1\ninit torch seed 1", line: "data \"a.csv\" target c inputs a b",
      files: ["a.csv": table]),
    FaultCase(
      setup: "data \"a.csv\" target c\nnet 2 2 1\ninit torch seed 1", line: "score \"a.csv\"",
      files: ["a.csv": table]),
    FaultCase(
      setup: "data \"a.csv\" target c\nnet 2 2 1\ninit torch seed 1", line: "eval \"a.csv\"",
      files: ["a.csv": table]),
    FaultCase(
      setup: "data \"a.csv\" target c\nnet 2 2 1\ninit torch seed 1", line: "eval \"a.csv\" to \"b.csv\"",
      files: ["a.csv": table]),
    FaultCase(setup: "", line: "data \"images\" labels \"labels\"", files: pictures),
    FaultCase(setup: ofPictures, line: "score \"images\" labels \"labels\"", files: pictures),
    FaultCase(setup: ofPictures, line: "eval \"images\" labels \"labels\"", files: pictures),
    FaultCase(setup: trained + "save \"a.nnet\"\nnet 3 1\nlet q = 2", line: "load \"a.nnet\""),
  ]

  private static let training: [FaultCase] = [
    FaultCase(
      setup: net, line: "train adam lr 0.1 epochs 4", kept: .epochs("train adam lr 0.1 epochs EPOCHS")),
    FaultCase(
      setup: trained, line: "train adam lr 0.1 epochs 4", kept: .epochs("train adam lr 0.1 epochs EPOCHS")),
    FaultCase(
      setup: "net 2 2 1", line: "train adam lr 0.1 epochs 4",
      kept: .epochs("train adam lr 0.1 epochs EPOCHS")),
    FaultCase(
      setup: net, line: "train adam lr 0.1 batch 2 epochs 4",
      kept: .epochs("train adam lr 0.1 batch 2 epochs EPOCHS")),
    FaultCase(
      setup: net, line: "train sgd lr 0.1 until accuracy + epoch >= 4.5 epochs 9 log every 1",
      kept: .epochs("train sgd lr 0.1 epochs EPOCHS")),
    FaultCase(
      setup: net, line: "train sgd lr 0.1 until loss < 10 epochs 4",
      kept: .epochs("train sgd lr 0.1 epochs EPOCHS")),
    FaultCase(setup: net, line: "train l-bfgs epochs 3", kept: .epochs("train l-bfgs epochs EPOCHS")),
    FaultCase(
      setup: net, line: "train sgd lr 0.1 seconds 0.02 epochs 60",
      kept: .epochs("train sgd lr 0.1 epochs EPOCHS"), isTimed: true),
    FaultCase(
      setup: "data circle 20 seed 1\nsplit 0.5 seed 1\nnet 2 3 1\ninit torch seed 1",
      line: "train adam lr 0.1 patience 2 on val.loss epochs 5", kept: .anything),
    FaultCase(
      setup: net, line: "train adam lr 0.1 until loss < 0.0001 restart every 2 epochs 6", kept: .anything,
      most: 12),
    FaultCase(
      setup: net + "watch boundary loss keep", line: "train adam lr 0.1 epochs 4",
      kept: .epochs("train adam lr 0.1 epochs EPOCHS")),
    FaultCase(setup: trained, line: "train", kept: .epochs("train adam lr 0.1 epochs EPOCHS")),
    FaultCase(
      setup: net, line: "sweep seeds 1..3\n  init torch\n  train sgd lr 0.1 epochs 3\nend", kept: .anything),
    FaultCase(
      setup: net + "sweep seeds 1..3\n  init torch\n  train sgd lr 0.1 epochs 3\nend", line: "replay best",
      kept: .anything),
    FaultCase(setup: net, line: "step adam lr 0.1"),
    FaultCase(setup: trained, line: "goto epoch 3"),
    FaultCase(setup: trained, line: "back 2"),
    FaultCase(setup: trained, line: "compare epoch 2 6"),
    FaultCase(setup: net, line: "diagnose"),
  ]

  private static let running: [FaultCase] = [
    FaultCase(
      setup: net, line: "run \"a.nn\"", kept: .anything, files: ["a.nn": script]),
    FaultCase(
      setup: "let a = 0", line: "repeat 3\n  let a = a + 1\nend",
      kept: .states(["let a = 1", "let a = 2"])),
    FaultCase(
      setup: "let a = 0", line: "while a < 3\n  let a = a + 1\nend",
      kept: .states(["let a = 1", "let a = 2"])),
    FaultCase(
      setup: "let a = 0", line: "for k in 1..3\n  let a = a + k\nend",
      kept: .states([
        "let k = 1", "let k = 1\nlet a = 1", "let k = 2\nlet a = 1", "let k = 2\nlet a = 3",
        "let k = 3\nlet a = 3",
      ])),
    FaultCase(
      setup: "let a = 0\ndefine f n\n  let b = n\n  seed (n)\n  print rand()\nend", line: "f 3",
      kept: .states(["seed 3"])),
    FaultCase(
      setup: "let a = 0", line: "if a == 0\n  let a = 1\n  let a = 2\nend", kept: .states(["let a = 1"])),
    FaultCase(
      setup: "let a = 0", line: "quiet\n  let a = 1\n  let a = 2\nend", kept: .states(["let a = 1"])),
    FaultCase(
      setup: "let a = 0", line: "hide\n  let a = 1\n  let a = 2\nend", kept: .states(["let a = 1"])),
    FaultCase(setup: net, line: "guess 0 1"),
    FaultCase(
      setup: net, line: "if true\n  save \"a.nnet\"\n  let a = 1\n  dump to \"a.nn\"\nend",
      kept: .states(["let a = 1"])),
    FaultCase(setup: net + "timing on", line: "score"),
  ]

  private static let exercise =
    "exercise \"E\"\n  hint \"let\"\n  hint \"more\"\n  expect a == 1\nsolution\n  let b = 2\n  let a = 1\nend"

  /// A criterion that takes a pass over the data is not met, or not judged.
  private static let learning =
    "exercise \"E\"\n  data ; 1 -> 1 ; end\n  net 1 1\n  init zeros\n  expect loss < 0.1\nsolution\n  0B -> L1N0: 1\nend"

  private static let working: [FaultCase] = [
    FaultCase(setup: "", line: learning, kept: .anything),
    FaultCase(setup: "", line: exercise, kept: .states(["let b = 2"])),
    FaultCase(setup: "let a = 5\nlet b = 3", line: exercise, kept: .anything, exercises: .worked),
    FaultCase(setup: exercise, line: "hint", exercises: .worked),
    FaultCase(setup: exercise + "\nlet a = 1", line: "done", exercises: .worked),
    FaultCase(setup: exercise, line: "skip", exercises: .worked),
    FaultCase(setup: exercise, line: "solution", kept: .anything, exercises: .worked),
  ]
}

extension FaultCase {
  /// Every statement of the example of every row of the table, each after those before it: a new statement is among them.
  static let examples: [FaultCase] = StatementSpec.all.flatMap { row in
    let source = Source(name: "test", text: row.example)
    return parse(source, .standard).statements.map { statement in
      FaultCase(
        setup: source.text(Span(0, statement.span.start)), line: source.text(statement.span),
        kept: keptOfExample(statement.node, source.text(statement.span)))
    }
  }

  private static func keptOfExample(_ statement: Statement, _ text: String) -> Kept {
    statement.effects.isDisjoint(with: [.trains, .runsScript]) && !text.contains("\n")
      && statement.spec != nil ? .nothing : .anything
  }
}
