import Language
import Standard

/// `run`.
extension Executor {
  @inline(never)
  mutating func run(_ file: Expression) throws(Diagnostic) -> Flow {
    let name = try fileName(file)
    let script: Host.Script
    do throws(Diagnostic) {
      script = try host.files.script(name, context.source)
    } catch {
      throw error.at(file.span).inSource(context.source)
    }
    guard !context.scripts.contains(script.identity) else {
      throw Diagnostic(
        .runCycle, "\"\(name)\" is being run already, and would run itself for ever", at: file.span)
    }
    let program = parse(script.source, .standard, isStopped: host.input.isInterrupted)
    let problems = program.mistakes(
      in: script.source, defined: session.scope.procedures.keys, vocabulary: .standard,
      isStopped: host.input.isInterrupted)
    if let first = problems.first {
      let text = script.source.text(Span(0, script.source.bytes.count))
      guard !text.linesOfText.contains(where: { $0.hasPrefix("```") }) else {
        throw Diagnostic(
          .badFile, "\"\(name)\" is a page and no script", at: file.span,
          help: ["Its blocks are run by: nn test \(name)"])
      }
      // The others are told as they are; the statement fails with the first.
      for problem in problems.dropFirst() { emit(.failure(problem)) }
      throw first
    }
    let outer = context
    context = try outer.deeper(in: script.source)
    context.scripts.append(script.identity)
    defer { context = outer }
    return try run(program.statements)
  }
}
