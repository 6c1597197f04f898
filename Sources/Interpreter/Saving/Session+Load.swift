import Language
import NeuralCore
import Standard

extension Session {
  /// A session out of what `saved()` wrote; everything is checked before any of it is taken.
  ///
  /// - Parameter together: does some works at the same time, and ends when all are done; nil for one processor.
  init(
    saved text: String, name: String, stop: StopSignal = .never,
    _ together: ((_ works: [@Sendable () -> Void]) -> Void)? = nil
  ) throws(SavedFault) {
    let fields = try SavedFields(text, stop: stop)
    guard let together else {
      try fields.checkSeal()
      self = try Session(fields, name)
      return
    }
    let results = SavedResults()
    // Both take long where there is much data.
    together([
      { results.session = Result { () throws(SavedFault) in try Session(fields, name) } },
      { results.seal = Result { () throws(SavedFault) in try fields.checkSeal() } },
    ])
    // A text that was changed may say anything: that it was comes first.
    try results.seal.get()
    self = try results.session.get()
  }

  private init(_ fields: SavedFields, _ name: String) throws(SavedFault) {
    self.init()
    guard let precision = Precision(rawValue: try fields.text("precision")) else {
      throw fields.fault("precision")
    }
    format.precision = precision
    model.network = try Self.network(fields, precision)
    model.hasWeights = try fields.text("drawn") == "1"
    training.epoch = try fields.whole("epoch", in: 0...SavedFields.mostCounted)
    format.digits = try fields.whole("digits", in: 0...9)
    training.reached = try Self.optional(try fields.text("reached")) { $0 == "1" }
    let seed = try Self.optional(try fields.text("seed")) { Int64($0) } ?? nil
    guard let generator = MersenneTwister(words: try fields.list("generator") { UInt64($0, radix: 16) })
    else {
      throw fields.fault("generator")
    }
    random = RandomState(generator, seed: seed, isFreshlySeeded: try fields.text("fresh") == "1")
    try readLastInputs(fields)
    try readObjective(fields)
    try readFrozen(fields)
    try readStart(fields)
    try readOptimizer(fields)
    try readTrain(fields, name)
    try readData(fields)
    // Of what is in the file, that is the most likely.
    training.sawScaledData = data.isScaled
    try readPlace(fields)
  }

  /// Where in its epoch `step` was; the order of the rows is that of the training part.
  private mutating func readPlace(_ fields: SavedFields) throws(SavedFault) {
    guard fields.has("place") else { return }
    let values = try fields.values("place")
    let order = try fields.list("order") { Int($0) }
    guard values.count == 2, let batch = Int(values[0]), batch > 0, let total = Double(values[1]),
      let rows = data.training?.rows, batch < rows,
      order.isEmpty || order.sorted() == Array(0..<rows)
    else { throw fields.fault("place") }
    training.stepping = AnyTrainer.Place(batch: batch, order: order, total: total)
  }

  private mutating func readLastInputs(_ fields: SavedFields) throws(SavedFault) {
    let last = Array(try fields.numbers("last", .double))
    guard last.isEmpty || last.count == network?.inputs, last.allSatisfy(precision.isFinite) else {
      throw fields.fault("last")
    }
    model.lastInputs = last.isEmpty ? nil : last
  }

  private static func optional<Value>(_ text: String, _ read: (String) -> Value) throws(SavedFault) -> Value?
  {
    text == "-" ? nil : read(text)
  }

  private static func network(_ fields: SavedFields, _ precision: Precision) throws(SavedFault) -> Network {
    guard var network = Network(statementText: try fields.text("net"), precision) else {
      throw fields.fault("net")
    }
    let weights = try fields.numbers("weights", precision)
    guard weights.count == network.parameters.count, weights.isFinite else {
      throw fields.fault("weights")
    }
    network.parameters = weights
    return network
  }

