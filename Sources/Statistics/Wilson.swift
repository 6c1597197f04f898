/// An interval of shares.
public struct ShareInterval: Sendable, Equatable {
  /// The lower end, at least 0.
  public let low: Double
  /// The upper end, at most 1.
  public let high: Double
}

/// Shares of independent trials.
public enum Wilson {
  /// The 0.975 quantile of the standard normal distribution: two tails of 2.5 %.
  static let z = 1.959963984540054

  /// The 95 % interval of a share of which `count` of `trials` are seen:
  /// (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n). Wilson 1927, without a correction for continuity.
  ///
  /// Unlike p ± 1.96 standard errors it stays between 0 and 1 and says something about 0 of n, too.
  ///
  /// - Returns: from 0 to 1 where there was no trial.
  public static func interval(_ count: Int, of trials: Int) -> ShareInterval {
    guard trials > 0 else { return ShareInterval(low: 0, high: 1) }
    let (n, z2) = (Double(trials), z * z)
    let share = Double(count) / n
    let center = share + z2 / (2 * n)
    let half = z * (share * (1 - share) / n + z2 / (4 * n * n)).squareRoot()
    let low = count == 0 ? 0 : (center - half) / (1 + z2 / n)
    let high = count == trials ? 1 : (center + half) / (1 + z2 / n)
    return ShareInterval(low: max(0, low), high: min(1, high))
  }
}
