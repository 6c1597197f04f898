import Charts
import Interpreter
import Language
import Rendering
import Standard
import Synchronization

/// Where the command shows what happens: a sink of events in the form that was asked for, and what is said besides. The
/// one place that prints.
final class Console: EventSink {
  /// What a run is shown as.
  enum Form {
    case text
    case jsonLines
    /// A page with this title.
    case page(title: String)
  }

  /// The command line says whether there is color.
  let isColorGiven: Bool

  /// What exercises are to the sessions shown here.
  private let exercises: Host.Input.Exercises
  /// What statements may write.
  private let writing: WritingRules
  private let screen: Screen
  private let sink: any EventSink
  private let progressLine: ProgressLine?
  private let pictureScreen: PictureScreen?
  /// Lines of text are shown, not JSON or a page.
  private let isTextual: Bool
  private let isPaging = Mutex(true)
  private let flushes = Mutex((begin: ContinuousClock.now, count: 0))
  /// How whoever sits at the terminal is asked for a line; nil where nobody does.
  private let question = Mutex<(@Sendable (String) -> String?)?>(nil)

  init(
    verbosity: Verbosity, form: Form = .text, appearance: Appearance, writing: WritingRules = WritingRules(),
    theme: Theme = .plain, exercises: Host.Input.Exercises = .checked
  ) {
    (self.writing, self.exercises) = (writing, exercises)
    let screen = Screen(verbosity: verbosity, appearance: appearance, theme: theme)
    self.screen = screen
    isColorGiven = appearance.color != .auto
    if case .text = form { isTextual = true } else { isTextual = false }
    switch form {
    case .text:
      sink = TextLines(
        renderer: { screen.renderer }, isInterrupted: { Interrupts.isPending },
        writeLines: { screen.output.write($0) }, write: screen.write)
      progressLine = verbosity == .quiet ? nil : ProgressLine()
      pictureScreen = PictureScreen()
    case .jsonLines:
      sink = JSONLines(isInterrupted: { Interrupts.isPending }) { screen.output.write($0) }
      progressLine = nil
      pictureScreen = nil
    case .page(let title):
      let shown: Verbosity = verbosity == .quiet ? .quiet : .echo
      sink = HTMLPage(title: title, verbosity: shown) { screen.output.write($0) }
      progressLine = nil
      pictureScreen = nil
    }
  }

  /// The world as a session sees it through this console.
  var host: Host {
    var host = Host.system(output: self, writing)
    host.input.exercises = exercises
    host.input.ask = { [self] in question.withLock { $0 }?($0) }
    return host
  }

  var progress: (@Sendable (TrainProgress) -> Void)? {
    guard let progressLine else { return nil }
    return { progressLine.show($0) }
  }

  var sweepProgress: (@Sendable (SweepProgress) -> Void)? {
    guard let progressLine else { return nil }
    return { progressLine.show($0) }
  }

  var pictures: (@Sendable (Chart) -> Void)? {
    guard let pictureScreen else { return nil }
    return { [self] chart in
      progressLine?.clear()
      pictureScreen.show(lines(.plot(chart)), on: self)
    }
  }

  var showsPrompts: Bool { screen.verbosity == .echo || screen.verbosity == .demo || sink.showsPrompts }

  /// What only repeats or only says that something worked, where lines are written that nobody watches.
  func ignores(_ interest: Event.Interest) -> Bool {
    guard isTextual, !screen.isLive else { return false }
    switch interest {
    case .acknowledgment, .echo: return !screen.verbosity.shows(interest)
    case .result, .report, .narration, .nothing: return false
    }
  }

  func receive(_ event: Event) {
    if case .tour = event { playTour() } else { show(event) }
  }

  /// Shows things with another verbosity, and is then as before, in its colors too.
  func lend<Result>(to verbosity: Verbosity, _ body: () -> Result) -> Result {
    screen.lend(to: verbosity, body)
  }

  func hasColor(_ stream: Document.Stream) -> Bool { screen.hasColor(stream) }

  func show(_ event: Event) {
    // A run of a sweep shows nothing, and comes while its line is there.
    if case .run = event { return sink.receive(event) }
    progressLine?.clear()
    pictureScreen?.makeRoom(for: event, on: self)
    if case .watch(_, let keeps) = event { pictureScreen?.take(keeps: keeps) }
    if case .play(let movie) = event, let pictureScreen { return pictureScreen.play(movie, on: self) }
    if case .color(let color) = event { screen.take(color) }
    if case .pager(let isOn) = event { isPaging.withLock { $0 = isOn } }
    guard !showsInPages(event) else { return }
    sink.receive(event)
    if screen.isLive || event.isProgress && mayFlush() { flush() }
  }

