/// A scalar for which the table of optimizers holds compiled update rules.
protocol TrainableScalar: NetworkScalar {
  /// A new update rule of the optimizer, with an empty memory.
  static func rule(of optimizer: Optimizer, _ settings: Settings) -> AnyUpdateRule<Self>
}

extension Float: TrainableScalar {
  static func rule(of optimizer: Optimizer, _ settings: Settings) -> AnyUpdateRule<Float> {
    optimizer.single(settings)
  }
}

extension Double: TrainableScalar {
  static func rule(of optimizer: Optimizer, _ settings: Settings) -> AnyUpdateRule<Double> {
    optimizer.double(settings)
  }
}
