import Archives
import NeuralCore

/// A model of ONNX as its file has it (onnx.proto, IR version 3 to 13): nodes in the order in which they are computed, and
/// constant tensors.
struct ONNXModel {
  /// What a node computes, and of what.
  struct Node {
    let name: String
    let operation: String
    /// Empty for ONNX's own.
    let domain: String
    let inputs: [String]
    let outputs: [String]
    fileprivate let attributes: [String: ProtobufMessage]

    /// As messages have it.
    var text: String {
      name.isEmpty ? operation.shown : "\(name.shown) (\(operation.shown))"
    }

    func float(_ name: String) -> Double? { attributes[name]?.float(2) }
    func int(_ name: String) -> Int? { attributes[name]?.int(3) }
    func text(_ name: String) -> String? { attributes[name]?.text(4) }
    func floats(_ name: String) -> [Double]? { attributes[name]?.floats(7) }
    func ints(_ name: String) throws(ExchangeFault) -> [Int]? { try attributes[name]?.ints(8, atMost: 64) }
    func texts(_ name: String) -> [String]? { attributes[name]?.texts(9) }

    func tensor(_ name: String) throws(ExchangeFault) -> ONNXTensor? {
      guard let bytes = attributes[name]?.all(5).last else { return nil }
      return try ONNXTensor(bytes, named: "\(self.name).\(name)")
    }
  }

  let nodes: [Node]
  let constants: [String: ONNXTensor]
  let inputs: [String]
  /// How long the axes of the first input are; nil for those that are open. Empty where nothing is said.
  let inputShape: [Int?]
  let outputs: [String]
  /// What whoever wrote the file says besides.
  let metadata: [String: String]

  /// Nets of nn take fewer.
  private static let mostNodes = 5000

  init(_ file: FileBytes) throws(ExchangeFault) {
    let model = try ProtobufMessage(file[...])
    guard let graph = try model.message(7), model.int(1) != nil else { throw ProtobufMessage.broken }
    let nodes = graph.all(1)
    guard nodes.count <= Self.mostNodes else {
      throw ExchangeFault("it has \(nodes.count) nodes, and \(Self.mostNodes) are the most that nn reads")
    }
    var list: [Node] = []
    for node in nodes { list.append(try Self.node(node)) }
    var constants: [String: ONNXTensor] = [:]
    for bytes in graph.all(5) {
      let tensor = try ONNXTensor(bytes)
      constants[tensor.name] = tensor
    }
    guard graph.all(15).isEmpty else {
      throw ExchangeFault("it has sparse tensors, which nn does not take")
    }
    (self.nodes, self.constants) = (list, constants)
    let given = try Self.values(graph.all(11)).filter { constants[$0.text(1)] == nil }
    inputs = given.map { $0.text(1) }
    inputShape = try given.first.map(Self.shape) ?? []
    outputs = try Self.values(graph.all(12)).map { $0.text(1) }
    var metadata: [String: String] = [:]
    for bytes in model.all(14) {
      let pair = try ProtobufMessage(bytes)
      metadata[pair.text(1)] = pair.text(2)
    }
    self.metadata = metadata
  }

  private static func values(_ values: [ArraySlice<UInt8>]) throws(ExchangeFault) -> [ProtobufMessage] {
    var messages: [ProtobufMessage] = []
    for value in values { messages.append(try ProtobufMessage(value)) }
    return messages
  }

  /// ValueInfoProto: its type, that of a tensor, its shape, axis by axis.
  private static func shape(_ value: ProtobufMessage) throws(ExchangeFault) -> [Int?] {
    guard let shape = try value.message(2)?.message(1)?.message(2) else { return [] }
    return try values(shape.all(1)).map { $0.int(1) }
  }

  private static func node(_ bytes: ArraySlice<UInt8>) throws(ExchangeFault) -> Node {
    let fields = try ProtobufMessage(bytes)
    var attributes: [String: ProtobufMessage] = [:]
    for bytes in fields.all(5) {
      let attribute = try ProtobufMessage(bytes)
      attributes[attribute.text(1)] = attribute
    }
    let domain = fields.text(7)
    return Node(
      name: fields.text(3), operation: fields.text(4), domain: domain == "ai.onnx" ? "" : domain,
      inputs: fields.texts(1), outputs: fields.texts(2), attributes: attributes)
  }
}

