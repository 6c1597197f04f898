import JSONText
import NeuralCore

/// Weights as PyTorch and its relatives exchange them.
extension FileFormat {
  /// PyTorch (safetensors): weights by name, all else as metadata.
  public static let safetensors = FileFormat(
    "safetensors", [".safetensors"], tool: "PyTorch (safetensors)", "weights by name, all else as metadata",
    limits: ["What takes the weights does not know of the scaling, which is metadata (`nn.input_shift` …)."],
    mark: .start("", has: "{\"__metadata__\":{\"format\":\"pt\",\"nn.layers\":", within: 80),
    writer: { (net, request) throws(ExchangeFault) in
      .bytes(try SafetensorsWriter.bytes(net, request.stop))
    },
    reader: { (bytes, request) throws(ExchangeFault) in try SafetensorsReader.net(bytes, request) })
}

/// Tensors by name, as PyTorch's `Sequential` calls them; all else as metadata.
enum SafetensorsWriter {
  static func bytes(_ net: ExchangedNet, _ stop: StopSignal) throws(ExchangeFault) -> FileBytes {
    try net.requireFinite()
    let (network, fields) = (net.network, OwnFields(net: net))
    let metadata = [("format", "pt")] + fields.texts(withScaling: true)
    var header: [(String, JSONText?)] = [
      ("__metadata__", .fields(metadata.map { ($0.0, .string($0.1)) }))
    ]
    let size = network.precision == .single ? 4 : 8
    var end = 0
    for (layer, place) in zip(network.layers, fields.places) {
      var tensors = [("weight", [layer.outputs, layer.inputs], layer.weightCount)]
      if layer.hasBias { tensors.append(("bias", [layer.outputs], layer.outputs)) }
      for (name, shape, count) in tensors {
        let tensor = JSONText.fields([
          ("dtype", .string(size == 4 ? "F32" : "F64")), ("shape", .list(shape.map { .int($0) })),
          ("data_offsets", .list([.int(end), .int(end + count * size)])),
        ])
        header.append(("\(place).\(name)", tensor))
        end += count * size
      }
    }
    var text = Array(JSONText.fields(header).written.utf8)
    text += [UInt8](repeating: 32, count: (8 - text.count % 8) % 8)
    // Parameters stand in the file as they do in the net.
    return UInt64(text.count).bytes(8) + text
      + (try network.parameters.littleEndian(0..<network.parameters.count, stop))
  }
}
