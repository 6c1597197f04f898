import Foundation
import Interpreter
import NeuralCore
import Rendering
import Testing

/// Documents as lines of a terminal.
struct TextTests {
  private func document(_ blocks: Block...) -> Document { Document(blocks) }

  private func lines(_ text: String, _ verbosity: Verbosity = .script) -> [Line] {
    RenderedRun(text).text(verbosity)
  }

  // MARK: Roles

  private func role(of word: String, in lines: [Line]) -> Role? {
    lines.flatMap(\.content.runs).first { $0.text == word }?.role
  }

  @Test func aMissedTargetIsAWarning() throws {
    let missed = lines("net 2 2 1\ninit zeros\ndata xor\ntrain sgd lr 0.1 until loss < 0.01 epochs 5")
    #expect(role(of: "NOT REACHED", in: missed) == .warning)
    #expect(role(of: "Why:", in: missed) == .warning)
    let line = try #require(missed.first { $0.text.hasPrefix("NOT REACHED") })
    #expect(line.colored.hasPrefix("\u{1b}[33mNOT REACHED\u{1b}[0m: loss < 0.01"))
    let met = lines("net 2 2 1\ninit xavier seed 1000\ndata xor\ntrain adam lr 0.05 until loss < 0.2")
    #expect(role(of: "reached", in: met) == .good)
    let wild = lines("net 2 2 1\ninit xavier seed 1000\ndata xor\ntrain sgd lr 1e30 epochs 9")
    #expect(role(of: "DIVERGED", in: wild) == .error)
  }

  /// A script that prints such words is not colored.
  @Test func whatAScriptPrintsHasNoRole() {
    for line in lines("print \"NOT REACHED: reached\"\nprint \"Why: DIVERGED: x\"\nprint \"error: y\"") {
      #expect(line.content.runs.allSatisfy { $0.role == nil })
    }
  }

  @Test func colorChangesNoCharacter() {
    for verbosity in Verbosity.allCases {
      for line in RenderedRun.events.text(verbosity) {
        #expect(line.colored.replacing(/\u{1b}\[[0-9;]*m/, with: "") == line.text)
        #expect(!line.text.contains("\u{1b}"))
      }
    }
  }

  @Test func signsOfWeightsHaveRoles() {
    let dump = lines("net 1 1\nset L0N0 -> L1N0 = 0\n0B -> L1N0 = -2\ndump").suffix(2)
    #expect(role(of: "-2", in: Array(dump)) == .negative)
    #expect(role(of: "0", in: Array(dump)) == nil)
  }

  /// Standardized is (x − mean) / deviation: a negative mean is added.
  @Test func aScalingSaysItsFormula() {
    let shown = lines("data\n-1 2 -> 0\n-3 4 -> 1\nend\nscale standard").map(\.text)
    #expect(shown.suffix(2) == ["  L0N0   (L0N0 + 2.0000) / 1.0000", "  L0N1   (L0N1 − 3.0000) / 1.0000"])
  }

  // MARK: Verbosity

  /// Each says what the one before says and more.
  @Test func verbositiesAreNested() {
    func texts(_ verbosity: Verbosity) -> [String] { RenderedRun.events.text(verbosity).map(\.text) }
    func isSubsequence(_ part: [String], of whole: [String]) -> Bool {
      var rest = part[...]
      for line in whole where line == rest.first { rest.removeFirst() }
      return rest.isEmpty
    }
    #expect(isSubsequence(texts(.quiet), of: texts(.script)))
    #expect(isSubsequence(texts(.script), of: texts(.echo)))
    #expect(isSubsequence(texts(.script), of: texts(.demo)))
    #expect(texts(.quiet).count < texts(.script).count && texts(.script).count < texts(.echo).count)
  }

  @Test func mistakesAloneGoToStandardError() {
    for event in RenderedRun.events.events {
      let isMistake = if case .failure = event { true } else { false }
      for line in TextRenderer(verbosity: .echo).lines(event) {
        #expect((line.stream == .error) == isMistake)
      }
    }
  }

  // MARK: Widths

