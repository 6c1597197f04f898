import Archives
import NeuralCore

/// Arrays of NumPy.
extension FileFormat {
  /// NumPy: weights, scaling and names as arrays by name.
  public static let npz = FileFormat(
    "npz", [".npz"], tool: "NumPy", "weights, scaling and names as arrays by name",
    mark: .start("PK", has: "nn.layers.npy", within: 120),
    writer: { (net, request) throws(ExchangeFault) in .bytes(try NPZWriter.bytes(net, request.stop)) },
    reader: { (bytes, request) throws(ExchangeFault) in try NPZReader.net(bytes, request) })
}

/// Arrays by name in a zip archive: weights as PyTorch's `Sequential` calls them, and what nn says besides.
enum NPZWriter {
  static func bytes(_ net: ExchangedNet, _ stop: StopSignal) throws(ExchangeFault) -> FileBytes {
    try net.requireFinite()
    let (network, fields) = (net.network, OwnFields(net: net))
    var archive = ZipWriter()
    func add(_ name: String, _ array: [UInt8]) { archive.add(name + ".npy", array, alignment: 64) }
    add("nn.layers", integers(network.sizes))
    add("nn.activations", texts(fields.activations))
    for (name, numbers) in fields.scaling { add(name, floats(numbers, numbers.indices, [numbers.count])) }
    for (name, number) in fields.offsets {
      add(name, floats(Vector([number], network.precision), 0..<1, []))
    }
    if !fields.columns.isEmpty { add("nn.columns", texts(fields.columns)) }
    for (name, names) in fields.names { add(name, texts(names)) }
    for (k, layer) in network.layers.enumerated() {
      let (start, place) = (network.offset(ofLayer: k), fields.places[k])
      let weights = start..<start + layer.weightCount
      let numbers = try network.parameters.littleEndian(weights, stop)
      add("\(place).weight", array(of: network.precision, [layer.outputs, layer.inputs]) + numbers)
      guard layer.hasBias else { continue }
      let biases = weights.upperBound..<weights.upperBound + layer.outputs
      add("\(place).bias", floats(network.parameters, biases, [layer.outputs]))
    }
    return archive.archive()
  }

  private static func floats(_ numbers: Vector, _ range: Range<Int>, _ shape: [Int]) -> [UInt8] {
    array(of: numbers.precision, shape) + numbers.littleEndian(range)
  }

  private static func array(of precision: Precision, _ shape: [Int]) -> [UInt8] {
    array(precision == .single ? "<f4" : "<f8", shape)
  }

  private static func integers(_ numbers: [Int]) -> [UInt8] {
    array("<i8", [numbers.count]) + numbers.flatMap { UInt64($0).bytes(8) }
  }

  /// Of four bytes a character, as many as the longest text has.
  private static func texts(_ texts: [String]) -> [UInt8] {
    let longest = max(1, texts.map(\.unicodeScalars.count).max() ?? 0)
    return array("<U\(longest)", [texts.count])
      + texts.flatMap { text in
        let scalars = text.unicodeScalars.flatMap { UInt64($0.value).bytes(4) }
        return scalars + [UInt8](repeating: 0, count: 4 * longest - scalars.count)
      }
  }

  /// What stands before the numbers (numpy.lib.format, version 1.0).
  private static func array(_ kind: String, _ shape: [Int]) -> [UInt8] {
    let lengths = shape.map { "\($0)," }.joined(separator: " ")
    let tuple = shape.count == 1 ? "(\(lengths))" : "(" + lengths.dropLast() + ")"
    let text = "{'descr': '\(kind)', 'fortran_order': False, 'shape': \(tuple), }"
    // With the ten bytes before it and a line feed it ends at a multiple of 64.
    let blanks = (64 - (10 + text.utf8.count + 1) % 64) % 64
    let length = text.utf8.count + blanks + 1
    return [0x93] + Array("NUMPY".utf8) + [1, 0] + UInt64(length).bytes(2) + Array(text.utf8)
      + [UInt8](repeating: 32, count: blanks) + [10]
  }
}
