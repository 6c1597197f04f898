import Foundation
import NeuralCore
import Testing

/// Own elementary functions against the C library's in double precision, and at the edges.
struct ElementaryTests {
  /// Every `step`-th float32 from −∞ to ∞.
  private func floats(_ step: UInt32) -> [Float] {
    stride(from: UInt32(0), to: .max - step, by: Int(step)).map { Float(bitPattern: $0) }
  }

  /// The distance of a float32 from the exact value, in its units in the last place.
  private func ulps(_ value: Float, _ exact: Double) -> Double {
    if value.isNaN || exact.isNaN { return value.isNaN && exact.isNaN ? 0 : .infinity }
    let nearest = Float(exact)
    if value == nearest { return 0 }
    guard value.isFinite, nearest.isFinite else { return (value - nearest).isNaN ? .infinity : 1 }
    // Below the normal range an absolute error of the smallest normal number is as good as none.
    let unit = max(nearest.ulp, Float.leastNormalMagnitude)
    return (Double(value) - exact).magnitude / Double(unit)
  }

  private func worst(_ own: (Float) -> Float, _ exact: (Double) -> Double) -> (Float, Double) {
    floats(9973).reduce((0, 0)) { worst, x in
      let error = ulps(own(x), exact(Double(x)))
      return error > worst.1 ? (x, error) : worst
    }
  }

  @Test func singlePrecisionIsWithinItsError() {
    let exp = worst({ Elementary.exp($0) }, { Foundation.exp($0) })
    let log = worst({ Elementary.log($0) }, { $0 < 0 ? .nan : Foundation.log($0) })
    let tanh = worst({ Elementary.tanh($0) }, { Foundation.tanh($0) })
    let erf = worst({ Elementary.erf($0) }, { Foundation.erf($0) })
    #expect(exp.1 <= 1.2, "exp \(exp)")
    #expect(log.1 <= 1, "log \(log)")
    #expect(tanh.1 <= 2.5, "tanh \(tanh)")
    #expect(erf.1 <= 2.5, "erf \(erf)")
  }

  @Test func singlePrecisionAtTheEdges() {
    #expect(Elementary.exp(Float.infinity) == .infinity)
    #expect(Elementary.exp(-Float.infinity) == 0)
    #expect(Elementary.exp(Float.nan).isNaN)
    #expect(Elementary.exp(Float(89)) == .infinity)
    #expect(Elementary.exp(Float(-103)) == Float(bitPattern: 1))
    #expect(Elementary.log(Float(0)) == -.infinity)
    #expect(Elementary.log(Float(-1)).isNaN)
    #expect(Elementary.log(Float.infinity) == .infinity)
    #expect(Elementary.log(Float(1)) == 0)
    #expect(Elementary.tanh(Float.infinity) == 1)
    #expect(Elementary.tanh(Float(-1e-20)) == -1e-20)
    #expect(Elementary.tanh(Float.nan).isNaN)
    #expect(Elementary.erf(Float(-200)) == -1)
    #expect(Elementary.erf(Float.infinity) == 1)
    #expect(Elementary.erf(Float.nan).isNaN)
    #expect(Elementary.erf(Float(0)) == 0)
  }

  /// Lanes do not know each other.
  @Test func lanesAreIndependent() {
    let mixed = Elementary.tanh(SIMD4<Float>(0.3, .nan, -4, .infinity))
    #expect(mixed[0] == Elementary.tanh(Float(0.3)))
    #expect(mixed[2] == Elementary.tanh(Float(-4)))
    #expect(mixed[1].isNaN)
    #expect(mixed[3] == 1)
  }

  private func check(
    _ name: String, _ points: [Double], _ own: (Double) -> Double, _ library: (Double) -> Double, ulps: Double
  ) {
    for x in points {
      let (value, expected) = (own(x), library(x))
      if value.isNaN, expected.isNaN { continue }
      let error = (value - expected).magnitude / max(expected.ulp, .leastNonzeroMagnitude)
      #expect(value == expected || error <= ulps, "\(name)(\(x)) = \(value), expected \(expected)")
    }
  }

  @Test func doublePrecisionIsWithinItsError() {
    var generator = MersenneTwister(seed: 3)
    let unit = (0..<20_000).map { _ in generator.nextDouble() }
    check("exp", unit.map { ($0 - 0.5) * 1400 }, Elementary.exp, Foundation.exp, ulps: 1.5)
    check("expm1", unit.map { ($0 - 0.5) * 4 }, Elementary.expm1, Foundation.expm1, ulps: 3)
    check("log", unit.map { $0 * 4 }, Elementary.log, Foundation.log, ulps: 1.5)
    check("log", unit.map { 1 - $0 * 1e-9 }, Elementary.log, Foundation.log, ulps: 1.5)
    check("tanh", unit.map { ($0 - 0.5) * 20 }, Elementary.tanh, Foundation.tanh, ulps: 3)
    check("erf", unit.map { ($0 - 0.5) * 14 }, Elementary.erf, Foundation.erf, ulps: 3)
    for scale in [1, 10, 1e4, 1e9, 1e15, 1e22, 1e300] {
      let points = unit.prefix(4000).map { ($0 - 0.5) * scale }
      check("sin", points, Elementary.sin, Foundation.sin, ulps: 1.5)
      check("cos", points, Elementary.cos, Foundation.cos, ulps: 1.5)
    }
  }

  @Test func doublePrecisionAtTheEdges() {
    check(
      "exp", [710, -746, 0, -745, 709.7, .infinity, -.infinity, .nan], Elementary.exp, Foundation.exp, ulps: 1
    )
    let denormals = [Double.leastNonzeroMagnitude, .leastNormalMagnitude / 64]
    check("log", denormals + [0, 1, .infinity, .nan], Elementary.log, Foundation.log, ulps: 1)
    check("sin", [0, .pi, .pi / 2, -1e-300, .infinity, .nan], Elementary.sin, Foundation.sin, ulps: 1)
    // Of all doubles the nearest to a multiple of π/2; the value from Muller, Elementary Functions, table 11.1.
    #expect(Elementary.cos(6_381_956_970_095_103 * 0x1p797) == -4.687_165_924_254_627_611_12e-19)
    #expect(Elementary.power(2, 10) == 1024)
    #expect(Elementary.power(2, -1) == 0.5)
    #expect(Elementary.power(9, 0.5) == 3)
    #expect((Elementary.power(2, 0.1) - pow(2, 0.1)).magnitude < 1e-15)
  }
}
