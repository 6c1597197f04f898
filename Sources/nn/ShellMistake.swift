import Interpreter
import Language

/// Words of a command line that are no files: statements, and commands with a slip in them.
enum ShellMistake {
  /// A file that is not there, with what was probably meant by its name.
  static func advised(_ error: Diagnostic, file: String) -> Diagnostic {
    guard error.code == .fileMissing,
      file.utf8.allSatisfy({ $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "/") })
    else { return error }
    let statements = StatementSpec.all.map(\.word)
    if statements.contains(file) {
      return error.advising(["`\(file)` is a statement: " + typed(file)])
    }
    guard error.help.isEmpty else { return error }
    if let command = suggestion(for: file, among: NN.words.sorted()) {
      return error.advising(["Did you mean: nn \(command)"])
    }
    let statement = suggestion(for: file, among: statements)
    return error.advising(
      statement.map { ["Did you mean the statement `\($0)`? " + typed($0, isFirst: true)] } ?? [])
  }

  /// Where a statement is typed.
  private static func typed(_ statement: String, isFirst: Bool = false) -> String {
    (isFirst ? "Type" : "type")
      + " it at the prompt, which `nn` alone begins, or here: nn -e '\(statement) …'"
  }
}
