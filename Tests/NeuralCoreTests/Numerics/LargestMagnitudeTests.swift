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
  }
}
