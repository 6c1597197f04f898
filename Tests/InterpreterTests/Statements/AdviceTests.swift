import Interpreter
import Language
import Standard
import Testing

/// What people type who come from elsewhere: the answer is always one line that works.
struct AdviceTests {
  static let xor = "net 2 2 1 sigmoid\ndata xor\ninit torch seed 1\ntrain adam epochs 600"

  /// A line, and the line that is advised; both after `xor`.
  static let lines: [(typed: String, written: String)] = [
    ("train adam until loss = 0.01", "train adam until loss < 0.01"),
    ("train adam until accuracy = 1", "train adam until accuracy == 1"),
    ("train adam until accuracy >= 95", "train adam until accuracy >= 0.95"),
    ("train adam until accuracy >= 95%", "train adam until accuracy >= 95/100"),
    ("train adam until accuracy >= 100", "train adam until accuracy >= 1"),
    ("train adam until loss=<0.3", "train adam until loss<=0.3"),
    ("train adam until loss below 0.3", "train adam until loss < 0.3"),
    ("net 2,2,1", "net 2 2 1"), ("net 2, 2, 1", "net 2 2 1"), ("net(2,2,1)", "net 2 2 1"),
    ("net 2-2-1", "net 2 2 1"), ("net 2x2x1", "net 2 2 1"), ("net [2,2,1]", "net 2 2 1"),
    ("eval 0, 1", "eval 0 1"), ("eval 0,1", "eval 0 1"), ("eval(0,1)", "eval 0 1"),
    ("eval (0, 1)", "eval 0 1"), ("eval 0,5 1,5", "eval 0.5 1.5"), ("eval 9,1 5", "eval 9.1 5"),
    ("split 0,8", "split 0.8"), ("split 0,5,0,5", "split 0.5 0.5"),
    ("split 0,5 0,5 seed 1", "split 0.5 0.5 seed 1"),
    ("L0N0 -> L1N0 = 0,5", "L0N0 -> L1N0 = 0.5"), ("let x = 0,5", "let x = 0.5"),
    ("train adam lr 0,01", "train adam lr 0.01"), ("train adam(lr=0.01)", "train adam lr 0.01"),
    ("train adam lr=0.01", "train adam lr 0.01"), ("train 100", "train adam epochs 100"),
    ("train 100 epochs", "train adam epochs 100"), ("train adam 500", "train adam epochs 500"),
    ("train sgd 0.1", "train sgd lr 0.1"),
    ("train adam until loss<0.01 in 500 epochs", "train adam until loss<0.01 epochs 500"),
    ("goto 500", "goto epoch 500"), ("compare 0 500", "compare epoch 0 500"), ("back epoch 5", "back 5"),
    ("exit()", "quit"), ("exit", "quit"), ("quit()", "quit"), (":q", "quit"), (":wq", "quit"),
    ("\\q", "quit"),
    ("undo 3", "undo"), ("clear all", "clear"), ("clc", "clear"), ("seed = 5", "seed 5"),
    ("digits=3", "digits 3"),
    ("init 5", "init torch seed 5"), ("init xavier 1000", "init xavier seed 1000"),
    ("x = 1:10", "let x = [1..10]"),
    ("x := 3", "let x = 3"), ("disp(loss)", "print loss"), ("net = feedforwardnet(10)", "net 2 10 1"),
    ("net = train(net, x, t)", "train adam epochs 100"), ("y = net(x)", "eval data"),
    ("net.trainParam.epochs = 500;", "train adam epochs 500"), ("rng(5)", "seed 5"),
    ("model = nn.Sequential(nn.Linear(2,3), nn.Sigmoid(), nn.Linear(3,1))", "net 2 3 Sigmoid 1"),
    ("model.fit(x, y, epochs=50)", "train adam epochs 50"), ("model.summary()", "show"),
    ("optimizer = torch.optim.Adam(model.parameters(), lr=0.01)", "train adam lr 0.01"),
    ("import numpy as np", "net 2 2 1"), ("import torch.nn as nn", "net 2 2 1"),
    ("torch.manual_seed(7)", "seed 7"), ("loss.backward()", "step adam lr 0.01"),
    ("plt.plot(losses)", "plot loss"),
    ("print(f\"loss {loss}\")", "print \"loss {loss}\""), ("plot(losses)", "plot loss"), ("help()", "help"),
    ("nn> eval 0 1", "eval 0 1"), (">>> eval 0 1", "eval 0 1"), ("i += 1", "let i = i + (1)"),
    ("// a comment", "# a comment"), ("ls", "help data"), ("man train", "help train"),
    ("export \"py\"", "export \"net.py\""), ("export \"PyTorch\"", "export \"net.py\" as pytorch"),
  ]

