/// How inputs are brought to one size before the net sees them: x ↦ (x − shift) / scale, a column each.
public struct Scaling: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable { case standard, minmax }

  public let kind: Kind
  public let shift: [Float]
  public let scale: [Float]

  /// From the rows of `data`: mean and standard deviation (divided by n, as scikit-learn's StandardScaler), or least and
  /// greatest value. Computed in double precision by ascending row; a column that does not vary has scale 1.
  public init(_ kind: Kind, of data: Dataset) {
    var (shifts, scales) = ([Float](), [Float]())
    for k in 0..<data.inputCount {
      let column = (0..<data.rows).map { Double(data.inputs[$0 * data.inputCount + k]) }
      let (shift, scale) = kind == .standard ? Self.standard(column) : Self.minmax(column)
      shifts.append(Float(shift))
      scales.append(scale == 0 ? 1 : Float(scale))
    }
    (self.kind, shift, scale) = (kind, shifts, scales)
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

  /// One row, scaled.
  public func applied(to inputs: [Float]) -> [Float] {
    inputs.indices.map { (inputs[$0] - shift[$0]) / scale[$0] }
  }

  /// A whole set, scaled.
  public func applied(to data: Dataset) -> Dataset {
    var inputs = data.inputs
    for i in inputs.indices {
      let k = i % data.inputCount
      inputs[i] = (inputs[i] - shift[k]) / scale[k]
    }
    return Dataset(
      name: data.name, inputCount: data.inputCount, targetCount: data.targetCount, inputs: inputs,
      targets: data.targets, columns: data.columns, classes: data.classes)
  }
}