  private mutating func readFrozen(_ fields: SavedFields) throws(SavedFault) {
    let places = try fields.list("frozen") { Int($0) }
    guard let network, places.allSatisfy(network.parameters.indices.contains) else {
      throw fields.fault("frozen")
    }
    model.frozen = Set(places)
  }

  private mutating func readObjective(_ fields: SavedFields) throws(SavedFault) {
    guard fields.has("loss"), let network else { return }
    let weights = Array(try fields.numbers("classweights", .double))
    guard let loss = Loss.named(try fields.text("loss")),
      loss.needs == nil || loss.needs == network.output.role,
      weights.isEmpty || weights.count == network.outputs && loss.takesClasses,
      weights.allSatisfy({ $0 >= 0 && Float($0).isFinite }),
      let smoothing = Double(try fields.text("smoothing")), smoothing >= 0, smoothing < 1
    else { throw fields.fault("loss") }
    model.chosenObjective = Objective(loss, weights: weights, smoothing: smoothing)
  }

  private mutating func readStart(_ fields: SavedFields) throws(SavedFault) {
    guard fields.has("start"), let network else { return }
    let values = try fields.values("start")
    let weights = try fields.numbers("startweights", precision)
    guard values.count == 3, values[0] == "-" || Int64(values[0]) != nil, let count = Int(values[1]),
      (1...1_000_000).contains(count), weights.count == network.parameters.count,
      weights.isFinite
    else { throw fields.fault("start") }
    var draws: [Initialization.Step] = []
    for k in 0..<count { draws.append(try Self.draw(fields, "start.\(k)", network)) }
    model.initialization = Initialization(
      draws: draws, seed: Int64(values[0]), parameters: weights, isWhole: values[2] == "1")
  }

  private static func draw(
    _ fields: SavedFields, _ name: String, _ network: Network
  ) throws(SavedFault) -> Initialization.Step {
    let values = try fields.values(name).map(String.init)
    guard values.count >= 6, let initializer = Initializer.named(values[0]),
      let form = Initializer.Form(rawValue: values[1]), let fan = Initializer.Fan(rawValue: values[2])
    else { throw fields.fault(name) }
    var draw = Initialization.Step(initializer: initializer)
    (draw.options.form, draw.options.fan, draw.options.gain) = (form, fan, Double(values[3]))
    draw.options.numbers = values.dropFirst(6).compactMap(Double.init)
    (draw.layers, draw.seed) = (Int(values[4]).flatMap(Self.layer(network)), Int64(values[5]))
    let isRead = (draw.options.gain != nil, draw.layers != nil, draw.seed != nil)
    guard values.count == 6 + draw.options.numbers.count,
      isRead == (values[3] != "-", values[4] != "-", values[5] != "-"),
      draw.options.gain.map({ $0 > 0 && Float($0).isFinite }) ?? true,
      (try? draw.check(network, at: nil)) != nil
    else { throw fields.fault(name) }
    return draw
  }

  private static func layer(_ network: Network) -> (Int) -> Range<Int>? {
    { index in network.layers.indices.contains(index) ? index..<index + 1 : nil }
  }

  private mutating func readOptimizer(_ fields: SavedFields) throws(SavedFault) {
    guard fields.has("optimizer") else { return }
    let values = try fields.values("optimizer").map(String.init)
    let numbers = values.dropFirst().compactMap(Double.init)
    guard let optimizer = values.first.flatMap(Optimizer.named), numbers.count == optimizer.settings.count,
      zip(optimizer.settings, numbers).allSatisfy({ $0.allows($1) })
    else { throw fields.fault("optimizer") }
    let given = Dictionary(uniqueKeysWithValues: zip(optimizer.settings.map(\.key), numbers))
    let settings = Settings(optimizer.settings, given: given)
    training.optimizer = OptimizerState(
      optimizer: optimizer, settings: settings, memory: try fields.memory(of: network, precision))
  }

