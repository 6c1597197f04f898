import Charts
import Language
import NeuralCore

/// `plot surface W W`: the loss over two weights, the others as they are, with the way that training took.
extension Executor {
  /// Fields of the grid.
  private static let (columns, rows) = (60, 40)
  /// Numbers that a pass over the grid may take.
  private static let mostWork = 3e9
  /// Places of the way that are computed at most.
  private static let mostPlaces = 300

  func surfaceChart(
    _ subjects: [PlotStatement.Subject], _ network: Network, _ data: Dataset, isLogarithmic: Bool
  ) throws(Diagnostic) -> Chart {
    try session.checkTargets(of: data)
    let names = try surfaceWeights(subjects, network)
    guard let first = network.index(of: names[0]), let second = network.index(of: names[1]) else {
      throw Diagnostic(.internalFault, "a weight that was found has no place")
    }
    let fields = Self.columns * Self.rows
    guard Double(fields) * Double(network.parameters.count) * Double(data.rows) < Self.mostWork else {
      throw Diagnostic(
        .netTooLarge,
        "the loss would be computed \(fields) times over \(data.rows) rows, which takes too long",
        help: ["Take fewer rows: split 0.1"])
    }
    let way = try self.way(first, second)
    let here = Point(network.parameters[first], network.parameters[second])
    let (x, y) = (Self.scale(way.map(\.x) + [here.x]), Self.scale(way.map(\.y) + [here.y]))
    let losses = try losses(network, data, (first, second), x, y)
    let loss = try self.loss(of: network, on: data)
    let bounds = Self.bounds(losses, isLogarithmic)
    var marks = [
      Mark(nil, .plain, .cells(Cells(columns: Self.columns, rows: Self.rows, values: losses, .steps(bounds))))
    ]
    if way.count > 1 {
      marks += [
        Mark("the way of training", .series(4), .line(way)), Mark("its start", .series(0), .dots([way[0]])),
      ]
    }
    marks.append(Mark("now, loss \(loss.brief)", .series(1), .dots([here])))
    return Chart(
      "surface", title: "Loss (\(session.objective.text)) of net \(network.sizesText) over two weights",
      panels: [Panel(x: Axis("\(names[0])", x), y: Axis("\(names[1])", y), marks: marks)],
      notes: [
        "the other weights as they are now"
          + (way.count > 1 ? "; the way is seen from above, with theirs as they were then" : "")
      ])
  }

  private func surfaceWeights(
    _ subjects: [PlotStatement.Subject], _ network: Network
  ) throws(Diagnostic) -> [WeightName] {
    var names: [WeightName] = []
    for case .expression(let expression) in subjects {
      guard case .weight(let reference) = expression.bare.node else {
        throw Diagnostic(
          .wrongType, "a surface is over two weights", at: expression.span, help: [Self.example(network)])
      }
      let name = WeightName(reference)
      guard network.index(of: name) != nil else { throw .unknownWeight(name, network).at(expression.span) }
      names.append(name)
    }
    guard names.count == 2, names[0] != names[1] else {
      throw Diagnostic(
        .wrongCount,
        "a surface is over two different weights, and \(names.count == 2 ? "both are the same" : "\(names.count) are given")",
        help: [Self.example(network)])
    }
    return names
  }

  private static func example(_ network: Network) -> String {
    let names = network.weightNames.filter { !$0.isBias }
    let two = (names.count > 1 ? Array(names.prefix(2)) : Array(network.weightNames.prefix(2))).map {
      $0.description.filter { $0 != " " }
    }
    return "For example: plot surface \(two.joined(separator: " "))"
  }

  /// Around all places, not narrower than a unit to each side.
  private static func scale(_ places: [Double]) -> Scale {
    let bare = Scale(.linear, over: places)
    let (low, high) = (
      places.filter(\.isFinite).min() ?? bare.low, places.filter(\.isFinite).max() ?? bare.high
    )
    let room = max(1, 0.25 * (high - low))
    return Scale(.linear, from: low - room, to: high + room)
  }

  /// The two weights after epochs of the way.
  private func way(_ first: Int, _ second: Int) throws(Diagnostic) -> [Point] {
    let history = session.training.history
    guard let begin = history.first, let last = history.last, last > begin, let network = session.network,
      let data = session.data.training
    else { return [] }
    let step = max(1, (last - begin) / Self.mostPlaces)
    let work = Double(last - begin) * Double(network.parameters.count) * Double(data.rows)
    let states = history.states.filter { $0.epoch <= session.epoch }
    func place(_ network: Network) -> Point {
      Point(network.parameters.decimal(first), network.parameters.decimal(second))
    }
    guard work < Self.mostWork else { return states.map { place($0.network) } }
    return try host.interruptibly { (stop) throws(Interrupted) in
      var places: [Point] = []
      _ = try history.visit(stop) { (epoch, network, _) throws(Interrupted) in
        let isShown = (epoch - begin) % step == 0 || epoch == session.epoch
        if epoch <= session.epoch, isShown { places.append(place(network)) }
      }
      return places
    }
  }

  private func losses(
    _ network: Network, _ data: Dataset, _ weights: (Int, Int), _ x: Scale, _ y: Scale
  ) throws(Diagnostic) -> [Double] {
    let (across, up) = (x.middles(Self.columns), y.middles(Self.rows))
    let objective = session.objective
    return try host.interruptibly { (stop) throws(Interrupted) in
      var (copy, losses) = (network, [Double]())
      for row in up {
        copy.parameters[weights.1] = row
        for column in across {
          copy.parameters[weights.0] = column
          losses.append(copy.precision.decimal(try copy.loss(objective, on: data, stop)))
        }
      }
      return losses
    }
  }

  /// Steps of the shading: by equal ratios, or equal differences.
  private static func bounds(_ losses: [Double], _ isLogarithmic: Bool) -> [Double] {
    let scale = Scale(isLogarithmic ? .logarithmic : .linear, over: losses)
    return (1...8).map { scale.value(at: Double($0) / 9) }
  }
}
