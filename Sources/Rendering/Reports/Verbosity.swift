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
  public func shows(_ event: Event) -> Bool { shows(event.interest) }

  /// The same of all events of an interest.
  public func shows(_ interest: Event.Interest) -> Bool {
    switch interest {
    case .result: true
    case .report: self != .quiet
    case .narration: self == .echo || self == .lesson || isLive
    case .acknowledgment: isLive
    case .echo: self == .echo
    case .nothing: false
    }
  }

  /// What is shown is read by a person, and by no program.
  var isForReaders: Bool { isLive || self == .echo }

  /// Somebody is at the terminal.
  private var isLive: Bool { self == .prompt || self == .demo }
}
