import Language

/// What the speaker sees beside the stage, on a second screen: where the demo is, what comes, and how the time goes.
public struct PresenterView: Sendable {
  /// The section, and how many of the statements were typed.
  public let place: String
  /// The last note since the stop before; nil if there was none.
  public let note: String?
  /// The statement that stands typed; nil at a pause and at the end.
  public let standing: String?
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
    return ["\(place)     \(time)", ""]
      + (note.map { $0.linesOfText + [""] } ?? [])
      + [standing.map { "now   \(Self.indented($0))" }, following.map { "next  \(Self.indented($0))" }]
      .compactMap(\.self)
  }

  private static func indented(_ statement: String) -> String {
    statement.linesOfText.enumerated().map { ($0 == 0 ? "" : "      ") + $1 }.joined(separator: "\n")
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
