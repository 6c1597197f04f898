import NeuralCore

/// Reads network files of the Stuttgart Neural Network Simulator, `SNNS network definition file V1.4-3D`, as the simulator
/// 4.x, JavaNNS and RSNNS write them: a table of units, and a table of the connections that lead to each.
///
/// What a unit does is that of the simulator's kernel (trans_f.c): Act_Identity, Act_Signum and Act_StepFunc have no bias,
/// Act_Perceptron subtracts it, all others add it.
struct SNNSReader {
  /// A row of the table of units.
  private struct Unit {
    let number: Int
    let bias: Double
    let kind: Substring
    let function: String
    var sources: [Int: Double] = [:]
  }

  private var units: [Unit] = []
  private var places: [Int: Int] = [:]
  /// Of units that do not say it.
  private var (defaultKind, defaultFunction): (Substring, String) = ("h", "Act_Logistic")
  private var connections = 0

  static func net(_ file: FileBytes, _ request: ImportRequest) throws(ExchangeFault) -> ImportedNet {
    guard request.activations.isEmpty else { throw .saysActivations }
    return try SNNSReader(file, request.stop).imported()
  }

  static let opening = "SNNS network definition file"
  private static let broken = ExchangeFault(
    "it is damaged, or was cut short", advice: ["Get the file again."])
  private static let notLayers = ExchangeFault(
    "its units are not layers of which each takes all units of the one before, and those of nn are",
    advice: ["Nets with shortcuts, recurrent and sparse ones have no counterpart."])

  private enum Section { case none, defaults, units, connections }

  private init(_ file: FileBytes, _ stop: StopSignal) throws(ExchangeFault) {
    guard file.starts(with: Self.opening.utf8) else {
      throw ExchangeFault("it does not begin as nets of SNNS do")
    }
    var (section, target) = (Section.none, -1)
    try file.forEachLine(stop) { (bytes) throws(ExchangeFault) in
      guard bytes.count <= FileBytes.longestLine else { throw Self.broken }
      let line = Substring(bytes.ascii)
      if let next = Self.section(line) {
        section = next
        return
      }
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(Self.trimmed)
      // Lines of dashes and of names stand around the rows of a table.
      if line.allSatisfy({ "-|".contains($0) }) || Self.isHeading(cells[0]) { return }
      switch section {
      case .none: return
      case .defaults: takeDefaults(cells)
      case .units: try addUnit(cells)
      case .connections: try addConnections(cells, &target)
      }
    }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    guard let first = text.firstIndex(where: { $0 != " " && $0 != "\t" }),
      let last = text.lastIndex(where: { $0 != " " && $0 != "\t" })
    else { return "" }
    return text[first...last]
  }

  private static func section(_ line: Substring) -> Section? {
    let line = trimmed(line)
    guard line.hasSuffix("section :") else { return nil }
    if line.hasPrefix("unit default") { return .defaults }
    if line.hasPrefix("unit definition") { return .units }
    return line.hasPrefix("connection definition") ? .connections : Section.none
  }

  private static func isHeading(_ cell: Substring) -> Bool { ["no.", "act", "target"].contains(cell) }

  // MARK: Rows

  /// act | bias | st | subnet | layer | act func | out func
  private mutating func takeDefaults(_ cells: [Substring]) {
    guard cells.count >= 7 else { return }
    (defaultKind, defaultFunction) = (cells[2], String(cells[5]))
  }

  /// no. | typeName | unitName | act | bias | st | position | act func | out func | sites
  private mutating func addUnit(_ cells: [Substring]) throws(ExchangeFault) {
    guard cells.count >= 9, let number = Int(cells[0]), let bias = Double(cells[4]), bias.isFinite else {
      throw Self.broken
    }
    guard cells[1].isEmpty else {
      throw ExchangeFault("unit \(number) has a type of its own, which nn does not read")
    }
    guard cells.count < 10 || cells[9].isEmpty else {
      throw ExchangeFault("unit \(number) has sites, which nn does not read")
    }
    guard ["", "Out_Identity"].contains(cells[8]) else {
      throw ExchangeFault(
        "unit \(number) has the output function \(String(cells[8]).shown), and nn has Out_Identity alone")
    }
    guard places.updateValue(units.count, forKey: number) == nil else { throw Self.broken }
    units.append(
      Unit(
        number: number, bias: bias, kind: cells[5].isEmpty ? defaultKind : cells[5],
        function: cells[7].isEmpty ? defaultFunction : String(cells[7])))
  }

