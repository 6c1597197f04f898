import NeuralCore
import Testing

import Interchange

/// Graphs of ONNX, node by node: what is taken, and what is refused by the name of its node.
struct ONNXGraphTests {
  // MARK: Files

  private static func varint(_ value: UInt64) -> FileBytes {
    value < 128 ? [UInt8(value)] : [UInt8(value & 127) | 128] + varint(value >> 7)
  }

  private static func number(_ field: UInt64, _ value: Int) -> FileBytes {
    varint(field << 3) + varint(UInt64(bitPattern: Int64(value)))
  }

  private static func bytes(_ field: UInt64, _ content: FileBytes) -> FileBytes {
    varint(field << 3 | 2) + varint(UInt64(content.count)) + content
  }

  private static func text(_ field: UInt64, _ text: String) -> FileBytes { bytes(field, Array(text.utf8)) }

  /// A node: `v1 = MatMul(x, a)`, with whole numbers as attributes.
  struct Node: Sendable {
    let operation: String
    let inputs: [String]
    let output: String
    let attributes: [String: Int]

    init(_ output: String, _ operation: String, _ inputs: String..., attributes: [String: Int] = [:]) {
      (self.operation, self.inputs, self.output, self.attributes) = (operation, inputs, output, attributes)
    }

    fileprivate var bytes: FileBytes {
      var all: FileBytes = inputs.flatMap { text(1, $0) }
      all += text(2, output) + text(3, "n_" + output)
      all += text(4, operation)
      for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
        all += ONNXGraphTests.bytes(5, text(1, name) + number(3, value) + number(20, 2))
      }
      return all
    }
  }

  /// A constant: float32 numbers, or int64 where they are whole lengths.
  struct Tensor: Sendable {
    let name: String
    let shape: [Int]
    let numbers: [Double]
    var isLengths = false

    fileprivate var bytes: FileBytes {
      var raw: FileBytes = []
      for number in numbers {
        let bits = isLengths ? UInt64(bitPattern: Int64(number)) : UInt64(Float(number).bitPattern)
        raw += (0..<(isLengths ? 8 : 4)).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
      }
      var all: FileBytes = shape.flatMap { number(1, $0) }
      all += number(2, isLengths ? 7 : 1) + text(8, name)
      return all + ONNXGraphTests.bytes(9, raw)
    }
  }

  /// Two matrices [2, 2], and numbers that nodes take.
  private static let constants = [
    Tensor(name: "a", shape: [2, 2], numbers: [1, 2, 3, 4]),
    Tensor(name: "b", shape: [2, 2], numbers: [5, 6, 7, 8]),
    Tensor(name: "zero", shape: [], numbers: [0]), Tensor(name: "one", shape: [1], numbers: [1]),
    Tensor(name: "axis", shape: [1], numbers: [1], isLengths: true),
    Tensor(name: "two", shape: [1], numbers: [2], isLengths: true),
    Tensor(name: "flat", shape: [2], numbers: [0, -1], isLengths: true),
  ]

  /// A model with the input `x` of some columns, and the output `y`.
  private static func model(_ nodes: [Node], _ others: [Tensor] = [], columns: Int = 2) -> FileBytes {
    let shape = bytes(1, text(2, "rows")) + bytes(1, number(1, columns))
    let input = text(1, "x") + bytes(2, bytes(1, number(1, 1) + bytes(2, shape)))
    var graph: FileBytes = nodes.flatMap { bytes(1, $0.bytes) }
    graph += (constants + others).flatMap { bytes(5, $0.bytes) }
    graph += bytes(11, input) + bytes(12, text(1, "y"))
    return number(1, 7) + bytes(7, graph)
  }

  private static func message(_ file: FileBytes) -> String {
    do throws(ExchangeFault) {
      let net = try FileFormat.onnx.load(file, ImportRequest())
      return "net \(net.net.network.sizes)"
    } catch {
      return error.message
    }
  }

  private static func net(_ file: FileBytes) throws -> Network {
    try FileFormat.onnx.load(file, ImportRequest()).net.network
  }

  // MARK: Sizes

  /// The sum of two counts is more than a number holds.
  @Test func weightsThatClaimMuchAreRefusedOneAfterTheOther() {
    let nodes = [Node("s", "MatMul", "x", "a"), Node("y", "MatMul", "s", "huge")]
    for length in [Int.max, Int.max / 2, 1 << 40] {
      let huge = Tensor(name: "huge", shape: [length, 1], numbers: [])
      #expect(Self.message(Self.model(nodes, [huge])).hasPrefix("it has more than"))
    }
  }

  @Test func firstLayerHasTheWidthOfTheInput() throws {
    let nodes = [Node("y", "MatMul", "x", "a")]
    #expect(try Self.net(Self.model(nodes)).sizes == [2, 2])
    #expect(
      Self.message(Self.model(nodes, columns: 3)) == "its input has 3 columns, and its first layer takes 2")
  }

  // MARK: Behind the outputs

  /// What is done to outputs may not go on as a layer.
  @Test(arguments: [
    Node("r", "Round", "s"), Node("r", "Transpose", "s"), Node("r", "LogSoftmax", "s"),
    Node("r", "Gather", "s", "axis"), Node("r", "Slice", "s", "axis", "two", "axis"),
    Node("r", "ReduceSum", "s", "axis"), Node("r", "Concat", "s", "s"),
    Node("r", "Cast", "s", attributes: ["to": 7]),
  ])
  func layersBehindAStepThatIsLeftOutAreRefused(_ node: Node) throws {
    let start = [Node("s", "MatMul", "x", "a"), node]
    for (rest, name) in [
      ([Node("y", "MatMul", "r", "b")], "n_y (MatMul)"), ([Node("y", "Tanh", "r")], "n_y (Tanh)"),
      ([Node("y", "Gemm", "r", "b")], "n_y (Gemm)"), ([Node("y", "Relu", "r")], "n_y (Relu)"),
      ([Node("c", "Cast", "r", attributes: ["to": 1]), Node("y", "MatMul", "c", "b")], "n_y (MatMul)"),
      ([Node("t", "Sigmoid", "r"), Node("y", "ArgMax", "t")], "n_t (Sigmoid)"),
      ([Node("y", "Conv", "r", "b")], "n_y (Conv)"),
    ] {
      let message = Self.message(Self.model(start + rest))
      #expect(message.hasPrefix("node \(name) goes on with values that nn leaves out"), "\(message)")
    }
  }

  @Test func classesOfOutputsAreLeftOut() throws {
    for rest in [
      [Node("y", "ArgMax", "s")], [Node("m", "ArgMax", "s"), Node("y", "Equal", "m", "axis")],
      [Node("t", "ReduceSum", "s", "axis"), Node("d", "Div", "s", "t"), Node("y", "ArgMax", "d")],
    ] {
      let imported = try FileFormat.onnx.load(
        Self.model([Node("s", "MatMul", "x", "a")] + rest), ImportRequest())
      #expect(imported.net.network.sizes == [2, 2])
      #expect(imported.remarks.count == 1 && imported.remarks[0].hasPrefix("Left out behind the outputs:"))
    }
  }

  /// A shape that is computed is none of what is left out.
  @Test func computedShapesOfRowsArePassedOver() throws {
    let imported = try FileFormat.onnx.load(
      Self.model([
        Node("n", "Shape", "x"), Node("g", "Gather", "n", "axis"), Node("k", "Concat", "g", "two"),
        Node("v", "Reshape", "x", "k"), Node("s", "MatMul", "v", "a"), Node("y", "Tanh", "s"),
      ]), ImportRequest())
    #expect(imported.net.network.layers.map(\.activation) == [.tanh] && imported.remarks.isEmpty)
  }

  // MARK: Inputs that are left out

  @Test func omittedInputsKeepThePlacesOfTheOthers() throws {
    let start = Node("s", "MatMul", "x", "a")
    #expect(
      try Self.net(Self.model([start, Node("y", "Clip", "s", "zero")])).layers.map(\.activation) == [.relu])
    // min(x, 0) is no activation.
    #expect(
      Self.message(Self.model([start, Node("y", "Clip", "s", "", "zero")])).contains("no activation of nn"))
    #expect(
      try Self.net(Self.model([start, Node("y", "Clip", "s", "zero", "")])).layers.map(\.activation) == [
        .relu
      ])
    #expect(
      try Self.net(Self.model([start, Node("y", "Clip", "s", "", "")])).layers.map(\.activation) == [.linear])
    #expect(Self.message(Self.model([Node("y", "Clip", "", "zero")])) == "node n_y (Clip) has no first input")
    #expect(try !Self.net(Self.model([Node("y", "Gemm", "x", "a", "")])).layers[0].hasBias)
  }

  /// A bound for each column, or one that is computed, is no activation.
  @Test func boundsThatAreNoNumberAreRefused() {
    let start = Node("s", "MatMul", "x", "a")
    for bound in ["flat", "s"] {
      let message = Self.message(Self.model([start, Node("y", "Clip", "s", bound)]))
      #expect(message == "node n_y (Clip) does what no layer of nn does", "\(message)")
    }
  }

  // MARK: Shapes of constants

  @Test(arguments: [
    (Node("w", "Reshape", "c", "shape"), [2.0, 3], [2, 3]),
    (Node("w", "Reshape", "c", "shape"), [2, -1], [2, 3]),
    (Node("w", "Reshape", "c", "shape"), [0, -1], [3, 2]), (Node("w", "Flatten", "c"), [], [3, 2]),
    (Node("w", "Flatten", "c", attributes: ["axis": 2]), [], [6, 1]),
    (Node("w", "Identity", "c"), [], [3, 2]),
  ])
  func constantsTakeTheShapeThatTheyAreGiven(_ node: Node, _ lengths: [Double], _ shape: [Int]) throws {
    let others = [
      Tensor(name: "c", shape: [3, 2], numbers: [1, 2, 3, 4, 5, 6]),
      Tensor(name: "shape", shape: [lengths.count], numbers: lengths, isLengths: true),
    ]
    let network = try Self.net(
      Self.model([node, Node("y", "MatMul", "x", "w")], others, columns: shape[0]))
    #expect(network.sizes == shape)
    // Weights of the file stand [in, out].
    let expected = (0..<shape[1]).flatMap { k in (0..<shape[0]).map { Double(1 + $0 * shape[1] + k) } }
    #expect(Array(network.parameters) == expected)
  }

  @Test func axesOfOneAreTakenAwayAndPutIn() throws {
    let cube = Tensor(name: "c", shape: [1, 2, 1], numbers: [3, 4])
    for (nodes, columns) in [
      ([Node("q", "Squeeze", "c"), Node("w", "Unsqueeze", "q", "axis")], 2),
      ([Node("w", "Squeeze", "c", "last")], 1),
    ] {
      let last = Tensor(name: "last", shape: [1], numbers: [-1], isLengths: true)
      let network = try Self.net(
        Self.model(nodes + [Node("y", "MatMul", "x", "w")], [cube, last], columns: columns))
      #expect(network.sizes == [columns, 2 / columns] && Array(network.parameters) == [3, 4])
    }
  }

  @Test func shapesOfConstantsThatCannotBeToldAreRefused() {
    let five = Tensor(name: "five", shape: [2], numbers: [5, 1], isLengths: true)
    for nodes in [
      [Node("n", "Shape", "x"), Node("w", "Reshape", "a", "n")], [Node("w", "Reshape", "a", "five")],
      [Node("w", "Squeeze", "a", "axis")],
      [Node("t", "Transpose", "a"), Node("w", "Flatten", "t", attributes: ["axis": 0])],
    ] {
      let message = Self.message(Self.model(nodes + [Node("y", "MatMul", "x", "w")], [five]))
      #expect(message.contains("gives the constant a [2, 2] a shape that cannot be told"), "\(message)")
    }
  }

  /// Transpose with its axes in their order does nothing.
  @Test func matricesAreTurnedRound() throws {
    let turned = try Self.net(
      Self.model([Node("w", "Transpose", "a"), Node("y", "MatMul", "x", "w")]))
    #expect(Array(turned.parameters) == [1, 2, 3, 4])
  }
}
