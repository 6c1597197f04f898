/// Whether one of two is better more often than chance would have it.
public enum SignTest {
  /// The exact two-sided p of so many wins and losses, each as likely as the other: the probability of a result at least
  /// as lopsided, 2 P(X ≤ min(wins, losses)) for X of Binomial(wins + losses, ½), at most 1. Ties are left out.
  public static func p(wins: Int, losses: Int) -> Double {
    let (n, k) = (wins + losses, min(wins, losses))
    // Also of 7 and 6: what is not at least as lopsided is nothing.
    guard 2 * k + 1 < n else { return 1 }
    return min(1, 2 * lowerTail(k, n))
  }

  /// The fewest pairs with a difference, all to one side, that can give a p below a level.
  public static func fewestPairs(below level: Double) -> Int {
    var n = 1
    while p(wins: n, losses: 0) >= level, n < 1000 { n += 1 }
    return n
  }

  /// P(X ≤ k) for X of Binomial(n, ½): the probability of k, then those below it as shares of it.
  private static func lowerTail(_ k: Int, _ n: Int) -> Double {
    var (share, sum) = (1.0, 1.0)
    for j in stride(from: k, to: 0, by: -1) {
      share *= Double(j) / Double(n - j + 1)
      sum += share
      if share < sum * 1e-18 { break }
    }
    return probability(of: k, n) * sum
  }

  /// C(n, k) / 2ⁿ, whose halvings are made on the way, so that nothing overflows.
  private static func probability(of k: Int, _ n: Int) -> Double {
    var (value, halvings) = (1.0, n)
    for j in 1..<(k + 1) {
      value *= Double(n - k + j) / Double(j)
      while value > 1, halvings > 0 { (value, halvings) = (value / 2, halvings - 1) }
    }
    while halvings > 0 {
      let some = min(halvings, 1000)
      value *= Double(sign: .plus, exponent: -some, significand: 1)
      halvings -= some
      if value == 0 { break }
    }
    return value
  }
}

/// Several tests at a time.
public enum Holm {
  /// The p of each test so that one error among all of them is as unlikely as it says: sorted ascending, the k-th of m
  /// (from 0) times m − k, never below the one before, at most 1. Holm 1979.
  public static func corrected(_ all: [Double]) -> [Double] {
    var result = all
    var most = 0.0
    for (k, index) in all.indices.sorted(by: { all[$0] < all[$1] }).enumerated() {
      most = max(most, min(1, all[index] * Double(all.count - k)))
      result[index] = most
    }
    return result
  }
}
