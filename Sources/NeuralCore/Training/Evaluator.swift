/// Passes over one set of rows, made again and again as the weights change: its buffers and the packed rows stay.
final class Evaluator {
  /// Multiplications of a pass. Beside more of them what is allocated counts little, and a signal has to stop them.
  static let most = 1 << 20

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
  ///
  /// - Parameter weights: all parameters of such a network, in its precision.
  func loss(of weights: UnsafeRawPointer) -> Double {
    switch passes {
    case .single(let pass): Double(pass.loss(of: weights.assumingMemoryBound(to: Float.self)))
    case .double(let pass): pass.loss(of: weights.assumingMemoryBound(to: Double.self))
    }
  }

  /// The number of rows whose class is predicted.
  func correct(of weights: UnsafeRawPointer, _ classes: ClassLabels) -> Int {
    switch passes {
    case .single(let pass): pass.correct(of: weights.assumingMemoryBound(to: Float.self), classes)
    case .double(let pass): pass.correct(of: weights.assumingMemoryBound(to: Double.self), classes)
    }
  }
}

/// In one precision.
private final class KeptPass<S: NetworkScalar> {
  private let pass: Workspace<S>
  private let batches: PackedBatches<S>
  private let rows: Int
  private let sums: UnsafeMutablePointer<SIMD4<S>>

  init(_ network: Network, _ objective: Objective, on data: Dataset) {
    pass = Workspace(network, objective, capacity: data.rows)
    batches = PackedBatches(TypedDataset(data), size: data.rows)
    rows = data.rows
    sums = .allocate(capacity: 2)
  }

  deinit { sums.deallocate() }

  func loss(of weights: UnsafePointer<S>) -> S {
    var generator = MersenneTwister.unused
    pass.forward(batches[0], weights, &generator)
    sums.initialize(repeating: .zero, count: 2)
    return pass.loss(batches[0], of: rows, sums)
  }

  func correct(of weights: UnsafePointer<S>, _ classes: ClassLabels) -> Int {
    var generator = MersenneTwister.unused
    pass.forward(batches[0], weights, &generator)
    let last = pass.layers[pass.layerCount - 1]
    return (0..<rows).count { row in
      classes.isCorrect(last.outputs + row / 4 * last.width, row % 4, last.width, row)
    }
  }
}

extension ClassLabels {
  /// Whether outputs predict the class of a row; those that are NaN predict none.
  ///
  /// - Parameters:
  ///   - outputs: of a block of four rows.
  ///   - lane: of the row in its block.
  fileprivate func isCorrect<S: NetworkScalar>(
    _ outputs: UnsafePointer<SIMD4<S>>, _ lane: Int, _ width: Int, _ row: Int
  ) -> Bool {
    let first = outputs[0][lane]
    guard width > 1 else { return !first.isNaN && (first > S(threshold) ? 1 : 0) == labels[row] }
    var best = 0
    for k in 0..<width {
      if outputs[k][lane].isNaN { return false }
      if outputs[k][lane] > outputs[best][lane] { best = k }
    }
    return best == labels[row]
  }
}
