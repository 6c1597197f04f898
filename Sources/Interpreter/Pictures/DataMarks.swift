import Charts
import NeuralCore

/// Rows as points, told apart by class or by the size of their target.
struct DataMarks {
  /// One for each class or group.
  let marks: [Mark]
  /// What was left out.
  let notes: [String]

  /// More points are not drawn.
  private static let mostPoints = 2000

  /// - Parameter place: of a row.
  init(_ data: Dataset, _ place: (Int) -> Point) {
    let (groups, names) = Self.groups(data)
    let step = max(1, (data.rows + Self.mostPoints - 1) / Self.mostPoints)
    var points = names.map { _ in [Point]() }
    for row in stride(from: 0, to: data.rows, by: step) { points[groups[row]].append(place(row)) }
    marks = names.enumerated().filter { !points[$0.offset].isEmpty }.map { k, name in
      Mark(name, .series(k), .dots(points[k]))
    }
    notes = step > 1 ? ["every \(step)-th of \(data.rows) rows is drawn"] : []
  }

  /// The group of each row, and the names of the groups.
  private static func groups(_ data: Dataset) -> ([Int], [String]) {
    if let classes = ClassLabels(data) {
      let word = data.targetCount == 1 && data.classes.isEmpty ? "target " : ""
      return (classes.labels, classes.names.map { word + $0.replacing("-", with: "−") })
    }
    // By thirds of the range of the first target.
    let targets = (0..<data.rows).map { data.targets[$0 * data.targetCount] }
    let name = data.targetNames.first ?? "target"
    if let only = targets.first, targets.allSatisfy({ $0 == only }) {
      return (targets.map { _ in 0 }, ["\(name) = \(only.brief)"])
    }
    let scale = Scale(.linear, over: targets)
    let (first, second) = (scale.value(at: 1.0 / 3), scale.value(at: 2.0 / 3))
    let groups = targets.map { $0 < first ? 0 : $0 < second ? 1 : 2 }
    // Without both of the others it would not say between what.
    let middle = Set(groups).count == 3 ? "between" : "from \(first.brief) to \(second.brief)"
    return (groups, ["\(name) < \(first.brief)", "\(name) \(middle)", "\(name) ≥ \(second.brief)"])
  }
}

extension Array where Element == Mark {
  /// All points of marks that are points.
  var points: [Point] {
    flatMap { mark -> [Point] in if case .dots(let points) = mark.shape { points } else { [] } }
  }
}
