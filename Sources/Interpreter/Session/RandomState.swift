import NeuralCore

/// The session's generator, which weights, shuffling, dropout and `rand` draw from.
struct RandomState: Sendable {
  var generator = MersenneTwister(seed: 0)
  /// What the generator was last seeded with; nil if it never was.
  var seed: Int64?
  /// Whether nothing has been drawn since `seed N`: the next `init` then draws from that seed.
  var isFreshlySeeded = false

  /// Begins the sequence of a seed.
  mutating func restart(_ seed: Int64) {
    self.seed = seed
    generator = MersenneTwister(seed: seed)
    isFreshlySeeded = false
  }
}
