import Classroom
import Language

extension Files {
  /// Refuses a page in the place of a script, once it was read: its blocks are statements, and what stands around them is not.
  static func refusePage(_ path: String) throws(Diagnostic) {
    guard ExercisePage.isMarkdown(path) else { return }
    throw Diagnostic(
      .badFile, "\"\(path)\" is a page and no script",
      help: ["Its blocks are run by: nn test \(ShellWord.quoted(path))"])
  }
}
