import Explaining
import Language
import NeuralCore
import Standard

/// `explain`.
extension Executor {
  /// Rows of the data that are calculated one by one.
  private static let mostRows = 8
  /// Formulas with a number for each weight: no more are calculated by hand. They take 2 kB each, and as many of them as
  /// this are given back in less than the tenth of a second that Ctrl-C may take.
  private static let mostSteps = 300_000

  mutating func run(_ statement: ExplainStatement) throws(Diagnostic) {
    let network = try session.requireNetwork()
    var only: NeuronName?
    if let expression = statement.options[.neuron]?.expression {
      only = try neuron(expression, network)
    }
    try choose({ statement.options[ExplainOption($0)] }, network)
    switch statement.what {
    case .outputs(let rows):
      try deliver(try outputs(of: rows, network, only), statement)
    case .gradient(let rows, let targets):
      try deliver(try gradient(of: rows, targets, statement.options, network, only), statement)
    case .step(let step):
      var copy = self
      try deliver(try copy.update(step, only, isDone: false), statement)
    case .curvature: emit(.curvature(try curvature(network)))
    case .start: try explainInit()
    case .neuron(let neuron): try explainNeuron(neuron)
    }
  }

  /// As an event, or as a file.
  private mutating func deliver(
    _ explanation: Explanation, _ statement: ExplainStatement
  ) throws(Diagnostic) {
    let file = try statement.options[.to]?.expression.map { (expression) throws(Diagnostic) in
      Located(try fileName(expression), expression.span)
    }
    let form = try form(of: statement, in: file?.node)
    guard let file else { return emit(.explain(explanation, form)) }
    try write(
      .explanation(explanation, form), to: file, .explanation(form),
      replaces: statement.options.contains(.replace))
  }

  // MARK: Outputs

  private mutating func outputs(
    of rows: ExplainStatement.Rows, _ network: Network, _ only: NeuronName?
  ) throws(Diagnostic) -> Explanation {
    var derivation = Derivation(network, host.input.stop)
    let digits = ShownDigits(places: session.format.digits, precision: session.precision)
    switch rows {
    case .inputs(let items):
      try checkNeuronAlone(items, network)
      try checkSize(network)
      let inputs = try inputs(items, network)
      session.model.lastInputs = inputs
      try addOutputs(of: inputs, to: &derivation)
      return try explanation(
        .outputs, derivation, [row(inputs, try knownTargets(of: inputs), derivation)], of: only, digits)
    case .data:
      let (_, data) = try wholeData(network)
      try checkSize(network, formulas: min(data.rows, Self.mostRows))
      let shown = 0..<min(data.rows, Self.mostRows)
      var rows: [Explanation.Row] = []
      for place in shown {
        let inputs = Array(data.input(place))
        derivation.begin(.row(place, inputs: data.decimalInputs(place), targets: data.decimalTargets(place)))
        try addOutputs(of: inputs, to: &derivation, row: place)
        rows.append(row(inputs, data.decimalTargets(place), derivation, place))
      }
      return try explanation(.outputs, derivation, rows, rowsLeft: data.rows - shown.count, of: only, digits)
    }
  }

  /// - Parameter hasResults: ends with the outputs in the units of the data.
  private func addOutputs(
    of inputs: [Double], to derivation: inout Derivation, row: Int? = nil, hasResults: Bool = true
  ) throws(Diagnostic) {
    try checked { () throws(DerivationFault) in
      try derivation.addOutputs(
        of: session.data.scaled(inputs),
        scaling: session.data.scaling(width: inputs.count).map { (inputs, $0) }, row: row)
      guard hasResults, let scaling = session.data.targetScaling(width: derivation.network.outputs) else {
        return
      }
      try derivation.addResults(scaling, row: row)
    }
  }

  private func row(
    _ inputs: [Double], _ targets: [Double]?, _ derivation: Derivation, _ place: Int? = nil
  ) -> Explanation.Row {
    let network = derivation.network
    let outputs = (0..<network.outputs).map {
      derivation.hasResults
        ? derivation.value(Quantity(.result($0), row: place))
        : derivation.value(Quantity(.output(NeuronName(layer: network.layers.count, index: $0)), row: place))
    }
    return Explanation.Row(
      inputs: inputs.map(network.precision.decimal), outputs: outputs.map(network.precision.decimal),
      targets: targets)
  }

