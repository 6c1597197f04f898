import NeuralCore
import Synchronization
import Testing

/// Work over many rows asks whether to stop once for so many of them, in each of its passes, and ends where it is told to.
struct StopTests {
  private static let rows = 100_000
  /// The most rows between two questions.
  private static let stretch = 1 << 14

  struct Work: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// How often it goes over all rows.
    let passes: Int
    let run: @Sendable (StopSignal) throws(Interrupted) -> Void
  }

  /// Rows of two classes: a target for each, or one for both.
  private static func data(targets: Int) -> Dataset {
    let numbers = (0..<rows).lazy.flatMap { row in
      targets == 1 ? [Double(row % 2)] : (0..<targets).map { $0 == row % targets ? 1.0 : 0 }
    }
    return Dataset(
      name: "rows", inputCount: 1, targetCount: targets,
      inputs: Vector((0..<rows).lazy.map { Double($0) }, .single), targets: Vector(numbers, .single))
  }

  private static let (one, two) = (data(targets: 1), data(targets: 2))

  private static func outputs(_ width: Int) -> [Vector] {
    (0..<rows).map { row in Vector((0..<width).map { Double((row + $0) % 3) / 3 }, .single) }
  }

  private static let (ofOne, ofTwo) = (outputs(1), outputs(2))

  static let works: [Work] = [
    Work(testDescription: "labels of one target", passes: 1) { (stop) throws(Interrupted) in
      _ = try ClassLabels(one, stop)
    },
    Work(testDescription: "labels of two targets", passes: 1) { (stop) throws(Interrupted) in
      _ = try ClassLabels(two, stop)
    },
    Work(testDescription: "confusion", passes: 2) { (stop) throws(Interrupted) in
      _ = try Confusion(ofTwo, two, stop)
    },
    Work(testDescription: "confusion of one array", passes: 2) { (stop) throws(Interrupted) in
      _ = try Confusion(rows: Vector(ofTwo.joined(), .single), two, stop)
    },
    Work(testDescription: "another precision", passes: 2) { (stop) throws(Interrupted) in
      _ = try one.converted(to: .double, stop)
    },
    Work(testDescription: "a column", passes: 1) { (stop) throws(Interrupted) in
      _ = try two.targets.decimals(column: 1, of: 2, stop)
    },
    Work(testDescription: "errors of one target", passes: 3) { (stop) throws(Interrupted) in
      _ = try ErrorSize(ofOne, one, stop)
    },
    Work(testDescription: "errors of two targets", passes: 5) { (stop) throws(Interrupted) in
      _ = try ErrorSize(ofTwo, two, stop)
    },
    Work(testDescription: "figures", passes: 5) { (stop) throws(Interrupted) in
      _ = try Figures(loss: 0, ofOne, one, stop)
    },
    Work(testDescription: "folds", passes: 4) { (stop) throws(Interrupted) in
      var generator = MersenneTwister(seed: 1)
      _ = try one.foldsOfRows(5, from: &generator, stop)
    },
    Work(testDescription: "parts", passes: 2) { (stop) throws(Interrupted) in
      var generator = MersenneTwister(seed: 1)
      _ = try one.rowsOfParts([0.5, 0.5], isStratified: true, from: &generator, stop)
    },
    Work(testDescription: "rows", passes: 2) { (stop) throws(Interrupted) in
      _ = try one.selecting(Array(0..<rows), stop)
    },
  ]

  @Test(arguments: works) func isAskedInEveryPass(_ work: Work) throws {
    let asked = Atomic<Int>(0)
    try work.run(StopSignal { asked.add(1, ordering: .relaxed).newValue < 0 })
    let count = asked.load(ordering: .relaxed)
    #expect(count >= work.passes * (Self.rows / Self.stretch), "\(count)")
    for last in 1...count {
      let asked = Atomic<Int>(0)
      #expect(throws: Interrupted.self) {
        try work.run(StopSignal { asked.add(1, ordering: .relaxed).newValue >= last })
      }
      #expect(asked.load(ordering: .relaxed) == last)
    }
  }

  /// Whoever is never stopped gets the same.
  @Test func nothingElseComesOfIt() throws {
    #expect(ClassLabels(Self.two) == (try ClassLabels(Self.two, .never)))
    #expect(Confusion(Self.ofTwo, Self.two) == (try Confusion(Self.ofTwo, Self.two, .never)))
    #expect(
      Confusion(Self.ofTwo, Self.two)
        == (try Confusion(rows: Vector(Self.ofTwo.joined(), .single), Self.two, .never)))
    #expect(Self.one.converted(to: .double) == (try Self.one.converted(to: .double, .never)))
    #expect(ErrorSize(Self.ofOne, Self.one) == (try ErrorSize(Self.ofOne, Self.one, .never)))
  }
}
