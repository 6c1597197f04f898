import Foundation
import NeuralCore

// The elementary functions of float32 over all 4,294,967,296 bit patterns against the C library's in double precision,
// and a checksum of every result, which docs/determinism.md states: another machine, another compiler, another
// setting must give the same. Those of float64 on random numbers against the C library's in 80 bits, where there are
// such. Exit status 1 if a checksum or a bound is not met.

/// A function of float32: four at once, and the same in double precision.
struct Single: Sendable {
  let name: String
  let own: @Sendable (SIMD4<Float>) -> SIMD4<Float>
  let exact: @Sendable (Double) -> Double
  /// docs/determinism.md states both.
  let bound: Double
  let checksum: UInt64
}

let singles: [Single] = [
  Single(
    name: "exp", own: { Elementary.exp($0) }, exact: { exp($0) }, bound: 0.8, checksum: 0x75d7_2719_bc1f_d0ce),
  Single(
    name: "expm1", own: { Elementary.expm1($0) }, exact: { expm1($0) }, bound: 1.2,
    checksum: 0xd523_0edb_8aea_e837),
  Single(
    name: "log", own: { Elementary.log($0) }, exact: { $0 < 0 ? .nan : log($0) }, bound: 0.9,
    checksum: 0xefa1_624c_8b38_5cc2),
  Single(
    name: "tanh", own: { Elementary.tanh($0) }, exact: { tanh($0) }, bound: 2.5,
    checksum: 0x2b6d_40ab_169d_776c),
  Single(
    name: "erf", own: { Elementary.erf($0) }, exact: { erf($0) }, bound: 1.5, checksum: 0x8300_bc18_4c88_23c2),
]

/// The worst error of a range of bit patterns and the sum of its results' bits, each times an odd number of its own.
struct HistoryCursor: Sendable {
  var worst = 0.0
  var place: Float = 0
  var checksum: UInt64 = 0

  mutating func add(_ other: HistoryCursor) {
    if other.worst > worst { (worst, place) = (other.worst, other.place) }
    checksum &+= other.checksum
  }
}

/// In units of the last place of the nearest float32; below the normal range those of the least normal number.
func error(_ value: Float, _ exact: Double) -> Double {
  if value.isNaN || exact.isNaN { return value.isNaN && exact.isNaN ? 0 : .infinity }
  let nearest = Float(exact)
  if value == nearest && (nearest.isInfinite || Double(value) == exact) { return 0 }
  guard value.isFinite, nearest.isFinite else { return value == nearest ? 0 : 1 }
  return (Double(value) - exact).magnitude / Double(max(nearest.ulp, Float.leastNormalMagnitude.ulp))
}

func walk(_ function: Single, _ range: Range<UInt64>) -> HistoryCursor {
  var walk = HistoryCursor()
  for start in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
    let bits = SIMD4<UInt32>(UInt32(start), UInt32(start + 1), UInt32(start + 2), UInt32(start + 3))
    let x = SIMD4<Float>(bitPattern: bits)
    let y = function.own(x)
    for k in 0..<4 {
      let pattern = y[k].isNaN ? 0x7fc0_0000 : y[k].bitPattern
      walk.checksum &+= UInt64(pattern) &* (2 &* (start + UInt64(k)) &+ 1)
      let off = error(y[k], function.exact(Double(x[k])))
      if off > walk.worst { (walk.worst, walk.place) = (off, x[k]) }
    }
  }
  return walk
}

extension SIMD4<Float> {
  init(bitPattern: SIMD4<UInt32>) {
    self.init(
      Float(bitPattern: bitPattern[0]), Float(bitPattern: bitPattern[1]),
      Float(bitPattern: bitPattern[2]), Float(bitPattern: bitPattern[3]))
  }
}

/// All bit patterns, in parts on all processors.
func wholeRange(_ function: Single) async -> HistoryCursor {
  await withTaskGroup(of: HistoryCursor.self) { group in
    let part: UInt64 = 1 << 26
    for start in stride(from: UInt64(0), to: 1 << 32, by: Int(part)) {
      group.addTask { walk(function, start..<start + part) }
    }
    var whole = HistoryCursor()
    for await walk in group { whole.add(walk) }
    return whole
  }
}

func hex(_ number: UInt64) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

func decimals(_ x: Double) -> String { "\((x * 1000).rounded() / 1000)" }

var isRight = true
print("float32, every bit pattern: largest error in units of the last place, where, checksum")
for function in singles {
  let seen = await wholeRange(function)
  let isAsStated = seen.checksum == function.checksum && seen.worst <= function.bound
  isRight = isRight && isAsStated
  print(
    "\(function.name)  \(decimals(seen.worst))  at \(seen.place)  \(hex(seen.checksum))"
      + (isAsStated ? "" : "   NOT AS STATED: at most \(function.bound), \(hex(function.checksum))"))
}

#if arch(x86_64) && os(Linux)
  struct Wide {
    let name: String
    let own: (Double) -> Double
    let exact: (Float80) -> Float80
    let range: ClosedRange<Double>
    let bound: Double
  }

  let doubles: [Wide] = [
    Wide(name: "exp", own: Elementary.exp, exact: { exp($0) }, range: -745...709, bound: 1),
    Wide(name: "expm1", own: Elementary.expm1, exact: { expm1($0) }, range: -40...709, bound: 2),
    Wide(name: "log", own: Elementary.log, exact: { log($0) }, range: 0...100, bound: 1),
    Wide(name: "sin", own: Elementary.sin, exact: { sin($0) }, range: -1e6...1e6, bound: 1),
    Wide(name: "cos", own: Elementary.cos, exact: { cos($0) }, range: -1e6...1e6, bound: 1),
    Wide(name: "tanh", own: Elementary.tanh, exact: { tanh($0) }, range: -22...22, bound: 2.5),
    Wide(name: "erf", own: Elementary.erf, exact: { erf($0) }, range: -6...6, bound: 2.5),
  ]
  print("\nfloat64, 4,000,000 random numbers: largest error in units of the last place, where")
  for function in doubles {
    var generator = MersenneTwister(seed: 1)
    var (worst, place) = (0.0, 0.0)
    let width = function.range.upperBound - function.range.lowerBound
    for k in 0..<4_000_000 {
      let share = generator.nextDouble()
      // Every second one near 0, where relative errors grow, or near 1 for the logarithm.
      let near = function.range.lowerBound < 0 ? 2 * share - 1 : 2 * share
      let argument = k.isMultiple(of: 2) ? function.range.lowerBound + width * share : near
      let (own, exact) = (function.own(argument), function.exact(Float80(argument)))
      let off = Double(
        (Float80(own) - exact).magnitude / Float80(max(Double(exact).ulp, .leastNormalMagnitude)))
      if off > worst { (worst, place) = (off, argument) }
    }
    isRight = isRight && worst <= function.bound
    print(
      "\(function.name)  \(decimals(worst))  at \(place)"
        + (worst <= function.bound ? "" : "   NOT AS STATED: at most \(function.bound)"))
  }
#endif
exit(isRight ? 0 : 1)
