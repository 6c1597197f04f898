import JSONText
import NeuralCore

/// A net as JSON: all that it takes to work with it in any language, named.
extension FileFormat {
  /// any program: layers, weights, scaling and names, as text.
  public static let json = FileFormat(
    "json", [".json"], tool: "any program", "layers, weights, scaling and names, as text",
    limits: ["Files of more than \(FileFormat.mostBytesOfText / 1_000_000) MB are not read again."],
    mark: .start("{\n  \"nn\": 1,", has: "\"name\"", within: 40),
    mostBytes: FileFormat.mostBytesOfText,
    writer: { (net, request) throws(ExchangeFault) in
      guard net.network.parameters.isFinite else { throw .notFinite }
      return .text(try JSONNet.text(net, request.stop))
    },
    reader: { (bytes, request) throws(ExchangeFault) in try JSONNet.net(bytes, request) })
}

extension ExchangeFault {
  /// JSON and most programs have no word for such numbers.
  public static let notFinite = ExchangeFault(
    "some weights are infinite or no numbers", advice: ["`dump` shows them; `reset` draws weights anew."])
}

enum JSONNet {
  private static let version = 1

  // MARK: Writing

  static func text(_ net: ExchangedNet, _ stop: StopSignal) throws(ExchangeFault) -> String {
    let layers = try net.network.layers.indices.map { (k) throws(ExchangeFault) in
      try layer(net.network, k, stop)
    }
    let members: [(String, JSONText?)] = [
      ("nn", .int(version)), ("name", .string(net.name)),
      ("precision", .string(net.network.precision == .single ? "float32" : "float64")),
      ("inputs", .list(net.inputNames.map { .string($0) })),
      ("columns", net.columns.isEmpty ? nil : .list(net.columns.map(text))),
      ("input_scaling", net.inputScaling.map(scaling)),
      ("layers", .list([])),
      ("target_scaling", net.targetScaling.map(scaling)),
      ("classes", net.classes.isEmpty ? nil : .list(net.classes.map { .string($0) })),
      ("outputs", net.outputNames.isEmpty ? nil : .list(net.outputNames.map { .string($0) })),
    ]
    // Layers are written piece by piece: as values they would take many times their text.
    let lines = members.compactMap { name, value in
      value.map {
        "  " + JSONText.quoted(name) + ": "
          + (name == "layers" ? "[" + layers.joined(separator: ",") + "]" : $0.written)
      }
    }
    return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
  }

  private static func numbers(_ numbers: some Sequence<Int>, of vector: Vector) -> JSONText {
    .list(numbers.map { .number(vector.decimal($0).text) })
  }

  /// A layer as it is written: activation, weights a row a neuron, and biases.
  private static func layer(
    _ network: Network, _ index: Int, _ stop: StopSignal
  ) throws(ExchangeFault) -> String {
    let (layer, start) = (network.layers[index], network.offset(ofLayer: index))
    let rows = try (0..<layer.outputs).map { (k) throws(ExchangeFault) in
      guard !stop.isGiven else { throw .interrupted }
      return numbers(start + k * layer.inputs..<start + (k + 1) * layer.inputs, of: network.parameters)
        .written
    }
    let biases = numbers(
      start + layer.weightCount..<start + layer.parameterCount, of: network.parameters
    ).written
    return
      "{\"activation\":\(JSONText.quoted(layer.activation.name)),\"weights\":[\(rows.joined(separator: ","))]"
      + (layer.hasBias ? ",\"biases\":\(biases)}" : "}")
  }

  private static func scaling(_ scaling: Scaling) -> JSONText {
    .fields([
      ("shift", numbers(scaling.shift.indices, of: scaling.shift)),
      ("scale", numbers(scaling.scale.indices, of: scaling.scale)), ("offset", .double(scaling.offset)),
    ])
  }

  /// A column as files have it.
  static func text(of column: Recipe.Input) -> JSONText {
    .fields([
      ("name", .string(column.name)),
      ("words", column.words.isEmpty ? nil : .list(column.words.map { .string($0) })),
      ("means", column.means.isEmpty ? nil : .list(column.means.map { .double($0) })),
    ])
  }

