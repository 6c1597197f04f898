import Interpreter
import Language

/// Words of a command line that are no files: statements, and commands with a slip in them.
enum ShellMistake {
  /// A file that is not there, with what was probably meant by its name.
  static func advised(_ error: Diagnostic, file: String) -> Diagnostic {
    guard error.code == .fileMissing,
      file.utf8.allSatisfy({ $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "/") })
    else { return error }
    if StatementSpec.all.contains(where: { $0.word == file }) {
      return error.advising([
        "`\(file)` is a statement: type it at the prompt, which `nn` alone begins, or here: nn -e '\(file) …'"
      ])
    }
    let command = error.help.isEmpty ? suggestion(for: file, among: NN.words.sorted()) : nil
    return error.advising(command.map { ["Did you mean: nn \($0)"] } ?? [])
  }
}
