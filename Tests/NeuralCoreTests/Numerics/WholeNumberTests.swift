import NeuralCore
import Testing

/// Any Double becomes a whole number without ending the process.
struct WholeNumberTests {
  @Test(arguments: [
    (0.0, 0), (-0.9, 0), (2.9, 2), (-2.9, -2), (1e15, 1_000_000_000_000_000), (1e19, .max), (-1e19, .min),
    (.infinity, .max), (-.infinity, .min), (.nan, 0), (0x1p63, .max), (-0x1p63, .min),
    (Double.leastNonzeroMagnitude, 0),
  ])
  func anyNumberIsClamped(_ number: Double, _ whole: Int) { #expect(Int(clamping: number) == whole) }
}
