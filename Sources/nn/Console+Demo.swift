import Demo
import Interpreter
import Prompt
import Rendering

extension Console: Stage {
  func world(output: any EventSink) -> Host {
    var host = host
    host.output = output
    return host
  }

  var size: (rows: Int, columns: Int) { Terminal.size }

  func converse(with interpreter: Interpreter, recalling statements: [String], untilDone: Bool) {
    lend(to: .prompt) {
      PromptLoop(interpreter: interpreter, console: self).converse(
        recalling: statements, untilDone: untilDone)
    }
  }

  func forgetInterrupts() { Interrupts.clear() }

  /// Plays the tour on a session of its own; without a keyboard it passes as a script does.
  func playTour() {
    flush()
    guard let keyboard = Keyboard() else {
      _ = lend(to: .echo) { Interpreter(host: host).run(Tour.source) }
      return flush()
    }
    _ = lend(to: .demo) { Player(Tour.source, identity: nil, on: self, keyboard)?.play() }
    tell("The end of the tour; your session is as it was. `help all` lists all statements.")
  }
}
