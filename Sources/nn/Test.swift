import ArgumentParser
import Interpreter
import Language
import Lessons
import Rendering

/// `nn test FILE…`: scripts by their `expect`, Markdown lessons by their blocks.
struct Test: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run scripts and Markdown lessons as tests.",
    discussion: """
      A script passes if no statement of it fails. In a Markdown page every block ```nn is a test; they run in one session, in \
      order, and a block without a language right after one holds the output expected of it: numbers are compared to the \
      digits written, … stands for anything. A block ```nn-error CODE must fail with that code.
      """)

  @Argument(help: "Scripts (.nn) and lessons (.md).", completion: .file(extensions: ["nn", "md"]))
  var files: [String]

  @Flag(help: "Write the output that was seen into the lessons.")
  var update = false

  @Option(help: ArgumentHelp("Also write the results as JUnit XML.", valueName: "file"))
  var junit: String?

  func run() throws {
    Interrupts.install()
    let output = Output.standard
    var outcomes: [LessonRunner.Outcome] = []
    for file in files {
      for outcome in results(of: file) {
        if let failure = outcome.failure {
          ([outcome.name + ": failed"] + failure.map { "  " + $0 }).forEach { output.write($0) }
        }
        outcomes.append(outcome)
      }
    }
    let failed = outcomes.count { $0.failure != nil }
    output.write("\(outcomes.count - failed) passed, \(failed) failed")
    output.flush()
    if let junit, (try? Files.write(junit, JUnit.text(outcomes))) == nil { throw ExitCode(73) }
    throw ExitCode(failed == 0 ? 0 : 1)
  }

  private func results(of file: String) -> [LessonRunner.Outcome] {
    let runner = LessonRunner(world: Host.system)
    do throws(Diagnostic) {
      let source = try Files.script(file)
      guard file.hasSuffix(".md") else {
        return [runner.run(script: source, identity: Files.identity(of: file))]
      }
      let result = runner.run(lesson: source)
      return update ? write(result.updated, to: file, result.outcomes) : result.outcomes
    } catch {
      let lines = TextRenderer(verbosity: .script).lines(.failure(error))
      return [LessonRunner.Outcome(name: file, failure: lines.map(\.text))]
    }
  }

  private func write(
    _ text: String, to file: String, _ outcomes: [LessonRunner.Outcome]
  ) -> [LessonRunner.Outcome] {
    do throws(Host.WriteFailure) {
      try Files.write(file, text)
      return outcomes.map { LessonRunner.Outcome(name: $0.name, failure: nil) }
    } catch {
      let failure = ["the page cannot be written: \(error.reason)"]
      return outcomes + [LessonRunner.Outcome(name: file, failure: failure)]
    }
  }
}
