extension MersenneTwister {
  /// The numbers 0 ..< count in random order: `torch.randperm(count)`.
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    permute(&order)
    return order
  }

  /// The row order of one epoch of PyTorch's DataLoader with `shuffle=True`: two draws of 64 bits, then a permutation
  /// from a generator of its own, which is seeded with the second draw.
  mutating func shuffle(_ order: inout [Int], with own: inout MersenneTwister) {
    _ = nextDoubleWord()
    own.reseed(Int64(nextDoubleWord() & (1 << 63 - 1)))
    for i in order.indices { order[i] = i }
    own.permute(&order)
  }

  /// Permutes in place, with the draws of `permutation`.
  mutating func permute(_ order: inout [Int]) {
    for i in 0..<max(0, order.count - 1) {
      order.swapAt(i, i + Int(nextWord() % UInt32(order.count - i)))
    }
  }
}
