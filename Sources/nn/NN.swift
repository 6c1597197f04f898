import ArgumentParser
import CRelease
import Interpreter
import Rendering

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The command.
@main
struct NN: ParsableCommand {
  static let version = Release.version

  /// Version, commit, and the contract that its numbers keep.
  static var fullVersion: String {
    let commit = String(cString: release_commit())
    let parts = (commit.isEmpty ? [] : ["commit \(commit)"]) + ["language \(Release.language)"]
    return "nn \(version) (\(parts.joined(separator: ", ")))"
  }

  static let configuration = CommandConfiguration(
    commandName: "nn",
    abstract: "A small language in which neural networks explain themselves.",
    discussion: """
      Without a file, nn is a prompt on a terminal, and runs its standard input elsewhere.

        nn FILE.nn ...        run scripts
        nn -e 'STATEMENTS'    run this text; with -i stay at the prompt
        nn demo FILE.nn       play a script on a stage, at your keys
        nn check FILE.nn ...  look for mistakes without running
        nn fmt FILE.nn ...    rewrite scripts in the canonical layout
        nn test FILE ...      run scripts and Markdown lessons as tests
        nn page LESSON.md     write a lesson as a handout
        nn site CONTENTS.md   write pages as a site
        nn course [N | FILE]  go through lessons, with exercises at the prompt or in an editor
        nn grade EXERCISE ... grade what students hand in
        nn sweep FILE.nn      make the runs of its sweeps, or a part of them, for a cluster
        nn doctor             what of this machine nn uses, and what would be missed
        nn playground URL     write what a link to TensorFlow Playground does as a script
        nn run --help         all options: --json --echo --quiet ...

      Exit status: 0 done; 1 a statement failed or an expect did not hold; 64 wrong usage of the command; \
      65 a script does not parse; 66 a file cannot be read; 73, 74 cannot be written; 70 a fault of nn's own; \
      75 a sweep was ended by SIGTERM, and the same command goes on with it; 130 interrupted.

      Files: $XDG_CONFIG_HOME/nn/init.nn (else ~/.config/nn/init.nn) runs before a prompt; \
      $XDG_STATE_HOME/nn/history (else ~/.local/state/nn/history) keeps what was typed, $NN_HISTORY names another \
      file, or none if it is empty; $XDG_STATE_HOME/nn/course keeps what was done of the course; ~/.editrc has the keys of the prompt. Color goes by --color, FORCE_COLOR, \
      NO_COLOR, TERM=dumb, and whether the stream is a terminal.
      """,
    version: fullVersion,
    // Each names itself: to make a name out of a type takes longer than a small script.
    subcommands: [
      Run.self, PlayDemo.self, Check.self, Test.self, Page.self, Fmt.self, Course.self, Grade.self,
      GradeOne.self, SweepCommand.self, SitePages.self, PlaygroundScript.self, Doctor.self,
    ],
    defaultSubcommand: Run.self)

  /// The names of the commands.
  static var words: Set<String> {
    Set(
      configuration.subcommands.flatMap { command in
        [command.configuration.commandName ?? ""] + command.configuration.aliases
      } + ["help"])
  }

  static func main() {
    // A limit on the size of files is told as any other failure to write.
    signal(SIGXFSZ, SIG_IGN)
    Host.Processors.keepFreedMemory()
    Stack.run { runCommand() }
  }

  private static func runCommand() {
    if let problem = Host.Processors.kernelProblem ?? Threads.problem {
      complain("error: \(problem)")
      exit(withError: ExitCode(64))
    }
    if let order = RunOrder(CommandLine.arguments.dropFirst(), commands: words) {
      order.runAndExit()
    }
    if let order = RunOrder(helpOf: CommandLine.arguments.dropFirst(), commands: words) { order.runAndExit() }
    do {
      var command = try parseAsRoot()
      try command.run()
      Ceilings.endIfReached()
    } catch {
      Ceilings.endIfReached()
      guard exitCode(for: error) == .success else { fail(error) }
      // Help and version come here too: a full disk is an error for them as for any output.
      let message = fullMessage(for: error)
      if !message.isEmpty { Output.standard.write(message) }
      Output.standard.flush()
      exit()
    }
  }

  /// For what goes wrong outside of a run.
  static func complain(_ problem: String) {
    let errors = Output(descriptor: 2)
    errors.say(problem)
    errors.flush()
  }

  /// What was typed is in the message, and it may be anything.
  private static func fail(_ error: any Error) -> Never {
    let message = fullMessage(for: error)
    guard message.steersTerminals else { exit(withError: error) }
    complain(message)
    exit(withError: exitCode(for: error))
  }
}
