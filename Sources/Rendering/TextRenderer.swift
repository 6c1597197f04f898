import Interpreter
import Language
import NeuralCore

/// Events as lines for a terminal or a file.
public struct TextRenderer: Sendable {
  /// How much is said.
  public enum Verbosity: Sendable {
    /// A script: results and reports, no narration.
    case script
    /// `--quiet`: what was asked for and nothing else.
    case quiet
    /// `--echo`: as a person at the prompt would see it, statements and narration too.
    case echo
    /// The prompt: narration too; the statements stand there already.
    case prompt
    /// A demo: as the prompt, with room around the narration.
    case demo

  }

  public var verbosity: Verbosity
  public var width: Int
  /// Whether reports say how long something took.
  public var showsTimes: Bool

  public init(verbosity: Verbosity, width: Int = 80, showsTimes: Bool = true) {
    (self.verbosity, self.width, self.showsTimes) = (verbosity, width, showsTimes)
  }

  private var narrates: Bool { verbosity == .echo || isLive }
  /// Somebody sits there and sees the statements anyway.
  private var isLive: Bool { verbosity == .prompt || verbosity == .demo }

  public func lines(_ event: Event) -> [Line] {
    switch event {
    case .failure(let diagnostic): return DiagnosticText(width: width).lines(diagnostic)
    case .statement(let echo): return verbosity == .echo ? statement(echo) : []
    case .transcript(let lines): return lines.map { Line($0) }
    case .why(let code, let message): return why(code, message)
    case .timed(let seconds):
      return verbosity == .quiet || !showsTimes ? [] : [Line("· " + duration(seconds), .output, .faint)]
    case .color, .speakerNote: return []

    case .print(let text): return split(text)
    case .value(let value): return split(value.text)
    case .history(let texts):
      return texts.enumerated().map { Line("\($0 + 1)".leading(to: 4) + "  " + firstLine($1)) }
    case .tour:
      return verbosity == .quiet
        ? [] : [Line("the tour is for the prompt: nn, then tour", .output, .faint)]
    case .note(let text): return verbosity == .quiet ? [] : [Line(text, .output, .faint)]
    case .dump(let weights): return weights.map(self.weight)

    case .fingerprint(let hash): return [Line(hash)]
    case .eval(let rows, let classes, let digits):
      return eval(rows, classes, digits).enumerated().map { head($0, $1, rows.count > 1) }
    case .showData(let summary): return show(summary).map { Line($0) }
    case .explain(let explanation, let notation):
      guard let notation else {
        return ExplanationText(explanation: explanation, width: width).lines().map { Line($0) }
      }
      return split(String(ExplanationPage.text(explanation, notation).dropLast()))
    case .guess(let report): return report.isPassedBy ? [] : guess(report).map { Line($0) }
    case .epochs(let report): return epochs(report).map { Line($0) }
    case .compare(let report): return compare(report).map { Line($0) }
    case .diagnosis(let diagnosis, let isShort):
      guard !isShort || verbosity != .quiet else { return [] }
      return diagnose(diagnosis, isShort: isShort).map(advice)
    case .gradientCheck(let report): return check(report).map { Line($0) }
    case .score(let reports): return reports.flatMap { score($0, isOne: reports.count == 1) }.map { Line($0) }
    case .show(let report): return show(report).map { Line($0) }
    case .help(let topic): return colored(help(topic))

    case .say, .section, .pause, .bound, .expect: return narrates ? narration(event) : []
    default:
      guard verbosity != .quiet else { return [] }
      return report(event).flatMap { $0.wrapped(to: width, indent: "    ") }.map(judged)

    }
  }

  /// The confirmations that `--quiet` leaves out.
  private func report(_ event: Event) -> [String] {
    switch event {
    case .net(let report): net(report)
    case .data(let report): data(report)
    case .table(let report): table(report)
    case .split(let parts, let seed, let isChosen): [split(parts, seed, isChosen)]
    case .scale(let report): scale(report)
    case .start(let report): start(report)
    case .set(let weights, let all):
      weights.count == 1
        ? [weights[0].line]
        : [weights.count == all ? "all \(all) weights set" : "\(weights.count) of \(all) weights set"]
    case .wrote(let file, let lines): ["wrote \"\(file)\", \(lines) lines"]
    case .reset(let weights): ["reset: \(weights) weights as init drew them, epoch 0, optimizer cleared"]
    case .trainStarted(let plan): plan.continues ? ["going on with the averages of \(plan.optimizer)"] : []
    case .epoch(let epoch, let loss, let rate):
      [
        "epoch " + "\(epoch)".leading(to: 6) + "   loss " + loss.shown
          + (rate.map { "   lr " + $0.significant(4) } ?? "")
      ]
    case .precision(let precision):
      [precision == .single ? "numbers are float32" : "numbers are float64 (double precision)"]
    case .train(let report): train(report)
    case .attempt(let attempt, let number): [self.attempt(attempt, number)]
    case .frozen(let count, let all): ["\(count) of \(all) weights are frozen"]
    case .wentTo(let report): [wentTo(report)]
    case .seeded(let seed): ["generator seeded with \(seed)"]
    case .seedChosen(let seed): ["no seed given: chose \(seed)"]
    case .digits(let places): ["\(counted(places, "decimal")) shown"]
    case .timing(let isOn): [isOn ? "each statement's time is shown" : "times are not shown, but for `train`"]

    case .undone(let text): ["took back: " + firstLine(text)]
    case .redone(let text): ["did again: " + firstLine(text)]
    case .loaded(let file, let report): ["loaded \"\(file)\""] + show(report)
    case .cleared: ["cleared: no net, no data, no variables"]
    default: []
    }
  }

  private func narration(_ event: Event) -> [Line] {
    switch event {
    case .say(let text):
      (verbosity == .prompt ? [] : [Line("")])
        + split(text).flatMap { $0.text.wrapped(to: width) }.map { Line($0, .output, .narration) }
    case .section(let text):
      [
        Line(""),
        Line(
          "── \(text) " + String(repeating: "─", count: max(2, width - text.columns - 4)), .output, .heading),
      ]
    case .bound(let name, let value): isLive ? [Line("\(name) = \(value.text)")] : []
    case .expect: isLive ? [Line("holds", .output, .good)] : []
    default: []
    }
  }

  /// The statement behind the prompt, as it was typed.
  private func statement(_ echo: StatementEcho) -> [Line] {
    echo.isNarration ? [] : TypedLine.lines(of: echo.text, prompt: echo.prompt).map(\.line)
  }

  private func split(_ text: String) -> [Line] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { Line(String($0)) }
  }

  private func firstLine(_ text: String) -> String {
    let lines = text.split(separator: "\n")
    return (lines.first.map(String.init) ?? "") + (lines.count > 1 ? " …" : "")
  }
}

extension Double {
  /// Five significant digits, for losses.
  var shown: String { significant(5) }
}
