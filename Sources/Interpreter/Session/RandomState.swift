import NeuralCore

/// The session's generator, which weights, shuffling, dropout, `rand` and seeds that nobody gives come from.
struct RandomState: Sendable {
  private(set) var generator = MersenneTwister(seed: 0)
  /// What the generator was last seeded with; nil if it never was.
  private(set) var seed: Int64?
  /// Whether nothing has been drawn since `seed N`: the next `init` then draws from that seed. Only so can it show N as its
  /// own.
  private(set) var isFreshlySeeded = false

  /// Not seeded yet.
  init() {}

  /// As it was saved.
  init(_ generator: MersenneTwister, seed: Int64?, isFreshlySeeded: Bool) {
    (self.generator, self.seed, self.isFreshlySeeded) = (generator, seed, isFreshlySeeded)
  }

  /// Begins the sequence of a seed; `seed N` does so for an `init` that follows.
  mutating func restart(_ seed: Int64, isForNextInit: Bool = false) {
    self.seed = seed
    generator = MersenneTwister(seed: seed)
    isFreshlySeeded = isForNextInit
  }

  /// Draws from where the sequence is.
  mutating func draw<Drawn, Failure: Error>(
    _ body: (inout MersenneTwister) throws(Failure) -> Drawn
  ) throws(Failure) -> Drawn {
    isFreshlySeeded = false
    return try body(&generator)
  }

  /// Goes on from where somebody else has come, or was.
  mutating func go(to generator: MersenneTwister, seed: Int64?) {
    isFreshlySeeded = isFreshlySeeded && generator == self.generator && seed == self.seed
    (self.generator, self.seed) = (generator, seed)
  }
}
