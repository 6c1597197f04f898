import JSONText
import NeuralCore

/// A file of Swift that is all of a net.
extension FileFormat {
  /// Swift: an enum with a function, with the weights as arrays.
  public static let swift = FileFormat(
    "swift", [".swift"], tool: "Swift", "an enum with a function, with the weights as arrays",
    limits: ["Words of a column are inputs of 0 and 1 each, which have names."],
    mark: .headline(behind: "//"),
    writer: { (net, request) throws(ExchangeFault) in
      try net.requireFinite()
      return .text(try SwiftProgram(net).text(request.stop))
    }, proof: { (file, stop) throws(ExchangeFault) in try ProgramProof.read(file, stop, SwiftProgram.name) })
}

private struct SwiftProgram {
  let net: ExchangedNet
  private var codes: [ActivationCode] = []

  init(_ net: ExchangedNet) throws(ExchangeFault) {
    self.net = net
    for activation in net.network.activations { codes.append(try .of(activation)) }
  }

  private var type: String { net.network.precision == .single ? "Float" : "Double" }

  /// `input_shift` is inputShift.
  static func name(_ constant: String) -> String {
    let words = constant.split(separator: "_")
    return words[0] + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// `my_net` is MyNet.
  private var typeName: String {
    net.name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  func text(_ stop: StopSignal) throws(ExchangeFault) -> String {
    var usage = ["\(typeName).predict(x) gives the outputs for \(net.network.inputs) inputs"]
    if net.namesClasses { usage.append("\(typeName).className(x) gives the name of their class") }
    var lines = net.header(usage).map { $0.isEmpty ? "//" : "// " + $0 } + [""]
    let needsMath = codes.contains { $0.activation == .softmax || $0.c.contains("@(") }
    lines += (needsMath ? ["import Foundation", ""] : []) + ["enum \(typeName) {"]
    lines += inputNames
    for constant in try net.constants(stop) { lines.append(try text(constant, stop)) }
    if net.namesClasses {
      let names = net.classes.map { Self.quoted($0) }.joined(separator: ", ")
      lines.append("  static let classes = [" + names + "]")
    }
    lines += predict
    if net.namesClasses {
      let best = net.hasOneOutputForTwoClasses ? "y[0] > 0.5 ? 1 : 0" : "y.firstIndex(of: y.max()!)!"
      lines += [
        "", "  /// The name of the class of these inputs.",
        "  static func className(_ inputs: [\(type)]) -> String {", "    let y = predict(inputs)",
        "    return classes[\(best)]", "  }",
      ]
    }
    lines += sums + codes.flatMap(function) + ["}"]
    return lines.joined(separator: "\n") + "\n"
  }

  /// Where an input stands, by name.
  private var inputNames: [String] {
    guard net.hasWords else { return [] }
    var taken: Set<String> = []
    return ["  /// Places of the inputs.", "  enum Input {"]
      + net.inputNames.enumerated().map { k, name in
        var word = "x_" + name.asWord
        while !taken.insert(word).inserted { word += "_\(k)" }
        return "    static let \(word) = \(k)"
      } + ["  }", ""]
  }

  private func text(_ constant: NetConstant, _ stop: StopSignal) throws(ExchangeFault) -> String {
    let kind =
      switch constant.value {
      case .number: type
      case .list: "[\(type)]"
      case .matrix: "[[\(type)]]"
      }
    let start = "  static let \(Self.name(constant.name)): \(kind) = "
    let syntax = ArraySyntax(indent: "  ", margin: "  ")
    return start + (try syntax.text(constant.value, before: start.utf8.count, stop))
  }

  private var predict: [String] {
    var lines = [
      "", "  /// The outputs for inputs, in the units of the data.",
      "  static func predict(_ inputs: [\(type)]) -> [\(type)] {",
      "    precondition(inputs.count == \(net.network.inputs), \"there are \(net.network.inputs) inputs\")",
      "    var x = inputs",
    ]
    if let scaling = net.inputScaling {
      let offset = scaling.offset == 0 ? "" : " + inputOffset"
      lines.append("    for k in x.indices { x[k] = (x[k] - inputShift[k]) / inputScale[k]\(offset) }")
    }
    for (k, layer) in net.network.layers.enumerated() {
      let sums = "sums(x, w\(k + 1), \(layer.hasBias ? "b\(k + 1)" : "nil"))"
      lines.append("    x = " + sums)
      if layer.activation == .softmax {
        lines.append("    x = softmaxOutputs(x)")
      } else if layer.activation != .linear {
        lines.append("    x = x.map(\(Self.function(layer.activation)))")
      }
    }
    if let scaling = net.targetScaling {
      let value = scaling.offset == 0 ? "x[k]" : "(x[k] - targetOffset)"
      lines.append("    for k in x.indices { x[k] = \(value) * targetScale[k] + targetShift[k] }")
    }
    return lines + ["    return x", "  }"]
  }

  private var sums: [String] {
    [
      "",
      "  private static func sums(_ inputs: [\(type)], _ weights: [[\(type)]], _ biases: [\(type)]?) -> [\(type)] {",
      "    weights.indices.map { k in",
      "      zip(weights[k], inputs).reduce(biases?[k] ?? 0) { $0 + $1.0 * $1.1 }",
      "    }", "  }",
    ]
  }

  private func function(_ code: ActivationCode) -> [String] {
    let name = Self.function(code.activation)
    guard code.activation == .softmax else {
      return [
        "", "  private static func \(name)(_ s: \(type)) -> \(type) {", "    " + code.swift, "  }",
      ]
    }
    return [
      "", "  private static func softmaxOutputs(_ sums: [\(type)]) -> [\(type)] {",
      "    let most = sums.max() ?? 0",
      "    let powers = sums.map { exp($0 - most) }", "    let total = powers.reduce(0, +)",
      "    return powers.map { $0 / total }", "  }",
    ]
  }

  /// Not the name of a function of Foundation.
  private static func function(_ activation: Activation) -> String { name(activation.name.asWord) + "Output" }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" {
        result += "\\" + String(scalar)
      } else if scalar.isUnseen {
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
