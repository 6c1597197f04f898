import NeuralCore

/// Layers of a library whose activations are nn's between lines: gain · s + offset goes into the function, and a line of
/// what comes out of it goes on. Lines become parts of weights and biases, behind the last layer scaling.
struct LineChain {
  /// What a layer does to its sums: outGain · f(gain · s + offset) + outOffset.
  struct Curve {
    let activation: Activation
    let gain, offset, outGain, outOffset: Double
    /// What is to be said of it.
    let remark: String?

    init(
      _ activation: Activation, gain: Double = 1, offset: Double = 0, outGain: Double = 1,
      outOffset: Double = 0,
      remark: String? = nil
    ) {
      (self.activation, self.gain, self.offset) = (activation, gain, offset)
      (self.outGain, self.outOffset, self.remark) = (outGain, outOffset, remark)
    }
  }

  private let precision: Precision
  private var stack: LayerStack
  private var before = Curve(.linear)
  private var remarks: [String] = []

  init(_ precision: Precision) {
    self.precision = precision
    stack = LayerStack(precision)
  }

  /// Adds a layer.
  ///
  /// - Parameters:
  ///   - weights: [out, in], row by row.
  ///   - biases: of the sums; nil for none.
  mutating func add(
    _ weights: [Double], _ biases: [Double]?, inputs: Int, outputs: Int, _ curve: Curve, named name: String
  ) throws(ExchangeFault) {
    guard weights.count == inputs * outputs, inputs > 0 else { throw ExchangeFault("\(name) has no weights") }
    var (weights, sums) = (weights, biases)
    if before.outOffset != 0 {
      sums = (0..<outputs).map { k in
        let row = weights[k * inputs..<(k + 1) * inputs]
        return (biases?[k] ?? 0) + row.reduce(0) { $0 + $1 * before.outOffset }
      }
    }
    if before.outGain != 1 { for i in weights.indices { weights[i] *= before.outGain } }
    if curve.gain != 1 {
      for i in weights.indices { weights[i] *= curve.gain }
      sums = sums?.map { $0 * curve.gain }
    }
    if curve.offset != 0 { sums = (sums ?? Array(repeating: 0, count: outputs)).map { $0 + curve.offset } }
    try stack.add(weights, outputs: outputs, inputs: inputs, sums, curve.activation, named: name)
    before = curve
    if let remark = curve.remark, !remarks.contains(remark) { remarks.append(remark) }
  }

  /// The net of these layers.
  ///
  /// - Parameter targets: scaling that the file has; an output y is (y − offset) · scale + shift.
  func imported(_ inputs: Scaling? = nil, _ targets: Scaling? = nil) throws(ExchangeFault) -> ImportedNet {
    var net = ExchangedNet(network: try stack.network(), inputScaling: inputs, targetScaling: targets)
    if before.outGain != 1 || before.outOffset != 0 {
      let width = net.network.outputs
      let (shifts, scales) = (
        targets.map { Array($0.shift) } ?? Array(repeating: 0, count: width),
        targets.map { Array($0.scale) } ?? Array(repeating: 1, count: width)
      )
      net.targetScaling = Scaling(
        shift: Vector(zip(shifts, scales).map { $0 + $1 * before.outOffset }, precision),
        scale: Vector(scales.map { $0 * before.outGain }, precision))
    }
    return ImportedNet(net, layers: stack.names, remarks: remarks)
  }
}