  private mutating func readTrain(
    _ fields: SavedFields, _ name: String
  ) throws(SavedFault) {
    guard fields.has("train") else { return }
    let source = Source(name: name, text: try fields.text("train"))
    let program = parse(source, .standard)
    guard program.problems.isEmpty, program.statements.count == 1,
      case .train(let train) = program.statements[0].node, train.optimizer != nil
    else { throw fields.fault("train") }
    recall.train = (train, source, source.text(Span(0, source.bytes.count)))
  }

  private mutating func readData(_ fields: SavedFields) throws(SavedFault) {
    guard fields.has("data") else { return }
    let values = try fields.values("data")
    let (inputs, targets) = (
      try fields.numbers("inputs", precision), try fields.numbers("targets", precision)
    )
    guard values.count == 3, let width = Int(values[1]), let height = Int(values[2]), width > 0, height > 0,
      !inputs.isEmpty, inputs.count % width == 0,
      targets.count.isMultiple(of: height), targets.count / height == inputs.count / width,
      inputs.isFinite, targets.isFinite
    else { throw fields.fault("data") }
    let recipe = try Self.recipe(fields, width)
    let data = Dataset(
      name: String(values[0]), inputCount: width, targetCount: height, inputs: inputs, targets: targets,
      columns: try fields.texts("columns"), classes: try fields.texts("classes"),
      targetColumns: fields.has("targetcolumns") ? try fields.texts("targetcolumns") : [],
      recipe: recipe, gaps: try Self.gaps(fields, recipe, rows: inputs.count / width),
      fileRows: try Self.fileRows(fields, rows: inputs.count / width))
    guard data.targetColumns.isEmpty || data.targetColumns.count == height,
      data.columns.isEmpty || data.columns.count == width,
      data.classes.isEmpty || data.classes.count == height || data.hasOneTargetForTwoClasses
    else { throw fields.fault("data") }
    self.data = DataState(data)
    try readParts(fields, data)
  }

  private mutating func readParts(_ fields: SavedFields, _ data: Dataset) throws(SavedFault) {
    var parts: [Part: [Int]] = [:]
    for part in Part.allCases where fields.has("part.\(part.rawValue)") {
      let rows = try fields.list("part.\(part.rawValue)") { Int($0) }
      guard !rows.isEmpty, rows.allSatisfy({ (0..<data.rows).contains($0) }) else {
        throw fields.fault("part.\(part.rawValue)")
      }
      parts[part] = rows
    }
    guard parts.isEmpty || parts[.train] != nil else { throw fields.fault("data") }
    let sides: [(Scaling.Side, String)] = [(.inputs, "scaling"), (.targets, "targetscaling")]
    let requests = try sides.filter { fields.has($0.1) }.map { (side, name) throws(SavedFault) in
      (side, try Self.scaling(fields, name))
    }
    do throws(Interrupted) {
      try self.data.divide(into: parts.isEmpty ? nil : parts, fields.stop)
      for (side, request) in requests { try self.data.scale(side, request, fields.stop) }
    } catch {
      throw .interrupted
    }
  }

  private static func scaling(_ fields: SavedFields, _ name: String) throws(SavedFault) -> Scaling.Request {
    let values = try fields.values(name).map(String.init)
    let range = values.dropFirst().compactMap(Double.init)
    guard let kind = values.first.flatMap(Scaling.Kind.init), range.count == values.count - 1 else {
      throw fields.fault(name)
    }
    if range.isEmpty { return Scaling.Request(kind) }
    guard kind == .minmax, range.count == 2, range[0] < range[1], range.allSatisfy({ Float($0).isFinite })
    else {
      throw fields.fault(name)
    }
    return Scaling.Request(kind, low: range[0], high: range[1])
  }

