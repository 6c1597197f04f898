/// Sets of points that are drawn. Everything is computed in double precision with own functions, row by row, and rounded
/// once; `noise` adds a normal number to every coordinate (or to the target of a curve).
extension BuiltinData {
  private static let points = Parameter(name: "ROWS", fallback: 200, range: 2...1_000_000)

  private static func drawn(
    _ name: String, _ summary: String, noise: Double,
    _ row: @escaping @Sendable (_ index: Int, _ count: Int, inout Draw) -> (x: [Double], y: [Double])
  ) -> BuiltinData {
    BuiltinData(name: name, summary: summary, parameters: [points], noise: noise) {
      options, generator, stop in
      let count = options.numbers[0]
      var draw = Draw(generator: generator, noise: options.noise)
      var (inputs, targets, rows): ([Double], [Double], Int) = ([], [], 0)
      while rows < count {
        if rows & (StopSignal.rowsBetweenLooks - 1) == StopSignal.rowsBetweenLooks - 1, stop.isGiven { break }
        let (x, y) = row(rows, count, &draw)
        inputs += x
        targets += y
        rows += 1
      }
      generator = draw.generator
      return Dataset(
        name: options.name, inputCount: inputs.count / rows, targetCount: targets.count / rows,
        inputs: Vector(inputs, options.precision), targets: Vector(targets, options.precision))
    }
  }

  /// The numbers that one set draws.
  struct Draw {
    var generator: MersenneTwister
    let noise: Double

    mutating func uniform(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * generator.nextDouble()
    }

    /// With noise added, which is drawn even where it is 0, so that other points do not change with it.
    mutating func noisy(_ value: Double) -> Double { value + noise * generator.standardNormal() }
  }

  /// A disc of radius 0.5 within a ring from 0.7 to 1; rows alternate, 1 for the disc. Radius and angle are uniform, so the
  /// points are densest in the middle: uniform in area would draw the square of the radius.
  static let circle = drawn("circle", "a disc within a ring; 1 inside", noise: 0) { index, _, draw in
    let isInside = index.isMultiple(of: 2)
    let radius = isInside ? draw.uniform(0, 0.5) : draw.uniform(0.7, 1)
    let (sin, cos) = Elementary.sinCos(draw.uniform(0, 2 * .pi))
    return ([draw.noisy(radius * cos), draw.noisy(radius * sin)], [isInside ? 1 : 0])
  }

  /// Two half circles that reach into each other, as in scikit-learn's make_moons; rows alternate.
  static let moons = drawn("moons", "two half moons that interlock", noise: 0.1) { index, count, draw in
    let half = max(1, (count + 1) / 2 - 1)
    let (sin, cos) = Elementary.sinCos(.pi * Double(index / 2) / Double(half))
    return index.isMultiple(of: 2)
      ? ([draw.noisy(cos), draw.noisy(sin)], [0])
      : ([draw.noisy(1 - cos), draw.noisy(0.5 - sin)], [1])
  }

  /// Two arms of one and three quarter turns; rows alternate.
  static let spiral = drawn("spiral", "two arms around each other", noise: 0) { index, count, draw in
    let arm = index % 2
    let t = Double(index / 2 + 1) / Double(max(1, (count + 1) / 2))
    let (sin, cos) = Elementary.sinCos(1.75 * 2 * .pi * t + .pi * Double(arm))
    return ([draw.noisy(t * sin), draw.noisy(t * cos)], [Double(arm)])
  }

  /// Three normal clouds around (0, 1), (−0.87, −0.5) and (0.87, −0.5); the targets are one of three.
  static let blobs = drawn("blobs", "three clouds of points; targets are one of three", noise: 0.25) {
    index, _, draw in
    let kind = index % 3
    let (sin, cos) = Elementary.sinCos(.pi / 2 + 2 * .pi * Double(kind) / 3)
    return ([draw.noisy(cos), draw.noisy(sin)], (0..<3).map { $0 == kind ? 1 : 0 })
  }

  /// y = sin x at evenly spaced x from −π to π.
  static let sine = drawn("sine", "y = sin x, from −π to π", noise: 0) { index, count, draw in
    let x = -Double.pi + 2 * .pi * Double(index) / Double(max(1, count - 1))
    return ([x], [draw.noisy(Elementary.sin(x))])
  }

  /// y = 2 x − 1 at evenly spaced x from −1 to 1.
  static let line = drawn("line", "y = 2 x − 1, from −1 to 1", noise: 0) { index, count, draw in
    let x = -1 + 2 * Double(index) / Double(max(1, count - 1))
    return ([x], [draw.noisy(2 * x - 1)])
  }
}
