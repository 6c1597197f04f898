import ArgumentParser
import Interchange
import Interpreter
import Language
import Standard

/// `nn playground URL`: a script that does what the page behind the link does.
struct PlaygroundScript: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "playground", abstract: "Write what a link to TensorFlow Playground does as a script.",
    discussion: "The script goes to the standard output: nn playground 'URL' > FILE.nn")

  @Argument(help: "The link out of the address bar, in quotes: its & would part the command line.")
  var url: String

  func run() throws {
    do throws(ExchangeFault) {
      let script = try Playground(url).script
      let source = Source(name: "playground", text: script)
      Output.standard.writeText(formatted(source, .standard) ?? script)
    } catch {
      let errors = Output(descriptor: 2)
      errors.say("error: \(error.message)")
      for advice in error.advice { errors.say("help: \(advice)") }
      errors.flush()
      throw ExitCode(64)
    }
    Output.standard.flush()
  }
}
