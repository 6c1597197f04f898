import JSONText
import NeuralCore

/// A graph that runtimes of many languages compute.
extension FileFormat {
  /// ONNX runtimes: a graph, opset 13, with the scaling in it.
  public static let onnx = FileFormat(
    "onnx", [".onnx"], tool: "ONNX runtimes", "a graph, opset 13, with the scaling in it",
    limits: [
      "Words of a column are inputs of 0 and 1 each; the names of classes are metadata (`nn.classes`).",
      "erf of gelu is computed in float32 in nets of float64 too, since onnxruntime has no other.",
    ], choices: [.matmul],
    mark: .start("\u{8}\u{7}\u{12}\u{2}nn", has: ", written by nn.", within: 600),
    writer: { (net, request) throws(ExchangeFault) in .bytes(try ONNXWriter.bytes(net, request)) },
    reader: { (bytes, request) throws(ExchangeFault) in try ONNXReader.net(bytes, request) })
}

/// Writes a graph of ONNX, opset 13, which older runtimes take as well.
enum ONNXWriter {
  static func bytes(_ net: ExchangedNet, _ request: ExportRequest) throws(ExchangeFault) -> FileBytes {
    try net.requireFinite()
    var graph = ONNXGraph(net.network.precision)
    var value = "inputs"
    if let scaling = net.inputScaling {
      value = graph.add("Sub", value, graph.tensor("input_shift", scaling.shift))
      value = graph.add("Div", value, graph.tensor("input_scale", scaling.scale))
      if scaling.offset != 0 { value = graph.add("Add", value, graph.number(scaling.offset)) }
    }
    let places = OwnFields(net: net).places
    for (k, layer) in net.network.layers.enumerated() {
      let sums = try graph.sums(net.network, k, "\(places[k])", value, request)
      value = graph.activation(layer.activation, sums)
    }
    if let scaling = net.targetScaling {
      if scaling.offset != 0 { value = graph.add("Sub", value, graph.number(scaling.offset)) }
      value = graph.add("Mul", value, graph.tensor("target_scale", scaling.scale))
      value = graph.add("Add", value, graph.tensor("target_shift", scaling.shift))
    }
    return model(net, graph, value)
  }

  private static func model(_ net: ExchangedNet, _ graph: ONNXGraph, _ output: String) -> FileBytes {
    var model = Protobuf()
    model.add(1, 7)
    model.add(2, "nn")
    model.add(6, net.headline)
    model.add(8, Protobuf { $0.add(2, 13) })
    // The graph has the scaling in it.
    for (key, text) in OwnFields(net: net).texts(withScaling: false) {
      model.add(
        14,
        Protobuf {
          $0.add(1, key)
          $0.add(2, text)
        })
    }
    model.add(7, graph.message(net, output))
    return model.bytes
  }
}

/// A graph as it grows.
private struct ONNXGraph {
  private struct Node {
    let kind: String
    let inputs: [String]
    var output: String
    let attributes: [(String, Attribute)]
  }

  private enum Attribute {
    case float(Float)
    case int(Int)
  }

  private let precision: Precision
  private var nodes: [Node] = []
  private var tensors: [(name: String, shape: [Int], bytes: [UInt8])] = []
  /// 1 is float32, 11 is float64.
  private var element: Int { precision == .single ? 1 : 11 }

  init(_ precision: Precision) { self.precision = precision }

  // MARK: Nodes

  mutating func add(_ kind: String, _ inputs: String...) -> String { add(kind, inputs, []) }

  private mutating func add(
    _ kind: String, _ inputs: [String], _ attributes: [(String, Attribute)]
  ) -> String {
    let output = "v\(nodes.count + 1)"
    nodes.append(Node(kind: kind, inputs: inputs, output: output, attributes: attributes))
    return output
  }

  /// An array that the graph has as a constant.
  mutating func tensor(_ name: String, _ numbers: Vector) -> String {
    tensor(name, [numbers.count], numbers.littleEndian(numbers.indices))
  }

  private mutating func tensor(_ name: String, _ shape: [Int], _ bytes: [UInt8]) -> String {
    tensors.append((name, shape, bytes))
    return name
  }

