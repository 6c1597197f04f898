import ArgumentParser
import Interpreter
import Language
import Rendering

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

  @Flag(help: "For scripts of others: only new files, in or below this folder, are written.")
  var safe = false

  @Option(help: "Seed the session's generator, as the statement `seed N` does.")
  var seed: Int64?

  @OptionGroup var appearance: Appearance

  func validate() throws {
    guard !(quiet && echo) else { throw ValidationError("--quiet and --echo exclude each other") }
    guard !(html && json) else { throw ValidationError("--html and --json exclude each other") }
  }

  func run() throws {
    let isTerminal = Terminal.isTerminal(0) && Terminal.isTerminal(1)
    let isPrompt = staysAtPrompt || files.isEmpty && statements.isEmpty && isTerminal
    let console = Console(
      verbosity: quiet ? .quiet : echo ? .echo : isPrompt ? .prompt : .script, form: form,
      appearance: appearance, writing: WritingRules(isSafe: safe),
      exercises: isPrompt ? .worked : .checked)
    Interrupts.install()
    let interpreter = Interpreter(host: console.host)
    if isPrompt, !noInit { InitFile.run(on: interpreter, console) }
    var end = seeded(interpreter)

    for source in sources(isPrompt) where end == .done || keepGoing && end.isFailure {
      end = end.followed(by: run(source, on: interpreter, console))
    }
    if isPrompt, !end.isFinal || end == .interrupted {
      end = PromptLoop(interpreter: interpreter, console: console).run()
    }
    console.finish()
    throw ExitCode(end.exitStatus)
  }

  private var form: Console.Form {
    if html { return .page(title: files.first ?? "nn") }
    return json ? .jsonLines : .text
  }

  private enum Text {
    case given(Language.Source)
    case file(String)
  }

  private func sources(_ isPrompt: Bool) -> [Text] {
    let given = statements.enumerated().map { index, text in
      Text.given(Source(name: statements.count == 1 ? "-e" : "-e#\(index + 1)", text: text))
    }
    let named = files.map(Text.file)
    return given.isEmpty && named.isEmpty && !isPrompt ? [.file("-")] : given + named
  }

  private func seeded(_ interpreter: Interpreter) -> Interpreter.End {
    guard let seed else { return .done }
    return interpreter.run(Source(name: "--seed", text: seed < 0 ? "seed (\(seed))" : "seed \(seed)"))
  }

  private func run(_ text: Text, on interpreter: Interpreter, _ console: Console) -> Interpreter.End {
    switch text {
    case .given(let source): return interpreter.run(source, keepsGoing: keepGoing)
    case .file(let path):
      do throws(Diagnostic) {
        return interpreter.run(
          try Files.script(path), keepsGoing: keepGoing, identity: Files.identity(of: path),
          opensInTurn: true)
      } catch {
        console.host.emit(.failure(error))
        return .failed(error.code.exitStatus)
      }
    }
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
