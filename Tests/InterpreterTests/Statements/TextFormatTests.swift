import Interpreter
import Language
import Standard
import Testing

/// Values in texts, written as they are wanted: `{loss:.4}`.
struct TextFormatTests {
  private func printed(_ text: String) -> String {
    let stage = TestSession()
    stage.run(text)
    return (stage.lines + stage.problems.map(\.message)).joined(separator: "\n")
  }

  @Test(arguments: [
    ("{1/3:.3}", "0.333"), ("{1/3:8.3}|", "   0.333|"), ("{1/3:<8.3}|", "0.333   |"), ("{1/3:%}", "33%"),
    ("{1/3:.1%}", "33.3%"), ("{0.999:.0%}", "100%"), ("{2.675:.2}", "2.68"), ("{-0.001:.2}", "0.00"),
    ("{1e21:.1}", "1000000000000000000000.0"), ("{3:4}|", "   3|"), ("{1/3}", "0.3333333333333333"),
    ("{true:6}|", "true  |"), ("{[1/3, 2]:.2}", "[0.33, 2.00]"), ("{[1, 20]:4}", "[   1,   20]"),
    ("{[1..3]:.1}", "[1.0, 2.0, 3.0]"), ("{{x:.2}", "{x:.2}"),
    ("{1e308:3.0}", "1" + String(repeating: "0", count: 308)),
    ("{-1.5:7.1}|", "   -1.5|"),
  ])
  func aValueIsWrittenByItsFormat(_ text: String, _ wanted: String) {
    #expect(printed("print \"\(text)\"") == wanted)
  }

  @Test func textsStandOnTheLeftUnlessTheyAreSentRight() {
    #expect(
      printed("let n = \"adam\"\nprint \"[{n:8}] [{n:>8}] [{n:2}] [{n:>6}]\"")
        == "[adam    ] [    adam] [adam] [  adam]")
    #expect(printed("let n = \"Größe\"\nprint \"{n:7}|\"") == "Größe  |")
  }

  /// Everywhere that a text is: `say`, the name of a file, a condition, inside a procedure.
  @Test func everyTextTakesFormats() {
    let stage = TestSession()
    stage.run(
      """
      net 2 2 1
      init torch seed 1
      define tell x
        expect "{x:.1}" == "0.5"
      end
      tell 0.49
      for k in 1..2
        dump to "w-{k:.0}.nn"
      end
      """)
    #expect(stage.problems.isEmpty && stage.file("w-2.nn") != nil)
  }

  @Test(arguments: [
    ("{pi:.3f}", DiagnosticCode.badFormat, "`:.3f` is no way to write a value"),
    ("{pi:}", .badFormat, "how to write the value is missing after the colon"),
    ("{pi:1001}", .badFormat, "`:1001` is no way to write a value"),
    ("{pi:.101}", .badFormat, "`:.101` is no way to write a value"),
    ("{pi:.-2}", .badFormat, "`:.-2` is no way to write a value"),
    ("{true:.2}", .wrongType, "digits behind the point (`.2`) are for numbers, and this is true or false"),
    ("{lost:.2}", .unknownMetric, "there is no metric or variable called `lost`"),
  ])
  func aWrongFormatIsAnswered(_ text: String, _ code: DiagnosticCode, _ message: String) {
    let stage = TestSession()
    stage.run("print \"\(text)\"")
    #expect(stage.problems.first?.code == code && stage.problems.first?.message == message)
  }

  /// Python's letters are answered with the format without them, and nothing of the text runs.
  @Test func aFormatOfPythonIsAnsweredWithOurs() {
    let stage = TestSession()
    stage.run("print 1\nprint \"{pi:8.3f}\"")
    #expect(stage.problems.first?.label == "did you mean `:8.3`?" && stage.lines.isEmpty)
    let number = stage.problems.first?.span.map {
      Source(name: "", text: "print 1\nprint \"{pi:8.3f}\"").text($0)
    }
    #expect(number == "8.3f")
  }

  /// A text is bounded before it is put together.
  @Test func aWideListIsRefusedAtOnce() {
    #expect(
      printed("let xs = [1..1000000]\nprint \"{xs:1000}\"") == "a text has at most 1,000,000 characters")
    #expect(printed("let xs = [1..900]\nprint len(\"{xs:1000}\")") == "\(900 * 1002)")
  }

  @Test func theFormatterLeavesFormatsAlone() {
    let text = "print \"{ 1/3 :.2}  {loss:>9.4}\"\n"
    #expect(formatted(Source(name: "", text: text), .standard) == text)
  }

  // MARK: Lists

  /// Oracle: NumPy 2.4, `numpy.quantile`.
  @Test func quantilesAreNumPys() {
    let script = """
      let xs = [3, 1, 4, 1, 5, 9, 2, 6]
      expect quantile(xs, 0) == 1 and quantile(xs, 1) == 9 and quantile(xs, 0.5) == median(xs)
      expect quantile(xs, 0.9) == 6.8999999999999995 and quantile(xs, 0.1) == 1
      expect quantile(xs, 1/3) == 2.333333333333333 within 1e-15 and quantile([0.1, 0.3], 0.7) == 0.24
      expect quantile([7], 0.3) == 7 and quantile([[1, 2], 3], 0.25) == 1.5
      """
    #expect(printed(script).isEmpty)
    #expect(printed("print quantile([1, 2], 90)") == "a share is from 0 to 1, not 90")
    #expect(printed("print quantile([], 0.5)") == "`quantile` has no value for 0 numbers")
    #expect(printed("print quantile([\"a\"], 0.5)") == "`quantile` takes numbers, not a text")
  }

  @Test func appendedValuesStandAtTheEnd() {
    let script = """
      let xs = []
      for i in 1..3
        let xs = append(xs, i*i)
      end
      expect xs == [1, 4, 9] and append(xs, 16, 25) == [1, 4, 9, 16, 25] and append(xs, [0]) == [xs, 0]
      expect append(["a"], "b") == ["a", "b"]
      """
    #expect(printed(script).isEmpty)
    #expect(printed("print append(1, 2)") == "`append` takes a list first, not a number")
    #expect(
      printed("let xs = [1..1000000]\nlet xs = append(xs, 1)") == "a list holds at most 1,000,000 elements")
  }
}
