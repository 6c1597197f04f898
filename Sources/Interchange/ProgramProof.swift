import NeuralCore

/// Reads the constants of a program again: the arrays of numbers behind their names, and the activations of its comments.
struct ProgramProof {
  private let bytes: [UInt8]
  private let name: (String) -> String

  /// - Parameter name: what a constant is called in the program, `w1`, `input_shift` and so on.
  static func read(
    _ file: ExportedFile, _ name: (String) -> String
  ) throws(ExchangeFault) -> ExchangedNet {
    try withoutActuallyEscaping(name) { (name) throws(ExchangeFault) in
      try ProgramProof(bytes: file.bytes, name: name).net()
    }
  }

  private func net() throws(ExchangeFault) -> ExchangedNet {
    var stack = LayerStack(.double)
    var precision = Precision.single
    if find("in float64, written by nn", from: 0) != nil { precision = .double }
    while let weights = numbers(name("w\(stack.count + 1)")), let activation = activation(stack.count + 1) {
      let width = stack.width ?? inputs
      guard width > 0, weights.count % width == 0 else { throw Self.fault }
      try stack.add(
        weights, outputs: weights.count / width, inputs: width, numbers(name("b\(stack.count + 1)")),
        activation, named: name("w\(stack.count + 1)"))
    }
    var net = ExchangedNet(network: try stack.network().converted(to: precision))
    net.inputScaling = scaling("input", precision)
    net.targetScaling = scaling("target", precision)
    return net
  }

  private static let fault = ExchangeFault("what was written does not read back as a net")

  private func scaling(_ side: String, _ precision: Precision) -> Scaling? {
    guard let shift = numbers(name(side + "_shift")), let scale = numbers(name(side + "_scale")) else {
      return nil
    }
    return Scaling(
      shift: Vector(shift, precision), scale: Vector(scale, precision),
      offset: numbers(name(side + "_offset"))?.first ?? 0)
  }

  /// From `a net with N input`.
  private var inputs: Int {
    guard let place = find("a net with ", from: 0) else { return 0 }
    return bytes[place...].prefix { Self.isDigit($0) }.reduce(0) { $0 * 10 + Int(clamping: $1 - 48) }
  }

  /// From `Layer K: N NAME neuron`.
  private func activation(_ layer: Int) -> Activation? {
    guard let place = find("Layer \(layer): ", from: 0) else { return nil }
    let words = bytes[place...].prefix { $0 != 10 }.split(separator: 32)
    return words.count > 1 ? Activation.named(String(decoding: words[1], as: UTF8.self)) : nil
  }

  /// The place behind a text, of which no part of a longer word is the beginning.
  private func find(_ text: String, from start: Int) -> Int? {
    let needle = Array(text.utf8)
    var place = start
    while place + needle.count <= bytes.count {
      if bytes[place] == needle[0], bytes[place..<place + needle.count].elementsEqual(needle),
        place == 0 || !Self.isOfWord(bytes[place - 1])
      {
        return place + needle.count
      }
      place += 1
    }
    return nil
  }

  /// The numbers of the array, or the number, that a name is set to; nil for none.
  private func numbers(_ name: String) -> [Double]? {
    var start = 0
    while let place = find(name, from: start) {
      start = place
      // Up to the sign of equality are the type and the lengths.
      guard place < bytes.count, !Self.isOfWord(bytes[place]) else { continue }
      let line = bytes[place...].prefix { $0 != 10 }
      guard let sign = line.firstIndex(of: UInt8(ascii: "=")) else { continue }
      return numbers(from: sign + 1)
    }
    return nil
  }

  private func numbers(from start: Int) -> [Double] {
    var (found, depth, place) = ([Double](), 0, start)
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return found }
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        let text = bytes[place...].prefix { Self.isOfNumber($0) }
        found.append(Double(String(decoding: text, as: UTF8.self)) ?? .nan)
        if depth == 0 { return found }
        place += text.count - 1
      default: break
      }
      place += 1
    }
    return found
  }

  private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "+")
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "_") || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 32
  }
}
