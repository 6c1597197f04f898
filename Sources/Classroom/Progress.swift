/// How far somebody is in the course: kept as text, a line for each exercise, each guess and each lesson that was left.
public struct Progress: Sendable, Equatable {
  /// An exercise that was worked at.
  public struct Work: Sendable, Equatable {
    /// The most that was earned.
    public var points: Int
    /// That there are.
    public var most: Int
    /// Whether it was solved, by whoever worked at it.
    public var isSolved: Bool

    /// What was earned of what there is.
    public init(points: Int, most: Int, isSolved: Bool) {
      (self.points, self.most, self.isSolved) = (points, most, isSolved)
    }
  }

  /// A place in a lesson.
  struct Key: Hashable, Comparable {
    let lesson: String
    let name: String

    static func < (a: Key, b: Key) -> Bool { (a.lesson, a.name) < (b.lesson, b.name) }
  }

  private var exercises: [Key: Work] = [:]
  /// Whether a guess was close.
  private var guesses: [Key: Bool] = [:]
  /// Where lessons were left, by their names.
  private var places: [String: Place] = [:]

  /// Where a lesson was left.
  public struct Place: Sendable, Equatable {
    /// Parts that were gone through.
    public var parts: Int
    /// That there are. If the lesson has another number it is another lesson.
    public var of: Int
  }

  private static let mark = "nn course 1"

  /// Nothing was done yet.
  public init() {}

  /// Reads what `text` wrote; nil if it is anything else.
  public init?(_ text: String) {
    let lines = text.textLines
    guard lines.first == Self.mark, lines.last == "" else { return nil }
    for line in lines.dropFirst().dropLast() {
      let words = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard words.count >= 4 else { return nil }
      if words[0] == "place" {
        guard words.count == 4, let parts = Int(words[2]), let all = Int(words[3]),
          (1..<max(1, all)).contains(parts)
        else { return nil }
        places[words[1]] = Place(parts: parts, of: all)
        continue
      }
      let key = Key(lesson: words[1], name: words[2])
      switch (words[0], words.count) {
      case ("exercise", 6):
        guard let points = Int(words[3]), let most = Int(words[4]), (0...most).contains(points),
          ["0", "1"].contains(words[5])
        else { return nil }
        exercises[key] = Work(points: points, most: most, isSolved: words[5] == "1")
      case ("guess", 4):
        guard ["0", "1"].contains(words[3]) else { return nil }
        guesses[key] = words[3] == "1"
      default: return nil
      }
    }
  }

  /// As it is kept.
  public var text: String {
    let lines =
      exercises.sorted { $0.key < $1.key }.map { key, work in
        "exercise\t\(key.lesson)\t\(key.name)\t\(work.points)\t\(work.most)\t\(work.isSolved ? 1 : 0)"
      }
      + guesses.sorted { $0.key < $1.key }.map { key, isRight in
        "guess\t\(key.lesson)\t\(key.name)\t\(isRight ? 1 : 0)"
      }
      + places.sorted { $0.key < $1.key }.map { "place\t\($0.key)\t\($0.value.parts)\t\($0.value.of)" }
    return ([Self.mark] + lines).map { $0 + "\n" }.joined()
  }

  /// What was done at an exercise; nil if nothing was.
  public func work(_ lesson: String, _ title: String) -> Work? { exercises[Self.key(lesson, title)] }

  /// Guesses that were made in a lesson, and how many were close.
  public func guesses(_ lesson: String) -> (made: Int, right: Int) {
    let all = guesses.filter { $0.key.lesson == lesson.harmless }
    return (all.count, all.values.count { $0 })
  }

  /// Notes work; what was earned before stays where it was more.
  public mutating func note(_ work: Work, _ lesson: String, _ title: String) {
    let key = Self.key(lesson, title)
    guard let before = exercises[key], before.most == work.most else {
      exercises[key] = work
      return
    }
    exercises[key] = Work(
      points: max(before.points, work.points), most: work.most, isSolved: before.isSolved || work.isSolved)
  }

  /// Notes a guess; the first one counts.
  public mutating func note(guess number: Int, isRight: Bool, _ lesson: String) {
    let key = Self.key(lesson, "\(number)")
    if guesses[key] == nil { guesses[key] = isRight }
  }

  /// Where a lesson with so many parts was left; nil if it was not begun, or was gone through.
  public func place(_ lesson: String, of parts: Int) -> Int? {
    places[lesson.harmless].flatMap { $0.of == parts ? $0.parts : nil }
  }

  /// Notes where a lesson was left; at its beginning or its end is no place.
  public mutating func note(place: Int, of parts: Int, _ lesson: String) {
    places[lesson.harmless] = (1..<max(1, parts)).contains(place) ? Place(parts: place, of: parts) : nil
  }

  private static func key(_ lesson: String, _ name: String) -> Key {
    Key(lesson: lesson.harmless, name: name.harmless)
  }
}