  @Test(arguments: [30, 40, 60, 80])
  func runningTextFits(_ width: Int) {
    let text: Text = "one \("two three", .code) four five six seven eight nine ten eleven twelve thirteen"
    let block = Block.paragraph(Paragraph(text: text, indent: 2, hang: 6))
    let lines = TerminalWriter(width: width).lines(document(block))
    #expect(lines.allSatisfy { $0.columns <= width })
    #expect(
      lines[0].text.hasPrefix("  one two") && lines.dropFirst().allSatisfy { $0.text.hasPrefix("      ") })
    let words = lines.flatMap { $0.text.split(separator: " ") }.joined(separator: " ")
    #expect(words == text.plain)
    #expect(lines[0].content.runs.contains { $0.text == "two three" && $0.role == .code })
  }

  @Test func aRoleGoesOnInTheNextLine() {
    let block = Block.paragraph(Paragraph(text: Text("aaaa bbbb cccc", .narration), indent: 0, hang: 0))
    let lines = TerminalWriter(width: 9).lines(document(block))
    #expect(lines.map(\.colored) == ["\u{1b}[36maaaa bbbb\u{1b}[0m", "\u{1b}[36mcccc\u{1b}[0m"])
  }

  @Test func cellsStandInColumnsWhateverTheirAlphabet() {
    var table = Table([.leading, .trailing], head: ["name", "n"])
    table.rows = [["日本", "1"], ["b", "1000"]]
    #expect(
      TerminalWriter().lines(document(.table(table))).map(\.text) == [
        "name      n", "日本      1", "b      1000",
      ])
  }

  @Test func reasonsStandBesideStatementsWhereTheyFit() {
    let code = Code(lines: [
      Code.Line(statement: "init he", reason: "draws anew"),
      Code.Line(statement: "train adam", reason: "goes on"),
    ])
    #expect(
      TerminalWriter(width: 40).lines(document(.code(code))).map(\.text) == [
        "    init he      # draws anew", "    train adam   # goes on",
      ])
    #expect(
      TerminalWriter(width: 20).lines(document(.code(code))).map(\.text) == [
        "    init he", "      # draws anew", "    train adam", "      # goes on",
      ])
  }

  @Test func aCaretIsBelowItsPlace() throws {
    let mistake = lines("print 1\n\tprint  foo bar")
    let caret = try #require(mistake.first { $0.text.contains("^") })
    let source = try #require(mistake.first { $0.text.contains("foo") && $0.text.contains(" | ") })
    let place = try #require(caret.text.firstIndex(of: "^")).utf16Offset(in: caret.text)
    #expect(source.text.dropFirst(place).hasPrefix("foo") || source.text.dropFirst(place).hasPrefix("bar"))
    #expect(caret.content.runs.contains { $0.role == .error && $0.text.allSatisfy { $0 == "^" } })
  }

  /// Texts of one column a character are counted by a shortcut; these are none, or just not.
  @Test(arguments: [
    ("", 0), ("−0.5 … 3", 8), ("naïve – “ok”", 12), ("→ ≤ ∂ ─│█ ₁", 11), ("e\u{301}t\u{e9}", 3),
    ("日本 1", 6), ("a\u{200b}b", 2), ("👩‍👩‍👧", 2), ("\u{7f}\u{9b}x", 3),
  ]) func columnsAreCounted(text: String, columns: Int) {
    #expect(Line(Text(text)).columns == columns)
    #expect(Line(Text("x" + text) + Text(text, .faint)).columns == 1 + 2 * columns)
  }

  /// Bytes that could begin a character that steers a terminal also begin others.
  @Test func onlyWhatSteersIsReplaced() {
    let harmless = "−1 “a” … – é ض ⁻¹ ‘’ ￥"
    #expect(Text(harmless).plain == harmless)
    for scalar in ["\u{200e}", "\u{202e}", "\u{2028}", "\u{2066}", "\u{2069}", "\u{61c}", "\u{9b}", "\u{1b}"]
    {
      #expect(Text("−1\(scalar)2").plain == "−1·2")
    }
  }

  @Test func aLineOfJSONKeepsEveryCharacter() throws {
    for text in ["plain", "a\"b", "a\\b", "a\nb", "tab\t", "\u{7f}", "\u{9b}", "é−日", "\u{1}"] {
      let line = try #require(JSONLines.lines(.print(text)).first)
      #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f..<0xa0).contains($0.value) })
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["text"] as? String == text)
    }
  }

  @Test func aLineIsCutByColumnsAndKeepsItsRoles() {
    let line = Line("a日\("本語", .status)c")
    #expect(line.columns == 8 && line.rows(in: 4) == 2)
    #expect(line.cut(to: 5).content == "a日\("本", .status)")
    #expect(line.cut(to: 4).text == "a日")
  }
}

/// The line of a training under way, with any budget.
struct ProgressTextTests {
  @Test(arguments: [
    (1e19, "years left"), (1e300, "years left"), (5e5, "138 h left"), (600, "9 min left"), (50, "49 s left"),
  ])
  func timeThatIsLeftIsShown(_ allowed: Double, _ text: String) {
    let line = ProgressText(width: 100, hasBlocks: true).line(
      TrainProgress(
        epoch: 10, epochs: 10, budget: .max, loss: 0.5, losses: [], seconds: 1, secondsAllowed: allowed))
    #expect(line.contains(text), "\(line)")
  }

  /// Losses at the ends of what a Double holds.
  @Test func extremeLossesAreDrawn() {
    for losses in [
      [1e308, -1e308, 0, 5], [.nan, 1, 2, 3], [.infinity, 1, 2, 3],
      [Double.leastNonzeroMagnitude, 1e308, 1, 1],
    ] {
      let line = ProgressText(width: 100, hasBlocks: true).line(
        TrainProgress(
          epoch: 10, epochs: 10, budget: 100, loss: losses[0],
          losses: losses.enumerated().map { LossPoint(epoch: $0.offset, loss: $0.element) }, seconds: 1,
          secondsAllowed: nil))
      #expect(line.hasPrefix("epoch 10"))
    }
  }
}
