import NeuralCore

/// Layers out of arrays that have names and shapes, and nothing else: those of PyTorch, Keras, scikit-learn and NumPy.
///
/// An array of two dimensions is the weights of a layer, one of one dimension biases. Whose they are is said by what is left
/// of the name without the word for it: `fc1.weight` and `fc1.bias`, `W0` and `b0`, `coefs_0` and `intercepts_0`; arrays
/// without such words are taken in turn, weights before biases, as `get_weights` of Keras gives them.
struct WeightArrays {
  /// How the weights of a layer stand.
  enum Orientation: CaseIterable {
    /// A row a neuron, as PyTorch and nn have them.
    case outIn
    /// A column a neuron, as Keras and scikit-learn have them.
    case inOut
  }

  private struct Pair {
    let weights: NamedArray
    let orientation: Orientation?
    let key: [String]
    var biases: NamedArray?
  }

  private var pairs: [Pair] = []
  /// What the orientation of weights is where neither shapes nor names say it.
  private let usual: Orientation
  /// Whether arrays stand in the file as they follow one another in the net; else their names say it.
  private let isOrdered: Bool

  init(_ arrays: [NamedArray], usual: Orientation, isOrdered: Bool) throws(ExchangeFault) {
    (self.usual, self.isOrdered) = (usual, isOrdered)
    let named = (isOrdered ? arrays : arrays.sorted { Self.isBefore(Name($0.name).all, Name($1.name).all) })
      .map { ($0, Name($0.name)) }
    for (array, name) in named where !Self.isBias(array, name) { try addWeights(array, name) }
    var last = -1
    for (array, name) in named {
      guard Self.isBias(array, name) else {
        last += 1
        continue
      }
      try addBiases(array, name, behind: last)
    }
    guard !pairs.isEmpty else { throw ExchangeFault("there are no weights of layers in it") }
  }

  // MARK: Names

  /// The parts of a name, in lower case: runs of letters, and runs of digits.
  private struct Name {
    let all: [String]
    /// Without the word that says what the array is.
    let key: [String]
    let isBias: Bool?
    let orientation: Orientation?

    static let words: [String: (isBias: Bool, orientation: Orientation?)] = [
      "weight": (false, .outIn), "weights": (false, nil), "w": (false, nil), "kernel": (false, .inOut),
      "coef": (false, .inOut), "coefs": (false, .inOut), "bias": (true, nil), "biases": (true, nil),
      "b": (true, nil), "intercept": (true, nil), "intercepts": (true, nil),
    ]

    init(_ name: String) {
      var parts: [String] = []
      var isAfterBreak = true
      // Keras of old times put `:0` behind the names of its variables.
      for scalar in (name.hasSuffix(":0") ? String(name.dropLast(2)) : name).lowercased().unicodeScalars {
        let isDigit = "0"..."9" ~= scalar
        guard isDigit || scalar.properties.isAlphabetic else {
          isAfterBreak = true
          continue
        }
        let continues = !isAfterBreak && (parts.last?.unicodeScalars.last).map { "0"..."9" ~= $0 } == isDigit
        if continues {
          parts[parts.count - 1].unicodeScalars.append(scalar)
        } else {
          parts.append("\(scalar)")
        }
        isAfterBreak = false
      }
      all = parts
      guard let place = parts.lastIndex(where: { Self.words[$0] != nil }), let word = Self.words[parts[place]]
      else {
        (key, isBias, orientation) = (parts, nil, nil)
        return
      }
      parts.remove(at: place)
      (key, isBias, orientation) = (parts, word.isBias, word.orientation)
    }
  }

  /// 2 is before 10.
  private static func isBefore(_ a: [String], _ b: [String]) -> Bool {
    for (x, y) in zip(a, b) where x != y {
      switch (Int(x), Int(y)) {
      case (let m?, let n?): return m < n
      default: return x < y
      }
    }
    return a.count < b.count
  }

  private static func isBias(_ array: NamedArray, _ name: Name) -> Bool {
    if let isBias = name.isBias { return isBias }
    return array.shape.count == 1
  }

  // MARK: Pairs

  private mutating func addWeights(_ array: NamedArray, _ name: Name) throws(ExchangeFault) {
    guard array.shape.count == 2, !array.shape.contains(0) else { throw Self.notDense(array) }
    pairs.append(Pair(weights: array, orientation: name.orientation, key: name.key))
  }

  private mutating func addBiases(
    _ array: NamedArray, _ name: Name, behind last: Int
  ) throws(ExchangeFault) {
    let place = name.isBias == nil ? last : pairs.firstIndex { $0.key == name.key } ?? -1
    let isLine = array.shape.count == 1 || array.shape.count == 2 && array.shape.contains(1)
    guard isLine, pairs.indices.contains(place) else { throw Self.notDense(array) }
    guard pairs[place].biases == nil else {
      throw ExchangeFault("\(array.text.shown) are further biases of \(pairs[place].weights.name.shown)")
    }
    pairs[place].biases = array
  }

  private static func notDense(_ array: NamedArray) -> ExchangeFault {
    let what =
      switch array.shape.count {
      case 3...: "weights of a convolution or of a recurrent layer, perhaps"
      case 2: "no weights of a layer that has biases"
      default: "a normalisation, perhaps"
      }
    return ExchangeFault(
      "\(array.text.shown) is \(what), and nets of nn have dense layers only: weights of two dimensions and biases of one",
      advice: ["Leave it out of the file, or import a net of dense layers."])
  }