  /// Whoever reads a pipe sees the epochs as they come, unless they come faster than anyone reads.
  private func mayFlush() -> Bool {
    let now = ContinuousClock.now
    return flushes.withLock { flushes in
      if now - flushes.begin > .milliseconds(100) { flushes = (now, 0) }
      flushes.count += 1
      return flushes.count <= Self.mostFlushes
    }
  }

  /// In a tenth of a second.
  private static let mostFlushes = 32

  /// At the prompt what is longer than the screen comes in pages.
  ///
  /// - Returns: whether it was shown.
  private func showsInPages(_ event: Event) -> Bool {
    guard isTextual, screen.isLive, screen.verbosity == .prompt, event.isRead, isPaging.withLock({ $0 }),
      Terminal.isTerminal(0), let pager = Pager.command
    else { return false }
    let (size, lines) = (Terminal.size, lines(event))
    guard lines.reduce(0, { $0 + $1.rows(in: size.columns) }) >= size.rows else { return false }
    flush()
    return Pager.show(lines.map { text($0) + "\n" }.joined(), with: pager)
  }

  /// Words that come of no session.
  func show(_ document: Document) {
    progressLine?.clear()
    let writer = TerminalWriter(width: screen.renderer.width, glyphs: screen.renderer.glyphs)
    writer.lines(document).forEach(screen.write)
  }

  /// A line of words that come of no session.
  func show(_ line: Line) {
    progressLine?.clear()
    screen.write(line)
  }

  /// No more events come.
  func finish() {
    sink.finish()
    flush()
  }

  /// An event as it is shown now, in the terminal's present width.
  func lines(_ event: Event) -> [Line] { screen.renderer.lines(event) }

  /// Prose of a page, in the terminal's present width.
  func lines(_ document: Document) -> [Line] { screen.renderer.lines(document) }

  /// A line with its colors, where its stream has any.
  func text(_ line: Line) -> String { screen.text(line) }

  /// From now on questions of a session go here.
  ///
  /// - Returns: where they went before.
  @discardableResult
  func answerQuestions(by answer: (@Sendable (String) -> String?)?) -> (@Sendable (String) -> String?)? {
    question.withLock { question in
      defer { question = answer }
      return question
    }
  }

  /// A word to whoever watches, on standard error.
  func say(_ line: String, _ role: Role?) { screen.write(Line(Text(line, role), .error)) }

  func say(_ line: String) { say(line, nil) }

  /// Prose, broken between words where the terminal is too narrow for it.
  func tell(_ prose: String, _ role: Role? = nil) {
    let line = Line(Text(prose, role), .error)
    for line in screen.isLive ? line.wrapped(to: screen.renderer.width) : [line] { screen.write(line) }
  }

  /// Puts a text on the terminal as it is.
  func draw(_ text: String) {
    screen.output.write(text, newline: false)
    flush()
  }

  /// Takes colors as a session has them.
  func take(_ color: ColorChoice?) { screen.take(color) }

  func flush() { screen.output.flush() }
}

extension Event {
  /// Somebody may be waiting for the next event for long.
  fileprivate var isProgress: Bool {
    if case .trainStarted = self { return true }
    if case .logged = self { return true }
    return false
  }
}

extension Event {
  /// It is something to read, which may be long: help, what a session holds, what was typed.
  fileprivate var isRead: Bool {
    switch self {
    case .help, .why, .show, .showData, .epochs, .history, .transcript: true
    case .statement, .net, .precision, .language, .frozen, .data, .table, .split, .scale, .initialized, .set,
      .dump, .fingerprint, .reset, .trainStarted, .logged, .attempt, .train, .eval, .score, .plot, .play,
      .watch, .guess,
      .gradientCheck, .explain, .curvature, .explainInit, .explainNeuron, .wentTo, .compare, .diagnosis,
      .run, .sweep, .sweepShare, .ledgers, .loaded, .wrote, .exported, .imported,
      .print, .value,
      .note, .exercise, .hint, .judged, .solution, .skipped, .say, .section, .pause, .speakerNote, .bound,
      .expect, .seeded, .seedChosen, .digits, .timing,
      .timed, .quiet, .pager, .unshown, .undone, .redone, .cleared, .color, .failure, .tour:
      false
    }
  }
}
