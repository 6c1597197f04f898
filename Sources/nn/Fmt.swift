import ArgumentParser
import Standard
import Language
import Rendering

/// `nn fmt FILE…`: rewrites scripts in the canonical layout.
struct Fmt: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt", abstract: "Rewrite scripts in the canonical layout; comments are kept.")

  @Argument(
    help: "Scripts to rewrite; - is the standard input, whose text goes to the standard output.",
    completion: .file(extensions: ["nn"]))
  var files: [String]

  @Flag(help: "Change nothing; exit with 1 if a script is not in the canonical layout.")
  var check = false

  @OptionGroup var appearance: AppearanceOptions

  func run() throws {
    let console = Console(verbosity: .script, appearance: appearance.given)
    var status: Int32 = 0
    for file in files {
      let result = format(file, console)
      if status == 0 { status = result }
    }
    throw ExitCode(status)
  }

  private func format(_ file: String, _ console: Console) -> Int32 {
    do throws(Diagnostic) {
      let source = try Files.script(file)
      try Files.refusePage(file)
      guard let text = formatted(source, .standard) else {
        let problems = Language.parse(source, .standard).problems
        for problem in problems { console.show(.failure(problem)) }
        return 65
      }
      return try finish(file, source, text)
    } catch {
      console.show(.failure(error))
      return error.code.exitStatus
    }
  }

  private func finish(_ file: String, _ source: Source, _ text: String) throws(Diagnostic) -> Int32 {
    let isCanonical = Array(text.utf8) == source.bytes
    if check {
      if !isCanonical { Output.standard.say("\(file) is not in the canonical layout") }
      Output.standard.flush()
      return isCanonical ? 0 : 1
    }
    if file == "-" {
      Output.standard.writeText(text)
      Output.standard.flush()
    } else if !isCanonical {
      if let problem = Files.misnamed(file) { throw Diagnostic(.cannotWrite, problem) }
      do {
        try Files.write(file, text)
      } catch {
        throw Diagnostic(.cannotWrite, "I cannot write \"\(file)\": \(error.reason)")
      }
    }
    return 0
  }
}