  /// A single number, the same one for each use.
  mutating func number(_ number: Double) -> String {
    let name = "c\(number)"
    if tensors.contains(where: { $0.name == name }) { return name }
    return tensor(name, [], Vector([number], precision).littleEndian(0..<1))
  }

  /// The sums of a layer: W x + b.
  mutating func sums(
    _ network: Network, _ k: Int, _ name: String, _ inputs: String, _ request: ExportRequest
  ) throws(ExchangeFault) -> String {
    let (layer, start) = (network.layers[k], network.offset(ofLayer: k))
    let (weights, biases) = (start..<start + layer.weightCount, start + layer.weightCount)
    let bias = layer.hasBias ? network.parameters.littleEndian(biases..<biases + layer.outputs) : nil
    guard request.choices.contains(.matmul) else {
      let matrix = tensor(
        name + ".weight", [layer.outputs, layer.inputs],
        try network.parameters.littleEndian(weights, request.stop))
      let terms = bias.map { [tensor(name + ".bias", [layer.outputs], $0)] } ?? []
      return add("Gemm", [inputs, matrix] + terms, [("transB", .int(1))])
    }
    let turned = Vector(
      try WeightArrays.transposed(
        Array(network.parameters[weights]), layer.outputs, layer.inputs, request.stop), precision)
    let matrix = tensor(
      name + ".weight", [layer.inputs, layer.outputs], try turned.littleEndian(turned.indices, request.stop))
    let product = add("MatMul", inputs, matrix)
    return bias.map { add("Add", product, tensor(name + ".bias", [layer.outputs], $0)) } ?? product
  }

  // MARK: Activations

  /// Operators of one node, with attributes where ONNX has other defaults.
  private static let single: [String: (String, [(String, Attribute)])] = [
    "sigmoid": ("Sigmoid", []), "tanh": ("Tanh", []), "relu": ("Relu", []),
    "leaky-relu": ("LeakyRelu", [("alpha", .float(0.01))]), "elu": ("Elu", []), "selu": ("Selu", []),
    "softplus": ("Softplus", []), "softsign": ("Softsign", []), "softmax": ("Softmax", [("axis", .int(-1))]),
    "hard-sigmoid": ("HardSigmoid", [("alpha", .float(1 / 6)), ("beta", .float(0.5))]),
  ]
  /// Those of them that onnxruntime has in float64.
  private static let alsoDouble: Set = ["sigmoid", "tanh", "relu", "softmax"]

  mutating func activation(_ activation: Activation, _ s: String) -> String {
    let name = activation.name
    if let (kind, attributes) = Self.single[name], precision == .single || Self.alsoDouble.contains(name) {
      return add(kind, [s], attributes)
    }
    return composed(name, s) ?? s
  }

  /// Those that take several nodes; nil for linear.
  private mutating func composed(_ name: String, _ s: String) -> String? {
    switch name {
    case "silu": return add("Mul", s, add("Sigmoid", s))
    case "hard-tanh": return add("Clip", s, number(-1), number(1))
    case "step": return add("Cast", [add("Greater", s, number(0))], [("to", .int(element))])
    case "heaviside": return add("Cast", [add("GreaterOrEqual", s, number(0))], [("to", .int(element))])
    case "gelu":
      let erf = error(add("Mul", s, number(0.7071067811865475)))
      return add("Mul", add("Mul", s, number(0.5)), add("Add", erf, number(1)))
    case "gelu-tanh":
      let cube = add("Mul", add("Mul", s, s), s)
      let bent = add("Add", s, add("Mul", cube, number(0.044715)))
      let share = add("Add", add("Tanh", add("Mul", bent, number(0.7978845608028654))), number(1))
      return add("Mul", add("Mul", s, number(0.5)), share)
    default: return inDouble(name, s)
    }
  }

  /// erf, which onnxruntime has in float32 alone.
  private mutating func error(_ s: String) -> String {
    guard precision == .double else { return add("Erf", s) }
    let rounded = add("Cast", [s], [("to", .int(1))])
    return add("Cast", [add("Erf", rounded)], [("to", .int(11))])
  }