  private func knownTargets(of inputs: [Double]) throws(Diagnostic) -> [Double]? {
    guard let network = session.network, let data = session.data.whole, session.fits(network, data) else {
      return nil
    }
    return data.row(of: inputs).map { data.decimalTargets($0) }
  }

  /// All rows, as given.
  private mutating func wholeData(_ network: Network) throws(Diagnostic) -> (Network, Dataset) {
    let (trained, isFallback) = try session.dataOrFallback(network)
    if isFallback { try use(trained, isFallback: true) }
    return (network, session.data.whole ?? trained)
  }

  // MARK: Gradient

  private mutating func gradient(
    of rows: ExplainStatement.Rows, _ targets: [GivenOption.Argument], _ options: GivenOptions<ExplainOption>,
    _ network: Network, _ only: NeuronName?
  ) throws(Diagnostic) -> Explanation {
    let isByInputs = options[.wrt]?.name.flatMap { SlopeChoice(rawValue: $0.node) } == .inputs
    if case .inputs(let items) = rows {
      try checkSize(network)
      if let option = options[.of] {
        return try slopes(at: items, targets, option, isByInputs, network, only)
      }
      return try gradient(at: items, targets, isByInputs, network, only)
    }
    if let option = options[.of] ?? (isByInputs ? options[.wrt] : nil) {
      throw Diagnostic(
        .settingMismatch,
        "`\(option.word.node)` asks for derivatives at one row, and this is all of the data",
        at: option.span,
        help: ["Give the inputs of one: explain gradient \(network.exampleRow) \(option.spec.example)"])
    }
    let (data, isFallback) = try session.dataOrFallback(network)
    try session.checkTargets(of: data)
    if isFallback { try use(data, isFallback: true) }
    try checkSize(data, network)
    var derivation = Derivation(network, host.input.stop)
    let shown = try addGradient(over: data, to: &derivation)
    var explanation = try gradient(
      derivation, shown, of: .loss(session.objective.text), isByInputs: false, only)
    explanation.numbersInData = (session.data.split?[.train] ?? []).map { $0 + 1 }
    return explanation
  }

  /// Of the loss of one row.
  private mutating func gradient(
    at items: [Item], _ targets: [GivenOption.Argument], _ isByInputs: Bool, _ network: Network,
    _ only: NeuronName?
  ) throws(Diagnostic) -> Explanation {
    let inputs = try inputs(items, network)
    session.model.lastInputs = inputs
    let targets = try targetsToTake(targets, of: inputs, network, items)
    var derivation = Derivation(network, host.input.stop)
    try addOutputs(of: inputs, to: &derivation, hasResults: false)
    let scaled = session.data.scaled(targets: targets)
    let row = Dataset(name: "", rows: [(session.data.scaled(inputs), scaled)], network.precision)
    let scaling = session.data.scaling(width: inputs.count)
    try checked { () throws(DerivationFault) in
      let batch = Derivation.Batch(session.objective, row, comparedWith: network)
      try derivation.addBackwardPass(
        scaled.map(network.precision.decimal),
        scaling: session.data.targetScaling(width: targets.count).map { (targets, $0) }, batch,
        isByInputs: isByInputs)
      guard isByInputs else { return }
      try derivation.addInputs(engine: batch.byInputs)
      if let scaling { try derivation.addGivenInputs(scaling) }
    }
    let shown = [self.row(inputs, targets, derivation)]
    return try gradient(derivation, shown, of: .loss(session.objective.text), isByInputs: isByInputs, only)
  }

