import Interpreter
import Language
import NeuralCore

/// Puts events into words. What it says depends on who reads, never on how wide the page is.
public struct Reporter: Sendable {
  /// Which events are of interest, and how they are introduced.
  public var verbosity: Verbosity
  /// Whether reports say how long something took.
  public var showsTimes: Bool
  /// Whether `…` is written in the place of a time, which is another one in each run.
  public var masksTimes = false
  /// Polled while a long table is made, which then ends early: nobody waits for it any more.
  var isInterrupted: @Sendable () -> Bool = { false }

  /// A reporter for somebody who wants to know so much.
  public init(verbosity: Verbosity, showsTimes: Bool = true) {
    (self.verbosity, self.showsTimes) = (verbosity, showsTimes)
  }

  /// How long something took.
  func time(_ seconds: Double) -> String { masksTimes ? "…" : duration(seconds) }

  /// What an event says; nothing where it is not of interest.
  public func document(_ event: Event) -> Document {
    guard verbosity.shows(event) else { return Document() }
    if case .failure(let diagnostic) = event { return Document(mistake(diagnostic), stream: .error) }
    return Document(blocks(event))
  }

  /// The same in parts, where there is a line for each of many weights or rows.
  func parts(_ event: Event) -> AnySequence<Document> {
    guard verbosity.shows(event) else { return AnySequence([]) }
    if case .dump(let weights) = event {
      return AnySequence(weights.parts(of: 256).lazy.map { Document(dump($0)) })
    }
    guard case .eval(let rows, let classes, let digits) = event, rows.count > 1 else {
      return AnySequence(CollectionOfOne(document(event)))
    }
    return AnySequence(
      EvalLayout(rows, classes, digits).tables(rows, isInterrupted).lazy.map { Document([.table($0)]) })
  }

  /// The one mapping from events to words, a line a case: so it is longer than 40 lines.
  private func blocks(_ event: Event) -> [Block] {
    switch event {
    case .net(let report): net(report)
    case .precision(let precision): self.precision(precision)
    case .frozen(let count, let all): frozen(count, all)
    case .data(let report): data(report)
    case .table(let report): table(report)
    case .split(let report): split(report)
    case .scale(let report): scale(report)
    case .showData(let summary): show(summary)
    case .initialized(let report): initialization(report)
    case .set(let weights, let all): set(weights, of: all)
    case .dump(let weights): dump(weights)
    case .fingerprint(let hash): [.line(Text(hash))]
    case .reset(let weights): reset(weights)
    case .trainStarted(let start): started(start)
    case .logged(let reports): log(reports)
    case .attempt(let attempt, let number): self.attempt(attempt, number)
    case .train(let report): train(report)
    case .eval(let rows, let classes, let digits): eval(rows, classes, digits)
    case .score(let reports): score(reports)
    case .plot(let chart): [.chart(chart)]
    case .play(let movie): play(movie)
    case .guess(let report): guess(report)
    case .gradientCheck(let report): check(report)
    case .explain(let explanation, let form): explain(explanation, form)
    case .curvature(let report): curvature(report)
    case .explainInit(let report): start(report)
    case .explainNeuron(let report): neuron(report)
    case .epochs(let report): epochs(report)
    case .wentTo(let report): wentTo(report)
    case .compare(let report): compare(report)
    case .diagnosis(let diagnosis, let isShort): diagnose(diagnosis, isShort: isShort)
    case .show(let report): show(report)
    case .loaded(let file, let report): loaded(file, report)
    case .wrote(let file, let lines): wrote(file, lines)
    case .exported(let report): exported(report)
    case .imported(let report): imported(report)
    case .help(let topic): help(topic)
    case .why(let code, let message, let statement): why(code, message, statement)
    case .statement(let echo): statement(echo)
    case .print(let text): [.lines(of: text)]
    case .value(let value): [.lines(of: verbosity.isForReaders ? value.shown : value.text)]
    case .note(let text): [.paragraph(Text(text, .faint))]
    case .say(let text): say(text)
    case .section(let title): [.section(title)]
    case .exercise(let report): exercise(report)
    case .hint(let text, let number, let count): hint(text, number, count)
    case .judged(let report): judged(report)
    case .solution(let statements): solution(statements)
    case .skipped(let title): [report("left \(title)")]
    case .bound(let name, let value): [.line(Text("\(name) = \(value.shown)"))]
    case .expect: [.paragraph(Text("holds", .good))]
    case .seeded(let seed): [report("generator seeded with \(seed)")]
    case .seedChosen(let seed): [report("no seed given: chose \(seed)")]
    case .sweep(let report): sweep(report)
    case .sweepShare(let report): share(report)
    case .ledgers(let report): ledgers(report)
    case .digits(let places): [report("\(counted(places, "decimal")) shown")]
    case .timing(let isOn): timing(isOn)
    case .quiet(let isOn): quiet(isOn)
    case .pager(let isOn): pager(isOn)
    case .watch(let pictures, let keeps): watch(pictures, keeps: keeps)
    case .timed(let seconds): timed(seconds)
    case .undone(let text): [report("undone: \(firstLine(text))")]
    case .redone(let text): [report("redone: \(firstLine(text))")]
    case .history(let texts): history(texts)
    case .transcript(let lines): [.preformatted(lines.map { Text($0) })]
    case .cleared: [report("cleared: no net, no data, no variables")]
    case .failure(let diagnostic): mistake(diagnostic)
    case .tour: [.paragraph(Text("the tour runs at the prompt: nn, then tour", .faint))]
    case .pause(.text(let text)): say(text)
    case .run, .language, .color, .pause, .speakerNote, .unshown: []
    }
  }

  /// A sentence of a report, whose further lines stand further in.
  func report(_ text: Text, indent: Int = 0) -> Block { .paragraph(text, indent: indent, hang: 4) }
}

extension RandomAccessCollection where Index == Int {
  /// So many elements at a time.
  func parts(of count: Int) -> some Sequence<SubSequence> {
    stride(from: startIndex, to: endIndex, by: count).lazy.map {
      self[$0..<Swift.min($0 + count, endIndex)]
    }
  }
}
