/// What the process that judges hand-ins at an exercise tells the one that waits for it: a line each, its words parted by
/// tabs.
public enum GradeLine: Sendable, Equatable {
  /// The exercise is set up: hand-ins can be judged.
  case ready
  case finding(Grader.Result.Finding)
  case remark(Remark)
  /// All was judged.
  case points(Int)
  /// The hand-in cannot be read.
  case unread(String)
  /// What was told of it so far is nothing: it is judged once more, up to where its process had to be ended.
  case again
  /// A hand-in has come to its end: the signal that ended it, or 0.
  case ended(Int32)
  /// The page itself is wrong.
  case fault(String)

  /// A result, line by line.
  public static func lines(of result: Grader.Result) -> [GradeLine] {
    result.findings.map { .finding($0) } + result.remarks.map { .remark($0) } + [.points(result.points)]
  }

  /// As it is sent. Its texts are harmless: they hold no tab and no line end.
  public var text: String {
    switch self {
    case .ready: "ready"
    case .finding(let finding):
      "finding\t\(finding.holds ? 1 : 0)\t\(finding.heldBefore ? 1 : 0)\t\(finding.points)\t\(finding.condition)\t"
        + finding.found
    case .remark(let remark): "remark\t\(remark.line ?? 0)\t\(remark.words)"
    case .points(let points): "points\t\(points)"
    case .unread(let text): "unread\t\(text.harmless)"
    case .again: "again"
    case .ended(let signal): "ended\t\(signal)"
    case .fault(let text): "fault\t\(text.harmless)"
    }
  }

  /// nil for what is no such line.
  public init?(_ text: String) {
    let words = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    switch (words[0], words.count) {
    case ("ready", 1): self = .ready
    case ("again", 1): self = .again
    case ("finding", 6):
      guard let points = Int(words[3]) else { return nil }
      self = .finding(
        Grader.Result.Finding(
          condition: words[4], holds: words[1] == "1", heldBefore: words[2] == "1", points: points,
          found: words[5]))
    case ("remark", 3):
      guard let line = Int(words[1]) else { return nil }
      self = .remark(Remark(words[2], line: line > 0 ? line : nil))
    case ("points", 2):
      guard let points = Int(words[1]) else { return nil }
      self = .points(points)
    case ("unread", 2): self = .unread(words[1])
    case ("ended", 2):
      guard let signal = Int32(words[1]) else { return nil }
      self = .ended(signal)
    case ("fault", 2): self = .fault(words[1])
    default: return nil
    }
  }
}
