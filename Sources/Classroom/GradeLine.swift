/// What the process that judges a hand-in tells the one that waits for it: a line each, its words parted by tabs.
public enum GradeLine: Sendable, Equatable {
  /// The exercise is set up, and the time of the hand-in begins.
  case ready
  case finding(Grader.Result.Finding)
  case remark(String)
  /// All was judged.
  case points(Int)
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
      "finding\t\(finding.holds ? 1 : 0)\t\(finding.points)\t\(finding.condition)\t\(finding.found)"
    case .remark(let text): "remark\t\(text.harmless)"
    case .points(let points): "points\t\(points)"
    case .fault(let text): "fault\t\(text.harmless)"
    }
  }

  /// nil for what is no such line.
  public init?(_ text: String) {
    let words = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    switch (words[0], words.count) {
    case ("ready", 1): self = .ready
    case ("finding", 5):
      guard let points = Int(words[2]) else { return nil }
      self = .finding(
        Grader.Result.Finding(condition: words[3], holds: words[1] == "1", points: points, found: words[4]))
    case ("remark", 2): self = .remark(words[1])
    case ("points", 2):
      guard let points = Int(words[1]) else { return nil }
      self = .points(points)
    case ("fault", 2): self = .fault(words[1])
    default: return nil
    }
  }
}
