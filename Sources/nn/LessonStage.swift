import Classroom
import Interpreter
import Prompt
import Rendering

/// A lesson on this terminal.
final class LessonStage: CourseStage {
  private let console: Console
  private let keyboard: Keyboard

  init(console: Console, keyboard: Keyboard) { (self.console, self.keyboard) = (console, keyboard) }

  func world(output: any EventSink) -> Host {
    var host = console.host
    host.output = output
    // A lesson asks for guesses; nothing else reads the terminal while its blocks run.
    host.input.ask = { [console] question in
      console.flush()
      console.draw(question)
      return readLine(strippingNewline: true) ?? ""
    }
    return host
  }

  func show(_ event: Event) {
    isBlank = false
    if case .statement(let echo) = event, !echo.isNarration, !isWorking {
      let statement = Document([.statement(echo.text, prompt: echo.prompt)])
      rows += count(console.lines(statement))
      return console.show(statement)
    }
    rows += count(console.lines(event))
    console.show(event)
  }

  /// Rows of the screen that were filled since the last key.
  private var rows = 0

  private func count(_ lines: [Line]) -> Int {
    let columns = Terminal.size.columns
    return lines.reduce(0) { $0 + $1.rows(in: columns) }
  }

  /// What was shown last was an empty line of the page.
  private var isBlank = false

  func tell(_ document: Document, waits: Bool) -> Bool {
    for line in console.lines(document) {
      // One gap is enough.
      if isBlank, line.text.isEmpty { continue }
      isBlank = line.text.isEmpty
      let (size, more) = (Terminal.size, count([line]))
      // The last row is for the question whether to go on.
      if waits, rows > 0, rows + more > max(3, size.rows - 2),
        wait(asking: "space: the rest · q: leave") == .leave
      {
        return false
      }
      rows += more
      console.show(line)
    }
    console.flush()
    return true
  }

  func resume(at part: String) -> CourseResumption {
    console.say("You left this lesson at \(part).")
    console.flush()
    return asked("space: go on there · t: from the top · q: leave") { key in
      switch key {
      case .character(" "), .enter, .down, .right, .pageDown, .character("n"): .goOn
      case .character("t"), .home: .fromTheTop
      case .character("q"), .interrupt, .endOfInput: .leave
      default: nil
      }
    }
  }

  func wait() -> CourseWish { wait(asking: "space: on · s: to the exercise · q: leave") }

  private func wait(asking question: String) -> CourseWish {
    rows = 0
    return asked(question) { key in
      switch key {
      case .character(" "), .enter, .down, .right, .pageDown, .character("n"): .goOn
      case .character("s"): .hurry
      case .character("q"), .interrupt, .endOfInput: .leave
      default: nil
      }
    }
  }

  /// Waits for a key that means something, under a line that says which do.
  private func asked<Wish>(_ question: String, _ meaning: (Keyboard.Key) -> Wish?) -> Wish {
    console.flush()
    console.draw("\u{1b}[2m[\(question)]\u{1b}[0m")
    defer { console.draw("\r\u{1b}[K") }
    return keyboard.steer {
      while true {
        if let wish = meaning(keyboard.next()) { return wish }
      }
    }
  }

  private var isWorking = false

  func work(with interpreter: Interpreter) -> Bool {
    isWorking = true
    defer { (isWorking, rows) = (false, 0) }
    return console.lend(to: .prompt) {
      PromptLoop(interpreter: interpreter, console: console).converseOverExercise()
    }
  }
}
