/// start, start + step, …: each number as start + k · step, so that no error adds up.
struct Progression: Sendable {
  let start: Double
  let step: Double
  /// How many numbers there are.
  let count: Int

  subscript(k: Int) -> Double { start + Double(k) * step }

  var all: [Double] { (0..<count).map { self[$0] } }
}
