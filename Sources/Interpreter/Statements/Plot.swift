import Charts
import Language
import NeuralCore
import Standard

/// `plot`.
extension Executor {
  mutating func run(_ statement: PlotStatement) throws(Diagnostic) {
    let format = try pictureFormat(statement)
    var chart = try chart(statement)
    if let title = statement.options[.title]?.expression { chart.title = try text(title) }
    if let width = statement.options[.width]?.expression {
      chart.width = try whole(width, "`width`", in: 20...400)
    }
    guard let expression = statement.options[.to]?.expression, let format else {
      return emit(.plot(chart))
    }
    try write(
      .chart(chart, format), to: Located(try fileName(expression), expression.span), .picture,
      replaces: statement.options.contains(.replace))
  }

  /// Of the file that is asked for; nil for none.
  private mutating func pictureFormat(_ statement: PlotStatement) throws(Diagnostic) -> PictureFormat? {
    guard let expression = statement.options[.to]?.expression else { return nil }
    let name = try fileName(expression)
    guard let format = PictureFormat.named(by: name) else {
      let kinds = PictureFormat.allCases.map { ".\($0.rawValue) (\($0.summary))" }.joined(separator: ", ")
      throw Diagnostic(
        .cannotWrite, "the end of a file's name says what kind of picture it is to hold", at: expression.span,
        help: ["There are: \(kinds)"])
    }
    return format
  }

  private mutating func chart(_ statement: PlotStatement) throws(Diagnostic) -> Chart {
    try checkOptions(statement)
    let log = statement.options[.log]?.name.map { LogAxisChoice(rawValue: $0.node) == .on }
    switch statement.picture {
    case .loss: return try lossChart(statement.subjects, isLogarithmic: log ?? true)
    case .boundary:
      let (network, whole) = try shownNetwork()
      return try boundaryChart(
        network, whole, try planeAxes(statement.options, whole, needsBoth: true))
    case .data: return try dataChart(try requireData(), statement.options)
    case .fit:
      let (network, whole) = try shownNetwork()
      return try fitChart(network, whole)
    case .confusion:
      let (network, whole) = try shownNetwork()
      return try confusionChart(network, whole)
    case .net, .weights: return try netChart(statement.picture)
    case .start: return try startChart()
    case .sweep: return try sweepChart()
    case .surface:
      let (network, data) = try networkAndDataOrFallback()
      return try surfaceChart(statement.subjects, network, data, isLogarithmic: log ?? true)
    case .activation: return try activationChart(statement.subjects)
    case .histogram: return try histogram(statement.subjects)
    }
  }

  /// The network and all rows of the data, or of what it falls back on.
  private mutating func shownNetwork() throws(Diagnostic) -> (Network, Dataset) {
    let (network, data) = try networkAndDataOrFallback()
    return (network, session.data.whole ?? data)
  }

  /// Options that not every picture takes.
  private func checkOptions(_ statement: PlotStatement) throws(Diagnostic) {
    let (hasLog, hasInputs) =
      switch statement.picture {
      case .loss, .surface: (true, false)
      case .boundary, .data: (false, true)
      case .fit, .net, .weights, .start, .histogram, .activation, .confusion, .sweep: (false, false)
      }
    if !hasLog, let option = statement.options[.log] {
      throw Diagnostic(
        .settingMismatch, "`log` goes with pictures of losses, not with `plot \(statement.picture.rawValue)`",
        at: option.span, help: ["For example: plot loss log off"])
    }
    if !hasInputs, let option = statement.options[.inputs] {
      throw Diagnostic(
        .settingMismatch,
        "`inputs` goes with `plot boundary` and `plot data`, not with `plot \(statement.picture.rawValue)`",
        at: option.span)
    }
  }

  private func sweepChart() throws(Diagnostic) -> Chart {
    guard let sweep = session.recall.sweep, !sweep.result.runs.isEmpty else {
      throw Diagnostic(
        .unavailableMetric, "there was no sweep yet, so there is nothing to draw",
        help: ["For example: sweep seeds 0..19 ; init torch ; init xavier ; train adam epochs 500 ; end"])
    }
    return .sweep(sweep.result)
  }

