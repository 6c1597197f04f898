/// The generator of `torch.manual_seed`: MT19937 (Matsumoto and Nishimura 1998), seeded from the low 32 bits.
///
/// A value: copying it copies the place in the sequence, so a session can be undone. The spare standard
/// normal of `normal(_:mean:deviation:)` is part of the state, as in PyTorch.
public struct MersenneTwister: Sendable, Equatable {
  private static let size = 624
  private static let shift = 397

  private var state: [UInt32]
  private var next: Int
  /// The second number of the last Box–Muller pair drawn in double precision.
  var spareNormal: Double?

  /// Every 64-bit seed is accepted; seeds that agree in their low 32 bits give the same numbers.
  public init(seed: Int64) {
    self.init(word: UInt32(truncatingIfNeeded: seed))
  }

  private init(word: UInt32) {
    state = [word]
    state.reserveCapacity(Self.size)
    for j in 1..<UInt32(Self.size) {
      let last = state[Int(j) - 1]
      state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ j)
    }
    next = Self.size
  }

  /// For what takes a generator and draws nothing from it.
  static let unused = MersenneTwister(seed: 0)

  /// As a new generator with this seed, in the same memory.
  public mutating func reseed(_ seed: Int64) {
    state[0] = UInt32(truncatingIfNeeded: seed)
    for j in 1..<Self.size {
      state[j] = 1_812_433_253 &* (state[j - 1] ^ (state[j - 1] >> 30)) &+ UInt32(j)
    }
    (next, spareNormal) = (Self.size, nil)
  }

  /// 32 random bits.
  public mutating func nextWord() -> UInt32 {
    if next == Self.size { twist() }
    var y = state[next]
    next += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9d2c_5680
    y ^= (y << 15) & 0xefc6_0000
    return y ^ (y >> 18)
  }

  /// 64 random bits; the first draw is the high half.
  public mutating func nextDoubleWord() -> UInt64 {
    let high = UInt64(nextWord())
    return high << 32 | UInt64(nextWord())
  }

  /// Uniform in [0, 1) with 24 bits: one draw.
  public mutating func nextFloat() -> Float {
    Float(nextWord() & 0xff_ffff) * 0x1p-24
  }

  /// Uniform in [0, 1) with 53 bits: two draws.
  public mutating func nextDouble() -> Double {
    Double(nextDoubleWord() & (1 << 53 - 1)) * 0x1p-53
  }

  private mutating func twist() {
    for k in 0..<Self.size {
      let y = (state[k] & 0x8000_0000) | (state[(k + 1) % Self.size] & 0x7fff_ffff)
      let mixed = state[(k + Self.shift) % Self.size] ^ (y >> 1)
      state[k] = y & 1 == 0 ? mixed : mixed ^ 0x9908_b0df
    }
    next = 0
  }

  /// A generator at the place that `words` of another one tell; nil if they are no such words.
  public init?(words: [UInt64]) {
    guard words.count == Self.size + 2, words[..<Self.size].allSatisfy({ $0 <= UInt64(UInt32.max) }),
      words[Self.size] <= UInt64(Self.size)
    else { return nil }
    state = words[..<Self.size].map { UInt32($0) }
    next = Int(words[Self.size])
    spareNormal = words[Self.size + 1] == .max ? nil : Double(bitPattern: words[Self.size + 1])
  }

  /// Everything that decides the numbers to come, as words: for fingerprints and files.
  public var words: [UInt64] {
    state.map(UInt64.init) + [UInt64(next), spareNormal.map(\.bitPattern) ?? .max]
  }
}
