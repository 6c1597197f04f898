/// A line search for a step t that meets the strong Wolfe conditions: with φ(t) the loss at x + t d,
/// φ(t) ≤ φ(0) + c₁ t φ′(0) and |φ′(t)| ≤ c₂ |φ′(0)|, c₁ = 1e-4, c₂ = 0.9.
///
/// First a bracket is sought by longer and longer steps, then narrowed, each time to the minimum of a cubic through
/// values and slopes at its ends. Source: Nocedal and Wright, algorithms 3.5 and 3.6, with the safeguards of minFunc
/// (Schmidt 2005) in the order in which PyTorch has them.
struct WolfeSearch<S: Scalar> {
  /// A point on the line.
  struct Point {
    var t: S
    var loss: S
    var slope: S
    var gradient: [SIMD4<S>]
  }

  private let work: UpdateContext<S>
  /// Loss and gradient at the weights as they are.
  private(set) var loss: S
  private(set) var gradient: [SIMD4<S>]

  private static var armijo: S { 1e-4 }
  private static var curvature: S { 0.9 }
  private static var shortest: S { 1e-9 }

  init(_ work: UpdateContext<S>) {
    (self.work, loss) = (work, work.loss)
    gradient = Array(UnsafeBufferPointer(start: work.gradient, count: work.count))
  }

  /// Moves by t d and looks at the loss there unless this is the last move. False if the loss is not finite.
  mutating func move(_ d: [SIMD4<S>], _ t: S, looks: Bool) -> Bool {
    for i in 0..<work.count { work.weights[i] += t * d[i] }
    guard looks else { return true }
    loss = work.evaluate()
    gradient = Array(UnsafeBufferPointer(start: work.gradient, count: work.count))
    return loss.isFinite
  }

  /// Moves the weights along d; the step found and how often the loss was looked at.
  mutating func run(
    _ d: [SIMD4<S>], from first: S, slope: S, looks limit: Int
  ) -> (length: S, looks: Int) {
    let origin = Array(UnsafeBufferPointer(start: work.weights, count: work.count))
    let start = Point(t: 0, loss: loss, slope: slope, gradient: gradient)
    var line = Line(work: work, origin: origin, direction: d, start: start, limit: limit)
    let best = line.search(from: first)
    line.place(best.t)
    (loss, gradient) = (best.loss, best.gradient)
    return (best.t, line.looks)
  }

  private struct Line {
    let work: UpdateContext<S>
    let origin, direction: [SIMD4<S>]
    let start: Point
    let limit: Int
    private(set) var looks = 0
    /// Steps of the search, the first look not counted.
    private var rounds = 0

    init(work: UpdateContext<S>, origin: [SIMD4<S>], direction: [SIMD4<S>], start: Point, limit: Int) {
      (self.work, self.origin, self.direction) = (work, origin, direction)
      (self.start, self.limit) = (start, limit)
    }

    func place(_ t: S) {
      for i in 0..<work.count { work.weights[i] = origin[i] + t * direction[i] }
    }

    private mutating func look(_ t: S) -> Point {
      place(t)
      let loss = work.evaluate()
      looks += 1
      let gradient = Array(UnsafeBufferPointer(start: work.gradient, count: work.count))
      return Point(t: t, loss: loss, slope: gradient.dot(direction), gradient: gradient)
    }

    private func isTooHigh(_ point: Point) -> Bool {
      point.loss > start.loss + armijo * point.t * start.slope
    }
    private func isFlat(_ point: Point) -> Bool { point.slope.magnitude <= -curvature * start.slope }

    mutating func search(from first: S) -> Point {
      var (previous, point) = (start, look(first))
      while rounds < limit {
        if isTooHigh(point) || rounds > 1 && point.loss >= previous.loss { return narrow(previous, point) }
        if isFlat(point) { return point }
        if point.slope >= 0 { return narrow(previous, point) }
        let bounds = (point.t + 0.01 * (point.t - previous.t), point.t * 10)
        let t = cubicMinimum(previous, point, bounds)
        (previous, point) = (point, look(t))
        rounds += 1
      }
      return start.loss <= point.loss ? start : point
    }

    /// Narrows the bracket between two points until one meets the conditions.
    private mutating func narrow(_ first: Point, _ second: Point) -> Point {
      var ends = [first, second]
      var low = first.loss <= second.loss ? 0 : 1
      var isStuck = false
      let size = direction.largestMagnitude()
      while rounds < limit, (ends[1].t - ends[0].t).magnitude * size >= shortest {
        let t = trial(ends, &isStuck)
        let point = look(t)
        rounds += 1
        let high = 1 - low
        if isTooHigh(point) || point.loss >= ends[low].loss {
          ends[high] = point
          low = ends[0].loss <= ends[1].loss ? 0 : 1
          continue
        }
        let isDone = isFlat(point)
        if !isDone, point.slope * (ends[high].t - ends[low].t) >= 0 { ends[high] = ends[low] }
        ends[low] = point
        if isDone { break }
      }
      return ends[low]
    }

    /// The cubic's minimum, kept a tenth of the bracket away from its ends if it came near them twice.
    private func trial(_ ends: [Point], _ isStuck: inout Bool) -> S {
      let (least, most) = (min(ends[0].t, ends[1].t), max(ends[0].t, ends[1].t))
      let t = cubicMinimum(ends[0], ends[1], (least, most))
      let margin = 0.1 * (most - least)
      guard min(most - t, t - least) < margin else {
        isStuck = false
        return t
      }
      guard isStuck || t >= most || t <= least else {
        isStuck = true
        return t
      }
      isStuck = false
      return (t - most).magnitude < (t - least).magnitude ? most - margin : least + margin
    }

    private func cubicMinimum(_ a: Point, _ b: Point, _ bounds: (S, S)) -> S {
      let d1 = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.t - b.t)
      let square = d1 * d1 - a.slope * b.slope
      guard square >= 0 else { return (bounds.0 + bounds.1) / 2 }
      let d2 = square.squareRoot()
      let (near, far) = a.t <= b.t ? (a, b) : (b, a)
      let share = (far.slope + d2 - d1) / (far.slope - near.slope + 2 * d2)
      return min(max(far.t - (far.t - near.t) * share, bounds.0), bounds.1)
    }
  }
}
