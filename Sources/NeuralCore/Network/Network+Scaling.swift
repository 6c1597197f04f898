extension Network {
  /// The network whose outputs are this one's brought back to the units of the targets: weights times scale, biases
  /// (b − offset) · scale + shift. nil unless the output layer is linear and has a bias.
  public func unscalingOutputs(_ scaling: Scaling) -> Network? {
    guard let last = layers.last, last.activation == .linear, last.hasBias, scaling.shift.count == outputs
    else {
      return nil
    }
    var network = self
    let start = offset(ofLayer: layers.count - 1)
    for k in 0..<outputs {
      let weights = start + k * last.inputs..<start + (k + 1) * last.inputs
      for place in weights { network.parameters[place] *= scaling.scale[k] }
      let bias = start + last.weightCount + k
      network.parameters[bias] =
        (network.parameters[bias] - scaling.offset) * scaling.scale[k] + scaling.shift[k]
    }
    return network
  }
}
