import Language
import Standard

/// The form of what `explain` writes: its notation, its names, a whole page or a part of one.
extension Executor {
  /// Names and fragments are those of typeset pages. Without `as` the end of a file's name says the notation, if it is that
  /// of one.
  func form(of statement: ExplainStatement, in file: String?) throws(Diagnostic) -> ExplanationForm {
    let options = statement.options
    let notation =
      options[.as]?.name.flatMap { NotationChoice(rawValue: $0.node) }
      ?? file.flatMap(NotationChoice.init(file:))
    for key in [ExplainOption.names, .fragment] where notation == nil || notation == .python {
      if let option = options[key] { throw .notTypeset(option.word, notation, context.source) }
    }
    let names = options[.names]?.name.flatMap { NamingChoice(rawValue: $0.node) }
    return ExplanationForm(
      notation: notation, names: names ?? .program, isFragment: options.contains(.fragment))
  }
}

extension Diagnostic {
  /// `explain 0 1 fragment`
  fileprivate static func notTypeset(
    _ option: Located<String>, _ notation: NotationChoice?, _ source: Source
  ) -> Diagnostic {
    let line =
      notation == nil
      ? source.statement(around: option.span, with: "as latex \(option.node)")
      : source.statement(around: option.span)
        .replacing("as python", with: "as latex").replacing(".py\"", with: ".tex\"")
    return Diagnostic(
      .unexpectedWord,
      notation == nil
        ? "`\(option.node)` is about a page, and no page is asked for"
        : "`\(option.node)` is about typeset formulas, and a Python program has none",
      at: option.span, help: ["Write: \(line)"])
  }
}
