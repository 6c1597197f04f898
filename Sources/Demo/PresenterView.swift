import Language

/// What the speaker sees beside the stage, on a second screen: where the demo is, what comes, and how the time goes.
public struct PresenterView: Sendable {
  /// The section, and how many of the statements were typed.
  public let place: String
  /// The last note since the stop before; nil if there was none.
  public let note: String?
  /// The words between the stop before and this one, a line each.
  public let said: [String]
  /// The statement that stands typed; nil at a pause and at the end.
  public let standing: String?
  /// The words that come once it has run, up to the next stop.
  public let then: [String]
  /// The statement after it; nil if there is none.
  public let following: String?
  /// Seconds since the demo began.
  public let elapsed: Double
  /// Seconds that were planned for what was shown, and for all of it; nil without a plan.
  public let planned: (here: Double, whole: Double)?

  /// As lines for a terminal.
  public var lines: [String] {
    let clock = Self.clock(elapsed)
    let time =
      planned.map { "\(clock) of \(Self.clock($0.whole)) · planned here \(Self.clock($0.here))" } ?? clock
    let parts = [
      ("said", said), ("now", standing?.linesOfText ?? []), ("then", then),
      ("next", following?.linesOfText ?? []),
    ]
    return ["\(place)     \(time)", ""] + (note.map { $0.linesOfText + [""] } ?? [])
      + parts.flatMap { name, lines in Self.entry(name, lines) }
  }

  /// Further lines stand below the first.
  private static func entry(_ name: String, _ lines: [String]) -> [String] {
    lines.enumerated().map { number, line in
      let head = number == 0 ? name : ""
      return line.isEmpty ? head : head + String(repeating: " ", count: 6 - head.count) + line
    }
  }

  /// `3:07`, `1:02:03`
  private static func clock(_ seconds: Double) -> String {
    let whole = Int(exactly: max(0, seconds).rounded(.down)) ?? 0
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    return hours > 0
      ? "\(hours):\(two(minutes)):\(two(whole % 60))" : "\(minutes):\(two(whole % 60))"
  }
}
