import NeuralCore

/// The numbers of one column of the data.
public struct ColumnSummary: Sendable, Equatable {
  /// As in the header of a file; "input 2" or "target 1" without one.
  public let name: String
  /// The arithmetic mean.
  public let mean: Double
  /// The standard deviation, divided by the number of rows.
  public let deviation: Double
  /// From the least number to the greatest.
  public let range: ClosedRange<Double>

  /// - Parameter values: at least one.
  public init(name: String, _ values: [Double]) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    self.name = name
    self.mean = mean
    deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    range = (values.min() ?? mean)...(values.max() ?? mean)
  }

  /// The largest magnitude of its numbers.
  public var magnitude: Double { max(range.lowerBound.magnitude, range.upperBound.magnitude) }
  /// The distance of the mean from 0 in standard deviations; 0 for a column of equal numbers.
  public var offset: Double { deviation > 0 ? mean.magnitude / deviation : 0 }
}

/// What the data is like, before any network.
extension ModelAnalysis {
  /// A column of inputs with numbers above this is not scaled.
  private static let large = 20.0
  /// Columns of inputs, or of targets, that all spread less than this are too small.
  private static let small = 0.01
  /// A column whose mean is more than so many standard deviations from 0 is hard to tell from a bias.
  private static let far = 8.0

  /// The columns of the inputs, as the network sees them.
  public var inputColumns: [ColumnSummary] {
    inputs.columns.map { k in
      let name = k < data.columns.count ? data.columns[k] : "input \(k + 1)"
      return ColumnSummary(name: name, inputs.column(k))
    }
  }

  /// Columns of inputs whose numbers are large, or far from 0 for their spread, or much smaller than the others'.
  public var unscaledInputs: [ColumnSummary] {
    let columns = inputColumns.filter { $0.deviation > 0 }
    let widest = columns.reduce(0) { max($0, $1.deviation) }
    let isUneven = columns.contains { $0.deviation * 100 < widest }
    let large = columns.filter { $0.magnitude > Self.large || $0.offset > Self.far && $0.magnitude > 1 }
    if widest > 0, widest < Self.small { return columns }
    // Beside one wide column all others are small; it is the wide one that is odd.
    return large.isEmpty ? columns.filter { isUneven && $0.deviation * 100 < widest } : large
  }

  /// The column of targets with the largest numbers, if a linear output has a long way to it from where it begins; or the
  /// widest, if all spread so little that errors hardly count.
  public var largeTargets: ColumnSummary? {
    guard network.output.range.upperBound == .infinity, data.classes.isEmpty else { return nil }
    let columns = targets.columns.map { k in
      ColumnSummary(name: targets.width == 1 ? "targets" : "target \(k + 1)", targets.column(k))
    }
    let widest = columns.max { $0.deviation < $1.deviation }
    if let widest, widest.deviation > 0, widest.deviation < Self.small, widest.magnitude < 1 { return widest }
    return columns.filter { $0.magnitude > Self.large }.max { $0.magnitude < $1.magnitude }
  }

  /// A class, and how the network does on it.
  public struct ClassShare: Sendable, Equatable {
    /// Its name, or the target that stands for it.
    public let label: String
    /// Rows that belong to it.
    public let rows: Int
    /// Of these, rows that the network assigns to it.
    public let found: Int
  }

  /// The classes of the targets, with how many rows of each the network gets right; nil where the targets are not classes.
  public var classShares: [ClassShare]? {
    guard let classes = try? ClassLabels(data, stop),
      let outputs = try? outputs.map(stop, { Vector($0, network.precision) }),
      let confusion = try? Confusion(outputs, data, stop)
    else { return nil }
    return zip(confusion.names, classes.counts).enumerated().map { k, share in
      ClassShare(label: share.0, rows: share.1, found: confusion.counts[k][k])
    }
  }

  /// The rarest class, if it has less than three tenths of an even share of the rows (for two classes 15 % of the rows) and
  /// the network finds less than half of it.
  public var rareClass: ClassShare? {
    guard let shares = classShares, let rare = shares.filter({ $0.rows > 0 }).min(by: { $0.rows < $1.rows })
    else { return nil }
    let evenly = Double(inputs.count) / Double(shares.count)
    return Double(rare.rows) < 0.3 * evenly && 2 * rare.found < rare.rows ? rare : nil
  }

  /// Whether the outputs are the targets, as far as a person would ask: 99.9 % of the variance of each column explained (of
  /// equal targets, an error of a ten-thousandth), or, for classes, no output off by more than a tenth.
  public var fits: Bool {
    let outputs = outputs
    func error(_ row: Int, _ k: Int) -> Double { (outputs[row, k] - targets[row, k]).magnitude }
    if classShares != nil,
      targets.indices.allSatisfy({ row in targets.columns.allSatisfy { error(row, $0) <= 0.1 } })
    {
      return true
    }
    return targets.columns.allSatisfy { k in
      guard !stop.isGiven else { return false }
      let column = ColumnSummary(name: "", targets.column(k))
      let squares =
        targets.indices.reduce(0) { $0 + error($1, k) * error($1, k) } / Double(targets.count)
      guard column.deviation > 0 else { return squares.squareRoot() <= 1e-4 * max(1, column.magnitude) }
      return squares <= 1e-3 * column.deviation * column.deviation
    }
  }

  /// Whether the fit is one to be content with where nobody asked for more: nine rows of ten are classified right, or, for
  /// numbers, half of the variance of each column is explained.
  public var isDecent: Bool {
    if let shares = classShares {
      return 10 * shares.reduce(0) { $0 + $1.found } >= 9 * shares.reduce(0) { $0 + $1.rows }
    }
    let outputs = outputs
    return targets.columns.allSatisfy { k in
      let column = ColumnSummary(name: "", targets.column(k))
      let squares = targets.indices.reduce(0) {
        $0 + (outputs[$1, k] - targets[$1, k]) * (outputs[$1, k] - targets[$1, k])
      }
      return squares <= 0.5 * column.deviation * column.deviation * Double(targets.count)
    }
  }

  /// Rows with the same inputs and different targets: no network can fit both. The plateau is the best that any can do.
  public var contradiction: RowPartition? {
    let found = try? RowPartition(inputs: inputs, outputs: outputs, targets: targets, predictor, stop)
    guard let partition = found, !partition.conflicts(targets).isEmpty
    else { return nil }
    return partition
  }
}
