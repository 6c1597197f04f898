import Interpreter
import Language

/// The user's own statements, run before every prompt: `$XDG_CONFIG_HOME/nn/init.nn`, else `~/.config/nn/init.nn`.
enum InitFile {
  /// A path in `$XDG_CONFIG_HOME` that is not absolute is to be ignored, says its specification.
  static var path: String? {
    if let folder = Terminal.variable("XDG_CONFIG_HOME"), folder.hasPrefix("/") {
      return folder + "/nn/init.nn"
    }
    return Terminal.variable("HOME").map { $0 + "/.config/nn/init.nn" }
  }

  /// Shows what it prints and what goes wrong in it, no reports. Wrong or not, the prompt follows.
  static func run(on interpreter: Interpreter, _ console: Console) {
    guard let path, Files.exists(path) else { return }
    console.lend(to: .quiet) {
      do throws(Diagnostic) {
        interpreter.run(try Files.script(path), identity: Files.identity(of: path))
      } catch {
        console.host.emit(.failure(error))
      }
    }
    interpreter.begin()
    // The command line outdoes the file.
    if !console.isColorGiven { console.take(interpreter.state.preferences.color) }
    console.flush()
  }
}
