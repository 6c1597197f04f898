import ArgumentParser
import Classroom
import Standard
import Language
import Rendering

/// `nn check FILE…`: reads scripts without running them.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Look for mistakes in scripts without running them.")

  @Argument(help: "Scripts to read; - is the standard input.", completion: .file(extensions: ["nn"]))
  var files: [String]

  @Flag(help: "Print mistakes as JSON lines.")
  var json = false

  @OptionGroup var appearance: AppearanceOptions

  func run() throws {
    let console = Console(verbosity: .script, form: json ? .jsonLines : .text, appearance: appearance.given)
    var status: Int32 = 0
    for file in files {
      for problem in problems(in: file) {
        console.show(.failure(problem))
        if status == 0 { status = problem.code.exitStatus }
      }
    }
    console.finish()
    throw ExitCode(status)
  }

  private func problems(in file: String) -> [Diagnostic] {
    do throws(Diagnostic) {
      let source = try Files.script(file)
      try Files.refusePage(file)
      return Language.mistakes(in: source, variables: [], vocabulary: .standard)
        + ExercisePage(source).sharedTitles
    } catch {
      return [error]
    }
  }
}
