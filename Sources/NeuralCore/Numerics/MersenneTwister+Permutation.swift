extension MersenneTwister {
  /// The numbers 0 ..< count in random order: `torch.randperm(count)`.
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    permute(&order)
    return order
  }

  /// The same, which may be stopped; the generator then stands somewhere between.
  mutating func permutation(_ count: Int, _ stop: StopSignal) throws(Interrupted) -> [Int] {
    var order = Array(0..<count)
    let draws = max(0, count - 1)
    for start in stride(from: 0, to: draws, by: StopSignal.rowsBetweenLooks) {
      try stop.check()
      permute(&order, start..<min(start + StopSignal.rowsBetweenLooks, draws))
    }
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
  mutating func permute(_ order: inout [Int]) { permute(&order, 0..<max(0, order.count - 1)) }

  /// Some of the steps of a permutation: which number comes to each of these places.
  private mutating func permute(_ order: inout [Int], _ places: Range<Int>) {
    for i in places {
      order.swapAt(i, i + Int(nextWord() % UInt32(order.count - i)))
    }
  }
}
