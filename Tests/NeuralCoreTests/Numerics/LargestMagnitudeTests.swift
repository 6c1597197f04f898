import NeuralCore
import Testing

struct LargestMagnitudeTests {
  @Test(arguments: Precision.allCases)
  func itIsOfFiniteNumbersAtThePlaces(precision: Precision) {
    let numbers = Vector([9, -0.5, .nan, .infinity, -3, 2, -.infinity, 100], precision)
    #expect(numbers.largestMagnitude(in: 1..<7) == 3)
    #expect(numbers.largestMagnitude(in: 0..<8) == 100)
    #expect(numbers.largestMagnitude(in: 2..<4) == 0)
    #expect(numbers.largestMagnitude(in: 3..<3) == 0)
    #expect(numbers.strongest(in: 4..<6) == -3 && numbers.strongest(in: 5..<5) == 0)
    #expect(numbers.strongest(in: 0..<8).isNaN && numbers.strongest(in: 3..<8) == .infinity)
    #expect(numbers.extremes(in: 4..<6) == (-3, 2) && numbers.extremes(in: 4..<4) == (0, 0))
  }
}