  /// What one node does for float32, of operators that there are in float64.
  private mutating func inDouble(_ name: String, _ s: String) -> String? {
    switch name {
    case "leaky-relu": return add("Max", s, add("Mul", s, number(0.01)))
    case "softsign": return add("Div", s, add("Add", add("Abs", s), number(1)))
    case "hard-sigmoid":
      let sum = add("Clip", add("Add", s, number(3)), number(0), number(6))
      return add("Div", sum, number(6))
    case "elu": return add("Add", add("Relu", s), negative(s))
    case "selu":
      let positive = add("Mul", add("Relu", s), number(1.0507009873554805))
      return add("Add", positive, add("Mul", negative(s), number(1.7580993408473766)))
    case "softplus":
      // max(s, 0) + ln(1 + e^−|s|)
      let power = add("Exp", add("Neg", add("Abs", s)))
      return add("Add", add("Relu", s), add("Log", add("Add", power, number(1))))
    default: return nil
    }
  }

  /// e^min(s, 0) − 1.
  private mutating func negative(_ s: String) -> String {
    add("Sub", add("Exp", add("Min", s, number(0))), number(1))
  }

  // MARK: Bytes

  func message(_ net: ExchangedNet, _ output: String) -> Protobuf {
    var graph = Protobuf()
    for node in nodes { graph.add(1, message(node, output)) }
    graph.add(2, net.name)
    for tensor in tensors {
      graph.add(
        5,
        Protobuf {
          for length in tensor.shape { $0.add(1, length) }
          $0.add(2, element)
          $0.add(8, tensor.name)
          $0.add(9, tensor.bytes)
        })
    }
    graph.add(11, value("inputs", net.network.inputs))
    graph.add(12, value("outputs", net.network.outputs))
    return graph
  }

  private func message(_ node: Node, _ output: String) -> Protobuf {
    Protobuf {
      for input in node.inputs { $0.add(1, input) }
      $0.add(2, node.output == output ? "outputs" : node.output)
      $0.add(3, "\(node.kind)_\(node.output)")
      $0.add(4, node.kind)
      for (name, attribute) in node.attributes {
        $0.add(
          5,
          Protobuf {
            $0.add(1, name)
            switch attribute {
            case .float(let number):
              $0.add(2, number)
              $0.add(20, 1)
            case .int(let number):
              $0.add(3, number)
              $0.add(20, 2)
            }
          })
      }
    }
  }

  /// [batch, width] of the net's numbers.
  private func value(_ name: String, _ width: Int) -> Protobuf {
    let shape = Protobuf {
      $0.add(1, Protobuf { $0.add(2, "batch") })
      $0.add(1, Protobuf { $0.add(1, width) })
    }
    let tensor = Protobuf {
      $0.add(1, element)
      $0.add(2, shape)
    }
    return Protobuf {
      $0.add(1, name)
      $0.add(2, Protobuf { $0.add(1, tensor) })
    }
  }
}

/// A message of Protocol Buffers: fields by number, in the order in which they are added.
private struct Protobuf {
  private(set) var bytes: [UInt8] = []

  init() {}

  init(_ build: (inout Protobuf) -> Void) { build(&self) }

  private mutating func add(varint value: UInt64) {
    var rest = value
    while rest > 127 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// The kinds on the wire: 0 whole numbers, 2 what has a length, 5 four bytes.
  private mutating func add(key field: Int, _ kind: Int) { add(varint: UInt64(field << 3 | kind)) }

  mutating func add(_ field: Int, _ number: Int) {
    add(key: field, 0)
    add(varint: UInt64(bitPattern: Int64(number)))
  }

  mutating func add(_ field: Int, _ number: Float) {
    add(key: field, 5)
    bytes += UInt64(number.bitPattern).bytes(4)
  }

  mutating func add(_ field: Int, _ content: [UInt8]) {
    add(key: field, 2)
    add(varint: UInt64(content.count))
    bytes += content
  }

  mutating func add(_ field: Int, _ text: String) { add(field, Array(text.utf8)) }
  mutating func add(_ field: Int, _ message: Protobuf) { add(field, message.bytes) }
}
