import NeuralCore

/// Classes of a file beside those of the data: an output is the same class for both, or it is said that it is not.
extension ExchangedNet {
  /// The net with its outputs in the order that the data has its classes in.
  ///
  /// Outputs of their own are put into that order with the weights that lead to them; the single output of two classes is
  /// turned round, y ↦ 1 − y, where that is −s for its sums.
  ///
  /// - Returns: nil where either has no classes, or both have them in the same order.
  public func matching(_ other: [String]) -> (net: ExchangedNet, remark: String)? {
    guard namesClasses, other.count == classes.count, other != classes else { return nil }
    let names = "Its classes are \(Self.list(classes)), and those of the data \(Self.list(other))"
    let places = other.compactMap { classes.firstIndex(of: $0) }
    guard Set(places).count == classes.count, let net = network.outputs == 1 ? turned() : ordered(places)
    else { return (self, names + ": outputs are taken in their order.") }
    return (net, names + ": the outputs were put into the order of the data.")
  }

  static func list(_ names: [String]) -> String {
    names.prefix(6).map(\.shown).joined(separator: ", ") + (names.count > 6 ? " …" : "")
  }

  /// - Parameter places: of the outputs in the order that is wanted.
  private func ordered(_ places: [Int]) -> ExchangedNet {
    var net = self
    let last = network.layers[network.layers.count - 1]
    let (start, biases) = (
      network.parameters.count - last.parameterCount, network.parameters.count - last.outputs
    )
    for (k, place) in places.enumerated() {
      for i in 0..<last.inputs {
        net.network.parameters[start + k * last.inputs + i] =
          network.parameters[start + place * last.inputs + i]
      }
      if last.hasBias { net.network.parameters[biases + k] = network.parameters[biases + place] }
    }
    net.classes = places.map { classes[$0] }
    if let scaling = targetScaling {
      let chosen = { (numbers: Vector) in Vector(places.map { numbers[$0] }, numbers.precision) }
      net.targetScaling = Scaling(
        shift: chosen(scaling.shift), scale: chosen(scaling.scale), offset: scaling.offset)
    }
    return net
  }

  /// nil for activations whose curve is another one from the other side.
  private func turned() -> ExchangedNet? {
    let last = network.layers[network.layers.count - 1]
    guard last.activation == .sigmoid || last.activation == .hardSigmoid, targetScaling == nil else {
      return nil
    }
    var net = self
    for k in network.parameters.indices.suffix(last.parameterCount) {
      net.network.parameters[k] = -network.parameters[k]
    }
    net.classes = classes.reversed()
    return net
  }
}
