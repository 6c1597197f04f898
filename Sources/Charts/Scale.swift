import NeuralCore

/// From the values of an axis to places on it, 0 at its beginning and 1 at its end.
public struct Scale: Sendable, Equatable {
  /// How values are spread.
  public enum Kind: Sendable {
    /// Equal differences are equally far apart.
    case linear
    /// Equal ratios are equally far apart; only values above 0 have a place.
    case logarithmic
  }

  /// How values are spread.
  public let kind: Kind
  /// The value at the beginning.
  public let low: Double
  /// The value at the end; larger than `low`.
  public let high: Double

  /// A scale between two values; where they are the same, with room around them.
  public init(_ kind: Kind, from low: Double, to high: Double) {
    self.kind = kind
    // Beyond are no powers of ten.
    let low = kind == .linear ? low : max(low, Self.leastPositive)
    let high = kind == .linear ? high : max(high, Self.leastPositive)
    let isWide = low < high && high / 2 - low / 2 > 1e-12 * max(low.magnitude, high.magnitude)
    (self.low, self.high) =
      isWide ? (low, high) : Self.widened(kind, low.isFinite ? low : kind == .linear ? 0 : 1)
  }

  /// Where a logarithmic scale begins at the earliest.
  private static let leastPositive = 1e-290

  /// A scale over all values that have a place on it; the rest does not count. Without any it goes from 0 to 1, or over
  /// a decade.
  ///
  /// - Parameter margin: the share of the length that is added at both ends.
  public init(_ kind: Kind, over values: some Sequence<Double>, margin: Double = 0) {
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite && (kind == .linear || value > 0) {
      (low, high) = (min(low, value), max(high, value))
    }
    guard low <= high else {
      self.init(kind, from: kind == .linear ? 0 : 0.1, to: 1)
      return
    }
    let bare = Scale(kind, from: low, to: high)
    guard margin > 0, bare.low == low, bare.high == high else {
      self = bare
      return
    }
    switch kind {
    case .linear:
      let room = (high / 2 - low / 2) * 2 * margin
      self.init(
        kind, from: max(low - room, -.greatestFiniteMagnitude), to: min(high + room, .greatestFiniteMagnitude)
      )
    case .logarithmic:
      let room = Elementary.exp((Elementary.log(high) - Elementary.log(low)) * margin)
      self.init(kind, from: low / room, to: min(high * room, .greatestFiniteMagnitude))
    }
  }

  private static func widened(_ kind: Kind, _ value: Double) -> (Double, Double) {
    switch kind {
    case .linear:
      let room = value == 0 ? 1 : value.magnitude / 2
      return (max(value - room, -.greatestFiniteMagnitude), min(value + room, .greatestFiniteMagnitude))
    case .logarithmic: return (value / 3, min(value * 3, .greatestFiniteMagnitude))
    }
  }

  /// Where a value is, 0 at the beginning and 1 at the end, beyond for values outside; nil for one without a place.
  public func place(of value: Double) -> Double? {
    guard value.isFinite else { return nil }
    switch kind {
    // In halves, since the difference of two large numbers may be too large.
    case .linear: return (value / 2 - low / 2) / (high / 2 - low / 2)
    case .logarithmic:
      guard value > 0 else { return nil }
      let start = Elementary.log(low)
      return (Elementary.log(value) - start) / (Elementary.log(high) - start)
    }
  }

  /// The value at a place from 0 to 1.
  public func value(at place: Double) -> Double {
    switch kind {
    case .linear: return low * (1 - place) + high * place
    case .logarithmic:
      return Elementary.exp(Elementary.log(low) * (1 - place) + Elementary.log(high) * place)
    }
  }

  /// The values at the middles of so many equal parts.
  public func middles(_ count: Int) -> [Double] {
    (0..<count).map { value(at: (Double($0) + 0.5) / Double(count)) }
  }
}
