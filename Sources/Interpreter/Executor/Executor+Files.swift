import Interchange
import Language

/// Files that statements name, and what they write.
extension Executor {
  /// File names need quotes, with or without blanks in them.
  mutating func fileName(_ expression: Expression) throws(Diagnostic) -> String {
    if case .name(let name) = expression.node, variable(name) == nil {
      throw .fileWithoutQuotes(name, at: expression.span, of: context.source)
    }
    guard case .string(let name) = try value(expression) else {
      let typed = context.source.text(expression.span)
      let isName = typed.allSatisfy { $0.isLetter || $0.isNumber || "._-/".contains($0) }
      throw .fileWithoutQuotes(isName ? typed : "FILE", at: expression.span, of: context.source)
    }
    guard !name.isEmpty else { throw .emptyFileName(at: expression.span, of: context.source) }
    guard !name.utf8.contains(0) else {
      throw Diagnostic(
        .cannotWrite, "a file name cannot hold the character NUL (0): the system would end the name there",
        at: expression.span, help: ["Leave the character out of the name."])
    }
    return name
  }

  /// Writes a file, beside the text that names it, and says so. What is there already and was not written by nn stays,
  /// unless it may be replaced.
  func write(
    _ content: Host.FileContent, to file: Located<String>, _ kind: WrittenKind, replaces: Bool
  ) throws(Diagnostic) {
    try checkSuffix(of: file.node, kind, file.span)
    emit(.wrote(file: file.node, lines: try put(content, into: file, kind, replaces: replaces)))
  }

  /// The same without a word.
  ///
  /// - Returns: the number of lines; 0 for what is no text.
  func put(
    _ content: Host.FileContent, into file: Located<String>, _ kind: WrittenKind, replaces: Bool
  ) throws(Diagnostic) -> Int {
    try checkModule(file, content)
    let place = context.source.place(of: file.node)
    let isFree = try mayReplace(file)
    if !(replaces && isFree), let old = host.files.beginning(place), !kind.wrote(old, content) {
      try checkOther(old, isOurs: host.files.isOurs(place), kind, file, isFree: isFree, replaces: replaces)
    }
    do throws(Host.WriteFailure) {
      return try host.files.write(place, content)
    } catch {
      if host.input.isInterrupted() {
        throw Diagnostic(.interrupted, "interrupted while writing \(file.node)", at: file.span)
      }
      throw Diagnostic(.cannotWrite, "I cannot write \"\(file.node)\": \(error.reason)", at: file.span)
    }
  }

  /// Refuses to write over a file that is not of the kind that is written; one that nn wrote may be replaced by any text that
  /// says so.
  private func checkOther(
    _ old: String, isOurs: Bool, _ kind: WrittenKind, _ file: Located<String>, isFree: Bool, replaces: Bool
  ) throws(Diagnostic) {
    let other = isOurs ? WrittenKind.nameOfOwn(old) : WrittenKind.name(of: old)
    let isOfNN = isOurs || other != nil
    if replaces && isOfNN || isOurs && other == nil && kind.isVague { return }
    let holds = other.map { "holds \($0)" } ?? (isOurs ? "holds something else that nn wrote" : nil)
    let statement = context.source.statement(around: file.span)
    throw Diagnostic(
      .cannotWrite, "\"\(file.node)\" exists, and \(holds ?? "nothing in it says that nn wrote it")",
      at: file.span,
      help: isFree || isOfNN
        ? ["Take another name, or write: \(statement.trimmedOfBlanks) replace"] : Self.notReplaced)
  }

  /// `torch.py` would import itself, and `datetime.py` would be imported by torch.
  private func checkModule(_ file: Located<String>, _ content: Host.FileContent) throws(Diagnostic) {
    let text = if case .text(let text) = content { text } else { "" }
    guard let module = PythonModules.hidden(by: file.node, text) else { return }
    let other = file.node.dropLast(".py".count) + "_net.py"
    let typed = context.source.statement(around: file.span)
    let statement =
      typed.contains(file.node)
      ? typed.replacing(file.node, with: other)
      : context.source.statement(around: file.span, with: String(other).inQuotes)
    throw Diagnostic(
      .cannotWrite,
      "\"\(file.node)\" would hide the module \(module) from the programs that import it: Python looks beside them first",
      at: file.span, help: ["Take another name: \(statement.trimmedOfBlanks)"])
  }

  /// Whether the text that names a file may replace one that nn did not write; a mistake if it may not write it at all.
  func mayReplace(_ file: Located<String>) throws(Diagnostic) -> Bool {
    switch host.files.permission(context.source.place(of: file.node), context.source) {
    case .free: return true
    case .ownFiles: return false
    case .refused(let reason, let advice):
      throw Diagnostic(
        .cannotWrite, "I cannot write \"\(file.node)\": \(reason)", at: file.span, help: advice)
    }
  }

  /// What a script that may replace nothing is told.
  static let notReplaced = [
    "A script replaces only what nn wrote. Take another name, or let it write there: nn --allow-write . FILE.nn"
  ]

  /// A name that promises a format of other tools gets a line that works.
  func checkSuffix(of name: String, _ kind: WrittenKind, _ span: Span) throws(Diagnostic) {
    guard let foreign = ForeignFile.named(name) else { return }
    let own = String(name.dropLast(foreign.suffix.count)) + kind.suffix
    let statement = context.source.statement(around: span).replacing(name, with: own).trimmedOfBlanks
    let isSession = if case .session = kind { true } else { false }
    let leaves = FileFormat.suiting(name).contains { $0.isWritten }
    throw Diagnostic(
      .cannotWrite, "\(foreign.suffix) is a file of \(foreign.tool), and this statement does not write those",
      at: span,
      help: ["Write: \(statement)"] + (leaves ? ["A net leaves in one by: export \"\(name)\""] : [])
        + (isSession && !leaves
          ? ["For other tools, as text: dump to \"\(own.dropLast(kind.suffix.count)).nn\""] : []))
  }
}

extension String {
  fileprivate var trimmedOfBlanks: String { split(separator: " ").joined(separator: " ") }
}

extension Diagnostic {
  /// `load "net.pt"`
  static func foreignToLoad(_ name: String, _ foreign: ForeignFile, _ span: Span) -> Diagnostic {
    Diagnostic(
      .badFile, "\(foreign.suffix) is a file of \(foreign.tool), and `load` reads what `save` wrote",
      at: span,
      help: (FileFormat.suiting(name).contains { $0.isRead } ? ["Write: import \"\(name)\""] : []) + [
        "Weights can be typed or pasted as lines: L0N0 -> L1N0 = 0.5",
        "`dump` shows how a whole net is written that way: net 2 2 1 ; init torch ; dump",
      ])
  }
}
