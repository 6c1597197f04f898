import NeuralCore

/// Reads the constants of a program again: the arrays of numbers behind their names, and the activations of its comments.
struct ProgramProof {
  private let bytes: [UInt8]
  private let stop: StopSignal
  private let name: (String) -> String

  /// - Parameter name: what a constant is called in the program, `w1`, `input_shift` and so on.
  static func read(
    _ file: ExportedFile, _ stop: StopSignal, _ name: (String) -> String
  ) throws(ExchangeFault) -> ExchangedNet {
    try withoutActuallyEscaping(name) { (name) throws(ExchangeFault) in
      try ProgramProof(bytes: file.bytes, stop: stop, name: name).net()
    }
  }

  private func net() throws(ExchangeFault) -> ExchangedNet {
    var stack = LayerStack(.double)
    let headline = String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
    let precision: Precision = headline.hasSuffix(" in float64, written by nn.") ? .double : .single
    while let weights = try numbers(name("w\(stack.count + 1)")),
      let activation = try activation(stack.count + 1)
    {
      let first = try inputs()
      let width = stack.width ?? first
      guard width > 0, weights.count % width == 0 else { throw Self.fault }
      try stack.add(
        weights, outputs: weights.count / width, inputs: width, try numbers(name("b\(stack.count + 1)")),
        activation, named: name("w\(stack.count + 1)"))
    }
    var net = ExchangedNet(network: try stack.network().converted(to: precision))
    net.inputScaling = try scaling("input", precision)
    net.targetScaling = try scaling("target", precision)
    return net
  }

  private static let fault = ExchangeFault("what was written does not read back as a net")

  private func scaling(_ side: String, _ precision: Precision) throws(ExchangeFault) -> Scaling? {
    guard let shift = try numbers(name(side + "_shift")), let scale = try numbers(name(side + "_scale"))
    else { return nil }
    let offset = try numbers(name(side + "_offset"))
    return Scaling(
      shift: Vector(shift, precision), scale: Vector(scale, precision), offset: offset?.first ?? 0)
  }

  /// From `a net with N input`.
  private func inputs() throws(ExchangeFault) -> Int {
    guard let place = try find("a net with ", from: 0) else { return 0 }
    return bytes[place...].prefix { Self.isDigit($0) }.reduce(0) { $0 * 10 + Int(clamping: $1 - 48) }
  }

  /// From `Layer K: N NAME neuron`.
  private func activation(_ layer: Int) throws(ExchangeFault) -> Activation? {
    guard let place = try find("Layer \(layer): ", from: 0) else { return nil }
    let words = bytes[place...].prefix { $0 != 10 }.split(separator: 32)
    return words.count > 1 ? Activation.named(String(decoding: words[1], as: UTF8.self)) : nil
  }

  /// The place behind a text, of which no part of a longer word is the beginning.
  private func find(_ text: String, from start: Int) throws(ExchangeFault) -> Int? {
    let needle = Array(text.utf8)
    var place = start
    while place + needle.count <= bytes.count {
      if bytes[place] == needle[0], bytes[place..<place + needle.count].elementsEqual(needle),
        place == 0 || !Self.isOfWord(bytes[place - 1])
      {
        return place + needle.count
      }
      place += 1
      if place & 0xfffff == 0 { try look() }
    }
    return nil
  }

  /// Whether the words of a declaration, or nothing, stand before a place on its line: no comment, and no text.
  private func isDeclared(at place: Int) -> Bool {
    bytes[..<place].reversed().prefix { $0 != 10 }.allSatisfy {
      $0 == 32 || UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0
    }
  }

  /// The numbers of the array, or the number, that a name is set to; nil for none.
  private func numbers(_ name: String) throws(ExchangeFault) -> [Double]? {
    var start = 0
    while let place = try find(name, from: start) {
      start = place
      // Up to the sign of equality are the type and the lengths.
      guard place < bytes.count, !Self.isOfWord(bytes[place]), isDeclared(at: place - name.utf8.count) else {
        continue
      }
      let line = bytes[place...].prefix { $0 != 10 }
      guard let sign = line.firstIndex(of: UInt8(ascii: "=")) else { continue }
      return try numbers(from: sign + 1)
    }
    return nil
  }

  private func look() throws(ExchangeFault) {
    if stop.isGiven { throw .interrupted }
  }

  private func numbers(from start: Int) throws(ExchangeFault) -> [Double] {
    var (found, depth, place) = ([Double](), 0, start)
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return found }
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        let text = bytes[place...].prefix { Self.isOfNumber($0) }
        let end = place + text.count
        if found.count & 0xfff == 0 { try look() }
        found.append(Self.number(text, isFloat: end < bytes.count && bytes[end] == UInt8(ascii: "f")))
        if depth == 0 { return found }
        place = end - 1
      default: break
      }
      place += 1
    }
    return found
  }

  /// A number behind which an f stands is a float.
  private static func number(_ text: ArraySlice<UInt8>, isFloat: Bool) -> Double {
    let text = String(decoding: text, as: UTF8.self)
    return (isFloat ? Float(text).map(Double.init) : Double(text)) ?? .nan
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
