import JSONText
import NeuralCore

/// What nn writes beside the weights into files that are made for weights alone, under names that begin with `nn.`:
///
///     nn.layers 2 2 1 · nn.activations sigmoid linear · nn.bias true true
///     nn.input_shift, nn.input_scale, nn.input_offset, and of the targets the same
///     nn.columns · nn.classes · nn.outputs
struct OwnFields {
  let net: ExchangedNet

  /// The names of PyTorch's `Sequential`, where an activation is a module, and linear is none: 0 and 2 of a net 2 2 1.
  var places: [Int] {
    net.network.layers.reduce(into: (next: 0, places: [Int]())) { result, layer in
      result.places.append(result.next)
      result.next += layer.activation == .linear ? 1 : 2
    }.places
  }

  /// Activations by layer.
  var activations: [String] { net.network.layers.map(\.activation.name) }

  /// Numbers of the scaling by name, without the offsets.
  var scaling: [(name: String, numbers: Vector)] {
    [("nn.input_", net.inputScaling), ("nn.target_", net.targetScaling)].flatMap { side, scaling in
      scaling.map { [(side + "shift", $0.shift), (side + "scale", $0.scale)] } ?? []
    }
  }

  /// Offsets of a scaling that are not 0.
  var offsets: [(name: String, number: Double)] {
    [("nn.input_offset", net.inputScaling), ("nn.target_offset", net.targetScaling)].compactMap {
      name, scaling in scaling.flatMap { $0.offset == 0 ? nil : (name, $0.offset) }
    }
  }

  /// Names of classes or of outputs, where there are some.
  var names: [(name: String, texts: [String])] {
    [("nn.classes", net.classes), ("nn.outputs", net.outputNames)].filter { !$0.1.isEmpty }
  }

  /// The columns that inputs are made of, a JSON object each.
  var columns: [String] {
    net.columns.map { JSONNet.text(of: $0).written }
  }

  /// All of it as texts by name: lists are JSON, but for those of words and whole numbers, which stand between blanks.
  ///
  /// - Parameter withScaling: whether that of inputs and outputs is among them.
  func texts(withScaling: Bool) -> [(String, String)] {
    let layers = net.network.layers
    var texts = [
      ("nn.layers", net.network.sizes.map(String.init).joined(separator: " ")),
      ("nn.activations", activations.joined(separator: " ")),
      ("nn.bias", layers.map { $0.hasBias ? "true" : "false" }.joined(separator: " ")),
    ]
    if withScaling {
      texts += scaling.map { ($0.name, JSONText.list($0.numbers.decimals.map { .double($0) }).written) }
      texts += offsets.map { ($0.name, $0.number.text) }
    }
    if !net.columns.isEmpty { texts.append(("nn.columns", "[" + columns.joined(separator: ",") + "]")) }
    return texts + names.map { ($0.name, JSONText.list($0.texts.map { .string($0) }).written) }
  }
}

extension Vector {
  /// The same of many numbers, a piece after the other.
  func littleEndian(_ range: Range<Int>, _ stop: StopSignal) throws(ExchangeFault) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count * precision.bytes)
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 16) {
      guard !stop.isGiven else { throw .interrupted }
      bytes += littleEndian(start..<Swift.min(range.upperBound, start + 1 << 16))
    }
    return bytes
  }

  /// Little-endian, float32 or float64.
  func littleEndian(_ range: Range<Int>) -> [UInt8] {
    switch precision {
    case .single: range.map { Float(self[$0]).bitPattern.littleEndian }.withUnsafeBytes { Array($0) }
    case .double: range.map { self[$0].bitPattern.littleEndian }.withUnsafeBytes { Array($0) }
    }
  }
}

extension UInt64 {
  /// So many bytes of it, the lowest first.
  func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) } }
}
