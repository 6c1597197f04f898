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
    if case .statement(let echo) = event, !echo.isNarration, !isWorking {
      return console.show(Document([.statement(echo.text, prompt: echo.prompt)]))
    }
    console.show(event)
  }

  func tell(_ document: Document) {
    console.show(document)
    console.flush()
  }

  func wait() -> CourseWish {
    console.flush()
    console.draw("\u{1b}[2m[space: on · s: to the exercise · q: leave]\u{1b}[0m")
    defer { console.draw("\r\u{1b}[K") }
    return keyboard.steer {
      while true {
        switch keyboard.next() {
        case .character(" "), .enter, .down, .right, .pageDown, .character("n"): return .goOn
        case .character("s"): return .hurry
        case .character("q"), .interrupt, .endOfInput: return .leave
        default: continue
        }
      }
    }
  }

  private var isWorking = false

  func work(with interpreter: Interpreter) -> Bool {
    isWorking = true
    defer { isWorking = false }
    return console.lend(to: .prompt) {
      PromptLoop(interpreter: interpreter, console: console).converseOverExercise()
    }
  }
}