  /// Of one neuron's output.
  private mutating func slopes(
    at items: [Item], _ targets: [GivenOption.Argument], _ option: GivenOption, _ isByInputs: Bool,
    _ network: Network, _ only: NeuronName?
  ) throws(Diagnostic) -> Explanation {
    guard let expression = option.expression else {
      throw Diagnostic(.internalFault, "the parser let `of` without a neuron pass")
    }
    let neuron = try neuron(expression, network)
    guard targets.isEmpty else {
      throw Diagnostic(
        .settingMismatch, "the output of \(neuron) does not depend on targets; the loss does",
        at: option.span,
        help: ["Leave out `->` and what follows it, or `of \(neuron)`."])
    }
    let inputs = try inputs(items, network)
    session.model.lastInputs = inputs
    var derivation = Derivation(network, host.input.stop)
    try addOutputs(of: inputs, to: &derivation, hasResults: false)
    let scaling = session.data.scaling(width: inputs.count)
    try checked { () throws(DerivationFault) in
      try derivation.addBackwardPass(of: neuron, at: session.data.scaled(inputs), isByInputs: isByInputs)
      let outputScale =
        neuron.layer == network.layers.count
        ? session.data.targetScaling(width: network.outputs)?.scale.decimal(neuron.index) : nil
      if isByInputs, scaling != nil || outputScale != nil {
        try derivation.addGivenInputs(scaling, outputScale: outputScale)
      }
    }
    return try gradient(
      derivation, [row(inputs, nil, derivation)], of: .neuron(neuron), isByInputs: isByInputs, only)
  }

  private func gradient(
    _ derivation: Derivation, _ rows: [Explanation.Row], of subject: Explanation.Gradient.Subject,
    isByInputs: Bool, _ only: NeuronName?
  ) throws(Diagnostic) -> Explanation {
    try explanation(
      .gradient(Explanation.Gradient(of: subject, isByInputs: isByInputs)), derivation, rows, of: only,
      ShownDigits(places: session.format.digits, isSignificant: true, precision: session.precision))
  }

  private func addGradient(
    over data: Dataset, to derivation: inout Derivation
  ) throws(Diagnostic) -> [Explanation.Row] {
    let network = derivation.network
    let batch = Derivation.Batch(session.objective, data)
    var shown: [Explanation.Row] = []
    for place in 0..<data.rows {
      let (inputs, targets) = (Array(data.input(place)), data.decimalTargets(place))
      derivation.begin(.row(place, inputs: data.decimalInputs(place), targets: targets))
      try checked { () throws(DerivationFault) in
        try derivation.addOutputs(of: inputs, row: place)
        try derivation.addBackwardPass(targets, batch, row: place)
      }
      shown.append(row(inputs, targets, derivation, place))
    }
    let places = (0..<data.rows).map(Optional.some)
    let (loss, gradient) = try host.interruptibly { (stop) throws(Interrupted) in
      (
        try network.loss(session.objective, on: data, stop),
        try network.gradient(of: session.objective, on: data, stop)
      )
    }
    try checked { () throws(DerivationFault) in
      try derivation.addLoss(rows: places, engine: loss)
      for layer in (1...network.layers.count).reversed() {
        try derivation.addGradient(gradient, ofLayer: layer, rows: places)
      }
    }
    return shown
  }

  private func checkSize(_ data: Dataset, _ network: Network) throws(Diagnostic) {
    guard Double(data.rows) * Double(network.parameters.count) > Double(Self.mostSteps) else { return }
    throw Diagnostic(
      .netTooLarge,
      "\(data.rows) rows through \(network.parameters.count) parameters are too much to calculate by hand",
      help: ["Take one row: explain gradient \(network.exampleRow) -> \(network.exampleTargets)"])
  }

  /// - Parameter formulas: for each weight: one for a row, several for an update.
  func checkSize(_ network: Network, formulas: Int = 1) throws(Diagnostic) {
    let (count, most) = (network.parameters.count, Self.mostSteps / max(1, formulas))
    guard count > most else { return }
    throw Diagnostic(
      .netTooLarge,
      "\(count) parameters are too many to calculate by hand: this goes up to \(most)",
      help: ["`eval`, `score` and `train` work for nets of any size. To see how it goes: net 2 2 1"])
  }

