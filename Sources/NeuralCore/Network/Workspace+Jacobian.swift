/// The derivatives of single outputs.
extension Workspace {
  /// Fills the normal equations of a least-squares loss from the last forward pass: every output of every row is
  /// differentiated by every parameter.
  ///
  /// - Parameters:
  ///   - weight: what a squared error counts in the loss.
  ///   - frozen: parameters whose derivatives are taken as 0.
  func fill(
    _ equations: NormalEquations, _ rows: PackedBatch<S>, _ weights: UnsafePointer<S>, weight: Double,
    frozen: Set<Int>
  ) {
    equations.clear()
    let last = layers[layerCount - 1]
    for block in 0..<rows.blocks {
      for k in 0..<last.width {
        if isStopped || stops?() == true {
          isStopped = true
          return
        }
        differentiate(output: k, inBlock: block, rows, weights)
        let place = block * last.width + k
        let errors = last.outputs[place] - rows.targets[place]
        for lane in 0..<min(4, rows.rows - 4 * block) {
          equations.add(error: Double(errors[lane]), weight: weight) {
            frozen.contains($0) ? 0 : Double(partialGradients[$0][lane])
          }
        }
      }
    }
  }

  /// The derivatives of one output by every parameter, for the four rows of a block, a lane a row.
  private func differentiate(
    output: Int, inBlock block: Int, _ rows: PackedBatch<S>, _ weights: UnsafePointer<S>
  ) {
    for i in 0..<parameterCount { partialGradients[i] = .zero }
    let last = layers[layerCount - 1]
    for k in 0..<last.width {
      last.errors[block * last.width + k] = k == output ? SIMD4(repeating: 1) : .zero
    }
    for index in stride(from: layerCount - 1, through: 0, by: -1) {
      let layer = layers[index]
      let (from, width) = (layer.inputs, layer.width)
      let errors = layer.errors + block * width
      S.differentiate(
        layer.kernel, layer.preActivations + block * width, layer.outputs + block * width, errors, 1, width)
      let inputs = index == 0 ? UnsafePointer(rows.inputs) : layers[index - 1].passedOn
      Kernels.accumulateGradients(
        inputs + block * from, errors, partialGradients + layer.weights,
        layer.biases.map { partialGradients + $0 },
        blocks: 1, from: from, to: width)
      if index > 0 {
        Kernels.backpropagate(
          errors, weights + layer.weights, layers[index - 1].errors + block * from, blocks: 1, from: from,
          to: width)
      }
    }
  }
}