  private func netChart(_ picture: Picture) throws(Diagnostic) -> Chart {
    let network = try session.requireNetwork()
    let epoch = session.epoch > 0 ? " at epoch \(session.epoch)" : ""
    if picture == .weights {
      return try weightsChart(network, title: "Weights of net \(network.sizesText)\(epoch)")
    }
    let columns = session.data.whole.map { session.fits(network, $0) ? $0.columns : [] } ?? []
    return .net(network, columns: columns, title: "Net \(network.sizesText)\(epoch)")
  }

  // MARK: Loss

  private mutating func lossChart(
    _ subjects: [PlotStatement.Subject], isLogarithmic: Bool
  ) throws(Diagnostic) -> Chart {
    var runs: [LossRun] = []
    for case .expression(let expression) in subjects {
      let name = try runName(expression)
      guard let run = session.recall.runs.first(where: { $0.name == name }) else {
        throw .unknownRun(name, session.recall.runs.compactMap(\.name), expression.span)
      }
      runs.append(run)
    }
    if runs.isEmpty { runs = [try presentRun()] }
    let what = runs.count == 1 ? (runs[0].name.map { "Loss of \"\($0)\"" } ?? "Loss") : "Losses"
    let net = session.network.map { " of net \($0.sizesText)" } ?? ""
    let data = session.data.whole.map { " over \($0.name)" } ?? ""
    let isOwn = runs.count == 1 && runs[0].name == nil
    return .losses(of: runs, title: what + (isOwn ? net + data : ""), isLogarithmic: isLogarithmic)
  }

  // MARK: Functions and lists

  private func activationChart(_ subjects: [PlotStatement.Subject]) throws(Diagnostic) -> Chart {
    guard case .word(let word)? = subjects.first, let activation = Activation.named(word.node) else {
      throw Diagnostic(.internalFault, "the parser let an unknown activation pass")
    }
    guard let chart = Chart.activation(activation) else {
      throw Diagnostic(
        .settingMismatch, "`\(word.node)` depends on all neurons of its layer, so it has no curve",
        at: word.span,
        help: ["Of two neurons it is the sigmoid of their difference: plot activation sigmoid"])
    }
    return chart
  }

  private mutating func histogram(_ subjects: [PlotStatement.Subject]) throws(Diagnostic) -> Chart {
    guard case .expression(let expression)? = subjects.first else {
      let network = try session.requireNetwork()
      return try weightsHistogram(network)
    }
    let value = try value(expression)
    guard let numbers = value.numbers else {
      throw Diagnostic(
        .wrongType, "a histogram counts numbers, and this is \(value.kind)", at: expression.span,
        help: ["For example: plot histogram [1, 2, 2, 3]"])
    }
    guard !numbers.isEmpty else {
      throw Diagnostic(
        .outOfRange, "this list is empty: there is nothing to count", at: expression.span,
        help: ["Fill it first, for example: let xs = append(xs, loss)"])
    }
    let name = context.source.text(expression.span)
    return try host.interruptibly { (stop) throws(Interrupted) in
      try .histogram(of: numbers, name.count > 30 ? "values" : name, stop)
    }
  }
}

extension Diagnostic {
  fileprivate static func unknownRun(_ name: String, _ names: [String], _ span: Span) -> Diagnostic {
    // `plot loss "loss.png"`: of a name like that of a picture most likely that is meant.
    if PictureFormat.named(by: name) != nil {
      return Diagnostic(
        .unknownName, "there is no run called \"\(name)\"", at: span,
        help: ["A picture goes to a file so: plot loss to \"\(name)\""])
    }
    let known = names.map { "\"\($0)\"" }.joined(separator: ", ")
    return Diagnostic(
      .unknownName, "there is no run called \"\(name)\"", at: span,
      help: [
        names.isEmpty
          ? "Runs get names from train: train adam lr 0.01 epochs 100 as \"\(name)\"" : "There are: \(known)"
      ])
  }
}
