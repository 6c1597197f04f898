/// A criterion of an exercise.
public struct Criterion: Sendable, Equatable {
  /// The condition as it is in the source.
  public let condition: String
  /// What it counts.
  public let points: Int
  /// The variable that it asks for; nil if it asks for none.
  public let asked: String?
}

/// An exercise that somebody is to work at.
public struct ExerciseReport: Sendable {
  /// What it is called.
  public let title: String
  /// In order.
  public let criteria: [Criterion]
  /// How many hints it has.
  public let hints: Int
  /// Whether it holds a solution.
  public let hasSolution: Bool
}

/// What became of an exercise.
public struct JudgmentReport: Sendable {
  /// What was judged.
  public enum Occasion: String, Sendable, CaseIterable {
    /// What somebody did who works at it.
    case work
    /// Its own solution, which somebody asked for.
    case solution
    /// Its own solution, with nobody there.
    case test
  }

  /// A criterion as it was found.
  public struct Finding: Sendable, Equatable {
    /// What was to hold.
    public let criterion: Criterion
    /// Whether it holds.
    public let holds: Bool
    /// Whether it held when the exercise opened.
    public let heldBefore: Bool
    /// What was found: `loss is 0.1251`. Empty if that says nothing.
    public let found: String
  }

  /// What the exercise is called.
  public let title: String
  /// What was judged.
  public let occasion: Occasion
  /// The criteria in order.
  public let findings: [Finding]
  /// Hints that are left.
  public let hintsLeft: Int

  /// What the criteria count together.
  public var most: Int { findings.reduce(0) { $0 + $1.criterion.points } }

  /// Points of the criteria that hold; none as long as nothing holds that did not before the work began.
  public var points: Int {
    guard occasion != .solution, findings.contains(where: { $0.holds && !$0.heldBefore }) else { return 0 }
    return findings.reduce(0) { $0 + ($1.holds ? $1.criterion.points : 0) }
  }

  /// Whether all of them hold; where somebody worked, something among them that did not before.
  public var isSolved: Bool {
    findings.allSatisfy(\.holds) && (occasion != .work || !heldFromTheStart)
  }

  /// Whether nothing was left to do when the work began.
  public var heldFromTheStart: Bool { findings.allSatisfy(\.heldBefore) }
}
