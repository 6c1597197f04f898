import ArgumentParser
import Interpreter

/// `nn`, `nn FILE…`, `nn -e STATEMENTS`: runs texts on one session, in order, or stays at the prompt.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run scripts, or talk at the prompt.", aliases: ["repl"])

  @Argument(
    help: "Scripts to run, one after the other on one session; - is the standard input.",
    completion: .file(extensions: ["nn"]))
  var files: [String] = []

  @Option(
    name: .customShort("e"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Run these statements before any file; may be repeated.", valueName: "statements"))
  var statements: [String] = []

  @Flag(name: .customShort("i"), help: "Stay at the prompt afterwards.")
  var staysAtPrompt = false

  @Flag(help: "Print events as JSON lines.")
  var json = false

  @Flag(help: "Print the run as an HTML page.")
  var html = false

  @Flag(help: "Print results only, no reports.")
  var quiet = false

  @Flag(help: "Show each statement before its result, and the narration.")
  var echo = false

  @Flag(help: "Go on after a statement that failed; the exit status is that of the first.")
  var keepGoing = false

  @Flag(help: "Do not run the user's init.nn before a prompt.")
  var noInit = false

  @Option(parsing: .unconditional, help: "Seed the session's generator, as the statement `seed N` does.")
  var seed: Int64?

  @OptionGroup var writing: WritingOptions
  @OptionGroup var appearance: AppearanceOptions

  func validate() throws {
    guard !(quiet && echo) else { throw ValidationError("--quiet and --echo exclude each other") }
    guard !(html && json) else { throw ValidationError("--html and --json exclude each other") }
  }

  func run() throws {
    var order = RunOrder(files: files, statements: statements, appearance: appearance.given)
    (order.staysAtPrompt, order.isQuiet, order.isEchoing) = (staysAtPrompt, quiet, echo)
    (order.form, order.keepsGoing, order.seed) = (html ? .html : json ? .json : .text, keepGoing, seed)
    (order.runsInit, order.writing) = (!noInit, writing.rules(for: files))
    throw ExitCode(order.run())
  }
}

extension Interpreter.End {
  var exitStatus: Int32 {
    switch self {
    case .done, .quit: 0
    case .failed(let status), .failedAndQuit(let status): status
    case .interrupted: 130
    }
  }

  /// A mistake ended it, and other texts may follow.
  var isFailure: Bool { if case .failed = self { true } else { false } }
}