  @Test(arguments: lines) func oneLineThatWorks(_ typed: String, _ written: String) throws {
    let stage = TestSession()
    stage.run(Self.xor + "\nlet i = 1")
    try #require(stage.problems.isEmpty)
    let end = stage.run(typed)
    guard case .failed = end else {
      Issue.record("\(typed) runs")
      return
    }
    let help = stage.problems[0].help
    // Names of the table are lower case; a wrong case is a mistake of its own.
    let wanted = "Write: " + written.replacing("Sigmoid", with: "sigmoid")
    #expect(help.contains { $0.replacing("Sigmoid", with: "sigmoid") == wanted }, "\(typed): \(help)")
    let line = try #require(help.first { $0.hasPrefix("Write: ") }).dropFirst(7)
    let before = stage.problems.count
    let result = stage.run(String(line))
    #expect(result == .done || result == .quit, "\(line): \(stage.problems.dropFirst(before).map(\.message))")
  }

  /// Blocks of other languages: the line that opens one is put right, and each mistake is one message.
  @Test(arguments: [
    ("for epoch in range(100):", "repeat 100"), ("for i in range(5):", "for i in 0..(5 - 1)"),
    ("while True:", "while true"), ("if loss < 0.1:", "if loss < 0.1"), ("def f(x):", "define f x"),
    ("function f(a, b)", "define f a b"), ("if loss < 0.1 {", "if loss < 0.1"), ("for (i in 1:3) {", ""),
  ])
  func openingLinesOfBlocksAreCorrected(_ typed: String, _ written: String) {
    let problems = parse(Source(name: "test", text: typed + "\n"), .standard)
      .mistakes(in: Source(name: "test", text: typed + "\n"), defined: [], vocabulary: .standard)
    guard !written.isEmpty else { return }
    #expect(problems.first?.help == ["Write: \(written)"], "\(problems.map(\.message))")
  }

  /// What is meant for a file of nn's own `import` is no line of Python.
  @Test func importsOfFilesArePutRight() {
    let stage = TestSession()
    stage.run("import a.onnx")
    #expect(stage.problems.first?.help == ["Write: import \"a.onnx\""])
    let misspelt = parse(Source(name: "test", text: "import \"a.onnx\" activatons tanh"), .standard).problems
    #expect(misspelt.first?.label == "did you mean `activations`?")
    stage.run("import")
    #expect(stage.problems.last?.help == ["For example: import \"net.safetensors\" activations tanh linear"])
  }

  /// A program of another language is answered once, with lines that run.
  @Test func pythonPastedWhole() throws {
    let stage = TestSession()
    stage.run(
      """
      import torch
      from torch import nn

      torch.manual_seed(1000)
      model = nn.Sequential(nn.Linear(2, 2), nn.Sigmoid(), nn.Linear(2, 1))
      optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
      for epoch in range(2000):
          optimizer.zero_grad()
          loss = criterion(model(x), y)
          loss.backward()
          optimizer.step()
      print(loss.item())
      """)
    #expect(stage.problems.count == 1)
    let lines = stage.problems[0].help.dropFirst().map { $0.drop { $0 == " " } }
    #expect(lines.contains("seed 1000") && lines.contains("train adam lr 0.01 epochs 2000"), "\(lines)")
    #expect(lines.contains { $0.hasPrefix("net 2 2") })
    #expect(stage.run(lines.joined(separator: "\n")) == .done, "\(stage.problems.last?.message ?? "")")
  }

