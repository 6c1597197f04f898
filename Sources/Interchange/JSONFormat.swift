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
    let text = ByteText()
    var isFirst = true
    for case (let name, let value?) in members {
      text.add((isFirst ? "{\n  " : ",\n  ") + JSONText.quoted(name) + ": ")
      isFirst = false
      // As values, layers would take many times their text.
      if name == "layers" {
        try write(net.network, to: text, stop)
      } else {
        text.add(value.written)
      }
    }
    text.add("\n}\n")
    return text.taken()
  }

  /// The layers, one after another: activation, weights a row a neuron, and biases.
  private static func write(
    _ network: Network, to text: ByteText, _ stop: StopSignal
  ) throws(ExchangeFault) {
    for (k, layer) in network.layers.enumerated() {
      let start = network.offset(ofLayer: k)
      text.add(
        (k == 0 ? "[" : ",") + "{\"activation\":\(JSONText.quoted(layer.activation.name)),\"weights\":[")
      for row in 0..<layer.outputs {
        guard !stop.isGiven else { throw .interrupted }
        if row > 0 { text.add(UInt8(ascii: ",")) }
        let places = start + row * layer.inputs..<start + (row + 1) * layer.inputs
        write(places, of: network.parameters, to: text)
      }
      text.add("]")
      if layer.hasBias {
        text.add(",\"biases\":")
        write(start + layer.weightCount..<start + layer.parameterCount, of: network.parameters, to: text)
      }
      text.add("}")
    }
    text.add("]")
  }

  private static func write(_ places: Range<Int>, of vector: Vector, to text: ByteText) {
    var sign = UInt8(ascii: "[")
    for place in places {
      text.add(sign)
      vector.writeDecimal(place, to: text)
      sign = UInt8(ascii: ",")
    }
    text.add(UInt8(ascii: "]"))
  }

  private static func numbers(_ vector: Vector) -> JSONText { .list(vector.decimals.map { .double($0) }) }

  private static func scaling(_ scaling: Scaling) -> JSONText {
    .fields([
      ("shift", numbers(scaling.shift)), ("scale", numbers(scaling.scale)),
      ("offset", .double(scaling.offset)),
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
    guard value["nn"]?.int == version, let layers = value["layers"]?.others, !layers.isEmpty else {
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
    if let columns = value["columns"] {
      guard let columns = columns.others else { throw ExchangeFault("its columns are no list of columns") }
      for column in columns { net.columns.append(try self.column(column)) }
    }
    return ImportedNet(net, layers: made.names)
  }

  private static func add(
    _ layer: JSONText, _ number: Int, to stack: inout LayerStack, _ stop: StopSignal
  ) throws(ExchangeFault) {
    let word = layer["activation"]?.text ?? ""
    guard let activation = Activation.named(word) else {
      throw ExchangeFault("layer \(number) has the activation \"\(word.shown)\", which nn does not know")
    }
    guard let given = layer["weights"] else { throw ExchangeFault("layer \(number) has no weights") }
    guard let rows = given.others else {
      throw ExchangeFault("the weights of layer \(number) are no list of numbers for each neuron")
    }
    let name = "layers[\(number - 1)].weights"
    var inputs: Int?
    var weights: [Double] = []
    for row in rows {
      guard !stop.isGiven else { throw .interrupted }
      let row = try doubles(row, "weights of layer \(number)")
      guard !row.isEmpty else { throw ExchangeFault("\(name) is no matrix of numbers") }
      if let inputs, row.count != inputs {
        throw ExchangeFault(
          "\(name) is no matrix: its rows have \(inputs) and \(row.count) numbers")
      }
      inputs = row.count
      weights += row
    }
    guard let inputs else { throw ExchangeFault("\(name) is no matrix of numbers") }
    var biases: [Double]?
    if let given = layer["biases"] { biases = try doubles(given, "biases of layer \(number)") }
    try stack.add(weights, outputs: rows.count, inputs: inputs, biases, activation, named: name)
  }

  private static func doubles(_ value: JSONText, _ what: String) throws(ExchangeFault) -> [Double] {
    guard let numbers = value.doubles else { throw ExchangeFault("the \(what) are no list of numbers") }
    return numbers
  }

  private static func texts(_ value: JSONText?, _ what: String) throws(ExchangeFault) -> [String]? {
    guard let value else { return nil }
    let texts = value.others?.compactMap(\.text)
    guard let texts, texts.count == value.others?.count else {
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
