import Language

/// `report "run.html"`: the session as a page.
extension Interpreter {
  /// What a report shows: parts of a page, each with statements that are run on a copy of the session. A statement that the
  /// session has nothing for is left out, and so is a part without any.
  private static func parts(_ session: Session) -> [(title: String, lines: [String])] {
    let network = session.network
    let inputs = session.data.whole.map { $0.decimalInputs(0).map(\.text).joined(separator: " ") } ?? ""
    let columns = session.data.whole?.columnNames ?? []
    let isPlane = network?.inputs == 2
    let two = columns.count > 2 ? " inputs \(columns[0].asColumn) \(columns[1].asColumn)" : ""
    return [
      ("The net", ["show", "plot net", "plot weights"]), ("The data", ["show data", "plot data"]),
      ("Training", ["plot loss", "score"]),
      (
        "What the net says",
        (isPlane || !two.isEmpty ? ["plot boundary\(two)"] : []) + ["plot fit", "plot confusion"]
      ),
      ("The first row by hand", inputs.isEmpty ? [] : ["explain \(inputs)"]),
      ("How the weights began", ["explain init", "plot start"]),
    ]
  }

  func report(
    _ expression: Expression, _ options: GivenOptions<SaveOption>, _ context: Context
  ) throws(Diagnostic) {
    let network = try session.requireNetwork()
    var executor = executor(context)
    let file = Located(try executor.fileName(expression), expression.span)
    guard file.node.lowercased().hasSuffix(".html") || file.node.lowercased().hasSuffix(".htm") else {
      throw Diagnostic(
        .cannotWrite, "a report is a page, so its name ends in .html", at: file.span,
        help: ["Write: report \"\(file.node.replacing(/\.[a-zA-Z]{2,5}$/, with: "")).html\""])
    }
    var events: [Event] = []
    for part in Self.parts(session) {
      let found = self.events(of: part.lines)
      if !found.isEmpty { events += [.section(part.title)] + found }
      if host.input.isInterrupted() { throw .interrupted }
    }
    if let sweep = session.sweep, !sweep.result.runs.isEmpty {
      let report = SweepReport(of: sweep, known: 0, isInterrupted: !sweep.result.isComplete)
      events += [.section("The last sweep"), .sweep(report)] + self.events(of: ["plot sweep"])
    }
    events += [.section("What was typed"), .transcript(state.transcript.lines(isWithoutMistakes: true))]
    let data = session.data.whole.map { " over \($0.name)" } ?? ""
    try executor.write(
      .page(title: "Net \(network.sizesText)\(data)", events: events), to: file, .page,
      replaces: options.contains(.replace))
  }

  /// What statements show that the session has something for.
  private func events(of lines: [String]) -> [Event] {
    lines.flatMap { line -> [Event] in
      let log = EventLog()
      var world = host
      world.output = log
      let copy = Interpreter(host: world)
      copy.state = state
      copy.state.preferences.isQuiet = false
      guard copy.run(Source(name: "report", text: line)) == .done else { return [] }
      return log.events.filter { event in
        if case .statement = event { false } else { true }
      }
    }
  }
}
