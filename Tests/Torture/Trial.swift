import Interpreter
import Language
import Rendering
import Standard

/// A program, run statement by statement as at a prompt, with what has to hold around each.
final class Trial {
  private let statements: [String]
  private let world = World()
  private let interpreter: Interpreter
  /// Statements that were run, and those that ended with a mistake.
  private(set) var (ran, failed) = (0, 0)
  /// What did not hold, in words.
  private(set) var problems: [String] = []

  init(_ statements: [String]) {
    self.statements = statements
    interpreter = Interpreter(host: world.host)
  }

  func run() {
    for text in statements {
      let before = interpreter.state
      let probe = probe(before)
      let begun = World.now
      world.allow(seconds: Self.secondsUntilInterrupt)
      let end = interpreter.run(Source(name: "torture", text: text, isTyped: true))
      let seconds = World.now - begun
      ran += 1
      let told = world.told()
      if seconds > Self.mostSeconds {
        note(
          "took \((seconds * 100).rounded() / 100) s, \(Self.secondsUntilInterrupt) of them before Ctrl-C",
          text)
      }
      check(end, told, text)
      switch end {
      case .failed:
        failed += 1
        checkUnchanged(before, probe, text)
        checkAdvice(before, told, text)
      case .done: checkUndo(before, probe, text)
      case .quit, .failedAndQuit, .interrupted: break
      }
      checkSaved(text)
    }
  }

  private static let secondsUntilInterrupt = 0.3
  private static let mostSeconds = 1.0

  func note(_ what: String, _ text: String) {
    problems.append("\(what)\n  at: \(text.split(separator: "\n").joined(separator: " ⏎ "))")
  }

  // MARK: What is told

  private func check(_ end: Interpreter.End, _ told: [Event], _ text: String) {
    if case .failed(let status) = end, ![1, 65, 66, 73, 130].contains(status) {
      note("exit status \(status)", text)
    }
    if case .failed = end, !told.contains(where: { if case .failure = $0 { true } else { false } }) {
      note("failed without a word", text)
    }
    let renderer = TextRenderer(verbosity: .prompt, width: 80)
    let lines = told.flatMap { renderer.lines($0) }.map(\.text)
    for event in told {
      for line in JSONLines.lines(event) where line.contains("nan") || line.contains("inf,") {
        if line.contains(":nan") || line.contains(":inf") { note("no JSON: \(line.prefix(120))", text) }
      }
    }
    guard let odd = lines.first(where: { Self.isOdd($0) }) else { return }
    let words = lines.joined(separator: "\n").lowercased()
    if !Self.remarks.contains(where: words.contains), !text.contains("1e") { note("shows: \(odd)", text) }
  }

  private static func isOdd(_ line: String) -> Bool {
    // A program has Python's name for it.
    line.replacing("math.inf", with: "").split { !($0.isLetter || $0 == "_") }.contains {
      $0 == "nan" || $0 == "inf" || $0 == "NaN"
    }
  }

  /// Words that say of a number that it is none.
  private static let remarks = [
    "diverged", "not finite", "overflow", "infinite", "no number", "too large", "undefined",
  ]

  // MARK: Sessions

  /// All that is seen of a session: what statements say that change nothing.
  private func probe(_ state: Interpreter.State) -> [String] {
    let world = World(isTimed: false)
    let copy = Interpreter(host: world.host)
    copy.go(back: state)
    world.allow(seconds: 5)
    for line in ["show", "show data", "show epochs", "history"] {
      _ = copy.run(Source(name: "probe", text: line, isTyped: true))
    }
    copy.go(back: state)
    _ = copy.run(Source(name: "probe", text: "save \"p.nnet\"", isTyped: true))
    let renderer = TextRenderer(verbosity: .prompt, width: 200)
    let lines = world.told().filter { if case .wrote = $0 { false } else { true } }.flatMap {
      renderer.lines($0)
    }
    return [state.session.fingerprint, world.file("p.nnet") ?? "none"] + lines.map(\.text)
  }

  private func checkUnchanged(_ before: Interpreter.State, _ probe: [String], _ text: String) {
    // A text of several statements may have run the first of them.
    guard Language.parse(Source(name: "", text: text), .standard).statements.count < 2 else { return }
    let after = self.probe(interpreter.state)
    guard after != probe else { return }
    note("a mistake changed the session: \(difference(probe, after))", text)
  }

  private func checkUndo(_ before: Interpreter.State, _ probe: [String], _ text: String) {
    guard Language.parse(Source(name: "", text: text), .standard).statements.count == 1,
      !["undo", "redo", "clear", "load"].contains(where: text.hasPrefix)
    else { return }
    let state = interpreter.state
    let after = self.probe(state)
    guard state.session.fingerprint != before.session.fingerprint else { return }
    world.allow(seconds: 5)
    guard interpreter.run(Source(name: "probe", text: "undo", isTyped: true)) == .done else {
      note("cannot be undone", text)
      interpreter.go(back: state)
      return
    }
    if interpreter.session.fingerprint != before.session.fingerprint {
      note("undo leaves another session", text)
    }
    _ = interpreter.run(Source(name: "probe", text: "redo", isTyped: true))
    let again = self.probe(interpreter.state)
    if again.first != after.first { note("redo makes another session: \(difference(after, again))", text) }
    interpreter.go(back: state)
    _ = world.told()
  }

  /// Whatever `save` writes is loaded, as the same session, and is saved the same.
  private func checkSaved(_ text: String) {
    let world = World()
    let copy = Interpreter(host: world.host)
    copy.go(back: interpreter.state)
    world.allow(seconds: 5)
    guard copy.run(Source(name: "probe", text: "save \"p.nnet\"", isTyped: true)) == .done,
      let saved = world.file("p.nnet")
    else { return }
    let other = World(files: ["p.nnet": saved])
    let loaded = Interpreter(host: other.host)
    other.allow(seconds: 5)
    guard loaded.run(Source(name: "probe", text: "load \"p.nnet\"", isTyped: true)) == .done else {
      let words = other.told().flatMap { TextRenderer(verbosity: .prompt, width: 200).lines($0) }.map(\.text)
      return note("what was saved is not loaded: \(words.first ?? "")", text)
    }
    if loaded.session.fingerprint != copy.session.fingerprint { note("load makes another session", text) }
    _ = loaded.run(Source(name: "probe", text: "save \"q.nnet\"", isTyped: true))
    if other.file("q.nnet") != saved {
      note("saved again, it is not the same: \(lines(saved, other.file("q.nnet") ?? ""))", text)
    }
  }

  private func lines(_ one: String, _ other: String) -> String {
    difference(one.split(separator: "\n").map(String.init), other.split(separator: "\n").map(String.init))
  }

  private func difference(_ one: [String], _ other: [String]) -> String {
    let pair = zip(one, other).first { $0 != $1 }
    return pair.map { "\($0.prefix(100)) | \($1.prefix(100))" } ?? "\(one.count) and \(other.count) lines"
  }
}
