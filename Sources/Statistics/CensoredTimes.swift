/// Times until something happened, of which some are only known to be longer than one looked: they are censored.
///
/// A mean over those that were seen would flatter whoever fails often, and one that takes the limit in place of a time
/// would depend on the limit. What can be said without either is when a share of all was done.
public struct CensoredTimes: Sendable {
  /// Ascending.
  private let seen: [Int]
  /// Seen and censored ones.
  public let count: Int

  /// - Parameters:
  ///   - seen: when it happened, in any order.
  ///   - censored: of how many it is only known that it did not happen before all the times that are asked for.
  public init(seen: [Int], censored: Int) {
    self.seen = seen.sorted()
    count = seen.count + censored
  }

  /// The first time at which more than a share of all were done: the quantile of the Kaplan–Meier estimate with a strict
  /// inequality, as SAS and statsmodels have it.
  ///
  /// - Parameter percent: from 0 to 99; 50 for the median.
  /// - Returns: nil if so many were never seen.
  public func quantile(percent: Int) -> Int? {
    // At the (k + 1)-th time k + 1 are done: more than the share where 100 (k + 1) > percent · n.
    let place = percent * count / 100
    return seen.indices.contains(place) ? seen[place] : nil
  }

  /// How many were done at a time.
  public func done(by time: Int) -> Int {
    var (low, high) = (0, seen.count)
    while low < high {
      let middle = (low + high) / 2
      if seen[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The times at which one or more were done, with how many were done then: the steps of the curve of shares.
  public var steps: [(time: Int, done: Int)] {
    seen.indices.filter { $0 + 1 == seen.count || seen[$0 + 1] != seen[$0] }.map { (seen[$0], $0 + 1) }
  }
}
