import Testing

/// Whoever asks for an end is heard: statements over many rows, numbers or weights ask in each of their passes, once for so
/// many of them, and end at each of these places with the session as it was.
struct PollTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let setup: String
    let line: String
    /// The least number of questions.
    let least: Int
    var testDescription: String { line }
  }

  private static let rows = "data circle 100000 seed 1\nnet 2 3 1\ninit torch seed 1"
  /// Questions of a pass over these rows, of which 16,384 may be between two.
  private static let pass = 100_000 / 16_384
  /// Questions of a pass that asks after 1,024.
  private static let closePass = 100_000 / 1024
  private static let wide = "net 300 300 1\ninit torch seed 1"
  private static let list = "let l = [1..100000]"

  static let cases: [Case] = [
    // The evaluation asks for each thousand rows, then outputs, labels, confusion and the three passes of errors.
    Case(setup: rows, line: "score", least: 2 * closePass + 5 * pass),
    // The outputs, and what `_` is. The rows themselves are put together when they are shown.
    Case(setup: rows, line: "eval data", least: 2 * closePass),
    Case(setup: rows, line: "diagnose", least: 2 * closePass + 8 * pass),
    Case(
      setup: rows, line: "sweep seeds 1..1 folds 2\n  init torch\n  train sgd lr 0.1 epochs 1\nend",
      least: 2 * closePass + 20 * pass),
    Case(setup: rows, line: "report \"a.html\"", least: 2 * closePass + 5 * pass),
    Case(setup: wide, line: "dump to \"a.nn\"", least: 90_000 / 1024),
    Case(setup: wide, line: "plot histogram", least: 5 * (90_000 / 16_384)),
    Case(setup: wide, line: "plot weights", least: 100),
    Case(setup: wide, line: "plot start", least: 5 * (90_000 / 16_384)),
    Case(setup: wide, line: "explain init", least: 3 * (90_000 / 16_384)),
    Case(setup: rows, line: "explain neuron L1N0", least: 2 * closePass + 6 * pass),
    // Numbers as texts, the lines, and reading them again: a row a question.
    Case(setup: wide, line: "export \"a.h\"", least: 2 * 300),
    Case(setup: wide, line: "export \"a.py\" as pytorch", least: 2 * 300),
    Case(setup: wide, line: "export \"a.js\"", least: 2 * 300),
    Case(setup: wide, line: "export \"a.json\"", least: 300 + 90_000 / 16_384),
    Case(setup: wide, line: "export \"a.xlsx\"", least: 300),
    Case(setup: list, line: "print l", least: closePass),
    Case(setup: list, line: "print \"{l}\"", least: closePass),
    Case(setup: list, line: "let m = round(l, 2)", least: closePass),
  ]

  @Test(arguments: cases) func areAskedInEveryPass(_ one: Case) throws {
    let stage = FaultyWorld()
    stage.run(one.setup)
    let state = stage.interpreter.state
    let world = FaultyWorld(state)
    let end = world.run(one.line)
    #expect(end == .done, "\(world.problems.map(\.message))")
    let count = world.count(.poll)
    #expect(count >= one.least, "\(count)")
    for number in stride(from: 1, through: count, by: max(1, count / 12)) {
      let stopped = FaultyWorld(state, fault: (.stop, number))
      // Seen within the statement it is a mistake, seen behind it the end of the run.
      let end = stopped.run(one.line)
      #expect(end == .failed(130) || end == .interrupted, "\(number) of \(count)")
      #expect(stopped.interpreter.session.fingerprint == state.session.fingerprint)
      #expect(stopped.files.isEmpty || end == .interrupted)
    }
  }
}
