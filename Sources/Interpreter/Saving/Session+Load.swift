import Language
import NeuralCore

extension Session {
  /// A session out of what `saved()` wrote; everything is checked before any of it is taken.
  init(saved text: String, name: String, vocabulary: Vocabulary) throws(SavedFault) {
    let fields = try SavedFields(text)
    self.init()
    network = try Self.network(fields, vocabulary)
    hasWeights = try fields.text("drawn") == "1"
    epoch = try fields.whole("epoch")
    digits = min(9, max(0, try fields.whole("digits")))
    reached = try Self.optional(try fields.text("reached")) { $0 == "1" }
    chosenLoss = try Self.optional(try fields.text("loss")) { Loss.named($0) } ?? nil
    seed = try Self.optional(try fields.text("seed")) { Int64($0) } ?? nil
    isFreshlySeeded = try fields.text("fresh") == "1"
    guard let generator = MersenneTwister(words: try fields.list("generator") { UInt64($0, radix: 16) })
    else {
      throw fields.fault("generator")
    }
    self.generator = generator
    let last = try fields.singles("last")
    lastInputs = last.isEmpty ? nil : last
    try readFrozen(fields)
    try readStart(fields)
    try readOptimizer(fields)
    try readTrain(fields, name, vocabulary)
    try readData(fields)
  }

  private static func optional<Value>(_ text: String, _ read: (String) -> Value) throws(SavedFault) -> Value?
  {
    text == "-" ? nil : read(text)
  }

  /// The net's own statement, run in a session of its own.
  private static func network(_ fields: SavedFields, _ vocabulary: Vocabulary) throws(SavedFault) -> Network {
    let program = parse(Source(name: "net", text: try fields.text("net")), vocabulary)
    var session = Session()
    guard program.problems.isEmpty, program.statements.count == 1,
      case .net(let net) = program.statements[0].node,
      (try? session.run(net, Door(emit: { _ in }))) != nil, var network = session.network
    else { throw fields.fault("net") }
    let weights = try fields.singles("weights")
    guard weights.count == network.parameters.count else { throw fields.fault("weights") }
    network.parameters = weights
    return network
  }

  private mutating func readFrozen(_ fields: SavedFields) throws(SavedFault) {
    let places = try fields.list("frozen") { Int($0) }
    guard let network, places.allSatisfy(network.parameters.indices.contains) else {
      throw fields.fault("frozen")
    }
    frozen = Set(places)
  }

  private mutating func readStart(_ fields: SavedFields) throws(SavedFault) {
    guard fields.has("start"), let network else { return }
    let values = try fields.values("start").map(String.init)
    let weights = try fields.singles("startweights")
    guard values.count >= 5, let initializer = Initializer.named(values[0]),
      let form = Initializer.Form(rawValue: values[1]), let fan = Initializer.Fan(rawValue: values[2]),
      let seed = Int64(values[4]), weights.count == network.parameters.count
    else { throw fields.fault("start") }
    var options = Initializer.Options()
    (options.form, options.fan, options.gain) = (form, fan, Double(values[3]))
    options.numbers = values.dropFirst(5).compactMap(Double.init)
    guard options.numbers.count == initializer.parameters.count else { throw fields.fault("start") }
    start = Start(initializer: initializer, options: options, seed: seed, parameters: weights)
  }

  private mutating func readOptimizer(_ fields: SavedFields) throws(SavedFault) {
    guard fields.has("optimizer"), let network else { return }
    let values = try fields.values("optimizer").map(String.init)
    let numbers = values.dropFirst().compactMap(Double.init)
    guard let optimizer = values.first.flatMap(Optimizer.named), numbers.count == optimizer.settings.count,
      zip(optimizer.settings, numbers).allSatisfy({ $0.allows($1) })
    else { throw fields.fault("optimizer") }
    let given = Dictionary(uniqueKeysWithValues: zip(optimizer.settings.map(\.name), numbers))
    let settings = Settings(optimizer.settings, given: given)
    var rule = optimizer.rule(settings, parameters: network.parameters.count)
    var memory = RuleMemory()
    for name in fields.names where name.hasPrefix("scalar.") {
      memory.scalars[String(name.dropFirst(7))] = Double(try fields.text(name))
    }
    for name in fields.names where name.hasPrefix("vector.") {
      memory.vectors[String(name.dropFirst(7))] = try fields.singles(name)
    }
    guard rule.restore(memory) else { throw fields.fault("optimizer") }
    self.optimizer = OptimizerInUse(optimizer: optimizer, settings: settings, rule: rule)
  }

  private mutating func readTrain(
    _ fields: SavedFields, _ name: String, _ vocabulary: Vocabulary
  ) throws(SavedFault) {
    guard fields.has("train") else { return }
    let source = Source(name: name, text: try fields.text("train"))
    let program = parse(source, vocabulary)
    guard program.problems.isEmpty, program.statements.count == 1,
      case .train(let train) = program.statements[0].node
    else { throw fields.fault("train") }
    lastTrain = (train, source, source.text(Span(0, source.bytes.count)))
  }

  private mutating func readData(_ fields: SavedFields) throws(SavedFault) {
    guard fields.has("data") else { return }
    let values = try fields.values("data")
    let (inputs, targets) = (try fields.singles("inputs"), try fields.singles("targets"))
    guard values.count == 3, let width = Int(values[1]), let height = Int(values[2]), width > 0, height > 0,
      !inputs.isEmpty, inputs.count % width == 0, targets.count == inputs.count / width * height
    else { throw fields.fault("data") }
    let data = Dataset(
      name: String(values[0]), inputCount: width, targetCount: height, inputs: inputs, targets: targets,
      columns: try fields.texts("columns"), classes: try fields.texts("classes"))
    guard data.columns.isEmpty || data.columns.count == width,
      data.classes.isEmpty || data.classes.count == height
    else { throw fields.fault("data") }
    self.data = data
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
    split = parts.isEmpty ? nil : parts
    guard split == nil || parts[.train] != nil else { throw fields.fault("data") }
    prepareParts()
    guard fields.has("scaling") else { return }
    guard let kind = Scaling.Kind(rawValue: try fields.text("scaling")), let training = self.parts[.train]
    else {
      throw fields.fault("scaling")
    }
    scaling = Scaling(kind, of: training)
    prepareParts()
  }
}
