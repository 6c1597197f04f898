import Experiments
import Testing

/// Sweeps of more variants than tests of pairs can tell apart.
struct ManyVariantsTests {
  @Test func noPairsAreMadeOfTooManyVariants() {
    let few = ResultTests.result(Array(repeating: [10, 20], count: 20))
    #expect(few.comparisons().count == 190)
    let many = ResultTests.result(Array(repeating: [10, 20], count: SweepResult.mostCompared + 1))
    #expect(many.comparisons().isEmpty && many.solvedComparisons().isEmpty)
  }
}