  /// target | site | source:weight, source:weight; more of them may stand on lines of their own.
  private mutating func addConnections(_ cells: [Substring], _ target: inout Int) throws(ExchangeFault) {
    if cells.count >= 3 {
      guard let number = Int(cells[0]), let place = places[number] else { throw Self.broken }
      guard cells[1].isEmpty else { throw ExchangeFault("unit \(number) has sites, which nn does not read") }
      target = place
    }
    guard units.indices.contains(target), let list = cells.last else { throw Self.broken }
    for pair in list.split(separator: ",").map(Self.trimmed) where !pair.isEmpty {
      let parts = pair.split(separator: ":").map(Self.trimmed)
      guard parts.count == 2, let number = Int(parts[0]), let source = places[number],
        let weight = Double(parts[1]), weight.isFinite
      else { throw Self.broken }
      connections += 1
      guard connections <= Network.parameterLimit else { throw .tooLarge }
      guard units[target].sources.updateValue(weight, forKey: source) == nil else {
        throw ExchangeFault("unit \(units[target].number) is connected to unit \(number) twice")
      }
    }
  }

  // MARK: Layers

  private func imported() throws(ExchangeFault) -> ImportedNet {
    var layer = units.indices.filter { units[$0].kind.hasPrefix("i") }
    guard !layer.isEmpty, layer.allSatisfy({ units[$0].sources.isEmpty }) else { throw Self.notLayers }
    var chain = LineChain(.single)
    var rest = units.indices.filter { !units[$0].kind.hasPrefix("i") }
    var layers = 0
    while !rest.isEmpty {
      // A unit of the next layer takes units of this one alone; the first of them says whether it does.
      let own = Set(layer)
      let next = rest.filter { units[$0].sources.keys.first.map(own.contains) ?? false }
      layers += 1
      guard !next.isEmpty, layers <= 1000, next.allSatisfy({ Set(units[$0].sources.keys) == own }) else {
        throw Self.notLayers
      }
      try add(next, after: layer, to: &chain)
      let taken = Set(next)
      rest.removeAll { taken.contains($0) }
      layer = next
    }
    guard layer.allSatisfy({ units[$0].kind.hasPrefix("o") }) else {
      throw ExchangeFault("its last layer has units that are no outputs")
    }
    return try chain.imported()
  }

  private func add(_ layer: [Int], after before: [Int], to chain: inout LineChain) throws(ExchangeFault) {
    let function = units[layer[0]].function
    guard layer.allSatisfy({ units[$0].function == function }) else {
      throw ExchangeFault("units of a layer have different activations, and those of a layer of nn have one")
    }
    guard let (curve, sign) = Self.curves[function] else {
      throw ExchangeFault(
        "it has the activation \(function.shown), which no row of nn is",
        advice: ["Those that are: " + Self.curves.keys.sorted().joined(separator: ", ")])
    }
    let weights = layer.flatMap { unit in before.map { units[unit].sources[$0] ?? 0 } }
    try chain.add(
      weights, sign == 0 ? nil : layer.map { sign * units[$0].bias }, inputs: before.count,
      outputs: layer.count,
      curve, named: "units \(units[layer[0]].number)…\(units[layer[layer.count - 1]].number)")
  }

  /// What functions are, and what is done with the bias: 1 it is added, −1 subtracted, 0 neither.
  private static let curves: [String: (LineChain.Curve, Double)] = [
    "Act_Logistic": (LineChain.Curve(.sigmoid), 1), "Act_TanH": (LineChain.Curve(.tanh), 1),
    "Act_TanH_Xdiv2": (LineChain.Curve(.tanh, gain: 0.5), 1), "Act_Identity": (LineChain.Curve(.linear), 0),
    "Act_IdentityPlusBias": (LineChain.Curve(.linear), 1), "Act_Elliott": (LineChain.Curve(.softsign), 1),
    "Act_Perceptron": (LineChain.Curve(.heaviside), -1), "Act_StepFunc": (LineChain.Curve(.step), 0),
    "Act_Signum": (LineChain.Curve(.step, outGain: 2, outOffset: -1), 0),
  ]
}
