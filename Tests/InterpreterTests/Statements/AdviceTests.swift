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
    ("train adam epoch 100", "train adam epochs 100"), ("train epochs=100", "train adam epochs 100"),
    ("train epochs=100, lr=0.1", "train adam epochs 100 lr 0.1"),
    ("train adam epochs 5 learning_rate 0.1", "train adam epochs 5 lr 0.1"),
    ("train epoch 5", "train adam epochs 5"), ("x <- c(1, 2)", "let x = [1, 2]"),
    ("train adam 0.01 50", "train adam lr 0.01 epochs 50"), ("print |i - 3|", "print abs(i - 3)"),
    ("eval 0 1, 1 0", "eval 0 1 ; eval 1 0"), ("eval [0,1], [1,0]", "eval 0 1 ; eval 1 0"),
    ("explain (0,1), (1,0)", "explain 0 1 ; explain 1 0"), ("eval x=0 y=1", "eval 0 1"),
    ("explain backprop", "explain gradient data"), ("out(0 1)", "out(0, 1)"),
    ("max(1 2 3 4)", "max(1, 2, 3, 4)"), ("L0N0->L1N0 += 1", "L0N0->L1N0 = L0N0->L1N0 + 1"),
    ("0B->L1N0 *= 2 - i", "0B->L1N0 = 0B->L1N0 * (2 - i)"), ("show weights", "dump"),
    ("loss()", "print loss"), ("train adam dropout 50%", "train adam dropout 0.5"),
    ("train adam dropout 5%", "train adam dropout 0.05"),
    ("plot loss to loss.svg", "plot loss to \"loss.svg\""), ("net(9,8,1)", "net 9 8 1"),
    ("head", "show data"),
    ("train adam early stopping", "train adam patience 20"),
    ("train adam early_stopping=10", "train adam patience 10"),
    ("train adam validation_split=0.5", "split 0.5 ; train adam"),
    ("train adam epochs 9 validation 0.5", "split 0.5 ; train adam epochs 9"),
    ("print \"loss is\" loss", "print \"loss is\", loss"),
    ("print \"loss\" loss \"at\" epoch", "print \"loss\", loss, \"at\", epoch"),
    ("train l-bfgs(max_iter=20)", "train l-bfgs moves 20"), ("save (3)", "save \"FILE\""),
    ("split 20% 25%", "split 0.55 0.2 0.25"), ("split 50% 25%", "split 0.5 0.25 0.25"),
    ("split 0.7 0.1 0.2 seed 3", "split 0.6 0.2 0.2 seed 3"), ("split 0.99", "split 0.8"),
    ("init random seed 3", "init torch seed 3"), ("scale zscore", "scale standard"),
    ("net 2 8 relu dropout 0.5 1", "net 2 8 relu 1"), ("net 2 8 relu dropout 20% 1", "net 2 8 relu 1"),
    ("net 2 8 batchnorm relu 1", "net 2 8 relu 1"),
    ("return i", "print i"), ("return i + 1", "print i + 1"), ("report \"r.pdf\"", "report \"r.html\""),
    ("export \"py\"", "export \"net.py\""), ("export \"PyTorch\"", "export \"net.py\" as pytorch"),
    ("train adamw weight_decay 0.01", "train adamw decay 0.01"),
    ("train sgd weight_decay 0.01", "train sgd l2 0.01"),
    ("train AdamW(weight_decay=0.1)", "train adamw decay 0.1"),
    ("train adam max_iter 10", "train adam epochs 10"),
    ("train l-bfgs max_iter 10", "train l-bfgs moves 10"),
    ("train l-bfgs max_eval 9", "train l-bfgs looks 9"),
    ("play loss epochs 1-10", "play loss epochs 1..10"), ("explain 0 1 to a.md", "explain 0 1 to \"a.md\""),
    ("explain 0 1 to out", "explain 0 1 to \"out\""), ("dump to 5", "dump to \"5\""),
    ("export to \"x.onnx\"", "export \"x.onnx\""), ("export as x.onnx", "export \"x.onnx\""),
    ("save as \"x.nnet\"", "save \"x.nnet\""), ("save to x.nnet", "save \"x.nnet\""),
    ("train adam until loss<0.01 and epochs 1000", "train adam until loss<0.01 epochs 1000"),
    ("train adam until loss<0.01 or epochs 1000", "train adam until loss<0.01 epochs 1000"),
    ("train adam until loss<0.01 and 1000 epochs", "train adam until loss<0.01 epochs 1000"),
    ("L0N0 => L1N0 = 3", "L0N0 -> L1N0 = 3"), ("explain gradient 0 1 = 1", "explain gradient 0 1 -> 1"),
    ("explain gradient 0 - 1 => 1", "explain gradient 0 -1 -> 1"), ("eval 0 - 1", "eval 0 -1"),
    ("explain gradient 0,1 = 1", "explain gradient 0 1 -> 1"), ("eval 0 1 = 1", "eval 0 1"),
    ("explain 0 1 = 1", "explain gradient 0 1 -> 1"), ("explain gradient data = 1", "explain gradient data"),
    ("net 2 2 Tanh() 1", "net 2 2 tanh 1"), ("net 2 2 LeakyReLU() 1", "net 2 2 leaky-relu 1"),
    ("net 2 2 'relu' 1", "net 2 2 relu 1"), ("net 2 2 \"relu\" 1", "net 2 2 relu 1"),
    ("net 2 2/relu 1", "net 2 2 relu 1"), ("net 2/2/relu/1", "net 2 2 relu 1"),
    ("net 2, (4/2), 1", "net 2 (4/2) 1"),
    ("net 2 2 1 with dropout 0.5", "net 2 2 1"), ("net 2 2 relu and batchnorm 1", "net 2 2 relu 1"),
    ("let r = 2pi", "let r = 2 * pi"), ("print 2pi + 1.5e2pi", "print 2 * pi + 1.5e2 * pi"),
    ("print 2(3 + 1)", "print 2 * (3 + 1)"), ("eval 1.000,5 2", "eval 1000.5 2"),
    ("eval 1.000.000,25 2", "eval 1000000.25 2"), ("let x = 1,000.5", "let x = 1000.5"),
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
    ("function f(a, b)", "define f a b"), ("if loss < 0.1 {", "if loss < 0.1"),
    ("for (i in 1:3) {", "for i in 1..3"),
    ("for i = 1..5", "for i in 1..5"), ("for (i in 1:5)", "for i in 1..5"),
    ("for i in 1 to 5", "for i in 1..5"),
    ("define f(x)", "define f x"), ("define f(x, y, z)", "define f x y z"),
    ("data \"t.csv\" sep=\";\"", "data \"t.csv\" delimiter \";\""),
    ("data \"t.csv\" sep \"\\t\"", "data \"t.csv\" delimiter tab"),
    ("data \"t.csv\" without header", "data \"t.csv\" header off"),
    ("data \"t.csv\" drop missing", "data \"t.csv\" missing drop"),
    ("data \"t.csv\" ignore C", "data \"t.csv\" leave C"),
    ("data \"t.csv\" drop C", "data \"t.csv\" leave C"),
    ("read rad.csv", "data \"rad.csv\""), ("read \"rad.csv\"", "data \"rad.csv\""),
    ("sweep seeds 0-9", "sweep seeds 0..9"), ("sweep seeds 0:9", "sweep seeds 0..9"),
    ("sweep resume runs.jsonl", "sweep resume \"runs.jsonl\""),
    ("eval 3.5 weak 2 1.000,00 sun", "eval 3.5 weak 2 1000.00 sun"),
  ])
  func openingLinesOfBlocksAreCorrected(_ typed: String, _ written: String) {
    let problems = parse(Source(name: "test", text: typed + "\n"), .standard)
      .mistakes(in: Source(name: "test", text: typed + "\n"), defined: [], vocabulary: .standard)
    #expect(problems.first?.help == ["Write: \(written)"], "\(problems.map(\.message))")
  }

  /// What there is not is said, and no comment is advised in its place.
  @Test(arguments: [
    ("break", "A loop ends by itself"), ("continue", "What a turn may skip"),
    ("pass", "A block may be empty"),
    ("return", "A procedure ends at its `end`"),
    ("model.add(Dropout(0.5))", "Dropout belongs to the training"),
    ("model.add(Dropout(20%))", "Dropout belongs to the training: train adam dropout 0.2"),
    ("let xs = [1, 2] ; xs[0] += 2", "Give the name a list anew"),
    ("eval 1 2, 3 4 to \"o.csv\"", "Rows that are kept together come from a file"),
    ("x = nn.BatchNorm1d(8)(x)", "nn does not normalize within a net"),
  ])
  func blocksAreLeftAtTheirEnds(_ typed: String, _ words: String) {
    let stage = TestSession()
    stage.run(typed)
    #expect(stage.problems.first?.help.first?.hasPrefix(words) == true, "\(stage.problems)")
    let call = TestSession()
    call.run("define f n\n  return n\nend")
    #expect(call.problems.first?.help.first == "Write: print n")
    call.run("return(n + 1)")
    #expect(call.problems.last?.help.first == "Write: print (n + 1)")
  }

  /// Where the line is another one, its mark does not ask for another sign.
  @Test func marksFitTheLineThatIsAdvised() {
    let stage = TestSession()
    stage.run("model.fit(x, y, epochs=10)")
    #expect(
      stage.problems.first?.label == nil && stage.problems.first?.message == "I did not expect `=` here")
    stage.run("let xs = [1, 2]\nxs[0] = 5")
    #expect(stage.problems.last?.message == "an element of a list cannot be set")
    stage.run("let xs[0] = 5")
    #expect(stage.problems.last?.message == "an element of a list cannot be set")
    stage.run("net(9,8,1)")
    #expect(stage.problems.last?.message == "sizes are separated by blanks, not by commas")
    stage.run("scale standard targets")
    #expect(stage.problems.last?.message == "`targets` stands before the scaling")
    #expect(stage.problems.last?.help == ["Write: scale targets standard"])
  }

  /// Inputs in examples are as many as the net has, that of the session or that of the text.
  @Test func examplesFitTheNet() {
    for word in ["eval", "explain", "guess"] {
      let stage = TestSession()
      stage.run("net 3 2 1\ninit torch seed 1")
      stage.run(word)
      #expect(stage.problems.last?.help == ["For example: \(word) 0 1 0"])
      #expect(stage.run("\(word) 0 1 0") == .done)
      stage.run("net 4 2 1\n\(word)")
      #expect(stage.problems.last?.help == ["For example: \(word) 0 1 0 1"])
    }
    let large = TestSession()
    large.run("net 12 3 10\ninit torch seed 1")
    for typed in ["eval", "explain gradient"] {
      large.run(typed)
      let advice = String(large.problems.last?.help.first?.dropFirst("For example: ".count) ?? "")
      #expect(advice.hasPrefix(typed) && large.run(advice) == .done, "\(advice)")
      #expect(large.run("net 11 2 9\n\(typed)") != .done)
      let other = String(large.problems.last?.help.first?.dropFirst("For example: ".count) ?? "")
      #expect(large.run("net 11 2 9\ninit torch seed 1\n\(other)") == .done, "\(other)")
      large.run("net 12 3 10\ninit torch seed 1")
    }
    let stage = TestSession()
    stage.run("net 3 2 2\ninit torch seed 1")
    stage.run("explain gradient")
    #expect(stage.problems.last?.help == ["For example: explain gradient 0 1 0 -> 1 0"])
    #expect(stage.run("explain gradient 0 1 0 -> 1 0") == .done)
    stage.run("explain L1N0")
    #expect(stage.problems.last?.help == ["Write: explain neuron L1N0"])
    stage.run("out(1)")
    #expect(stage.problems.last?.help == ["Give them with commas between, for example: out(0, 1, 0)"])
    stage.run("explain weights")
    #expect(
      stage.problems.last?.help == ["For example: explain 0 1 0", "The parameters are listed by: dump"])
    stage.run("explain init\nguess there")
    #expect(stage.problems.last?.help == ["For example: guess 0 1 0"])
    stage.run("plot loss \"loss.png\"")
    #expect(stage.problems.last?.help == ["A picture goes to a file so: plot loss to \"loss.png\""])
  }

  /// A row of words and numbers is counted in columns.
  @Test func rowsWithWordsAreCountedInColumns() {
    let table = "temp,rain,day,y\n10,0,Mo,1\n12,1,Di,2\n9,0,Mi,3\n"
    let stage = TestSession(scripts: ["t.csv": table])
    stage.run("data \"t.csv\" target y onehot day\nnet 5 2 1\ninit torch seed 1")
    stage.run("eval 10 0")
    #expect(stage.problems.last?.message == "a row with words has 3 values, and 2 are given")
    stage.run("eval Mo 10 0")
    #expect(
      stage.problems.last?.help == ["In this order: temp, rain, day", "For example: eval 10 0 Mo"])
    #expect(stage.run("eval 10 0 Mo") == .done, "\(stage.problems.map(\.message))")
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

  /// A name that is empty is in quotes.
  @Test(arguments: [
    ("save \"\"", "save \"xor.nnet\""), ("load \"\"", "load \"xor.nnet\""), ("run \"\"", "run \"other.nn\""),
    ("export \"\"", "export \"xor.h\""), ("data \"\"", "data \"table.csv\""),
    ("plot loss to \"\"", "plot loss to \"picture.svg\""), ("dump to \"\"", "dump to \"weights.nn\""),
    ("print 1 ; transcript to \"\" # kept", "transcript to \"session.nn\""),
    ("explain 0 1 to \"\" replace", "explain 0 1 to \"explained.md\" replace"),
  ])
  func emptyNamesOfFilesAreSaid(_ typed: String, _ written: String) {
    let stage = TestSession()
    stage.run(Self.xor)
    stage.run(typed)
    #expect(stage.problems.last?.message == "the name of the file is empty")
    #expect(stage.problems.last?.help == ["For example: \(written)"])
  }

  /// A word that leads to a name is no name.
  @Test func wordsBeforeNamesAreNoFiles() {
    let stage = TestSession()
    stage.run("save as")
    #expect(stage.problems.last?.help == ["For example: save \"xor.nnet\""])
    #expect(stage.problems.last?.message == "a file in quotes follows `save`")
  }

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

  /// What the prompt advises, `nn check` advises too.
  @Test(arguments: [
    ("loss()", "Write: print loss"), ("head", "Write: show data"),
    ("net 4 8 relu dropout .5 3", "Write: net 4 8 relu 3"), ("net 4 8 batchnorm 3", "Write: net 4 8 3"),
    ("df.head()", "Write: show data"), ("let x = foo(0,5)", "There are: abs"),
  ])
  func unknownNamesAreAdvised(_ text: String, _ advice: String) {
    let source = Source(name: "test", text: text)
    let mistakes = parse(source, .standard)
      .mistakes(in: source, defined: [], variables: [], vocabulary: .standard)
    #expect(mistakes.first?.help.first?.hasPrefix(advice) == true, "\(mistakes.map(\.help))")
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
