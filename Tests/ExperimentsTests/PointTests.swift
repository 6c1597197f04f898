import Experiments
import Testing

struct PointTests {
  static let all = [
    SweepPoints(seeds: .range(first: 0, step: 1, count: 200), folds: nil, variants: 5),
    SweepPoints(seeds: .range(first: -3, step: 7, count: 4), folds: 3, variants: 2),
    SweepPoints(seeds: .list([9, -1, 4]), folds: 2, variants: 3),
    SweepPoints(seeds: .range(first: 5, step: -2, count: 1), folds: nil, variants: 1),
  ]

  /// A number says the run, the run its number; the order goes through all of them.
  @Test(arguments: all) func numbersAndRunsAreTheSame(_ points: SweepPoints) {
    for k in 0..<points.count {
      let point = points[k]
      #expect(points.number(variant: point.variant, fold: point.fold, seed: point.seed) == k)
    }
    #expect((0..<points.count).map(points.number(inOrder:)).sorted() == Array(0..<points.count))
  }

  /// Whoever stops early has tried all variants equally often.
  @Test func theOrderIsSeedBySeed() {
    let points = Self.all[1]
    for place in 0..<points.count {
      #expect(points[points.number(inOrder: place)].seed == points.seeds[place / 6])
    }
  }

  @Test func seedsVaryFastest() {
    let points = Self.all[0]
    #expect(points[17].seed == 17 && points[17].variant == 0 && points[200].variant == 1)
  }

  @Test func noSuchRun() {
    let points = Self.all[1]
    #expect(points.number(variant: 0, fold: 1, seed: -2) == nil)
    #expect(points.number(variant: 0, fold: 1, seed: 25) == nil)
    #expect(points.number(variant: 2, fold: 1, seed: -3) == nil)
    #expect(points.number(variant: 0, fold: 4, seed: -3) == nil)
    #expect(points.number(variant: 0, fold: nil, seed: -3) == nil)
    #expect(points.number(variant: 0, fold: 1, seed: .max) == nil)
    #expect(points.number(variant: 0, fold: 1, seed: .min) == nil)
  }

  /// Thousands of millions of runs are a number, not a list; more than a machine can count are none.
  @Test func manyPointsAreCounted() {
    let seeds = SeedList.range(first: .min / 2, step: 1, count: .max / 4)
    #expect(SweepPoints.count(seeds: seeds, folds: nil, variants: 3) == .max / 4 * 3)
    #expect(SweepPoints.count(seeds: seeds, folds: 10, variants: 3) == nil)
    let points = SweepPoints(seeds: seeds, folds: nil, variants: 2)
    #expect(points[.max / 4].variant == 1 && points[.max / 4].seed == .min / 2)
  }

  @Test func seedsAsTyped() {
    #expect(Self.all.map(\.seeds.text) == ["0..199", "-3..18 by 7", "[9, -1, 4]", "5..5"])
  }
}
