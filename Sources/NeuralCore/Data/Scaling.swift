/// How columns of numbers are brought to one size before the net sees them: x ↦ (x − shift) / scale + offset, a column each.
public struct Scaling: Sendable, Equatable {
  /// How the numbers of a scaling are computed.
  public enum Kind: String, Sendable, CaseIterable { case standard, minmax }

  /// What is to be done, before the numbers of any data are known.
  public struct Request: Sendable, Equatable {
    /// How its numbers are computed.
    public let kind: Kind
    /// What the least and the greatest value of a column become with `minmax`; 0 and 1 unless something else is said.
    public let low, high: Double

    /// `low` is less than `high`.
    public init(_ kind: Kind, low: Double = 0, high: Double = 1) {
      (self.kind, self.low, self.high) = (kind, low, high)
    }

    /// Whether the range is another than 0 to 1.
    public var hasRange: Bool { low != 0 || high != 1 }
  }

  /// How its numbers were computed.
  public let request: Request
  /// What is subtracted, one number a column.
  public let shift: Vector
  /// What is divided by, one number a column.
  public let scale: Vector

  /// Columns of what.
  public enum Side: Sendable { case inputs, targets }

  /// From the rows of `data`: mean and standard deviation (divided by n, as scikit-learn's StandardScaler), or least and
  /// greatest value. Computed in double precision by ascending row; a column that does not vary, or whose spread
  /// is no normal number of the data's precision, has scale 1.
  public init(
    _ request: Request, of data: Dataset, _ side: Side = .inputs, _ stop: StopSignal = .never
  ) throws(Interrupted) {
    var (shifts, scales) = ([Double](), [Double]())
    for column in Self.columns(data, side) {
      try stop.check()
      let (shift, scale) = Self.numbers(request, column)
      shifts.append(shift)
      scales.append(Self.isUsable(scale, data.precision) ? scale : 1)
    }
    self.request = request
    (shift, scale) = (Vector(shifts, data.precision), Vector(scales, data.precision))
  }

  /// One whose numbers are known, a column each.
  public init(shift: Vector, scale: Vector, offset: Double = 0) {
    request = offset == 0 ? Request(.standard) : Request(.minmax, low: offset, high: offset + 1)
    (self.shift, self.scale) = (shift, scale)
  }

  /// The same with the range 0 to 1.
  public init(_ kind: Kind, of data: Dataset, _ stop: StopSignal = .never) throws(Interrupted) {
    try self.init(Request(kind), of: data, .inputs, stop)
  }

  /// How its numbers were computed.
  public var kind: Kind { request.kind }
  /// What is added at last: the low end of the range of `minmax`.
  public var offset: Double { request.kind == .minmax ? request.low : 0 }

  private static func columns(_ data: Dataset, _ side: Side) -> some Sequence<[Double]> {
    let (numbers, width) =
      switch side {
      case .inputs: (data.inputs, data.inputCount)
      case .targets: (data.targets, data.targetCount)
      }
    return (0..<width).lazy.map { k in (0..<data.rows).map { numbers[$0 * width + k] } }
  }

  /// A quotient by a smaller number than a normal one, or by infinity, would be no finite number, or always 0.
  private static func isUsable(_ scale: Double, _ precision: Precision) -> Bool {
    let least = precision == .single ? Double(Float.leastNormalMagnitude) : Double.leastNormalMagnitude
    return scale >= least && precision.isFinite(scale)
  }

  /// Whether a column of the data spreads farther than its precision reaches; the first that does.
  public static func columnTooWide(
    _ request: Request, _ data: Dataset, _ side: Side = .inputs, _ stop: StopSignal = .never
  ) throws(Interrupted) -> Int? {
    for (k, column) in columns(data, side).enumerated() {
      try stop.check()
      let (shift, scale) = numbers(request, column)
      // A difference to the shift is at most the distance of the ends.
      let isNarrow = [shift, scale, spread(column)].allSatisfy(data.precision.isFinite)
      if !isNarrow { return k }
    }
    return nil
  }

  private static func numbers(_ request: Request, _ column: [Double]) -> (shift: Double, scale: Double) {
    switch request.kind {
    case .standard:
      let mean = column.reduce(0, +) / Double(column.count)
      let squares = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (mean, (squares / Double(column.count)).squareRoot())
    case .minmax: return (column.min() ?? 0, spread(column) / (request.high - request.low))
    }
  }

  private static func spread(_ column: [Double]) -> Double { (column.max() ?? 0) - (column.min() ?? 0) }

  /// One number of a column, scaled in the precision of the data. Without an offset nothing is added, not even 0.
  private func scaled(_ value: Double, _ k: Int) -> Double {
    guard shift.precision == .single else {
      let quotient = (value - shift[k]) / scale[k]
      return offset == 0 ? quotient : quotient + offset
    }
    let quotient = (Float(value) - Float(shift[k])) / Float(scale[k])
    return Double(offset == 0 ? quotient : quotient + Float(offset))
  }

  /// The inverse: (y − offset) · scale + shift, in the precision of the data.
  private func unscaled(_ value: Double, _ k: Int) -> Double {
    guard shift.precision == .single else {
      return (offset == 0 ? value : value - offset) * scale[k] + shift[k]
    }
    let number = offset == 0 ? Float(value) : Float(value) - Float(offset)
    // The product is rounded by itself: one rounding for both would be another number.
    let product = number * Float(scale[k])
    return Double(product + Float(shift[k]))
  }

  /// One row, scaled.
  public func applied(to row: [Double]) -> [Double] { row.indices.map { scaled(row[$0], $0) } }

  /// One row, as it was before it was scaled.
  public func inverted(_ row: [Double]) -> [Double] { row.indices.map { unscaled(row[$0], $0) } }

  /// All numbers of a side, row by row, as they were before they were scaled.
  public func inverted(_ numbers: Vector) -> Vector {
    Vector(numbers.indices.lazy.map { unscaled(numbers[$0], $0 % shift.count) }, numbers.precision)
  }

  /// All numbers of a side, row by row.
  public func applied(to numbers: Vector, _ stop: StopSignal = .never) throws(Interrupted) -> Vector {
    var numbers = numbers
    for start in stride(from: 0, to: numbers.count, by: StopSignal.rowsBetweenLooks) {
      try stop.check()
      for i in start..<min(start + StopSignal.rowsBetweenLooks, numbers.count) {
        numbers[i] = scaled(numbers[i], i % shift.count)
      }
    }
    return numbers
  }

  /// A whole set with its inputs scaled.
  public func applied(to data: Dataset, _ stop: StopSignal = .never) throws(Interrupted) -> Dataset {
    data.replacing(inputs: try applied(to: data.inputs, stop))
  }
}
