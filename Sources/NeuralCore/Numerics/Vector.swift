/// An array of numbers of one precision, read and written as doubles: a float32 is one exactly, and what is written is
/// rounded to the precision.
public struct Vector: Sendable, Equatable {
  /// Of every number.
  public let precision: Precision
  private var low: [Float]
  private var high: [Double]

  /// float32 numbers.
  public init(_ numbers: [Float]) { (precision, low, high) = (.single, numbers, []) }
  /// float64 numbers.
  public init(_ numbers: [Double]) { (precision, low, high) = (.double, [], numbers) }

  /// Each rounded to `precision`.
  public init(_ numbers: [Double], _ precision: Precision) {
    switch precision {
    case .single: self.init(numbers.map { Float($0) })
    case .double: self.init(numbers)
    }
  }

  /// The same of numbers that are no array, for few: other modules cannot see what kind of sequence it is made for.
  public init(_ numbers: some Sequence<Double>, _ precision: Precision) {
    switch precision {
    case .single: self.init(numbers.map { Float($0) })
    case .double: self.init(Array(numbers))
    }
  }

  /// So many zeros.
  public init(zeros count: Int, _ precision: Precision) {
    switch precision {
    case .single: self.init([Float](repeating: 0, count: count))
    case .double: self.init([Double](repeating: 0, count: count))
    }
  }

  /// Appends rows of another vector of this precision, each `width` numbers wide.
  mutating func append(rows: ArraySlice<Int>, of other: Vector, width: Int) {
    switch precision {
    case .single: for row in rows { low.append(contentsOf: other.low[row * width..<(row + 1) * width]) }
    case .double: for row in rows { high.append(contentsOf: other.high[row * width..<(row + 1) * width]) }
    }
  }

  /// In the precision asked for: exactly the same numbers if that is the wider one.
  public func converted(to precision: Precision) -> Vector {
    precision == self.precision ? self : precision == .single ? Vector(singles) : Vector(doubles)
  }

  /// The same of numbers that may be many.
  public func converted(to precision: Precision, _ stop: StopSignal) throws(Interrupted) -> Vector {
    guard precision != self.precision else { return self }
    return precision == .single
      ? Vector(try high.converted(stop) { Float($0) }) : Vector(try low.converted(stop) { Double($0) })
  }

  var singles: [Float] { precision == .single ? low : high.map { Float($0) } }
  var doubles: [Double] { precision == .double ? high : low.map { Double($0) } }

  /// The shortest decimal that reads back as the number at a place.
  public func decimal(_ index: Int) -> Double {
    precision == .single ? low[index].shortestDecimal : high[index]
  }

  /// The numbers as the language sees them.
  public var decimals: [Double] { indices.map { decimal($0) } }

  /// The same of numbers that may be many.
  public func decimals(_ stop: StopSignal) throws(Interrupted) -> [Double] { try decimals(indices, stop) }

  /// The same of those at some places.
  public func decimals(_ places: Range<Int>, _ stop: StopSignal) throws(Interrupted) -> [Double] {
    precision == .single
      ? try low[places].converted(stop) { $0.shortestDecimal } : try high[places].converted(stop) { $0 }
  }

  /// The texts of those decimals.
  public var texts: [String] { precision == .single ? low.map(\.description) : high.map(\.description) }

  /// Writes the number at a place as `texts` has it.
  public func write(_ index: Int, to text: ByteText) {
    switch precision {
    case .single: text.write { $0.write(low[index], .point) }
    case .double: text.write { $0.write(high[index], .point) }
    }
  }

  /// Writes the number at a place as the language sees it.
  public func writeDecimal(_ index: Int, to text: ByteText) {
    switch precision {
    case .single: text.write { $0.write(decimalOf: low[index], .plain) }
    case .double: text.write { $0.write(high[index], .plain) }
    }
  }

  /// Whether all numbers are finite.
  public var isFinite: Bool {
    switch precision {
    case .single: low.withUnsafeBufferPointer { Self.areFinite($0) }
    case .double: high.withUnsafeBufferPointer { Self.areFinite($0) }
    }
  }

  /// A piece at a time: within one nothing is decided, so that many numbers are looked at together.
  @inline(__always)
  private static func areFinite<S: BinaryFloatingPoint>(_ numbers: UnsafeBufferPointer<S>) -> Bool {
    var start = 0
    while start < numbers.count {
      let end = Swift.min(start + 4096, numbers.count)
      // x − x is 0 for finite numbers, and NaN for others, which stays in a sum.
      var sums = (S.zero, S.zero, S.zero, S.zero)
      var k = start
      while k + 4 <= end {
        sums.0 += numbers[k] - numbers[k]
        sums.1 += numbers[k + 1] - numbers[k + 1]
        sums.2 += numbers[k + 2] - numbers[k + 2]
        sums.3 += numbers[k + 3] - numbers[k + 3]
        k += 4
      }
      while k < end {
        sums.0 += numbers[k] - numbers[k]
        k += 1
      }
      guard sums.0 + sums.1 + sums.2 + sums.3 == 0 else { return false }
      start = end
    }
    return true
  }

