import Interpreter
import Language
import Markdown
import Rendering

/// A page as a handout: its prose, its blocks, what they print when they are run, and its pictures, as one page of HTML that
/// needs nothing else.
public struct Handout {
  /// Over the page.
  public let title: String
  /// What stands below it.
  public let documents: [Document]
  /// The page of HTML.
  public var html: String { HTMLPage.text(title: title, documents: documents) }
  /// What went wrong: where, and the lines that say it. The page is not to be given to anybody then.
  public let failures: [Outcome]
  /// Whether Ctrl-C ended it.
  public let isInterrupted: Bool

  /// Runs a page.
  ///
  /// - Parameters:
  ///   - runner: makes the sessions that its blocks run in.
  ///   - showsSolutions: whether exercises are shown as they are written. Else they have their title, their points and their
  ///     words, and what judges, helps and solves them is left out.
  ///   - link: where a link leads for whoever has this page alone; nil to leave it at its words.
  ///   - address: the bytes of a picture, as `data:`; nil if it cannot be read, which is a failure.
  public init(
    _ source: Source, with runner: LessonRunner, showsSolutions: Bool = false,
    link: @escaping (String) -> String? = { $0 }, address: @escaping (String) -> String?
  ) {
    let lesson = Lesson(source.text(Span(0, source.bytes.count)))
    let run = HandoutRun(lesson, name: source.name, runner, showsSolutions, address)
    var parts = lesson.page.parts
    var title = source.name.split(separator: "/").last.map(String.init) ?? source.name
    if case .heading(let words, 1)? = parts.first {
      title = words.plain
      parts.removeFirst()
    }
    let prose = PageProse(for: .page, address: run.address, link: link, code: run.blocks)
    documents = parts.map { Document(prose.blocks($0)) }
    self.title = title
    (failures, isInterrupted) = (run.failures, run.isInterrupted)
  }
}

/// What comes of the blocks of a page, one after the other.
private final class HandoutRun {
  private let name: String
  private let tests: [Int: Lesson.Test]
  private let outputs: Set<Int>
  private let runner: LessonRunner
  private let shared: (interpreter: Interpreter, log: EventLog)
  private let showsSolutions: Bool
  private let read: (String) -> String?
  private(set) var failures: [Outcome]
  private(set) var isInterrupted = false

  init(
    _ lesson: Lesson, name: String, _ runner: LessonRunner, _ showsSolutions: Bool,
    _ read: @escaping (String) -> String?
  ) {
    (self.name, self.runner, self.showsSolutions, self.read) = (name, runner, showsSolutions, read)
    shared = runner.session()
    tests = Dictionary(lesson.tests.map { ($0.block.line, $0) }) { first, _ in first }
    outputs = Set(lesson.tests.compactMap(\.output?.line))
    // A page without anything to run is a handout too.
    failures =
      lesson.tests.isEmpty
      ? [] : lesson.faults.map { Outcome(name: "\(name):\($0.line)", .failed([$0.text])) }
  }

  /// Pictures of the net would be a request to somewhere.
  func address(_ file: String) -> String? {
    guard !isInterrupted else { return nil }
    // A name as it is, or with the escapes of an address.
    let address = read(file) ?? PageLink.path(of: file).flatMap { $0 == file ? nil : read($0) }
    if address == nil {
      failures.append(Outcome(name: name, .failed(["the picture \"\(file)\" cannot be read"])))
    }
    return address
  }

  /// A block of the language with what it prints; nothing for what the page says that one prints.
  func blocks(_ block: CodeBlock) -> [Block]? {
    if outputs.contains(block.line) { return [] }
    guard let test = tests[block.line] else { return nil }
    guard !isInterrupted else { return [] }
    let text = Source(name: name, text: block.text, firstLine: test.line, margin: block.indent)
    var (interpreter, log) = shared
    if case .failsAlone = test.kind { (interpreter, log) = runner.session() }
    let tasks = showsSolutions ? [] : HandoutTask.all(of: text)
    // Without its solution an exercise cannot test itself.
    if !tasks.isEmpty, tasks.contains(where: \.isOpen) { return tasks.flatMap(\.blocks) }
    let run = TestRun(text, on: interpreter, log)
    isInterrupted = run.end == .interrupted
    if case .failed(let lines) = LessonRun.result(test, run) {
      failures.append(Outcome(name: "\(name):\(test.line)", .failed(lines)))
    }
    if !tasks.isEmpty { return tasks.flatMap(\.blocks) }
    return [.statement(block.lines.joined(separator: "\n"), prompt: "")] + Self.output(printed(run.events))
  }

  private static func output(_ blocks: [Block]) -> [Block] {
    blocks.allSatisfy { $0 == .blank } ? [] : [.output(blocks)]
  }

  private func printed(_ events: [Event]) -> [Block] {
    let reporter = Reporter(verbosity: .lesson, showsTimes: false)
    return events.flatMap { event -> [Block] in
      let document = reporter.document(event)
      return document.stream == .error ? [.mistake(document.blocks)] : document.blocks
    }
  }
}