/// A constant of ONNX: numbers as raw bytes or in the field of their kind, or texts.
struct ONNXTensor {
  let name: String
  private(set) var shape: [Int]
  /// Numbers that its shape takes.
  let count: Int
  /// Whether they are float64.
  let isDouble: Bool
  private let kind: Int
  private let fields: ProtobufMessage
  /// Whether rows and columns of the file are the other way round.
  private(set) var isTransposed = false

  init(_ bytes: ArraySlice<UInt8>, named fallback: String = "") throws(ExchangeFault) {
    fields = try ProtobufMessage(bytes)
    name = fields.text(8).isEmpty ? fallback : fields.text(8)
    shape = try fields.ints(1, atMost: 33)
    kind = fields.int(2) ?? 0
    isDouble = kind == 11
    guard shape.count <= 32, let count = NamedArray.count(shape) else {
      throw ExchangeFault(
        "tensor \(name.shown) has the impossible shape \(shape.prefix(8).map { $0 }.shapeText)")
    }
    guard fields.int(14) != 1, fields.all(13).isEmpty else {
      throw ExchangeFault(
        "its weights are in a file of their own",
        advice: ["In Python: onnx.save(onnx.load(\"FILE\"), \"one-file.onnx\", save_as_external_data=False)"])
    }
    self.count = count
  }

  /// The same numbers in another shape; nil where that has another number of them, or they do not stand in their order.
  func with(_ shape: [Int]) -> ONNXTensor? {
    guard NamedArray.count(shape) == count, !isTransposed || shape == self.shape else { return nil }
    var other = self
    other.shape = shape
    return other
  }

  /// The other way round, of a matrix.
  func transposed() throws(ExchangeFault) -> ONNXTensor {
    guard shape.count == 2 else { throw otherKind }
    var other = self
    (other.shape, other.isTransposed) = (shape.reversed(), !isTransposed)
    return other
  }

  /// Row by row.
  func numbers(_ stop: StopSignal) throws(ExchangeFault) -> [Double] {
    let numbers = try stored(stop)
    return isTransposed ? try WeightArrays.transposed(numbers, shape[1], shape[0], stop) : numbers
  }

  private func stored(_ stop: StopSignal) throws(ExchangeFault) -> [Double] {
    let numbers: [Double]
    if let raw = fields.all(9).last, !raw.isEmpty || count == 0 {
      guard let kind = Self.kinds[kind] else { throw otherKind }
      let coding = NumberCoding(kind)
      guard count.multipliedReportingOverflow(by: coding.size) == (raw.count, false) else { throw otherCount }
      numbers = try coding.numbers(raw, stop)
    } else {
      guard count < Int.max else { throw otherCount }
      switch kind {
      case 1: numbers = fields.floats(4)
      case 11: numbers = fields.floats(10, isDouble: true)
      case 7: numbers = try fields.ints(7, atMost: count + 1).map(Double.init)
      case 12, 13: numbers = try fields.ints(11, atMost: count + 1).map { Double(UInt(bitPattern: $0)) }
      case 2, 3, 4, 5, 6, 9: numbers = try fields.ints(5, atMost: count + 1).map(Double.init)
      case 10, 16:
        let bits = try fields.ints(5, atMost: count + 1).flatMap {
          [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
        }
        numbers = NumberCoding(kind == 10 ? .float16 : .bfloat16).numbers(bits[...])
      default: throw otherKind
      }
    }
    guard numbers.count == count else { throw otherCount }
    return numbers
  }

  /// Of a tensor of texts, or whole numbers as texts.
  func texts() throws(ExchangeFault) -> [String] {
    kind == 8 ? fields.texts(6) : try numbers(.never).map { Int(exactly: $0).map(String.init) ?? "\($0)" }
  }

  private var otherKind: ExchangeFault {
    ExchangeFault("tensor \(name.shown) is of numbers of kind \(kind) of ONNX, which nn does not take")
  }

  private var otherCount: ExchangeFault {
    ExchangeFault("tensor \(name.shown) has another number of elements than its shape \(shape.shapeText)")
  }

  /// TensorProto.DataType.
  private static let kinds: [Int: NumberCoding.Kind] = [
    1: .float32, 2: .unsigned(1), 3: .signed(1), 4: .unsigned(2), 5: .signed(2), 6: .signed(4), 7: .signed(8),
    9: .bool, 10: .float16, 11: .float64, 12: .unsigned(4), 13: .unsigned(8), 16: .bfloat16,
  ]
}