  /// The largest magnitude of the finite numbers at some places; 0 if there are none.
  public func largestMagnitude(in places: Range<Int>) -> Double {
    func largest<S: BinaryFloatingPoint>(_ numbers: ArraySlice<S>) -> Double {
      var most = S.zero
      for number in numbers where number.magnitude > most && number.isFinite { most = number.magnitude }
      return Double(most)
    }
    return precision == .single ? largest(low[places]) : largest(high[places])
  }

  /// The number at some places that is farthest from 0, or the first that is not finite; 0 if there are none.
  public func strongest(in places: Range<Int>) -> Double {
    func strongest<S: BinaryFloatingPoint>(_ numbers: ArraySlice<S>) -> Double {
      var strongest = S.zero
      for number in numbers where !(number.magnitude <= strongest.magnitude) {
        strongest = number
        if !number.isFinite { break }
      }
      return Double(strongest)
    }
    return precision == .single ? strongest(low[places]) : strongest(high[places])
  }

  /// The smallest and the largest number at some places; 0 if there are none.
  public func extremes(in places: Range<Int>) -> (least: Double, most: Double) {
    func extremes<S: BinaryFloatingPoint>(_ numbers: ArraySlice<S>) -> (least: Double, most: Double) {
      guard var least = numbers.first else { return (0, 0) }
      var most = least
      for number in numbers {
        if number < least { least = number }
        if number > most { most = number }
      }
      return (Double(least), Double(most))
    }
    return precision == .single ? extremes(low[places]) : extremes(high[places])
  }

  /// The bit patterns of the numbers.
  public var bits: [UInt64] {
    indices.map(bits(at:))
  }

  /// The bit pattern of one of them.
  public func bits(at place: Int) -> UInt64 {
    precision == .single ? UInt64(low[place].bitPattern) : high[place].bitPattern
  }
}

extension Vector: RandomAccessCollection, MutableCollection {
  /// 0.
  public var startIndex: Int { 0 }
  /// The number of elements.
  public var endIndex: Int { precision == .single ? low.count : high.count }

  /// Exact when read; rounded to the precision when written.
  public subscript(index: Int) -> Double {
    get { precision == .single ? Double(low[index]) : high[index] }
    set { if precision == .single { low[index] = Float(newValue) } else { high[index] = newValue } }
  }
}

extension Float {
  /// The shortest decimal that reads back as this number, as a double: how the language sees it. A subnormal number is seen as it
  /// is: 1e-45 reads back as one that is 1.4 times as large, and so no calculation by hand would come out.
  public var shortestDecimal: Double {
    if isSubnormal { return Double(self) }
    guard isFinite else { return Double(description) ?? Double(self) }
    return ShortestDigits(self).exactly.map { sign == .minus ? -$0 : $0 } ?? Double(description)
      ?? Double(self)
  }
}

extension Vector {
  /// Those at some places, as a vector of their own; all of them are not copied.
  public func part(_ places: Range<Int>) -> Vector {
    places == indices ? self : precision == .single ? Vector(Array(low[places])) : Vector(Array(high[places]))
  }
}

/// As a matrix, row by row.
extension Vector {
  /// A row as the language sees it.
  public func decimals(of row: Int, width: Int) -> [Double] { (row * width..<(row + 1) * width).map(decimal) }

  /// A column as the language sees it.
  public func decimals(column: Int, of width: Int, _ stop: StopSignal) throws(Interrupted) -> [Double] {
    try (0..<count / width).converted(stop) { decimal($0 * width + column) }
  }

  /// A column.
  public func doubles(column: Int, of width: Int, _ stop: StopSignal) throws(Interrupted) -> [Double] {
    try (0..<count / width).converted(stop) { self[$0 * width + column] }
  }
}

extension RandomAccessCollection where Index == Int {
  /// Each made into another number, with a look at the signal now and then.
  fileprivate func converted<Number>(
    _ stop: StopSignal, _ convert: (Element) -> Number
  ) throws(Interrupted) -> [Number] {
    var numbers: [Number] = []
    numbers.reserveCapacity(count)
    for place in indices {
      try stop.check(at: place)
      numbers.append(convert(self[place]))
    }
    return numbers
  }
}
