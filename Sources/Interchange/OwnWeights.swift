import JSONText
import NeuralCore

/// What nn writes beside the weights into files that are made for weights alone: see `OwnFields`.
struct OwnWeights {
  /// By layer; nil where the file does not say them.
  private var activations: [String]?
  /// Shifts and scales of inputs and targets by name; offsets are lists of one.
  private var numbers: [String: [Double]] = [:]
  /// The same as arrays, which are opened once it is known how many numbers there have to be.
  private var arrays: [String: NamedArray] = [:]
  /// A JSON object each.
  private var columns: [String] = []
  private var classes: [String] = []
  private var outputs: [String] = []

  /// Of texts by name, in which lists are JSON, but for those of words.
  init(_ metadata: [String: String]) {
    func json(_ text: String) -> JSONText? {
      Array(text.utf8).withUnsafeBufferPointer { JSONText(reading: $0) }
    }
    func list(_ key: String) -> [JSONText] { metadata[key].flatMap { json($0)?.items } ?? [] }
    activations = metadata["nn.activations"]?.split(separator: " ").map(String.init)
    for (key, text) in metadata where Self.scalingNames.contains(key) {
      let value = json(text)
      numbers[key] = value?.items?.compactMap(\.double) ?? value?.double.map { [$0] } ?? []
    }
    columns = list("nn.columns").map(\.written)
    (classes, outputs) = (list("nn.classes").compactMap(\.text), list("nn.outputs").compactMap(\.text))
  }

  /// Of arrays of texts and of numbers.
  init(_ texts: [String: [String]], _ arrays: [NamedArray]) {
    activations = texts["nn.activations"]
    for array in arrays where Self.scalingNames.contains(array.name) { self.arrays[array.name] = array }
    columns = texts["nn.columns"] ?? []
    (classes, outputs) = (texts["nn.classes"] ?? [], texts["nn.outputs"] ?? [])
  }

  private static let scalingNames: Set<String> = [
    "nn.input_shift", "nn.input_scale", "nn.input_offset", "nn.target_shift", "nn.target_scale",
    "nn.target_offset",
  ]

  /// The net of some arrays and of this.
  ///
  /// - Parameter usual: how weights stand where neither shapes nor names say it.
  func net(
    _ arrays: [NamedArray], _ request: ImportRequest, usual: WeightArrays.Orientation, isOrdered: Bool
  ) throws(ExchangeFault) -> ImportedNet {
    let weights = arrays.filter { !$0.name.hasPrefix("nn.") }
    let layers = try WeightArrays(weights, usual: usual, isOrdered: isOrdered)
    guard let activations else { return try layers.imported(request.activations, request.stop) }
    guard request.activations.isEmpty else { throw .saysActivations }
    var imported = try layers.imported(try Self.activations(activations), request.stop)
    let network = imported.net.network
    imported.net.inputScaling = try scaling("nn.input_", network.inputs, network.precision)
    imported.net.targetScaling = try scaling("nn.target_", network.outputs, network.precision)
    try takeNames(&imported.net)
    return imported
  }

  /// Columns and names of classes or outputs, where they fit the net.
  func takeNames(_ net: inout ExchangedNet) throws(ExchangeFault) {
    let width = net.network.outputs
    if classes.count == width || width == 1 && classes.count == 2 { net.classes = classes }
    if outputs.count == width { net.outputNames = outputs }
    var own: [Recipe.Input] = []
    for column in columns {
      guard let value = Array(column.utf8).withUnsafeBufferPointer({ JSONText(reading: $0) }) else {
        throw ExchangeFault("its columns are no JSON")
      }
      own.append(try JSONNet.column(value))
    }
    if own.reduce(0, { $0 + $1.width }) == net.network.inputs { net.columns = own }
  }

  /// An empty list for an array of another length.
  private func list(_ name: String, _ count: Int) throws(ExchangeFault) -> [Double]? {
    guard let array = arrays[name] else { return numbers[name] }
    return NamedArray.count(array.shape) == count ? try array.numbers(.never) : []
  }

  private func scaling(
    _ side: String, _ width: Int, _ precision: Precision
  ) throws(ExchangeFault) -> Scaling? {
    guard let shift = try list(side + "shift", width), let scale = try list(side + "scale", width) else {
      return nil
    }
    let offset = try list(side + "offset", 1)?.first ?? 0
    guard shift.count == width, scale.count == width, !scale.contains(0),
      (shift + scale + [offset]).allSatisfy({ precision.isFinite($0) })
    else { throw ExchangeFault("its scaling has not \(width) finite shifts and as many scales other than 0") }
    return Scaling(shift: Vector(shift, precision), scale: Vector(scale, precision), offset: offset)
  }

  private static func activations(_ words: [String]) throws(ExchangeFault) -> [Activation] {
    var activations: [Activation] = []
    for word in words {
      guard let activation = Activation.named(word) else {
        throw ExchangeFault("it has the activation \"\(word.shown)\", which nn does not know")
      }
      activations.append(activation)
    }
    return activations
  }
}
