/// How inputs are brought to one size before the net sees them: x ↦ (x − shift) / scale, a column each.
public struct Scaling: Sendable, Equatable {
  /// How the numbers of a scaling are computed.
  public enum Kind: String, Sendable, CaseIterable { case standard, minmax }

  /// How its numbers were computed.
  public let kind: Kind
  /// What is subtracted, one number an input.
  public let shift: Vector
  /// What is divided by, one number an input.
  public let scale: Vector

  /// From the rows of `data`: mean and standard deviation (divided by n, as scikit-learn's StandardScaler), or least and
  /// greatest value. Computed in double precision by ascending row; a column that does not vary, or whose spread
  /// is no normal number of the data's precision, has scale 1.
  public init(_ kind: Kind, of data: Dataset) {
    var (shifts, scales) = ([Double](), [Double]())
    for k in 0..<data.inputCount {
      let column = (0..<data.rows).map { data.inputs[$0 * data.inputCount + k] }
      let (shift, scale) = kind == .standard ? Self.standard(column) : Self.minmax(column)
      shifts.append(shift)
      scales.append(Self.isUsable(scale, data.precision) ? scale : 1)
    }
    self.kind = kind
    (shift, scale) = (Vector(shifts, data.precision), Vector(scales, data.precision))
  }

  /// A quotient by a smaller number than a normal one, or by infinity, would be no finite number, or always 0.
  private static func isUsable(_ scale: Double, _ precision: Precision) -> Bool {
    let least = precision == .single ? Double(Float.leastNormalMagnitude) : Double.leastNormalMagnitude
    return scale >= least && precision.isFinite(scale)
  }

  /// Whether a column of the data spreads farther than its precision reaches; the first that does.
  public static func columnTooWide(_ kind: Kind, _ data: Dataset) -> Int? {
    (0..<data.inputCount).first { k in
      let column = (0..<data.rows).map { data.inputs[$0 * data.inputCount + k] }
      let (shift, scale) = kind == .standard ? standard(column) : minmax(column)
      // A difference to the shift is at most the distance of the ends.
      return ![shift, scale, minmax(column).1].allSatisfy(data.precision.isFinite)
    }
  }

  private static func standard(_ column: [Double]) -> (Double, Double) {
    let mean = column.reduce(0, +) / Double(column.count)
    let squares = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(column.count)).squareRoot())
  }

  private static func minmax(_ column: [Double]) -> (Double, Double) {
    let (least, most) = (column.min() ?? 0, column.max() ?? 0)
    return (least, most - least)
  }

  /// One number of a column, scaled in the precision of the data.
  private func scaled(_ value: Double, _ k: Int) -> Double {
    shift.precision == .single
      ? Double((Float(value) - Float(shift[k])) / Float(scale[k])) : (value - shift[k]) / scale[k]
  }

  /// One row, scaled.
  public func applied(to inputs: [Double]) -> [Double] { inputs.indices.map { scaled(inputs[$0], $0) } }

  /// A whole set, scaled.
  public func applied(to data: Dataset) -> Dataset {
    var inputs = data.inputs
    for i in inputs.indices { inputs[i] = scaled(inputs[i], i % data.inputCount) }
    return Dataset(
      name: data.name, inputCount: data.inputCount, targetCount: data.targetCount, inputs: inputs,
      targets: data.targets, columns: data.columns, classes: data.classes,
      targetColumns: data.targetColumns)
  }
}
