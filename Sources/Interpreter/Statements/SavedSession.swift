import Language
import NeuralCore

/// `save` and `load`.
extension Executor {
  mutating func save(_ file: Expression) throws(Diagnostic) {
    let name = try fileName(file)
    try write(.text(try session.saved(isInterrupted: host.input.isInterrupted)), to: Located(name, file.span))
  }

  /// Takes up a saved session; variables and procedures stay.
  mutating func load(_ file: Expression) throws(Diagnostic) {
    let name = try fileName(file)
    let text: String
    do throws(Diagnostic) {
      text = try host.files.read(context.source.place(of: name))
    } catch {
      throw error.at(file.span).inSource(context.source)
    }
    var loaded: Session
    do throws(SavedFault) {
      loaded = try Session(saved: text, name: name, isInterrupted: host.input.isInterrupted)
    } catch {
      if host.input.isInterrupted() {
        throw Diagnostic(
          .interrupted, "interrupted while reading \(name); nothing was changed", at: file.span)
      }
      throw Diagnostic(
        .badFile, "\"\(name)\" is not a session that `save` wrote: line \(error.line): \(error.message)",
        at: file.span, help: ["Nothing was changed."])
    }
    (loaded.scope, loaded.recall.value) = (session.scope, session.recall.value)
    session = loaded
    emit(.loaded(file: name, report()))
  }
}
