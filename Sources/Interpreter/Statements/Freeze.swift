import Language
import NeuralCore

/// `freeze` and `unfreeze`.
extension Executor {
  mutating func run(_ statement: FreezeStatement) throws(Diagnostic) {
    let network = try session.requireNetwork()
    let places: any Collection<Int>
    switch statement.target {
    case .all: places = network.parameters.indices
    case .layer(let number):
      let layer = try whole(number, "a layer of this net", in: 1...network.layers.count)
      let start = network.offset(ofLayer: layer - 1)
      places = start..<start + network.layers[layer - 1].parameterCount
    case .weights(let weights):
      var found: [Int] = []
      for weight in weights {
        guard let place = network.index(of: WeightName(weight.node)) else {
          throw Diagnostic.unknownWeight(WeightName(weight.node), network).at(weight.span)
        }
        found.append(place)
      }
      places = found
    }
    session.model.frozen = try host.interruptibly { (stop) throws(Interrupted) in
      try session.model.frozen.changed(by: places, isFrozen: statement.isFrozen, stop)
    }
    // Its remembered moves went along weights that may not move any more.
    if session.training.optimizer?.optimizer.searches == true { session.training.optimizer = nil }
    emit(.frozen(count: session.model.frozen.count, of: network.parameters.count))
  }
}

extension Set<Int> {
  /// With or without some places, which may be those of a layer of millions of weights.
  fileprivate func changed(
    by places: some Collection<Int>, isFrozen: Bool, _ stop: StopSignal
  ) throws(Interrupted) -> Self {
    var changed = self
    if isFrozen { changed.reserveCapacity(Swift.max(count, places.count)) }
    for (k, place) in places.enumerated() {
      try stop.check(at: k)
      if isFrozen { changed.insert(place) } else { changed.remove(place) }
    }
    return changed
  }
}
