import Charts
import Language
import NeuralCore

/// `play`: the pictures of a training, out of its history.
extension Executor {
  /// Pictures that are shown where nothing else is said, and at most.
  private static let (usualFrames, mostFrames) = (40, 500)
  /// Numbers that the networks of all pictures may take.
  private static let mostNumbers = 100_000_000

  mutating func run(_ statement: PlayStatement) throws(Diagnostic) {
    let picture = try moving(statement.picture)
    let file = try statement.options[.to]?.expression.map { (expression) throws(Diagnostic) in
      Located(try movieFile(expression), expression.span)
    }
    let epochs = try playedEpochs(statement)
    let axes = try statement.options[.inputs].map { (option) throws(Diagnostic) in try playedAxes(option) }
    let networks = try networks(after: epochs)
    var frames: [Movie.Frame] = []
    for epoch in epochs {
      guard let network = networks[epoch] else { continue }
      try checkInterrupt()
      var chart = try self.chart(picture, network, at: epoch, axes)
      chart.title += " · epoch \(epoch)"
      frames.append(Movie.Frame(epoch: epoch, chart: chart))
    }
    guard !frames.isEmpty else {
      throw Diagnostic(.notFinite, "these epochs cannot be computed again: the training diverges on the way")
    }
    let movie = Movie(frames)
    guard let file else { return emit(.play(movie)) }
    try write(.movie(movie), to: file, .picture, replaces: statement.options.contains(.replace))
  }

  func moving(_ word: Located<String>) throws(Diagnostic) -> Picture {
    guard let picture = Picture(rawValue: word.node), Picture.moving.contains(picture) else {
      throw .standsStill(word)
    }
    return picture
  }

  private mutating func movieFile(_ expression: Expression) throws(Diagnostic) -> String {
    let name = try fileName(expression)
    guard PictureFormat.named(by: name) == .svg else {
      throw Diagnostic(
        .cannotWrite, "moving pictures are written as SVG, so the name ends in .svg", at: expression.span)
    }
    return name
  }

  private func playedAxes(_ option: GivenOption) throws(Diagnostic) -> (x: Int, y: Int) {
    let options = GivenOptions<PlotOption>([option])
    return try planeAxes(options, try requireData(), needsBoth: true)
  }

  /// The epochs in the order of the pictures.
  private mutating func playedEpochs(_ statement: PlayStatement) throws(Diagnostic) -> [Int] {
    let network = try session.requireNetwork()
    guard let first = session.training.history.first, let last = session.training.history.last, last > first
    else {
      let (reason, help) = session.lackOfEpochs
      throw Diagnostic(.unavailableMetric, reason + ", so there is nothing to play", help: help)
    }
    var (start, end) = (first, last)
    if let item = statement.epochs {
      guard case .range(let range) = item else {
        throw Diagnostic(
          .wrongType, "`epochs` takes a range", at: item.span, help: ["For example: epochs \(first)..\(last)"]
        )
      }
      start = try whole(range.start, "an epoch", in: first...last)
      end = try whole(range.end, "an epoch", in: first...last)
    }
    let length = abs(end - start)
    var step = max(1, (length + Self.usualFrames - 1) / Self.usualFrames)
    if let every = statement.options[.every]?.expression {
      step = try whole(every, "`every`", in: 1...1_000_000_000)
    }
    guard length / step < Self.mostFrames, (length / step + 1) * network.parameters.count < Self.mostNumbers
    else {
      throw Diagnostic(
        .outOfRange, "that are \(length / step + 1) pictures, too many", at: statement.options[.every]?.span,
        help: ["Take fewer: every \(max(1, length / Self.usualFrames))"])
    }
    let epochs = Array(stride(from: start, through: end, by: end < start ? -step : step))
    return epochs.last == end ? epochs : epochs + [end]
  }

  /// The networks after these epochs, computed again in one go.
  private func networks(after epochs: [Int]) throws(Diagnostic) -> [Int: Network] {
    try checkPrecisions()
    let (wanted, history) = (Set(epochs), session.training.history)
    return try host.interruptibly { (stop) throws(Interrupted) in
      var networks: [Int: Network] = [:]
      _ = try history.visit(stop) { (epoch, network, _) throws(Interrupted) in
        if wanted.contains(epoch) { networks[epoch] = network }
      }
      return networks
    }
  }
}

/// `watch`.
extension Executor {
  mutating func setWatch(_ statement: WatchStatement) throws(Diagnostic) {
    var pictures: [Picture] = []
    for word in statement.pictures {
      let picture = try moving(word)
      if !pictures.contains(picture) { pictures.append(picture) }
    }
    (preferences.watched, preferences.keepsPictures) = (pictures, statement.keeps)
    emit(.watch(pictures.map(\.rawValue), keeps: statement.keeps))
  }
}
