import Interpreter
import Language
import Rendering

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What `nn run` is to do.
struct RunOrder {
  enum Form { case text, json, html }

  var files: [String] = []
  /// Run before the files.
  var statements: [String] = []
  var appearance = Appearance()
  var staysAtPrompt = false
  var isQuiet = false
  var isEchoing = false
  var form = Form.text
  var keepsGoing = false
  var runsInit = true
  var writing = WritingRules()
  var seed: Int64?

  /// Ends the process with the exit status.
  func runAndExit() -> Never {
    let status = run()
    Output.standard.flush()
    Ceilings.endIfReached()
    exit(status)
  }

  /// - Returns: the exit status.
  func run() -> Int32 {
    let isTerminal = Terminal.isTerminal(0) && Terminal.isTerminal(1)
    let isPrompt = staysAtPrompt || files.isEmpty && statements.isEmpty && isTerminal
    let console = Console(
      verbosity: isQuiet ? .quiet : isEchoing ? .echo : isPrompt ? .prompt : .script, form: consoleForm,
      appearance: appearance, writing: writing,
      exercises: isPrompt ? .worked : .checked)
    Interrupts.install()
    if writing.isSafe { Ceilings.install() }
    let interpreter = Interpreter(host: console.host)
    if isPrompt, runsInit { InitFile.run(on: interpreter, console) }
    var end = seeded(interpreter)

    for source in sources(isPrompt) where end == .done || keepsGoing && end.isFailure {
      end = end.followed(by: run(source, on: interpreter, console))
    }
    if isPrompt, !end.isFinal || end == .interrupted {
      end = PromptLoop(interpreter: interpreter, console: console).run()
    }
    console.finish()
    return end.exitStatus
  }

  private var consoleForm: Console.Form {
    switch form {
    case .text: .text
    case .json: .jsonLines
    case .html: .page(title: files.first ?? "nn")
    }
  }

  private enum Text {
    case given(Language.Source)
    case file(String)
  }

  private func sources(_ isPrompt: Bool) -> [Text] {
    let given = statements.enumerated().map { index, text in
      Text.given(
        Source(name: statements.count == 1 ? "-e" : "-e#\(index + 1)", text: text, isTyped: true))
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
    case .given(let source): return interpreter.run(source, keepsGoing: keepsGoing)
    case .file(let path):
      do throws(Diagnostic) {
        let source = try writing.script(path)
        try Files.refusePage(path)
        return interpreter.run(
          source, keepsGoing: keepsGoing, identity: Files.identity(of: path),
          opensInTurn: true)
      } catch {
        console.host.emit(.failure(ShellMistake.advised(error, file: path)))
        return .failed(error.code.exitStatus)
      }
    }
  }
}

/// The command line as it most often is.
extension RunOrder {
  /// Files, `-e STATEMENTS` and `--quiet`, read without the parser of arguments, which takes longer than a small script. nil
  /// for anything else.
  ///
  /// - Parameter commands: the words that are no files.
  init?(_ arguments: some Sequence<String>, commands: Set<String>) {
    var rest = arguments.makeIterator()
    while let argument = rest.next() {
      switch argument {
      case "-e":
        guard let text = rest.next() else { return nil }
        statements.append(text)
      case "--quiet": isQuiet = true
      default:
        guard !argument.hasPrefix("-"), !commands.contains(argument) else { return nil }
        files.append(argument)
      }
    }
  }

  /// `nn help train`: help about what is no command of the shell is the language's.
  init?(helpOf arguments: some Collection<String>, commands: Set<String>) {
    let words = Array(arguments)
    guard words.count > 1, words[0] == "help",
      !words.dropFirst().contains(where: { $0.hasPrefix("-") || commands.contains($0) })
    else { return nil }
    statements = [words.joined(separator: " ")]
  }
}
