import NeuralCore

/// Inputs that data has in another order than a net.
extension ExchangedNet {
  /// The net with its inputs in the order that the data has columns of these names in, with the weights that lead from them
  /// and their scaling.
  ///
  /// - Parameter other: the columns of the data; empty where they have no names.
  /// - Returns: nil where either has no names, or both have the same in the same order.
  public func matching(inputs other: [Recipe.Input]) -> (net: ExchangedNet, remark: String)? {
    let (own, wanted) = (columns.flatMap(\.inputNames), other.flatMap(\.inputNames))
    guard own.count == network.inputs, wanted.count == own.count, own != wanted else { return nil }
    let names = "Its inputs are \(Self.list(own)), and those of the data \(Self.list(wanted))"
    let places = wanted.compactMap { own.firstIndex(of: $0) }
    guard Set(places).count == own.count else { return (self, names + ": they are taken in their order.") }
    var net = self
    let first = network.layers[0]
    for unit in 0..<first.outputs {
      for (k, place) in places.enumerated() {
        net.network.parameters[unit * own.count + k] = network.parameters[unit * own.count + place]
      }
    }
    net.columns = other
    net.inputScaling = inputScaling.map { scaling in
      let chosen = { (numbers: Vector) in Vector(places.map { numbers[$0] }, numbers.precision) }
      return Scaling(shift: chosen(scaling.shift), scale: chosen(scaling.scale), offset: scaling.offset)
    }
    return (net, names + ": they were put into the order of the data.")
  }
}
