import NeuralCore

/// What the programs of all languages say of a net in their comments, a line each.
extension ExchangedNet {
  /// `xor: a net with 2 inputs and 1 output, written by nn.` The first line of every text.
  var headline: String {
    let (inputs, outputs) = (network.inputs, network.outputs)
    return "\(name): a net with \(inputs) input\(inputs == 1 ? "" : "s") and "
      + "\(outputs) output\(outputs == 1 ? "" : "s")\(network.precision == .double ? " in float64" : ""), "
      + "written by nn."
  }

  /// `Layer 1: 3 sigmoid neurons with biases.`
  var layerLines: [String] {
    network.layers.enumerated().map { k, layer in
      let plural = layer.outputs == 1 ? "" : "s"
      let biases = !layer.hasBias ? "" : layer.outputs == 1 ? " with a bias" : " with biases"
      return "Layer \(k + 1): \(layer.outputs) \(layer.activation.name) neuron\(plural)\(biases)."
    }
  }

  /// What each input is; nothing where inputs have no names.
  var inputLines: [String] {
    var lines: [String] = []
    for column in columns where columns.reduce(0, { $0 + $1.width }) == network.inputs {
      for k in 0..<column.width {
        let what =
          column.words.isEmpty
          ? column.name.inComment
          : "1 where \(column.name.inComment) is \"\(column.words[k].inComment)\", else 0"
        let missing = column.means.isEmpty ? "" : "; \(column.means[k].text) where it is missing"
        lines.append("x[\(lines.count)]: \(what)\(missing)")
      }
    }
    return lines
  }

  /// What each output is; nothing where outputs have no names.
  var outputLines: [String] {
    if hasOneOutputForTwoClasses {
      return [
        "y[0]: above 0.5 for \"\(classes[1].inComment)\", else it is \"\(classes[0].inComment)\""
      ]
    }
    return (classes.isEmpty ? outputNames : classes).enumerated().map { k, name in
      "y[\(k)]: \(name.inComment)"
    }
  }

  /// One output that says which of two classes.
  var hasOneOutputForTwoClasses: Bool { network.outputs == 1 && classes.count == 2 }
  /// Whether outputs name a class.
  var namesClasses: Bool { hasOneOutputForTwoClasses || !classes.isEmpty && classes.count == network.outputs }

  /// All that is said at the top, where `usage` says how the file is used.
  func header(_ usage: [String]) -> [String] {
    let names = [inputLines, outputLines].filter { !$0.isEmpty }.flatMap { [""] + $0 }
    return [headline] + layerLines + names + (usage.isEmpty ? [] : [""] + usage)
  }
}

/// A number, or an array of numbers, that a program has as a constant.
struct NetConstant {
  enum Value {
    case number(String)
    case list([String])
    /// Row by row, [out][in].
    case matrix([[String]])
  }

  /// `w1`, `b1` of layer 1, … `input_shift`, `input_scale`, `input_offset`, and of targets the same.
  let name: String
  let value: Value
}

extension ExchangedNet {
  /// All numbers of the net, in the order in which they are needed. Their texts are shortest decimals, and have a point or
  /// an exponent.
  func constants(_ stop: StopSignal) throws(ExchangeFault) -> [NetConstant] {
    var constants = Self.constants(of: inputScaling, "input")
    for (k, layer) in network.layers.enumerated() {
      let start = network.offset(ofLayer: k)
      let rows = try (0..<layer.outputs).map { (row) throws(ExchangeFault) in
        guard !stop.isGiven else { throw .interrupted }
        return texts(start + row * layer.inputs..<start + (row + 1) * layer.inputs)
      }
      constants.append(NetConstant(name: "w\(k + 1)", value: .matrix(rows)))
      if layer.hasBias {
        let biases = texts(start + layer.weightCount..<start + layer.parameterCount)
        constants.append(NetConstant(name: "b\(k + 1)", value: .list(biases)))
      }
    }
    return constants + Self.constants(of: targetScaling, "target")
  }

  private func texts(_ range: Range<Int>) -> [String] { range.map { "\(network.parameters.decimal($0))" } }