  // MARK: Layers

  private static func sizes(_ pair: Pair, _ orientation: Orientation) -> (inputs: Int, outputs: Int) {
    let (a, b) = (pair.weights.shape[0], pair.weights.shape[1])
    return orientation == .outIn ? (b, a) : (a, b)
  }

  /// Whether layers follow one another, and have as many biases as neurons.
  private static func fits(_ pairs: [Pair], _ orientation: Orientation) -> Bool {
    let sizes = pairs.map { Self.sizes($0, $0.orientation == .inOut ? .inOut : orientation) }
    return zip(sizes, sizes.dropFirst()).allSatisfy { $0.outputs == $1.inputs }
      && zip(pairs, sizes).allSatisfy { pair, size in
        pair.biases.map { NamedArray.count($0.shape) == size.outputs } ?? true
      }
  }

  /// The layers in their order, and how their weights stand.
  private func arranged() throws(ExchangeFault) -> (pairs: [Pair], orientation: Orientation, isOpen: Bool) {
    let byName = pairs.enumerated().sorted {
      Self.isBefore($0.element.key, $1.element.key)
        || $0.element.key == $1.element.key && $0.offset < $1.offset
    }.map(\.element)
    for order in isOrdered ? [pairs, byName] : [byName] {
      let said = Set(order.compactMap(\.orientation))
      let fitting = Orientation.allCases.filter { Self.fits(order, $0) }
      guard let first = fitting.first else { continue }
      let preferred = said.count == 1 ? said.first ?? usual : usual
      return (order, fitting.count == 1 ? first : preferred, fitting.count > 1 && said.isEmpty)
    }
    throw ExchangeFault(
      "its layers do not follow one another: "
        + pairs.prefix(6).map {
          [$0.weights.text, $0.biases?.text].compactMap { $0 }.joined(separator: ", ")
        }
        .joined(separator: "; ").shown(atMost: 400),
      advice: [
        "Nets of nn are a chain of dense layers; the weights are [neurons, inputs] or, in all layers, [inputs, neurons]."
      ])
  }

  /// The net of these layers.
  ///
  /// - Parameter activations: of all layers, the first hidden layer's first.
  /// - Returns: the net, and what was decided.
  func imported(_ activations: [Activation], _ stop: StopSignal) throws(ExchangeFault) -> ImportedNet {
    let (pairs, orientation, isOpen) = try arranged()
    guard activations.count == pairs.count else { throw Self.activationsMissing(pairs.count, activations) }
    let isDouble = pairs.contains { $0.weights.coding.isDouble }
    let count = pairs.reduce(0) { $0 + $1.weights.bytes.count / $1.weights.coding.size }
    guard count <= Network.parameterLimit else { throw .tooLarge }
    var stack = LayerStack(isDouble ? .double : .single)
    for (pair, activation) in zip(pairs, activations) {
      let own = pair.orientation == .inOut ? .inOut : orientation
      let (inputs, outputs) = Self.sizes(pair, own)
      let weights = try pair.weights.numbers(stop)
      try stack.add(
        own == .outIn ? weights : try Self.transposed(weights, inputs, outputs, stop), outputs: outputs,
        inputs: inputs, try pair.biases?.numbers(stop), activation, named: pair.weights.name.shown,
        shape: pair.weights.shape)
    }
    var remarks: [String] = []
    if isOpen {
      remarks.append(
        "Shapes do not say whether rows or columns of the weights are neurons; taken were "
          + (orientation == .outIn
            ? "rows, as PyTorch has them." : "columns, as Keras and scikit-learn have them."))
    }
    return ImportedNet(ExchangedNet(network: try stack.network()), layers: stack.names, remarks: remarks)
  }

  /// [in, out] → [out, in].
  static func transposed(
    _ numbers: [Double], _ inputs: Int, _ outputs: Int, _ stop: StopSignal
  ) throws(ExchangeFault) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(numbers.count)
    for output in 0..<outputs {
      guard !stop.isGiven else { throw .interrupted }
      result += (0..<inputs).lazy.map { numbers[$0 * outputs + output] }
    }
    return result
  }

  private static func activationsMissing(_ layers: Int, _ given: [Activation]) -> ExchangeFault {
    let words = repeatElement("tanh", count: min(layers, 8) - 1) + ["linear"]
    return ExchangeFault(
      given.isEmpty
        ? "it holds weights alone, of \(layers) layer\(layers == 1 ? "" : "s"), and not their activations"
        : "it has \(layers) layer\(layers == 1 ? "" : "s"), and \(given.count) activations were named",
      advice: [
        "Name one for each layer, the first hidden layer's first: import \"FILE\" activations "
          + words.joined(separator: " ") + (layers > 8 ? " …" : "")
      ])
  }
}

extension ExchangeFault {
  static let tooLarge = ExchangeFault(
    "it has more than \(Network.parameterLimit / 1_000_000) million parameters")
  /// A file that says all itself is not told otherwise.
  public static let saysActivations = ExchangeFault(
    "it says the activations of its layers itself",
    advice: ["Write the same without `activations` and what follows."])
}
