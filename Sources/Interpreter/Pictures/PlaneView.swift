import Charts
import Language
import NeuralCore

/// Two inputs as a plane, the others held at their mean: what the net says on it, and the lines of its units.
struct PlaneView {
  let network: Network
  let data: DataState
  /// The two inputs that vary.
  let axes: (x: Int, y: Int)
  /// One number an input, as given, for those that do not vary.
  let rest: [Double]
  let x: Scale
  let y: Scale

  /// Fields of the grid.
  static let (columns, rows) = (96, 64)

  /// Over the rows of the data with a margin.
  init(_ network: Network, _ data: DataState, _ whole: Dataset, axes: (x: Int, y: Int)) {
    (self.network, self.data, self.axes) = (network, data, axes)
    rest = (0..<whole.inputCount).map { k in
      whole.column(k).reduce(0, +) / Double(whole.rows)
    }
    x = Scale(.linear, over: whole.column(axes.x), margin: 0.12)
    y = Scale(.linear, over: whole.column(axes.y), margin: 0.12)
  }

  /// The inputs of a place, as given.
  func inputs(_ place: Point) -> [Double] {
    var inputs = rest
    (inputs[axes.x], inputs[axes.y]) = (place.x, place.y)
    return inputs
  }

  /// The outputs at the middles of the fields, row by row from the bottom, in the units of the data.
  func outputs(_ stop: StopSignal) throws(Interrupted) -> [Vector] {
    try network.outputs(for: grid, stop).map(data.unscaled)
  }

  /// The middles of the fields as the network sees them, row by row from the bottom.
  var grid: Dataset {
    let (across, up) = (x.middles(Self.columns), y.middles(Self.rows))
    var numbers: [Double] = []
    numbers.reserveCapacity(Self.columns * Self.rows * network.inputs)
    for row in up { for column in across { numbers += data.scaled(inputs(Point(column, row))) } }
    return Dataset(
      name: "", inputCount: network.inputs, targetCount: network.outputs,
      inputs: Vector(numbers, network.precision),
      targets: Vector(zeros: Self.columns * Self.rows * network.outputs, network.precision))
  }

  /// Where the pre-activation of a unit of the first hidden layer is 0: a line, since it is a sum of the inputs; nil where
  /// it does not cross the picture. The plane a x + b y + c follows from three places.
  func line(of unit: Int) -> (Stroke, equation: (a: Double, b: Double, c: Double))? {
    let (a, b, c) = plane(of: unit)
    guard let stroke = clipped(a, b, c) else { return nil }
    return (stroke, (a, b, c))
  }

  /// The pre-activation of a unit of the first hidden layer as a x + b y + c, x and y as given.
  func plane(of unit: Int) -> (a: Double, b: Double, c: Double) {
    let layer = network.layers[0]
    var (a, b, c) = (0.0, 0.0, layer.hasBias ? network.parameters[layer.weightCount + unit] : 0)
    let scaling = data.scaling(width: network.inputs)
    for k in 0..<network.inputs {
      let weight = network.parameters[unit * network.inputs + k]
      let (scale, shift) = (scaling?.scale[k] ?? 1, scaling?.shift[k] ?? 0)
      // The net sees (value − shift) / scale + offset.
      let slope = weight / scale
      c += weight * (scaling?.offset ?? 0) - slope * shift
      if k == axes.x { a += slope } else if k == axes.y { b += slope } else { c += slope * rest[k] }
    }
    return (a, b, c)
  }

  /// The part of a x + b y + c = 0 within the picture.
  private func clipped(_ a: Double, _ b: Double, _ c: Double) -> Stroke? {
    var ends: [Point] = []
    func add(_ point: Point) {
      let isNew = !ends.contains {
        ($0.x - point.x).magnitude < 1e-9 * (x.high - x.low)
          && ($0.y - point.y).magnitude < 1e-9 * (y.high - y.low)
      }
      if point.isFinite, isNew { ends.append(point) }
    }
    if b != 0 {
      for side in [x.low, x.high] {
        let height = -(a * side + c) / b
        if (y.low...y.high).contains(height) { add(Point(side, height)) }
      }
    }
    if a != 0 {
      for side in [y.low, y.high] {
        let place = -(b * side + c) / a
        if (x.low...x.high).contains(place) { add(Point(place, side)) }
      }
    }
    return ends.count >= 2 ? Stroke(ends[0], ends[1], isDashed: true) : nil
  }
}

extension Dataset {
  /// One input of every row.
  func column(_ k: Int) -> [Double] { (0..<rows).map { inputs[$0 * inputCount + k] } }
}

/// Where values on a grid pass a level, as straight pieces between the middles of fields.
struct Contour {
  /// Source: marching squares, with linear interpolation along the sides; a saddle is parted by its mean.
  static func strokes(_ values: [Double], _ columns: Int, _ x: Scale, _ y: Scale, at level: Double)
    -> [Stroke]
  {
    let rows = values.count / max(1, columns)
    let (across, up) = (x.middles(columns), y.middles(rows))
    var strokes: [Stroke] = []
    for row in 0..<max(0, rows - 1) {
      for column in 0..<max(0, columns - 1) {
        let corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
        let heights = corners.map { values[$0.1 * columns + $0.0] - level }
        guard heights.allSatisfy(\.isFinite) else { continue }
        var crossings: [Point] = []
        for k in 0..<4 {
          let (h, next) = (heights[k], heights[(k + 1) % 4])
          guard (h < 0) != (next < 0) else { continue }
          let (from, to, share) = (corners[k], corners[(k + 1) % 4], h / (h - next))
          crossings.append(
            Point(
              across[from.0] + (across[to.0] - across[from.0]) * share,
              up[from.1] + (up[to.1] - up[from.1]) * share))
        }
        if crossings.count == 2 { strokes.append(Stroke(crossings[0], crossings[1], weight: 0.2)) }
        guard crossings.count == 4 else { continue }
        let isJoined = (heights.reduce(0, +) < 0) == (heights[0] < 0)
        let pairs = isJoined ? [(0, 1), (2, 3)] : [(3, 0), (1, 2)]
        strokes += pairs.map { Stroke(crossings[$0.0], crossings[$0.1], weight: 0.2) }
      }
    }
    return strokes
  }
}
