import Language
import NeuralCore
import Standard

/// `net`.
extension Executor {
  mutating func run(_ net: NetStatement) throws(Diagnostic) {
    let layers = try layers(net)
    let network = Network(layers: layers, session.precision)
    session.model = Model(network: network)
    session.training = TrainingState()
    let wasScaled = session.data.targetScaling != nil
    let isOther = try fitClasses()

    emit(.net(NetReport(network: network)))
    if isOther { noteClasses() }
    if wasScaled, session.data.targetScaling == nil {
      emit(.note("(targets are not scaled anymore: each class has an output of its own)"))
    }
    if network.output == .softmax, network.outputs == 1 {
      emit(.note("(a softmax over one output is 1 whatever the inputs: for yes or no take sigmoid)"))
    }
  }

  private mutating func layers(_ net: NetStatement) throws(Diagnostic) -> [Layer] {
    let (sizes, activations) = try sizesAndActivations(net)
    if let refusal = net.orderRefusal(isActivation: { Activation.named($0) != nil }) { throw refusal }
    try checkSize(sizes)
    return (1..<sizes.count).map { k in
      Layer(
        inputs: sizes[k - 1], outputs: sizes[k],
        activation: activations[k] ?? .standard(isOutput: k == sizes.count - 1), hasBias: net.hasBias)
    }
  }

  private mutating func sizesAndActivations(
    _ net: NetStatement
  ) throws(Diagnostic) -> (sizes: [Int], activations: [Int: Activation]) {
    var sizes: [Int] = []
    var activations: [Int: Activation] = [:]
    for part in net.parts {
      switch part {
      case .size(let expression): sizes.append(try size(expression))
      case .word(let word):
        guard let activation = Activation.named(word.node) else {
          sizes.append(try size(named: word))
          continue
        }
        activations[sizes.count - 1] = activation
      }
    }
    return (sizes, activations)
  }

  private mutating func size(_ expression: Expression) throws(Diagnostic) -> Int {
    try whole(expression, .layerSize)
  }

  /// A name in a `net` statement that is not an activation: a variable with a size.
  private mutating func size(named word: Located<String>) throws(Diagnostic) -> Int {
    guard variable(word.node) != nil else {
      throw .unknownSize(word, activations: Activation.all.map(\.name), variables: variableNames)
    }
    return try size(Expression(.name(word.node), word.span))
  }

  private func checkSize(_ sizes: [Int]) throws(Diagnostic) {
    var parameters = 0.0
    for k in 1..<sizes.count { parameters += (Double(sizes[k - 1]) + 1) * Double(sizes[k]) }
    guard parameters > Double(Network.parameterLimit) else { return }
    throw Diagnostic(
      .netTooLarge,
      "this net has \(parameters.grouped) parameters: \((4 * parameters).bytes) for the weights alone, "
        + "as much as \((100 * parameters).bytes) to train with adam",
      help: ["At most \(Double(Network.parameterLimit).grouped) are allowed. Nothing was changed."])
  }
}
