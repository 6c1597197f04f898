/// Passes over one set of rows, made again and again as the weights change: its buffers and the packed rows stay.
final class Evaluator {
  /// Multiplications of a pass. Beside more of them what is allocated counts little, and a signal has to stop them.
  private static let most = 1 << 20

  private let passes: Passes

  private enum Passes {
    case single(KeptPass<Float>)
    case double(KeptPass<Double>)
  }

  /// - Parameter network: one with the layers of those that will be evaluated.
  /// - Returns: nil where a pass is long.
  init?(_ network: Network, _ objective: Objective, on data: Dataset) {
    guard data.rows * network.parameters.count <= Self.most else { return nil }
    passes =
      network.precision == .single
      ? .single(KeptPass(network, objective, on: data)) : .double(KeptPass(network, objective, on: data))
  }

  /// As `Network.loss` has it.
  func loss(of network: Network) -> Double {
    switch passes {
    case .single(let pass): Double(pass.loss(of: network))
    case .double(let pass): pass.loss(of: network)
    }
  }

  /// The number of rows whose class is predicted.
  func correct(of network: Network, _ classes: ClassLabels) -> Int {
    switch passes {
    case .single(let pass): pass.correct(of: network, classes)
    case .double(let pass): pass.correct(of: network, classes)
    }
  }
}

/// In one precision.
private final class KeptPass<S: NetworkScalar> {
  private let pass: Workspace<S>
  private let batches: PackedBatches<S>
  private let rows: Int
  private var sums = [SIMD4<S>](repeating: .zero, count: 2)
  private var outputs: [S] = []

  init(_ network: Network, _ objective: Objective, on data: Dataset) {
    pass = Workspace(network, objective, capacity: data.rows)
    batches = PackedBatches(TypedDataset(data), size: data.rows)
    rows = data.rows
  }

  private func forward(_ network: Network) {
    var generator = MersenneTwister.unused
    S.array(network.parameters).withUnsafeBufferPointer { weights in
      if let weights = weights.baseAddress { pass.forward(batches[0], weights, &generator) }
    }
  }

  func loss(of network: Network) -> S {
    forward(network)
    return sums.withUnsafeMutableBufferPointer { sums in
      sums.update(repeating: .zero)
      return pass.loss(batches[0], of: rows, sums.baseAddress)
    }
  }

  func correct(of network: Network, _ classes: ClassLabels) -> Int {
    forward(network)
    var correct = 0
    for row in 0..<rows {
      outputs.removeAll(keepingCapacity: true)
      pass.addOutputs(ofRow: row, to: &outputs)
      if classes.isCorrect(outputs, row) { correct += 1 }
    }
    return correct
  }
}

extension ClassLabels {
  /// Whether outputs predict the class of a row; those that are NaN predict none.
  fileprivate func isCorrect<S: NetworkScalar>(_ outputs: [S], _ row: Int) -> Bool {
    guard outputs.count > 1 else {
      return !outputs[0].isNaN && (outputs[0] > S(threshold) ? 1 : 0) == labels[row]
    }
    var best = 0
    for k in outputs.indices {
      if outputs[k].isNaN { return false }
      if outputs[k] > outputs[best] { best = k }
    }
    return best == labels[row]
  }
}