  // MARK: Reading

  static func net(_ bytes: FileBytes, _ request: ImportRequest) throws(ExchangeFault) -> ImportedNet {
    guard request.activations.isEmpty else { throw .saysActivations }
    let read: JSONText?
    do throws(Interrupted) {
      read = try bytes.withUnsafeBufferPointer { (bytes) throws(Interrupted) in
        try JSONText(reading: bytes, request.stop)
      }
    } catch {
      throw .interrupted
    }
    guard let value = read else { throw ExchangeFault("this is no JSON") }
    guard value["nn"]?.int == version, let layers = value["layers"]?.items, !layers.isEmpty else {
      throw ExchangeFault("this is no net that `export` wrote: it has no \"nn\": \(version), or no layers")
    }
    let precision: Precision = value["precision"]?.text == "float64" ? .double : .single
    var made = LayerStack(precision)
    for (k, layer) in layers.enumerated() { try add(layer, k + 1, to: &made, request.stop) }
    var net = ExchangedNet(name: value["name"]?.text ?? "net", network: try made.network())
    net.inputScaling = try scaling(value["input_scaling"], net.network.inputs, precision)
    net.targetScaling = try scaling(value["target_scaling"], net.network.outputs, precision)
    net.classes = try texts(value["classes"], "classes") ?? []
    net.outputNames = try texts(value["outputs"], "outputs") ?? []
    for column in value["columns"]?.items ?? [] { net.columns.append(try self.column(column)) }
    return ImportedNet(net, layers: made.names)
  }

  private static func add(
    _ layer: JSONText, _ number: Int, to stack: inout LayerStack, _ stop: StopSignal
  ) throws(ExchangeFault) {
    let word = layer["activation"]?.text ?? ""
    guard let activation = Activation.named(word) else {
      throw ExchangeFault("layer \(number) has the activation \"\(word.shown)\", which nn does not know")
    }
    guard let rows = layer["weights"]?.items else { throw ExchangeFault("layer \(number) has no weights") }
    var weights: [[Double]] = []
    for row in rows {
      guard !stop.isGiven else { throw .interrupted }
      weights.append(try doubles(row, "weights of layer \(number)"))
    }
    var biases: [Double]?
    if let given = layer["biases"] { biases = try doubles(given, "biases of layer \(number)") }
    try stack.add(weights, biases, activation, named: "layers[\(number - 1)].weights")
  }

  private static func doubles(_ value: JSONText, _ what: String) throws(ExchangeFault) -> [Double] {
    let numbers = value.items?.map(\.double) ?? [nil]
    let known = numbers.compactMap { $0 }
    guard known.count == numbers.count, known.allSatisfy(\.isFinite) else {
      throw ExchangeFault("the \(what) are no list of numbers")
    }
    return known
  }

  private static func texts(_ value: JSONText?, _ what: String) throws(ExchangeFault) -> [String]? {
    guard let value else { return nil }
    let texts = value.items?.compactMap(\.text)
    guard let texts, texts.count == value.items?.count else {
      throw ExchangeFault("the \(what) are no list of texts")
    }
    return texts
  }

  private static func scaling(
    _ value: JSONText?, _ width: Int, _ precision: Precision
  ) throws(ExchangeFault) -> Scaling? {
    guard let value else { return nil }
    let shift = try doubles(value["shift"] ?? .null, "shifts of a scaling")
    let scale = try doubles(value["scale"] ?? .null, "scales of a scaling")
    guard shift.count == width, scale.count == width, !scale.contains(0) else {
      throw ExchangeFault("a scaling has not \(width) shifts and as many scales other than 0")
    }
    return Scaling(
      shift: Vector(shift, precision), scale: Vector(scale, precision), offset: value["offset"]?.double ?? 0)
  }

  static func column(_ value: JSONText) throws(ExchangeFault) -> Recipe.Input {
    guard let name = value["name"]?.text else { throw ExchangeFault("a column has no name") }
    let means = try value["means"].map { (means) throws(ExchangeFault) in try doubles(means, "means") }
    return Recipe.Input(name: name, words: try texts(value["words"], "words") ?? [], means: means ?? [])
  }
}