  /// The targets of a row, if the loss can take them.
  private mutating func targetsToTake(
    _ targets: [GivenOption.Argument], of inputs: [Double], _ network: Network, _ items: [Item]
  ) throws(Diagnostic) -> [Double] {
    let numbers = try givenTargets(targets, of: inputs, network, items)
    let scaled = session.data.scaled(targets: numbers)
    guard let wrong = scaled.firstIndex(where: { !session.objective.loss.targets.allows($0) }) else {
      return numbers
    }
    var place: Span?
    if targets.count == numbers.count, case .expression(let expression) = targets[wrong] {
      place = expression.span
    }
    throw session.refusal(of: numbers[wrong], network, at: place ?? items[0].span)
  }

  /// The targets typed after `->`, or those of the row of the data with these inputs.
  private mutating func givenTargets(
    _ targets: [GivenOption.Argument], of inputs: [Double], _ network: Network, _ items: [Item]
  ) throws(Diagnostic) -> [Double] {
    let span = items[0].span.joined(items[items.count - 1].span)
    guard !targets.isEmpty else {
      if let known = try knownTargets(of: inputs) { return known }
      throw Diagnostic(
        .missingArgument,
        "a gradient needs to know what the output should be: the data has no row with these inputs",
        at: span, help: ["Write: explain gradient \(network.exampleRow) -> \(network.exampleTargets)"])
    }
    if targets.count == 1, case .word(let word) = targets[0] { return try classTargets(word, network) }
    if targets.count == 1, case .expression(let expression) = targets[0],
      case .string(let name) = try value(expression)
    {
      return try classTargets(Located(name, expression.span), network)
    }
    var numbers: [Double] = []
    for target in targets {
      guard case .expression(let expression) = target else { throw .noClass(target, session.data.whole) }
      let target = try number(expression)
      guard network.precision.isFinite(target) else {
        throw .targetTooLarge(target, expression.span)
      }
      numbers.append(network.precision.rounded(target))
    }
    guard numbers.count == network.outputs else {
      throw Diagnostic(
        .wrongCount,
        "this net has \(count(network.outputs, "output")), and \(count(numbers.count, "target")) \(numbers.count == 1 ? "is" : "are") given",
        at: span, help: classInQuotes(numbers))
    }
    return numbers
  }

  /// Where a number that was given for a target of each class is the name of one.
  private func classInQuotes(_ numbers: [Double]) -> [String] {
    guard numbers.count == 1, let name = numbers.first?.text,
      session.data.whole?.classes.contains(name) == true
    else { return [] }
    return ["For the class of that name: -> \"\(name)\""]
  }

  private mutating func classTargets(_ word: Located<String>, _ network: Network) throws(Diagnostic)
    -> [Double]
  {
    if let value = variable(word.node)?.numbers, value.count == network.outputs {
      if let large = value.first(where: { !network.precision.isFinite($0) }) {
        throw .targetTooLarge(large, word.span)
      }
      return value.map(network.precision.rounded)
    }
    guard let data = session.data.whole, let place = data.classes.firstIndex(of: word.node),
      data.targetCount == network.outputs
    else { throw .noClass(.word(word), session.data.whole) }
    if data.hasOneTargetForTwoClasses { return [place == 1 ? 1 : 0] }
    return (0..<network.outputs).map { $0 == place ? 1 : 0 }
  }
}

extension OptionSpec {
  /// As it might be typed.
  fileprivate var example: String { word == ExplainOption.of.rawValue ? "of L1N0" : "wrt inputs" }
}

extension Diagnostic {
  fileprivate static func targetTooLarge(_ target: Double, _ span: Span) -> Diagnostic {
    Diagnostic(.outOfRange, "\(target.text) is too large for a target (a float32)", at: span)
  }

  fileprivate static func noClass(_ target: GivenOption.Argument, _ data: Dataset?) -> Diagnostic {
    guard case .word(let word) = target else { return Diagnostic(.wrongType, "targets are numbers") }
    let classes = data?.classes ?? []
    return Diagnostic(
      .unknownName, "there is no class called `\(word.node)`", at: word.span,
      help: classes.isEmpty
        ? ["The data has no classes; a computed target goes in parentheses: -> (\(word.node))"]
        : ["There are: " + classes.joined(separator: ", ")])
  }
}
