import Interpreter
import Language
import Testing

/// What each statement replaces in a session in which everything is set, and that it leaves the rest as it was.
struct ResetTests {
  /// What can be told of a session from outside: by its saved file and by what statements answer.
  enum Part: String, CaseIterable {
    // Of the saved file.
    case precision, structure, weights, initialization, epoch, reached, loss, frozen, optimizer, inputs, seed
    case generator, trainLine, data, parts, scaling, digits
    // Of answers.
    case history, stepping, variables, procedures, lastValue, display
  }

  typealias State = [Part: String]

  /// The lines of a saved file that tell of a part, by their first word up to a dot.
  private static let keys: [Part: Set<String>] = [
    .precision: ["precision"], .structure: ["net"], .weights: ["weights", "drawn"],
    .initialization: ["start", "startweights"], .epoch: ["epoch"], .reached: ["reached"],
    .loss: ["loss", "classweights", "smoothing"], .frozen: ["frozen"],
    .optimizer: ["optimizer", "scalar", "vector", "history", "clock", "schedule"], .inputs: ["last"],
    .seed: ["seed", "fresh"], .generator: ["generator"], .trainLine: ["train"],
    .data: ["data", "columns", "classes", "inputs", "targets"], .parts: ["part"], .scaling: ["scaling"],
    .digits: ["digits"],
  ]

  static let setup = """
    data iris
    split 0.7 seed 4 stratified
    scale standard
    net 4 3 tanh 3 softmax
    init xavier seed 3
    freeze layer 1
    digits 6
    prompt short
    let x = 3
    define f ; print 5 ; end
    train \(line) until loss<9 epochs 20 loss mae
    train \(line) epochs 7 loss mae
    train \(line) until loss<9 epochs 5
    eval 5 3 1 0.2
    """

  /// Two of three batches into an epoch; what the last `train` reached is gone then.
  static let midway = "\nstep \(line)\nstep \(line)"

  /// Three batches an epoch.
  static let line = "sgd lr 0.1 momentum 0.9 batch 35 shuffle"

  private func stage(_ text: String) -> TestSession {
    let stage = TestSession(scripts: ["s.nnet": Self.file])
    stage.run(text)
    #expect(stage.problems.isEmpty, "\(text): \(stage.problems.map(\.message))")
    return stage
  }

  /// Another session's file, in which everything is different.
  private static let file: String = {
    let stage = TestSession()
    stage.run(
      """
      precision double
      data blobs 30 seed 1
      split 0.5 seed 2
      scale minmax
      net 2 2 3 softmax
      init he seed 9
      freeze layer 2
      digits 3
      train adam lr 0.02 until loss<9
      eval 1 2
      save "s.nnet"
      """)
    return stage.file("s.nnet") ?? ""
  }()

  /// A copy of the session on which this is run, and what it answered.
  private func answers(_ stage: TestSession, _ text: String) -> (copy: TestSession, text: String) {
    let copy = TestSession()
    copy.interpreter.go(back: stage.interpreter.state)
    copy.run(text)
    return (copy, (copy.lines + copy.problems.map(\.code.rawValue)).joined(separator: "\n"))
  }

  private func state(_ stage: TestSession) -> State {
    var state: State = [:]
    let hasNet = stage.session.network != nil
    // Without a net nothing can be saved; a net changes nothing of what is looked at then.
    let copy = answers(stage, (hasNet ? "" : "net 1 1\n") + "save \"copy\"").copy
    let lines = copy.file("copy")?.split(separator: "\n") ?? []
    for (part, keys) in Self.keys {
      let own = lines.filter { keys.contains(String($0.prefix { $0 != " " && $0 != "." })) }
      let isOfNet = [.structure, .weights].contains(part)
      state[part] = hasNet || !isOfNet ? own.joined(separator: "\n") : "none"
    }
    // Without the validation set, whose metrics at each epoch are those of the present data.
    state[.history] = answers(stage, "quiet ; split 1 ; end\nshow epochs").text
    state[.variables] = answers(stage, "print x").text
    state[.procedures] = answers(stage, "f").text
    state[.lastValue] = answers(stage, "print _").text
    state[.display] = stage.interpreter.prompt
    let stepped = answers(stage, "step \(Self.line)").copy
    state[.stepping] = stepped.session.epoch > stage.session.epoch ? "ends an epoch" : "begins or goes on"
    return state
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let statement: String
    /// The parts that are other than before.
    let replaces: Set<Part>
    /// A script after which these parts are the same, in a session of its own or after the same setup.
    let script: String
    let goesOn: Bool
    /// Parts that no other script makes the same.
    let except: Set<Part>
    var testDescription: String { statement }

    init(_ statement: String, _ replaces: Set<Part>, like script: String, except: Set<Part> = []) {
      self.statement = statement
      self.replaces = replaces
      self.script = script
      self.except = except
      goesOn = false
    }

    init(_ statement: String, _ replaces: Set<Part>, likeAfter script: String, except: Set<Part> = []) {
      self.statement = statement
      self.replaces = replaces
      self.script = script
      self.except = except
      goesOn = true
    }
  }

