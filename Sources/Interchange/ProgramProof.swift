import NeuralCore

/// Reads the constants of a program again: the arrays of numbers behind their names, and the activations of its comments.
struct ProgramProof {
  private let bytes: [UInt8]
  private let stop: StopSignal
  private let name: (String) -> String
  /// Where the values of each constant begin, behind the sign of equality.
  private let values: [String: Int]
  /// Where the comment on each layer goes on behind `Layer K: `.
  private let layers: [Int: Int]

  private init(bytes: [UInt8], stop: StopSignal, name: @escaping (String) -> String) throws(ExchangeFault) {
    (self.bytes, self.stop, self.name) = (bytes, stop, name)
    var (values, layers) = ([String: Int](), [Int: Int]())
    var start = 0
    while start < bytes.count {
      if stop.isGiven { throw .interrupted }
      let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
      for (name, place) in Self.declared(bytes[start..<end]) where values[name] == nil {
        values[name] = place
      }
      if let (layer, place) = Self.layer(bytes[start..<end]), layers[layer] == nil { layers[layer] = place }
      start = end + 1
    }
    (self.values, self.layers) = (values, layers)
  }

  /// The words of a line that may be declared in it: before them stand the words of a declaration or nothing, no comment and
  /// no text; behind them the type and the lengths up to the sign of equality.
  private static func declared(_ line: ArraySlice<UInt8>) -> [(String, Int)] {
    var (found, place) = ([(String, Int)](), line.startIndex)
    while place < line.endIndex, line[place] == 32 || isOfWord(line[place]) {
      guard line[place] != 32 else {
        place += 1
        continue
      }
      let word = line[place...].prefix(while: isOfWord)
      place = word.endIndex
      guard let sign = line[place...].firstIndex(of: UInt8(ascii: "=")) else { return [] }
      found.append((String(decoding: word, as: UTF8.self), sign + 1))
      guard word.allSatisfy({ UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }) else { break }
    }
    return found
  }

  /// From `Layer K: N NAME neuron`: K, and the place behind the colon.
  private static func layer(_ line: ArraySlice<UInt8>) -> (Int, Int)? {
    let word = Array("Layer ".utf8)
    guard
      let start = line.prefix(8).indices.first(where: { line[$0...].starts(with: word) }).map({
        $0 + word.count
      })
    else { return nil }
    let digits = line[start...].prefix(while: isDigit)
    guard (1...9).contains(digits.count), line[digits.endIndex...].starts(with: ": ".utf8) else { return nil }
    return (digits.reduce(0) { $0 * 10 + Int(clamping: $1 - 48) }, digits.endIndex + 2)
  }

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
    guard let place = layers[layer] else { return nil }
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

  /// The numbers of the array, or the number, that a name is set to; nil for none.
  private func numbers(_ name: String) throws(ExchangeFault) -> [Double]? {
    guard let place = values[name] else { return nil }
    return try numbers(from: place)
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