  private static func constants(of scaling: Scaling?, _ side: String) -> [NetConstant] {
    guard let scaling else { return [] }
    let offset = NetConstant(name: side + "_offset", value: .number("\(scaling.offset)"))
    return [
      NetConstant(name: side + "_shift", value: .list(scaling.shift.decimals.map { "\($0)" })),
      NetConstant(name: side + "_scale", value: .list(scaling.scale.decimals.map { "\($0)" })),
    ] + (scaling.offset == 0 ? [] : [offset])
  }

  /// Refuses what programs have no words for.
  func requireFinite() throws(ExchangeFault) {
    let scalings = [inputScaling, targetScaling].compactMap { $0 }
    guard network.parameters.isFinite, scalings.allSatisfy({ $0.shift.isFinite && $0.scale.isFinite }) else {
      throw .notFinite
    }
  }
}

extension ExchangedNet {
  /// Refuses what is infinite as a float, and scales that are 0 as one.
  func requireFloats(advice: [String]) throws(ExchangeFault) {
    guard network.precision == .double else { return }
    let scalings = [inputScaling, targetScaling].compactMap { $0 }
    let isFinite = { (numbers: Vector) in numbers.allSatisfy { Float($0).isFinite } }
    guard isFinite(network.parameters),
      scalings.allSatisfy({
        isFinite($0.shift) && isFinite($0.scale) && !$0.scale.contains { Float($0) == 0 }
      })
    else {
      throw ExchangeFault("some of its numbers are too large or too small for float", advice: advice)
    }
  }
}

/// How a language writes arrays.
struct ArraySyntax {
  var open = "["
  var close = "]"
  /// Behind the last row of a matrix.
  var last = ","
  /// Behind each number.
  var suffix = ""
  /// What rows of a matrix begin with.
  var indent = "    "
  /// What all lines but the first begin with, besides; it does not count for their width.
  var margin = ""

  /// Lines are no longer than this, where a single number is not.
  static let width = 100

  /// An array, on one line where it fits behind `before`.
  func text(
    _ value: NetConstant.Value, before: Int, _ stop: StopSignal
  ) throws(ExchangeFault) -> String {
    switch value {
    case .number(let number): return number + suffix
    case .list(let numbers): return list(numbers, indent: "", before: before)
    case .matrix(let rows):
      let lines = try rows.map { (row) throws(ExchangeFault) in
        guard !stop.isGiven else { throw .interrupted }
        return indent + list(row, indent: indent, before: indent.utf8.count)
      }
      return open + newline + lines.joined(separator: "," + newline) + last + newline + close
    }
  }

  /// Numbers on as many lines as they take.
  private func list(_ numbers: [String], indent: String, before: Int) -> String {
    let items = numbers.map { $0 + suffix }
    let length = items.reduce(before + 2) { $0 + $1.utf8.count + 2 }
    if length <= Self.width { return open + items.joined(separator: ", ") + close }
    var (lines, line) = ([String](), "")
    for item in items {
      if !line.isEmpty, line.utf8.count + item.utf8.count + 2 > Self.width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? indent + self.indent + item : ", " + item
    }
    return open + newline + (lines + [line]).joined(separator: "," + newline) + newline + indent + close
  }

  private var newline: String { "\n" + margin }
}

extension ExchangedNet {
  /// Whether a word of its columns is a number, in whose place programs take the number.
  var hasNumbersAsWords: Bool { columns.contains { $0.words.contains { Double($0) != nil } } }

  /// Whether its words have letters beyond ASCII, some of which are one sign or two.
  var hasAccents: Bool { columns.contains { $0.words.contains { !$0.utf8.allSatisfy { $0 < 0x80 } } } }
}

extension String {
  /// As it can stand in a comment of any language, on one line.
  var inComment: String {
    var text = ""
    // A backslash at the end of a line would join the next one to it.
    for scalar in unicodeScalars.lazy.map({ $0 == "\\" ? "/" : $0 }) {
      let last = text.unicodeScalars.last
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
        text += " "
      case _
      where scalar == "/" && last == "*" || scalar == "*" && last == "/" || scalar == "?" && last == "?":
        text += " " + String(scalar)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// Letters and digits of ASCII, others as _; for names in programs.
  var asWord: String {
    String(
      unicodeScalars.map { scalar in
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
          ? Character(scalar) : "_"
      })
  }
}
