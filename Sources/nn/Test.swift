import ArgumentParser
import Classroom
import Interpreter
import Language
import Lessons
import Rendering

/// `nn test FILE…`: scripts by their `expect`, Markdown lessons by their blocks.
struct Test: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run scripts and Markdown lessons as tests.",
    discussion: """
      A script passes if all of its statements run and none fails. In a Markdown page every code block of the language nn \
      is a test; they run in one session, in order. The next block under the same heading that is text, output, console, or \
      without a language holds the output expected of it: numbers are compared to the digits written, … stands for \
      anything on its line, a line … for any lines.

        ```nn             has to run without a mistake
        ```nn fails       a mistake is meant; nn fails CODE: this one
        ```nn-error CODE  the same, in a session of its own
        ```nn ignore      is not run; text ignore: is not compared

      Blocks of other languages are passed over, with their output, and counted. A page without a test fails, and so do a \
      fence that is not closed, output that belongs to no block, and statements that quit leaves out. Files are \
      found beside the page or script that names them.

      Exit status: 0 all passed; else that of the first failure: 1 a test failed, 65 a file is no text in UTF-8, 66 \
      cannot be read, 73 cannot be written, 130 interrupted.
      """)

  @Argument(help: "Scripts (.nn) and lessons (.md).", completion: .file(extensions: ["nn", "md"]))
  var files: [String]

  @Flag(
    help: """
      Write the output that was seen into the lessons: where it differs, with … for times. A page with a mistake stays as \
      it is.
      """)
  var update = false

  @Option(help: ArgumentHelp("Also write the results as JUnit XML.", valueName: "file"))
  var junit: String?

  @Flag(help: "Let --junit overwrite a file that nn did not write.")
  var replace = false

  @OptionGroup var writing: WritingOptions

  func validate() throws {
    if let junit { try Files.guardForeign(junit, [JUnit.mark], replace: replace) }
  }

  func run() throws {
    Interrupts.install()
    if writing.safe { Ceilings.install() }
    let output = Output.standard
    var (outcomes, status): ([Outcome], Int32) = ([], 0)
    for file in files {
      let result = results(of: file)
      outcomes += result.outcomes
      if status == 0 { status = result.status }
      result.lines.forEach { output.say($0) }
      if Interrupts.isPending { break }
    }
    Self.summary(outcomes).forEach { output.say($0) }
    output.flush()
    if let junit, let problem = Self.write(JUnit.text(outcomes), to: junit) {
      let errors = Output(descriptor: 2)
      errors.say("error: I cannot write \"\(junit)\": \(problem)")
      errors.flush()
      if status == 0 { status = 73 }
    }
    throw ExitCode(Interrupts.isPending ? 130 : status)
  }

  /// What was passed over, by language, and the numbers of passed and failed tests.
  private static func summary(_ outcomes: [Outcome]) -> [String] {
    let reasons = Dictionary(grouping: outcomes.compactMap(\.reason)) { $0 }
    let list = reasons.keys.sorted().map { "\($0) \(reasons[$0]?.count ?? 0)" }
    let failed = outcomes.count { $0.failure != nil }
    let passed = outcomes.count { $0.result == .passed }
    return (list.isEmpty ? [] : ["blocks passed over: " + list.joined(separator: ", ")])
      + ["\(passed) passed, \(failed) failed"]
  }

  /// What came of a file, what to say of it, and the exit status that it asks for.
  private struct FileResult {
    var outcomes: [Outcome]
    var lines: [String]
    var status: Int32

    init(_ outcomes: [Outcome], note: String? = nil, status: Int32? = nil) {
      self.outcomes = outcomes
      lines = outcomes.flatMap { outcome in
        outcome.failure.map { [outcome.name + ": failed"] + $0.map { "  " + $0 } } ?? []
      }
      if let note { lines.append(note) }
      self.status = status ?? (outcomes.allSatisfy { $0.failure == nil } ? 0 : 1)
    }
  }

  private func results(of file: String) -> FileResult {
    let rules = writing.rules(for: files)
    let runner = LessonRunner(world: { Host.system(output: $0, rules) })
    do throws(Diagnostic) {
      let source = try rules.script(file)
      let titles = Self.sharedTitles(of: source)
      guard ExercisePage.isMarkdown(file) else {
        return FileResult([runner.run(script: source, identity: Files.identity(of: file))] + titles)
      }
      guard !update else { return updated(source, titles, in: file, by: runner) }
      return FileResult(runner.run(lesson: source) + titles)
    } catch {
      let lines = TextRenderer(verbosity: .script).lines(.failure(error)).map(\.text)
      return FileResult([Outcome(name: file, .failed(lines))], status: error.code.exitStatus)
    }
  }

  /// What a page does not need to run, but its exercises to be worked at and graded.
  private static func sharedTitles(of source: Source) -> [Outcome] {
    ExercisePage(source).sharedTitles.map { problem in
      let lines = TextRenderer(verbosity: .script).lines(.failure(problem)).map(\.text)
      return Outcome(name: source.name, .failed(lines))
    }
  }

  private func updated(
    _ source: Source, _ titles: [Outcome], in file: String, by runner: LessonRunner
  ) -> FileResult {
    var (outcomes, text) = runner.update(lesson: source)
    guard let text else {
      let failed = outcomes.filter { if case .failed = $0.result { true } else { false } }.map(\.name)
      return FileResult(
        outcomes,
        note: "\(file) was left as it was: first mend what failed at \(failed.joined(separator: ", "))")
    }
    outcomes += titles
    guard text != source.text(Span(0, source.bytes.count)) else { return FileResult(outcomes) }
    // Some editors begin a file with a mark of UTF-8, which is no part of the text.
    let mark = Files.isForeign(file, ["\u{feff}"]) ? "" : "\u{feff}"
    if let problem = Files.misnamed(file) ?? Self.write(mark + text, to: file) {
      let failure = Outcome(name: file, .failed(["the page cannot be written: \(problem)"]))
      return FileResult(outcomes + [failure], status: 73)
    }
    return FileResult(outcomes)
  }

  /// Why a file could not be written; nil if it was.
  private static func write(_ text: String, to file: String) -> String? {
    do throws(Host.WriteFailure) {
      try Files.write(file, text)
      return nil
    } catch {
      return error.reason
    }
  }
}
