/// What the last passes found for one row.
extension Workspace {
  /// The outputs of one row of the last forward pass.
  func outputs(ofRow row: Int) -> Vector {
    let layer = layers[layerCount - 1]
    let start = row / 4 * layer.width
    return S.vector((start..<start + layer.width).map { layer.outputs[$0][row % 4] })
  }

  /// Appends them.
  func addOutputs(ofRow row: Int, to numbers: inout [S]) {
    let layer = layers[layerCount - 1]
    let start = row / 4 * layer.width
    for place in start..<start + layer.width { numbers.append(layer.outputs[place][row % 4]) }
  }

  /// Appends the pre-activations and outputs of a layer.
  func addValues(ofRow row: Int, inLayer index: Int, _ preActivations: inout [S], _ outputs: inout [S]) {
    let layer = layers[index]
    let start = row / 4 * layer.width
    for place in start..<start + layer.width {
      preActivations.append(layer.preActivations[place][row % 4])
      outputs.append(layer.outputs[place][row % 4])
    }
  }

  /// The derivative of the loss by the pre-activations of a layer, of one row of the last backward pass.
  func errors(ofRow row: Int, inLayer index: Int) -> [S] {
    let layer = layers[index]
    return (0..<layer.width).map { layer.errors[row / 4 * layer.width + $0][row % 4] }
  }

  /// The pre-activations and outputs of one row of the last forward pass, layer by layer.
  func values(ofRow row: Int) -> [(preActivations: Vector, outputs: Vector)] {
    (0..<layerCount).map { index in
      let layer = layers[index]
      let start = row / 4 * layer.width
      let range = start..<start + layer.width
      return (
        S.vector(range.map { layer.preActivations[$0][row % 4] }),
        S.vector(range.map { layer.outputs[$0][row % 4] })
      )
    }
  }
}