  /// What is right stays without advice, and what cannot be guessed gets none.
  @Test(arguments: ["net 2 2 1", "eval [0,1]", "let x = 1 ; x - 1", "print \"a, b\""])
  func rightLinesGetNoAdvice(
    _ line: String
  ) {
    let stage = TestSession()
    stage.run("net 2 2 1\ninit torch seed 1")
    #expect(stage.run(line) == .done)
  }

  @Test(arguments: ["foo bar baz", "net 2 2 qwertz", "train adam until", "explain step"]) func noFalseAdvice(
    _ line: String
  ) {
    let stage = TestSession()
    stage.run("net 2 2 1\n" + line)
    for help in stage.problems.flatMap(\.help) where help.hasPrefix("Write: ") {
      #expect(parse(Source(name: "test", text: String(help.dropFirst(7))), .standard).problems.isEmpty)
    }
  }

  // MARK: Files in the wrong place

  @Test func savedSessionsAndScripts() {
    let one = TestSession()
    one.run("net 2 2 1\ninit torch seed 1\nsave \"s.nnet\"")
    let saved = one.file("s.nnet") ?? ""
    let stage = TestSession(scripts: ["s.nnet": saved, "a.nn": "net 2 2 1\n", "t.csv": "a,b\n1,2\n"])
    stage.run("run \"s.nnet\"")
    #expect(stage.problems.last?.help == ["Write: load \"s.nnet\""])
    stage.run("load \"a.nn\"")
    #expect(stage.problems.last?.help.first == "It looks like a script. Write: run \"a.nn\"")
    stage.run("load \"t.csv\"")
    #expect(stage.problems.last?.help.first == "It looks like a table. Write: data \"t.csv\"")
    #expect(stage.run("load \"s.nnet\"\nrun \"a.nn\"") == .done)
  }

  // MARK: Names

  private func check(_ text: String) -> [DiagnosticCode] {
    let source = Source(name: "test", text: text)
    return parse(source, .standard).mistakes(in: source, defined: [], variables: [], vocabulary: .standard)
      .map(\.code)
  }

  /// `nn check` knows which names have a value, so that an editor does.
  @Test(arguments: [
    ("train adam until los<0.01", DiagnosticCode.unknownMetric), ("print accurracy", .unknownMetric),
    ("if lss > 1\n  print 1\nend", .unknownMetric), ("let x = y + 1", .unknownMetric),
    ("while epochs < 3\nend", .unknownMetric), ("expect val.lss < 1", .unknownMetric),
    ("print \"{los}\"", .unknownMetric), ("let x = sine(3)", .unknownFunction),
    ("L0N0 -> L1N0 = w", .unknownMetric),
    ("for x in 1..n\nend", .unknownMetric), ("repeat times\nend", .unknownMetric),
  ])
  func unknownNamesAreFound(_ text: String, _ code: DiagnosticCode) {
    #expect(check(text) == [code])
  }

  @Test(arguments: [
    "let x = 1\nprint x", "for s in 1..3\n  print s\nend", "define f a\n  let b = a\n  print b\nend\nf 2",
    "print loss, accuracy, val.loss, pi, e, epoch, _", "train adam until loss<0.01 and epoch<5",
    "run \"other.nn\"\nprint whatever", "save \"s.nnet\"",
    "data\n  for x in 1..3\n    (x) -> (sin(x))\n  end\nend",
  ])
  func knownNamesAreNot(_ text: String) {
    #expect(check(text).isEmpty)
  }
}
