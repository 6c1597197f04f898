import Language
import NeuralCore

/// `save` and `load`.
extension Session {
  mutating func save(_ file: Expression, _ host: Host) throws(Diagnostic) {
    let name = try fileName(file, host)
    let text = try saved()
    try write(text, to: Located(name, file.span), host)
    host.emit(.wrote(file: name, lines: text.utf8.count { $0 == 10 }))
  }

  /// Takes up a saved session; variables and procedures stay.
  mutating func load(_ file: Expression, _ context: Context) throws(Diagnostic) {
    let name = try fileName(file, context.host)
    let text: String
    do throws(Diagnostic) {
      text = try context.host.read(name)
    } catch {
      throw error.at(file.span).inSource(context.source)
    }
    var loaded: Session
    do throws(SavedFault) {
      loaded = try Session(saved: text, name: name)
    } catch {
      throw Diagnostic(
        .badFile, "\"\(name)\" is not a session that `save` wrote: line \(error.line): \(error.message)",
        at: file.span, help: ["Nothing was changed."])
    }
    (loaded.globals, loaded.locals, loaded.procedures) = (globals, locals, procedures)
    (loaded.display, loaded.lastValue, loaded.trace) = (display, lastValue, trace)

    self = loaded
    context.host.emit(.loaded(file: name, report()))
  }
}
