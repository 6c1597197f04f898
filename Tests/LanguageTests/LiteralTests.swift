import Language
import Standard
import Testing

/// What literals alone say is found by reading: `nn check` does not have to run a text for it.
struct LiteralTests {
  private func found(_ text: String) -> [Diagnostic] {
    Language.mistakes(in: Source(name: "test", text: text + "\n"), variables: [], vocabulary: .standard)
  }

  @Test(arguments: [
    ("split 80 20", DiagnosticCode.outOfRange, "80"), ("split 80", .outOfRange, "80"),
    ("split 0.5 0.3", .outOfRange, "split 0.5 0.3"),
    ("split 0.2 0.2 0.2 0.4", .outOfRange, "split 0.2 0.2 0.2 0.4"),
    ("split 0.8 ordered seed 3", .settingMismatch, "seed 3"), ("split 0.8 seed 1.5", .outOfRange, "1.5"),
    ("digits 12", .outOfRange, "12"), ("digits (5 + 9)", .outOfRange, "(5 + 9)"),
    ("seed 1.5", .outOfRange, "1.5"),
    ("pause -1", .outOfRange, "-1"), ("repeat -1 ; end", .outOfRange, "-1"),
    ("for s in 3 ; end", .wrongType, "3"),
    ("net 2 relu2 1", .unknownName, "relu2"), ("net 2 tanh 3", .wrongCount, "tanh"),
    ("net 2 0 1", .outOfRange, "0"),
    ("net 2 3 tanh relu 1", .wrongCount, "relu"), ("init normal 0 -1", .outOfRange, "-1"),
    ("data parity 40", .outOfRange, "40"), ("data moons noise -1", .outOfRange, "-1"),
    ("train adam lr -1", .outOfRange, "-1"), ("train adam momentum 0.9", .settingMismatch, "momentum 0.9"),
    ("train sgd lr 0.1 epochs 0", .outOfRange, "0"), ("train adam lr 0.1 dropout 1", .outOfRange, "1"),
    ("train sgd lr 0.1 schedule step 0 0.1", .outOfRange, "0"), ("step adam lr 1e39", .outOfRange, "1e39"),
    ("explain step adam lr -1", .outOfRange, "-1"), ("plot loss width 5", .outOfRange, "5"),
    ("play activation", .settingMismatch, "activation"), ("watch surface", .settingMismatch, "surface"),
    ("sweep seeds 0..3 folds 1\n  train adam\nend", .outOfRange, "1"), ("say hello", .unknownMetric, "hello"),
    ("if false\n  digits 12\nend", .outOfRange, "12"), ("define f a\n  split 80\nend", .outOfRange, "80"),
  ])
  func literalsAreRead(_ text: String, _ code: DiagnosticCode, _ place: String) throws {
    let mistakes = found(text)
    #expect(mistakes.map(\.code) == [code], "\(mistakes.map(\.message))")
    let source = Source(name: "test", text: text + "\n")
    #expect(mistakes.first?.span.map { source.text($0) } == place)
  }

  /// What depends on values is left to whoever runs the text.
  @Test(arguments: [
    "let a = 80\nsplit a", "for x in [0.1, 0.2]\n  train adam lr (x - 1)\nend", "split 0.8", "split 1",
    "split 0.6 0.2 0.2", "split (1/3) (2/3)", "let n = 3\nnet 2 n tanh 1", "net 4 16 relu 3 softmax",
    "seed -9223372036854775808", "seed 18446744073709551615", "repeat 0 ; end", "for s in [3] ; end",
    "train sgd lr 0.1 momentum 0.9 nesterov", "train adam lr 0.1 schedule step 30 0.1", "digits 9", "pause 5",
    "pause \"Think.\"", "say \"hello\"", "init truncated 0 1 -2 2 seed 3", "data moons 200 noise 0",
  ])
  func whatIsRightIsLeft(_ text: String) { #expect(found(text).isEmpty, "\(found(text).map(\.message))") }

  /// Every mistake of the rows of statements is found by reading, but for those that need the session or the files.
  @Test func onlyWhatNeedsASessionIsLeftToRunning() {
    let left = StatementSpec.all.flatMap(\.mistakes).filter { found($0.setup + "\n" + $0.wrong).isEmpty }
    let ofSession: Set<DiagnosticCode> = [
      .noNet, .noData, .fileMissing, .nothingToRepeat, .nothingToUndo, .unavailableMetric, .expectationFailed,
      .misplaced, .unknownWeight, .wrongCount,
    ]
    let others = left.filter { !ofSession.contains($0.code) }.map(\.wrong)
    #expect(
      Set(others) == [
        "dump layer 3", "freeze layer 3", "goto epoch 5", "back 5", "compare epoch 1 5",
        "net 1000000 1000000",
        "export \"xor.doc\"", "import \"net.doc\"", "plot loss to \"loss.gif\"",
      ])
  }
}
