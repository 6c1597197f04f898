import Language
import Standard

extension Interpreter {
  /// What would be wrong if the rows of a data block that is still open were all: the block is closed and run on a copy of
  /// the session, with nobody watching. nil where nothing is wrong, or where that cannot be told yet.
  ///
  /// - Parameter block: a `data` block without its `end`.
  public func mistake(inOpenData block: String) -> Diagnostic? {
    let source = Source(name: "prompt", text: block + "\nend")
    let program = parse(source, .standard)
    guard program.problems.isEmpty, program.statements.count == 1, case .data = program.statements[0].node
    else {
      return nil
    }
    var trial = Executor(session, host.silent, Context(source), preferences: state.preferences)
    do throws(Diagnostic) {
      _ = try trial.run(program.statements[0])
      return nil
    } catch {
      // So far there may be only a `let`, and the person may have asked to stop.
      return [.noData, .interrupted].contains(error.code)
        ? nil : error.at(program.statements[0].span).inSource(source)
    }
  }
}
