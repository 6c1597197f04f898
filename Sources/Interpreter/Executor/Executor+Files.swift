import Language

/// Files that statements name, and what they write.
extension Executor {
  /// File names need quotes, with or without blanks in them.
  mutating func fileName(_ expression: Expression) throws(Diagnostic) -> String {
    if case .name(let name) = expression.node, variable(name) == nil {
      throw Diagnostic(
        .fileWithoutQuotes, "file names need quotes", at: expression.span, help: ["Write: to \"\(name)\""])
    }
    guard case .string(let name) = try value(expression), !name.isEmpty else {
      throw Diagnostic(.fileWithoutQuotes, "file names need quotes: to \"FILE\"", at: expression.span)
    }
    guard !name.utf8.contains(0) else {
      throw Diagnostic(
        .cannotWrite, "a file name cannot hold the character NUL (0): the system would end the name there",
        at: expression.span, help: ["Leave the character out of the name."])
    }
    return name
  }

  /// Writes a file, beside the text that names it, and says so.
  func write(_ content: Host.FileContent, to file: Located<String>) throws(Diagnostic) {
    do throws(Host.WriteFailure) {
      let place = context.source.place(of: file.node)
      emit(.wrote(file: file.node, lines: try host.files.write(place, content)))
    } catch {
      if host.input.isInterrupted() {
        throw Diagnostic(.interrupted, "interrupted while writing \(file.node)", at: file.span)
      }
      throw Diagnostic(.cannotWrite, "I cannot write \"\(file.node)\": \(error.reason)", at: file.span)
    }
  }
}
