import Language
import NeuralCore
import Standard

/// `save` and `load`.
extension Executor {
  mutating func save(_ file: Expression, replaces: Bool) throws(Diagnostic) {
    let name = try fileName(file)
    try checkSuffix(of: name, .session, file.span)
    try write(
      .text(try session.saved(stop: host.input.stop, host.processors.write(_:to:_:))),
      to: Located(name, file.span),
      .session, replaces: replaces)
  }

  /// Takes up a saved session; variables and procedures stay.
  mutating func load(_ file: Expression) throws(Diagnostic) {
    let name = try fileName(file)
    if let foreign = ForeignFile.named(name) { throw .foreignToLoad(name, foreign, file.span) }
    let text: String
    do throws(Diagnostic) {
      text = try host.files.read(context.source.place(of: name))
    } catch {
      let table = OtherFiles.isTable(name) ? ["A table of data is read by: data \"\(name)\""] : []
      throw Diagnostic(error.code, error.message, at: file.span, help: table + error.help)
        .inSource(context.source)
    }
    var loaded: Session
    do throws(SavedFault) {
      loaded = try Session(
        saved: text, name: name, stop: host.input.stop, host.processors.together)
    } catch {
      if host.input.isInterrupted() {
        throw Diagnostic(
          .interrupted, "interrupted while reading \(name); nothing was changed", at: file.span)
      }
      throw Diagnostic(
        .badFile, "\"\(name)\" is not a session that `save` wrote: line \(error.line): \(error.message)",
        at: file.span, help: Self.instead(of: name, text) + ["Nothing was changed."])
    }
    (loaded.scope, loaded.recall.value) = (session.scope, session.recall.value)
    loaded.exercises = session.exercises
    session = loaded
    emit(.loaded(file: name, try report()))
  }

  /// What takes a file that is no saved session.
  private static func instead(of name: String, _ text: String) -> [String] {
    let source = Source(name: name, text: String(text.prefix(100_000)))
    if OtherFiles.isTable(name) { return ["It looks like a table. Write: data \"\(name)\""] }
    let isScript = name.hasSuffix(".nn") || !text.isEmpty && parse(source, .standard).problems.isEmpty
    return isScript ? ["It looks like a script. Write: run \"\(name)\""] : []
  }
}
