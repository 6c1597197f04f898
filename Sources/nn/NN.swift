import ArgumentParser

/// The command.
@main
struct NN: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "nn",
    abstract: "A small language in which neural networks explain themselves.",
    discussion: """
      Without a file, nn is a prompt on a terminal, and runs its standard input elsewhere.

        nn FILE.nn …          run scripts
        nn -e 'STATEMENTS'    run this text; with -i stay at the prompt afterwards
        nn check FILE.nn …    look for mistakes without running
                nn demo FILE.nn       play a script on a stage, at your keys
        nn fmt FILE.nn …      rewrite scripts in the canonical layout
        nn test FILE …        run scripts and Markdown lessons as tests
        nn run --help         all options: --json --echo --quiet --seed --keep-going --color

      Exit status: 0 done; 1 a statement failed or an expect did not hold; 64 wrong usage of the command; \
      65 a script does not parse; 66 a file cannot be read; 73, 74 cannot be written; 70 a fault of nn's own; \
      130 interrupted.
      """,
    version: "nn \(version)", subcommands: [Run.self, Demo.self, Check.self, Test.self, Fmt.self],
    defaultSubcommand: Run.self)
}
