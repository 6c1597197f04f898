/// What events are for.
extension Event {
  /// Why somebody would want to read of an event.
  public enum Interest: Sendable {
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

    /// It says what was done and not what was asked for: `quiet` does without it.
    var isOfReports: Bool {
      switch self {
      case .report, .acknowledgment: true
      case .result, .narration, .echo, .nothing: false
      }
    }
  }

  /// Exhaustive: a new event decides.
  public var interest: Interest {
    switch self {
    case .failure, .print, .value, .dump, .fingerprint, .eval, .score, .plot, .play, .showData, .show,
      .explain, .sweep, .sweepShare, .ledgers,
      .gradientCheck, .curvature, .explainInit, .explainNeuron, .epochs, .compare, .help, .why, .history,
      .transcript, .hint, .solution:
      .result
    case .judged(let report): report.occasion == .test ? .report : .result
    case .guess(let report): report.isPassedBy ? .nothing : .result
    case .diagnosis(_, let isShort): isShort ? .report : .result
    case .net, .data, .table, .split, .scale, .initialized, .set, .wrote, .reset, .trainStarted, .logged,
      .precision,
      .train, .attempt, .frozen, .wentTo, .note, .seeded, .seedChosen, .digits, .timing, .quiet, .pager,
      .watch,
      .timed,
      .undone,
      .redone, .skipped, .loaded, .exported, .imported, .cleared, .tour:
      .report
    case .say, .section, .exercise: .narration
    case .bound, .expect: .acknowledgment
    case .statement: .echo
    case .pause(.text): .narration
    case .run, .language, .color, .pause, .speakerNote, .unshown: .nothing
    }
  }
}
