import NeuralCore

/// A histogram: equal intervals, and how many of the values fall into each.
public struct Binning: Sendable, Equatable {
  /// One after the other, without gaps.
  public let bars: [Bar]
  /// Values that are not finite and fall into none.
  public let left: Int
  /// Values that were counted.
  public let count: Int

  /// About √n intervals, from 1 to 40, with round bounds.
  ///
  /// - Parameters:
  ///   - values: maybe millions, which are not copied.
  ///   - isDensity: heights are counts divided by all values and the width, so that the area is 1.
  public init(
    of values: [Double], isDensity: Bool = false, _ stop: StopSignal = .never
  ) throws(Interrupted) {
    var (low, high, finite) = (Double.infinity, -Double.infinity, 0)
    for (place, value) in values.enumerated() {
      try stop.check(at: place)
      if value.isFinite { (low, high, finite) = (min(low, value), max(high, value), finite + 1) }
    }
    (left, count) = (values.count - finite, finite)
    guard finite > 0 else {
      bars = []
      return
    }
    let wanted = max(5, min(40, Int(clamping: Double(finite).squareRoot().rounded(.up))))
    let edges = Self.edges(low, high, wanted)
    var counts = [Int](repeating: 0, count: edges.count - 1)
    let (start, width) = (edges[0], (edges[edges.count - 1] - edges[0]) / Double(counts.count))
    for (index, value) in values.enumerated() {
      try stop.check(at: index)
      guard value.isFinite else { continue }
      let place = ((value - start) / width).rounded(.down)
      counts[max(0, min(counts.count - 1, Int(clamping: place)))] += 1
    }
    let unit = isDensity ? Double(finite) * width : 1
    bars = counts.indices.map {
      Bar(low: edges[$0], high: edges[$0 + 1], height: Double(counts[$0]) / unit)
    }
  }

  /// Round bounds around all values.
  private static func edges(_ low: Double, _ high: Double, _ wanted: Int) -> [Double] {
    let scale = Scale(.linear, from: low, to: high)
    let ticks = scale.ticks(wanted)
    guard ticks.count > 1, high / 2 - low / 2 < 1e300 else { return [scale.low, scale.high] }
    let step = ticks[1].value - ticks[0].value
    var edges = ticks.map(\.value)
    while edges[0] > low, edges.count < 2 * wanted + 2 { edges.insert(edges[0] - step, at: 0) }
    while edges[edges.count - 1] < high, edges.count < 3 * wanted + 4 {
      edges.append(edges[edges.count - 1] + step)
    }
    return edges
  }
}

extension [Point] {
  /// At most about `most` points that draw the same line: of every piece the first, the lowest, the highest and the last.
  /// Pieces are of equally many points; what is not finite stays, so that gaps do.
  public func thinned(to most: Int) -> [Point] {
    guard count > most, most >= 8 else { return self }
    let size = (4 * count + most - 1) / most
    return stride(from: 0, to: count, by: size).flatMap { start -> [Point] in
      let piece = self[start..<Swift.min(start + size, count)]
      let finite = piece.indices.filter { self[$0].isFinite }
      guard let low = finite.min(by: { self[$0].y < self[$1].y }),
        let high = finite.max(by: { self[$0].y < self[$1].y })
      else { return [piece[piece.startIndex]] }
      let gap = finite.count < piece.count ? piece.firstIndex { !$0.isFinite } : nil
      let places = Set([piece.startIndex, low, high, piece.endIndex - 1] + (gap.map { [$0] } ?? []))
      return places.sorted().map { self[$0] }
    }
  }

  /// Every k-th point, so that at most `most` are left.
  public func sampled(to most: Int) -> [Point] {
    guard count > most else { return self }
    let step = (count + most - 1) / most
    return stride(from: 0, to: count, by: step).map { self[$0] }
  }
}