  /// What belongs to the weights that are being trained.
  static let training: Set<Part> = [.weights, .epoch, .reached, .optimizer, .history, .stepping]
  static let net: Set<Part> = training.union([.structure, .initialization, .loss, .frozen, .inputs])
  static let iris = "data iris\nsplit 0.7 seed 4 stratified\nscale standard\n"
  static let untrained = iris + "net 4 3 tanh 3 softmax\ninit xavier seed 3\nfreeze layer 1\n"

  static let rows: [Row] = [
    // Nets, weights, whole sessions.
    Row("net 4 2 relu 3 softmax", net, like: iris + "net 4 2 relu 3 softmax"),
    Row("net 4 3 tanh 3 softmax", net.subtracting([.structure]), like: iris + "net 4 3 tanh 3 softmax"),
    Row(
      "init he seed 8", training.union([.initialization, .seed, .generator]),
      like: iris + "net 4 3 tanh 3 softmax\ninit he seed 8"),
    Row("reset", training, like: untrained),
    Row(
      "load \"s.nnet\"", Set(Part.allCases).subtracting([.variables, .procedures, .lastValue, .display]),
      like: "load \"s.nnet\""),
    Row("clear", Set(Part.allCases).subtracting([.precision, .display]), like: ""),
    // Training and travel.
    Row(
      "goto epoch 5", training.union([.generator]), like: untrained + "train \(line) epochs 5 loss mae",
      except: [.history]),
    Row("back 9", training.union([.generator]), like: untrained, except: [.history, .optimizer]),
    Row(
      "train adam lr 0.01 epochs 1", training.union([.lastValue, .trainLine]),
      likeAfter: "step adam lr 0.01\nloss", except: [.trainLine]),
    Row(
      "step adam lr 0.01", training.union([.trainLine]), likeAfter: "train adam lr 0.01 epochs 1",
      except: [.trainLine]),
    Row("L0N0 -> L1N0 = 7", [.weights], likeAfter: "set L0N0 -> L1N0: 7"),
    Row("freeze layer 2", [.frozen], like: untrained + "freeze all"),
    Row("unfreeze all", [.frozen], like: iris + "net 4 3 tanh 3 softmax"),
    // Data and numbers.
    Row("data blobs 30 seed 5", [.data, .parts, .scaling, .stepping], like: "data blobs 30 seed 5"),
    Row("split 0.5 seed 9", [.parts, .stepping], like: "data iris\nsplit 0.5 seed 9"),
    Row("scale minmax", [.scaling, .optimizer], like: "data iris\nscale minmax"),
    Row("scale none", [.scaling, .optimizer], like: "data iris"),
    Row(
      "precision double", [.precision, .weights, .initialization, .optimizer, .data],
      like: "precision double\nnet 4 3", except: [.weights, .initialization, .data]),
    // The rest.
    Row("seed 12", [.seed, .generator], like: "seed 12"),
    Row("digits 2", [.digits], like: "digits 2"),
    Row("prompt net", [.display], like: untrained + "prompt net"),
    Row("let x = 4", [.variables], like: "let x = 4"),
    Row("define f ; print 6 ; end", [.procedures], like: "define f ; print 6 ; end"),
    Row("score", [.lastValue], likeAfter: "loss"),
    Row("eval 1 2 3 4", [.inputs, .lastValue], likeAfter: "eval 4 3 2 1\neval 1 2 3 4"),
  ]

  /// Each row twice, with the last training met and in the middle of an epoch; undo brings everything back.
  @Test(arguments: rows)
  func replacesThisAndKeepsTheRest(_ row: Row) {
    var changed: Set<Part> = []
    for setup in [Self.setup, Self.setup + Self.midway] {
      let stage = stage(setup)
      let before = state(stage)
      stage.run(row.statement)
      #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
      let after = state(stage)
      let expected = state(self.stage(row.goesOn ? "\(setup)\n\(row.script)" : row.script))
      for part in Part.allCases where after[part] != before[part] {
        #expect(row.replaces.contains(part), "\(part) is not to be changed by \(row.statement)")
        changed.insert(part)
      }
      for part in row.replaces.subtracting(row.except) {
        #expect(after[part] == expected[part], "\(part) after \(row.statement)")
      }
      guard !["eval", "score", "prompt"].contains(where: row.statement.hasPrefix) else { continue }
      stage.run("undo")
      #expect(state(stage) == before, "undo after \(row.statement)")
    }
    #expect(changed == row.replaces)
  }

  /// That the last training diverged is not said of weights that it did not leave.
  @Test(arguments: [
    "net 2 2 1\ninit torch seed 1", "init torch seed 1", "reset", "L0N0 -> L1N0 = 0.5", "goto epoch 1",
    "step sgd lr 0.001", "train sgd lr 0.001 epochs 1", "load \"kept\"",
  ])
  func otherWeightsHaveNotDiverged(_ line: String) {
    let stage = stage("net 2 2 1\ndata xor\ninit torch seed 1\nsave \"kept\"\ntrain sgd lr 1e6 until loss<0")
    #expect(stage.reports.last?.reason == .diverged)
    func verdict() -> Diagnosis.Verdict? {
      let copy = answers(stage, "diagnose").copy
      return copy.events.lazy.compactMap {
        if case .diagnosis(let found, _) = $0 { found.verdict } else { nil }
      }
      .first
    }
    #expect(verdict() == .diverged)
    stage.run(line)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(verdict() != nil && verdict() != .diverged)
  }
}
