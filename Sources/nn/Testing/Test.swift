import ArgumentParser
import Interpreter
import Language
import Rendering

/// `nn test FILE…`: scripts by their `expect`, Markdown lessons by their blocks.
struct Test: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run scripts and Markdown lessons as tests.",
    discussion: """
      A script passes if no statement of it fails. In a Markdown page every block ```nn is a test; they run in one session, in \
      order, and a block without a language right behind one holds the output expected of it: numbers are compared to the \
      digits written, … stands for anything. A block ```nn-error CODE must fail with that code.
      """)

  @Argument(help: "Scripts (.nn) and lessons (.md).", completion: .file(extensions: ["nn", "md"]))
  var files: [String]

  @Flag(help: "Write the output that was seen into the lessons.")
  var update = false

  @Option(help: ArgumentHelp("Also write the results as JUnit XML.", valueName: "file"))
  var junit: String?

  /// What one test came to; nil is well.
  struct Outcome {
    let name: String
    let failure: [String]?
  }

  func run() throws {
    Interrupts.install()
    let output = Output.standard
    var outcomes: [Outcome] = []
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
    if let junit, !writeJUnit(outcomes, to: junit) { throw ExitCode(73) }
    throw ExitCode(failed == 0 ? 0 : 1)
  }

  private func results(of file: String) -> [Outcome] {
    do throws(Diagnostic) {
      let source = try Files.script(file)
      if file.hasSuffix(".md") { return lesson(source, file) }
      let recorder = Recorder()
      let end = Interpreter(host: recorder.host).run(source, identity: Files.identity(of: file))
      return [Outcome(name: file, failure: end == .done || end == .quit ? nil : lines(recorder))]
    } catch {
      return [
        Outcome(name: file, failure: TextRenderer(verbosity: .script).lines(.failure(error)).map(\.text))
      ]
    }
  }

  private func lines(_ recorder: Recorder) -> [String] {
    recorder.take().flatMap { TextRenderer(verbosity: .script).lines($0) }.map(\.text)
  }

  private func lesson(_ source: Source, _ file: String) -> [Outcome] {
    let page = Lesson(source.text(Span(0, source.bytes.count)))
    let recorder = Recorder()
    let interpreter = Interpreter(host: recorder.host)
    var (outcomes, outputs): ([Outcome], [(block: Lesson.Block, lines: [String])]) = ([], [])
    for block in page.blocks {
      let name = "\(file):\(block.line)"
      let text = Source(name: file, text: block.text, firstLine: block.line)
      switch block.kind {
      case .code:
        let end = interpreter.run(text)
        let lines = lines(recorder)
        let failure = failure(end, lines, page.expected(block))
        if failure != nil { outputs.append((block, lines)) }
        outcomes.append(Outcome(name: name, failure: failure))
      case .error(let code): outcomes.append(Outcome(name: name, failure: mistake(text, code)))
      }
    }
    return update ? write(page.updated(outputs), to: file, outcomes) : outcomes
  }

  private func write(_ text: String, to file: String, _ outcomes: [Outcome]) -> [Outcome] {
    do throws(Host.WriteFailure) {
      try Files.write(file, text)
      return outcomes.map { Outcome(name: $0.name, failure: nil) }
    } catch {
      return outcomes + [Outcome(name: file, failure: ["the page could not be written"])]
    }
  }

  private func failure(_ end: Interpreter.End, _ lines: [String], _ expected: [String]?) -> [String]? {
    guard let expected else { return end == .done || end == .quit ? nil : lines }
    guard !Match.matches(expected, lines) else { return nil }
    return Difference.lines(expected, lines)
  }

  /// A text that must fail with this code, in a session of its own.
  private func mistake(_ text: Source, _ code: String) -> [String]? {
    let recorder = Recorder()
    Interpreter(host: recorder.host).run(text)
    let codes = recorder.take().compactMap {
      if case .failure(let diagnostic) = $0 { diagnostic.code.rawValue } else { nil }
    }
    return codes.first == code ? nil : ["expected the mistake \(code), got \(codes.first ?? "none")"]
  }

  private func writeJUnit(_ outcomes: [Outcome], to file: String) -> Bool {
    let failed = outcomes.count { $0.failure != nil }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuite name=\"nn\" tests=\"\(outcomes.count)\" failures=\"\(failed)\">\n"
    for outcome in outcomes {
      text += "  <testcase name=\"\(outcome.name.escapedXML)\""
      guard let failure = outcome.failure else {
        text += "/>\n"
        continue
      }
      text += "><failure>\(failure.joined(separator: "\n").escapedXML)</failure></testcase>\n"
    }
    return (try? Files.write(file, text + "</testsuite>\n")) != nil
  }
}

extension String {
  fileprivate var escapedXML: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case _ where scalar.value < 32 && scalar != "\n" && scalar != "\t": result += "?"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
