import Interpreter

/// How much is said.
public enum Verbosity: Sendable, CaseIterable {
  /// A script: results and reports, no narration.
  case script
  /// `--quiet`: what was asked for and nothing else.
  case quiet
  /// `--echo`: as a person at the prompt would see it, statements and narration too.
  case echo
  /// The prompt: narration too; the statements are on the screen already.
  case prompt
  /// A block of a Markdown page: as a script, with the narration, so that all that a reader is told can be compared.
  case lesson
  /// A demo: as the prompt, with room around the narration.
  case demo

  /// The one filter of events.
  public func shows(_ event: Event) -> Bool {
    switch event.interest {
    case .result: true
    case .report: self != .quiet
    case .narration: self == .echo || self == .lesson || isLive
    case .acknowledgment: isLive
    case .echo: self == .echo
    case .nothing: false
    }
  }

  /// Somebody is at the terminal.
  private var isLive: Bool { self == .prompt || self == .demo }
}

extension Event {
  /// Why somebody would want to read of an event.
  enum Interest {
    /// It was asked for, or it is a mistake.
    case result
    /// It says what a statement did.
    case report
    /// It explains what follows.
    case narration
    /// It says that a statement worked that has nothing else to say.
    case acknowledgment
    /// It repeats what was typed.
    case echo
    /// It is for other programs.
    case nothing
  }

  /// Exhaustive: a new event decides.
  var interest: Interest {
    switch self {
    case .failure, .print, .value, .dump, .fingerprint, .eval, .score, .showData, .show, .explain,
      .gradientCheck, .curvature, .epochs, .compare, .help, .why, .history, .transcript:
      .result
    case .guess(let report): report.isPassedBy ? .nothing : .result
    case .diagnosis(_, let isShort): isShort ? .report : .result
    case .net, .data, .table, .split, .scale, .initialized, .set, .wrote, .reset, .trainStarted, .epoch,
      .precision,
      .train, .attempt, .frozen, .wentTo, .note, .seeded, .seedChosen, .digits, .timing, .timed, .undone,
      .redone, .loaded, .cleared, .tour:
      .report
    case .say, .section: .narration
    case .bound, .expect: .acknowledgment
    case .statement: .echo
    case .language, .color, .pause, .speakerNote: .nothing
    }
  }
}
