import Language
import NeuralCore

/// `freeze` and `unfreeze`.
extension Executor {
  mutating func run(_ statement: FreezeStatement) throws(Diagnostic) {
    let network = try session.requireNetwork()
    let places: [Int]
    switch statement.target {
    case .all: places = Array(network.parameters.indices)
    case .layer(let number):
      let layer = try whole(number, "a layer of this net", in: 1...network.layers.count)
      places = network.weightNames(into: layer).compactMap(network.index(of:))
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
    if statement.isFrozen {
      session.model.frozen.formUnion(places)
    } else {
      session.model.frozen.subtract(places)
    }
    // Its remembered moves went along weights that may not move any more.
    if session.training.optimizer?.optimizer.searches == true { session.training.optimizer = nil }
    emit(.frozen(count: session.model.frozen.count, of: network.parameters.count))
  }
}