  /// One for each row, in ascending order.
  private static func fileRows(_ fields: SavedFields, rows: Int) throws(SavedFault) -> [Int]? {
    guard fields.has("filerows") else { return nil }
    let numbers = try fields.list("filerows") { Int($0) }
    guard numbers.count == rows, numbers[0] > 0, zip(numbers, numbers.dropFirst()).allSatisfy(<) else {
      throw fields.fault("filerows")
    }
    return numbers
  }

  /// Of a file without them, which an earlier version wrote, the means stay as they are.
  private static func gaps(
    _ fields: SavedFields, _ recipe: Recipe?, rows: Int
  ) throws(SavedFault) -> [[Int]]? {
    guard fields.has("gaps") else { return nil }
    let counts = try fields.list("gaps") { Int($0) }
    guard let recipe, counts.count == recipe.inputs.count else { throw fields.fault("gaps") }
    return try counts.enumerated().map { (k, count) throws(SavedFault) in
      guard count != 0 else { return [] }
      let places = try fields.list("gaps.\(k)") { Int($0) }
      // In one row at least there is a value, of which the mean is.
      guard places.count == count, count < rows, zip(places, places.dropFirst()).allSatisfy(<),
        places[0] >= 0, places[count - 1] < rows
      else { throw fields.fault("gaps.\(k)") }
      return places
    }
  }

  private static func recipe(_ fields: SavedFields, _ width: Int) throws(SavedFault) -> Recipe? {
    guard fields.has("recipe") else { return nil }
    var inputs: [Recipe.Input] = []
    for (k, name) in try fields.texts("recipe").enumerated() {
      let words = fields.has("words.\(k)") ? try fields.texts("words.\(k)") : []
      let means = fields.has("means.\(k)") ? Array(try fields.numbers("means.\(k)", .double)) : []
      let input = Recipe.Input(name: name, words: words, means: means)
      guard means.isEmpty || means.count == input.width, means.allSatisfy(\.isFinite) else {
        throw fields.fault("means.\(k)")
      }
      inputs.append(input)
    }
    let recipe = Recipe(
      inputs: inputs, targets: try fields.texts("filetargets"), columns: try fields.texts("filecolumns"))
    guard recipe.width == width else { throw fields.fault("recipe") }
    return recipe
  }
}

extension Network {
  /// The network that a `net` statement with plain sizes makes, all parameters 0: the inverse of `statementText`.
  ///
  /// - Returns: nil for any other text, and for more parameters than a network may have.
  fileprivate init?(statementText: String, _ precision: Precision) {
    var words = statementText.split(separator: " ").map(String.init)
    let hasBias = !words.ends(with: ["without", "bias"])
    if !hasBias { words.removeLast(2) }
    guard words.first == "net" else { return nil }
    var (sizes, activations): ([Int], [Int: Activation]) = ([], [:])
    for word in words.dropFirst() {
      if let size = Int(word), size > 0 {
        sizes.append(size)
      } else if let activation = Activation.named(word), sizes.count > 1, activations[sizes.count - 1] == nil
      {
        activations[sizes.count - 1] = activation
      } else {
        return nil
      }
    }
    let count = zip(sizes, sizes.dropFirst()).reduce(0.0) { $0 + (Double($1.0) + 1) * Double($1.1) }
    guard sizes.count > 1, count <= Double(Network.parameterLimit) else { return nil }
    let layers = (1..<sizes.count).map { k in
      Layer(
        inputs: sizes[k - 1], outputs: sizes[k],
        activation: activations[k] ?? .standard(isOutput: k == sizes.count - 1), hasBias: hasBias)
    }
    self.init(layers: layers, precision)
  }
}

extension [String] {
  fileprivate func ends(with words: [String]) -> Bool { suffix(words.count) == words[...] }
}

/// What came of reading a saved text; each field is set by one piece of work, and looked at when both are done.
private final class SavedResults: @unchecked Sendable {
  var session = Result<Session, SavedFault>.failure(.interrupted)
  var seal = Result<Void, SavedFault>.failure(.interrupted)
}
