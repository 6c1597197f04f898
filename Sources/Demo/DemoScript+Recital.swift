import Interpreter
import Language
import Rendering

extension DemoScript {
  /// Plays a page at once, as where there is no terminal: prose and statements, each with its result.
  ///
  /// - Returns: `.failed` at the first statement that fails and is not meant to.
  public static func recite(_ source: Source, identity: String?, on stage: any Stage) -> Interpreter.End {
    let interpreter = Interpreter(host: stage.world(output: stage))
    guard let script = DemoScript(source, identity: identity, on: interpreter) else { return .failed(65) }
    for step in script.steps {
      let end = recite(step, of: script, interpreter, on: stage)
      if end != .done { return end == .quit ? .done : end }
    }
    return .done
  }

  private static func recite(
    _ step: Step, of script: DemoScript, _ interpreter: Interpreter, on stage: any Stage
  ) -> Interpreter.End {
    switch step.content {
    case .statement(let statement, let source):
      return interpreter.run(statement, of: source, identity: script.identity)
    case .whole(let source, let isAlone):
      let end = interpreter.run(source, isAlone: isAlone)
      return end.isFinal ? end : .done
    case .section(let title): stage.show(.section(title))
    case .prose(let document): stage.draw(stage.lines(document).map { stage.text($0) + "\n" }.joined())
    }
    return .done
  }
}
