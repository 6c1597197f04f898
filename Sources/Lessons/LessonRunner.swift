import Interpreter
import Language
import Rendering

/// Runs scripts and lessons as tests.
public struct LessonRunner {
  /// What one test came to.
  public struct Outcome: Sendable, Equatable {
    /// The file, with the line of the block in a lesson.
    public let name: String
    /// Lines that say what is wrong; nil if nothing is.
    public let failure: [String]?

    /// An outcome; without a failure the test passed.
    public init(name: String, failure: [String]?) { (self.name, self.failure) = (name, failure) }
  }

  private let world: (any EventSink) -> Host

  /// - Parameter world: what a session runs in: files, a clock, interrupts; its events go to the sink.
  public init(world: @escaping (any EventSink) -> Host) { self.world = world }

  // MARK: Scripts

  /// A script passes if no statement of it fails.
  public func run(script source: Source, identity: String?) -> Outcome {
    let log = EventLog()
    let end = Interpreter(host: world(log)).run(source, identity: identity)
    return Outcome(name: source.name, failure: end == .done || end == .quit ? nil : lines(log))
  }

  private func lines(_ log: EventLog) -> [String] {
    log.take().flatMap { TextRenderer(verbosity: .script).lines($0) }.map(\.text)
  }

  // MARK: Lessons

  /// Every block is a test; blocks without a code of a mistake share a session.
  ///
  /// - Returns: an outcome for each block, and the page with the outputs that were seen.
  public func run(lesson source: Source) -> (outcomes: [Outcome], updated: String) {
    let page = Lesson(source.text(Span(0, source.bytes.count)))
    let log = EventLog()
    let interpreter = Interpreter(host: world(log))
    var (outcomes, outputs): ([Outcome], [(block: Lesson.Block, lines: [String])]) = ([], [])
    for block in page.blocks {
      let text = Source(name: source.name, text: block.text, firstLine: block.line)
      let failure: [String]?
      switch block.kind {
      case .code:
        let end = interpreter.run(text)
        let lines = lines(log)
        failure = self.failure(end, lines, page.expected(block))
        if failure != nil { outputs.append((block, lines)) }
      case .error(let code): failure = mistake(text, code)
      }
      outcomes.append(Outcome(name: "\(source.name):\(block.line)", failure: failure))
    }
    return (outcomes, page.updated(outputs))
  }

  private func failure(_ end: Interpreter.End, _ lines: [String], _ expected: [String]?) -> [String]? {
    guard let expected else { return end == .done || end == .quit ? nil : lines }
    return Match.matches(expected, lines) ? nil : Difference.lines(expected, lines)
  }

  /// A text that must fail with this code, in a session of its own.
  private func mistake(_ text: Source, _ code: String) -> [String]? {
    let log = EventLog()
    Interpreter(host: world(log)).run(text)
    let codes = log.take().compactMap {
      if case .failure(let diagnostic) = $0 { diagnostic.code.rawValue } else { nil }
    }
    return codes.first == code ? nil : ["expected the mistake \(code), got \(codes.first ?? "none")"]
  }
}
